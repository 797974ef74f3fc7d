//! What must be true of a report.

use events::Noun;
use projections::{
    between::{
        figures::ValueDifference,
        things::{PartDifference, Said, Who},
    },
    history::FieldChange,
};
use serde_json::{Value, json};
use wording::names::NoNames;

use super::*;

const MARKUP: &str = "<script>alert(1)</script> & \"quoted\" 'so'";

fn told(language: Language) -> Report {
    let at = |position, day: &str| At {
        position: Position(position),
        time: format!("{day}T23:59:59Z").parse().expect("a time"),
    };
    let field = "name".to_owned();
    let fields =
        vec![FieldChange { field, of: None, from: Value::Null, to: json!(MARKUP), erased: None }];
    let who = Who {
        unit: None,
        called: Some(MARKUP.to_owned()),
        kind: events::ActorKind::Person,
        actor: None,
    };
    let said = Said {
        position: Position(7),
        tag: "unit_revised",
        recorded: "2026-04-01T08:00:00Z".parse().expect("a time"),
        happened: None,
        who,
        why: Some(MARKUP.to_owned()),
        because_of: None,
        basis: None,
    };
    let part = PartDifference {
        what: What::Changed,
        part: None,
        of: None,
        fields,
        events: vec![said],
        events_count: 1,
        sentence: Some(MARKUP.to_owned()),
    };
    Report {
        language,
        from: at(5, "2026-03-31"),
        to: at(9, "2026-06-30"),
        of: "all".to_owned(),
        level: Level::Unit,
        digest: Some("sha256:00ff".to_owned()),
        things: vec![ThingDifference {
            stream: "units/x".to_owned(),
            noun: Noun::Unit,
            name: Some(MARKUP.to_owned()),
            what: What::Changed,
            changes: vec![part],
        }],
        figures: vec![FigureDifference {
            figure: "areas/exchange".to_owned(),
            about: None,
            label: Some(MARKUP.to_owned()),
            what: What::Changed,
            values: vec![ValueDifference {
                value: "hours_per_month".to_owned(),
                from: json!(1234.5),
                to: json!(1000),
                difference: Some(-234.5),
            }],
        }],
        is_cut_short: true,
    }
}

#[test]
fn nothing_that_people_wrote_becomes_markup_and_nothing_in_the_page_runs_or_is_loaded() {
    for language in Language::ALL {
        let page = page(&told(language), &NoNames);
        assert_eq!(page.matches("&lt;script&gt;").count(), 5, "name, sentence, who, why, figure");
        for forbidden in
            ["<script", "javascript:", "http://", "https://", "src=", "@import", "url("]
        {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn it_says_its_language_its_moments_its_positions_and_the_digest_by_which_to_check_it() {
    let german = page(&told(Language::German), &NoNames);
    for said in [
        "<html lang=\"de\">",
        "Was sich geändert hat",
        "31.03.2026 23:59",
        "30.06.2026 23:59",
        "5 → 9",
        "sha256:00ff",
        "1.234,5",
        "−234,5",
        "Gekürzt",
    ] {
        assert!(german.contains(said), "{said}");
    }
    let english = page(&told(Language::English), &NoNames);
    for said in ["<html lang=\"en\">", "What changed", "31 Mar 2026", "1,234.5", "color-scheme"] {
        assert!(english.contains(said), "{said}");
    }
}

#[test]
fn where_nothing_differs_it_says_so() {
    let report = Report { things: vec![], figures: vec![], ..told(Language::English) };
    assert!(page(&report, &NoNames).contains("Nothing differs between these moments."));
}
