//! Ideas: what would make it better, where each stands, and what it brought.
//!
//! Invariant: counts are of things, never of persons by name: who supports an idea is known here only so
//! that nobody counts twice.

mod answer;
mod filter;
mod joined;
mod sketch;

pub(crate) use answer::day_of;
pub use answer::{
    Asked, Benefit, Decision, IdeaDetail, IdeaItem, IdeasAnswer, MeasurementItem, PilotItem,
};
pub use filter::{IdeaFilter, OfStatus, UnknownIdeaStatus};
pub use sketch::{Compared, SketchItem};

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Because, Event, Position, Recorded, Words,
    idea::{self, BenefitEstimated, BenefitMeasured, Event as What, Proposed, Status},
    ids::{ActorId, IdeaId, PainPointId, UnitId},
    pain_point,
    sketch::ChangeSketched,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{coverage::Said, merges::Merges, registry::Known};

/// An idea as it is now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Idea {
    /// The fact, and all events that made it so.
    pub known: Known<Proposed>,
    /// When it was proposed.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub proposed: Timestamp,
    /// The unit it was proposed for, as far as that was said.
    pub proposer: Option<UnitId>,
    /// Where it stands.
    pub status: Status,
    /// What brought it there.
    pub moved: Said,
    /// The pain points that it addresses.
    pub addresses: BTreeSet<PainPointId>,
    /// Who supports it, for which unit.
    pub supporters: BTreeMap<ActorId, Option<UnitId>>,
    /// Of whom a decision is asked, until when.
    pub asked: Option<(UnitId, Date)>,
    /// What whoever decides wants to know.
    pub question: Option<Words>,
    /// When it is to be looked at again.
    pub put_off: Option<Date>,
    /// The reason of the last decision, of putting off or of reopening.
    pub reason: Option<Words>,
    /// The units that try it, and until when.
    pub pilot: BTreeSet<UnitId>,
    /// Until when they do.
    pub pilot_until: Option<Date>,
    /// All units that ever tried it.
    pub piloted: BTreeSet<UnitId>,
    /// What came of the last trial.
    pub pilot_result: Option<Words>,
    /// The units that work that way.
    pub working: BTreeSet<UnitId>,
    /// What it would bring.
    #[serde(with = "crate::kept")]
    pub estimated: Option<BenefitEstimated>,
    /// What it brought, oldest first.
    pub measured: Vec<Measurement>,
    /// The change that was sketched last.
    pub sketched: Option<Sketch>,
}

/// A change that was tried out and kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    /// The commands, and what they were expected to change.
    #[serde(with = "crate::kept")]
    pub fact: ChangeSketched,
    /// When that was.
    pub said: Said,
}

/// A benefit that was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// What was measured.
    #[serde(with = "crate::kept")]
    pub fact: BenefitMeasured,
    /// When that was recorded.
    pub said: Said,
}

/// All ideas.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ideas {
    /// Each as it is by itself.
    single: BTreeMap<IdeaId, Idea>,
    /// Those into which others were merged, with all that counts there.
    joined: BTreeMap<IdeaId, Idea>,
    merges: Merges<IdeaId>,
    addressing: BTreeMap<PainPointId, BTreeSet<IdeaId>>,
    /// The events that name an idea as what led to them.
    led_to: BTreeMap<IdeaId, BTreeSet<Position>>,
}

impl Ideas {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        for idea in leading_to(event) {
            self.led_to.entry(idea).or_default().insert(event.position);
        }
        let Event::Idea(what) = &event.event else { return };
        let id = IdeaId(event.stream.id);
        if let What::Proposed(it) = what {
            self.single.insert(id, Idea::new(it, event));
            self.address(id, &it.pain_points);
            self.join(id);
            return;
        }
        let Some(idea) = self.single.get_mut(&id) else { return };
        idea.apply(what, event);
        let before = self.merges.root(id);
        match what {
            What::PainPointAddressed(it) => self.address(id, &[it.pain_point]),
            What::Merged(it) => self.merges.merge(id, it.into, event.position),
            What::Unmerged(_) => self.merges.unmerge(id),
            _ => {}
        }
        self.join(before);
        self.join(id);
    }

    fn address(&mut self, id: IdeaId, pain_points: &[PainPointId]) {
        for pain_point in pain_points {
            self.addressing.entry(*pain_point).or_default().insert(id);
        }
    }

    /// All of them, by id; without those that count as another now.
    pub fn all(&self) -> impl Iterator<Item = (IdeaId, &Idea)> {
        let own = self.single.iter().filter(|(id, _)| self.merges.target(**id).is_none());
        own.map(|(id, single)| (*id, self.joined.get(id).unwrap_or(single)))
    }

    /// The idea of this id; where it was merged into another, that one.
    pub fn get(&self, id: IdeaId) -> Option<&Idea> {
        let root = self.merges.root(id);
        self.joined.get(&root).or_else(|| self.single.get(&root))
    }

    /// The idea of this id as it is by itself, whatever was merged.
    pub(crate) fn single(&self, id: IdeaId) -> Option<&Idea> {
        self.single.get(&id)
    }

    /// What was merged into what.
    pub fn merges(&self) -> &Merges<IdeaId> {
        &self.merges
    }

    /// An idea and all that count as it: first the one at the end of the chain.
    pub fn group(&self, id: IdeaId) -> Vec<IdeaId> {
        let root = self.merges.root(id);
        std::iter::once(root).chain(self.merges.members(root)).collect()
    }

    /// The ideas that address one of these pain points, each once; what was merged counts as its target.
    pub fn addressing(&self, pain_points: &[PainPointId]) -> Vec<IdeaId> {
        let ids = pain_points.iter().filter_map(|it| self.addressing.get(it)).flatten();
        let roots: BTreeSet<_> = ids.map(|it| self.merges.root(*it)).collect();
        roots.into_iter().collect()
    }

    /// The events that name an idea, or one that counts as it, as what led to them.
    pub fn led_to(&self, id: IdeaId) -> BTreeSet<Position> {
        let all = self.group(id).into_iter().filter_map(|it| self.led_to.get(&it));
        all.flatten().copied().collect()
    }
}

impl Idea {
    fn new(proposed: &Proposed, event: &Recorded) -> Self {
        let meta = &event.origin.meta;
        Self {
            known: Known::new(proposed.clone(), event.position),
            proposed: event.recorded,
            proposer: meta.on_behalf_of.or(event.origin.actor.unit),
            status: Status::Proposed,
            moved: said(event),
            addresses: proposed.pain_points.iter().copied().collect(),
            supporters: BTreeMap::new(),
            asked: None,
            question: None,
            put_off: None,
            reason: None,
            pilot: BTreeSet::new(),
            pilot_until: None,
            piloted: BTreeSet::new(),
            pilot_result: None,
            working: BTreeSet::new(),
            estimated: None,
            measured: Vec::new(),
            sketched: None,
        }
    }

    fn apply(&mut self, what: &What, event: &Recorded) {
        self.known.evidence.push(event.position);
        let status = self.status.after(what);
        if self.moves(what) {
            self.moved = said(event);
        }
        if status != Status::InPilot {
            self.pilot.clear();
            self.pilot_until = None;
        }
        self.status = status;
        match what {
            What::Revised(it) => self.known.fact.revise(it),
            What::PainPointAddressed(it) => drop(self.addresses.insert(it.pain_point)),
            What::Supported(it) => drop(self.supporters.insert(it.supporter, it.unit)),
            What::SupportWithdrawn(it) => drop(self.supporters.remove(&it.supporter)),
            What::Adopted(it) => drop(self.working.insert(it.unit)),
            What::BenefitEstimated(it) => self.estimated = Some(it.clone()),
            What::BenefitMeasured(it) => {
                self.measured.push(Measurement { fact: it.clone(), said: said(event) });
            }
            What::ChangeSketched(it) => {
                self.sketched = Some(Sketch { fact: it.clone(), said: said(event) });
            }
            What::Implemented(it) => self.working.extend(&it.units),
            What::PilotStarted(it) => self.start_pilot(it),
            What::PilotEnded(it) => self.pilot_result = Some(it.result.clone()),
            What::DecisionAsked(it) => self.asked = Some((it.unit, it.by)),
            What::AskedBack(it) => self.question = Some(it.question.clone()),
            What::PutOff(it) => {
                self.put_off = Some(it.until);
                self.reason = Some(it.reason.clone());
            }
            What::Accepted(idea::Accepted { reason })
            | What::Rejected(idea::Rejected { reason })
            | What::Reopened(idea::Reopened { reason }) => self.reason = Some(reason.clone()),
            What::Proposed(_) | What::Withdrawn(_) | What::Merged(_) | What::Unmerged(_) => {}
        }
    }

    fn start_pilot(&mut self, started: &idea::PilotStarted) {
        self.pilot.extend(&started.units);
        self.piloted.extend(&started.units);
        self.pilot_until = started.until.or(self.pilot_until);
    }

    fn moves(&self, what: &What) -> bool {
        matches!(what, What::DecisionAsked(_) | What::PutOff(_))
            || self.status.after(what) != self.status
    }
}

/// The ideas that an event names as what led to it.
fn leading_to(event: &Recorded) -> impl Iterator<Item = IdeaId> {
    let because = match event.origin.meta.because_of {
        Some(Because::Idea(idea)) => Some(idea),
        Some(Because::PainPoint(_) | Because::Duplicate(_)) | None => None,
    };
    let ended_by = match &event.event {
        Event::PainPoint(pain_point::Event::Resolved(it)) => it.idea,
        _ => None,
    };
    because.into_iter().chain(ended_by)
}

fn said(event: &Recorded) -> Said {
    Said { position: event.position, recorded: event.recorded }
}

#[cfg(test)]
mod tests;
