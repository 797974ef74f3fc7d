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
use jiff::{SignedDuration, Span, Timestamp, civil::Time, tz::TimeZone};
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
    let (ids, at) = (Arc::new(SystemIds), Arc::clone(&clock) as _);
    let parts = Parts { store, clock: at, ids, snapshots: None };
    let engine = Engine::start(parts, |_, _| {}).await?;
    for (place, line) in COMPANY.lines().enumerate() {
        tell(&engine, &clock, line, now)
            .await
            .with_context(|| format!("line {} of the sample company", place + 1))?;
    }
    Ok(ActorId(SystemIds.id(now)))
}

async fn tell(engine: &Engine, clock: &SetClock, line: &str, now: Timestamp) -> Result<()> {
    let Told { at, actor, noun, id, command, mut body, meta } = serde_json::from_str(line)?;
    set_days(&mut body, now)?;
    let noun: Noun = noun.parse()?;
    let entry = find(noun, &command).with_context(|| format!("no command `{command}`"))?;
    clock.set(moment(&at, now)?);
    let actor = Actor { id: actor, kind: ActorKind::Person, unit: None };
    let meta = meta.unwrap_or_default();
    let context = Context { actor, key: None, expected: None, meta };
    engine.execute(Stream::new(noun, id), entry.parse_value(&body)?, context).await?;
    Ok(())
}

/// Puts the day in place of every `today-4d` in a body.
fn set_days(body: &mut Value, now: Timestamp) -> Result<()> {
    for field in body.as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        let Some(days) = field.as_str().and_then(|it| it.strip_prefix("today")) else { continue };
        let days: i64 = days.strip_suffix('d').context("no number of days")?.parse()?;
        let today = TimeZone::UTC.to_datetime(now).date();
        *field = today.checked_add(Span::new().days(days))?.to_string().into();
    }
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

    #[test]
    fn a_day_in_a_body_is_counted_from_today_in_either_direction() {
        let now = "2026-11-23T15:00:00Z".parse().expect("a time");
        let mut body = serde_json::json!({ "by": "today-4d", "until": "today+20d", "unit": "u" });
        set_days(&mut body, now).expect("days");
        let expected =
            serde_json::json!({ "by": "2026-11-19", "until": "2026-12-13", "unit": "u" });
        assert_eq!(body, expected);
    }
}
