//! Worked by hand. All days are Monday to Friday, 9 to 17 h, unless it says otherwise.

use events::working_hours::{Interval, TimeOfDay, Weekday, WorkingHours};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const JANUARY: Date = date(2026, 1, 14);
const JULY: Date = date(2026, 7, 15);

fn nine_to_five(zone: &str) -> Side {
    Side::new(zone, None, &[]).unwrap()
}

fn works(zone: &str, from: u16, to: u16) -> Side {
    Side::new(zone, Some(&on_weekdays(from, to)), &[]).unwrap()
}

fn on_weekdays(from: u16, to: u16) -> WorkingHours {
    use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
    let interval = Interval { from: TimeOfDay(from * 60), to: TimeOfDay(to * 60) };
    let days = [Monday, Tuesday, Wednesday, Thursday, Friday];
    WorkingHours(days.into_iter().map(|day| (day, vec![interval])).collect())
}

fn between(from: &Side, to: &Side, day: Date) -> WaitingBetween {
    waiting(from, to, Week::of(day)).unwrap()
}

fn near(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 0.005, "{actual} is not {expected}");
}

#[test]
fn berlin_to_shanghai_in_january_waits_for_the_next_morning_there() {
    // In UTC Berlin works 8–16, Shanghai 1–9. From 8 to 9 nothing waits; from 9 to 16 all waits for 1,
    // on Friday for that of Monday: (4 × 7 × 12.5 + 7 × 60.5) ÷ 40, and 7 × 3.5 ÷ 8 of it in working time.
    let found = between(&nine_to_five("Europe/Berlin"), &nine_to_five("Asia/Shanghai"), JANUARY);
    let mail = found.by(Some(Channel::Email)).unwrap();
    near(mail.elapsed_hours, 19.34);
    near(mail.working_hours, 3.06);
    // To 8 of the next day: (4 × 7 × 19.5 + 7 × 67.5) ÷ 40.
    let meeting = found.by(Some(Channel::Meeting)).unwrap();
    near(meeting.elapsed_hours, 25.46);
    near(meeting.working_hours, 3.06);
}

#[test]
fn a_receiver_in_two_shifts_waits_less() {
    // 6–22 h there is 22–14 UTC: only 14–16 waits, until 22: (4 × 2 × 7 + 2 × 55) ÷ 40.
    let shifts = works("Asia/Shanghai", 6, 22);
    let found = between(&nine_to_five("Europe/Berlin"), &shifts, JANUARY);
    near(found.by(Some(Channel::Ticket)).unwrap().elapsed_hours, 4.15);
}

#[test]
fn berlin_and_los_angeles_share_no_hour() {
    let (berlin, los_angeles) =
        (nine_to_five("Europe/Berlin"), nine_to_five("America/Los_Angeles"));
    for (from, to) in [(&berlin, &los_angeles), (&los_angeles, &berlin)] {
        let found = between(from, to, JANUARY);
        assert_eq!((found.shared_hours_per_day.to_bits(), found.synchronous), (0, None));
        assert_eq!(found.by(Some(Channel::Phone)), None);
        assert!(found.by(None).is_some());
    }
}

#[test]
fn shared_hours_change_with_the_date() {
    let berlin = nine_to_five("Europe/Berlin");
    for (zone, january, july) in [("Asia/Shanghai", 1.0, 2.0), ("Asia/Kolkata", 3.5, 4.5)] {
        for (day, hours) in [(JANUARY, january), (JULY, july)] {
            near(between(&berlin, &nine_to_five(zone), day).shared_hours_per_day, hours);
        }
    }
}

#[test]
fn clocks_that_change_on_different_sundays_move_the_week_between() {
    // New York changes on 8 March 2026, Berlin on 29 March: 9–17 h share 2 hours before and after, and
    // 3 in between.
    let (berlin, new_york) = (nine_to_five("Europe/Berlin"), nine_to_five("America/New_York"));
    let shared = |day| between(&berlin, &new_york, day).shared_hours_per_day;
    near(shared(date(2026, 3, 4)), 2.0);
    near(shared(date(2026, 3, 18)), 3.0);
    near(shared(date(2026, 4, 1)), 2.0);
    // From Friday to Monday over the night in which Berlin's clock goes on, a mail waits an hour less.
    let los_angeles = nine_to_five("America/Los_Angeles");
    let mean = |day| between(&los_angeles, &berlin, day).by(None).unwrap().elapsed_hours;
    near(mean(date(2026, 3, 27)) - mean(date(2026, 3, 18)), -8.0 / 40.0);
}

#[test]
fn any_day_of_a_week_asks_for_that_week() {
    let monday = date(2026, 1, 12);
    for offset in 0..7 {
        assert_eq!(Week::of(monday + jiff::Span::new().days(offset)), Week::of(monday));
    }
    assert_ne!(Week::of(monday - jiff::Span::new().days(1)), Week::of(monday));
}

#[test]
fn at_the_ends_of_the_calendar_a_week_is_cut_off() {
    let (berlin, shanghai) = (nine_to_five("Europe/Berlin"), nine_to_five("Asia/Shanghai"));
    for day in [Date::MIN, Date::MAX] {
        let week = Week::of(day);
        assert!(week.first <= day && day <= week.last);
        let there = waiting(&berlin, &shanghai, week);
        assert!(there.is_none_or(|it| it.shared_hours_per_day >= 0.0));
    }
}

#[test]
fn a_holiday_of_the_receiver_is_waited_out_and_one_of_the_sender_is_no_moment_to_send() {
    let berlin = nine_to_five("Europe/Berlin");
    let closed = Side::new("Europe/Berlin", None, &[date(2026, 1, 14)]).unwrap();
    // One day of five waits for 9 of the next: 8 × 20 ÷ 40, of which 4 h of 8 in working time.
    let found = between(&berlin, &closed, JANUARY);
    near(found.by(None).unwrap().elapsed_hours, 4.0);
    near(found.by(None).unwrap().working_hours, 0.8);
    near(found.shared_hours_per_day, 6.4);
    near(between(&closed, &berlin, JANUARY).by(None).unwrap().elapsed_hours, 0.0);
    // A receiver's holiday on the Monday after makes Friday's mail wait a day longer.
    let shanghai = |holidays: &[Date]| Side::new("Asia/Shanghai", None, holidays).unwrap();
    let mean = |to: &Side| between(&berlin, to, JANUARY).by(None).unwrap().elapsed_hours;
    near(mean(&shanghai(&[date(2026, 1, 19)])) - mean(&shanghai(&[])), 7.0 * 24.0 / 40.0);
}

#[test]
fn a_shift_over_midnight_is_one_stretch() {
    let night = WorkingHours(
        [
            (Weekday::Monday, vec![Interval { from: TimeOfDay(22 * 60), to: TimeOfDay(1_440) }]),
            (Weekday::Tuesday, vec![Interval { from: TimeOfDay(0), to: TimeOfDay(6 * 60) }]),
        ]
        .into(),
    );
    let night = Side::new("Europe/Berlin", Some(&night), &[]).unwrap();
    near(between(&night, &night, JANUARY).by(None).unwrap().elapsed_hours, 0.0);
    assert_eq!(night.working(date(2026, 1, 12), date(2026, 1, 18)).len(), 1);
}

#[test]
fn who_does_not_work_in_the_week_sends_nothing_and_who_never_works_takes_nothing() {
    let berlin = nine_to_five("Europe/Berlin");
    let never = Side::new("Europe/Berlin", Some(&WorkingHours::default()), &[]).unwrap();
    assert_eq!(waiting(&never, &berlin, Week::of(JANUARY)), None);
    let found = between(&berlin, &never, JANUARY);
    assert_eq!((found.asynchronous, found.synchronous), (None, None));
}

#[test]
fn hours_that_nobody_said_are_assumed_and_an_unknown_zone_is_no_side() {
    assert!(nine_to_five("Asia/Kolkata").is_assumed());
    assert!(!works("Asia/Kolkata", 9, 17).is_assumed());
    assert!(Side::new("Asia/Poona", None, &[]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_exact_mean_is_what_asking_every_minute_gives(
        from in 0..20_u16, length in 1..4_u16, to in 0..16_u16, width in 1..8_u16, day in 0..300_i32,
    ) {
        let sender = works("Europe/Berlin", from, from + length);
        let receiver = works("America/New_York", to, to + width);
        let week = Week::of(JANUARY + jiff::Span::new().days(day));
        let until = week.last + jiff::Span::new().weeks(3);
        let (moments, own) = (sender.working(week.first, week.last), sender.working(week.first, until));
        let open = receiver.working(week.first - jiff::Span::new().days(2), until);
        let (mut elapsed, mut working, mut n) = (0.0, 0.0, 0.0);
        for (begin, end) in moments {
            // The middle of each minute.
            for moment in (begin..end).step_by(60).map(|it| it + 30) {
                let next = open.iter().find(|it| it.1 > moment).expect("weeks of working hours");
                let goes_on = next.0.max(moment);
                elapsed += calendar::hours(goes_on - moment);
                working += calendar::hours(calendar::length(&calendar::shared(&own, &[(moment, goes_on)])));
                n += 1.0;
            }
        }
        let found = waiting(&sender, &receiver, week).unwrap().by(None).unwrap();
        prop_assert!((found.elapsed_hours - elapsed / n).abs() < 0.001);
        prop_assert!((found.working_hours - working / n).abs() < 0.001);
    }
}
