//! The map as it is drawn: nodes in groups, edges, and names for all that stands as an id.
//!
//! Order: groups by name, nodes and edges as the answer has them; so the same map gives the same bytes.

use std::collections::BTreeMap;

use projections::map_answer::{MapAnswer, MapNode, NodeKind};
use serde::Serialize;
use serde_json::Value;

use super::names::Names;

/// A map to be written in some format.
#[derive(Debug)]
pub struct Drawing<'a> {
    /// What it shows: `unit`, or the name of a process or area.
    pub title: String,
    /// The position of the answer.
    pub position: u64,
    /// Nodes and edges.
    pub map: &'a MapAnswer,
    /// What people call units, sites and processes.
    pub names: &'a Names,
}

/// Nodes that stand together.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The unit or site; none for those of which nobody said it.
    pub(super) id: Option<String>,
    pub(super) name: String,
    pub(super) nodes: Vec<&'a MapNode>,
}

impl Drawing<'_> {
    /// Steps by unit, units by site; sites stand alone.
    pub(super) fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: BTreeMap<(bool, String, Option<String>), Vec<&MapNode>> = BTreeMap::new();
        for node in &self.map.nodes {
            let id = match node.kind {
                NodeKind::Step => node.unit.map(|it| it.0.to_string()),
                NodeKind::Unit => node.site.map(|it| it.0.to_string()),
                NodeKind::Site => None,
            };
            let name = id.as_deref().map(|it| self.names.name(it).unwrap_or(it).to_owned());
            let key = (id.is_none(), name.unwrap_or_default(), id);
            groups.entry(key).or_default().push(node);
        }
        let group = |((_, name, id), nodes)| Group { id, name, nodes };
        groups.into_iter().map(group).collect()
    }

    /// What a node is called; its id where its name was erased.
    pub(super) fn label(node: &MapNode) -> String {
        node.name.clone().unwrap_or_else(|| node.id.to_string())
    }

    /// What everybody who reads it should know, a line each.
    pub(super) fn remarks(&self) -> Vec<String> {
        let mut remarks = vec![format!("Acker: {}, as of position {}", self.title, self.position)];
        if self.map.truncated {
            let shown = self.map.nodes.len();
            let reason = self.map.reason.unwrap_or("count");
            remarks.push(format!("cut short ({reason}): only {shown} nodes are shown"));
        }
        if self.map.left_out > 0 {
            let left_out = self.map.left_out;
            remarks
                .push(format!("{left_out} steps are left out, because nobody said where they are"));
        }
        remarks
    }

    /// All that is known of a node or an edge, by the names of the API's answer; and the names of what
    /// stands there as an id. What it rests on is asked of the program, not of a drawing.
    pub(super) fn attributes(&self, of: &impl Serialize) -> Vec<(String, Value)> {
        let Ok(Value::Object(all)) = serde_json::to_value(of) else { return Vec::new() };
        let mut attributes = Vec::new();
        let is_drawn = |key: &str| !key.starts_with("evidence");
        for (key, value) in all.into_iter().filter(|(key, it)| is_drawn(key) && !it.is_null()) {
            if let ("unit" | "site" | "process", Some(id)) = (key.as_str(), value.as_str())
                && let Some(name) = self.names.name(id)
            {
                attributes.push((format!("{key}_name"), name.into()));
            }
            attributes.push((key, value));
        }
        attributes
    }
}

/// What may not stand in XML, and nobody can see, as a replacement character; line ends as `\n`.
pub(super) fn visible(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .map(|it| match it {
            '\n' | '\t' => it,
            '\r' => '\n',
            it if it.is_control() || matches!(it, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
            it => it,
        })
        .collect()
}
