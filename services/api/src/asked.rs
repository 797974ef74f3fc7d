//! What a question asks: its query parameters, read one by one, none ignored.

use std::{collections::BTreeMap, str::FromStr};

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use engine::{Moment, View, ViewOfSaid};
use events::Position;
use jiff::{Timestamp, civil::Date};

use crate::{
    App, Problem,
    answer::{Answer, Given},
    caller::Caller,
    limits, moments, parse,
};

/// The parameters that every question takes, for the documentation.
pub(crate) const COMMON: &[(&str, &str)] = &[
    (
        "at",
        "As it was known at this time (RFC 3339), at the end of this day in UTC (`2026-03-31`), or at another \
         moment: `last-quarter-end`, `release:processes/ID`, `last-check`, all that `diff` takes.",
    ),
    ("at_position", "As it was right after this position."),
    (
        "happened_at",
        "As it was at this time, as far as that is known now: of all events those that happened by then, \
         or were recorded by then where nobody said when they happened. A time or a day, as `at`.",
    ),
    ("after_position", "Not before this position: read your own writes."),
];

/// The parameters of lists, for the documentation.
pub(crate) const PAGED: &[(&str, &str)] = &[
    ("limit", "At most so many items, 1 to 1,000; 100 where it is not said."),
    ("cursor", "The `next` of the page before."),
];

/// The parameters of one question. Each is taken once; what is left at the end was not known.
#[derive(Debug)]
pub(crate) struct Asked {
    left: BTreeMap<String, String>,
    moment: Moment,
    after: Position,
}

impl FromRequestParts<App> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|error| Problem::unreadable(error.body_text()))?;
        let mut left = BTreeMap::new();
        for (name, value) in pairs {
            if left.insert(name.clone(), value).is_some() {
                return Err(Problem::parameter(&name, "must not be said twice"));
            }
        }
        let mut asked = Self { left, moment: Moment::Now, after: Position::default() };
        asked.after = Position(asked.take("after_position")?.unwrap_or_default());
        asked.moment = asked.read_moment(app, parts).await?;
        Ok(asked)
    }
}

impl Asked {
    async fn read_moment(&mut self, app: &App, parts: &mut Parts) -> Result<Moment, Problem> {
        let at = match self.take_text("at") {
            Some(at) => {
                let caller = Caller::from_request_parts(parts, app).await?;
                Some(self.moment_of(app, &caller, ("at", &at)).await?)
            }
            None => None,
        };
        let position: Option<u64> = self.take("at_position")?;
        let happened = self.take_time("happened_at")?;
        match (at, position, happened) {
            (None, None, None) => Ok(Moment::Now),
            (Some(at), None, None) => Ok(at),
            (None, Some(position), None) => Ok(Moment::Position(Position(position))),
            (None, None, Some(time)) => Ok(Moment::Happened(time)),
            (Some(_), _, _) => {
                Err(Problem::parameter("at", "cannot go with `at_position` or `happened_at`"))
            }
            (None, Some(_), Some(_)) => {
                Err(Problem::parameter("at_position", "cannot go with `happened_at`"))
            }
        }
    }

    /// A moment as auditors say it; a time or a day is found without looking into the log.
    async fn moment_of(
        &self,
        app: &App,
        caller: &Caller,
        (name, written): (&str, &str),
    ) -> Result<Moment, Problem> {
        if let Some(time) = parse::time(written) {
            return Ok(Moment::Time(time));
        }
        Ok(moments::find(app, caller.actor.id, (name, written), self.after).await?.moment)
    }

    /// A parameter as it was written.
    pub(crate) fn take_text(&mut self, name: &str) -> Option<String> {
        self.left.remove(name)
    }

    /// A parameter, read as a `T`.
    pub(crate) fn take<T: FromStr<Err: std::fmt::Display>>(
        &mut self,
        name: &str,
    ) -> Result<Option<T>, Problem> {
        let Some(written) = self.left.remove(name) else { return Ok(None) };
        let read = written.parse().map_err(|error| {
            Problem::parameter(name, format!("`{written}` cannot be read: {error}"))
        })?;
        Ok(Some(read))
    }

    /// A day.
    pub(crate) fn take_day(&mut self, name: &str) -> Result<Option<Date>, Problem> {
        let Some(written) = self.take_text(name) else { return Ok(None) };
        let no_day =
            |_| Problem::parameter(name, format!("`{written}` is no day such as `2026-03-31`"));
        written.parse().map(Some).map_err(no_day)
    }

    /// A time, or the end of a day in UTC.
    pub(crate) fn take_time(&mut self, name: &str) -> Result<Option<Timestamp>, Problem> {
        self.take_text(name).map(|it| time(name, &it)).transpose()
    }

    /// Which part of a list: the first item, and how many.
    pub(crate) fn page(&mut self) -> Result<(usize, usize), Problem> {
        let limit = self.limit(limits::ITEMS)?;
        let first = self.take("cursor")?.unwrap_or(0);
        Ok((first, limit))
    }

    /// How many items at most.
    pub(crate) fn limit(&mut self, usual: usize) -> Result<usize, Problem> {
        match self.take("limit")?.unwrap_or(usual) {
            limit @ 1..=limits::ITEMS_MAX => Ok(limit),
            _ => Err(Problem::parameter("limit", format!("must be 1 to {}", limits::ITEMS_MAX))),
        }
    }

    /// The earlier moment that an answer is compared with: `since`, or `since_position`.
    pub(crate) async fn since(
        &mut self,
        app: &App,
        caller: &Caller,
    ) -> Result<Option<Moment>, Problem> {
        let time = match self.take_text("since") {
            Some(since) => Some(self.moment_of(app, caller, ("since", &since)).await?),
            None => None,
        };
        let position = self.take("since_position")?.map(|it| Moment::Position(Position(it)));
        match (time, position) {
            (Some(_), Some(_)) => {
                Err(Problem::parameter("since", "cannot go with `since_position`"))
            }
            (time, position) => Ok(time.or(position)),
        }
    }

    /// The question is only about now.
    pub(crate) fn only_now(&self) -> Result<(), Problem> {
        match self.moment {
            Moment::Now => Ok(()),
            Moment::Time(_) => Err(Problem::parameter("at", "is not a parameter of this question")),
            Moment::Position(_) => {
                Err(Problem::parameter("at_position", "is not a parameter of this question"))
            }
            Moment::Happened(_) => {
                Err(Problem::parameter("happened_at", "is not a parameter of this question"))
            }
        }
    }

    /// Not before this position.
    pub(crate) fn after(&self) -> Position {
        self.after
    }

    /// For questions about two moments, which have no single one: not before which position.
    pub(crate) fn between(&self) -> Result<Position, Problem> {
        self.finish()?;
        self.only_now()?;
        Ok(self.after)
    }

    pub(crate) fn finish(&self) -> Result<(), Problem> {
        match self.left.keys().next() {
            Some(name) => Err(Problem::parameter(name, "is not a parameter of this question")),
            None => Ok(()),
        }
    }

    /// Puts the question. Parameters that nobody took are refused.
    pub(crate) async fn answer<T: Send + 'static>(
        &self,
        app: &App,
        question: impl FnOnce(View<'_>) -> T + Send + 'static,
    ) -> Result<Answer<T>, Problem> {
        self.finish()?;
        let ask = move |view: View<'_>| (view.position, question(view));
        Ok(self.given(app.engine.ask(self.moment, self.after, ask).await?))
    }

    /// The same where what people say is enough to know.
    pub(crate) async fn answer_of_said<T: Send + 'static>(
        &self,
        app: &App,
        question: impl FnOnce(ViewOfSaid<'_>) -> T + Send + 'static,
    ) -> Result<Answer<T>, Problem> {
        self.finish()?;
        let ask = move |view: ViewOfSaid<'_>| (view.position, question(view));
        Ok(self.given(app.engine.ask_said(self.moment, self.after, ask).await?))
    }

    fn given<T>(&self, (position, answer): (Position, T)) -> Answer<T> {
        let happened = match self.moment {
            Moment::Happened(time) => Some(time),
            Moment::Now | Moment::Position(_) | Moment::Time(_) => None,
        };
        Answer { position: Given { position, happened }, answer }
    }
}

fn time(name: &str, written: &str) -> Result<Timestamp, Problem> {
    parse::time(written).ok_or_else(|| {
        let detail =
            format!("`{written}` is neither a time such as `2026-03-31T12:00:00Z` nor a day");
        Problem::parameter(name, detail)
    })
}
