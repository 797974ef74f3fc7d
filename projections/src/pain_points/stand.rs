//! How a pain point stands: all its figures in a few bytes, so that two moments of a large company can be
//! compared without writing every answer out.

use events::{Basis, Noun, ids::PainPointId, kind::PainPointKind};

use super::{PainPoint, Status};
use crate::{Projections, evidence::rounded};

/// The figures of a pain point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stand {
    /// What sort; none means not sorted yet.
    pub kind: Option<PainPointKind>,
    /// How many units still have it.
    pub unit_count: usize,
    /// What it costs them together.
    pub hours_per_month: f64,
    /// How many of them did not say what it costs.
    pub without_hours: usize,
    /// How well the hours are known.
    pub basis: Option<Basis>,
    /// Whether it is over.
    pub status: Status,
    /// Something it is about is gone.
    pub orphaned: bool,
    /// How many comments stand below it.
    pub comments: usize,
}

impl Projections {
    /// How every pain point stands that counts as itself, by id.
    pub fn pain_points_stand(&self) -> Vec<(PainPointId, Stand)> {
        self.pain_points.all().map(|(id, it)| (id, self.stand(id, it))).collect()
    }

    pub(super) fn stand(&self, id: PainPointId, it: &PainPoint) -> Stand {
        let ids = self.pain_point_ids(id);
        Stand {
            kind: it.kind,
            unit_count: it.open_units().count(),
            hours_per_month: rounded(it.hours_per_month(&self.registry)),
            without_hours: it.without_hours(),
            basis: it.basis(),
            status: if it.is_open() { Status::Open } else { Status::Resolved },
            orphaned: it.is_orphaned(self),
            comments: self.comments_count(Noun::PainPoint, ids.iter().map(|it| it.0)),
        }
    }
}
