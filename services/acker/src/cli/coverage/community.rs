//! One community: what it took up, who else has that, and what would fit it.

use anyhow::Result;
use events::Noun;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    backend::Where,
    cli::what_if::list,
    installation::Access,
    names::{Among, Names},
    output::{self, Known, Rows, Set, text},
    words::{self, figure, told},
};

/// The community that is meant by its name or its id.
pub(super) async fn id_of(place: &Where, name: &str) -> Result<Uuid> {
    let backend = place.open(Access::Read).await?;
    let found = Names::default().find(&backend, Among::Noun(Noun::Community), name).await?;
    Ok(found.id)
}

pub(super) fn print(answer: &Value) {
    let stands = list(&answer["areas"]).iter().map(|it| {
        let rests = if it["rests"] == true { told!(" (rests)", " (ruht)") } else { String::new() };
        format!("{} {}{rests}", words::listed(&it["area"]), text(&it["strength"]))
    });
    let stands: Vec<_> = stands.collect();
    output::answer(format_args!("{}: {}", text(&answer["name"]), stands.join(", ")));
    print_taken_up(&answer["taken_up"]);
    print_fits(answer);
    output::known(answer, Known::Report);
}

fn print_taken_up(taken_up: &Value) {
    let mut rows = Rows::of(&[
        ("hours/month", "Std./Monat", Set::Right),
        ("took up", "aufgegriffen", Set::Left),
        ("units that have it too", "Einheiten, die ihn auch haben", Set::Left),
        ("others on it", "wer noch daran arbeitet", Set::Left),
    ]);
    for taken in list(taken_up) {
        rows.row([
            figure(&taken["hours_per_month"]),
            text(&taken["text"]),
            names(&taken["other_units"]),
            names(&taken["other_communities"]),
        ]);
    }
    if rows.is_empty() {
        output::answer(told!(
            "it works on nothing that is open",
            "sie arbeitet an nichts, was offen ist"
        ));
    } else {
        rows.print();
    }
}

fn print_fits(answer: &Value) {
    let mut rows = Rows::of(&[
        ("hours/month", "Std./Monat", Set::Right),
        ("nobody took up, and would fit", "nicht aufgegriffen und passend", Set::Left),
        ("its units that have it", "ihre Einheiten, die ihn haben", Set::Left),
    ]);
    for fit in list(&answer["fits"]) {
        rows.row([figure(&fit["hours_per_month"]), text(&fit["text"]), names(&fit["units"])]);
    }
    if !rows.is_empty() {
        rows.print();
    }
}

fn names(things: &Value) -> String {
    list(things).iter().map(|it| text(&it["name"])).collect::<Vec<_>>().join("\n")
}
