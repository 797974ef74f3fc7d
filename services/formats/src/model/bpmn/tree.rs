//! What a BPMN file says about the work, as a tree of nodes. What it says about the drawing, about machines
//! that run it, and what programs wrote for themselves is counted and passed by.

use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
    ops::ControlFlow::{self, Continue},
};

use super::simulated::Simulated;
use crate::{
    error::FormatError,
    limits::Limits,
    xml::{self, Element},
};

/// Elements that are read.
const READ: &[&str] = &[
    "adHocSubProcess",
    "association",
    "boundaryEvent",
    "businessRuleTask",
    "callActivity",
    "cancelEventDefinition",
    "category",
    "categoryValue",
    "childLaneSet",
    "collaboration",
    "compensateEventDefinition",
    "complexGateway",
    "conditionExpression",
    "conditionalEventDefinition",
    "dataInput",
    "dataInputAssociation",
    "dataObject",
    "dataObjectReference",
    "dataOutput",
    "dataOutputAssociation",
    "dataStore",
    "dataStoreReference",
    "definitions",
    "documentation",
    "endEvent",
    "errorEventDefinition",
    "escalationEventDefinition",
    "eventBasedGateway",
    "eventDefinitionRef",
    "exclusiveGateway",
    "flowNodeRef",
    "globalBusinessRuleTask",
    "globalManualTask",
    "globalScriptTask",
    "globalTask",
    "globalUserTask",
    "group",
    "humanPerformer",
    "inclusiveGateway",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "ioSpecification",
    "lane",
    "laneSet",
    "linkEventDefinition",
    "manualTask",
    "messageEventDefinition",
    "messageFlow",
    "multiInstanceLoopCharacteristics",
    "parallelGateway",
    "participant",
    "performer",
    "potentialOwner",
    "process",
    "receiveTask",
    "resource",
    "resourceRef",
    "resourceRole",
    "scriptTask",
    "sendTask",
    "sequenceFlow",
    "serviceTask",
    "signal",
    "signalEventDefinition",
    "sourceRef",
    "standardLoopCharacteristics",
    "startEvent",
    "subProcess",
    "targetRef",
    "task",
    "terminateEventDefinition",
    "text",
    "textAnnotation",
    "timerEventDefinition",
    "transaction",
    "userTask",
];

/// Elements whose text is read, with that of whatever stands in them.
const WRITTEN: &[&str] = &[
    "conditionExpression",
    "documentation",
    "flowNodeRef",
    "resourceRef",
    "sourceRef",
    "targetRef",
    "text",
];

/// Elements that say a second time what is read elsewhere.
const SAID_TWICE: &[&str] = &["incoming", "inputSet", "message", "outgoing", "outputSet"];

const ATTRIBUTES: &[&str] = &[
    "associationDirection",
    "attachedToRef",
    "calledElement",
    "categoryValueRef",
    "dataObjectRef",
    "dataStoreRef",
    "default",
    "id",
    "isForCompensation",
    "name",
    "processRef",
    "signalRef",
    "sourceRef",
    "targetRef",
    "triggeredByEvent",
    "value",
];

/// So many sorts of unread elements are told apart; the schema has fewer.
const SORTS_MAX: usize = 200;

/// One element that is read.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) tag: &'static str,
    /// The element around it.
    pub(super) around: Option<usize>,
    /// The elements right in it.
    pub(super) holds: Vec<usize>,
    attributes: Vec<(&'static str, String)>,
    pub(super) text: String,
}

/// Nodes in the order of the file; those in a node come after it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// How many elements of each sort were passed by, with all that stands in them.
    pub(super) passed_by: BTreeMap<String, u64>,
    by_id: HashMap<String, usize>,
    /// Nodes whose id another one has, ascending: nothing becomes of them, but of what they hold.
    pub(super) twins: Vec<usize>,
    /// What figures for simulation say.
    pub(super) simulated: Simulated,
}

impl Node {
    pub(super) fn is(&self, tags: &[&str]) -> bool {
        tags.contains(&self.tag)
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    pub(super) fn id(&self) -> &str {
        self.attribute("id").unwrap_or_default()
    }
}

impl Tree {
    /// Reads unpacked bytes.
    pub(super) fn read(input: impl Read, limits: Limits) -> Result<Self, FormatError> {
        let mut reading = Reading::default();
        xml::walk(input, limits, &mut reading)?;
        Ok(reading.tree)
    }

    /// What a reference leads to; a prefix before the id is no part of it.
    pub(super) fn find(&self, reference: &str) -> Option<usize> {
        let reference = reference.trim();
        let bare = || reference.rsplit_once(':').and_then(|(_, bare)| self.by_id.get(bare));
        self.by_id.get(reference).or_else(bare).copied()
    }

    /// The nearest node around one that is of these tags.
    pub(super) fn around(&self, node: usize, tags: &[&str]) -> Option<usize> {
        let outwards = std::iter::successors(self.nodes[node].around, |it| self.nodes[*it].around);
        outwards.into_iter().find(|it| self.nodes[*it].is(tags))
    }

    /// What stands right in a node and is of this tag.
    pub(super) fn held<'t>(
        &'t self,
        node: usize,
        tag: &'t str,
    ) -> impl Iterator<Item = (usize, &'t Node)> {
        let held = self.nodes[node].holds.iter().map(|it| (*it, &self.nodes[*it]));
        held.filter(move |(_, it)| it.tag == tag)
    }

    /// All nodes of these tags, in the order of the file.
    pub(super) fn all<'t>(&'t self, tags: &'t [&str]) -> impl Iterator<Item = (usize, &'t Node)> {
        self.nodes.iter().enumerate().filter(|(_, it)| it.is(tags))
    }
}

#[derive(Default)]
struct Reading {
    tree: Tree,
    /// Nodes whose end is still to come.
    open: Vec<usize>,
    /// How deep inside something that is passed by.
    skipping: usize,
    /// How deep inside the markup of a text.
    marked_up: usize,
    namespace: String,
}

impl xml::Visit for Reading {
    fn begins(&mut self, element: &Element<'_>) -> Result<ControlFlow<()>, FormatError> {
        if element.is_root {
            self.begin_root(element)?;
        }
        if self.skipping > 0 {
            self.skipping += 1;
            self.tree.simulated.begins(element, self.skipping);
        } else if self.is_in_text() {
            self.marked_up += 1;
            self.text(" ");
        } else {
            let is_ours = element.namespace() == self.namespace;
            match READ.iter().find(|it| is_ours && **it == element.name) {
                Some(tag) => self.begin_node(tag, element),
                None => self.pass_by(element, is_ours),
            }
        }
        Ok(Continue(()))
    }

    fn text(&mut self, text: &str) {
        if self.skipping == 0 && self.is_in_text() {
            let open = *self.open.last().expect("it is in a text");
            self.tree.nodes[open].text += text;
        }
    }

    fn ends(&mut self, _line: u64) -> Result<ControlFlow<()>, FormatError> {
        if self.skipping > 0 {
            self.tree.simulated.ends(self.skipping);
            self.skipping -= 1;
        } else if self.marked_up > 0 {
            self.marked_up -= 1;
        } else {
            self.open.pop();
        }
        Ok(Continue(()))
    }
}

impl Reading {
    fn begin_root(&mut self, element: &Element<'_>) -> Result<(), FormatError> {
        let namespace = element.namespace();
        if element.name != "definitions" || !super::is_namespace(namespace) {
            let what = format!("the root element is `{}` of `{namespace}`", element.name);
            return Err(element.malformed(format!("{what}, not `definitions` of BPMN 2.0")));
        }
        namespace.clone_into(&mut self.namespace);
        Ok(())
    }

    fn is_in_text(&self) -> bool {
        self.open.last().is_some_and(|it| self.tree.nodes[*it].is(WRITTEN))
    }

    fn begin_node(&mut self, tag: &'static str, element: &Element<'_>) {
        let place = self.tree.nodes.len();
        let said = |name: &'static str| Some((name, element.attribute(name)?.to_owned()));
        let attributes = ATTRIBUTES.iter().filter_map(|it| said(it)).collect();
        let around = self.open.last().copied();
        let text = String::new();
        self.tree.nodes.push(Node { tag, around, holds: Vec::new(), attributes, text });
        if let Some(around) = around {
            self.tree.nodes[around].holds.push(place);
        }
        self.open.push(place);
        let id = self.tree.nodes[place].id();
        if id.is_empty() {
            return;
        }
        if self.tree.by_id.contains_key(id) {
            self.tree.twins.push(place);
        } else {
            self.tree.by_id.insert(id.to_owned(), place);
        }
    }

    fn pass_by(&mut self, element: &Element<'_>, is_ours: bool) {
        self.skipping = 1;
        if is_ours && SAID_TWICE.contains(&element.name) {
            return;
        }
        let is_new = !self.tree.passed_by.contains_key(element.name);
        let sort =
            if is_new && self.tree.passed_by.len() >= SORTS_MAX { "…" } else { element.name };
        *self.tree.passed_by.entry(sort.to_owned()).or_default() += 1;
    }
}
