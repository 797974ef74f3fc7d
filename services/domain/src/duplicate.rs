//! A verdict on things that seem to be the same. Its id follows from which they are, so that whoever
//! speaks of the same things speaks of the same verdict.

mod confirm_duplicate;
mod dismiss_duplicate;
mod withdraw_verdict;

pub use confirm_duplicate::ConfirmDuplicate;
pub use dismiss_duplicate::DismissDuplicate;
pub use withdraw_verdict::WithdrawVerdict;

use events::{
    Noun,
    duplicate::{DismissalCause, DuplicateKind, DuplicateSort, Event, duplicate_id},
    ids::{DataObjectId, IdeaId, PainPointId, ProcessId, StepId},
};
use uuid::Uuid;

use crate::{Aggregate, Need, Needs, fields::Fields};

/// The most things that one verdict is about.
pub const MEMBERS_MAX: usize = 1_000;

/// What decisions about a verdict need to know.
#[derive(Debug, Clone, Default)]
pub struct Duplicate {
    exists: bool,
    verdict: Option<Verdict>,
}

/// What somebody says of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Confirmed(DuplicateSort),
    Dismissed(DismissalCause),
}

impl Aggregate for Duplicate {
    type Event = Event;
    const NOUN: Noun = Noun::Duplicate;

    fn evolve(&mut self, event: &Event) {
        self.exists = true;
        self.verdict = match event {
            Event::Confirmed(it) => Some(Verdict::Confirmed(it.sort)),
            Event::Dismissed(it) => Some(Verdict::Dismissed(it.because)),
            Event::VerdictWithdrawn(_) => None,
        };
    }

    fn exists(&self) -> bool {
        self.exists
    }
}

/// Two at least; of duplicated data the one data object.
fn check(fields: &mut Fields, kind: DuplicateKind, members: &[Uuid]) {
    fields.at_most("/members", members.len(), MEMBERS_MAX);
    let is_data = kind == DuplicateKind::Data;
    if is_data && members.len() != 1 {
        let detail = "must name the one data object that is kept in several stores";
        fields.wrong("/members", "not-one", detail);
    } else if !is_data && members.len() < 2 {
        fields.wrong("/members", "too-few", "must name two different ones at least");
    }
}

/// Each must be known, and the verdict be addressed by the id that follows from them.
fn need(needs: &mut Needs, kind: DuplicateKind, members: &[Uuid]) {
    needs.add("/id", Need::OwnId(duplicate_id(kind, members).0));
    for (place, member) in members.iter().take(MEMBERS_MAX).enumerate() {
        let need = match kind {
            DuplicateKind::Step => Need::StepOfAnother(StepId(*member)),
            DuplicateKind::Data | DuplicateKind::DataObject => {
                Need::DataObject(DataObjectId(*member))
            }
            DuplicateKind::Process => Need::Process(ProcessId(*member)),
            DuplicateKind::PainPoint => Need::PainPoint(PainPointId(*member)),
            DuplicateKind::Idea => Need::Idea(IdeaId(*member)),
        };
        needs.add(format!("/members/{place}"), need);
    }
}

#[cfg(test)]
pub(crate) mod fixtures {
    //! Two steps, for the tests of verdicts.

    use events::{
        duplicate::{Confirmed, DismissalCause, Dismissed, DuplicateKind, DuplicateSort},
        samples::id,
    };

    pub(crate) fn confirmed() -> Confirmed {
        let (kind, members) = (DuplicateKind::Step, vec![id(51), id(52)]);
        Confirmed { kind, members, sort: DuplicateSort::SameResult }
    }

    pub(crate) fn dismissed() -> Dismissed {
        let (kind, members) = (DuplicateKind::Step, vec![id(51), id(52)]);
        Dismissed { kind, members, because: DismissalCause::DifferentWork }
    }
}
