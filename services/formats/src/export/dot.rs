//! DOT, for Graphviz: a cluster for each group, cycles in red.
//!
//! Every string is quoted. In a quoted string only `"` has to be escaped; in labels a backslash begins
//! an escape and `&` an entity, so both are escaped in all strings alike.

use std::fmt::Write as _;

use projections::map_answer::MapEdge;
use serde_json::Value;

use super::drawing::{Drawing, visible};

/// The map as DOT.
pub fn dot(drawing: &Drawing<'_>) -> String {
    let mut out = String::new();
    for remark in drawing.remarks() {
        let _ = writeln!(out, "// {}", visible(&remark).replace('\n', " "));
    }
    out.push_str("digraph \"acker\" {\n  charset=\"UTF-8\";\n  rankdir=\"LR\";\n");
    let _ = writeln!(out, "  label={};", quoted(&drawing.title));
    out.push_str("  node [shape=\"box\", style=\"rounded\"];\n");
    for group in drawing.groups() {
        let indent = if let Some(id) = &group.id {
            let _ =
                writeln!(out, "  subgraph \"cluster_{id}\" {{\n    label={};", quoted(&group.name));
            "    "
        } else {
            "  "
        };
        for node in &group.nodes {
            let mut attributes = vec![("label".to_owned(), Value::from(Drawing::label(node)))];
            attributes.extend(drawing.attributes(node));
            let _ = writeln!(
                out,
                "{indent}\"{}\" [{}];",
                node.id,
                listed(&attributes, &["id", "name"])
            );
        }
        if group.id.is_some() {
            out.push_str("  }\n");
        }
    }
    for edge in &drawing.map.edges {
        let mut attributes = vec![("label".to_owned(), Value::from(label(edge)))];
        attributes.extend(drawing.attributes(edge));
        if edge.in_cycle {
            attributes.push(("color".to_owned(), "#b3261e".into()));
            attributes.push(("penwidth".to_owned(), 2.into()));
        }
        if edge.measured {
            attributes.push(("style".to_owned(), "dashed".into()));
        }
        let listed = listed(&attributes, &["from", "to"]);
        let _ = writeln!(out, "  \"{}\" -> \"{}\" [{listed}];", edge.from, edge.to);
    }
    out + "}\n"
}

/// `approval · email · 30/month`
pub(super) fn label(edge: &MapEdge) -> String {
    let key = |value: Value| value.as_str().map(|it| it.replace('_', " "));
    let said = [key(super::lists::value(edge.kind)), key(super::lists::value(edge.channel))];
    let times = edge.times_per_month.map(|it| format!("{it}/month"));
    said.into_iter().chain([times]).flatten().collect::<Vec<_>>().join(" · ")
}

fn listed(attributes: &[(String, Value)], without: &[&str]) -> String {
    let said = attributes.iter().filter(|(key, _)| !without.contains(&key.as_str()));
    let written = said.map(|(key, value)| match value {
        Value::String(text) => format!("{key}={}", quoted(text)),
        other => format!("{key}=\"{other}\""),
    });
    written.collect::<Vec<_>>().join(", ")
}

fn quoted(text: &str) -> String {
    let text = visible(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('&', "&amp;").replace('\n', "\\n"))
}
