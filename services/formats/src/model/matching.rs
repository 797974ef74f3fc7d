//! A model as the matcher of models takes it: every element at its place, and what leads to what.

use similarity::matching;

use super::{Element, Kind, Model};

/// Elements keep their places.
pub fn to_match(model: &Model) -> matching::Model {
    let elements = (0..model.elements.len()).map(|place| element(model, place)).collect();
    let flows = model.flows.iter().map(|it| (it.from, it.to));
    // What happens at the edge of an activity begins there.
    let edges = model.elements.iter().enumerate();
    let attached = edges.filter_map(|(place, it)| Some((it.attached_to?, place)));
    matching::Model { elements, flows: flows.chain(attached).collect() }
}

fn element(model: &Model, place: usize) -> matching::Element {
    let it = &model.elements[place];
    let uses = model.data_uses.iter().filter(|it| it.element == place);
    matching::Element {
        name: it.name.clone(),
        kind: kind(it),
        lane: model.performer(it).map(str::to_owned),
        data: uses.map(|it| model.data[it.data].name.clone()).collect(),
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
