//! Petri nets (PNML, ISO/IEC 15909-2): places, transitions with names, arcs. What tools write for
//! themselves is passed by, but for one word: a transition that is said to be invisible is no work.

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
    ops::ControlFlow::{self, Continue},
};

use super::{Element, Flow, Kind, Model, NotKept, Process, words::said};
use crate::{
    error::FormatError,
    limits::Limits,
    xml::{self, Element as Xml},
};

/// Names that tools give to transitions at which nobody works.
const SILENT: [&str; 4] = ["tau", "τ", "$invisible$", "silent"];

/// Reads all nets of unpacked bytes.
pub(super) fn read(input: impl Read, limits: Limits) -> Result<Model, FormatError> {
    let mut reading = Reading::default();
    xml::walk(input, limits, &mut reading)?;
    Ok(reading.finish())
}

#[derive(Default)]
struct Reading {
    model: Model,
    open: Vec<Open>,
    /// Elements by their id.
    places: HashMap<String, usize>,
    /// What stands for an element on another page, and for which.
    stand_ins: HashMap<String, String>,
    /// What is to become a flow: its id, where it begins, where it ends.
    arcs: Vec<[String; 3]>,
    name: String,
    passed_by: BTreeMap<&'static str, u64>,
}

/// An element of the file whose end is still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Root,
    Net,
    /// A part of a net.
    Page,
    /// A place or a transition.
    Node(usize),
    /// The name of a net, place or transition.
    Name,
    Text,
    /// Nothing in it is read.
    Other,
}

impl xml::Visit for Reading {
    fn begins(&mut self, element: &Xml<'_>) -> Result<ControlFlow<()>, FormatError> {
        if element.is_root && element.name != "pnml" {
            let reason = format!("the root element is `{}`, not `pnml`", element.name);
            return Err(element.malformed(reason));
        }
        let around = self.open.last().copied();
        let open = match (around, element.name) {
            (None, _) => Open::Root,
            (Some(Open::Root), "net") => self.begin_net(element),
            (Some(Open::Net | Open::Page), "page" | "net") => Open::Page,
            (Some(Open::Net | Open::Node(_)), "name") => Open::Name,
            (Some(Open::Net | Open::Page), _) => self.begin_part(element)?,
            (Some(Open::Name), "text" | "value") => Open::Text,
            (Some(Open::Node(place)), "toolspecific") => self.begin_aside(element, place),
            (Some(Open::Node(_)), "initialMarking") => self.pass_by("initial markings"),
            _ => Open::Other,
        };
        self.open.push(open);
        Ok(Continue(()))
    }

    fn text(&mut self, text: &str) {
        if self.open.last() == Some(&Open::Text) {
            self.name += text;
        }
    }

    fn ends(&mut self, _line: u64) -> Result<ControlFlow<()>, FormatError> {
        if self.open.pop() == Some(Open::Name) {
            let name = said(&std::mem::take(&mut self.name));
            match self.open.last() {
                Some(Open::Node(place)) => {
                    self.model.elements[*place].name = name.unwrap_or_default();
                }
                Some(Open::Net) => {
                    self.model.processes.last_mut().expect("a net began").name = name;
                }
                _ => {}
            }
        }
        Ok(Continue(()))
    }
}

impl Reading {
    fn begin_net(&mut self, element: &Xml<'_>) -> Open {
        let id = element.attribute("id").unwrap_or_default().to_owned();
        self.model.processes.push(Process { id, ..Process::default() });
        Open::Net
    }

    fn begin_part(&mut self, element: &Xml<'_>) -> Result<Open, FormatError> {
        match element.name {
            "place" => self.begin_node(element, Kind::Place),
            "transition" => self.begin_node(element, Kind::Transition),
            "arc" => {
                let [id, source, target] = ["id", "source", "target"]
                    .map(|it| element.attribute(it).unwrap_or_default().to_owned());
                self.arcs.push([id, source, target]);
                Ok(Open::Other)
            }
            "referencePlace" | "referenceTransition" => {
                let [id, of] = [id_of(element)?, element.attribute("ref").unwrap_or_default()];
                self.stand_ins.insert(id.to_owned(), of.to_owned());
                Ok(Open::Other)
            }
            "toolspecific" => Ok(self.pass_by("parts that a tool wrote for itself")),
            _ => Ok(Open::Other),
        }
    }

    fn begin_node(&mut self, element: &Xml<'_>, kind: Kind) -> Result<Open, FormatError> {
        let id = id_of(element)?;
        if self.places.contains_key(id) {
            let because = "another element has the same id";
            self.model.not_kept.push(NotKept::one(id, kind.describe(), because));
            return Ok(Open::Other);
        }
        let place = self.model.elements.len();
        self.places.insert(id.to_owned(), place);
        let process = self.model.processes.len() - 1;
        self.model.elements.push(Element::new(id, kind, process));
        Ok(Open::Node(place))
    }

    /// What a tool wrote for itself about a place or transition.
    fn begin_aside(&mut self, element: &Xml<'_>, place: usize) -> Open {
        if element.attribute("activity") == Some("$invisible$") {
            self.model.elements[place].is_silent = true;
        }
        self.pass_by("parts that a tool wrote for itself")
    }

    fn pass_by(&mut self, what: &'static str) -> Open {
        *self.passed_by.entry(what).or_default() += 1;
        Open::Other
    }

    fn finish(mut self) -> Model {
        self.draw_arcs();
        self.model.elements.iter_mut().for_each(forget_no_name);
        for (what, count) in self.passed_by {
            let because = "it says nothing about who does what";
            self.model.not_kept.push(NotKept::many(count, what, because));
        }
        self.model
    }

    fn draw_arcs(&mut self) {
        for [id, source, target] in std::mem::take(&mut self.arcs) {
            match (self.place_of(&source), self.place_of(&target)) {
                (Some(from), Some(to)) => {
                    self.model.flows.push(Flow { id, from, to, ..Flow::default() });
                }
                (from, _) => {
                    let astray = if from.is_none() { source } else { target };
                    let because = format!("there is no element `{astray}`");
                    self.model.not_kept.push(NotKept::one(&id, "arc", because));
                }
            }
        }
    }

    /// A stand-in may stand for another one; those that stand for each other lead nowhere.
    fn place_of(&self, id: &str) -> Option<usize> {
        let mut id = id;
        for _ in 0..=self.stand_ins.len() {
            match self.stand_ins.get(id) {
                Some(of) => id = of,
                None => return self.places.get(id).copied(),
            }
        }
        None
    }
}

fn id_of<'x>(element: &'x Xml<'_>) -> Result<&'x str, FormatError> {
    let id = element.attribute("id").filter(|it| !it.is_empty());
    id.ok_or_else(|| element.malformed(format!("a `{}` has no `id`", element.name)))
}

/// A transition that is silent, or called by nothing but its id, has no name.
fn forget_no_name(element: &mut Element) {
    let Element { id, name, is_silent, .. } = element;
    *is_silent |= SILENT.contains(&name.to_lowercase().as_str());
    if *is_silent || name.eq_ignore_ascii_case(id) {
        name.clear();
    }
}
