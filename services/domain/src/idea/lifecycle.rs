//! The life of an idea: which step may follow which. The one table of it.
//!
//! | step | while it is | leads to |
//! |---|---|---|
//! | ask for a decision | proposed, decision asked, asked back, put off | decision asked |
//! | ask back | decision asked | asked back |
//! | put off | proposed, decision asked, asked back, put off | put off |
//! | accept, reject | proposed, decision asked, asked back, put off | accepted, rejected |
//! | start a pilot | accepted, in pilot | in pilot |
//! | end the pilot | in pilot | accepted |
//! | implement | accepted, in pilot, implemented | implemented |
//! | adopt | implemented | implemented |
//! | withdraw | whatever was neither decided against nor done | withdrawn |
//! | reopen | put off, rejected, withdrawn, implemented | proposed |

use events::idea::{Event, Status};

use super::Idea;
use crate::{Decision, Rejection};

const UNDECIDED: &[Status] =
    &[Status::Proposed, Status::DecisionAsked, Status::AskedBack, Status::PutOff];

/// Whether an event moves the idea through its life.
pub(super) fn is_move(event: &Event) -> bool {
    !allowed(event).is_empty()
}

/// Where an idea has to stand for this to happen; nothing where it does not matter.
fn allowed(event: &Event) -> &'static [Status] {
    match event {
        Event::DecisionAsked(_) | Event::PutOff(_) | Event::Accepted(_) | Event::Rejected(_) => {
            UNDECIDED
        }
        Event::AskedBack(_) => &[Status::DecisionAsked],
        Event::PilotStarted(_) => &[Status::Accepted, Status::InPilot],
        Event::PilotEnded(_) => &[Status::InPilot],
        Event::Implemented(_) => &[Status::Accepted, Status::InPilot, Status::Implemented],
        Event::Adopted(_) => &[Status::Implemented],
        Event::Withdrawn(_) => &[
            Status::Proposed,
            Status::DecisionAsked,
            Status::AskedBack,
            Status::PutOff,
            Status::Accepted,
            Status::InPilot,
        ],
        Event::Reopened(_) => {
            &[Status::PutOff, Status::Rejected, Status::Withdrawn, Status::Implemented]
        }
        Event::Proposed(_)
        | Event::Revised(_)
        | Event::PainPointAddressed(_)
        | Event::Supported(_)
        | Event::SupportWithdrawn(_)
        | Event::BenefitEstimated(_)
        | Event::BenefitMeasured(_)
        | Event::ChangeSketched(_)
        | Event::Merged(_)
        | Event::Unmerged(_) => &[],
    }
}

impl Idea {
    /// The step, where it may follow; nothing where it was the last one already.
    pub(super) fn step(&self, wish: impl Into<Event>) -> Decision {
        let wish = wish.into();
        if self.last_move.as_ref() == Some(&wish) {
            return Ok(vec![]);
        }
        self.must_allow(&wish)?;
        Ok(vec![wish.into()])
    }

    /// Refuses what cannot happen where the idea stands.
    pub(super) fn must_allow(&self, wish: &Event) -> Result<(), Rejection> {
        let allowed = allowed(wish);
        if allowed.contains(&self.status) {
            Ok(())
        } else {
            Err(Rejection::Status(self.status, allowed))
        }
    }
}

#[cfg(test)]
mod tests {
    use events::{
        ids::{ActorId, UnitId},
        samples::{self, id},
    };
    use proptest::prelude::*;

    use super::*;
    use crate::{
        AnyAggregate, AnyCommand,
        idea::{
            AcceptIdea, AdoptIdea, AskBack, AskForDecision, EndPilot, ImplementIdea,
            MeasureBenefit, MergeIdea, ProposeIdea, PutOffIdea, RejectIdea, ReopenIdea,
            SketchChange, StartPilot, SupportIdea, UnmergeIdea, WithdrawIdea, WithdrawSupport,
        },
    };

    /// Every way from one status to another that the product knows; staying is always one.
    const WAYS: &[(&str, &[&str])] = &[
        ("proposed", &["decision_asked", "put_off", "accepted", "rejected", "withdrawn"]),
        ("decision_asked", &["asked_back", "put_off", "accepted", "rejected", "withdrawn"]),
        ("asked_back", &["decision_asked", "put_off", "accepted", "rejected", "withdrawn"]),
        ("put_off", &["decision_asked", "accepted", "rejected", "withdrawn", "proposed"]),
        ("accepted", &["in_pilot", "implemented", "withdrawn"]),
        ("in_pilot", &["accepted", "implemented", "withdrawn"]),
        ("implemented", &["proposed"]),
        ("rejected", &["proposed"]),
        ("withdrawn", &["proposed"]),
    ];

    proptest! {
        #[test]
        fn no_sequence_of_commands_leaves_the_life_of_an_idea_and_every_command_twice_is_once(
            commands in prop::collection::vec(command(), 1..60)
        ) {
            let mut state = AnyAggregate::new(events::Noun::Idea);
            let mut status = Status::Proposed;
            for command in commands {
                if !state.exists() && !command.creates() {
                    continue;
                }
                let is_merged = state.merged_into().is_some();
                let Ok(events) = command.clone().decide(&state) else { continue };
                for event in &events {
                    state.evolve(event);
                }
                let now = status_of(&state);
                prop_assert!(now == status || is_way(status, now), "{status:?} to {now:?} by {command:?}");
                prop_assert!(!is_merged || now == status, "what is merged does not move");
                prop_assert_eq!(command.clone().decide(&state).unwrap_or_default(), vec![], "{:?} twice", command);
                status = now;
            }
        }
    }

    #[test]
    fn every_status_has_a_way_out_and_can_be_reached() {
        for status in Status::ALL {
            assert!(WAYS.iter().any(|(from, to)| *from == status.key() && !to.is_empty()));
            assert!(WAYS.iter().any(|(_, to)| to.contains(&status.key())));
        }
    }

    fn is_way(from: Status, to: Status) -> bool {
        WAYS.iter().any(|(it, ways)| *it == from.key() && ways.contains(&to.key()))
    }

    fn status_of(state: &AnyAggregate) -> Status {
        let AnyAggregate::Idea(idea) = state else { panic!("{state:?} is no idea") };
        idea.status
    }

    /// Commands made of the samples' facts, some of them in two ways.
    fn command() -> impl Strategy<Value = AnyCommand> {
        let commands: Vec<AnyCommand> = samples::all().into_iter().flat_map(of).collect();
        prop::sample::select(commands)
    }

    fn of(sample: events::Recorded) -> Vec<AnyCommand> {
        let events::Event::Idea(event) = sample.event else { return vec![] };
        let (one, other) = (ActorId(id(1)), ActorId(id(2)));
        match event {
            Event::Proposed(it) => vec![ProposeIdea(it).into()],
            Event::Supported(it) => {
                [one, other].map(|supporter| SupportIdea { unit: it.unit, supporter }.into()).into()
            }
            Event::SupportWithdrawn(it) => vec![WithdrawSupport { supporter: it.supporter }.into()],
            Event::DecisionAsked(it) => vec![
                AskForDecision(it.clone()).into(),
                AskForDecision(events::idea::DecisionAsked { unit: UnitId(id(12)), ..it }).into(),
            ],
            Event::AskedBack(it) => vec![AskBack(it).into()],
            Event::PutOff(it) => vec![PutOffIdea(it).into()],
            Event::Accepted(it) => vec![AcceptIdea(it).into()],
            Event::Rejected(it) => vec![RejectIdea(it).into()],
            Event::Withdrawn(it) => vec![WithdrawIdea(it).into()],
            Event::Reopened(it) => vec![ReopenIdea(it).into()],
            Event::PilotStarted(it) => vec![StartPilot(it).into()],
            Event::PilotEnded(it) => vec![EndPilot(it).into()],
            Event::Implemented(it) => vec![ImplementIdea(it).into()],
            Event::Adopted(it) => vec![AdoptIdea(it).into()],
            Event::BenefitMeasured(it) => vec![MeasureBenefit(it).into()],
            Event::Merged(it) => vec![MergeIdea(it).into()],
            Event::Unmerged(it) => vec![UnmergeIdea(it).into()],
            Event::ChangeSketched(it) => {
                vec![SketchChange { commands: it.commands, expected: vec![] }.into()]
            }
            Event::Revised(_) | Event::PainPointAddressed(_) | Event::BenefitEstimated(_) => vec![],
        }
    }
}
