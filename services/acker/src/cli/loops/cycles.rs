//! What goes round, and what that costs.

use serde_json::Value;

use super::{either, elements};
use crate::{
    output::{self, Rows, Set, text},
    words::{self, decimals, figure, told},
};

/// There is at least one.
pub(super) fn print(answer: &Value) {
    let mut rows = Rows::of(&[
        ("loop", "Schleife", Set::Left),
        ("kind", "Art", Set::Left),
        ("rounds/month", "Runden/Monat", Set::Right),
        ("work h", "Arbeit Std.", Set::Right),
        ("delay h", "Wartezeit Std.", Set::Right),
        ("money", "Geld", Set::Right),
        ("measured", "gemessen", Set::Left),
        ("events", "Ereignisse", Set::Right),
    ]);
    for cycle in elements(&answer["cycles"]) {
        rows.row(row(cycle));
    }
    rows.print();
    output::answer(told!(
        "nothing counted twice: {} h work, {} h delay a month; work, money and delay are never added",
        "nichts doppelt gezählt: {} Std. Arbeit, {} Std. Wartezeit im Monat; Arbeit, Geld und Wartezeit werden nie zusammengezählt",
        of_those_known(answer, "work_hours_per_month"),
        of_those_known(answer, "delay_hours_per_month"),
    ));
    if elements(&answer["cycles"]).iter().any(|it| it["kind"] == "mutual") {
        output::answer(told!(
            "mutual ones have no price, and the sum leaves them out",
            "wechselseitige haben keinen Preis, und die Summe enthält sie nicht"
        ));
    }
    let most = answer["length_max"].as_u64();
    let members = |it: &Value| elements(&it["members"]).len() as u64;
    if elements(&answer["components"]).iter().map(members).max() > most {
        output::answer(told!(
            "loops of up to {} members; longer ones were not looked for",
            "Schleifen über bis zu {} Glieder; längere wurden nicht gesucht",
            text(&answer["length_max"])
        ));
    }
    if answer["truncated"] == true {
        output::answer(cut_short(answer));
    }
    print_evidence(&answer["cycles"][0]);
}

/// A dash where no loop that is shown says it: then a sum of nothing would read as if there were none.
fn of_those_known(answer: &Value, key: &str) -> String {
    let is_known = elements(&answer["cycles"]).iter().any(|it| !it[key].is_null());
    figure(if is_known { &answer["total"][key] } else { &Value::Null })
}

fn row(cycle: &Value) -> [String; 8] {
    [
        names(cycle),
        words::listed(&cycle["kind"]),
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
        told!(
            "cut short (budget): the search ended before it had seen all; of what it saw these are the dearest {returned}",
            "gekürzt (Suchaufwand): die Suche endete, bevor sie alles gesehen hatte; von dem, was sie sah, sind das die {returned} teuersten"
        )
    } else {
        told!(
            "cut short (count): these are the dearest {returned}",
            "gekürzt (Anzahl): das sind die {returned} teuersten"
        )
    }
}

fn print_evidence(cycle: &Value) {
    let positions: Vec<_> = elements(&cycle["evidence"]).iter().map(text).collect();
    output::answer(told!(
        "events behind the first: {} ({} in all: {})",
        "Ereignisse hinter der ersten: {} (insgesamt {}: {})",
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
    told!("{delay}\ntime zones ≤ {}", "{delay}\nZeitzonen ≤ {}", figure(zones))
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
    let bounces = told!(
        "{} bounces in {} cases, {} hand-overs",
        "{} Rückläufe in {} Fällen, {} Übergaben",
        text(&measured["occurrences"]),
        text(&measured["cases"]),
        text(&measured["hand_overs"])
    );
    let Some(slope) = measured["trend"]["occurrences_per_month"].as_f64() else { return bounces };
    let months = text(&measured["trend"]["months"]);
    let sign = if slope < 0.0 { "" } else { "+" };
    let slope = format!("{sign}{}", decimals(slope, 1));
    told!(
        "{bounces}\ntrend {slope} bounces a month, over {months} months",
        "{bounces}\nTrend {slope} Rückläufe im Monat, über {months} Monate"
    )
}
