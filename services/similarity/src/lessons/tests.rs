use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{pairs::Pairs, score::ALIKE};

const ZWIRBEL: [&str; 2] = ["Zwirbel prüfen", "Gnurpel prüfen"];
const OTHERS: [&str; 2] = ["Zwirbel bestellen", "Bestellung des Gnurpels"];

fn confirmed(texts: &[&[&str]]) -> Lessons<u32> {
    let mut lessons = Lessons::default();
    for (key, texts) in (0..).zip(texts) {
        lessons.confirm(key, texts);
    }
    lessons
}

/// How alike two texts are where these lessons were learned.
fn score(lessons: &Lessons<u32>, a: &str, b: &str) -> f32 {
    let mut pairs = Pairs::new(ALIKE);
    pairs.put(1, a);
    pairs.put(2, b);
    pairs.learn(&lessons.synonyms());
    pairs.settle();
    let score = pairs.index().score(1, 2);
    assert_eq!(!pairs.of(1, |_, _| true).is_empty(), score >= ALIKE);
    score
}

#[test]
fn a_word_that_somebody_confirmed_for_another_means_the_same_in_other_labels_too() {
    let [a, b] = OTHERS;
    assert!(score(&Lessons::default(), a, b) < ALIKE);
    assert!(score(&confirmed(&[&ZWIRBEL]), a, b) >= ALIKE);
}

#[test]
fn what_is_done_is_learned_as_well_and_a_known_word_may_be_learned_anew() {
    let lessons =
        confirmed(&[&["Daten blorken", "Daten zwirbeln"], &["Rechnung prüfen", "Beleg prüfen"]]);
    assert!(score(&lessons, "Muster blorken", "Muster zwirbeln") >= ALIKE);
    assert!(score(&lessons, "Rechnung buchen", "Belege verbuchen") >= ALIKE);
    assert!(score(&lessons, "Rechnung buchen", "Antrag buchen") < ALIKE);
}

#[test]
fn what_is_forgotten_counts_no_more() {
    let mut lessons = confirmed(&[&ZWIRBEL]);
    lessons.forget(0);
    assert_eq!(lessons, Lessons::default());
    assert_eq!(lessons.synonyms(), Synonyms::default());
}

#[test]
fn one_who_says_the_contrary_is_outweighed_by_three() {
    let mut lessons = confirmed(&[&ZWIRBEL]);
    lessons.tell_apart(9, &OTHERS);
    assert_eq!(lessons.synonyms(), Synonyms::default());
    assert!(!lessons.hold_apart_any());
    lessons.confirm(1, &["Zwirbel lagern", "Gnurpel lagern"]);
    assert_eq!(lessons.synonyms(), Synonyms::default());
    lessons.confirm(2, &["Zwirbel kaufen", "Gnurpel kaufen"]);
    assert_ne!(lessons.synonyms(), Synonyms::default());
}

#[test]
fn words_that_are_told_apart_are_so_in_every_label_that_differs_in_them() {
    let mut lessons: Lessons<u32> = Lessons::default();
    lessons.tell_apart(1, &["Unterlagen ablegen", "Dokumente ablegen"]);
    let is_apart = |a, b| lessons.hold_apart(&Reading::of(a), &Reading::of(b));
    assert!(is_apart("Dokumente prüfen", "Prüfung der Unterlagen"));
    assert!(!is_apart("Dokumente prüfen", "Papiere prüfen"));
    assert!(!is_apart("Dokumente prüfen", "Dokument prüfen"));
    assert!(!is_apart("Dokumente prüfen", "Unterlagen ablegen"));
}

#[test]
fn opposites_numbers_forms_of_a_word_and_labels_that_differ_in_more_teach_nothing() {
    let pairs: [[&str; 2]; 7] = [
        ["Angebot annehmen", "Angebot ablehnen"],
        ["Halle 3 reinigen", "Halle 4 reinigen"],
        ["Zwirbel prüfen", "Gnurpel bestellen"],
        ["Zwirbel", "Gnurpel"],
        ["Zwirbel nicht prüfen", "Zwirbel prüfen"],
        ["Rechnung prüfen", "Rechnungen geprüft"],
        ["Zwirbel prüfen", "Daten zwirbeln"],
    ];
    for texts in pairs {
        assert_eq!(confirmed(&[&texts]), Lessons::default(), "{texts:?}");
        let mut apart = Lessons::default();
        apart.tell_apart(0, &texts);
        assert_eq!(apart, Lessons::default(), "{texts:?}");
    }
}

#[test]
fn no_chain_of_lessons_makes_opposites_one() {
    let lessons = confirmed(&[
        &["Angebot annehmen", "Angebot blorken"],
        &["Angebot blorken", "Angebot ablehnen"],
    ]);
    assert!(score(&lessons, "Antrag annehmen", "Antrag ablehnen") < ALIKE);
}

#[test]
fn says_whose_word_it_is() {
    let lessons = confirmed(&[&ZWIRBEL]);
    let [learned] = &lessons.between(OTHERS[0], OTHERS[1])[..] else { panic!("one word") };
    assert_eq!((learned.words.0.as_str(), learned.words.1.as_str()), ("Zwirbel", "Gnurpels"));
    assert_eq!(learned.by, 0);
    assert!(lessons.between("Zwirbel bestellen", "Zwirbel bestellen").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_learned_does_not_depend_on_the_order_of_what_is_said(
        said in prop::collection::btree_map(0_u32..9, (any::<bool>(), label(), label()), 0..9),
        turn in 0_usize..9,
    ) {
        let mut entries: Vec<_> = said.into_iter().collect();
        let straight = taught(&entries);
        let turn = turn.min(entries.len());
        entries.rotate_left(turn);
        let turned = taught(&entries);
        prop_assert_eq!(&straight, &turned);
        let written = as_written(&straight);
        prop_assert_eq!(Lessons::from(written), turned);
    }

    #[test]
    fn looked_up_after_each_lesson_or_once_or_loaded_the_pairs_are_the_same(
        steps in prop::collection::vec((0_u8..4, label(), label()), 1..30),
    ) {
        let mut lessons = Lessons::default();
        let (mut each, mut once) = (Pairs::new(ALIKE), Pairs::new(ALIKE));
        for (key, (what, a, b)) in (0_u32..).zip(&steps) {
            match what {
                0 => assert_eq!(lessons.confirm(key, &[a, b]), !differences(&[a, b]).is_empty()),
                1 => assert_eq!(lessons.tell_apart(key, &[a, b]), !differences(&[a, b]).is_empty()),
                _ => {
                    each.put(key % 12, a);
                    once.put(key % 12, a);
                }
            }
            each.learn(&lessons.synonyms());
            once.learn(&lessons.synonyms());
            each.settle();
        }
        once.settle();
        let loaded = Pairs::load(once.dump()).expect("it is whole");
        for (a, b) in (0..12).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let score = loaded.index().score(a, b);
            prop_assert_eq!(score.to_bits(), once.index().score(a, b).to_bits());
            prop_assert_eq!(each.of(a, |_, _| true), once.of(a, |_, _| true));
            let is_pair = once.of(a, |_, _| true).iter().any(|it| it.0 == b);
            prop_assert_eq!(is_pair, score >= ALIKE);
        }
    }
}

fn taught(said: &[(u32, (bool, String, String))]) -> Lessons<u32> {
    let mut lessons = Lessons::default();
    for (key, (is_same, a, b)) in said {
        match is_same {
            true => lessons.confirm(*key, &[a, b]),
            false => lessons.tell_apart(*key, &[a, b]),
        };
    }
    lessons
}

fn as_written(lessons: &Lessons<u32>) -> BTreeMap<u32, Said> {
    lessons.clone().into()
}

fn label() -> impl Strategy<Value = String> {
    let noun =
        prop::sample::select(vec!["Rechnung", "Zwirbel", "Gnurpel", "Unterlagen", "Dokumente"]);
    let verb = prop::sample::select(vec!["prüfen", "blorken", "ablegen", "annehmen", "ablehnen"]);
    (noun, verb).prop_map(|(noun, verb)| format!("{noun} {verb}"))
}
