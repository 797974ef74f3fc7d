//! What waits between sites, and how much of it time zones explain.

use serde_json::Value;

use super::{either, elements};
use crate::output::{self, Rows, Set, figure, text};

/// The hand-overs that run between sites, those first where most waits.
pub(super) fn print(answer: &Value) {
    let all = elements(&answer["hand_overs"]);
    let between: Vec<&Value> = all.iter().filter(|it| !it["waiting"].is_null()).collect();
    if between.is_empty() {
        return;
    }
    let week = &answer["time_zones"]["week"];
    output::answer(format_args!(
        "\nwaiting between sites in the week from {} to {}, in hours, each time:",
        text(&week["from"]),
        text(&week["to"])
    ));
    let mut rows = Rows::new(&[
        ("hand-over", Set::Left),
        ("times/month", Set::Right),
        ("waits", Set::Right),
        ("as people say", Set::Right),
        ("of which time zones at most", Set::Right),
        ("in the sender's working time", Set::Right),
        ("shared a day", Set::Right),
    ]);
    for hand_over in between {
        rows.row(row(hand_over));
    }
    rows.print();
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
        zones.push_str("\nno shared hour to meet");
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
    output::answer(text(&basis["how"]));
    let assumed = elements(&basis["assumed_hours"]).iter();
    let assumed: Vec<_> = assumed.map(|it| either(&it["name"], &it["site"])).collect();
    if !assumed.is_empty() {
        output::answer(format_args!(
            "nobody said when people work, so Monday to Friday, 9 to 17 h: {}",
            assumed.join(", ")
        ));
    }
}
