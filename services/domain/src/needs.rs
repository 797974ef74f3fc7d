//! What a command needs to be so in other streams. The engine looks it up before the decision.

use events::{
    Because, Meta,
    ids::{
        CommunityId, DataObjectId, DuplicateId, HandOverId, IdeaId, PainPointId, ProcessId, SiteId,
        StepId, UnitId,
    },
    pain_point::Target,
};
use uuid::Uuid;

/// One thing that must be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the fields are the ids that their types name")]
pub enum Need {
    /// The site is known.
    Site(SiteId),
    /// The unit is known.
    Unit(UnitId),
    /// The community is known.
    Community(CommunityId),
    /// The process is known.
    Process(ProcessId),
    /// The process is known, and is not the one that the command is addressed to.
    OtherProcess(ProcessId),
    /// The step is known and still there.
    Step { process: ProcessId, step: StepId },
    /// The hand-over is known and still there.
    HandOver { process: ProcessId, hand_over: HandOverId },
    /// The data object is known.
    DataObject(DataObjectId),
    /// The pain point is known.
    PainPoint(PainPointId),
    /// The idea is known.
    Idea(IdeaId),
    /// A verdict on these duplicates was given, be it withdrawn since.
    Duplicate(DuplicateId),
    /// Another of the same noun that the thing may be merged into, so that no chain of merges goes round.
    MergeTarget(Uuid),
    /// The thing is addressed by this id, which follows from what the command says.
    OwnId(Uuid),
    /// The step is known and still there, and is of another process than the other steps that are named so.
    StepOfAnother(StepId),
    /// The unit may become part of this one without becoming part of itself.
    Parent(UnitId),
    /// No other process has a step of this id.
    OwnStep(StepId),
    /// No other process has a hand-over of this id.
    OwnHandOver(HandOverId),
    /// No step of another process hands over to this one.
    NothingLeadsTo(StepId),
}

impl Need {
    /// Whether it stays so once it is so, because nothing removes what is named.
    pub const fn is_lasting(self) -> bool {
        matches!(
            self,
            Self::Site(_)
                | Self::Unit(_)
                | Self::Community(_)
                | Self::Process(_)
                | Self::PainPoint(_)
                | Self::DataObject(_)
                | Self::Idea(_)
                | Self::Duplicate(_)
                | Self::OwnId(_)
        )
    }
}

/// All that one command needs, each with the pointer of the field that says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs(pub Vec<(String, Need)>);

impl Needs {
    /// One thing that must be so, because the field at `pointer` says so.
    pub fn add(&mut self, pointer: impl Into<String>, need: Need) {
        self.0.push((pointer.into(), need));
    }

    /// Units that must be known.
    pub fn unit(&mut self, pointer: &str, unit: Option<&UnitId>) {
        if let Some(unit) = unit {
            self.add(pointer, Need::Unit(*unit));
        }
    }

    /// Several units that must be known.
    pub fn units(&mut self, pointer: &str, units: &[UnitId]) {
        for (place, unit) in units.iter().enumerate() {
            self.add(format!("{pointer}/{place}"), Need::Unit(*unit));
        }
    }

    /// Sites that must be known.
    pub fn site(&mut self, pointer: &str, site: Option<&SiteId>) {
        if let Some(site) = site {
            self.add(pointer, Need::Site(*site));
        }
    }

    /// What a pain point is about must be known.
    pub fn targets(&mut self, pointer: &str, targets: &[Target]) {
        for (place, target) in targets.iter().enumerate() {
            let (field, need) = match target {
                Target::Step(it) => ("step", Need::Step { process: it.process, step: it.step }),
                Target::HandOver(it) => {
                    ("hand_over", Need::HandOver { process: it.process, hand_over: it.hand_over })
                }
                Target::Process(it) => ("process", Need::Process(it.process)),
                Target::Unit(it) => ("unit", Need::Unit(it.unit)),
                Target::Site(it) => ("site", Need::Site(it.site)),
                Target::Community(it) => ("community", Need::Community(it.community)),
                Target::DataObject(it) => ("data_object", Need::DataObject(it.data_object)),
                Target::Idea(it) => ("idea", Need::Idea(it.idea)),
            };
            self.add(format!("{pointer}/{place}/{field}"), need);
        }
    }

    /// What the words beside a command refer to.
    pub fn meta(&mut self, meta: &Meta) {
        self.unit("/meta/on_behalf_of", meta.on_behalf_of.as_ref());
        match meta.because_of {
            Some(Because::PainPoint(it)) => {
                self.add("/meta/because_of/pain_point", Need::PainPoint(it));
            }
            Some(Because::Idea(it)) => self.add("/meta/because_of/idea", Need::Idea(it)),
            Some(Because::Duplicate(it)) => {
                self.add("/meta/because_of/duplicate", Need::Duplicate(it));
            }
            None => {}
        }
    }
}
