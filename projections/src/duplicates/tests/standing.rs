//! What counts besides words: where steps stand.

use events::{
    data_use::{DataUseRecorded, Usage},
    ids::{DataObjectId, StepId},
    samples::id,
};

use similarity::score::precision;

use super::{answer, company, twice};
use crate::{
    duplicates::{standing::ADJUSTED_MAX, texts::Texts},
    loops::company::Company,
};

/// Steps 101 and 201 say nearly the same, in the roles and with the tools said.
fn with(roles: [&'static str; 2], tools: [&'static str; 2]) -> Company {
    let step = |it: Company, (process, step): (u128, u128), name, role: &str, tool: &str| {
        it.step_with(process, step, name, |it| {
            it.unit = Some(events::ids::UnitId(id(process - 20)));
            it.role = Some(role.into());
            it.tools = vec![tool.into()];
        })
    };
    let it = step(company(), (31, 101), "Rechnung im ERP prüfen", roles[0], tools[0]);
    step(it, (32, 201), "Rechnung prüfen", roles[1], tools[1])
}

fn score(company: &Company) -> f64 {
    let answer = answer(company);
    let found = &answer.clusters[0];
    assert_eq!(found.score.to_bits(), found.pairs[0].score.to_bits());
    found.score
}

fn reasons(company: &Company) -> Vec<(&'static str, String)> {
    let reasons = answer(company).clusters.remove(0).reasons;
    reasons.into_iter().map(|it| (it.what, it.detail)).collect()
}

#[test]
fn the_same_role_and_tools_raise_the_score_and_others_lower_it() {
    let alike = with(["Einkäufer", "einkäufer"], ["ERP", "ERP"]);
    let half = with(["Einkäufer", "Einkäufer"], ["ERP", "Excel"]);
    let other = with(["Einkäufer", "Prüfer"], ["ERP", "Excel"]);
    assert!(score(&alike) > score(&half) && score(&half) > score(&other));
    let told = reasons(&alike);
    assert!(told.contains(&("role", "einkäufer".into())), "{told:?}");
    assert!(told.contains(&("tools", "erp".into())), "{told:?}");
    assert!(reasons(&other).iter().all(|it| it.0 != "role" && it.0 != "tools"));
}

#[test]
fn what_only_one_of_them_says_counts_for_nothing() {
    let plain = score(&twice());
    let role = events::Change::Set("Prüfer".into());
    let said = twice().then(31, events::step::StepRevised { role, ..super::keep(101) });
    assert_eq!(score(&said).to_bits(), plain.to_bits());
}

#[test]
fn the_same_data_and_alike_neighbours_speak_for_a_pair() {
    const INVOICE: u128 = 81;
    let reads = |step: u128| DataUseRecorded {
        step: StepId(id(step)),
        data_object: DataObjectId(id(INVOICE)),
        usage: Usage::Reads,
        store: None,
        entry: None,
    };
    let named = events::data_object::Registered { name: "Rechnung".into(), description: None };
    let plain = || with(["Einkäufer", "Prüfer"], ["ERP", "Excel"]);
    let company = plain()
        .then(INVOICE, named)
        .then(31, reads(101))
        .then(32, reads(201))
        .step(31, 102, 11, "Rechnung bezahlen")
        .step(32, 202, 12, "Zahlung der Rechnung")
        .hand_over(31, 101, 102)
        .hand_over(32, 201, 202);
    let found = answer(&company).clusters;
    let found = found.iter().find(|it| it.members[0].id == id(101)).unwrap();
    assert!(found.score > score(&plain()));
    let whats: Vec<_> = found.reasons.iter().map(|it| it.what).collect();
    for what in ["data", "neighbours", "place"] {
        assert!(whats.contains(&what), "{whats:?}");
    }
}

#[test]
fn all_evidence_together_moves_a_score_by_no_more_than_its_bound() {
    let mut words = Texts::<u8>::default();
    words.put(1, Some("Rechnung im ERP prüfen".into()));
    words.put(2, Some("Rechnung prüfen".into()));
    let text = words.score(1, 2);
    let bound = |by: f32| f64::from(precision((text + by).clamp(0.0, 1.0)));
    for company in [
        with(["Einkäufer", "Einkäufer"], ["ERP", "ERP"]),
        with(["Einkäufer", "Prüfer"], ["ERP", "Excel"]),
    ] {
        let score = score(&company);
        assert!(score <= bound(ADJUSTED_MAX) + 0.01 && score >= bound(-ADJUSTED_MAX) - 0.01);
    }
}

#[test]
fn a_verb_alone_is_no_duplicate_until_somebody_says_so() {
    let company = || company().step(31, 101, 11, "Accepted").step(32, 201, 12, "Accepted");
    assert!(super::members(&company()).is_empty());
    let confirmed = company().confirms(&[101, 201], events::duplicate::DuplicateSort::SameResult);
    assert_eq!(super::members(&confirmed), [[id(101), id(201)]]);
}
