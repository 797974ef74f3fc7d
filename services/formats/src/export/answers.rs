//! Answers as tables: what follows from the things, to be read and not to be read in again.

use jiff::Timestamp;
use projections::{
    Projections,
    duplicates::DuplicatesQuery,
    loops::answer::{LIMIT_MAX, LoopsQuery},
};
use serde_json::Value;

use super::{
    lists::{elements, value},
    names::Names,
    rows::{money, plain},
    sheet::{Cell, Sheet},
};
use crate::tables::joined;

/// A row for each imported log.
pub(super) fn logs(items: &Value, names: &Names) -> Sheet {
    let columns = ["name", "process", "cases", "events", "from", "to", "sha256", "by", "id"];
    let row = |it: &Value| {
        let process = it["process"].as_str().map(|id| names.name(id).unwrap_or(id));
        let said = |name: &str| plain(it.get(name));
        vec![
            said("name"),
            Cell::text(process.unwrap_or_default()),
            said("cases"),
            said("events"),
            said("from"),
            said("to"),
            said("sha256"),
            plain(it["mapping"].get("by")),
            said("id"),
        ]
    };
    sheet("logs", &columns, elements(items).map(row))
}

/// A row for each member of a cluster.
pub(super) fn duplicates(projections: &Projections) -> Sheet {
    let answer = value(projections.duplicates_answer(&DuplicatesQuery::default()));
    let columns = [
        "cluster",
        "score",
        "hours_involved",
        "avoidable_hours",
        "step",
        "process",
        "unit",
        "site",
        "step_id",
    ];
    let mut rows = Vec::new();
    for cluster in elements(&answer["clusters"]) {
        for member in elements(&cluster["members"]) {
            let (of_all, own) =
                (|it: &str| plain(cluster.get(it)), |it: &str| plain(member.get(it)));
            rows.push(vec![
                of_all("id"),
                of_all("score"),
                of_all("hours_involved"),
                of_all("avoidable_hours"),
                own("name"),
                own("process_name"),
                own("unit_name"),
                own("site_name"),
                own("id"),
            ]);
        }
    }
    sheet("duplicates", &columns, rows)
}

/// A row for each loop between units, the dearest first.
pub(super) fn loops(projections: &Projections, now: Timestamp) -> Sheet {
    let query = LoopsQuery { limit: LIMIT_MAX, ..LoopsQuery::at(now) };
    let (map, registry) = (&projections.process_map, &projections.registry);
    let answer = value(projections.loops.answer(map, registry, query));
    let columns = [
        "members",
        "kind",
        "hand_overs",
        "rounds_per_month",
        "work_hours_per_month",
        "delay_hours_per_month",
        "money_per_month",
        "measured_cases",
        "measured_occurrences",
        "member_ids",
    ];
    let row = |it: &Value| {
        let ids: Vec<_> = elements(&it["members"]).filter_map(Value::as_str).collect();
        let names = elements(&it["member_names"]).zip(&ids);
        let names = names.map(|(name, id)| name.as_str().unwrap_or(id));
        let said = |name: &str| plain(it.get(name));
        vec![
            Cell::text(names.collect::<Vec<_>>().join(" → ")),
            said("kind"),
            said("hand_overs"),
            said("rounds_per_month"),
            said("work_hours_per_month"),
            said("delay_hours_per_month"),
            Cell::text(joined(elements(&it["money_per_month"]).map(money))),
            plain(it["measured"].get("cases")),
            plain(it["measured"].get("occurrences")),
            Cell::text(joined(ids)),
        ]
    };
    sheet("loops", &columns, elements(&answer["cycles"]).map(row))
}

/// A row for each of the thirteen areas, and for what lies in none. Areas overlap.
pub(super) fn coverage(answer: &Value) -> Sheet {
    let columns = [
        "area",
        "pain_points",
        "hours_per_month",
        "gap",
        "gap_share",
        "overlap",
        "uncovered_hours",
        "elsewhere_hours",
        "communities",
    ];
    let row = |it: &Value| {
        let communities = elements(&it["communities"]).map(standing);
        let mut cells: Vec<_> = columns[..8].iter().map(|name| plain(it.get(*name))).collect();
        cells.push(Cell::text(joined(communities)));
        cells
    };
    let mut unplaced = answer["unplaced"].clone();
    unplaced["area"] = "unplaced".into();
    sheet("coverage", &columns, elements(&answer["areas"]).chain([&unplaced]).map(row))
}

/// A row for each thing that waits, the longest overdue first.
pub(super) fn waiting(items: &Value) -> Sheet {
    let columns = ["by", "days", "overdue", "what", "owed_by", "about", "since", "noun", "id"];
    let members = ["by", "days", "overdue", "what", "unit_name", "title", "since", "noun", "id"];
    let row = |it: &Value| members.iter().map(|name| plain(it.get(*name))).collect();
    sheet("waiting", &columns, elements(items).map(row))
}

/// `Master data 2`; in brackets where its evidence rests.
fn standing(community: &Value) -> String {
    let name = community["name"].as_str().or(community["id"].as_str()).unwrap_or_default();
    let strength = &community["strength"];
    if community["rests"] == true {
        format!("{name} ({strength})")
    } else {
        format!("{name} {strength}")
    }
}

fn sheet(
    name: &'static str,
    columns: &[&'static str],
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Sheet {
    Sheet { name, columns: columns.to_vec(), rows: rows.into_iter().collect() }
}
