//! Ids as they stand in paths and queries.

use std::{fmt, str::FromStr};

use events::ids::{
    CommunityId, DataObjectId, IdeaId, LogId, PainPointId, ProcessId, SiteId, UnitId,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

/// A time, or the end of a day in UTC.
pub(crate) fn time(written: &str) -> Option<Timestamp> {
    let end_of_day = |day: Date| TimeZone::UTC.to_timestamp(day.at(23, 59, 59, 999_999_999));
    written.parse().or_else(|_| written.parse().and_then(end_of_day)).ok()
}

/// An id before it is known what it names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Id(pub(crate) Uuid);

/// Not an id.
#[derive(Debug)]
pub(crate) struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a UUID")
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(written: &str) -> Result<Self, NotAnId> {
        Uuid::parse_str(written).map(Self).map_err(|_| NotAnId)
    }
}

macro_rules! names {
    ($($id:ident),+) => {
        $(impl From<Id> for $id {
            fn from(id: Id) -> Self { Self(id.0) }
        })+
    };
}

names!(CommunityId, DataObjectId, IdeaId, LogId, PainPointId, ProcessId, SiteId, UnitId);
