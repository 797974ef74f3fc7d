//! What waits between sites, and how much of it time zones explain.

use serde_json::Value;

use super::{either, elements};
use crate::{
    output::{self, Rows, Set, text},
    words::{self, day, figure, told},
};

/// The hand-overs that run between sites, those first where most waits.
pub(super) fn print(answer: &Value) {
    let all = elements(&answer["hand_overs"]);
    let between: Vec<&Value> = all.iter().filter(|it| !it["waiting"].is_null()).collect();
    if between.is_empty() {
        return;
    }
    let week = &answer["time_zones"]["week"];
    output::answer(told!(
        "\nwaiting between sites in the week from {} to {}, in hours, each time:",
        "\nWartezeit zwischen Standorten in der Woche vom {} bis {}, in Stunden, je Mal:",
        day(&week["from"]),
        day(&week["to"])
    ));
    let mut rows = Rows::of(&[
        ("hand-over", "Übergabe", Set::Left),
        ("times/month", "Mal/Monat", Set::Right),
        ("waits", "wartet", Set::Right),
        ("as people say", "wie gesagt wird", Set::Right),
        ("of which time zones at most", "davon Zeitzonen höchstens", Set::Right),
        ("in the sender's working time", "in der Arbeitszeit des Absenders", Set::Right),
        ("shared a day", "gemeinsam am Tag", Set::Right),
    ]);
    for hand_over in between {
        rows.row(row(hand_over));
    }
    rows.print();
    let (shown, count) =
        (all.len() as u64, answer["hand_overs_count"].as_u64().unwrap_or_default());
    if count > shown {
        output::answer(told!(
            "of the {shown} of {count} ways where most waits; --limit N shows more",
            "von den {shown} der {count} Wege, auf denen am meisten wartet; --limit N zeigt mehr"
        ));
    }
    print_basis(answer);
}

fn row(hand_over: &Value) -> [String; 7] {
    let waiting = &hand_over["waiting"];
    let (from, to) = (&hand_over["from"], &hand_over["to"]);
    let (from, to) = (either(&hand_over["from_name"], from), either(&hand_over["to_name"], to));
    let weeks = elements(&waiting["between"]).iter().map(|it| &it["week"]);
    let shared = weeks.map(|it| figure(&it["shared_hours_per_day"])).collect::<Vec<_>>();
    let mut zones = figure(&waiting["time_zones_hours_max"]);
    if waiting["without_shared_hour"].as_u64() > Some(0) {
        zones.push_str(&told!("\nno shared hour to meet", "\nkeine gemeinsame Stunde"));
    }
    [
        format!("{from} → {to}"),
        figure(&hand_over["times_per_month"]),
        figure(&waiting["hours"]),
        figure(&waiting["claimed_hours"]),
        zones,
        figure(&waiting["time_zones_working_hours"]),
        shared.join(", "),
    ]
}

fn print_basis(answer: &Value) {
    let basis = &answer["time_zones"];
    output::answer(words::said(&text(&basis["how"])));
    let assumed = elements(&basis["assumed_hours"]).iter();
    let assumed: Vec<_> = assumed.map(|it| either(&it["name"], &it["site"])).collect();
    if !assumed.is_empty() {
        output::answer(told!(
            "nobody said when people work, so Monday to Friday, 9 to 17 h: {}",
            "niemand hat gesagt, wann gearbeitet wird, also Montag bis Freitag, 9 bis 17 Uhr: {}",
            assumed.join(", ")
        ));
    }
}
