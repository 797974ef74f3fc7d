//! What can happen to a hand-over: the way from one step to the next, also into another process.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    change::Change,
    ids::{HandOverId, ProcessId, StepId},
    words::{Words, wordless},
};

fact! {
    /// A hand-over became known.
    pub struct HandOverAdded {
        /// The hand-over.
        pub hand_over: HandOverId,
        /// The step that hands over, in this process.
        pub from: StepId,
        /// The step that takes over.
        pub to: Destination,
        /// What sort.
        pub kind: HandOverKind,
        /// By which way.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub channel: Option<Channel>,
        /// Working time that one hand-over takes each person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub effort_minutes: Option<f64>,
        /// Time from handing over to going on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub wait_hours: Option<f64>,
        /// How often.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub times_per_month: Option<f64>,
        /// How many people it takes; unsaid: two for a meeting or a call, else one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub people: Option<f64>,
        /// The part of the cases that goes this way, 0 to 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub share: Option<f64>,
        /// When it goes this way.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub condition: Option<Words>,
        /// The rule that demands it: four-eyes principle, standard, co-determination.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub required_by: Option<Words>,
    }
}

fact! {
    /// Something about a hand-over changed.
    pub struct HandOverRevised {
        /// The hand-over.
        pub hand_over: HandOverId,
        /// What sort.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub kind: Change<HandOverKind>,
        /// By which way.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub channel: Change<Channel>,
        /// Working time that one hand-over takes each person.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub effort_minutes: Change<f64>,
        /// Time from handing over to going on.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub wait_hours: Change<f64>,
        /// How often.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub times_per_month: Change<f64>,
        /// How many people it takes; unsaid: two for a meeting or a call, else one.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub people: Change<f64>,
        /// The part of the cases that goes this way, 0 to 1.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub share: Change<f64>,
        /// When it goes this way.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub condition: Change<Words>,
        /// The rule that demands it: four-eyes principle, standard, co-determination.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub required_by: Change<Words>,
    }
}

fact! {
    /// A hand-over is not done any more.
    pub struct HandOverRemoved {
        /// The hand-over.
        pub hand_over: HandOverId,
    }
}

/// The step that takes over; without a process, one of the same process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Destination {
    /// The process of that step, if it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<ProcessId>,
    /// The step.
    pub step: StepId,
}

/// What is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandOverKind {
    /// Work to go on with.
    Work,
    /// A wish for approval.
    Approval,
    /// A wish to align.
    Alignment,
    /// A question.
    Question,
    /// Something sent back.
    Return,
    /// A report.
    Report,
    /// Something to know.
    Information,
}

/// The way by which it is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// People meet, in a room or on a screen.
    #[serde(alias = "video")]
    Meeting,
    /// A call.
    #[serde(alias = "call", alias = "telephone")]
    Phone,
    /// A mail.
    #[serde(alias = "e-mail", alias = "e_mail", alias = "mail")]
    Email,
    /// A ticket.
    Ticket,
    /// A place where both work: a wiki, a board, a shared file.
    Platform,
    /// A short message.
    Chat,
    /// On paper.
    Paper,
    /// By a program, without hands.
    System,
    /// Another way.
    Other,
}

impl Channel {
    /// Meetings and calls need both sides at the same time.
    pub const fn is_synchronous(self) -> bool {
        matches!(self, Self::Meeting | Self::Phone)
    }

    /// How many people one hand-over takes where nobody said it.
    pub const fn people_unsaid(self) -> f64 {
        if self.is_synchronous() { 2.0 } else { 1.0 }
    }
}

wordless!(Destination, HandOverKind, Channel);

impl HandOverAdded {
    /// The hand-over as it is after a revision.
    pub fn revise(&mut self, revised: &HandOverRevised) {
        let HandOverRevised {
            kind,
            channel,
            effort_minutes,
            wait_hours,
            times_per_month,
            people,
            share,
            condition,
            required_by,
            hand_over: _,
        } = revised;
        kind.set_in(&mut self.kind);
        channel.apply_to(&mut self.channel);
        effort_minutes.apply_to(&mut self.effort_minutes);
        wait_hours.apply_to(&mut self.wait_hours);
        times_per_month.apply_to(&mut self.times_per_month);
        people.apply_to(&mut self.people);
        share.apply_to(&mut self.share);
        condition.apply_to(&mut self.condition);
        required_by.apply_to(&mut self.required_by);
    }
}

impl HandOverAdded {
    /// How many people one hand-over takes: as said, else two for a meeting or a call, else one.
    pub fn people_or_usual(&self) -> f64 {
        self.people.unwrap_or_else(|| self.channel.map_or(1.0, Channel::people_unsaid))
    }
}
