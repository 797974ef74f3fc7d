//! Where is the same process run or described differently by different units?

mod compared;
mod said;

use events::{Area, Position, ids::UnitId};
use schemars::JsonSchema;
use serde::Serialize;

use super::{LISTED, Lens, NamedProcess};
use crate::{Projections, evidence::Evidence};

/// Processes that are run or described differently.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TransparencyLens {
    /// Processes of which somebody declared that they do the same in another way; the most different first,
    /// at most twenty.
    pub variants: Vec<TwoWays>,
    /// How many those are.
    pub variants_count: usize,
    /// Processes of different units that are called alike or share two steps at least, and of which
    /// nobody declared that they are variants; at most twenty.
    pub alike: Vec<TwoWays>,
    /// How many those are.
    pub alike_count: usize,
    /// Whether there are more processes that may be alike than were looked at.
    pub truncated: bool,
    /// Processes that some unit says it does not run as described; at most twenty.
    pub disagreements: Vec<Disagreement>,
    /// How many those are.
    pub disagreements_count: usize,
    /// Processes that changed since their description was released last; at most twenty.
    pub changed_since_release: Vec<ChangedSince>,
    /// How many those are.
    pub changed_since_release_count: usize,
}

/// Two processes that do the same.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TwoWays {
    /// The one; of declared variants, the variant.
    pub a: NamedProcess,
    /// The other; of declared variants, what it is a variant of.
    pub b: NamedProcess,
    /// Whether they are called alike.
    pub called_alike: bool,
    /// Steps of the one that the other has too: in the same words, or in words that say the same.
    pub shared_steps: usize,
    /// Steps that only the one has, by name; at most twenty.
    pub only_a: Vec<Option<String>>,
    /// How many those are.
    pub only_a_count: usize,
    /// Steps that only the other has, by name; at most twenty.
    pub only_b: Vec<Option<String>>,
    /// How many those are.
    pub only_b_count: usize,
    /// The events behind both and their steps.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A description of which units say different things.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Disagreement {
    /// The process.
    pub process: NamedProcess,
    /// Units that run it as described.
    pub agrees: Vec<UnitId>,
    /// Units that do not, and what differs there.
    pub disagrees: Vec<Differs>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// That a unit does not run a process as described.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Differs {
    /// The unit.
    pub unit: UnitId,
    /// What people call it.
    pub unit_name: Option<String>,
    /// What differs.
    pub text: Option<String>,
}

/// A process that is another than what was released.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChangedSince {
    /// The process.
    pub process: NamedProcess,
    /// The label of the last release.
    pub label: Option<String>,
    /// The event of that release.
    pub released: Position,
    /// Steps and hand-overs that came or changed since.
    pub changed: usize,
    /// The events that changed them.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Projections {
    /// Where the same is run or described differently.
    pub fn transparency_lens(&self) -> Lens<TransparencyLens> {
        let compared = self.compared();
        let (variants, variants_count) = self.variants(&compared);
        let (alike, alike_count) = self.alike(&compared);
        let disagreements = self.disagreements();
        let changed = self.changed_since_release(&compared);
        let answer = TransparencyLens {
            variants_count,
            variants,
            alike_count,
            alike,
            truncated: compared.is_cut_short,
            disagreements_count: disagreements.len(),
            disagreements: disagreements.into_iter().take(LISTED).collect(),
            changed_since_release_count: changed.len(),
            changed_since_release: changed.into_iter().take(LISTED).collect(),
        };
        self.lens(Area::Transparency, answer, |mut it| {
            it.variants.clear();
            it.alike.clear();
            it.disagreements.clear();
            it.changed_since_release.clear();
            it
        })
    }
}
