//! Events to keep, for the tests of stores.

use std::ops::RangeInclusive;

use events::{
    Noun, Stream,
    codec::{self, Draft},
    ids::EventId,
    samples, site,
};
use jiff::{SignedDuration, Timestamp};

use crate::{Append, Expected, Stored};

/// An append to stream `stream` of one event for each number; equal numbers are equal event ids.
pub fn append(stream: u128, expected: Expected, ids: RangeInclusive<u128>) -> Append {
    let drafts = ids.map(|id| draft(id, &format!("Werk {id}"))).collect();
    Append { stream: self::stream(stream), expected, now: time(0), drafts }
}

/// The same append, at `seconds` on the caller's clock.
pub fn append_at(seconds: i64, append: Append) -> Append {
    Append { now: time(seconds), ..append }
}

/// An event with a name that somebody wrote.
pub fn draft(id: u128, name: &str) -> Draft {
    let event = site::Registered {
        name: name.into(),
        country: "DE".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        region: Some("Europa".into()),
        working_hours: None,
        holidays: vec![],
    };
    let mut origin = samples::all().swap_remove(0).origin;
    origin.key = None;
    codec::draft(EventId(samples::id(id)), &event.into(), &origin, &[7; 32])
}

/// A stream of its own for each number.
pub fn stream(n: u128) -> Stream {
    Stream::new(Noun::Site, samples::id(n))
}

/// A moment so many seconds after a fixed one.
pub fn time(seconds: i64) -> Timestamp {
    let noon = "2026-03-31T12:00:00Z".parse::<Timestamp>().expect("a time");
    noon + SignedDuration::from_secs(seconds)
}

/// The event as a reader gets it.
pub fn read(stored: &Stored) -> events::Recorded {
    let Stored { position, envelope, sealed } = stored;
    codec::verify(*position, envelope, sealed.as_deref()).expect("as it was written")
}
