//! What changed of coverage since an earlier moment, as a table.

use serde_json::Value;

use crate::{
    cli::what_if::{cells, list},
    output::{self, Known, Rows, Set, text},
    words::{self, told},
};

pub(super) fn print(answer: &Value) {
    let since = &answer["since"];
    let mut rows = Rows::of(&[
        ("area", "Bereich", Set::Left),
        ("uncovered h before", "ungedeckt Std. vorher", Set::Right),
        ("after", "nachher", Set::Right),
        ("difference", "Unterschied", Set::Right),
        ("hours before → after", "Std. vorher → nachher", Set::Left),
        ("communities", "Communitys", Set::Left),
    ]);
    for area in list(&since["areas"]).iter().filter(|it| is_changed(it)) {
        let [name, before, after, difference] =
            cells(&words::listed(&area["area"]), &area["uncovered_hours"]);
        let [_, hours_before, hours_after, _] = cells("", &area["hours_per_month"]);
        let hours = format!("{hours_before} → {hours_after}");
        rows.row([name, before, after, difference, hours, stands(&area["communities"])]);
    }
    let position = text(&since["position"]);
    if rows.is_empty() {
        output::answer(told!(
            "nothing changed since position {position}",
            "seit Position {position} hat sich nichts geändert"
        ));
    } else {
        rows.print();
    }
    let [_, before, after, difference] = cells("", &since["hours_per_month"]);
    output::answer(told!(
        "since position {position}: {before} → {after} h a month of open pain points ({difference})",
        "seit Position {position}: {before} → {after} Std. im Monat in offenen Schmerzpunkten ({difference})"
    ));
    output::known(answer, Known::Report);
}

/// Whether anything in an area is another: also what fell to nothing and what came meanwhile.
fn is_changed(area: &Value) -> bool {
    area["evidence_count"] != 0 || !list(&area["communities"]).is_empty()
}

fn stands(changes: &Value) -> String {
    let stands = list(changes).iter().map(|it| {
        let step = |side: &str| it["strength"][side].as_f64().unwrap_or_default();
        let rests =
            if it["rests_after"] == true { told!(", rests", ", ruht") } else { String::new() };
        format!("{} {} → {}{rests}", text(&it["name"]), step("before"), step("after"))
    });
    stands.collect::<Vec<_>>().join("\n")
}
