//! Where steps stand: in which role and with what they are done, what they read and keep, what comes before
//! and after them. Steps whose words say the same are the more likely the same work the more of it is alike.
//!
//! What both say counts, what either leaves open does not: each piece of evidence raises or lowers the score a
//! little, all together by [`ADJUSTED_MAX`] at most, so that words come first. How much each counts was set by
//! hand; there are no public data by which it could be measured.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

use events::{Noun, Words, hand_over::Destination, ids::StepId};
use similarity::score::ALIKE;
use uuid::Uuid;

use super::{answer::DuplicateReason, sources::Sources, texts::Texts};

/// How far all evidence together moves a score, at most.
pub(super) const ADJUSTED_MAX: f32 = 0.1;

/// Steps before or after one that are looked at.
const NEIGHBOURS_MAX: usize = 8;

/// How much a piece of evidence raises the score where it is alike, and lowers it where it is not.
#[derive(Debug, Clone, Copy)]
struct Weight {
    what: &'static str,
    alike: f32,
    other: f32,
}

const ROLE: Weight = Weight { what: "role", alike: 0.02, other: -0.03 };
const TOOLS: Weight = Weight { what: "tools", alike: 0.02, other: -0.02 };
const DATA: Weight = Weight { what: "data", alike: 0.03, other: -0.03 };
const NEIGHBOUR: Weight = Weight { what: "neighbours", alike: 0.03, other: -0.01 };
const PLACE: Weight = Weight { what: "place", alike: 0.01, other: -0.02 };
const UNIT: Weight = Weight { what: "unit", alike: 0.02, other: 0.0 };

/// Of one step, with names as they are compared.
#[derive(Debug, Default)]
struct Standing {
    role: BTreeSet<String>,
    tools: BTreeSet<String>,
    data: BTreeSet<String>,
    unit: BTreeSet<String>,
    before: BTreeSet<StepId>,
    after: BTreeSet<StepId>,
}

/// What speaks for two steps besides their words, or against them.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// What is added to their score.
    pub(super) adjusted: f32,
    /// What speaks for them, in words.
    pub(super) reasons: Vec<DuplicateReason>,
}

/// Looked up once a step.
#[derive(Debug)]
pub(super) struct Standings<'a> {
    of: Sources<'a>,
    compared: &'a Texts<Uuid>,
    known: RefCell<HashMap<StepId, Rc<Standing>>>,
}

impl<'a> Standings<'a> {
    pub(super) fn new(of: Sources<'a>, compared: &'a Texts<Uuid>) -> Self {
        Self { of, compared, known: RefCell::default() }
    }

    /// The same from either side, but for the words in which the reasons are told.
    pub(super) fn between(&self, a: StepId, b: StepId) -> Evidence {
        let (of_a, of_b) = (self.standing(a), self.standing(b));
        let mut evidence = Evidence::default();
        evidence.weigh_names(ROLE, &of_a.role, &of_b.role);
        evidence.weigh_names(TOOLS, &of_a.tools, &of_b.tools);
        evidence.weigh_names(DATA, &of_a.data, &of_b.data);
        evidence.weigh_names(UNIT, &of_a.unit, &of_b.unit);
        for (some, others) in [(&of_a.before, &of_b.before), (&of_a.after, &of_b.after)] {
            if !some.is_empty() && !others.is_empty() {
                evidence.weigh(NEIGHBOUR, self.alike(some, others));
            }
        }
        evidence.weigh_place(&of_a, &of_b);
        evidence.adjusted = evidence.adjusted.clamp(-ADJUSTED_MAX, ADJUSTED_MAX);
        evidence
    }

    fn standing(&self, id: StepId) -> Rc<Standing> {
        if let Some(known) = self.known.borrow().get(&id) {
            return Rc::clone(known);
        }
        let standing = Rc::new(self.look_up(id).unwrap_or_default());
        self.known.borrow_mut().insert(id, Rc::clone(&standing));
        standing
    }

    fn look_up(&self, id: StepId) -> Option<Standing> {
        let Sources { map, registry, descriptions, .. } = self.of;
        let step = map.step(id)?;
        let uses = descriptions.get(step.process).map(|it| it.data_uses(step.process));
        let data = uses.into_iter().flatten().filter(|it| it.step == id);
        let unit = map.unit_of(step, registry).and_then(|it| self.of.unit_name(it));
        let mut standing = Standing {
            role: step.known.fact.role.iter().filter_map(name).collect(),
            tools: step.known.fact.tools.iter().filter_map(name).collect(),
            data: data
                .filter_map(|it| registry.name_of(Noun::DataObject, it.data_object.0))
                .map(|it| it.trim().to_lowercase())
                .collect(),
            unit: unit.iter().map(|it| it.trim().to_lowercase()).collect(),
            ..Standing::default()
        };
        for hand_over in map.touching(id) {
            let fact = &hand_over.known.fact;
            let Destination { step: to, .. } = fact.to;
            if to == id {
                standing.before.insert(fact.from);
            } else {
                standing.after.insert(to);
            }
        }
        Some(standing)
    }

    /// What the first of some steps is called whose words say the same as those of one of the others.
    fn alike(&self, some: &BTreeSet<StepId>, others: &BTreeSet<StepId>) -> Option<String> {
        let is_alike = |a: &StepId, b: &StepId| self.compared.score(a.0, b.0) >= ALIKE;
        let each = some.iter().take(NEIGHBOURS_MAX);
        let found =
            each.copied().find(|a| others.iter().take(NEIGHBOURS_MAX).any(|b| is_alike(a, b)));
        self.of.map.step(found?).and_then(|it| crate::evidence::shown(&it.known.fact.name))
    }
}

impl Evidence {
    /// Nothing where either side says nothing.
    fn weigh_names(&mut self, weight: Weight, some: &BTreeSet<String>, others: &BTreeSet<String>) {
        if some.is_empty() || others.is_empty() {
            return;
        }
        let shared: Vec<&str> = some.intersection(others).map(String::as_str).collect();
        self.weigh(weight, (!shared.is_empty()).then(|| shared.join(", ")));
    }

    fn weigh(&mut self, weight: Weight, alike: Option<String>) {
        self.adjusted += if alike.is_some() { weight.alike } else { weight.other };
        let reason = alike.map(|detail| DuplicateReason { what: weight.what, detail });
        self.reasons.extend(reason.filter(|it| !self.reasons.contains(it)));
    }

    /// Where either begins or ends its process; of steps that nothing leads to or from nobody knows.
    fn weigh_place(&mut self, a: &Standing, b: &Standing) {
        let ends = |it: &Standing| match (it.before.is_empty(), it.after.is_empty()) {
            (true, false) => Some("begins the process"),
            (false, true) => Some("ends the process"),
            _ => None,
        };
        if let (Some(of_a), Some(of_b)) = (ends(a), ends(b)) {
            self.weigh(PLACE, (of_a == of_b).then(|| of_a.to_owned()));
        }
    }
}

fn name(words: &Words) -> Option<String> {
    Some(words.text()?.trim().to_lowercase()).filter(|it| !it.is_empty())
}
