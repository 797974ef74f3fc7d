//! What imported logs measured: hand-overs and bounces between their values.
//!
//! Kept as the logs say it. Only a question resolves values to units, sites and regions, so that a
//! binding that comes later, or a unit that moves, needs no counting again. A log may have been
//! counted by several columns, and a file may have been imported several times; these see the same
//! cases, so of one file the column with the most bounces speaks for a pair, and figures of two
//! columns or of two imports of it are never added.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use events::{
    Event, Position, Recorded, Words,
    ids::LogId,
    log::{
        self, ActivityBound, BouncesMeasured, CasesCompared, HandOversMeasured, Unbound, ValueBound,
    },
};
use serde::{Deserialize, Serialize};

use crate::{
    loops::level::{Node, Places},
    registry::Known,
};

/// Log, column, month, part of the month. A later event for the same part replaces it.
type Part = (LogId, Words, String, u32);

/// All that was measured.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Measured {
    hand_overs: BTreeMap<Part, Known<HandOversMeasured>>,
    bounces: BTreeMap<Part, Known<BouncesMeasured>>,
    compared: BTreeMap<(LogId, Words), Known<CasesCompared>>,
    /// By log and column, then by value.
    bindings: BTreeMap<(LogId, Words), BTreeMap<Words, Known<ValueBound>>>,
    activities: BTreeMap<LogId, BTreeMap<Words, Known<ActivityBound>>>,
}

/// What was measured between two nodes, both directions together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Between {
    /// By month, `2012-04`.
    pub(super) months: BTreeMap<String, Counted>,
    pub(super) evidence: BTreeSet<Position>,
}

/// What was counted in a month, or in all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Counted {
    pub(super) occurrences: u64,
    /// Hand-overs from the smaller node to the larger one.
    pub(super) there: u64,
    pub(super) back: u64,
    pub(super) cases: u64,
}

impl Counted {
    pub(super) fn hand_overs(self) -> u64 {
        self.there + self.back
    }

    fn add(&mut self, other: Self) {
        self.occurrences += other.occurrences;
        self.there += other.there;
        self.back += other.back;
        self.cases += other.cases;
    }
}

impl Between {
    pub(super) fn all(&self) -> Counted {
        self.months.values().fold(Counted::default(), |mut sum, it| {
            sum.add(*it);
            sum
        })
    }
}

/// What was measured at a level.
#[derive(Debug, Clone, Default)]
pub(super) struct AtLevel {
    /// By two different nodes, the smaller first.
    pub(super) between: BTreeMap<(Node, Node), Between>,
    /// The months in which anything was counted, also between other nodes.
    pub(super) months: BTreeSet<String>,
    /// Values, each once a column, that stand for nothing at this level.
    pub(super) unplaced_values: usize,
}

impl Measured {
    pub(super) fn apply(&mut self, event: &Recorded) {
        let Event::Log(fact) = &event.event else { return };
        let (log, position) = (LogId(event.stream.id), event.position);
        match fact {
            log::Event::HandOversMeasured(it) => {
                let part = (log, it.level.clone(), it.month.clone(), it.part);
                self.hand_overs.insert(part, Known::new(it.clone(), position));
            }
            log::Event::BouncesMeasured(it) => {
                let part = (log, it.level.clone(), it.month.clone(), it.part);
                self.bounces.insert(part, Known::new(it.clone(), position));
            }
            log::Event::CasesCompared(it) => {
                let known = Known::new(it.clone(), position);
                self.compared.insert((log, it.level.clone()), known);
            }
            log::Event::ValueBound(it) => {
                let values = self.bindings.entry((log, it.by.clone())).or_default();
                values.insert(it.value.clone(), Known::new(it.clone(), position));
            }
            log::Event::ActivityBound(it) => {
                let activities = self.activities.entry(log).or_default();
                activities.insert(it.activity.clone(), Known::new(it.clone(), position));
            }
            log::Event::Unbound(it) => self.unbind(log, it),
            log::Event::Imported(_) => {}
        }
    }

    fn unbind(&mut self, log: LogId, unbound: &Unbound) {
        let Unbound { by, value, activity } = unbound;
        if let (Some(by), Some(value)) = (by, value)
            && let Some(values) = self.bindings.get_mut(&(log, by.clone()))
        {
            values.remove(value);
        }
        if let (Some(activity), Some(bound)) = (activity, self.activities.get_mut(&log)) {
            bound.remove(activity);
        }
    }

    /// What was compared of each column of each log.
    pub(super) fn compared(&self) -> impl Iterator<Item = (LogId, &Known<CasesCompared>)> {
        self.compared.iter().map(|((log, _), known)| (*log, known))
    }

    /// The activities of a log that stand for steps.
    pub(super) fn activities(&self, log: LogId) -> impl Iterator<Item = &Known<ActivityBound>> {
        self.activities.get(&log).into_iter().flat_map(BTreeMap::values)
    }

    /// Values are resolved as they are bound now.
    pub(super) fn at(&self, places: Places<'_>) -> AtLevel {
        let mut count =
            Count { measured: self, places, columns: BTreeMap::new(), unplaced: BTreeSet::new() };
        self.hand_overs.iter().for_each(|(part, known)| count.hand_overs(part, known));
        self.bounces.iter().for_each(|(part, known)| count.bounces(part, known));
        let unplaced_values = count.unplaced.len();
        let logs = places.registry.logs();
        let digest = |log| logs.get(&log).map(|it| it.fact.sha256.clone());
        let file = |log: LogId| digest(log).unwrap_or_else(|| log.to_string());
        let between = count.columns.into_iter().map(|(nodes, it)| (nodes, of_all_files(it, file)));
        let parts = self.hand_overs.keys().chain(self.bounces.keys());
        let months = parts.map(|(_, _, month, _)| month.clone()).collect();
        AtLevel { between: between.collect(), months, unplaced_values }
    }

    fn bound(&self, log: LogId, column: &Words, value: &Words) -> Option<&Known<ValueBound>> {
        self.bindings.get(&(log, column.clone()))?.get(value)
    }
}

type Columns<'a> = BTreeMap<(LogId, &'a Words), Between>;

/// The counting of one question.
struct Count<'a> {
    measured: &'a Measured,
    places: Places<'a>,
    columns: BTreeMap<(Node, Node), Columns<'a>>,
    unplaced: BTreeSet<(LogId, &'a Words, &'a Words)>,
}

/// What a value stands for, and the event that says so.
type Resolved = Option<(Node, Position)>;
type Ends = [(Node, Position); 2];

impl<'a> Count<'a> {
    fn hand_overs(&mut self, part: &'a Part, known: &'a Known<HandOversMeasured>) {
        let values = self.resolve(part, &known.fact.values);
        for pair in &known.fact.pairs {
            let counted = Counted { there: pair.times, ..Counted::default() };
            self.count(part, ends(&values, (pair.from, pair.to)), counted, &known.evidence);
        }
    }

    fn bounces(&mut self, part: &'a Part, known: &'a Known<BouncesMeasured>) {
        let values = self.resolve(part, &known.fact.values);
        for pair in &known.fact.pairs {
            let (cases, occurrences) = (pair.cases, pair.occurrences);
            let counted = Counted { occurrences, cases, ..Counted::default() };
            self.count(part, ends(&values, pair.between), counted, &known.evidence);
        }
    }

    fn resolve(&mut self, part: &'a Part, values: &'a [Words]) -> Vec<Resolved> {
        let (log, column) = (part.0, &part.1);
        let mut resolved = Vec::with_capacity(values.len());
        for value in values {
            let node = self.resolve_one(log, column, value);
            if node.is_none() {
                self.unplaced.insert((log, column, value));
            }
            resolved.push(node);
        }
        resolved
    }

    /// What the value was bound to; a value of the column of activities also stands for the step that
    /// its activity is bound to.
    fn resolve_one(&self, log: LogId, column: &Words, value: &Words) -> Resolved {
        self.bound_value(log, column, value).or_else(|| self.bound_activity(log, column, value))
    }

    fn bound_value(&self, log: LogId, column: &Words, value: &Words) -> Resolved {
        let Known { fact, evidence } = self.measured.bound(log, column, value)?;
        let of_unit = || self.places.of_unit(fact.unit?);
        let of_site = || self.places.of_site(fact.site?);
        Some((of_unit().or_else(of_site)?, evidence.first().copied()?))
    }

    fn bound_activity(&self, log: LogId, column: &Words, value: &Words) -> Resolved {
        let mapping = &self.places.registry.logs().get(&log)?.fact.mapping;
        let activities = self.measured.activities.get(&log).filter(|_| mapping.activity == *column);
        let Known { fact, evidence } = activities?.get(value)?;
        let node = self.places.of_step(self.places.map.step(fact.step)?)?;
        Some((node, evidence.first().copied()?))
    }

    /// Counts what went from one value to another; not if that is within one node or an end is none.
    fn count(
        &mut self,
        part: &'a Part,
        ends: Option<Ends>,
        counted: Counted,
        evidence: &[Position],
    ) {
        let Some([(from, from_bound), (to, to_bound)]) = ends else { return };
        let (nodes, counted) = match from.cmp(&to) {
            Ordering::Less => ((from, to), counted),
            Ordering::Equal => return,
            Ordering::Greater => {
                let Counted { there, back, .. } = counted;
                ((to, from), Counted { there: back, back: there, ..counted })
            }
        };
        let (log, column, month, _) = part;
        let between = self.columns.entry(nodes).or_default().entry((*log, column)).or_default();
        between.evidence.extend([from_bound, to_bound]);
        between.evidence.extend(evidence);
        between.months.entry(month.clone()).or_default().add(counted);
    }
}

/// What the two values of a pair stand for.
fn ends(values: &[Resolved], (from, to): (u32, u32)) -> Option<Ends> {
    let at = |place: u32| values.get(usize::try_from(place).ok()?)?.clone();
    Some([at(from)?, at(to)?])
}

/// Of each file the column that saw most; summed over files.
fn of_all_files(columns: Columns<'_>, file: impl Fn(LogId) -> String) -> Between {
    let mut files: BTreeMap<String, Between> = BTreeMap::new();
    let figures = |it: &Between| {
        let all = it.all();
        (all.occurrences, all.hand_overs(), all.cases)
    };
    for ((log, _), column) in columns {
        let most = files.entry(file(log)).or_default();
        if most.evidence.is_empty() || figures(&column) > figures(most) {
            *most = column;
        }
    }
    files.into_values().fold(Between::default(), |mut sum, it| {
        for (month, counted) in it.months {
            sum.months.entry(month).or_default().add(counted);
        }
        sum.evidence.extend(it.evidence);
        sum
    })
}
