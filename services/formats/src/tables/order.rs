//! The order in which commands can be sent.

use std::collections::HashSet;

use serde_json::Value;

use super::{Noun, Planned, Problem, TablesReport};

/// A unit comes after its parent. Units whose parents go round are told and left out.
pub(super) fn parents_first(planned: Vec<Planned>, report: &mut TablesReport) -> Vec<Planned> {
    let (units, rest): (Vec<_>, Vec<_>) =
        planned.into_iter().partition(|it| it.table == Noun::Units);
    let mut waiting: HashSet<String> = units.iter().map(|it| it.line.id.to_string()).collect();
    let (mut ordered, mut left) = (Vec::new(), units);
    loop {
        let before = left.len();
        let mut later = Vec::new();
        for unit in left {
            let parent = unit.line.body.get("parent").and_then(Value::as_str);
            if parent.is_some_and(|it| waiting.contains(it)) {
                later.push(unit);
            } else {
                waiting.remove(&unit.line.id.to_string());
                ordered.push(unit);
            }
        }
        left = later;
        if left.is_empty() || left.len() == before {
            break;
        }
    }
    for Planned { table, row_line: line, .. } in left {
        let reason = "the parents of this unit go round".to_owned();
        report.add(Problem { table, line, column: Some("parent".to_owned()), reason });
    }
    let first_after = rest.iter().position(|it| it.table > Noun::Units).unwrap_or(rest.len());
    let mut all = rest;
    all.splice(first_after..first_after, ordered);
    all
}
