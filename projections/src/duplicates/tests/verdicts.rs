//! What people say of duplicates, and what comes of it.

use events::{
    Change, Event,
    duplicate::{
        Confirmed, DismissalCause, Dismissed, DuplicateKind, DuplicateSort, VerdictWithdrawn,
        duplicate_id,
    },
    samples::id,
    step::{StepRemoved, StepRevised},
};
use proptest::prelude::*;
use uuid::Uuid;

use super::{company, keep, renamed};
use crate::{
    Projections,
    duplicates::{
        DuplicatesQuery, OfVerdict,
        answer::{DuplicateCluster, DuplicateVerdict},
    },
    loops::company::Company,
};

/// Steps 101, 201 and 401 say the same, each of a unit of its own.
fn thrice() -> Company {
    company()
        .unit(14, None)
        .process(34, None)
        .step(31, 101, 11, "Lieferantendaten prüfen")
        .step(32, 201, 12, "Prüfung der Lieferantendaten")
        .step(34, 401, 14, "Lieferantendaten prüfen")
}

fn steps(members: &[u128]) -> Vec<Uuid> {
    members.iter().map(|it| id(*it)).collect()
}

impl Company {
    pub(super) fn says(self, members: &[u128], of: impl FnOnce(Vec<Uuid>) -> Event) -> Self {
        let members = steps(members);
        let about = duplicate_id(DuplicateKind::Step, &members).0;
        self.happens_to(about, of(members))
    }

    pub(super) fn confirms(self, members: &[u128], sort: DuplicateSort) -> Self {
        let kind = DuplicateKind::Step;
        self.says(members, |members| Confirmed { kind, members, sort }.into())
    }

    pub(super) fn dismisses(self, members: &[u128]) -> Self {
        self.dismisses_as(members, DismissalCause::DifferentWork)
    }

    pub(super) fn dismisses_as(self, members: &[u128], because: DismissalCause) -> Self {
        let kind = DuplicateKind::Step;
        self.says(members, |members| Dismissed { kind, members, because }.into())
    }

    pub(super) fn withdraws(self, members: &[u128]) -> Self {
        self.says(members, |_| VerdictWithdrawn {}.into())
    }
}

fn asked(projections: &Projections, verdict: Option<OfVerdict>) -> Vec<DuplicateCluster> {
    let query = DuplicatesQuery { verdict, ..DuplicatesQuery::default() };
    projections.duplicates_answer(&query).clusters
}

fn clusters(company: &Company, verdict: Option<OfVerdict>) -> Vec<Vec<Uuid>> {
    let found = asked(&company.now(), verdict);
    let mut members: Vec<Vec<_>> =
        found.iter().map(|it| it.members.iter().map(|it| it.id).collect()).collect();
    members.sort();
    members
}

fn only(company: &Company) -> DuplicateCluster {
    let mut found = asked(&company.now(), None);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

fn verdict(company: &Company) -> DuplicateVerdict {
    only(company).verdict.expect("somebody said something")
}

#[test]
fn who_was_dismissed_is_not_shown_together_again_not_through_a_third_either() {
    assert_eq!(clusters(&thrice(), None), [steps(&[101, 201, 401])]);
    let company = thrice().dismisses(&[101, 401]);
    let found = clusters(&company, None);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains(&id(201)) && found[0].len() == 2, "{found:?}");
    assert_eq!(clusters(&company, Some(OfVerdict::Dismissed)), [steps(&[101, 401])]);
    assert_eq!(clusters(&thrice().dismisses(&[101, 201, 401]), None), Vec::<Vec<Uuid>>::new());
}

#[test]
fn a_dismissal_outlives_every_other_name() {
    let company = thrice()
        .dismisses(&[101, 401])
        .then(31, renamed(101, "Urlaub beantragen"))
        .then(34, renamed(401, "Urlaub beantragen"));
    assert_eq!(clusters(&company, None), Vec::<Vec<Uuid>>::new());
    let dismissed = &asked(&company.now(), Some(OfVerdict::Dismissed))[0];
    let verdict = dismissed.verdict.as_ref().unwrap();
    assert_eq!((verdict.because, verdict.sort), (Some(DismissalCause::DifferentWork), None));
    assert_eq!(dismissed.avoidable_hours, None);
}

#[test]
fn what_is_withdrawn_counts_no_more() {
    let company = thrice().dismisses(&[101, 401]).withdraws(&[101, 401]);
    assert_eq!(clusters(&company, None), [steps(&[101, 201, 401])]);
    assert_eq!(clusters(&company, Some(OfVerdict::Dismissed)), Vec::<Vec<Uuid>>::new());
    let company = thrice().confirms(&[101, 201], DuplicateSort::SameResult).withdraws(&[101, 201]);
    let found = only(&company);
    assert_eq!((found.avoidable_hours, found.verdict), (None, None));
}

#[test]
fn of_the_same_result_all_but_the_dearest_could_be_avoided() {
    let minutes = StepRevised { minutes_per_run: Change::Set(90.0), ..keep(201) };
    let company = thrice().then(32, minutes).confirms(&[101, 201, 401], DuplicateSort::SameResult);
    let found = only(&company);
    assert_eq!((found.hours_involved, found.avoidable_hours), (Some(50.0), Some(20.0)));
    assert_eq!(found.learnable_hours, None);
    let total = company.now().duplicates_answer(&DuplicatesQuery::default()).total;
    assert_eq!((total.hours_involved, total.avoidable_hours), (Some(50.0), Some(20.0)));
}

#[test]
fn of_the_same_method_those_who_are_slower_than_the_middle_could_learn() {
    let minutes = StepRevised { minutes_per_run: Change::Set(90.0), ..keep(201) };
    let company = thrice().then(32, minutes).confirms(&[101, 201, 401], DuplicateSort::SameMethod);
    let found = only(&company);
    // 20 runs × (90 − 30) minutes ÷ 60.
    assert_eq!((found.learnable_hours, found.avoidable_hours), (Some(20.0), None));
}

#[test]
fn until_somebody_confirms_it_nothing_is_said_of_what_could_be_gained() {
    let found = only(&thrice().dismisses(&[101, 401]));
    assert_eq!((found.avoidable_hours, found.learnable_hours), (None, None));
    assert_eq!(found.verdict, None);
}

#[test]
fn what_is_confirmed_stays_together_under_whatever_name() {
    let company = thrice()
        .confirms(&[101, 201], DuplicateSort::SameResult)
        .then(32, renamed(201, "Urlaub beantragen"));
    let found = only(&company);
    assert_eq!(found.members.iter().map(|it| it.id).collect::<Vec<_>>(), steps(&[101, 201, 401]));
    let found = only(&company.then(34, StepRemoved { step: events::ids::StepId(id(401)) }));
    assert_eq!(found.reasons[0].what, "verdict");
    assert_eq!(found.avoidable_hours, Some(10.0));
}

#[test]
fn a_verdict_tells_who_joined_and_who_is_gone_since_and_counts_only_those_it_is_about() {
    let confirmed = |members| thrice().confirms(members, DuplicateSort::SameResult);
    let company = confirmed(&[101, 201]);
    let (found, said) = (only(&company), verdict(&company));
    assert_eq!((said.joined, said.gone, said.stale), (1, 0, true));
    assert_eq!((found.hours_involved, found.avoidable_hours), (Some(30.0), Some(10.0)));
    assert_eq!(clusters(&company, Some(OfVerdict::Open)).len(), 1, "somebody should look again");
    let company = confirmed(&[101, 201, 401]);
    assert!(!verdict(&company).stale);
    assert_eq!(clusters(&company, Some(OfVerdict::Open)).len(), 0);
    assert_eq!(clusters(&company, Some(OfVerdict::Confirmed)).len(), 1);
    let gone = company.then(34, StepRemoved { step: events::ids::StepId(id(401)) });
    let said = verdict(&gone);
    assert_eq!((said.joined, said.gone, said.stale), (0, 1, true));
}

#[test]
fn of_two_verdicts_on_a_pair_the_later_one_counts() {
    let company =
        thrice().dismisses(&[101, 401]).confirms(&[101, 201, 401], DuplicateSort::SameResult);
    assert_eq!(clusters(&company, None), [steps(&[101, 201, 401])]);
    assert_eq!(clusters(&company, Some(OfVerdict::Dismissed)), Vec::<Vec<Uuid>>::new());
    // What the last one leaves of the confirmation stands.
    assert_eq!(clusters(&company.dismisses(&[101, 401]), None), [steps(&[101, 201])]);
}

#[test]
fn a_confirmed_pair_whose_work_was_joined_in_one_unit_is_no_duplicate_any_more() {
    let unit = Change::Set(events::ids::UnitId(id(11)));
    let company = thrice()
        .confirms(&[101, 201], DuplicateSort::SameResult)
        .then(32, StepRevised { unit, ..keep(201) });
    let together = |it: &Vec<Uuid>| it.contains(&id(101)) && it.contains(&id(201));
    assert!(!clusters(&company, None).iter().any(together));
}

#[test]
fn a_cluster_and_a_verdict_are_found_by_their_ids() {
    let all = duplicate_id(DuplicateKind::Step, &steps(&[101, 201, 401]));
    let pair = duplicate_id(DuplicateKind::Step, &steps(&[101, 401]));
    let found = |company: &Company, id| company.now().duplicate_answer(id);
    assert_eq!(found(&thrice(), all).unwrap(), only(&thrice()));
    assert_eq!(found(&thrice(), pair), None);
    let company = thrice().dismisses(&[101, 401]);
    assert_eq!(found(&company, all), None);
    assert_eq!(found(&company, pair).unwrap().members.len(), 2);
    let of = found(&company, pair).unwrap().evidence.evidence_link;
    let evidence = company.now().evidence_of(of.split_once("of=").unwrap().1).unwrap();
    assert_eq!(evidence.len(), 3, "both steps and the verdict");
}

#[test]
fn the_history_of_a_verdict_calls_things_by_what_they_are_called() {
    let company = thrice().dismisses(&[101, 401]);
    let mut items = crate::history::items(&company.events()[company.events().len() - 1..]);
    company.now().name_members(&mut items[0]);
    let name = "Lieferantendaten prüfen (Unit 11) / Lieferantendaten prüfen (Unit 14)";
    assert_eq!(items[0].name.as_deref(), Some(name));
    let members: Vec<_> =
        items[0].changes.iter().filter(|it| it.field.starts_with("members/")).collect();
    assert_eq!(members[0].of.as_deref(), Some("Lieferantendaten prüfen (Unit 11)"));
}

#[derive(Debug, Clone)]
enum Said {
    Dismiss(Vec<u128>),
    Confirm(Vec<u128>),
    Withdraw(Vec<u128>),
    Rename(u128, &'static str),
    Ask,
}

/// Ten steps of ten units and processes.
const MANY: std::ops::Range<u128> = 0..10;

fn said() -> impl Strategy<Value = Said> {
    let members =
        || prop::collection::btree_set(MANY, 2..4).prop_map(|it| it.into_iter().collect());
    let name = prop::sample::select(vec!["check data", "data check", "check the data list", "pay"]);
    prop_oneof![
        3 => members().prop_map(Said::Dismiss),
        2 => members().prop_map(Said::Confirm),
        1 => members().prop_map(Said::Withdraw),
        2 => (MANY, name).prop_map(|(step, name)| Said::Rename(step, name)),
        2 => Just(Said::Ask),
    ]
}

fn many() -> Company {
    MANY.fold(Company::default(), |it, n| {
        let it = it.unit(1_000 + n, None).process(2_000 + n, None);
        it.step(2_000 + n, 3_000 + n, 1_000 + n, "check data")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_people_say_asked_in_between_or_not_the_answer_is_that_of_all_that_was_said(
        script in prop::collection::vec(said(), 1..24),
    ) {
        let number = |members: &[u128]| members.iter().map(|it| 3_000 + it).collect::<Vec<_>>();
        let (mut company, mut asked_at) = (many(), vec![]);
        for said in &script {
            company = match said {
                Said::Dismiss(members) => company.dismisses(&number(members)),
                Said::Confirm(members) => {
                    company.confirms(&number(members), DuplicateSort::SameResult)
                }
                Said::Withdraw(members) => company.withdraws(&number(members)),
                Said::Rename(step, name) => company.then(2_000 + step, renamed(3_000 + step, *name)),
                Said::Ask => {
                    asked_at.push(company.events().len());
                    company
                }
            };
        }
        let mut live = Projections::default();
        for (place, event) in company.events().iter().enumerate() {
            live.apply(event);
            if asked_at.contains(&(place + 1)) {
                drop(asked(&live, None));
            }
        }
        let anew = company.now();
        for verdict in [None, Some(OfVerdict::Dismissed), Some(OfVerdict::Open)] {
            prop_assert_eq!(asked(&live, verdict), asked(&anew, verdict));
        }
        let verdicts = &anew.duplicates.verdicts;
        for cluster in asked(&anew, None) {
            for a in &cluster.members {
                for b in cluster.members.iter().filter(|it| it.id != a.id) {
                    let said = verdicts.said_of(DuplicateKind::Step, a.id, b.id);
                    prop_assert!(!matches!(said, Some(crate::duplicates::verdicts::Said::Dismissed(_))));
                }
            }
        }
    }
}
