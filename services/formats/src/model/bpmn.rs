//! BPMN 2.0 (ISO/IEC 19510): pools, lanes, sub-processes, tasks, events, gateways, data, messages, notes.
//!
//! A file may hold several processes, and may refer to what is not in it: that is told, and the rest is read.

mod data;
mod flows;
mod nodes;
mod notes;
mod participants;
mod simulated;
mod tree;

#[cfg(test)]
mod tests;

use std::io::Read;

use super::{Model, NotKept, words::said};
use crate::{error::FormatError, limits::Limits};
use tree::Tree;

/// Whether this namespace is that of BPMN 2.0, in whichever of its versions.
pub(crate) fn is_namespace(name: &str) -> bool {
    let is_of_its_makers = name.contains("omg.org/spec/BPMN/") || name.contains("omg.org/bpmn20");
    is_of_its_makers && !name.ends_with("/DI")
}

/// Reads unpacked bytes.
pub(super) fn read(input: impl Read, limits: Limits) -> Result<Model, FormatError> {
    let tree = Tree::read(input, limits)?;
    let mut reading = Reading::new(&tree);
    reading.processes();
    reading.nodes();
    reading.lanes();
    reading.flows();
    reading.data();
    reading.messages();
    reading.notes();
    reading.tell_of_the_rest();
    Ok(reading.model)
}

/// What each node of the tree became, as far as it became something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    Nothing,
    Process(usize),
    Lane(usize),
    Element(usize),
    Flow(usize),
    Data(usize),
}

struct Reading<'t> {
    tree: &'t Tree,
    model: Model,
    became: Vec<Became>,
}

impl<'t> Reading<'t> {
    fn new(tree: &'t Tree) -> Self {
        let root = tree.nodes.first();
        let name = root.and_then(|it| said(it.attribute("name")?));
        let became = vec![Became::Nothing; tree.nodes.len()];
        Self { tree, model: Model { name, ..Model::default() }, became }
    }

    /// What a reference became.
    fn referred(&self, reference: &str) -> Became {
        self.tree.find(reference).map_or(Became::Nothing, |it| self.became[it])
    }

    fn name(&self, node: usize) -> Option<String> {
        said(self.tree.nodes[node].attribute("name")?)
    }

    /// A part of the file, as a report calls it: a word for what it is, and its name.
    fn called(&self, node: usize, what: &str) -> String {
        match self.name(node) {
            Some(name) => format!("{what} `{name}`"),
            None => what.to_owned(),
        }
    }

    fn leave(&mut self, node: usize, what: &str, because: impl Into<String>) {
        let what = self.called(node, what);
        let it = NotKept::one(self.tree.nodes[node].id(), what, because);
        self.model.not_kept.push(it);
    }

    fn tell_of_the_rest(&mut self) {
        for twin in &self.tree.twins {
            self.leave(*twin, self.tree.nodes[*twin].tag, "another element has the same id");
        }
        if self.tree.simulated.is_any {
            let because = "of figures for simulation only the probabilities of flows are kept";
            self.model.not_kept.push(NotKept::many(1, "`BPSimData`", because));
        }
        for (sort, count) in &self.tree.passed_by {
            let what = format!("`{sort}`");
            self.model.not_kept.push(NotKept::many(*count, what, reason_to_pass_by(sort)));
        }
    }
}

fn reason_to_pass_by(sort: &str) -> &'static str {
    match sort {
        "BPMNDiagram" => "it says how the model is drawn",
        "extensionElements" | "extension" | "relationship" => "it is for the program that wrote it",
        "choreography"
        | "globalChoreographyTask"
        | "conversation"
        | "globalConversation"
        | "conversationNode"
        | "subConversation"
        | "callConversation"
        | "conversationLink" => "conversations and choreographies are no work of one unit",
        _ => "it is for machines that run the process, or of another program",
    }
}
