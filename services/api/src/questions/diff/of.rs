//! What a difference is asked about.

use std::{fmt, str::FromStr};

use events::{Noun, Stream};
use projections::figures::Answers;

/// What is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Of {
    /// Everything.
    All,
    /// Processes, and the units and sites where they run.
    Map,
    /// The facts of one noun, and its figures where it has some.
    Noun(Noun),
    /// Only figures.
    Figures(Answers),
    /// One thing.
    Thing(Stream),
}

/// Nothing that can be looked at.
#[derive(Debug)]
pub(super) struct UnknownOf;

impl fmt::Display for UnknownOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not `all`, `map`, `coverage`, `duplicates`, `loops`, a noun or a thing such as `processes/ID`")
    }
}

impl FromStr for Of {
    type Err = UnknownOf;

    fn from_str(written: &str) -> Result<Self, UnknownOf> {
        match written {
            "all" => Ok(Self::All),
            "map" => Ok(Self::Map),
            "coverage" => Ok(Self::Figures(Answers::Coverage)),
            "duplicates" => Ok(Self::Figures(Answers::Duplicates)),
            "loops" => Ok(Self::Figures(Answers::Loops)),
            _ => match written.parse().map(Self::Noun) {
                Ok(noun) => Ok(noun),
                Err(_) => written.parse().map(Self::Thing).map_err(|_| UnknownOf),
            },
        }
    }
}

impl fmt::Display for Of {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Map => f.write_str("map"),
            Self::Noun(noun) => f.write_str(noun.path()),
            Self::Figures(answers) => f.write_str(answers.key()),
            Self::Thing(stream) => stream.fmt(f),
        }
    }
}

impl Of {
    /// Whether facts of this thing are looked at.
    pub(super) fn has(&self, stream: Stream) -> bool {
        match self {
            Self::All => true,
            Self::Map => matches!(stream.noun, Noun::Process | Noun::Unit | Noun::Site),
            Self::Noun(noun) => stream.noun == *noun,
            Self::Figures(_) => false,
            Self::Thing(thing) => stream == *thing,
        }
    }

    /// The answers whose figures are compared.
    pub(super) fn answers(&self) -> &'static [Answers] {
        match self {
            Self::All => &Answers::ALL,
            Self::Noun(Noun::PainPoint) => &[Answers::PainPoints],
            Self::Noun(Noun::Idea) => &[Answers::Ideas],
            Self::Figures(Answers::Coverage) => &[Answers::Coverage],
            Self::Figures(Answers::Duplicates) => &[Answers::Duplicates],
            Self::Figures(Answers::Loops) => &[Answers::Loops],
            Self::Figures(Answers::PainPoints) => &[Answers::PainPoints],
            Self::Figures(Answers::Ideas) => &[Answers::Ideas],
            Self::Map | Self::Noun(_) | Self::Thing(_) => &[],
        }
    }
}
