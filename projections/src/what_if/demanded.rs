//! Hand-overs that a rule demands, and that would be no more: whoever tries out a change must know that it breaks
//! a rule.

use events::{
    Event, Words,
    ids::{HandOverId, ProcessId},
    process,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Happening, LISTED};
use crate::{Projections, evidence::shown, process_map::HandOver};

/// One that would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Demanded {
    /// The line that takes it away, counted from 1.
    pub line: u64,
    /// The hand-over.
    pub hand_over: HandOverId,
    /// The step that hands over; none where its name was erased.
    pub from_name: Option<String>,
    /// The step that takes over.
    pub to_name: Option<String>,
    /// The rule; none where its text was erased.
    pub required_by: Option<String>,
}

/// The first of them, in the order of the lines.
pub(super) fn demanded(before: &Projections, what: &[Happening]) -> Vec<Demanded> {
    let gone = what.iter().flat_map(|it| going(before, it).map(move |gone| (it.line, gone)));
    let demanded = gone.filter_map(|(line, it)| {
        let rule = it.known.fact.required_by.as_ref()?;
        Some(of(before, line, it, rule))
    });
    demanded.take(LISTED).collect()
}

fn of(before: &Projections, line: u64, it: &HandOver, rule: &Words) -> Demanded {
    let fact = &it.known.fact;
    let name = |step| shown(&before.process_map.step(step)?.known.fact.name);
    Demanded {
        line,
        hand_over: fact.hand_over,
        from_name: name(fact.from),
        to_name: name(fact.to.step),
        required_by: shown(rule),
    }
}

/// The hand-overs that there would be no more.
fn going<'a>(
    before: &'a Projections,
    what: &'a Happening,
) -> Box<dyn Iterator<Item = &'a HandOver> + 'a> {
    let map = &before.process_map;
    match &what.event {
        Event::Process(process::Event::HandOverRemoved(it)) => {
            Box::new(map.hand_over(it.hand_over).into_iter())
        }
        Event::Process(process::Event::Retired(_)) => {
            let process = ProcessId(what.stream.id);
            Box::new(map.hand_overs().map(|it| it.2).filter(move |it| it.process == process))
        }
        _ => Box::new(std::iter::empty()),
    }
}
