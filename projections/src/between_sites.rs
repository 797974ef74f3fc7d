//! Waiting between sites: how long work lies because the two sides do not work at the same time.
//!
//! Asked for a day, the answer is about the ISO week (Monday to Sunday, in the sender's time) that
//! holds it, with its offsets, clock changes and holidays. A hand-over happens at a random moment *t*
//! of the sender's working time *S* in that week. It goes on at *g(t)*: at *t* itself if the other
//! side can take it, else when the next stretch begins in which it can.
//!
//! * A mail, a ticket, a platform or anything else that waits for its reader: in the receiver's
//!   working time. A meeting or a call: in working time that both sides share.
//! * Elapsed time is the mean of *g(t) − t* over *S*; the part inside the sender's own working hours
//!   is the mean of |*S′* ∩ [*t*, *g(t)*)|, where *S′* is the sender's working time in all weeks.
//!
//! Both are piecewise linear in *t* between the ends of stretches, so the means are sums of
//! trapezoids and exact; nothing is sampled. The model is our own and simple: a reader answers as
//! soon as working hours begin, nobody stays longer, and nothing waits in a queue. So it is the part
//! that zones and working hours alone explain, *at most* that much of a waiting somebody claims.
//! Zones are those of the IANA database that comes with the program.

mod calendar;
mod mean;

use events::hand_over::Channel;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::evidence::rounded;
pub use calendar::{Side, Week};
use mean::mean;

/// Weeks after the week asked for in which the end of waiting is sought. What does not end until
/// then, over clock changes and holidays, does not end.
const WEEKS_AFTER: i32 = 3;

/// Waiting from one side to another, for either sort of channel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct WaitingBetween {
    /// Hours of a working day of the sender in which both sides work, over the week.
    pub shared_hours_per_day: f64,
    /// By mail, ticket, platform: to the receiver's next working hour. Nothing if there is none.
    pub asynchronous: Option<MeanWaiting>,
    /// By meeting or phone: to the next working hour that both share. Nothing if they share none.
    pub synchronous: Option<MeanWaiting>,
}

/// The mean over the sender's working time of a week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct MeanWaiting {
    /// Until it goes on.
    pub elapsed_hours: f64,
    /// Of that, inside the sender's own working hours; the rest is night and days off.
    pub working_hours: f64,
}

/// From a sender to a receiver in the week. Nothing if the sender does not work in it.
pub fn waiting(from: &Side, to: &Side, week: Week) -> Option<WaitingBetween> {
    let moments = from.working(week.first, week.last);
    let until = week.last.saturating_add(jiff::Span::new().weeks(WEEKS_AFTER));
    let own = from.working(week.first, until);
    // A stretch of the receiver may have begun before the sender's week did.
    let theirs = to.working(week.first.saturating_sub(jiff::Span::new().days(2)), until);
    let shared = calendar::shared(&own, &theirs);
    let days = from.days_worked(week);
    let total = calendar::length(&moments);
    if total == 0 || days == 0 {
        return None;
    }
    let seconds_shared = calendar::length(&calendar::shared(&moments, &theirs));
    Some(WaitingBetween {
        shared_hours_per_day: rounded(calendar::hours(seconds_shared) / days as f64),
        asynchronous: mean(&moments, &own, &theirs),
        synchronous: mean(&moments, &own, &shared),
    })
}

impl WaitingBetween {
    /// By a channel; where nobody said which, as by mail. None: it never goes on.
    pub fn by(&self, channel: Option<Channel>) -> Option<MeanWaiting> {
        let is_synchronous = channel.is_some_and(Channel::is_synchronous);
        if is_synchronous { self.synchronous } else { self.asynchronous }
    }
}

/// The week that an answer is about, in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WeekShown {
    /// Its Monday.
    #[schemars(with = "String")]
    pub from: Date,
    /// Its Sunday.
    #[schemars(with = "String")]
    pub to: Date,
}

impl From<Week> for WeekShown {
    fn from(week: Week) -> Self {
        Self { from: week.first, to: week.last }
    }
}

#[cfg(test)]
mod tests;
