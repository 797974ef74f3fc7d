//! How likely things are the same: what their words say, moved by where they stand, as expected precision.

use events::{duplicate::DuplicateKind, ids::StepId};
use similarity::score::precision;
use uuid::Uuid;

use super::{
    Duplicates,
    answer::DuplicateReason,
    sources::Sources,
    standing::{Evidence, Standings},
    texts::Texts,
};
use crate::evidence::rounded;

/// Members of which every pair is looked at and listed; of a larger cluster the first ones.
pub(super) const PAIRED_MAX: usize = 14;

/// Of things of one kind.
#[derive(Debug)]
pub(super) struct Scores<'a> {
    compared: Option<&'a Texts<Uuid>>,
    standings: Option<Standings<'a>>,
}

impl<'a> Scores<'a> {
    pub(super) fn new(kind: DuplicateKind, of: Sources<'a>, duplicates: &'a Duplicates) -> Self {
        let compared = duplicates.of(kind);
        let steps = compared.filter(|_| kind == DuplicateKind::Step);
        Self { compared, standings: steps.map(|it| Standings::new(of, it)) }
    }

    /// Of two things, with what speaks for them besides their words.
    pub(super) fn of_pair(&self, a: Uuid, b: Uuid) -> (f64, Vec<DuplicateReason>) {
        let Some(compared) = self.compared else { return (1.0, vec![]) };
        let standings = self.standings.as_ref();
        let evidence = standings.map(|it| it.between(StepId(a), StepId(b)));
        let Evidence { adjusted, reasons } = evidence.unwrap_or_default();
        let score = (compared.score(a, b) + adjusted).clamp(0.0, 1.0);
        (rounded(precision(score).into()), reasons)
    }

    /// That of the least likely pair.
    pub(super) fn of_all(&self, members: &[Uuid]) -> f64 {
        let each = &members[..members.len().min(PAIRED_MAX)];
        let pairs = each
            .iter()
            .enumerate()
            .flat_map(|(at, a)| each[at + 1..].iter().map(move |b| (*a, *b)));
        pairs.map(|(a, b)| self.of_pair(a, b).0).fold(1.0, f64::min)
    }
}
