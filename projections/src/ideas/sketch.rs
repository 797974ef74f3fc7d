//! A change that was sketched on an idea: what it was expected to change, and beside it what really
//! changed because of the idea.
//!
//! What really changed is what the events that name the idea come to by themselves, one after the other,
//! applied to what was there right before the first of them. So what others did meanwhile is not
//! mistaken for its effect, and both sides are made in the same way.

use std::collections::BTreeSet;

use events::{Position, idea::Status, ids::IdeaId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::Sketch;
use crate::{
    Projections,
    difference::Difference,
    evidence::Evidence,
    what_if::{Figure, FiguresChange},
};

/// Events of which it is computed what they changed, at most; the first ones.
const LED_TO_MAX: usize = 1_000;

/// A sketched change, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SketchItem {
    /// The commands as they were written; a text that was erased is `null`.
    pub commands: Vec<Value>,
    /// When it was sketched.
    #[schemars(with = "String")]
    pub sketched: Timestamp,
    /// The event that says so.
    pub position: Position,
    /// Figure by figure: expected when it was sketched, and happened.
    pub figures: Vec<Compared>,
    /// The events that name the idea as what led to them: what happened rests on these.
    pub because_of_it: Evidence,
    /// Why nothing is said of what happened, or what it leaves out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
}

/// One figure: expected and happened stand beside each other.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Compared {
    /// Its name, such as `loop_work_hours`.
    pub figure: String,
    /// What it was when the change was sketched, and what it was expected to be then.
    pub expected: Option<Difference>,
    /// What it was right before the first event that names the idea, and what those events made of it; none
    /// while nothing happened because of it.
    pub happened: Option<Difference>,
}

impl Projections {
    pub(super) fn sketch_item(&self, id: IdeaId, sketch: &Sketch) -> SketchItem {
        let command = |it: &events::sketch::SketchedCommand| json!({ "noun": it.noun, "id": it.id, "command": it.command, "body": it.body.to_json() });
        let expected = FiguresChange::of_kept(&sketch.fact.expected).0;
        let figure =
            |Figure { figure, amount }| Compared { figure, expected: Some(amount), happened: None };
        let led_to = self.ideas.led_to(id);
        SketchItem {
            commands: sketch.fact.commands.iter().map(command).collect(),
            sketched: sketch.said.recorded,
            position: sketch.said.position,
            figures: expected.into_iter().map(figure).collect(),
            note: self.note_on(id, &led_to),
            because_of_it: Evidence::new(&led_to, &format!("ideas/{id}/led-to")),
        }
    }

    /// The events of which it is to be computed what they changed; none while nothing is to be told.
    pub fn idea_led_to(&self, id: IdeaId) -> Option<Vec<Position>> {
        self.ideas.get(id)?.sketched.as_ref()?;
        let led_to = self.ideas.led_to(id);
        (!led_to.is_empty()).then(|| led_to.into_iter().take(LED_TO_MAX).collect())
    }

    fn note_on(&self, id: IdeaId, led_to: &BTreeSet<Position>) -> Option<&'static str> {
        let is_done = self.ideas.get(id).is_some_and(|it| it.status == Status::Implemented);
        match led_to.len() {
            0 if is_done => Some("it is implemented, and no change names it as what led to it"),
            0 => Some("nothing has happened because of it yet"),
            count if count > LED_TO_MAX => Some("only its first 1,000 events are counted"),
            _ => None,
        }
    }
}

impl SketchItem {
    /// Puts what happened beside what was expected.
    pub fn tell_what_happened(&mut self, happened: FiguresChange) {
        for Figure { figure, amount } in happened.0 {
            match self.figures.iter_mut().find(|it| it.figure == figure) {
                Some(compared) => compared.happened = Some(amount),
                None => {
                    self.figures.push(Compared { figure, expected: None, happened: Some(amount) });
                }
            }
        }
    }
}
