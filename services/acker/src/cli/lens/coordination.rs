//! What hand-overs cost across sites, time zones included.

use serde_json::Value;

use super::{list, table};
use crate::{
    output::{self, Set, text},
    words::Words,
};

pub(super) fn print(answer: &Value, words: &Words) {
    let (week, total) = (&answer["time_zones"]["week"], &answer["total"]);
    let days = [text(&week["from"]), text(&week["to"])];
    output::answer(Words::filled(words.waits_in_week, &days.each_ref().map(String::as_str)));
    let columns = [
        (words.from, Set::Left),
        (words.to, Set::Left),
        (words.by_channel, Set::Left),
        (words.times_a_month, Set::Right),
        (words.work_hours, Set::Right),
        (words.waits_hours, Set::Right),
        (words.as_people_say, Set::Right),
        (words.zones_at_most, Set::Right),
        (words.in_working_time, Set::Right),
        (words.shared_a_day, Set::Right),
        (words.delay_hours, Set::Right),
        ("", Set::Left),
    ];
    table(&columns, list(&answer["hand_overs"]).iter().map(|it| row(it, words)));
    let figures = [
        "work_hours_per_month",
        "delay_hours_per_month",
        "time_zones_hours_per_month_max",
        "time_zones_working_hours_per_month",
        "claimed_delay_hours_per_month",
    ];
    let figures = figures.map(|it| words.figure_of(&total[it]));
    let count = text(&total["hand_overs"]);
    let gaps: Vec<&str> =
        [count.as_str()].into_iter().chain(figures.iter().map(String::as_str)).collect();
    output::answer(Words::filled(words.across_sites, &gaps));
    let counts = [text(&total["without_delay"]), text(&total["without_shared_hour"])];
    output::answer(Words::filled(words.without_delay, &counts.each_ref().map(String::as_str)));
    let assumed: Vec<String> =
        list(&answer["time_zones"]["assumed_hours"]).iter().map(|it| text(&it["name"])).collect();
    if !assumed.is_empty() {
        output::answer(Words::filled(words.hours_assumed, &[&assumed.join(", ")]));
    }
}

fn row(it: &Value, words: &Words) -> Vec<String> {
    let there = |it: &Value| format!("{} ({})", text(&it["unit_name"]), text(&it["site_name"]));
    let channel = text(&it["channel"]);
    let notes = [
        (it["required"] == true, words.must_stay),
        (it["without_shared_hour"] == true, words.no_shared_hour),
    ];
    let notes: Vec<&str> = notes.into_iter().filter(|it| it.0).map(|it| it.1).collect();
    let figures = [
        "times_per_month",
        "work_hours_per_month",
        "wait_hours",
        "claimed_wait_hours",
        "time_zones_hours_max",
        "time_zones_working_hours",
        "shared_hours_per_day",
        "delay_hours_per_month",
    ];
    let mut cells = vec![there(&it["from"]), there(&it["to"]), words.called(&channel).to_owned()];
    cells.extend(figures.map(|key| words.figure_of(&it[key])));
    cells.push(notes.join("\n"));
    cells
}
