//! What changed of coverage since an earlier moment, as a table.

use serde_json::Value;

use crate::{
    cli::what_if::{cells, list},
    output::{self, Rows, Set, text},
};

pub(super) fn print(answer: &Value) {
    let since = &answer["since"];
    let mut rows = Rows::new(&[
        ("area", Set::Left),
        ("uncovered h before", Set::Right),
        ("after", Set::Right),
        ("difference", Set::Right),
        ("hours before → after", Set::Left),
        ("communities", Set::Left),
    ]);
    for area in list(&since["areas"]).iter().filter(|it| is_changed(it)) {
        let [name, before, after, difference] =
            cells(&text(&area["area"]), &area["uncovered_hours"]);
        let [_, hours_before, hours_after, _] = cells("", &area["hours_per_month"]);
        let hours = format!("{hours_before} → {hours_after}");
        rows.row([name, before, after, difference, hours, stands(&area["communities"])]);
    }
    let position = text(&since["position"]);
    if rows.is_empty() {
        output::answer(format_args!("nothing changed since position {position}"));
    } else {
        rows.print();
    }
    let [_, before, after, difference] = cells("", &since["hours_per_month"]);
    output::answer(format_args!(
        "since position {position}: {before} → {after} h a month of open pain points ({difference})"
    ));
    output::known(answer, "report");
}

/// Whether anything in an area is another: also what fell to nothing and what came meanwhile.
fn is_changed(area: &Value) -> bool {
    area["evidence_count"] != 0 || !list(&area["communities"]).is_empty()
}

fn stands(changes: &Value) -> String {
    let stands = list(changes).iter().map(|it| {
        let step = |side: &str| it["strength"][side].as_f64().unwrap_or_default();
        let rests = if it["rests_after"] == true { ", rests" } else { "" };
        format!("{} {} → {}{rests}", text(&it["name"]), step("before"), step("after"))
    });
    stands.collect::<Vec<_>>().join("\n")
}
