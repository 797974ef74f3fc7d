//! Which figures events can change at all: the others are asked once, and their graphs are not copied.

use events::{Event, log, process};

use super::Happening;

/// What a what-if has to look at twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Touched {
    /// Loops: hand-overs, steps, where units and sites belong, what logs measured.
    pub(super) loops: bool,
    /// Duplicated work: steps, and who performs them.
    pub(super) duplicates: bool,
    /// Pain points and coverage.
    pub(super) care: bool,
}

impl Touched {
    const NOTHING: Self = Self { loops: false, duplicates: false, care: false };
    const LOOPS: Self = Self { loops: true, ..Self::NOTHING };
    const WORK: Self = Self { loops: true, duplicates: true, care: false };
    const CARE: Self = Self { care: true, ..Self::NOTHING };
    const ALL: Self = Self { loops: true, duplicates: true, care: true };

    pub(super) fn by(what: &[Happening]) -> Self {
        what.iter().map(|it| Self::by_one(&it.event)).fold(Self::NOTHING, |all, it| Self {
            loops: all.loops || it.loops,
            duplicates: all.duplicates || it.duplicates,
            care: all.care || it.care,
        })
    }

    fn by_one(event: &Event) -> Self {
        match event {
            Event::Unit(_) => Self::ALL,
            Event::Site(_) => Self::LOOPS,
            Event::PainPoint(_) | Event::Community(_) | Event::Idea(_) => Self::CARE,
            Event::Process(it) => Self::by_process(it),
            Event::Duplicate(_) => Self { duplicates: true, ..Self::NOTHING },
            Event::Log(log::Event::Imported(_)) => Self::WORK,
            Event::Log(_) => Self::LOOPS,
            Event::DataObject(_) | Event::Any(_) => Self::NOTHING,
        }
    }

    fn by_process(event: &process::Event) -> Self {
        use process::Event as E;
        match event {
            E::HandOverAdded(_) | E::HandOverRevised(_) | E::HandOverRemoved(_) => Self::LOOPS,
            E::StepAdded(_)
            | E::StepRevised(_)
            | E::StepRemoved(_)
            | E::Revised(_)
            | E::Retired(_) => Self::WORK,
            E::Mapped(_) => Self::ALL,
            E::AreasAssigned(_) => Self::CARE,
            E::VariantDeclared(_)
            | E::DataUseRecorded(_)
            | E::DataUseRemoved(_)
            | E::Attested(_)
            | E::Released(_) => Self::NOTHING,
        }
    }
}
