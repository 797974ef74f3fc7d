//! Two models beside each other: which of their elements say the same.

use std::collections::BTreeSet;

use serde::Serialize;
use similarity::matching;

use super::{Element, Kind, Model};
use crate::error::Bound;

/// Which elements of two models say the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matched {
    /// The surest first, then in the order of the first file.
    pub pairs: Vec<Pair>,
    pub a: Side,
    pub b: Side,
}

/// Two elements that say the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    pub a: Named,
    pub b: Named,
    /// From 0 to 1, to the thousandth.
    pub score: f64,
    pub reasons: Vec<Reason>,
}

/// What is told of one of the two models.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Elements that were compared.
    pub compared: usize,
    /// Those of them that have no partner.
    pub unmatched: Vec<Named>,
}

/// An element, by its id in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub what: &'static str,
    pub detail: String,
}

/// So many elements of a model are compared with each of the other: their pairs are all looked at.
const COMPARED_MAX: usize = 2_000;

/// Compares every named task, sub-process and event, and every transition with a label.
pub fn matched(a: &Model, b: &Model) -> Result<Matched, Bound> {
    let (first, second) = (to_match(a), to_match(b));
    for model in [&first, &second] {
        let compared = model.elements.iter().filter(|it| it.is_compared()).count();
        if compared > COMPARED_MAX {
            return Err(Bound::Count { what: "elements to compare", max: COMPARED_MAX as u64 });
        }
    }
    let mut found = matching::pairs(&first, &second);
    found.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let side = |model: &Model, compared: &matching::Model, met: BTreeSet<usize>| {
        let places = compared.elements.iter().enumerate();
        let compared: Vec<_> = places.filter(|it| it.1.is_compared()).map(|it| it.0).collect();
        let alone = compared.iter().filter(|it| !met.contains(it));
        let unmatched = alone.map(|it| named(model, *it)).collect();
        Side { compared: compared.len(), unmatched }
    };
    Ok(Matched {
        a: side(a, &first, found.iter().map(|it| it.a).collect()),
        b: side(b, &second, found.iter().map(|it| it.b).collect()),
        pairs: found.into_iter().map(|it| pair(a, b, it)).collect(),
    })
}

fn pair(a: &Model, b: &Model, it: matching::Pair) -> Pair {
    let reasons = it.reasons.into_iter();
    Pair {
        a: named(a, it.a),
        b: named(b, it.b),
        score: (f64::from(it.score) * 1_000.0).round() / 1_000.0,
        reasons: reasons.map(|it| Reason { what: it.what.key(), detail: it.detail }).collect(),
    }
}

fn named(model: &Model, place: usize) -> Named {
    let Element { id, name, .. } = &model.elements[place];
    Named { id: id.clone(), name: name.clone() }
}

/// A model as the matcher takes it: every element at its place, and what leads to what.
pub fn to_match(model: &Model) -> matching::Model {
    let mut elements: Vec<_> = model.elements.iter().map(|it| element(model, it)).collect();
    for it in &model.data_uses {
        let name = it.called.as_ref().unwrap_or(&model.data[it.data].name);
        elements[it.element].data.push(name.clone());
    }
    let flows = model.flows.iter().map(|it| (it.from, it.to));
    // What happens at the edge of an activity begins there.
    let edges = model.elements.iter().enumerate();
    let attached = edges.filter_map(|(place, it)| Some((it.attached_to?, place)));
    matching::Model { elements, flows: flows.chain(attached).collect() }
}

fn element(model: &Model, it: &Element) -> matching::Element {
    matching::Element {
        name: it.name.clone(),
        kind: kind(it),
        lane: model.performer(it).map(str::to_owned),
        data: Vec::new(),
    }
}

fn kind(element: &Element) -> matching::Kind {
    match element.kind {
        Kind::Task(_) | Kind::Call | Kind::Transition => matching::Kind::Task,
        Kind::SubProcess(_) => matching::Kind::SubProcess,
        Kind::Event(..) => matching::Kind::Event,
        Kind::Gateway(_) => matching::Kind::Gateway,
        Kind::Place => matching::Kind::Place,
    }
}
