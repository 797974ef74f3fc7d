//! What verdicts teach of words.

use events::{
    duplicate::{DismissalCause, DuplicateSort},
    samples::id,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::{answer, asked, company, members, renamed};
use crate::{Projections, loops::company::Company, written::reread};

/// Steps 101 and 201 differ in a word, and so do 102 and 202.
fn house() -> Company {
    company()
        .step(31, 101, 11, "Zwirbel prüfen")
        .step(32, 201, 12, "Gnurpel prüfen")
        .step(31, 102, 11, "Zwirbel bestellen")
        .step(32, 202, 12, "Bestellung des Gnurpels")
}

/// The same with words that the glossary knows.
fn office() -> Company {
    company()
        .step(31, 101, 11, "Unterlagen ablegen")
        .step(32, 201, 12, "Dokumente ablegen")
        .step(31, 102, 11, "Unterlagen prüfen")
        .step(32, 202, 12, "Prüfung der Dokumente")
}

fn pairs(of: &[[u128; 2]]) -> Vec<Vec<Uuid>> {
    of.iter().map(|it| it.iter().map(|it| id(*it)).collect()).collect()
}

fn sorted(company: &Company) -> Vec<Vec<Uuid>> {
    let mut members = members(company);
    members.sort();
    members
}

const RESULT: DuplicateSort = DuplicateSort::SameResult;

#[test]
fn what_was_confirmed_as_the_same_finds_others_that_differ_in_the_same_words_and_says_so() {
    assert_eq!(sorted(&house()), pairs(&[]));
    let company = house().confirms(&[101, 201], RESULT);
    assert_eq!(sorted(&company), pairs(&[[101, 201], [102, 202]]));
    let found = answer(&company).clusters;
    let other = found.iter().find(|it| it.members[0].id == id(102)).unwrap();
    let learned = other.reasons.iter().find(|it| it.what == "learned").unwrap();
    let said = "Zwirbel = Gnurpels, confirmed as the same on Zwirbel prüfen / Gnurpel prüfen";
    assert_eq!(learned.detail, said);
    let similar = company.now().similar_answer("Gnurpel bestellen", None, 9);
    assert_eq!(similar.items.iter().filter(|it| it.score > 0.6).count(), 2);
}

#[test]
fn a_withdrawn_confirmation_and_one_that_is_contradicted_teach_nothing() {
    let confirmed = house().confirms(&[101, 201], RESULT);
    assert_eq!(sorted(&confirmed.withdraws(&[101, 201])), pairs(&[]));
    let contradicted = house().confirms(&[101, 201], RESULT).dismisses(&[102, 202]);
    assert_eq!(sorted(&contradicted), pairs(&[[101, 201]]));
}

#[test]
fn what_was_dismissed_as_different_work_holds_others_apart_that_differ_in_the_same_words() {
    assert_eq!(sorted(&office()), pairs(&[[101, 201], [102, 202]]));
    let company = office().dismisses(&[101, 201]);
    assert_eq!(sorted(&company), pairs(&[]));
    let similar = |it: &Company| it.now().similar_answer("Dokumente prüfen", None, 9).items.len();
    assert_eq!((similar(&office()), similar(&company)), (2, 1));
    assert_eq!(sorted(&company.confirms(&[102, 202], RESULT)), pairs(&[[102, 202]]));
    assert_eq!(sorted(&office().dismisses(&[101, 201]).withdraws(&[101, 201])).len(), 2);
}

#[test]
fn of_dismissals_only_different_work_teaches() {
    use DismissalCause::{AlreadyJoined, Intended, Other};
    for cause in [AlreadyJoined, Intended, Other] {
        let company = office().dismisses_as(&[101, 201], cause);
        assert_eq!(sorted(&company), pairs(&[[102, 202]]), "{cause:?}");
    }
}

#[test]
fn it_was_learned_from_what_things_were_called_when_somebody_said_it() {
    let renamed = |it: Company| it.then(31, renamed(101, "Urlaub beantragen"));
    let company = renamed(house().confirms(&[101, 201], RESULT));
    assert!(sorted(&company).contains(&pairs(&[[102, 202]])[0]));
    let company = renamed(house()).confirms(&[101, 201], RESULT);
    assert!(!sorted(&company).contains(&pairs(&[[102, 202]])[0]));
}

#[derive(Debug, Clone)]
enum Told {
    Name(u128, String),
    Confirm(u128, u128),
    Dismiss(u128, u128),
    Withdraw(u128, u128),
}

const MANY: std::ops::Range<u128> = 0..10;

fn told() -> impl Strategy<Value = Told> {
    let noun = prop::sample::select(vec!["Zwirbel", "Gnurpel", "Unterlagen", "Dokumente"]);
    let verb = prop::sample::select(vec!["prüfen", "blorken", "ablegen"]);
    let two = || (MANY, MANY).prop_filter("two", |it| it.0 != it.1);
    prop_oneof![
        3 => (MANY, noun, verb).prop_map(|(n, noun, verb)| Told::Name(n, format!("{noun} {verb}"))),
        2 => two().prop_map(|(a, b)| Told::Confirm(a, b)),
        2 => two().prop_map(|(a, b)| Told::Dismiss(a, b)),
        1 => two().prop_map(|(a, b)| Told::Withdraw(a, b)),
    ]
}

fn many() -> Company {
    MANY.fold(Company::default(), |it, n| {
        let it = it.unit(1_000 + n, None).process(2_000 + n, None);
        it.step(2_000 + n, 3_000 + n, 1_000 + n, "Zwirbel prüfen")
    })
}

fn lived(told: &[Told]) -> Company {
    told.iter().fold(many(), |it, told| match told {
        Told::Name(n, name) => it.then(2_000 + n, renamed(3_000 + n, name.as_str())),
        Told::Confirm(a, b) => it.confirms(&[3_000 + a, 3_000 + b], RESULT),
        Told::Dismiss(a, b) => it.dismisses(&[3_000 + a, 3_000 + b]),
        Told::Withdraw(a, b) => it.withdraws(&[3_000 + a, 3_000 + b]),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn learned_event_by_event_or_folded_anew_or_going_on_behind_what_was_written_down_is_the_same(
        told in prop::collection::vec(told(), 1..24),
        at in 0_usize..60,
    ) {
        let company = lived(&told);
        let mut each = Projections::default();
        for (place, event) in company.events().iter().enumerate() {
            if place == at {
                each = reread(&each);
            }
            each.apply(event);
            each.settle();
        }
        prop_assert_eq!(asked(&each), answer(&company));
    }
}
