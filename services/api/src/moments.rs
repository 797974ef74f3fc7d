//! Moments as auditors say them: a day, a position, the end of a quarter, the last release of a process,
//! one's own last check.

use engine::{Moment, View};
use events::{Noun, Position, Stream, ids::ActorId};
use jiff::{
    Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};
use projections::history::TimelineFilter;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{App, Problem, parse};

/// How moments can be said, for the documentation.
pub(crate) const MOMENTS: &str = "A time (RFC 3339), the end of a day in UTC (`2026-03-31`), a position \
    (`503`), `start`, `now`, `month-start`, `quarter-start`, `year-start`, `last-month-end`, \
    `last-quarter-end`, `last-year-end`, `release:processes/ID`, `last-check` or `bookmark:NAME`.";

/// The bookmark that `last-check` means.
const LAST_CHECK: &str = "last-check";

/// A moment as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    Now,
    Time(Timestamp),
    Position(Position),
    /// The last release of a process.
    Release(Stream),
    Bookmark(String),
}

/// A moment, found in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Found {
    /// Right after this position.
    pub(crate) position: Position,
    /// The time that counts as now there.
    #[schemars(with = "String")]
    pub(crate) time: Timestamp,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) moment: Moment,
    /// It can change although nothing happens.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) is_of_bookmark: bool,
}

impl Said {
    /// Reads a moment; `today` is the day that presets are counted from.
    pub(crate) fn read(written: &str, today: Date) -> Option<Self> {
        if written.bytes().all(|it| it.is_ascii_digit()) {
            return written.parse().ok().map(|it| Self::Position(Position(it)));
        }
        if let Some(name) = written.strip_prefix("bookmark:") {
            return Some(Self::Bookmark(name.to_owned()));
        }
        if let Some(process) = written.strip_prefix("release:") {
            let stream: Stream = process.parse().ok()?;
            return (stream.noun == Noun::Process).then_some(Self::Release(stream));
        }
        match written {
            "now" => Some(Self::Now),
            "start" => Some(Self::Position(Position(0))),
            LAST_CHECK => Some(Self::Bookmark(LAST_CHECK.to_owned())),
            _ => preset(written, today).or_else(|| parse::time(written)).map(Self::Time),
        }
    }
}

/// Ends are the last moment of a day, beginnings the first one.
fn preset(written: &str, today: Date) -> Option<Timestamp> {
    let quarter = (today.month() - 1) / 3 * 3 + 1;
    let first = match written {
        "month-start" | "last-month-end" => today.first_of_month(),
        "quarter-start" | "last-quarter-end" => date(today.year(), quarter, 1),
        "year-start" | "last-year-end" => today.first_of_year(),
        _ => return None,
    };
    if written.ends_with("-start") {
        return TimeZone::UTC.to_timestamp(first.at(0, 0, 0, 0)).ok();
    }
    TimeZone::UTC.to_timestamp(first.yesterday().ok()?.at(23, 59, 59, 999_999_999)).ok()
}

/// Reads the parameter `name` and finds its moment in the log, for this actor.
pub(crate) async fn find(
    app: &App,
    actor: ActorId,
    (name, written): (&str, &str),
    after: Position,
) -> Result<Found, Problem> {
    let today = TimeZone::UTC.to_datetime(app.engine.now()).date();
    let said = Said::read(written, today).ok_or_else(|| {
        Problem::parameter(name, format!("`{written}` is no moment; say one of: {MOMENTS}"))
    })?;
    let is_of_bookmark = matches!(said, Said::Bookmark(_));
    let said = match said {
        Said::Bookmark(mark) => Said::Position(bookmarked(app, actor, (name, mark)).await?),
        other => other,
    };
    let place = move |view: View<'_>| place(&said, &view);
    let (moment, position, time) = app
        .engine
        .ask(Moment::Now, after, place)
        .await?
        .ok_or_else(|| Problem::parameter(name, format!("`{written}` is not there (yet)")))?;
    Ok(Found { position, time, moment, is_of_bookmark })
}

async fn bookmarked(
    app: &App,
    actor: ActorId,
    (parameter, name): (&str, String),
) -> Result<Position, Problem> {
    let own = app.bookmarks_of(actor).await?;
    own.get(&name).map(|it| it.position).ok_or_else(|| {
        let how = "`acker bookmark set NAME` or `PUT /api/v1/bookmarks/NAME` makes one";
        Problem::parameter(parameter, format!("there is no bookmark `{name}` of yours; {how}"))
    })
}

/// None where the log does not go that far, or the process was never released.
fn place(said: &Said, view: &View<'_>) -> Option<(Moment, Position, Timestamp)> {
    let timeline = &view.projections.timeline;
    let at = |position: Position| {
        let time = timeline.recorded_at(position);
        let time = if position == Position(0) { Some(Timestamp::UNIX_EPOCH) } else { time };
        time.map(|time| (Moment::Position(position), position, time))
    };
    match said {
        Said::Now => Some((Moment::Now, view.projections.position(), view.now)),
        Said::Time(time) => {
            let position = timeline.last_at(*time).unwrap_or_default();
            Some((Moment::Time(*time), position, *time))
        }
        Said::Position(position) => at(*position),
        Said::Release(stream) => {
            let tag = Some("process_released".to_owned());
            let filter = TimelineFilter { stream: Some(*stream), tag, ..Default::default() };
            at(*timeline.find(&filter, None, 1).first()?)
        }
        Said::Bookmark(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_counted_from_today() {
        let read = |written| match Said::read(written, date(2026, 11, 24)) {
            Some(Said::Time(time)) => time.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(read("quarter-start"), "2026-10-01T00:00:00Z");
        assert_eq!(read("last-quarter-end"), "2026-09-30T23:59:59.999999999Z");
        assert_eq!(read("last-year-end"), "2025-12-31T23:59:59.999999999Z");
        assert_eq!(read("month-start"), "2026-11-01T00:00:00Z");
        assert_eq!(read("2026-03-31"), "2026-03-31T23:59:59.999999999Z");
    }

    #[test]
    fn positions_releases_and_bookmarks_are_told_apart_and_nonsense_is_refused() {
        let read = |written: &str| Said::read(written, date(2026, 11, 24));
        assert_eq!(read("503"), Some(Said::Position(Position(503))));
        assert_eq!(read("last-check"), read("bookmark:last-check"));
        let id = "01890000-0000-7000-8000-000000000001";
        assert!(matches!(read(&format!("release:processes/{id}")), Some(Said::Release(_))));
        assert_eq!(read(&format!("release:units/{id}")), None);
        for nonsense in ["", "yesterday", "2026-13-01", "release:x", "99999999999999999999999"] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }
}
