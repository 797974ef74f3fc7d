//! NDJSON: a header line, then a line for each node and each edge, as the API answers them, with names
//! beside the ids.

use serde_json::{Map, Value, json};

use super::drawing::Drawing;

/// The map as lines of JSON.
pub fn ndjson(drawing: &Drawing<'_>) -> String {
    let map = drawing.map;
    let mut lines = vec![json!({
        "acker": drawing.title,
        "position": drawing.position,
        "nodes": map.nodes.len(),
        "edges": map.edges.len(),
        "left_out": map.left_out,
        "truncated": map.truncated,
        "reason": map.reason,
    })];
    let object = |attributes: Vec<(String, Value)>| Value::Object(Map::from_iter(attributes));
    lines.extend(map.nodes.iter().map(|it| json!({ "node": object(drawing.attributes(it)) })));
    lines.extend(map.edges.iter().map(|it| json!({ "edge": object(drawing.attributes(it)) })));
    lines.iter().flat_map(|it| [it.to_string(), "\n".to_owned()]).collect()
}
