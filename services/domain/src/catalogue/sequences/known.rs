//! What the product knows of a thing, kept apart from what decisions are made of: an event that does not
//! fit what happened before is found.

use std::collections::BTreeSet;

use events::{
    Event,
    any::Event as OfAny,
    community::Event as OfCommunity,
    hand_over::HandOverAdded,
    idea::Event as OfIdea,
    ids::{CommentId, DataObjectId, HandOverId, StepId, UnitId},
    pain_point::Event as OfPainPoint,
    process::Event as OfProcess,
};

/// What is so.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// It takes on nothing any more: a community that is dissolved, a process that is retired.
    is_over: bool,
    /// It counts elsewhere.
    is_merged: bool,
    steps: BTreeSet<StepId>,
    hand_overs: Vec<HandOverAdded>,
    uses: Vec<(StepId, DataObjectId)>,
    comments: BTreeSet<CommentId>,
    backings: BTreeSet<UnitId>,
}

/// Whether an event can be, or why not.
type Fits = Result<(), String>;

impl Known {
    /// Takes in what happens.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the others hold nothing to be held to")]
    pub(super) fn happens(&mut self, event: &Event) -> Fits {
        match event {
            Event::Any(event) => self.any(event),
            Event::Community(
                OfCommunity::AreaLeft(_)
                | OfCommunity::UnitLeft(_)
                | OfCommunity::ManagerReleased(_)
                | OfCommunity::PainPointDropped(_),
            ) => Ok(()),
            _ if self.is_over => Err(format!("`{}` after the end", event.tag())),
            Event::Process(OfProcess::Retired(_)) | Event::Community(OfCommunity::Dissolved(_)) => {
                self.is_over = true;
                Ok(())
            }
            Event::Process(event) => self.process(event),
            Event::PainPoint(OfPainPoint::Unmerged(_)) | Event::Idea(OfIdea::Unmerged(_)) => {
                holds(std::mem::take(&mut self.is_merged), "it was one of its own")
            }
            _ if self.is_merged => Err(format!("`{}` while it counts elsewhere", event.tag())),
            Event::PainPoint(OfPainPoint::Merged(_)) | Event::Idea(OfIdea::Merged(_)) => {
                self.is_merged = true;
                Ok(())
            }
            Event::PainPoint(event) => self.pain_point(event),
            _ => Ok(()),
        }
    }

    fn any(&mut self, event: &OfAny) -> Fits {
        match event {
            OfAny::Commented(it) => {
                holds(self.comments.insert(it.comment), "the comment is there already")
            }
            OfAny::CommentRetracted(it) => {
                holds(self.comments.contains(&it.comment), "there is no such comment")
            }
            OfAny::TextRedacted(_) => Ok(()),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the others hold nothing to be held to")]
    fn process(&mut self, event: &OfProcess) -> Fits {
        match event {
            OfProcess::StepAdded(it) => holds(self.steps.insert(it.step), "the step is there"),
            OfProcess::StepRevised(it) => self.step(it.step),
            OfProcess::StepRemoved(it) => {
                self.step(it.step)?;
                self.steps.remove(&it.step);
                holds(!self.is_used(it.step), "a step that is used was removed")
            }
            OfProcess::HandOverAdded(it) => {
                self.step(it.from)?;
                if it.to.process.is_none() {
                    self.step(it.to.step)?;
                }
                self.hand_overs.push(it.clone());
                Ok(())
            }
            OfProcess::HandOverRevised(it) => self.hand_over(it.hand_over).map(drop),
            OfProcess::HandOverRemoved(it) => {
                let place = self.hand_over(it.hand_over)?;
                self.hand_overs.remove(place);
                Ok(())
            }
            OfProcess::DataUseRecorded(it) => {
                self.uses.push((it.step, it.data_object));
                self.step(it.step)
            }
            OfProcess::DataUseRemoved(it) => {
                let place = self.uses.iter().position(|its| *its == (it.step, it.data_object));
                self.uses.remove(place.ok_or("a use that is not there was removed")?);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn step(&self, id: StepId) -> Fits {
        holds(self.steps.contains(&id), "there is no such step")
    }

    fn hand_over(&self, id: HandOverId) -> Result<usize, String> {
        let place = self.hand_overs.iter().position(|it| it.hand_over == id);
        place.ok_or_else(|| "there is no such hand-over".to_owned())
    }

    fn is_used(&self, step: StepId) -> bool {
        let goes_to = |it: &HandOverAdded| it.to.process.is_none() && it.to.step == step;
        let mut hand_overs = self.hand_overs.iter();
        hand_overs.any(|it| it.from == step || goes_to(it))
            || self.uses.iter().any(|it| it.0 == step)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the others hold nothing to be held to")]
    fn pain_point(&mut self, event: &OfPainPoint) -> Fits {
        match event {
            OfPainPoint::Logged(it) => self.backings.extend(it.unit),
            OfPainPoint::Backed(it) => self.backings.extend([it.unit]),
            OfPainPoint::BackingWithdrawn(it) => {
                return holds(self.backings.remove(&it.unit), "a unit withdrew what it never had");
            }
            _ => {}
        }
        Ok(())
    }
}

fn holds(is_so: bool, otherwise: &str) -> Fits {
    if is_so { Ok(()) } else { Err(otherwise.to_owned()) }
}
