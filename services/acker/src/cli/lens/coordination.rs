//! What hand-overs cost across sites, time zones included.

use serde_json::Value;

use super::{list, table};
use crate::{
    output::{self, Set, text},
    words::{day, figure, listed, told},
};

pub(super) fn print(answer: &Value) {
    let (week, total) = (&answer["time_zones"]["week"], &answer["total"]);
    output::answer(told!(
        "waiting in the week from {} to {}, each time and a month:",
        "Wartezeit in der Woche vom {} bis {}, je Mal und im Monat:",
        day(&week["from"]),
        day(&week["to"])
    ));
    let columns = [
        ("from", "von", Set::Left),
        ("to", "an", Set::Left),
        ("by", "über", Set::Left),
        ("times/month", "Mal/Monat", Set::Right),
        ("work h/month", "Arbeit Std./Monat", Set::Right),
        ("waits h", "wartet Std.", Set::Right),
        ("as people say", "wie gesagt wird", Set::Right),
        ("of which time zones at most", "davon Zeitzonen höchstens", Set::Right),
        ("in the sender's working time", "in der Arbeitszeit des Absenders", Set::Right),
        ("shared a day", "gemeinsam am Tag", Set::Right),
        ("delay h/month", "Wartezeit Std./Monat", Set::Right),
        ("", "", Set::Left),
    ];
    table(&columns, list(&answer["hand_overs"]).iter().map(row));
    let (shown, of) = (list(&answer["hand_overs"]).len() as u64, total["hand_overs"].as_u64());
    if of > Some(shown) {
        output::answer(told!(
            "the {shown} of {} where most waits; acker loops --level site --limit N shows more",
            "die {shown} von {}, bei denen am meisten wartet; acker loops --level site --limit N zeigt mehr",
            of.unwrap_or_default()
        ));
    }
    let figures = [
        "work_hours_per_month",
        "delay_hours_per_month",
        "time_zones_hours_per_month_max",
        "time_zones_working_hours_per_month",
        "claimed_delay_hours_per_month",
    ];
    let [work, delay, zones, inside, claimed] = figures.map(|it| figure(&total[it]));
    let count = text(&total["hand_overs"]);
    output::answer(told!(
        "{count} hand-overs between sites a month: {work} h work; {delay} h delay, of which time zones explain at most {zones} h, {inside} h of these in the sender's working time; people say {claimed} h. Never added",
        "{count} Übergaben zwischen Standorten im Monat: {work} Std. Arbeit; {delay} Std. Wartezeit, davon erklären Zeitzonen höchstens {zones} Std., {inside} Std. davon in der Arbeitszeit des Absenders; gesagt werden {claimed} Std. Nie zusammengezählt"
    ));
    output::answer(told!(
        "of {} no waiting is known; {} meetings or calls have no shared hour",
        "von {} ist keine Wartezeit bekannt; {} Besprechungen oder Anrufe haben keine gemeinsame Stunde",
        text(&total["without_delay"]),
        text(&total["without_shared_hour"])
    ));
    let assumed: Vec<String> =
        list(&answer["time_zones"]["assumed_hours"]).iter().map(|it| text(&it["name"])).collect();
    if !assumed.is_empty() {
        output::answer(told!(
            "nobody said when people work, so Monday to Friday, 9 to 17 h: {}",
            "niemand hat gesagt, wann gearbeitet wird, also Montag bis Freitag, 9 bis 17 Uhr: {}",
            assumed.join(", ")
        ));
    }
}

fn row(it: &Value) -> Vec<String> {
    let there = |it: &Value| format!("{} ({})", text(&it["unit_name"]), text(&it["site_name"]));
    let notes = [
        (it["required"] == true, told!("must stay", "muss bleiben")),
        (
            it["without_shared_hour"] == true,
            told!("no shared hour to meet", "keine gemeinsame Stunde"),
        ),
    ];
    let notes: Vec<String> = notes.into_iter().filter(|it| it.0).map(|it| it.1).collect();
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
    let mut cells = vec![there(&it["from"]), there(&it["to"]), listed(&it["channel"])];
    cells.extend(figures.map(|key| figure(&it[key])));
    cells.push(notes.join("\n"));
    cells
}
