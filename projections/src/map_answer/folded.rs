//! The map folded to units or sites: all hand-overs from one to another are one edge. What stays
//! inside a unit or a site is not shown.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use events::{
    Position,
    ids::{PainPointId, SiteId, StepId, UnitId},
    pain_point::Target,
};
use uuid::Uuid;

use super::{
    Level, MapAnswer, MapEdge, MapNode, NODES_MAX, NodeKind, mark_cycles,
    steps::{first, step_of},
};
use crate::{
    Projections,
    evidence::{Evidence, rounded, shown},
    process_map::{HandOver, Step},
};

/// The steps of one unit or site.
#[derive(Debug, Default)]
struct Group {
    first: Position,
    steps: Vec<StepId>,
    said: Vec<Position>,
}

impl Projections {
    pub(super) fn folded_map(
        &self,
        level: Level,
        duplicates: &impl Fn(StepId) -> usize,
    ) -> MapAnswer {
        let (groups, left_out) = self.groups(level);
        let truncated = groups.len() > NODES_MAX;
        let pain_points = self.pain_points_by_group(level, &groups);
        let mut ordered: Vec<_> = groups.into_iter().collect();
        ordered.sort_by_key(|(id, group)| (group.first, *id));
        ordered.truncate(NODES_MAX);
        let nodes: Vec<_> = ordered
            .into_iter()
            .map(|(id, group)| MapNode {
                pain_points: pain_points.get(&id).map_or(0, BTreeSet::len),
                duplicates: group.steps.into_iter().map(duplicates).sum(),
                evidence: Evidence::of_all(
                    self.said_on_map(&group.said, pain_points.get(&id)),
                    &format!("map/{}/{id}", level.key()),
                ),
                ..self.folded_node(level, id)
            })
            .collect();
        let mut edges = self.bundles(level, &nodes);
        mark_cycles(&nodes, &mut edges);
        MapAnswer { nodes, edges, left_out, truncated, reason: truncated.then_some("nodes") }
    }

    /// All events behind a node, `map/unit/ID`, or an edge, `map/unit/FROM,TO`; none where there is no such.
    pub(crate) fn map_evidence(&self, of: &str) -> Option<BTreeSet<Position>> {
        let (level, what) = Level::drawn(of)?;
        if let Some((from, to)) = what.split_once(',') {
            let ends = (Uuid::parse_str(from).ok()?, Uuid::parse_str(to).ok()?);
            let bundle = self.bundled_at(level).filter(|it| it.0 == ends).map(|(_, it)| it);
            let said: BTreeSet<_> = bundle.flat_map(|it| it.known.evidence.to_vec()).collect();
            return Some(said).filter(|it| !it.is_empty());
        }
        let id = Uuid::parse_str(what).ok()?;
        let group = self.groups(level).0.remove(&id)?;
        let said = group.said.clone();
        let pain_points = self.pain_points_by_group(level, &BTreeMap::from([(id, group)]));
        Some(self.said_on_map(&said, pain_points.get(&id)).collect())
    }

    /// The steps that are run, by unit or site, and how many can be told to none.
    fn groups(&self, level: Level) -> (BTreeMap<Uuid, Group>, usize) {
        let (mut groups, mut left_out) = (BTreeMap::<Uuid, Group>::new(), 0);
        for step in self.process_map.steps().filter(|it| self.registry.is_run(it.process)) {
            let Some(id) = self.folds_to(step, level) else {
                left_out += 1;
                continue;
            };
            let at = first(&step.known.evidence);
            let group = groups.entry(id).or_insert_with(|| Group { first: at, ..Group::default() });
            group.first = group.first.min(at);
            group.steps.push(step.known.fact.step);
            group.said.extend(&step.known.evidence);
        }
        (groups, left_out)
    }

    /// Open pain points about each unit or site, or about a step there; each counts once.
    fn pain_points_by_group(
        &self,
        level: Level,
        groups: &BTreeMap<Uuid, Group>,
    ) -> BTreeMap<Uuid, BTreeSet<PainPointId>> {
        let of_step: HashMap<StepId, Uuid> =
            groups.iter().flat_map(|(id, it)| it.steps.iter().map(|step| (*step, *id))).collect();
        let group_of = |target: &Target| match (target, level) {
            (Target::Unit(it), Level::Unit) => Some(it.unit.0),
            (Target::Site(it), Level::Site) => Some(it.site.0),
            _ => step_of(target).and_then(|step| of_step.get(&step).copied()),
        };
        let mut found = BTreeMap::<Uuid, BTreeSet<PainPointId>>::new();
        for (id, point) in self.pain_points.open() {
            for group in point.on.iter().filter_map(group_of) {
                found.entry(group).or_default().insert(id);
            }
        }
        found
    }

    fn folded_node(&self, level: Level, id: Uuid) -> MapNode {
        let registry = &self.registry;
        let (kind, name, unit, site) = match level {
            Level::Unit => {
                let unit = UnitId(id);
                let name = registry.units().get(&unit).and_then(|it| shown(&it.fact.name));
                (NodeKind::Unit, name, Some(unit), registry.site_of(unit))
            }
            Level::Site => {
                let site = SiteId(id);
                let name = registry.sites().get(&site).and_then(|it| shown(&it.fact.name));
                (NodeKind::Site, name, None, Some(site))
            }
        };
        let evidence = Evidence::of_events(&BTreeSet::new());
        MapNode {
            id,
            kind,
            name,
            unit,
            site,
            process: None,
            pain_points: 0,
            duplicates: 0,
            evidence,
        }
    }

    fn bundles(&self, level: Level, nodes: &[MapNode]) -> Vec<MapEdge> {
        let shown: BTreeSet<_> = nodes.iter().map(|it| it.id).collect();
        let mut bundles = BTreeMap::<(Uuid, Uuid), Vec<&HandOver>>::new();
        for ((from, to), hand_over) in self.bundled_at(level) {
            if shown.contains(&from) && shown.contains(&to) {
                bundles.entry((from, to)).or_default().push(hand_over);
            }
        }
        bundles.into_iter().map(|(ends, bundle)| bundled(level, ends, &bundle)).collect()
    }

    /// Hand-overs that are run, each with the two units or sites that it runs between.
    fn bundled_at(&self, level: Level) -> impl Iterator<Item = ((Uuid, Uuid), &HandOver)> {
        let is_run = |it: &Step| self.registry.is_run(it.process);
        self.process_map.hand_overs().filter_map(move |(from, to, hand_over)| {
            let ends = self.folds_to(from, level).zip(self.folds_to(to, level));
            let ends = ends.filter(|(a, b)| a != b && is_run(from) && is_run(to))?;
            self.registry.is_run(hand_over.process).then_some((ends, hand_over))
        })
    }
}

fn bundled(level: Level, (from, to): (Uuid, Uuid), bundle: &[&HandOver]) -> MapEdge {
    let facts = || bundle.iter().map(|it| &it.known.fact);
    let times: Vec<_> = facts().filter_map(|it| it.times_per_month).collect();
    MapEdge {
        id: format!("{from}>{to}"),
        from,
        to,
        kind: shared(facts().map(|it| it.kind)),
        channel: shared(facts().map(|it| it.channel)).flatten(),
        times_per_month: (!times.is_empty()).then(|| rounded(times.iter().sum())),
        wait_hours: facts().filter_map(|it| it.wait_hours).max_by(f64::total_cmp).map(rounded),
        count: bundle.len(),
        required: facts().any(|it| it.required_by.is_some()),
        measured: false,
        in_cycle: false,
        evidence: Evidence::of_all(
            bundle.iter().flat_map(|it| it.known.evidence.iter().copied()),
            &format!("map/{}/{from},{to}", level.key()),
        ),
    }
}

/// What all have in common.
fn shared<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|it| it == first).then_some(first)
}
