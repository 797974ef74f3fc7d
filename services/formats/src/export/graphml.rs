//! GraphML: every attribute typed; groups as attributes, because few readers know nested graphs.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;

use super::drawing::{Drawing, visible};

type Attributes = Vec<(String, Value)>;

/// The map as GraphML.
pub fn graphml(drawing: &Drawing<'_>) -> String {
    let nodes: Vec<_> = drawing.map.nodes.iter().map(|it| labelled(drawing, it)).collect();
    let edges: Vec<_> = drawing.map.edges.iter().map(|it| drawing.attributes(it)).collect();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    for remark in drawing.remarks() {
        // Two hyphens would end the comment.
        let _ = writeln!(out, "<!-- {} -->", visible(&remark).replace('-', "\u{2010}"));
    }
    out.push_str("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    let keys =
        [("node", keys_of(&nodes, &["id"])), ("edge", keys_of(&edges, &["id", "from", "to"]))];
    for (of, keys) in &keys {
        for (key, sort) in keys {
            let _ = writeln!(
                out,
                "  <key id=\"{of}_{key}\" for=\"{of}\" attr.name=\"{key}\" attr.type=\"{sort}\"/>"
            );
        }
    }
    out.push_str("  <graph id=\"acker\" edgedefault=\"directed\">\n");
    for (node, attributes) in drawing.map.nodes.iter().zip(&nodes) {
        let _ = writeln!(out, "    <node id=\"{}\">", node.id);
        put(&mut out, "node", &keys[0].1, attributes);
        out.push_str("    </node>\n");
    }
    for (edge, attributes) in drawing.map.edges.iter().zip(&edges) {
        let (id, from, to) = (escaped(&edge.id), edge.from, edge.to);
        let _ = writeln!(out, "    <edge id=\"{id}\" source=\"{from}\" target=\"{to}\">");
        put(&mut out, "edge", &keys[1].1, attributes);
        out.push_str("    </edge>\n");
    }
    out + "  </graph>\n</graphml>\n"
}

fn labelled(drawing: &Drawing<'_>, node: &projections::map_answer::MapNode) -> Attributes {
    let mut attributes = drawing.attributes(node);
    attributes.push(("label".to_owned(), Drawing::label(node).into()));
    attributes
}

/// Each attribute that some element has, with its type.
fn keys_of(all: &[Attributes], without: &[&str]) -> BTreeMap<String, &'static str> {
    let said = all.iter().flatten().filter(|(key, _)| !without.contains(&key.as_str()));
    let mut keys = BTreeMap::new();
    for (key, value) in said {
        let sort = match value {
            Value::Bool(_) => "boolean",
            Value::Number(it) if it.is_f64() => "double",
            Value::Number(_) => "long",
            _ => "string",
        };
        keys.insert(key.clone(), sort);
    }
    keys
}

fn put(out: &mut String, of: &str, keys: &BTreeMap<String, &str>, attributes: &Attributes) {
    for (key, value) in attributes.iter().filter(|(key, _)| keys.contains_key(key)) {
        let text = match value {
            Value::String(text) => escaped(text),
            other => other.to_string(),
        };
        let _ = writeln!(out, "      <data key=\"{of}_{key}\">{text}</data>");
    }
}

fn escaped(text: &str) -> String {
    let text = visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}
