//! The sample company: an invented manufacturer, told as commands over twelve months up to yesterday.
//!
//! This is the only place that sets recorded time: its clock stands where each line says.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use domain::catalogue::find;
use engine::{
    Context, Engine, Parts,
    clock::SetClock,
    id_source::{IdSource as _, SystemIds},
};
use events::{Actor, ActorKind, Meta, Noun, Stream, ids::ActorId};
use jiff::{SignedDuration, Timestamp, civil::Time, tz::TimeZone};
use serde::Deserialize;
use serde_json::Value;
use store::EventStore;
use uuid::Uuid;

const COMPANY: &str = include_str!("../demo/company.ndjson");

/// A command and when it was given: days before today, and the time of day in UTC.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    at: String,
    actor: ActorId,
    noun: String,
    id: Uuid,
    command: String,
    body: Value,
    #[serde(default)]
    meta: Option<Meta>,
}

/// Tells the company's history to an empty store. Returns who acts from now on.
pub(crate) async fn load(store: Arc<dyn EventStore>, now: Timestamp) -> Result<ActorId> {
    let clock = Arc::new(SetClock::default());
    let parts = Parts { store, clock: Arc::clone(&clock) as _, ids: Arc::new(SystemIds) };
    let engine = Engine::start(parts, |_, _| {}).await?;
    for (place, line) in COMPANY.lines().enumerate() {
        tell(&engine, &clock, line, now)
            .await
            .with_context(|| format!("line {} of the sample company", place + 1))?;
    }
    Ok(ActorId(SystemIds.id(now)))
}

async fn tell(engine: &Engine, clock: &SetClock, line: &str, now: Timestamp) -> Result<()> {
    let Told { at, actor, noun, id, command, body, meta } = serde_json::from_str(line)?;
    let noun: Noun = noun.parse()?;
    let entry = find(noun, &command).with_context(|| format!("no command `{command}`"))?;
    clock.set(moment(&at, now)?);
    let actor = Actor { id: actor, kind: ActorKind::Person, unit: None };
    let meta = meta.unwrap_or_default();
    let context = Context { actor, key: None, expected: None, meta };
    engine.execute(Stream::new(noun, id), entry.parse_value(&body)?, context).await?;
    Ok(())
}

/// `-352d 09:12`: so many days before today.
fn moment(at: &str, now: Timestamp) -> Result<Timestamp> {
    let (days, time) = at.split_once("d ").context("no day and time")?;
    let (days, time): (i64, Time) = (days.parse()?, time.parse()?);
    let today = TimeZone::UTC.to_datetime(now).date();
    let midnight = TimeZone::UTC.to_timestamp(today.to_datetime(time))?;
    Ok(midnight + SignedDuration::from_hours(24 * days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_the_company_is_counted_back_from_today() {
        let now = "2026-11-23T15:00:00Z".parse().expect("a time");
        let then = moment("-352d 09:12", now).expect("a moment");
        assert_eq!(then.to_string(), "2025-12-06T09:12:00Z");
    }
}
