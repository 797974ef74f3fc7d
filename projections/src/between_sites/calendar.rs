//! Working time on the time line: stretches in seconds, ascending, none touching the next.

use std::sync::LazyLock;

use events::working_hours::{Interval, TimeOfDay, Weekday, WorkingHours};
use jiff::{
    civil::{self, Date},
    tz::{TimeZone, TimeZoneDatabase},
};

/// From (included) to (excluded), in seconds of Unix time.
pub(super) type Stretch = (i64, i64);

/// The zones that came with this program.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Assumed where nobody said when people work: Monday to Friday, 9 to 17 h.
const USUAL_HOURS: Interval = Interval { from: TimeOfDay(9 * 60), to: TimeOfDay(17 * 60) };
const USUAL_DAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

/// A week from Monday to Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    pub(super) first: Date,
    pub(super) last: Date,
}

impl Week {
    /// The one that holds this day.
    pub fn of(day: Date) -> Self {
        // At the ends of the calendar it is cut off.
        let before = jiff::Span::new().days(day.weekday().to_monday_zero_offset());
        let first = day.saturating_sub(before);
        Self { first, last: first.saturating_add(jiff::Span::new().days(6)) }
    }
}

/// When one side of a hand-over works.
#[derive(Debug, Clone)]
pub struct Side {
    zone: TimeZone,
    hours: WorkingHours,
    holidays: Vec<Date>,
    is_assumed: bool,
}

impl Side {
    /// In an IANA zone; nothing if that is not known. Where no hours are said they are assumed.
    pub fn new(zone: &str, hours: Option<&WorkingHours>, holidays: &[Date]) -> Option<Self> {
        Some(Self {
            zone: ZONES.get(zone).ok()?,
            is_assumed: hours.is_none(),
            hours: hours.map_or_else(usual, Clone::clone),
            holidays: holidays.to_vec(),
        })
    }

    /// Whether nobody said when people work there.
    pub fn is_assumed(&self) -> bool {
        self.is_assumed
    }

    /// Days of the week on which somebody works.
    pub(super) fn days_worked(&self, week: Week) -> usize {
        days(week.first, week.last).filter(|day| !self.on(*day).is_empty()).count()
    }

    /// The working time of all days from the first to the last.
    pub(super) fn working(&self, first: Date, last: Date) -> Vec<Stretch> {
        let all = days(first, last)
            .flat_map(|day| self.on(day).iter().filter_map(move |it| self.stretch(day, *it)))
            .collect();
        merged(all)
    }

    fn on(&self, day: Date) -> &[Interval] {
        if self.holidays.contains(&day) {
            return &[];
        }
        self.hours.0.get(&weekday(day)).map_or(&[], Vec::as_slice)
    }

    /// An hour that the clock skips begins when the clock goes on; one that comes twice, at first.
    fn stretch(&self, day: Date, Interval { from, to }: Interval) -> Option<Stretch> {
        let (from, to) = (self.at(day, from)?, self.at(day, to)?);
        (from < to).then_some((from, to))
    }

    fn at(&self, day: Date, TimeOfDay(minutes): TimeOfDay) -> Option<i64> {
        let midnight = day.at(0, 0, 0, 0);
        let local = midnight.checked_add(jiff::Span::new().minutes(minutes)).ok()?;
        Some(self.zone.to_timestamp(local).ok()?.as_second())
    }
}

fn usual() -> WorkingHours {
    WorkingHours(USUAL_DAYS.into_iter().map(|day| (day, vec![USUAL_HOURS])).collect())
}

fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |it| it.tomorrow().ok()).take_while(move |it| *it <= last)
}

fn weekday(day: Date) -> Weekday {
    match day.weekday() {
        civil::Weekday::Monday => Weekday::Monday,
        civil::Weekday::Tuesday => Weekday::Tuesday,
        civil::Weekday::Wednesday => Weekday::Wednesday,
        civil::Weekday::Thursday => Weekday::Thursday,
        civil::Weekday::Friday => Weekday::Friday,
        civil::Weekday::Saturday => Weekday::Saturday,
        civil::Weekday::Sunday => Weekday::Sunday,
    }
}

/// Stretches that overlap or touch become one.
fn merged(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut merged: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for (from, to) in stretches {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// What lies in both.
pub(super) fn shared(a: &[Stretch], b: &[Stretch]) -> Vec<Stretch> {
    let (mut i, mut j, mut both) = (0, 0, Vec::new());
    while let (Some(one), Some(other)) = (a.get(i), b.get(j)) {
        let (from, to) = (one.0.max(other.0), one.1.min(other.1));
        if from < to {
            both.push((from, to));
        }
        if one.1 <= other.1 { i += 1 } else { j += 1 }
    }
    both
}

/// Seconds in all of them.
pub(super) fn length(stretches: &[Stretch]) -> i64 {
    stretches.iter().map(|(from, to)| to - from).sum()
}

/// Seconds as hours.
pub(super) fn hours(seconds: i64) -> f64 {
    seconds as f64 / 3_600.0
}
