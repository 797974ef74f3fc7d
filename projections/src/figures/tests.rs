//! What must be true of figures and their names.

use events::{Area, ids::PainPointId, samples::id};
use serde_json::json;

use super::*;
use crate::testing::{Told, community, day, monthly, pain_point, unit};

fn told() -> Told {
    let unit_id = UnitId(id(11));
    let areas = vec![Area::Support];
    let hours = Some(monthly(2.0));
    Told::default().tell(unit_id.0, unit("Einkauf", None)).tell(id(61), community("Netz")).tell(
        id(41),
        events::pain_point::Logged { unit: Some(unit_id), hours, areas, ..pain_point("Listen") },
    )
}

#[test]
fn a_figure_has_the_values_that_its_answer_shows() {
    let projections = told().projections();
    let name = format!("pain-points/{}", PainPointId(id(41)));
    let figure = projections.figure(&name, day(0)).unwrap();
    assert_eq!(figure.about.as_deref(), Some("Listen"));
    assert_eq!(figure.values["hours_per_month"], json!(2.0));
    assert_eq!(figure.values["status"], json!("open"));
    assert!(!figure.values.contains_key("evidence_count"));
    assert_eq!(projections.figure("areas/support", day(0)).unwrap().values["pain_points"], 1);
}

#[test]
fn every_figure_of_every_answer_is_found_by_its_name_and_opens_to_its_events() {
    let projections = told().projections();
    let answers = projections.every_answer(day(0));
    let mut seen = 0;
    for (answer, text) in answers {
        for (name, figure) in gathered(&serde_json::from_str(&text).unwrap()) {
            assert!(projections.evidence_of(&name).is_some(), "{answer}: {name}");
            let found = projections.figure(&name, day(0)).unwrap_or_else(|| panic!("{name}"));
            assert!(is_name(&name));
            for (value, shown) in figure.values {
                // Lists say less of a thing than its own answer does, or the same.
                let told = found.values.get(&value);
                assert!(told.is_none_or(|it| *it == shown), "{answer}: {name} {value}");
            }
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}
