//! A cluster as answers show it.

use std::{collections::BTreeSet, sync::Arc};

use events::{
    Noun,
    duplicate::DuplicateKind,
    ids::{DataObjectId, UnitId},
};
use similarity::reasons::reasons;
use uuid::Uuid;

use super::{
    Duplicates,
    answer::{
        DuplicateCluster, DuplicateJudge, DuplicateKeeper, DuplicateMember, DuplicatePair,
        DuplicateReason, DuplicateVerdict, DuplicatedData,
    },
    data::Store,
    found::{Found, Held},
    links::Links,
    question::Depth,
    scores::{PAIRED_MAX, Scores},
    sources::Sources,
    things::Things,
    verdicts::Said,
};
use crate::{
    evidence::{Evidence, rounded, shown},
    process_map::Step,
};

impl Found<'_> {
    pub(super) fn shown(
        &self,
        things: &Things<'_>,
        links: &Links<'_>,
        (duplicates, depth): (&Duplicates, Depth),
        scores: &Scores<'_>,
    ) -> DuplicateCluster {
        let is_compared = depth == Depth::Pairs && duplicates.of(self.kind).is_some();
        let pairs = if is_compared { self.pairs(things, duplicates, scores) } else { vec![] };
        let links = links.among(things, self);
        DuplicateCluster {
            id: self.id,
            kind: self.kind,
            score: self.score,
            hours_involved: self.hours,
            avoidable_hours: self.avoidable,
            learnable_hours: self.learnable,
            members: self.shown_members(things),
            data_object: self.data_object(things),
            pairs_truncated: self.members.len() > PAIRED_MAX,
            reasons: self.reasons(&pairs),
            pairs,
            linked: !links.is_empty(),
            links,
            verdict: self.held.and_then(|it| verdict(&it, things.of)),
            evidence: Evidence::new(&self.positions(things), &format!("duplicates/{}", self.id)),
        }
    }

    fn shown_members(&self, things: &Things<'_>) -> Vec<DuplicateMember> {
        if self.stores.is_empty() {
            return self.members.iter().map(|it| member(*it, things)).collect();
        }
        self.stores.values().map(|it| kept_in(self.members[0], it, things.of)).collect()
    }

    fn data_object(&self, things: &Things<'_>) -> Option<DuplicatedData> {
        let id = *self.members.first().filter(|_| !self.stores.is_empty())?;
        Some(DuplicatedData {
            id: DataObjectId(id),
            name: things.of.name(self.kind, id),
            master_store: things.of.master(id).and_then(shown),
        })
    }

    fn pairs(
        &self,
        things: &Things<'_>,
        duplicates: &Duplicates,
        scores: &Scores<'_>,
    ) -> Vec<DuplicatePair> {
        let members = &self.members[..self.members.len().min(PAIRED_MAX)];
        let text = |id: &Uuid| things.of.text(self.kind, *id).unwrap_or_else(|| "".into());
        let texts: Vec<Arc<str>> = members.iter().map(text).collect();
        let each = (0..members.len()).flat_map(|a| (a + 1..members.len()).map(move |b| (a, b)));
        let pair = |(a, b): (usize, usize)| {
            let mut reasons = duplicates.reasons(self.kind, (&texts[a], &texts[b]), things.of);
            let (score, others) = scores.of_pair(members[a], members[b]);
            reasons.extend(others);
            DuplicatePair { a: members[a], b: members[b], score, reasons }
        };
        each.map(pair).collect()
    }

    /// Those of all pairs, each once.
    fn reasons(&self, pairs: &[DuplicatePair]) -> Vec<DuplicateReason> {
        let stores: Vec<&str> = self.stores.values().map(|it| it.name.as_str()).collect();
        let stores = (!stores.is_empty())
            .then(|| DuplicateReason { what: "stores", detail: stores.join(", ") });
        let mut all: Vec<DuplicateReason> = stores.into_iter().collect();
        for reason in pairs.iter().flat_map(|it| &it.reasons) {
            if !all.contains(reason) {
                all.push(reason.clone());
            }
        }
        if let (Some(sort), true) = (self.sort(), all.is_empty()) {
            all.push(DuplicateReason { what: "verdict", detail: sort.key().to_owned() });
        }
        all
    }
}

impl Duplicates {
    /// Why the second text says something like the first: what both say, then what people taught.
    pub(crate) fn reasons(
        &self,
        kind: DuplicateKind,
        (first, second): (&str, &str),
        of: Sources<'_>,
    ) -> Vec<DuplicateReason> {
        let told = reasons(first, second).into_iter();
        let mut told: Vec<DuplicateReason> =
            told.map(|it| DuplicateReason { what: it.what.key(), detail: it.detail }).collect();
        let learned = self.taught.of(kind).map(|it| it.between(first, second));
        told.extend(learned.into_iter().flatten().map(|it| {
            let (a, b) = it.words;
            let about = self.verdicts.get(it.by).map_or(&[][..], |it| &it.members);
            let on: Vec<String> = about.iter().filter_map(|it| of.name(kind, *it)).collect();
            let detail = format!("{a} = {b}, confirmed as the same on {}", on.join(" / "));
            DuplicateReason { what: "learned", detail }
        }));
        told
    }
}

fn member(id: Uuid, things: &Things<'_>) -> DuplicateMember {
    let Things { kind, of, .. } = *things;
    let (process, units, site) = (of.process(kind, id), things.units(id), of.site(kind, id));
    DuplicateMember {
        id,
        name: of.name(kind, id),
        process,
        process_name: process.and_then(|it| of.registry.name_of(Noun::Process, it.0)),
        unit: units.first().copied(),
        unit_name: units.first().and_then(|it| of.unit_name(*it)),
        unit_names: units.iter().filter_map(|it| of.unit_name(*it)).collect(),
        units,
        site,
        site_name: site.and_then(|it| of.registry.name_of(Noun::Site, it.0)),
        hours_per_month: things.hours(id).map(rounded),
        kept_by: vec![],
    }
}

/// A store, with who keeps the data object there. What is not the same for all of them is not said of it.
fn kept_in(data_object: Uuid, store: &Store<'_>, of: Sources<'_>) -> DuplicateMember {
    let kept_by: Vec<_> = store.keepers.iter().map(|it| keeper(it, of)).collect();
    let units: BTreeSet<UnitId> = kept_by.iter().filter_map(|it| it.unit).collect();
    let units: Vec<UnitId> = units.into_iter().collect();
    let site = only(kept_by.iter().map(|it| it.site));
    let process = only(kept_by.iter().map(|it| Some(it.process)));
    DuplicateMember {
        id: data_object,
        name: Some(store.name.clone()),
        process,
        process_name: process.and_then(|it| of.registry.name_of(Noun::Process, it.0)),
        unit: units.first().copied(),
        unit_name: units.first().and_then(|it| of.unit_name(*it)),
        unit_names: units.iter().filter_map(|it| of.unit_name(*it)).collect(),
        units,
        site,
        site_name: site.and_then(|it| of.registry.name_of(Noun::Site, it.0)),
        hours_per_month: store.hours().map(rounded),
        kept_by,
    }
}

fn only<T: PartialEq>(mut of: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = of.next()??;
    of.all(|it| it.as_ref() == Some(&first)).then_some(first)
}

fn keeper(step: &Step, of: Sources<'_>) -> DuplicateKeeper {
    let (unit, site) = (of.map.unit_of(step, of.registry), of.map.site_of(step, of.registry));
    DuplicateKeeper {
        step: step.known.fact.step,
        name: shown(&step.known.fact.name),
        process: step.process,
        process_name: of.registry.name_of(Noun::Process, step.process.0),
        unit,
        unit_name: unit.and_then(|it| of.unit_name(it)),
        site,
        site_name: site.and_then(|it| of.registry.name_of(Noun::Site, it.0)),
        hours_per_month: step.known.fact.hours_per_month().map(rounded),
    }
}

fn verdict(held: &Held<'_>, of: Sources<'_>) -> Option<DuplicateVerdict> {
    let Held { id, about, joined, gone } = *held;
    let verdict = about.verdict.as_ref()?;
    let (sort, because) = match verdict.said {
        Said::Confirmed(sort) => (Some(sort), None),
        Said::Dismissed(because) => (None, Some(because)),
    };
    Some(DuplicateVerdict {
        id,
        sort,
        because,
        by: DuplicateJudge {
            kind: verdict.by,
            unit: verdict.unit,
            unit_name: verdict.unit.and_then(|it| of.unit_name(it)),
        },
        position: verdict.position,
        why: verdict.why.as_ref().and_then(shown),
        members: about.members.clone(),
        joined,
        gone,
        stale: joined > 0 || gone > 0,
    })
}
