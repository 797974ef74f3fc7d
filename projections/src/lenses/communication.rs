//! Which paths run only top-down; which have no way back recorded?
//!
//! A path is what reports and information take from one unit to another. It runs only top-down where
//! the one is above the other and nothing of the sort comes back from there. It has no way back where
//! no hand-over of any kind leads from the receiver to the sender, not even through others.

use std::collections::{BTreeMap, BTreeSet};

use events::{Area, Noun, Position, hand_over::HandOverKind, ids::UnitId};
use schemars::JsonSchema;
use serde::Serialize;

use super::{LISTED, Lens, Way, behind};
use crate::{
    Projections,
    evidence::{Evidence, rounded},
    graphs::components::components,
};

/// Paths of reports and information.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CommunicationLens {
    /// From how many units to how many others something is reported or told: each pair once.
    pub paths: usize,
    /// Of those, from a unit to one below it.
    pub downwards: usize,
    /// Of those, from a unit to one above it.
    pub upwards: usize,
    /// From a unit to one below it, and nothing of the sort back; the most frequent first, at most twenty.
    pub only_top_down: Vec<Path>,
    /// How many those are.
    pub only_top_down_count: usize,
    /// Without any way back, not even through others; the most frequent first, at most twenty.
    pub no_way_back: Vec<Path>,
    /// How many those are.
    pub no_way_back_count: usize,
    /// The events behind all paths.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// What is reported or told from one unit to another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Path {
    /// The unit that tells.
    pub from: UnitId,
    /// What people call it.
    pub from_name: Option<String>,
    /// The unit that is told.
    pub to: UnitId,
    /// What people call it.
    pub to_name: Option<String>,
    /// How many hand-overs.
    pub hand_overs: usize,
    /// How often together; nothing where none says it.
    pub times_per_month: Option<f64>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

type Paths<'a> = BTreeMap<(UnitId, UnitId), Vec<Way<'a>>>;

impl Projections {
    /// Which paths run only top-down, and which have no way back.
    pub fn communication_lens(&self) -> Lens<CommunicationLens> {
        let (told, all) = (self.paths(is_told), self.paths(|_| true));
        let is_below = |(from, to): (UnitId, UnitId)| self.registry.is_part_of(to, from);
        let counted = |wanted: &dyn Fn((UnitId, UnitId)) -> bool| {
            told.keys().filter(|it| wanted(**it)).count()
        };
        let together = together(&all);
        let top_down = |(from, to)| is_below((from, to)) && !told.contains_key(&(to, from));
        let (only_top_down, only_top_down_count) = self.listed(&told, top_down);
        let (no_way_back, no_way_back_count) = self.listed(&told, |(from, to)| {
            together.get(&from).is_none_or(|it| Some(it) != together.get(&to))
        });
        let answer = CommunicationLens {
            paths: told.len(),
            downwards: counted(&is_below),
            upwards: counted(&|(from, to)| is_below((to, from))),
            only_top_down,
            only_top_down_count,
            no_way_back,
            no_way_back_count,
            evidence: Evidence::new(&behind(told.values().flatten()), "lenses/communication"),
        };
        self.lens(Area::Communication, answer, |mut it| {
            it.only_top_down.clear();
            it.no_way_back.clear();
            it
        })
    }

    pub(super) fn told_evidence(&self) -> BTreeSet<Position> {
        behind(self.paths(is_told).values().flatten())
    }

    /// Hand-overs of some kinds, from unit to other unit.
    fn paths(&self, is_meant: impl Fn(HandOverKind) -> bool) -> Paths<'_> {
        let mut paths = Paths::new();
        let unit = |step| self.process_map.unit_of(step, &self.registry);
        for way in self.ways().filter(|it| is_meant(it.hand_over.known.fact.kind)) {
            if let (Some(from), Some(to)) = (unit(way.from), unit(way.to))
                && from != to
            {
                paths.entry((from, to)).or_default().push(way);
            }
        }
        paths
    }

    /// The paths that are meant, the most frequent first; and how many those are.
    fn listed(
        &self,
        told: &Paths<'_>,
        is_meant: impl Fn((UnitId, UnitId)) -> bool,
    ) -> (Vec<Path>, usize) {
        let meant = told.iter().filter(|(ends, _)| is_meant(**ends));
        let mut meant: Vec<_> = meant.map(|(ends, ways)| (times(ways), *ends, ways)).collect();
        // The sort is stable, and the paths are in the order of their units.
        meant.sort_by(|a, b| b.0.unwrap_or(-1.0).total_cmp(&a.0.unwrap_or(-1.0)));
        let listed = meant.iter().take(LISTED).map(|(_, ends, ways)| self.path(*ends, ways));
        (listed.collect(), meant.len())
    }

    fn path(&self, (from, to): (UnitId, UnitId), ways: &[Way<'_>]) -> Path {
        let name = |unit: UnitId| self.registry.name_of(Noun::Unit, unit.0);
        Path {
            from,
            from_name: name(from),
            to,
            to_name: name(to),
            hand_overs: ways.len(),
            times_per_month: times(ways).map(rounded),
            evidence: Evidence::of_events(&behind(ways)),
        }
    }
}

/// How often together; nothing where none says it.
fn times(ways: &[Way<'_>]) -> Option<f64> {
    let times = ways.iter().filter_map(|it| it.hand_over.known.fact.times_per_month);
    times.reduce(|sum, it| sum + it)
}

fn is_told(kind: HandOverKind) -> bool {
    matches!(kind, HandOverKind::Report | HandOverKind::Information)
}

/// For every unit from which one comes back to it, which units it comes round with.
fn together(paths: &Paths<'_>) -> BTreeMap<UnitId, usize> {
    let units: BTreeSet<_> = paths.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let units: Vec<_> = units.into_iter().collect();
    let place = |unit| units.binary_search(unit).expect("every end is a unit");
    let arcs: Vec<_> = paths.keys().map(|(from, to)| (place(from), place(to), 1.0)).collect();
    let found = components(units.len(), &arcs);
    let member = |(round, members): (usize, Vec<usize>)| {
        members.into_iter().map(move |it| (it, round)).collect::<Vec<_>>()
    };
    found.into_iter().enumerate().flat_map(member).map(|(at, round)| (units[at], round)).collect()
}
