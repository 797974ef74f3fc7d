//! What people say, and what is refused.

use events::hours::{Effort, Occurrences, Period};
use proptest::prelude::*;

use super::{Language, figure, parse, render};

#[test]
fn reads_german_as_it_is_said() {
    for (said, formula) in [
        ("15 min 2x täglich 4 Leute", "15 min × 2 am Tag × 4 Leute = 36,7 Std. im Monat"),
        ("1,5 Std. einmal pro Monat", "1,5 Std. × 1 im Monat × 1 Person = 1,5 Std. im Monat"),
        ("2h/Woche zu dritt", "2 Std. × 1 in der Woche × 3 Leute = 22,0 Std. im Monat"),
        (
            "eine halbe Stunde alle zwei Wochen",
            "30 min × alle 2 Wochen × 1 Person = 0,9 Std. im Monat",
        ),
        (
            "je 20 Minuten, 5 mal am Tag, zwei Kollegen",
            "20 min × 5 am Tag × 2 Leute = 61,1 Std. im Monat",
        ),
        ("taeglich eine Viertelstunde", "15 min × 1 am Tag × 1 Person = 4,6 Std. im Monat"),
        ("pro Quartal 2 Tage, 5 Personen", "16 Std. × 1 im Quartal × 5 Leute = 26,7 Std. im Monat"),
        ("1 h 30 min jeden Montag", "1,5 Std. × 1 in der Woche × 1 Person = 5,5 Std. im Monat"),
        (
            "montags und freitags 10 Minuten",
            "10 min × 2 in der Woche × 1 Person = 1,2 Std. im Monat",
        ),
        ("anderthalb Stunden 14-tägig", "1,5 Std. × alle 2 Wochen × 1 Person = 2,8 Std. im Monat"),
        (
            "zweimal die Woche 45 Minuten mit 4 Leuten",
            "45 min × 2 in der Woche × 4 Leute = 22,0 Std. im Monat",
        ),
        (
            "ca. 3/4 Stunde pro Tag und Person, 6 MA",
            "45 min × 1 am Tag × 6 Leute = 82,5 Std. im Monat",
        ),
        ("3x/Woche 10min allein", "10 min × 3 in der Woche × 1 Person = 1,8 Std. im Monat"),
        ("alle 14 Tage ein halber Tag", "4 Std. × alle 2 Wochen × 1 Person = 7,3 Std. im Monat"),
    ] {
        assert_eq!(told(said), formula, "{said}");
    }
}

#[test]
fn reads_english_as_it_is_said() {
    for (said, formula) in [
        ("30 minutes twice a week, 3 people", "30 min × 2 a week × 3 people = 11.0 h a month"),
        ("an hour every day", "1 h × 1 a day × 1 person = 18.3 h a month"),
        ("an hour a day", "1 h × 1 a day × 1 person = 18.3 h a month"),
        ("a day every month", "8 h × 1 a month × 1 person = 8.0 h a month"),
        ("10 min 20 times a month x 3", "10 min × 20 a month × 3 people = 10.0 h a month"),
        ("quarterly 2 days 5 persons", "16 h × 1 a quarter × 5 people = 26.7 h a month"),
        ("90' weekly", "1.5 h × 1 a week × 1 person = 5.5 h a month"),
        ("two and a half hours once a quarter", "2.5 h × 1 a quarter × 1 person = 0.8 h a month"),
        ("three quarters of an hour per week", "45 min × 1 a week × 1 person = 2.8 h a month"),
        ("a quarter of an hour a day, both of us", "15 min × 1 a day × 2 people = 9.2 h a month"),
        ("half an hour every other week", "30 min × every 2 weeks × 1 person = 0.9 h a month"),
        ("1h30 per month for 4 people", "1.5 h × 1 a month × 4 people = 6.0 h a month"),
        ("5/day 6 min", "6 min × 5 a day × 1 person = 9.2 h a month"),
        ("2 x 15 min daily, 4 people", "15 min × 2 a day × 4 people = 36.7 h a month"),
        ("3 people, 10 min each, daily", "10 min × 1 a day × 3 people = 9.2 h a month"),
        ("1½ hours fortnightly", "1.5 h × every 2 weeks × 1 person = 2.8 h a month"),
    ] {
        assert_eq!(told(said), formula, "{said}");
    }
}

#[test]
fn refuses_what_is_not_clear_and_names_the_part() {
    for (said, part) in [
        ("", "how long"),
        ("15 min", "how often"),
        ("täglich", "how long"),
        ("15 min 2x", "`2x`"),
        ("10-15 min täglich", "`10-15` is a range"),
        ("10 bis 15 min täglich", "`10 bis 15` is a range"),
        ("oft 15 min", "`oft`"),
        ("15 min biweekly", "twice a week or every two weeks"),
        ("15 min weekly x 3", "`x 3` is not clear"),
        ("15 min täglich wöchentlich", "`täglich` and `wöchentlich`"),
        ("15 min 20 min täglich", "`15 min` and `20 min`"),
        ("15 min täglich mit 3 Kollegen", "so many people or one more"),
        ("1,000 h a year", "`1,000` may be 1 and a bit or 1000"),
        ("5 min hourly", "how often a day"),
        ("5 min every hour", "how often a day"),
        ("2 months a year", "`2 months`"),
        ("15 min täglich 4", "`4`"),
        ("15 min täglich 🙂", "`🙂`"),
        ("15 min every 0 weeks", "is no period"),
        ("2-wöchentlich 15 min", "not clear"),
    ] {
        let error = parse(said).expect_err(said).to_string();
        assert!(error.contains(part), "{said}: {error}");
        assert!(error.contains("say it as in"), "{said}: {error}");
    }
    assert!(parse(&"1 ".repeat(5_000)).is_err());
}

#[test]
fn a_figure_may_have_a_decimal_comma_but_none_for_thousands() {
    assert_eq!((figure("0,25"), figure("-2.5"), figure("0.125")), (Ok(0.25), Ok(-2.5), Ok(0.125)));
    for unclear in ["1,000", "1.000", "", "-", "inf", "NaN", "1e3", "+1"] {
        assert!(figure(unclear).is_err(), "{unclear}");
    }
}

proptest! {
    #[test]
    fn what_is_rendered_reads_back_to_the_same(effort in efforts(), is_german: bool) {
        let language = if is_german { Language::German } else { Language::English };
        let rendered = render(&effort, language);
        let read = parse(&rendered).map_err(|it| TestCaseError::fail(format!("{rendered}: {it}")))?;
        prop_assert_eq!(read.effort, effort, "{}", rendered);
        prop_assert_eq!(read.language, language, "{}", rendered);
    }

    #[test]
    fn nothing_that_is_said_is_too_much(said in "\\PC{0,60}") {
        drop(parse(&said));
    }

    #[test]
    fn words_in_any_order_are_read_or_refused(said in "((15|2|1/2|a|half|x|per|every|day|weeks|min|h|twice|people|mit|je|zu dritt|quarter|alle|-|,|Stunde|1½) ?){0,9}") {
        if let Ok(understood) = parse(&said) {
            let Effort { per_occurrence, occurrences, people } = understood.effort;
            prop_assert!([per_occurrence, occurrences.n, people].iter().all(|it| it.is_finite()));
        }
    }
}

fn told(said: &str) -> String {
    parse(said).unwrap_or_else(|it| panic!("{said}: {it}")).formula()
}

fn efforts() -> impl Strategy<Value = Effort> {
    let periods = [Period::Day, Period::Week, Period::Month, Period::Quarter, Period::Year];
    let n = prop_oneof![figures(), (1..150_u32).prop_map(|it| 1.0 / f64::from(it))];
    (figures(), n, prop::sample::select(periods.to_vec()), figures()).prop_map(
        |(per_occurrence, n, per, people)| Effort {
            per_occurrence,
            occurrences: Occurrences { n, per },
            people,
        },
    )
}

/// Figures as people say them, and any other that a field takes.
fn figures() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0..500_u32).prop_map(f64::from),
        (0..500_u32).prop_map(|it| f64::from(it) / 60.0),
        (0..9_999_999_u32).prop_map(|it| f64::from(it) / 1_000.0),
        0.0..1e9,
        1e-9..1e-3,
    ]
}
