//! An idea: an improvement, from its proposal to what it brought.

mod address_pain_point;
mod adopt_idea;
mod ask_for_decision;
mod benefit;
mod comment_on_idea;
mod decide_idea;
mod lifecycle;
mod merge_idea;
mod pilot;
mod propose_idea;
mod revise_idea;
mod sketch_change;
mod support_idea;
mod withdraw_idea;

pub use address_pain_point::AddressPainPoint;
pub use adopt_idea::{AdoptIdea, ImplementIdea};
pub use ask_for_decision::{AskBack, AskForDecision, PutOffIdea};
pub use benefit::{EstimateBenefit, MeasureBenefit};
pub use comment_on_idea::CommentOnIdea;
pub use decide_idea::{AcceptIdea, RejectIdea};
pub use merge_idea::{MergeIdea, UnmergeIdea};
pub use pilot::{EndPilot, StartPilot};
pub use propose_idea::ProposeIdea;
pub use revise_idea::ReviseIdea;
pub use sketch_change::SketchChange;
pub use support_idea::{SupportIdea, WithdrawSupport};
pub use withdraw_idea::{ReopenIdea, WithdrawIdea};

use std::collections::{BTreeSet, HashMap};

use events::{
    Noun,
    idea::{BenefitEstimated, BenefitMeasured, Event, Proposed, Status},
    ids::{ActorId, IdeaId, PainPointId, UnitId},
    sketch::SketchedCommand,
};
use uuid::Uuid;

use crate::{
    Aggregate,
    comments::Comments,
    founded::{Founded, change},
};

/// What decisions about an idea need to know.
#[derive(Debug, Clone, Default)]
pub struct Idea {
    proposed: Option<Founded<Proposed>>,
    status: Status,
    /// What brought it where it stands.
    last_move: Option<Event>,
    pain_points: BTreeSet<PainPointId>,
    supporters: HashMap<ActorId, Option<UnitId>>,
    /// The units that try it now.
    piloting: BTreeSet<UnitId>,
    was_tried: bool,
    /// The units that work that way.
    working: BTreeSet<UnitId>,
    estimated: Option<BenefitEstimated>,
    measured: Vec<BenefitMeasured>,
    /// The commands that were sketched last.
    sketched: Vec<SketchedCommand>,
    merged_into: Option<IdeaId>,
    comments: Comments,
}

impl Aggregate for Idea {
    type Event = Event;
    const NOUN: Noun = Noun::Idea;

    fn evolve(&mut self, event: &Event) {
        let status = self.status.after(event);
        match event {
            Event::Proposed(it) => {
                self.pain_points.extend(&it.pain_points);
                self.proposed = Some(Founded::new(it));
            }
            Event::Revised(it) => change(&mut self.proposed, |now| now.revise(it)),
            Event::PainPointAddressed(it) => drop(self.pain_points.insert(it.pain_point)),
            Event::Supported(it) => drop(self.supporters.insert(it.supporter, it.unit)),
            Event::SupportWithdrawn(it) => drop(self.supporters.remove(&it.supporter)),
            Event::PilotStarted(it) => {
                self.piloting.extend(&it.units);
                self.was_tried = true;
            }
            Event::PilotEnded(_) => self.piloting.clear(),
            Event::Implemented(it) => {
                self.working.extend(&it.units);
                self.piloting.clear();
            }
            Event::Adopted(it) => drop(self.working.insert(it.unit)),
            Event::BenefitEstimated(it) => self.estimated = Some(it.clone()),
            Event::BenefitMeasured(it) => self.measured.push(it.clone()),
            Event::ChangeSketched(it) => self.sketched.clone_from(&it.commands),
            Event::Merged(it) => self.merged_into = Some(it.into),
            Event::Unmerged(_) => self.merged_into = None,
            Event::DecisionAsked(_)
            | Event::AskedBack(_)
            | Event::PutOff(_)
            | Event::Accepted(_)
            | Event::Rejected(_)
            | Event::Withdrawn(_)
            | Event::Reopened(_) => self.piloting.clear(),
        }
        if lifecycle::is_move(event) {
            self.last_move = Some(event.clone());
        }
        self.status = status;
    }

    fn exists(&self) -> bool {
        self.proposed.is_some()
    }

    fn merged_into(&self) -> Option<Uuid> {
        self.merged_into.map(|it| it.0)
    }

    fn comments(&self) -> Option<&Comments> {
        Some(&self.comments)
    }

    fn comments_mut(&mut self) -> Option<&mut Comments> {
        Some(&mut self.comments)
    }
}

#[cfg(test)]
pub(crate) mod fixtures {
    //! An idea, for the tests of its commands.

    use events::{
        idea::{Accepted, Proposed},
        ids::UnitId,
        samples::id,
    };

    pub(crate) const PUNE: UnitId = UnitId(id(11));
    pub(crate) const TOLUCA: UnitId = UnitId(id(12));

    pub(crate) fn proposed() -> Proposed {
        Proposed {
            title: "Eine Liste".into(),
            text: "Eine für alle Lieferanten".into(),
            outcomes: vec![],
            areas: vec![],
            pain_points: vec![],
            link: None,
            language: None,
        }
    }

    pub(crate) fn accepted() -> Accepted {
        Accepted { reason: "Trägt sich".into() }
    }
}
