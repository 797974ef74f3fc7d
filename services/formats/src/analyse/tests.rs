use proptest::prelude::*;

use super::*;
use crate::event_log::Row;

#[test]
fn neighbours_are_folded_and_what_comes_back_is_counted() {
    let log = log_of("team", &[("1", "AABBA"), ("2", "ABC"), ("3", "AA"), ("4", "ABCA")]);
    let it = &analyse(&log)[0];
    assert_eq!((it.cases, it.events, it.skipped), (4, 14, 0));
    assert_eq!((it.raw, it.to_self, it.hand_overs), (10, 3, 7));
    assert_eq!(it.direct, Direct { cases: 1, occurrences: 1 });
    assert_eq!(it.revisit.cases, 2);
    assert_eq!(it.graph, Graph { nodes: 3, edges: 4, two_cycles: 1, largest_component: 3 });
    assert_eq!(it.pairs[0].between, ["A", "B"]);
    assert_eq!((it.pairs[0].hand_overs, it.pairs[0].there, it.pairs[0].back), (4, 3, 1));
}

#[test]
fn an_event_without_a_value_is_skipped_but_still_makes_the_case_longer() {
    let it = &analyse(&log_of("team", &[("1", "A A--")]))[0];
    assert_eq!((it.events, it.skipped, it.raw, it.hand_overs), (5, 3, 1, 0));
    assert_eq!(it.days.never.mean, Some(4.0));
}

#[test]
fn events_are_ordered_by_time_and_then_by_their_place_in_the_file() {
    let mapping = mapping("team");
    let mut builder = LogBuilder::new(&mapping, Limits::default());
    for (day, value) in [(3, "A"), (1, "A"), (2, "B"), (2, "C")] {
        builder.push(row("1", day, value)).unwrap();
    }
    let log = builder.build();
    let case = runs::runs_of(&log, 0).next().unwrap();
    let values: Vec<_> = case.runs.iter().map(|it| log.values(0).text(it.value)).collect();
    assert_eq!(values, ["A", "B", "C", "A"]);
}

#[test]
fn bounced_cases_stand_beside_cases_handed_over_equally_often() {
    let log = log_of("team", &[("1", "ABA"), ("2", "AABC"), ("3", "ABC")]);
    let bounces = analyse(&log).remove(0).bounces.unwrap();
    let expected = EquallyOften {
        hand_overs: 2,
        bounced: CasesAndMedian { cases: 1, median_days: Some(2.0) },
        not_bounced: CasesAndMedian { cases: 2, median_days: Some(2.5) },
    };
    assert_eq!(bounces.equally_often, [expected]);
    assert_eq!(bounces.note, "difference, not effect");
}

#[test]
fn of_persons_only_totals_are_told_and_no_durations_below_five() {
    let five = analyse(&log_of("org:resource", &[("1", "ABCDEA")])).remove(0);
    assert!(five.pairs.is_empty() && five.bounces.is_none());
    assert_eq!(five.days.revisit.mean, Some(5.0));
    let few = analyse(&log_of("org:resource", &[("1", "ABA")])).remove(0);
    assert_eq!((few.hand_overs, few.days), (2, Days::default()));
}

#[test]
fn figures_are_written_in_their_order_and_with_four_decimals() {
    let figures = analyse(&log_of("team", &[("1", "AB"), ("2", "A"), ("3", "ABB"), ("4", "ABB")]));
    let written = serde_json::to_string(&figures).unwrap();
    assert!(
        written.starts_with(
            r#"[{"by":"team","cases":4,"events":9,"skipped":0,"raw":5,"to_self":2,"hand_overs":3,"direct":{"cases":0,"occurrences":0},"revisit":{"cases":0},"days":{"revisit":{"mean":null,"median":null},"handed_over":{"mean":1.6667,"median":2.0},"never":{"mean":0.0,"median":0.0}},"graph":{"nodes":2,"edges":1,"two_cycles":0,"largest_component":1},"cut":{"share":0.0,"exact":true}"#
        ),
        "{written}"
    );
}

#[test]
fn months_are_those_of_the_later_event() {
    // Day 31 is the first of February.
    let mapping = mapping("team");
    let mut builder = LogBuilder::new(&mapping, Limits::default());
    for (day, value) in [(29, "A"), (30, "B"), (31, "B"), (32, "A")] {
        builder.push(row("1", day, value)).unwrap();
    }
    let log = builder.build();
    let hand_overs = months::hand_overs(&log, 0);
    let told: Vec<_> = hand_overs
        .iter()
        .flat_map(|it| it.pairs.iter().map(|p| (&*it.month, &*p.from, &*p.to, p.median_hours)))
        .collect();
    assert_eq!(told, [("2024-01", "A", "B", 24.0), ("2024-02", "B", "A", 24.0)]);
    let bounce = months::Bounce {
        between: ["A".to_owned(), "B".to_owned()],
        cases: 1,
        occurrences: 1,
        median_stay_hours: 48.0,
    };
    let expected = months::Month { month: "2024-02".to_owned(), pairs: vec![bounce] };
    assert_eq!(months::bounces(&log, 0), [expected]);
}

#[test]
fn a_case_that_bounces_in_two_months_and_both_ways_is_one_case() {
    let mapping = mapping("team");
    let mut builder = LogBuilder::new(&mapping, Limits::default());
    for (day, value) in [(28, "A"), (29, "B"), (30, "A"), (32, "B"), (33, "A")] {
        builder.push(row("1", day, value)).unwrap();
    }
    let months = months::bounces(&builder.build(), 0);
    let pairs: Vec<_> = months.iter().flat_map(|it| &it.pairs).collect();
    assert_eq!(months.len(), 2);
    assert_eq!(pairs.iter().map(|it| it.occurrences).sum::<usize>(), 3);
    assert_eq!(pairs.iter().map(|it| it.cases).sum::<usize>(), 1);
}

#[test]
fn an_empty_log_has_figures_without_values() {
    let figures = analyse(&log_of("team", &[]));
    assert_eq!((figures[0].cases, figures[0].days), (0, Days::default()));
    assert_eq!(figures[0].graph, Graph::default());
}

#[test]
fn too_many_events_are_refused() {
    let limits = Limits { events: 1, ..Limits::default() };
    let mut builder = LogBuilder::new(&mapping("team"), limits);
    builder.push(row("1", 1, "A")).unwrap();
    let error = builder.push(row("1", 2, "A")).unwrap_err();
    assert_eq!(error.to_string(), "there are more than 1 events");
}

proptest! {
    #[test]
    fn the_figures_add_up(cases in prop::collection::vec("[ABCD ]{0,8}", 0..20)) {
        let named: Vec<_> = cases.iter().enumerate().map(|(i, it)| (i.to_string(), it)).collect();
        let cases: Vec<_> = named.iter().map(|(id, it)| (id.as_str(), it.as_str())).collect();
        let log = log_of("team", &cases);
        let it = &analyse(&log)[0];
        prop_assert_eq!(it.raw, it.to_self + it.hand_overs);
        prop_assert!(it.direct.cases <= it.revisit.cases);
        prop_assert!(it.direct.cases <= it.direct.occurrences);
        let monthly: usize = months::hand_overs(&log, 0)
            .iter().flat_map(|it| &it.pairs).map(|it| it.times).sum();
        prop_assert_eq!(monthly, it.hand_overs);
        let bounced: usize = months::bounces(&log, 0)
            .iter().flat_map(|it| &it.pairs).map(|it| it.occurrences).sum();
        prop_assert_eq!(bounced, it.direct.occurrences);
    }
}

fn mapping(by: &str) -> Mapping {
    let by = vec![by.to_owned()];
    Mapping { case: "case".to_owned(), time: "time".to_owned(), activity: None, by }
}

/// One letter a day; anything but a letter is no value.
fn log_of(by: &str, cases: &[(&str, &str)]) -> Log {
    let mut builder = LogBuilder::new(&mapping(by), Limits::default());
    for (case, values) in cases {
        for (day, value) in values.chars().enumerate() {
            let value = if value.is_alphabetic() { value.to_string() } else { String::new() };
            builder.push(row(case, i64::try_from(day).unwrap(), &value)).unwrap();
        }
    }
    builder.build()
}

fn row(case: &str, day: i64, value: &str) -> Row {
    let start: jiff::Timestamp = "2024-01-01T00:00:00Z".parse().unwrap();
    let time = start + jiff::SignedDuration::from_hours(24 * day);
    let value = (!value.is_empty()).then(|| value.to_owned());
    Row { case: case.to_owned(), time, activity: None, by: vec![value] }
}
