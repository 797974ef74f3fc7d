//! Cases in which work came back, beside cases that were handed over equally often: a bounce is not the
//! cause of length, so only these are comparable, and what lies between them is a difference.

use events::{
    ids::LogId,
    log::{CasesAndMedian, EquallyOften},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    evidence::{Evidence, rounded, shown},
    loops::{
        key::{About, Key, in_query},
        level::Level,
        measured::Measured,
        scope::Scope,
    },
    registry::Registry,
};

/// Said wherever cases in which work came back stand beside others.
pub const DIFFERENCE: &str = "difference, not effect";

/// What one column of a log says.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Compared {
    /// The log.
    pub log: LogId,
    /// What people call it.
    pub log_name: Option<String>,
    /// The column between whose values work was handed over.
    pub by: Option<String>,
    /// How to read it.
    pub note: &'static str,
    /// By number of hand-overs, with the number of cases on either side.
    pub equally_often: Vec<EquallyOften>,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// What logs say, in the order of their ids; nothing where only a part was asked about.
pub(super) fn compared(measured: &Measured, registry: &Registry, scope: &Scope) -> Vec<Compared> {
    if !scope.is_all() {
        return vec![];
    }
    let all = measured.compared().filter(|(_, it)| !it.fact.equally_often.is_empty());
    all.map(|(log, known)| {
        let about = About::Compared(known.evidence.first().copied().unwrap_or_default());
        // The same at every level.
        let key = Key { level: Level::Unit, about, scope: Scope::default() };
        Compared {
            log,
            log_name: registry.logs().get(&log).and_then(|it| shown(&it.fact.name)),
            by: shown(&known.fact.level),
            note: DIFFERENCE,
            equally_often: known.fact.equally_often.iter().map(four_decimals).collect(),
            evidence: Evidence::new(
                &known.evidence.iter().copied().collect(),
                &in_query(&key.written()),
            ),
        }
    })
    .collect()
}

fn four_decimals(it: &EquallyOften) -> EquallyOften {
    let group =
        |it: CasesAndMedian| CasesAndMedian { median_days: it.median_days.map(rounded), ..it };
    EquallyOften { bounced: group(it.bounced), not_bounced: group(it.not_bounced), ..*it }
}
