//! What changed in the figures: before, after, difference.

use maud::{Markup, html};
use projections::{
    between::{
        figures::{FigureDifference, ValueDifference},
        things::What,
    },
    figures::Answers,
};

use super::{Report, Writing};

pub(super) fn sections(writing: &Writing<'_>, report: &Report) -> Markup {
    if report.figures.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (writing.word("report-figures")) }
            @for answers in Answers::ALL {
                (of_answer(writing, answers, report))
            }
        }
    }
}

fn of_answer(writing: &Writing<'_>, answers: Answers, report: &Report) -> Markup {
    let is_its = |it: &&FigureDifference| answers.has(&it.figure);
    let figures: Vec<_> = report.figures.iter().filter(is_its).collect();
    if figures.is_empty() {
        return html! {};
    }
    html! {
        h3 { (writing.figures(answers.key(), report.level).unwrap_or_default()) }
        table.figures {
            thead { tr {
                th scope="col" { (writing.word("report-figure")) }
                th scope="col" { (writing.word("report-value")) }
                @for column in ["before", "after", "difference"] {
                    th.number scope="col" { (writing.word(&format!("report-{column}"))) }
                }
            } }
            @for figure in figures {
                (of_figure(writing, figure))
            }
        }
    }
}

/// One that came or went in one row, as there is nothing to compare.
fn of_figure(writing: &Writing<'_>, figure: &FigureDifference) -> Markup {
    let is_whole = figure.what != What::Changed;
    html! {
        tbody {
            @if is_whole {
                tr {
                    th scope="rowgroup" { (label(writing, figure)) }
                    td colspan="4" { (writing.teller.whole_figure(&figure.values)) }
                }
            } @else { @for (place, value) in figure.values.iter().enumerate() {
                tr {
                    @if place == 0 {
                        th scope="rowgroup" rowspan=(figure.values.len()) { (label(writing, figure)) }
                    }
                    (cells(writing, value))
                }
            } }
        }
    }
}

fn label(writing: &Writing<'_>, figure: &FigureDifference) -> Markup {
    let what = writing.word(&format!("what-{}", figure.what.key()));
    html! {
        (figure.label.as_deref().unwrap_or(&figure.figure))
        @if figure.what != What::Changed {
            " " span class={ "what " (figure.what.key()) } { (what) }
        }
    }
}

fn cells(writing: &Writing<'_>, value: &ValueDifference) -> Markup {
    let cell = |held| writing.teller.cell(&value.value, held);
    html! {
        td { (writing.teller.value_label(&value.value)) }
        td.number { (cell(&value.from)) }
        td.number { (cell(&value.to)) }
        td.number.difference { (writing.teller.growth(&value.value, value.difference)) }
    }
}
