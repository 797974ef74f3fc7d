//! What happened, by noun and thing: each change as a sentence, by whom, when and why.

use events::Noun;
use maud::{Markup, html};
use projections::between::things::{PartDifference, ThingDifference};
use wording::figures::time;

use super::Writing;

pub(super) fn sections(writing: &Writing<'_>, things: &[ThingDifference]) -> Markup {
    if things.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (writing.word("report-facts")) }
            @for noun in nouns(things) {
                (of_noun(writing, noun, things))
            }
        }
    }
}

/// Those that there are, in the order of the documentation.
fn nouns(things: &[ThingDifference]) -> Vec<Noun> {
    let is_there = |noun: &Noun| things.iter().any(|it| it.noun == *noun);
    Noun::ALL.into_iter().filter(is_there).collect()
}

fn of_noun(writing: &Writing<'_>, noun: Noun, things: &[ThingDifference]) -> Markup {
    let mut things: Vec<_> = things.iter().filter(|it| it.noun == noun).collect();
    things.sort_by_key(|it| (it.name.is_none(), it.name.as_deref().map(str::to_lowercase)));
    html! {
        h3 { (writing.word(&format!("noun-{}", noun.path()))) }
        table.facts {
            thead { tr {
                @for column in ["what", "sentence", "who", "when", "why", "events"] {
                    th scope="col" { (writing.word(&format!("report-{column}"))) }
                }
            } }
            @for thing in things {
                tbody {
                    tr.thing { th scope="rowgroup" colspan="6" {
                        (thing.name.clone().unwrap_or_else(|| writing.word("erased")))
                    } }
                    @for part in thing.changes.iter().filter(|it| !is_its_name(noun, it)) {
                        (row(writing, part))
                    }
                }
            }
        }
    }
}

/// A verdict is called by what it is on.
fn is_its_name(noun: Noun, part: &PartDifference) -> bool {
    noun == Noun::Duplicate && part.part.as_deref().is_some_and(|it| it.starts_with("members/"))
}

fn row(writing: &Writing<'_>, part: &PartDifference) -> Markup {
    let last = part.events.first();
    let mut said: Vec<&str> = part.events.iter().filter_map(|it| it.why.as_deref()).collect();
    said.dedup();
    let led = part.events.iter().find_map(|it| it.because_of);
    let mut who: Vec<&str> = part.events.iter().filter_map(|it| it.who.called.as_deref()).collect();
    who.dedup();
    html! {
        tr {
            td { span class={ "what " (part.what.key()) } { (writing.word(&format!("what-{}", part.what.key()))) } }
            td.sentence { (part.sentence.as_deref().unwrap_or_default()) }
            td {
                (who.join(", "))
                @for actor in part.events.iter().filter_map(|it| it.who.actor).take(1) {
                    br; code { (actor) }
                }
            }
            td.when { @if let Some(last) = last { (time(writing.language(), last.recorded)) } }
            td {
                (said.join("; "))
                @if let Some(led) = led { " " (writing.teller.because(led).trim_start_matches([',', ' '])) }
            }
            td.events {
                @for (place, it) in part.events.iter().rev().enumerate() {
                    @if place > 0 { ", " } (it.position.0)
                }
                @if part.events_count > part.events.len() { " … (" (part.events_count) ")" }
            }
        }
    }
}
