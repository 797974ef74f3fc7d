//! What goes round, and what that costs.

use serde_json::Value;

use super::{either, elements};
use crate::output::{self, Rows, Set, figure, text};

/// There is at least one.
pub(super) fn print(answer: &Value) {
    let mut rows = Rows::new(&[
        ("loop", Set::Left),
        ("kind", Set::Left),
        ("rounds/month", Set::Right),
        ("work h", Set::Right),
        ("delay h", Set::Right),
        ("money", Set::Right),
        ("measured", Set::Left),
        ("events", Set::Right),
    ]);
    for cycle in elements(&answer["cycles"]) {
        rows.row(row(cycle));
    }
    rows.print();
    let total = &answer["total"];
    output::answer(format_args!(
        "nothing counted twice: {} h work, {} h delay a month; work, money and delay are never added",
        figure(&total["work_hours_per_month"]),
        figure(&total["delay_hours_per_month"]),
    ));
    if answer["truncated"] == true {
        output::answer(cut_short(answer));
    }
    print_evidence(&answer["cycles"][0]);
}

fn row(cycle: &Value) -> [String; 8] {
    [
        names(cycle),
        text(&cycle["kind"]),
        figure(&cycle["rounds_per_month"]),
        figure(&cycle["work_hours_per_month"]),
        delay(cycle),
        money(&cycle["money_per_month"]),
        measured(&cycle["measured"]),
        text(&cycle["evidence_count"]),
    ]
}

fn cut_short(answer: &Value) -> String {
    let returned = text(&answer["returned"]);
    if answer["reason"] == "budget" {
        format!(
            "cut short (budget): the search ended before it had seen all; of what it saw these are the dearest {returned}"
        )
    } else {
        format!("cut short (count): these are the dearest {returned}")
    }
}

fn print_evidence(cycle: &Value) {
    let positions: Vec<_> = elements(&cycle["evidence"]).iter().map(text).collect();
    output::answer(format_args!(
        "events behind the first: {} ({} in all: {})",
        positions.join(", "),
        text(&cycle["evidence_count"]),
        text(&cycle["evidence_link"]),
    ));
}

pub(in crate::cli) fn names(cycle: &Value) -> String {
    let ids = elements(&cycle["members"]);
    let names = elements(&cycle["member_names"]).iter().zip(ids);
    let names: Vec<_> = names.map(|(name, id)| either(name, id)).collect();
    let first = names.first().cloned().unwrap_or_default();
    format!("{} → {first}", names.join(" → "))
}

fn delay(cycle: &Value) -> String {
    let delay = figure(&cycle["delay_hours_per_month"]);
    let zones = &cycle["waiting"]["time_zones_hours_per_month_max"];
    if zones.is_null() {
        return delay;
    }
    format!("{delay}\ntime zones ≤ {}", figure(zones))
}

fn money(amounts: &Value) -> String {
    let amounts = elements(amounts).iter();
    let amounts = amounts.map(|it| format!("{} {}", figure(&it["amount"]), text(&it["currency"])));
    amounts.collect::<Vec<_>>().join("\n")
}

fn measured(measured: &Value) -> String {
    if measured.is_null() {
        return String::new();
    }
    let bounces = format!(
        "{} bounces in {} cases, {} hand-overs",
        text(&measured["occurrences"]),
        text(&measured["cases"]),
        text(&measured["hand_overs"])
    );
    let Some(slope) = measured["trend"]["occurrences_per_month"].as_f64() else { return bounces };
    let months = text(&measured["trend"]["months"]);
    format!("{bounces}\ntrend {slope:+.1} bounces a month, over {months} months")
}
