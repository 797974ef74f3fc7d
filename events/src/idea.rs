//! What can happen to an idea: an improvement that addresses pain points.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    area::Area,
    change::Change,
    ids::{ActorId, IdeaId, PainPointId, UnitId},
    sketch::ChangeSketched,
    words::{Words, wordless},
};

facts! {
    /// What happened to an idea.
    pub enum Event {
        /// Somebody proposed it.
        Proposed = "idea_proposed" v 1,
        /// Something about it changed.
        Revised = "idea_revised" v 1,
        /// It addresses one more pain point.
        PainPointAddressed = "pain_point_addressed" v 1,
        /// Somebody supports it.
        Supported = "idea_supported" v 1,
        /// Somebody does not support it any more.
        SupportWithdrawn = "support_withdrawn" v 1,
        /// A decision was asked of a unit, by a date.
        DecisionAsked = "decision_asked" v 1,
        /// Who decides wants to know more first.
        AskedBack = "idea_asked_back" v 1,
        /// It was put off until a date.
        PutOff = "idea_put_off" v 1,
        /// It was accepted.
        Accepted = "idea_accepted" v 1,
        /// It was rejected.
        Rejected = "idea_rejected" v 1,
        /// Whoever proposed it does not any more.
        Withdrawn = "idea_withdrawn" v 1,
        /// It is proposed again.
        Reopened = "idea_reopened" v 1,
        /// Some units try it.
        PilotStarted = "pilot_started" v 1,
        /// The trial is over.
        PilotEnded = "pilot_ended" v 1,
        /// It is how some units work now.
        Implemented = "idea_implemented" v 1,
        /// One more unit works that way.
        Adopted = "idea_adopted" v 1,
        /// Somebody said what it would bring.
        BenefitEstimated = "benefit_estimated" v 1,
        /// Somebody measured what it brought.
        BenefitMeasured = "benefit_measured" v 1,
        /// A change was tried out for it, and not made.
        ChangeSketched = "change_sketched" v 1,
        /// It is the same as another.
        Merged = "idea_merged" v 1,
        /// It is one of its own again.
        Unmerged = "idea_unmerged" v 1,
    }
}

fact! {
    /// Somebody proposed an improvement.
    pub struct Proposed {
        /// In one line.
        pub title: Words,
        /// In their words.
        pub text: Words,
        /// What it would make better.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub outcomes: Vec<Outcome>,
        /// The areas it belongs to, where they differ from those of its pain points.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub areas: Vec<Area>,
        /// The pain points that it addresses.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub pain_points: Vec<PainPointId>,
        /// Where it is described.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub link: Option<Words>,
        /// BCP 47: `de`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub language: Option<String>,
    }
}

fact! {
    /// Something about an idea changed.
    pub struct Revised {
        /// In one line.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub title: Change<Words>,
        /// In their words.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub text: Change<Words>,
        /// What it would make better.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub outcomes: Change<Vec<Outcome>>,
        /// The areas it belongs to.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub areas: Change<Vec<Area>>,
        /// Where it is described.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub link: Change<Words>,
        /// BCP 47.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub language: Change<String>,
    }
}

fact! {
    /// An idea addresses one more pain point.
    pub struct PainPointAddressed {
        /// The pain point.
        pub pain_point: PainPointId,
    }
}

fact! {
    /// Somebody supports an idea, for a unit or for themselves.
    pub struct Supported {
        /// Who: a pseudonym that no answer shows; it only keeps one from counting twice.
        pub supporter: ActorId,
        /// The unit they speak for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unit: Option<UnitId>,
    }
}

fact! {
    /// Somebody does not support an idea any more.
    pub struct SupportWithdrawn {
        /// Who.
        pub supporter: ActorId,
    }
}

fact! {
    /// A decision was asked of a unit, by a date.
    pub struct DecisionAsked {
        /// Who is to decide.
        pub unit: UnitId,
        /// Until when.
        #[schemars(with = "String")]
        pub by: Date,
    }
}

fact! {
    /// Who is to decide wants to know more first.
    pub struct AskedBack {
        /// What.
        pub question: Words,
    }
}

fact! {
    /// An idea was put off.
    pub struct PutOff {
        /// It is to be looked at again then.
        #[schemars(with = "String")]
        pub until: Date,
        /// Why.
        pub reason: Words,
    }
}

fact! {
    /// An idea was accepted.
    pub struct Accepted {
        /// Why.
        pub reason: Words,
    }
}

fact! {
    /// An idea was rejected.
    pub struct Rejected {
        /// Why.
        pub reason: Words,
    }
}

fact! {
    /// Whoever proposed an idea does not any more.
    pub struct Withdrawn {}
}

fact! {
    /// An idea is proposed again.
    pub struct Reopened {
        /// Why.
        pub reason: Words,
    }
}

fact! {
    /// Some units try an idea.
    pub struct PilotStarted {
        /// The units.
        pub units: Vec<UnitId>,
        /// Until when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>")]
        pub until: Option<Date>,
    }
}

fact! {
    /// A trial is over.
    pub struct PilotEnded {
        /// What came of it.
        pub result: Words,
    }
}

fact! {
    /// An idea is how some units work now.
    pub struct Implemented {
        /// The units.
        pub units: Vec<UnitId>,
    }
}

fact! {
    /// One more unit works that way.
    pub struct Adopted {
        /// The unit.
        pub unit: UnitId,
    }
}

fact! {
    /// Somebody said what an idea would bring.
    pub struct BenefitEstimated {
        /// Working hours a month that would be saved.
        pub hours_per_month: f64,
        /// Working hours that it takes once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub one_off_hours: Option<f64>,
    }
}

fact! {
    /// Somebody measured what an idea brought.
    pub struct BenefitMeasured {
        /// Working hours a month that were saved; negative where it costs more than before.
        pub hours_per_month: f64,
        /// The first day that was measured.
        #[schemars(with = "String")]
        pub from: Date,
        /// The last day that was measured.
        #[schemars(with = "String")]
        pub to: Date,
        /// How it was measured.
        pub how: Words,
    }
}

fact! {
    /// An idea is the same as another: what it has counts there.
    pub struct Merged {
        /// The other.
        pub into: IdeaId,
    }
}

fact! {
    /// An idea is one of its own again.
    pub struct Unmerged {}
}

/// What an improvement makes better.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Less work.
    Leaner,
    /// One sees what happens.
    MoreTransparent,
    /// Easier to do.
    Simpler,
    /// A better result.
    Better,
    /// More that can be done.
    Richer,
}

wordless!(Outcome);

/// Where an idea stands. A pilot that ended leads back to `accepted`, reopening to `proposed`.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody was asked to decide yet.
    #[default]
    Proposed,
    /// A unit was asked to decide, by a date.
    DecisionAsked,
    /// Who is to decide wants to know more first.
    AskedBack,
    /// It is to be looked at again later.
    PutOff,
    /// It is to be done.
    Accepted,
    /// Some units try it.
    InPilot,
    /// It is how some units work.
    Implemented,
    /// It is not to be done.
    Rejected,
    /// Nobody proposes it any more.
    Withdrawn,
}

impl Status {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 9] = [
        Self::Proposed,
        Self::DecisionAsked,
        Self::AskedBack,
        Self::PutOff,
        Self::Accepted,
        Self::InPilot,
        Self::Implemented,
        Self::Rejected,
        Self::Withdrawn,
    ];

    /// As it stands in questions and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::DecisionAsked => "decision_asked",
            Self::AskedBack => "asked_back",
            Self::PutOff => "put_off",
            Self::Accepted => "accepted",
            Self::InPilot => "in_pilot",
            Self::Implemented => "implemented",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether it waits for a decision still, asked for or not.
    pub const fn is_undecided(self) -> bool {
        matches!(self, Self::Proposed | Self::DecisionAsked | Self::AskedBack | Self::PutOff)
    }

    /// Where an idea stands after something happened to it.
    #[must_use]
    pub const fn after(self, event: &Event) -> Self {
        match event {
            Event::Proposed(_) | Event::Reopened(_) => Self::Proposed,
            Event::DecisionAsked(_) => Self::DecisionAsked,
            Event::AskedBack(_) => Self::AskedBack,
            Event::PutOff(_) => Self::PutOff,
            Event::Accepted(_) | Event::PilotEnded(_) => Self::Accepted,
            Event::Rejected(_) => Self::Rejected,
            Event::Withdrawn(_) => Self::Withdrawn,
            Event::PilotStarted(_) => Self::InPilot,
            Event::Implemented(_) => Self::Implemented,
            Event::Revised(_)
            | Event::PainPointAddressed(_)
            | Event::Supported(_)
            | Event::SupportWithdrawn(_)
            | Event::Adopted(_)
            | Event::BenefitEstimated(_)
            | Event::BenefitMeasured(_)
            | Event::ChangeSketched(_)
            | Event::Merged(_)
            | Event::Unmerged(_) => self,
        }
    }
}

impl Proposed {
    /// The idea as it is after a revision.
    pub fn revise(&mut self, revised: &Revised) {
        let Revised { title, text, outcomes, areas, link, language } = revised;
        title.set_in(&mut self.title);
        text.set_in(&mut self.text);
        outcomes.set_or_empty(&mut self.outcomes);
        areas.set_or_empty(&mut self.areas);
        link.apply_to(&mut self.link);
        language.apply_to(&mut self.language);
    }
}
