//! What the pairs promise, whatever was put and removed.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    Pairs, Rules,
    clusters::{Cluster, MEMBERS_MAX},
    near::{self, NEAR_MAX},
};
use crate::score::ALIKE;

#[test]
fn clusters_only_what_is_admitted_and_keeps_the_same_text_together() {
    let mut pairs = Pairs::new(ALIKE);
    // The process is the tens digit.
    for (id, text) in [
        (10, "Rechnung prüfen"),
        (11, "Prüfung der Rechnung"),
        (20, "Rechnung prüfen"),
        (21, "Prüfung der Rechnung"),
        (30, "Urlaub beantragen"),
    ] {
        pairs.put(id, text);
    }
    pairs.settle();
    let other_process = |a: i32, b: i32| a / 10 != b / 10;
    assert_eq!(members(&mut pairs, other_process), [vec![10, 20], vec![11, 21]]);
    assert_eq!(members(&mut pairs, |_, _| true), [vec![10, 11, 20, 21]]);
    let partners = pairs.of(10, other_process);
    assert_eq!(partners.iter().map(|it| it.0).collect::<Vec<_>>(), [20, 21]);
}

#[test]
fn the_most_alike_come_together_first() {
    let mut pairs = Pairs::new(ALIKE);
    // The process is the tens digit, the unit the ones digit.
    for (id, text) in
        [(12, "Rechnung prüfen"), (31, "Rechnung prüfen"), (22, "Prüfung der Rechnung")]
    {
        pairs.put(id, text);
    }
    pairs.settle();
    let other_process_and_unit = |a: i32, b: i32| a / 10 != b / 10 && a % 10 != b % 10;
    assert_eq!(members(&mut pairs, other_process_and_unit), [vec![12, 31]]);
}

#[test]
fn who_is_held_apart_leaves_the_other_to_a_third() {
    let mut pairs = Pairs::new(ALIKE);
    // The second says the same as either; the first and the third say less so.
    let texts = ["check supplier data", "check supplier data list", "check the data list"];
    texts.iter().enumerate().for_each(|(id, text)| pairs.put(id, text));
    assert_eq!(members(&mut pairs, |_, _| true), [vec![1, 2]]);
    assert_eq!(members(&mut pairs, |a, b| a + b != 3), [vec![0, 1]]);
}

#[test]
fn only_what_a_change_touched_is_clustered_again() {
    let mut pairs = Pairs::new(ALIKE);
    for n in 0..200 {
        pairs.put(2 * n, &format!("check {}", name(n)));
        pairs.put(2 * n + 1, &format!("check the {}", name(n)));
    }
    let all = |_: usize, _: usize| true;
    pairs.clusters(&all);
    let texts = |pairs: &mut Pairs<usize>| {
        let Pairs { index, near, parts, .. } = pairs;
        parts.refresh(&super::Material { index, near, rules: &all })
    };
    assert_eq!(texts(&mut pairs), 0);
    pairs.touch(7);
    let of_one = texts(&mut pairs);
    assert!((1..=20).contains(&of_one), "{of_one}");
    pairs.put(7, "book a journey to the sea");
    pairs.settle();
    let after_a_change = texts(&mut pairs);
    assert!((1..=20).contains(&after_a_change), "{after_a_change}");
}

#[test]
fn has_nothing_to_settle_when_nothing_changed() {
    let mut pairs = Pairs::new(ALIKE);
    assert!(pairs.is_settled());
    pairs.put(1, "check data");
    assert!(!pairs.is_settled());
    pairs.settle();
    pairs.put(1, "Check data!");
    assert!(pairs.is_settled());
}

#[test]
fn texts_read_on_all_processors_are_those_put_one_after_the_other() {
    let text = |n: usize| format!("check {} {}", name(n % 40), ["list", "data", "plan"][n % 3]);
    let changes: Vec<(usize, Option<String>)> =
        (0..2_000).map(|n| (n % 1_500, (n % 7 != 6).then(|| text(n * n)))).collect();
    let (mut at_once, mut one_by_one) = (Pairs::new(ALIKE), Pairs::new(ALIKE));
    at_once.change(&changes);
    for (id, text) in &changes {
        match text {
            Some(text) => one_by_one.put(*id, text),
            None => one_by_one.remove(*id),
        }
    }
    assert_eq!(at_once.dump(), one_by_one.dump());
}

#[test]
fn texts_without_words_are_in_no_cluster() {
    let mut pairs = Pairs::new(ALIKE);
    pairs.put(1, "");
    pairs.put(2, "…");
    pairs.settle();
    assert!(clusters(&mut pairs, |_, _| true).is_empty());
    assert!(pairs.of(1, |_, _| true).is_empty());
}

#[test]
fn a_cluster_says_when_it_took_no_more() {
    let mut pairs = Pairs::new(ALIKE);
    (0..=MEMBERS_MAX + 1).for_each(|id| pairs.put(id, "check data"));
    pairs.settle();
    let found = clusters(&mut pairs, |_, _| true);
    assert_eq!(found.iter().map(|it| it.is_full).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn what_was_clipped_comes_back_when_there_is_room() {
    let mut one_by_one = Pairs::new(ALIKE);
    let mut at_once = Pairs::new(ALIKE);
    let text =
        |n: usize| format!("check supplier master data before monthly plant audit {}", name(n));
    for n in 0..NEAR_MAX + 30 {
        one_by_one.put(n, &text(n));
        at_once.put(n, &text(n));
        one_by_one.settle();
    }
    assert!(near::each(&one_by_one.near).all(|it| it.1.texts.len() == NEAR_MAX));
    for n in 10..40 {
        one_by_one.remove(n);
        at_once.remove(n);
        one_by_one.settle();
    }
    at_once.settle();
    assert_eq!(listed(&one_by_one), listed(&at_once));
}

#[derive(Debug, Clone)]
enum Step {
    Put(u8, String),
    Remove(u8),
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_sequence_gives_the_same_pairs_however_it_was_settled(
        steps in prop::collection::vec((step(), any::<bool>()), 1..60),
    ) {
        let (mut each, mut some, mut once) = (Pairs::new(0.5), Pairs::new(0.5), Pairs::new(0.5));
        for (step, is_settled) in &steps {
            for pairs in [&mut each, &mut some, &mut once] {
                take(pairs, step);
            }
            each.settle();
            if *is_settled {
                some.settle();
            }
        }
        some.settle();
        once.settle();
        prop_assert_eq!(listed(&each), listed(&once));
        prop_assert_eq!(listed(&some), listed(&once));
        let other = |a: u8, b: u8| a % 3 != b % 3;
        prop_assert_eq!(clusters(&mut each, other), clusters(&mut once, other));
    }

    #[test]
    fn clusters_kept_up_to_date_are_those_of_all_that_was_said(
        sayings in prop::collection::vec((saying(), any::<bool>()), 1..60),
    ) {
        let (mut said, mut kept) = (Said::default(), Pairs::new(0.5));
        for (number, (saying, is_asked)) in (0..).zip(&sayings) {
            say(&mut said, &mut kept, number, saying);
            if *is_asked {
                kept.clusters(&said);
            }
        }
        let mut anew = kept.clone();
        anew.touch_all();
        let found = kept.clusters(&said);
        prop_assert_eq!(&found, &anew.clusters(&said));
        for cluster in found {
            let all = || cluster.members.iter().copied();
            prop_assert!(all().all(|a| all().all(|b| a == b || said.may(a, b))));
        }
    }

    #[test]
    fn dumped_and_loaded_in_the_middle_nothing_changes(
        steps in prop::collection::vec((step(), any::<bool>()), 1..60), middle in 0..60_usize,
    ) {
        let (mut without, mut with) = (Pairs::new(0.5), Pairs::new(0.5));
        for (at, (step, is_settled)) in steps.iter().enumerate() {
            if at == middle {
                with = Pairs::load(with.dump()).expect("it is whole");
            }
            for pairs in [&mut without, &mut with] {
                take(pairs, step);
                if *is_settled {
                    pairs.settle();
                }
            }
        }
        prop_assert_eq!(with.dump(), without.dump());
        with.settle();
        without.settle();
        prop_assert_eq!(listed(&with), listed(&without));
        let mut loaded = Pairs::load(with.dump()).expect("it is whole");
        prop_assert!(loaded.is_settled());
        let all = |_, _| true;
        prop_assert_eq!(clusters(&mut loaded, all), clusters(&mut without, all));
    }

    #[test]
    fn pairs_are_exactly_those_that_reach_the_threshold(
        texts in prop::collection::vec(label(), 1..40),
    ) {
        let mut pairs = Pairs::new(0.5);
        (0_u8..).zip(&texts).for_each(|(id, text)| pairs.put(id, text));
        pairs.settle();
        for a in 0..u8::try_from(texts.len()).expect("small") {
            for b in 0..a {
                let is_pair = pairs.of(a, |_, _| true).iter().any(|it| it.0 == b);
                prop_assert_eq!(is_pair, pairs.index().score(a, b) >= 0.5);
            }
        }
    }

    #[test]
    fn all_members_of_a_cluster_say_the_same(texts in prop::collection::vec(label(), 1..40)) {
        let mut pairs = Pairs::new(0.5);
        (0_u8..).zip(&texts).for_each(|(id, text)| pairs.put(id, text));
        pairs.settle();
        for Cluster { members, score, .. } in clusters(&mut pairs, |_, _| true) {
            let scores = members.iter().flat_map(|&a| members.iter().map(move |&b| (a, b)));
            for (a, b) in scores.filter(|(a, b)| a != b) {
                prop_assert!(pairs.index().score(a, b) >= score.min(0.999) && score >= 0.5);
            }
        }
    }
}

/// What people say of ids.
#[derive(Debug, Default)]
struct Said {
    apart: BTreeSet<(u8, u8)>,
    together: BTreeMap<u64, Vec<u8>>,
}

impl Rules<u8> for Said {
    fn may(&self, a: u8, b: u8) -> bool {
        a % 5 != b % 5 && !self.apart.contains(&(a.min(b), a.max(b)))
    }

    fn together(&self, id: u8) -> impl Iterator<Item = (u64, &[u8])> {
        let named = self.together.iter().filter(move |it| it.1.contains(&id));
        named.map(|(counts, set)| (*counts, set.as_slice()))
    }
}

#[derive(Debug, Clone)]
enum Saying {
    Text(Step),
    Apart(u8, u8),
    Together(u8, u8),
    Nothing(u8),
}

fn saying() -> impl Strategy<Value = Saying> {
    prop_oneof![
        6 => step().prop_map(Saying::Text),
        1 => (0_u8..24, 0_u8..24).prop_map(|(a, b)| Saying::Apart(a.min(b), a.max(b))),
        1 => (0_u8..24, 0_u8..24).prop_map(|(a, b)| Saying::Together(a.min(b), a.max(b))),
        1 => (0_u8..24).prop_map(Saying::Nothing),
    ]
}

fn say(said: &mut Said, pairs: &mut Pairs<u8>, number: u64, saying: &Saying) {
    let touched = match saying {
        Saying::Text(step) => {
            take(pairs, step);
            return;
        }
        Saying::Apart(a, b) => {
            said.apart.insert((*a, *b));
            vec![*a, *b]
        }
        Saying::Together(a, b) => {
            said.together.insert(number, vec![*a, *b]);
            vec![*a, *b]
        }
        Saying::Nothing(id) => {
            said.apart.retain(|it| it.0 != *id && it.1 != *id);
            said.together.retain(|_, set| !set.contains(id));
            (0..24).collect()
        }
    };
    for id in touched {
        pairs.touch(id);
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_u8..24, label()).prop_map(|(id, text)| Step::Put(id, text)),
        1 => (0_u8..24).prop_map(Step::Remove),
    ]
}

fn label() -> impl Strategy<Value = String> {
    let noun = prop::sample::select(vec!["Rechnung", "Lieferantendaten", "Angebot", "order", ""]);
    let verb = prop::sample::select(vec!["prüfen", "Prüfung", "annehmen", "ablehnen", "check"]);
    let more = prop::sample::select(vec!["", " 1", " 2", " im Werk", " monatlich"]);
    (noun, verb, more).prop_map(|(noun, verb, more)| format!("{noun} {verb}{more}"))
}

fn take(pairs: &mut Pairs<u8>, step: &Step) {
    match step {
        Step::Put(id, text) => pairs.put(*id, text),
        Step::Remove(id) => pairs.remove(*id),
    }
}

/// All pairs of distinct texts, by text.
fn listed<Id: Copy + Ord + 'static>(pairs: &Pairs<Id>) -> Vec<(String, String, f32)> {
    let key = |slot| pairs.index().corpus().words(slot).join(" ");
    let mut listed: Vec<_> = near::all(&pairs.near)
        .map(|(a, b, score)| (key(a).min(key(b)), key(a).max(key(b)), score))
        .collect();
    listed.sort_by(|a, b| a.2.total_cmp(&b.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    listed
}

/// As if the rules had never been others.
fn clusters<Id: Copy + Ord + 'static>(
    pairs: &mut Pairs<Id>,
    may: impl Fn(Id, Id) -> bool,
) -> Vec<Cluster<Id>> {
    pairs.touch_all();
    pairs.clusters(&may).into_iter().cloned().collect()
}

fn members<Id: Copy + Ord + 'static>(
    pairs: &mut Pairs<Id>,
    may: impl Fn(Id, Id) -> bool,
) -> Vec<Vec<Id>> {
    clusters(pairs, may).into_iter().map(|it| it.members).collect()
}

/// Two letters: numbers would be told apart.
fn name(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).expect("below 26"));
    [letter(n), letter(n / 26)].into_iter().collect()
}
