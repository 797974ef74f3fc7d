//! What need not stay, and what a rule demands.

use std::cmp::Ordering;

use serde_json::Value;

use super::{either, elements};
use crate::{
    output::{self, Rows, Set, text},
    words::{self, figure, told},
};

/// Over all components.
pub(super) fn print(answer: &Value) {
    let components = elements(&answer["components"]);
    let mut cut: Vec<&Value> =
        components.iter().flat_map(|it| elements(&it["cut"]["hand_overs"])).collect();
    cut.sort_by(|a, b| cost(b).partial_cmp(&cost(a)).unwrap_or(Ordering::Equal));
    if !cut.is_empty() {
        let note = words::said(&text(&components[0]["cut"]["note"]));
        output::answer(format_args!("\n{note} ({}):", how_sure(components)));
        print_cut(&cut);
    }
    for it in components.iter().flat_map(|it| elements(&it["must_stay"])) {
        let rules: Vec<_> = elements(&it["required_by"]).iter().map(text).collect();
        let (ends, rules) = (ends(it), rules.join("; "));
        output::answer(told!("must stay: {ends} ({rules})", "muss bleiben: {ends} ({rules})"));
    }
}

/// Work, then delay; what is not known comes last.
fn cost(it: &Value) -> [f64; 2] {
    let hours = |it: &Value| it.as_f64().unwrap_or(-1.0);
    [hours(&it["work_hours_per_month"]), hours(&it["delay_hours_per_month"])]
}

fn print_cut(cut: &[&Value]) {
    let mut rows = Rows::of(&[
        ("hand-over", "Übergabe", Set::Left),
        ("how often", "wie oft", Set::Right),
        ("work h/month", "Arbeit Std./Monat", Set::Right),
        ("delay h/month", "Wartezeit Std./Monat", Set::Right),
    ]);
    for it in cut {
        rows.row([
            ends(it),
            how_often(&it["weight"]),
            figure(&it["work_hours_per_month"]),
            figure(&it["delay_hours_per_month"]),
        ]);
    }
    rows.print();
}

/// A dash where nobody said it: what never happens is no hand-over.
fn how_often(weight: &Value) -> String {
    if weight == 0.0 { "–".to_owned() } else { figure(weight) }
}

fn ends(it: &Value) -> String {
    format!("{} → {}", either(&it["from_name"], &it["from"]), either(&it["to_name"], &it["to"]))
}

fn how_sure(components: &[Value]) -> String {
    let by_heuristic = components.iter().filter(|it| it["cut"]["exact"] != true).count();
    let all = match components.len() {
        1 => told!("1 component", "1 Geflecht"),
        more => told!("{more} components", "{more} Geflechte"),
    };
    match by_heuristic {
        0 => told!("{all}; the least there is to cut", "{all}; weniger lässt sich nicht trennen"),
        some => told!(
            "{all}; of {some} by a heuristic, there may be less to cut",
            "{all}; bei {some} genähert, vielleicht genügt weniger"
        ),
    }
}
