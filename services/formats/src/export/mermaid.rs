//! Mermaid: a flowchart with a subgraph for each group, cycles in red.
//!
//! Viewers refuse more than 500 edges, so no more are written, those of cycles first; names are cut at
//! 200 characters. Both are said in a comment. In a label every sign that Mermaid may read as its own
//! (directives, comments, entities, Markdown) stands as a number, `#35;`.

use std::{collections::HashMap, fmt::Write as _};

use projections::map_answer::MapEdge;
use uuid::Uuid;

use super::{
    dot::label,
    drawing::{Drawing, visible},
};

/// The most edges that a viewer draws unless it is told otherwise.
const EDGES: usize = 500;
/// The most characters of a name.
const NAME: usize = 200;

/// The map as Mermaid.
pub fn mermaid(drawing: &Drawing<'_>) -> String {
    let mut out = String::from("flowchart LR\n");
    let edges = chosen(&drawing.map.edges);
    for remark in drawing.remarks() {
        let remark = visible(&remark).replace(['\n', '{', '}'], " ");
        let _ = writeln!(out, "%% {remark}");
    }
    let left_out = drawing.map.edges.len() - edges.len();
    if left_out > 0 {
        let _ = writeln!(out, "%% cut short: {left_out} edges are left out, viewers draw {EDGES}");
    }
    if drawing.map.nodes.iter().any(|it| Drawing::label(it).chars().count() > NAME) {
        let _ = writeln!(out, "%% cut short: names longer than {NAME} characters");
    }
    let ids: HashMap<Uuid, usize> = drawing.map.nodes.iter().map(|it| it.id).zip(1..).collect();
    for (number, group) in (1..).zip(drawing.groups()) {
        if group.id.is_some() {
            let _ = writeln!(out, "  subgraph g{number}[\"{}\"]", escaped(&group.name));
        }
        for node in &group.nodes {
            let _ = writeln!(out, "    n{}[\"{}\"]", ids[&node.id], escaped(&Drawing::label(node)));
        }
        if group.id.is_some() {
            out.push_str("  end\n");
        }
    }
    let mut round = Vec::new();
    for (place, edge) in edges.into_iter().enumerate() {
        let (from, to) = (ids[&edge.from], ids[&edge.to]);
        let arrow = if edge.measured { "-.->" } else { "-->" };
        let label = match label(edge) {
            empty if empty.is_empty() => empty,
            said => format!("|\"{}\"|", escaped(&said)),
        };
        let _ = writeln!(out, "  n{from} {arrow}{label} n{to}");
        if edge.in_cycle {
            round.push(place.to_string());
        }
    }
    if !round.is_empty() {
        let _ = writeln!(out, "  linkStyle {} stroke:#b3261e,stroke-width:2px", round.join(","));
    }
    out
}

/// As many as are drawn, those of cycles before others; in their order.
fn chosen(edges: &[MapEdge]) -> Vec<&MapEdge> {
    let mut others = EDGES.saturating_sub(edges.iter().filter(|it| it.in_cycle).count());
    let mut is_chosen = |edge: &&MapEdge| {
        let has_room = edge.in_cycle || others > 0;
        others -= usize::from(has_room && !edge.in_cycle);
        has_room
    };
    edges.iter().filter(|it| is_chosen(it)).take(EDGES).collect()
}

fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut name: String = text.chars().take(NAME).collect();
    if name.len() < text.len() {
        name.push('…');
    }
    let mut out = String::new();
    for letter in name.chars() {
        match letter {
            '\n' => out.push_str("<br/>"),
            ' ' | '·' | '…' => out.push(letter),
            // Signs; letters and digits of any script, and marks and joiners above ASCII, stay.
            it if it.is_ascii() && !it.is_ascii_alphanumeric() => {
                let _ = write!(out, "#{};", u32::from(it));
            }
            it => out.push(it),
        }
    }
    out
}
