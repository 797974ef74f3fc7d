//! A difference as one page to be printed: no scripts, nothing loaded, light and dark, in German or English.
//!
//! Invariant: whatever people wrote is escaped; nothing in the page runs.

mod facts;
mod numbers;
#[cfg(test)]
mod tests;

use events::Position;
use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use projections::{
    between::{
        figures::FigureDifference,
        things::{ThingDifference, What},
    },
    loops::level::Level,
};
use std::collections::BTreeMap;
use wording::{
    Language, Phrases,
    figures::{number, time},
    names::Names,
    sentence::Teller,
};

const STYLE: &str = include_str!("report/style.css");

/// What a report tells.
#[derive(Debug)]
pub struct Report {
    /// In which language.
    pub language: Language,
    /// From when …
    pub from: At,
    /// … to when.
    pub to: At,
    /// What was looked at: `all`, `processes/ID`.
    pub of: String,
    /// The level of loops.
    pub level: Level,
    /// SHA-256 over all history up to the later position.
    pub digest: Option<String>,
    /// What differs, in words.
    pub things: Vec<ThingDifference>,
    /// Figures that differ, with what readers call them.
    pub figures: Vec<FigureDifference>,
    /// Whether there is more than is told.
    pub is_cut_short: bool,
}

/// A moment of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// Right after this position.
    pub position: Position,
    /// When that was.
    pub time: Timestamp,
}

/// How a page is written.
struct Writing<'a> {
    phrases: Phrases,
    teller: Teller<'a>,
}

impl Writing<'_> {
    fn word(&self, key: &str) -> String {
        self.phrases.word(key)
    }

    /// What the figures of an answer are called: `coverage`; those of loops by their level.
    fn figures(&self, answers: &str, level: Level) -> Option<String> {
        let level = if answers == "loops" { format!("-{}", level.key()) } else { String::new() };
        self.phrases.find(&format!("figures-{answers}{level}"), &wording::args([]))
    }

    fn language(&self) -> Language {
        self.phrases.language()
    }
}

/// The whole page.
pub fn page(report: &Report, names: &dyn Names) -> String {
    let phrases = Phrases::of(report.language);
    let writing = Writing { phrases, teller: Teller::new(report.language, names) };
    let title = format!(
        "{}: {} – {}",
        writing.word("report-title"),
        moment(&writing, report.from),
        moment(&writing, report.to)
    );
    html! {
        (DOCTYPE)
        html lang=(report.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    (heading(&writing, report))
                    (overview(&writing, report))
                    (facts::sections(&writing, &report.things))
                    (numbers::sections(&writing, report))
                }
                footer { p { (writing.word("report-printed")) } }
            }
        }
    }
    .into_string()
}

fn heading(writing: &Writing<'_>, report: &Report) -> Markup {
    let scope = scope(writing, report);
    html! {
        header {
            h1 { (writing.word("report-title")) }
            p.span { (moment(writing, report.from)) " → " (moment(writing, report.to)) }
            dl {
                dt { (writing.word("report-scope")) } dd { (scope) }
                dt { (writing.word("report-position")) }
                dd { (report.from.position.0) " → " (report.to.position.0) }
                @if let Some(digest) = &report.digest {
                    dt { (writing.word("report-digest")) }
                    dd { code { (digest) } br; small { (writing.word("report-digest-how")) } }
                }
            }
            @if report.is_cut_short { p.note role="note" { (writing.word("report-more")) } }
        }
    }
}

fn scope(writing: &Writing<'_>, report: &Report) -> String {
    if report.of == "all" {
        return writing.word("report-scope-all");
    }
    let noun = writing.phrases.find(&format!("noun-{}", report.of), &wording::args([]));
    let figures = || writing.figures(&report.of, report.level);
    let thing = || writing.teller.stream_name(&report.of);
    noun.or_else(figures).or_else(thing).unwrap_or_else(|| report.of.clone())
}

fn moment(writing: &Writing<'_>, at: At) -> String {
    if at.position == Position(0) {
        return writing.word("report-beginning");
    }
    format!("{} UTC", time(writing.language(), at.time))
}

/// How often what became of things, at a glance.
fn overview(writing: &Writing<'_>, report: &Report) -> Markup {
    if report.things.is_empty() && report.figures.is_empty() {
        return html! { p { (writing.word("report-nothing")) } };
    }
    let mut counts = BTreeMap::<What, usize>::new();
    for part in report.things.iter().flat_map(|it| &it.changes) {
        *counts.entry(part.what).or_default() += 1;
    }
    let count = |n: usize| number(writing.language(), n as f64);
    html! {
        section {
            h2 { (writing.word("report-summary")) }
            ul.counts {
                @for (what, n) in &counts {
                    li { strong { (count(*n)) } " " (writing.word(&format!("what-{}", what.key()))) }
                }
                @if !report.figures.is_empty() {
                    li { strong { (count(report.figures.len())) } " " (writing.word("report-figures-count")) }
                }
            }
        }
    }
}
