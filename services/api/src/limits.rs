//! The bounds of one server. What is above them is refused politely.

use std::time::Duration;

/// The largest JSON body, in bytes.
pub const BODY: usize = 1_000_000;
/// How much of a larger one is taken in and thrown away, so that its sender gets to read the answer.
pub const BODY_DISCARDED: usize = 16_000_000;
/// The largest line of a bulk, in bytes.
pub const LINE: usize = 1_000_000;
/// The largest bulk, in bytes.
pub const BULK: usize = 64_000_000;
/// Commands that are tried out at once.
pub const TRIED: usize = 1_000;
/// How long the headers of a request may take.
pub const HEADER_TIME: Duration = Duration::from_secs(10);
/// How long a body may say nothing.
pub const BODY_IDLE: Duration = Duration::from_secs(30);
/// How long a handler may take; bulks and the feed have no limit.
pub const HANDLER_TIME: Duration = Duration::from_secs(30);
/// Open connections.
pub const CONNECTIONS: usize = 2_500;
/// Subscribers of the live feed.
pub const SUBSCRIBERS: usize = 2_000;
/// How long requests under way are waited for when the server stops.
pub const FAREWELL: Duration = Duration::from_secs(10);
/// Heavy questions that wait for their turn; one more is told to try again.
pub const QUESTIONS_WAITING: usize = 256;
/// Bytes of answers that are kept, about.
pub const ANSWERS_KEPT: usize = 64_000_000;
/// Items of a list where the caller does not say.
pub const ITEMS: usize = 100;
/// The most items of one page of a list.
pub const ITEMS_MAX: usize = 1_000;
/// Events between two moments that are told anew to find the reasons of a figure, at most.
pub const SPAN: usize = 500_000;
/// Things that one report tells, at most.
pub const REPORTED: usize = 2_000;
/// Figures that one answer compares, at most.
pub const FIGURES: usize = 1_000;
