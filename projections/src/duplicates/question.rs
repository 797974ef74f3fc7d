//! What can be asked about duplicates.

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Position, Stream,
    duplicate::DuplicateKind,
    ids::{DataObjectId, DuplicateId, StepId},
};
use similarity::pairs::Cluster;
use uuid::Uuid;

use super::{
    admission::Admission,
    answer::{DuplicateCluster, DuplicatesAnswer, DuplicatesTotal},
    data,
    found::Found,
    links::Links,
    scores::Scores,
    things::Things,
    verdicts::Said,
};
use crate::{
    Projections,
    evidence::{Evidence, rounded},
    history::HistoryItem,
    loops::answer::CutShort,
};

/// Clusters in an answer, at most.
pub const CLUSTERS_MAX: usize = 1_000;

/// How much is told of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// All of it.
    Pairs,
    /// Not why two of it say the same.
    Figures,
}

/// Which clusters are asked for.
#[derive(Debug, Clone, Copy)]
pub struct DuplicatesQuery {
    /// Of what.
    pub kind: DuplicateKind,
    /// What is said of them; all that are not dismissed where it is not said.
    pub verdict: Option<OfVerdict>,
    /// How many, at most.
    pub limit: usize,
}

impl Default for DuplicatesQuery {
    fn default() -> Self {
        Self { kind: DuplicateKind::Step, verdict: None, limit: CLUSTERS_MAX }
    }
}

/// What is said of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfVerdict {
    /// Nobody said anything, or not of all that is in it now.
    Open,
    /// Somebody confirmed it.
    Confirmed,
    /// Somebody dismissed it.
    Dismissed,
}

impl OfVerdict {
    const ALL: [Self; 3] = [Self::Open, Self::Confirmed, Self::Dismissed];

    /// As it stands in questions.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::Dismissed => "dismissed",
        }
    }
}

impl std::str::FromStr for OfVerdict {
    type Err = UnknownVerdict;

    fn from_str(key: &str) -> Result<Self, UnknownVerdict> {
        Self::ALL.into_iter().find(|it| it.key() == key).ok_or(UnknownVerdict)
    }
}

/// Not what can be said of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownVerdict;

impl std::fmt::Display for UnknownVerdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not one of `open`, `confirmed`, `dismissed`")
    }
}

impl std::error::Error for UnknownVerdict {}

impl Projections {
    /// Clusters of one kind, those with the most hours first; the total is over all.
    pub fn duplicates_answer(&self, query: &DuplicatesQuery) -> DuplicatesAnswer {
        self.answer_with(query, Depth::Pairs)
    }

    /// The same without a word on each pair, which is most of the work where only figures are asked for.
    pub(crate) fn duplicates_figures(&self, kind: DuplicateKind) -> DuplicatesAnswer {
        self.answer_with(&DuplicatesQuery { kind, ..DuplicatesQuery::default() }, Depth::Figures)
    }

    fn answer_with(&self, query: &DuplicatesQuery, depth: Depth) -> DuplicatesAnswer {
        let limit = query.limit.min(CLUSTERS_MAX);
        let things = Things::new(query.kind, self);
        let mut found = self.found(query, &things);
        self.order(&mut found, &things, limit);
        let sum = |of: fn(&Found<'_>) -> Option<f64>| {
            found.iter().filter_map(of).reduce(|sum, it| sum + it).map(rounded)
        };
        let of = evidence_name(query.kind, query.verdict);
        let total = DuplicatesTotal {
            hours_involved: involved(&found),
            avoidable_hours: sum(|it| it.avoidable),
            learnable_hours: sum(|it| it.learnable),
            clusters: found.len(),
            evidence: Evidence::new(&behind(&found, &things), &of),
        };
        let is_cut_short = found.len() > limit || found.iter().any(|it| it.is_full);
        let shown = &found[..found.len().min(limit)];
        DuplicatesAnswer {
            clusters: self.shown(shown, &things, depth),
            truncated: is_cut_short,
            reason: is_cut_short.then_some(CutShort::Count),
            total,
        }
    }

    /// The cluster of this id, or what a verdict of this id is about.
    pub fn duplicate_answer(&self, id: DuplicateId) -> Option<DuplicateCluster> {
        DuplicateKind::ALL.into_iter().find_map(|kind| {
            let things = Things::new(kind, self);
            let found = self.found_by_id(id, &things)?;
            self.shown(&[found], &things, Depth::Pairs).pop()
        })
    }

    /// The cluster of each step that is in one.
    pub fn clusters_by_step(&self) -> BTreeMap<StepId, DuplicateId> {
        let clusters = self.clusters(DuplicateKind::Step);
        let members = |it: Cluster<Uuid>| {
            let id = events::duplicate::duplicate_id(DuplicateKind::Step, &it.members);
            it.members.into_iter().map(move |it| (StepId(it), id))
        };
        clusters.into_iter().flat_map(members).collect()
    }

    /// All events behind a cluster, a verdict or a total, by what its evidence is named: `duplicates/0189…`.
    pub(crate) fn duplicates_evidence(&self, of: &str) -> Option<BTreeSet<Position>> {
        let name = of.strip_prefix("duplicates/")?;
        if let Ok(id) = Uuid::parse_str(name) {
            return DuplicateKind::ALL.into_iter().find_map(|kind| {
                let things = Things::new(kind, self);
                Some(self.found_by_id(DuplicateId(id), &things)?.positions(&things))
            });
        }
        let (kind, verdict) = name.split_once('/')?;
        let (kind, verdict) = (kind.parse().ok()?, Some(verdict).filter(|it| *it != "all"));
        let verdict = verdict.map(str::parse).transpose().ok()?;
        let things = Things::new(kind, self);
        let query = DuplicatesQuery { kind, verdict, limit: CLUSTERS_MAX };
        Some(behind(&self.found(&query, &things), &things))
    }

    /// Says of the history of a verdict what the things are called that it is about.
    pub fn name_members(&self, item: &mut HistoryItem) {
        let id = item.stream.parse::<Stream>().map(|it| DuplicateId(it.id));
        let Some(about) = id.ok().and_then(|it| self.duplicates.verdicts.get(it)) else { return };
        let called = |member: Uuid| self.sources().called(about.kind, member);
        let names: Vec<_> = about.members.iter().filter_map(|it| called(*it)).collect();
        item.name = (!names.is_empty()).then(|| names.join(" / "));
        for change in &mut item.changes {
            let member = change.field.strip_prefix("members/").map(Uuid::parse_str);
            if let Some(Ok(member)) = member {
                change.of = called(member);
            }
        }
    }

    fn clusters(&self, kind: DuplicateKind) -> Vec<Cluster<Uuid>> {
        let admission = Admission::new(kind, self.sources(), &self.duplicates);
        self.duplicates.of(kind).map(|it| it.clusters(&admission)).unwrap_or_default()
    }

    /// Works out ahead of time what says the same, where that is not too much.
    pub(crate) fn settle_duplicates(&self) {
        for kind in DuplicateKind::ALL {
            if self.duplicates.is_soon_settled(kind) {
                drop(self.clusters(kind));
            }
        }
    }

    /// In no order, and without their scores.
    fn found<'a>(&'a self, query: &DuplicatesQuery, things: &Things<'a>) -> Vec<Found<'a>> {
        let mut found = match query.verdict {
            Some(OfVerdict::Dismissed) => self.dismissed(things),
            _ => self.present(things),
        };
        found.retain(|it| match (query.verdict, it.said()) {
            (Some(OfVerdict::Open), _) => it.is_open(),
            (Some(OfVerdict::Confirmed), said) => matches!(said, Some(Said::Confirmed(_))),
            (Some(OfVerdict::Dismissed), said) => matches!(said, Some(Said::Dismissed(_))),
            (None, said) => it.is_open() || !matches!(said, Some(Said::Dismissed(_))),
        });
        found
    }

    /// The dearest first, as many as are shown. Scores are dear, and behind those nobody sees them.
    fn order(&self, found: &mut [Found<'_>], things: &Things<'_>, shown: usize) {
        let scores = self.scores(things.kind);
        found.sort_by(Found::most_hours_first);
        let mut before = 0;
        for of_the_same_hours in found.chunk_by_mut(|a, b| a.most_hours_first(b).is_eq()) {
            if before >= shown {
                return;
            }
            before += of_the_same_hours.len();
            for it in &mut *of_the_same_hours {
                it.score = scores.of_all(&it.members);
            }
            of_the_same_hours.sort_by(Found::most_alike_first);
        }
    }

    fn scores(&self, kind: DuplicateKind) -> Scores<'_> {
        Scores::new(kind, self.sources(), &self.duplicates)
    }

    /// What is together now.
    fn present<'a>(&'a self, things: &Things<'a>) -> Vec<Found<'a>> {
        let verdicts = &self.duplicates.verdicts;
        if things.kind == DuplicateKind::Data {
            return self.data(things, |_| true);
        }
        let clusters = self.clusters(things.kind).into_iter();
        clusters.map(|it| Found::of_cluster(it, things, verdicts)).collect()
    }

    /// What is held apart, of things that are still there.
    fn dismissed<'a>(&'a self, things: &Things<'a>) -> Vec<Found<'a>> {
        let verdicts = &self.duplicates.verdicts;
        if things.kind == DuplicateKind::Data {
            return self.data(things, |_| true);
        }
        let found = verdicts.dismissed(things.kind);
        let found = found.map(|(id, about)| Found::of_verdict(id, about, things, verdicts));
        found.filter(|it| it.members.len() > 1).collect()
    }

    /// Data objects that are kept by hand in several stores.
    fn data<'a>(
        &'a self,
        things: &Things<'a>,
        is_meant: impl Fn(DataObjectId) -> bool,
    ) -> Vec<Found<'a>> {
        let stores = data::stores(things.of).into_iter();
        let several = stores.filter(|(id, stores)| stores.len() > 1 && is_meant(*id));
        several.map(|(id, it)| Found::of_data(id, it, &self.duplicates.verdicts)).collect()
    }

    fn found_by_id<'a>(&'a self, id: DuplicateId, things: &Things<'a>) -> Option<Found<'a>> {
        let verdicts = &self.duplicates.verdicts;
        let about = verdicts.get(id).filter(|it| it.kind == things.kind);
        let mut found = match about {
            Some(about) if about.kind == DuplicateKind::Data => {
                self.data(things, |it| about.members == [it.0]).pop()
            }
            Some(about) => Some(Found::of_verdict(id, about, things, verdicts)),
            None => self.present(things).into_iter().find(|it| it.id == id),
        }?;
        found.score = self.scores(things.kind).of_all(&found.members);
        Some(found)
    }

    fn shown(
        &self,
        found: &[Found<'_>],
        things: &Things<'_>,
        depth: Depth,
    ) -> Vec<DuplicateCluster> {
        if found.is_empty() {
            return vec![];
        }
        let (links, scores) = (Links::new(things, found), self.scores(things.kind));
        found
            .iter()
            .map(|it| it.shown(things, &links, (&self.duplicates, depth), &scores))
            .collect()
    }
}

/// Hours a month of all clusters together; a step that keeps several data objects counts once.
fn involved(found: &[Found<'_>]) -> Option<f64> {
    let of_words = found.iter().filter(|it| it.stores.is_empty()).filter_map(|it| it.hours);
    let by_hand = data::hours_by_hand(found.iter().flat_map(|it| it.stores.values()));
    of_words.chain(by_hand).reduce(|sum, it| sum + it).map(rounded)
}

/// The events behind all clusters together.
fn behind(found: &[Found<'_>], things: &Things<'_>) -> BTreeSet<Position> {
    found.iter().flat_map(|it| it.positions(things)).collect()
}

fn evidence_name(kind: DuplicateKind, verdict: Option<OfVerdict>) -> String {
    format!("duplicates/{}/{}", kind.key(), verdict.map_or("all", OfVerdict::key))
}
