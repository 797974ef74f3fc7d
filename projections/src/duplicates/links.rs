//! What links the units of a cluster already: a hand-over between them, a community that speaks for several
//! of them, data that they share in one store, a pain point that several have, an idea that several work by;
//! and of processes, that one is a variant of the other. Whoever is linked may know of each other.

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Noun, Position, Stream, Words,
    duplicate::DuplicateKind,
    ids::{DataObjectId, HandOverId, IdeaId, PainPointId, ProcessId, UnitId},
};

use super::{answer::DuplicateLink, data::folded, found::Found, sources::Sources, things::Things};
use crate::{
    evidence::{SHOWN, shown},
    process_map::{HandOver, Step},
};

/// Links of each sort that are told.
const EACH_MAX: usize = 3;

/// By unit, what may link it to others; only of those units that are asked for, as there is much of it.
#[derive(Debug)]
pub(super) struct Links<'a> {
    of: Sources<'a>,
    hand_overs: BTreeMap<(UnitId, UnitId), BTreeMap<HandOverId, Passed<'a>>>,
    data: BTreeMap<(DataObjectId, String), BTreeMap<UnitId, BTreeSet<Position>>>,
    pain_points: BTreeMap<UnitId, BTreeMap<PainPointId, Position>>,
    ideas: BTreeMap<UnitId, BTreeSet<IdeaId>>,
}

/// A hand-over with its ends.
type Passed<'a> = (&'a Step, &'a Step, &'a HandOver);

impl<'a> Links<'a> {
    pub(super) fn new(things: &Things<'a>, shown: &[Found<'_>]) -> Self {
        let of = things.of;
        let asked: BTreeSet<UnitId> = shown.iter().flat_map(|it| units(things, it)).collect();
        let mut links = Self {
            of,
            hand_overs: BTreeMap::new(),
            data: BTreeMap::new(),
            pain_points: BTreeMap::new(),
            ideas: BTreeMap::new(),
        };
        links.take_hand_overs(&asked);
        links.take_data(&asked);
        for (id, it) in of.pain_points.all().filter(|(_, it)| it.backings.len() > 1) {
            for (unit, backing) in it.backings.iter() {
                if let Some(unit) = unit.filter(|it| asked.contains(it)) {
                    links.pain_points.entry(unit).or_default().insert(id, backing.position);
                }
            }
        }
        for (id, it) in of.ideas.all() {
            for unit in it.piloted.iter().chain(&it.working).filter(|it| asked.contains(it)) {
                links.ideas.entry(*unit).or_default().insert(id);
            }
        }
        links
    }

    /// Those of processes that are run, between two units.
    fn take_hand_overs(&mut self, asked: &BTreeSet<UnitId>) {
        let of = self.of;
        let are_asked = |(from, to): &(UnitId, UnitId)| {
            from != to && asked.contains(from) && asked.contains(to)
        };
        let is_run = |step: &Step| of.registry.is_run(step.process);
        for (from, to, hand_over) in of.map.hand_overs().filter(|it| is_run(it.0) && is_run(it.1)) {
            let units = of.map.unit_of(from, of.registry).zip(of.map.unit_of(to, of.registry));
            if let Some(units) = units.filter(are_asked) {
                let id = hand_over.known.fact.hand_over;
                self.hand_overs.entry(units).or_default().insert(id, (from, to, hand_over));
            }
        }
    }

    /// What units read or keep in one store; where no store is said, in the master.
    fn take_data(&mut self, asked: &BTreeSet<UnitId>) {
        let of = self.of;
        for it in of.descriptions.data_uses() {
            let master = of.master(it.data_object.0).and_then(Words::text);
            let unit = of.step(it.step.0).and_then(|step| of.map.unit_of(step, of.registry));
            let store = it.store.as_deref().or(master);
            let unit = unit.filter(|it| asked.contains(it));
            if let (Some(unit), Some(store)) = (unit, store) {
                let users = self.data.entry((it.data_object, folded(store))).or_default();
                users.entry(unit).or_default().insert(it.position);
            }
        }
    }

    /// What links the members of a cluster.
    pub(super) fn among(&self, things: &Things<'_>, found: &Found<'_>) -> Vec<DuplicateLink> {
        let units = units(things, found);
        let of_units = [
            self.by_hand_over(&units),
            self.by_community(&units),
            self.by_data(&units, found),
            self.by_pain_point(&units),
            self.by_idea(&units),
        ];
        let variants = match found.kind {
            DuplicateKind::Process => self.by_variant(found),
            _ => vec![],
        };
        let sorts = of_units.into_iter().chain([variants]);
        sorts.flatten().collect()
    }

    fn by_hand_over(&self, units: &BTreeSet<UnitId>) -> Vec<DuplicateLink> {
        let nil = UnitId(uuid::Uuid::nil());
        let max = UnitId(uuid::Uuid::max());
        let from = units.iter().flat_map(|it| self.hand_overs.range((*it, nil)..=(*it, max)));
        let between = from.filter(|((_, to), _)| units.contains(to));
        let told = |((from, to), all): (&(UnitId, UnitId), &BTreeMap<HandOverId, Passed<'_>>)| {
            let (a, b, first) = all.values().next()?;
            let (from, to) = (self.unit(*from), self.unit(*to));
            let step = |it: &Step| shown(&it.known.fact.name).unwrap_or_else(|| "?".to_owned());
            let more =
                if all.len() > 1 { format!(" and {} more", all.len() - 1) } else { String::new() };
            Some(DuplicateLink {
                what: "hand_over",
                detail: format!("{from} hands over to {to}: {} → {}{more}", step(a), step(b)),
                stream: Stream::new(Noun::Process, first.process.0).to_string(),
                evidence: newest(all.values().flat_map(|it| it.2.known.evidence.iter().copied())),
            })
        };
        between.filter_map(told).take(EACH_MAX).collect()
    }

    /// A community speaks for a unit, or for one that it is part of.
    fn by_community(&self, units: &BTreeSet<UnitId>) -> Vec<DuplicateLink> {
        let there = self.of.coverage.standings().filter(|(_, it)| it.dissolved.is_none());
        let link = |(id, standing): (events::ids::CommunityId, &crate::coverage::Standing)| {
            let said = |unit: &UnitId| {
                let above = std::iter::once(*unit).chain(self.of.registry.ancestors(*unit));
                above.into_iter().find_map(|it| standing.units.get(&it))
            };
            let spoken: BTreeMap<UnitId, Position> =
                units.iter().filter_map(|it| Some((*it, said(it)?.position))).collect();
            let stream = Stream::new(Noun::Community, id.0);
            self.shared("community", "speaks for", stream, &spoken)
        };
        there.filter_map(link).take(EACH_MAX).collect()
    }

    fn by_data(&self, units: &BTreeSet<UnitId>, found: &Found<'_>) -> Vec<DuplicateLink> {
        let own = found.members.first().filter(|_| found.kind == DuplicateKind::Data);
        let others = self.data.iter().filter(|((id, _), _)| own != Some(&id.0));
        let link = |((id, store), users): (
            &(DataObjectId, String),
            &BTreeMap<UnitId, BTreeSet<Position>>,
        )| {
            let sharing: BTreeMap<&UnitId, _> =
                users.iter().filter(|(unit, _)| units.contains(unit)).collect();
            let names = self.names(sharing.keys().map(|it| **it));
            let name = self.of.registry.name_of(Noun::DataObject, id.0)?;
            (sharing.len() > 1).then(|| DuplicateLink {
                what: "data",
                detail: format!("{names} use {name} in one store: {store}"),
                stream: Stream::new(Noun::DataObject, id.0).to_string(),
                evidence: newest(sharing.into_values().flatten().copied()),
            })
        };
        others.filter_map(link).take(EACH_MAX).collect()
    }

    fn by_pain_point(&self, units: &BTreeSet<UnitId>) -> Vec<DuplicateLink> {
        let mut having: BTreeMap<PainPointId, BTreeMap<UnitId, Position>> = BTreeMap::new();
        for unit in units {
            for (id, position) in self.pain_points.get(unit).into_iter().flatten() {
                having.entry(*id).or_default().insert(*unit, *position);
            }
        }
        let link = |(id, units): (PainPointId, BTreeMap<UnitId, Position>)| {
            self.shared("pain_point", "is backed by", Stream::new(Noun::PainPoint, id.0), &units)
        };
        having.into_iter().filter_map(link).take(EACH_MAX).collect()
    }

    fn by_idea(&self, units: &BTreeSet<UnitId>) -> Vec<DuplicateLink> {
        let mut trying: BTreeMap<IdeaId, BTreeMap<UnitId, Position>> = BTreeMap::new();
        for unit in units {
            for id in self.ideas.get(unit).into_iter().flatten() {
                let last =
                    self.of.ideas.get(*id).map_or(Position::default(), |it| it.moved.position);
                trying.entry(*id).or_default().insert(*unit, last);
            }
        }
        let link = |(id, units): (IdeaId, BTreeMap<UnitId, Position>)| {
            self.shared("idea", "is tried or used by", Stream::new(Noun::Idea, id.0), &units)
        };
        trying.into_iter().filter_map(link).take(EACH_MAX).collect()
    }

    fn by_variant(&self, found: &Found<'_>) -> Vec<DuplicateLink> {
        let link = |id: &uuid::Uuid| {
            let of = self.of.descriptions.get(ProcessId(*id))?.variant_of?;
            let name = |id| self.of.registry.name_of(Noun::Process, id).unwrap_or_default();
            found.members.contains(&of.0).then(|| DuplicateLink {
                what: "variant",
                detail: format!("{} is a variant of {}", name(*id), name(of.0)),
                stream: Stream::new(Noun::Process, *id).to_string(),
                evidence: vec![],
            })
        };
        found.members.iter().filter_map(link).take(EACH_MAX).collect()
    }

    /// A thing that has to do with two units at least.
    fn shared(
        &self,
        what: &'static str,
        does: &str,
        stream: Stream,
        units: &BTreeMap<UnitId, Position>,
    ) -> Option<DuplicateLink> {
        let Stream { noun, id } = stream;
        let text = || Some(self.of.text(DuplicateKind::PainPoint, id)?.to_string());
        let name = self.of.registry.name_of(noun, id).or_else(text)?;
        let names = self.names(units.keys().copied());
        (units.len() > 1).then(|| DuplicateLink {
            what,
            detail: format!("{name} {does} {names}"),
            stream: stream.to_string(),
            evidence: newest(units.values().copied()),
        })
    }

    fn names(&self, units: impl Iterator<Item = UnitId>) -> String {
        units.map(|it| self.unit(it)).collect::<Vec<_>>().join(", ")
    }

    fn unit(&self, unit: UnitId) -> String {
        self.of.unit_name(unit).unwrap_or_else(|| unit.to_string())
    }
}

/// All units that have to do with the members.
fn units(things: &Things<'_>, found: &Found<'_>) -> BTreeSet<UnitId> {
    let of = things.of;
    let keepers = found.stores.values().flat_map(|it| &it.keepers);
    let keeping = keepers.filter_map(|it| of.map.unit_of(it, of.registry));
    found.members.iter().flat_map(|it| things.units(*it)).chain(keeping).collect()
}

fn newest(positions: impl Iterator<Item = Position>) -> Vec<Position> {
    let all: BTreeSet<Position> = positions.collect();
    all.into_iter().rev().take(SHOWN).collect()
}
