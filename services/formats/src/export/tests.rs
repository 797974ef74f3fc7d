use std::collections::BTreeSet;

use events::{
    hand_over::{Channel, HandOverKind},
    ids::{SiteId, UnitId},
};
use projections::{
    evidence::Evidence,
    map_answer::{MapAnswer, MapEdge, MapNode, NodeKind},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    dot::dot,
    drawing::Drawing,
    graphml::graphml,
    mermaid::mermaid,
    names::Names,
    ndjson::ndjson,
    rows::{Item, table},
    separated::{Separators, csv},
    sheet::{Cell, Sheet},
    xlsx,
};
use crate::tables::Noun;

#[test]
fn a_map_as_dot() {
    let text = drawn(&map(2, &[(1, 2), (2, 1)]), dot);
    assert_eq!(
        text,
        r##"// Acker: steps, as of position 7
digraph "acker" {
  charset="UTF-8";
  rankdir="LR";
  label="steps";
  node [shape="box", style="rounded"];
  subgraph "cluster_00000000-0000-0000-0000-000000000063" {
    label="Ein\"kauf\\";
    "00000000-0000-0000-0000-000000000001" [label="a &amp;\"1\"\n", duplicates="0", kind="step", pain_points="0", site="00000000-0000-0000-0000-000000000058", unit_name="Ein\"kauf\\", unit="00000000-0000-0000-0000-000000000063"];
    "00000000-0000-0000-0000-000000000002" [label="a &amp;\"2\"\n", duplicates="0", kind="step", pain_points="0", site="00000000-0000-0000-0000-000000000058", unit_name="Ein\"kauf\\", unit="00000000-0000-0000-0000-000000000063"];
  }
  "00000000-0000-0000-0000-000000000001" -> "00000000-0000-0000-0000-000000000002" [label="approval · email · 2.5/month", channel="email", count="1", id="e0", in_cycle="true", kind="approval", measured="false", required="false", times_per_month="2.5", color="#b3261e", penwidth="2"];
  "00000000-0000-0000-0000-000000000002" -> "00000000-0000-0000-0000-000000000001" [label="approval · email · 2.5/month", channel="email", count="1", id="e1", in_cycle="true", kind="approval", measured="false", required="false", times_per_month="2.5", color="#b3261e", penwidth="2"];
}
"##
    );
}

#[test]
fn what_was_cut_short_says_so_in_every_format() {
    let cut = MapAnswer { truncated: true, reason: Some("count"), left_out: 3, ..map(2, &[]) };
    for write in [dot, graphml, mermaid] {
        let text = drawn(&cut, write);
        for told in ["cut short (count): only 2 nodes are shown", "3 steps are left out"] {
            assert!(text.contains(told), "{text}");
        }
    }
    let header: Value = serde_json::from_str(drawn(&cut, ndjson).lines().next().unwrap()).unwrap();
    assert_eq!((&header["truncated"], &header["left_out"]), (&json!(true), &json!(3)));
}

#[test]
fn mermaid_has_no_more_edges_than_a_viewer_draws_and_keeps_those_that_go_round() {
    let ends: Vec<_> = (0..600).map(|_| (1, 2)).collect();
    let mut map = map(2, &ends);
    map.edges.iter_mut().for_each(|it| it.in_cycle = false);
    map.edges[599].in_cycle = true;
    let text = drawn(&map, mermaid);
    assert_eq!(text.matches(" -->|").count(), 500);
    assert!(text.contains("%% cut short: 100 edges are left out"), "{text}");
    assert!(text.contains("linkStyle 499 stroke"), "{text}");
}

#[test]
fn a_long_name_is_whole_but_for_mermaid_where_that_is_said() {
    let mut map = map(1, &[]);
    map.nodes[0].name = Some("ä".repeat(10_000));
    for write in [dot, graphml, ndjson] {
        assert!(drawn(&map, write).contains(&"ä".repeat(10_000)));
    }
    let text = drawn(&map, mermaid);
    assert!(text.contains(&format!("\"{}…\"", "ä".repeat(200))), "{text}");
    assert!(text.contains("%% cut short: names longer than 200 characters"), "{text}");
}

#[test]
fn what_may_not_stand_in_xml_is_replaced() {
    let mut map = map(1, &[]);
    map.nodes[0].name = Some("a\u{0}b\u{b}c\u{ffff}\r\nd]]>".to_owned());
    let text = drawn(&map, graphml);
    assert!(text.contains("a\u{fffd}b\u{fffd}c\u{fffd}\nd]]&gt;"), "{text}");
}

#[test]
fn things_without_a_name_of_their_own_are_meant_by_id() {
    let mut names = Names::default();
    let (one, two) = (Uuid::from_u128(1).to_string(), Uuid::from_u128(2).to_string());
    for (id, name) in [(&one, "Twin"), (&two, "Twin")] {
        names.add(Noun::Units, None, &json!({ "id": id, "name": name }));
    }
    names.add(Noun::Sites, None, &json!({ "id": one, "name": "Pune" }));
    assert_eq!(names.meant(Noun::Units, None, &two), two);
    assert_eq!(names.meant(Noun::Sites, None, &one), "Pune");
    assert_eq!(names.meant(Noun::Sites, None, &two), two);
}

#[test]
fn a_row_has_the_columns_of_the_template_then_the_id() {
    let item: Item = json!({
        "id": "x", "name": "Pune", "country": "IN", "time_zone": "Asia/Kolkata",
        "working_hours": { "monday": [{ "from": "09:00", "to": "17:00" }] },
        "holidays": ["2026-01-26", "2026-08-15"], "unit_count": 3,
    })
    .as_object()
    .unwrap()
    .clone();
    let text =
        String::from_utf8(csv(&table(Noun::Sites, &[item], &Names::default()), Separators::Commas));
    assert_eq!(
        text.unwrap().trim_start_matches('\u{feff}'),
        "name,country,time_zone,region,working_hours,holidays,id,unit_count\n\
         Pune,IN,Asia/Kolkata,,Mon 09:00-17:00,2026-01-26|2026-08-15,x,3\n"
    );
}

#[test]
fn the_same_tables_are_the_same_bytes() {
    let sheet = Sheet {
        name: "sites",
        columns: vec!["name", "figure"],
        rows: vec![vec![Cell::text("=1"), Cell::Number(0.5)], vec![Cell::text("a"), Cell::Empty]],
    };
    let bytes = || xlsx::workbook(std::slice::from_ref(&sheet), None).unwrap();
    assert_eq!(bytes(), bytes());
}

fn drawn(map: &MapAnswer, write: fn(&Drawing<'_>) -> String) -> String {
    let mut names = Names::default();
    let unit = Uuid::from_u128(99).to_string();
    names.add(Noun::Units, None, &json!({ "id": unit, "name": "Ein\"kauf\\" }));
    write(&Drawing { title: "steps".to_owned(), position: 7, map, names: &names })
}

/// So many steps of one unit, and edges between them by their numbers.
fn map(count: u128, ends: &[(u128, u128)]) -> MapAnswer {
    let node = |number| MapNode {
        id: Uuid::from_u128(number),
        kind: NodeKind::Step,
        name: Some(format!("a &\"{number}\"\n")),
        unit: Some(UnitId(Uuid::from_u128(99))),
        site: Some(SiteId(Uuid::from_u128(88))),
        process: None,
        pain_points: 0,
        duplicates: 0,
        evidence: Evidence::of_events(&BTreeSet::new()),
    };
    let edge = |(number, (from, to)): (usize, &(u128, u128))| MapEdge {
        id: format!("e{number}"),
        from: Uuid::from_u128(*from),
        to: Uuid::from_u128(*to),
        kind: Some(HandOverKind::Approval),
        channel: Some(Channel::Email),
        times_per_month: Some(2.5),
        wait_hours: None,
        count: 1,
        required: false,
        measured: false,
        in_cycle: true,
        evidence: Evidence::of_events(&BTreeSet::new()),
    };
    MapAnswer {
        nodes: (1..=count).map(node).collect(),
        edges: ends.iter().enumerate().map(edge).collect(),
        left_out: 0,
        truncated: false,
        reason: None,
    }
}
