//! What a pain point is about: a column for each usual thing, and one for all others.

use serde_json::{Value, json};

use super::{
    Noun, Row, cells,
    names::Names,
    plan::{Wrong, wrong},
};

const ALSO: &str = "also_on";

/// In the order of the columns.
pub(super) fn targets(row: &Row, names: &Names<'_>) -> Result<Vec<Value>, Vec<Wrong>> {
    let id = |noun, column| {
        let found = row.cell(column).map(|name| names.id_of(noun, name)).transpose();
        found.map_err(|reason| wrong(column, reason))
    };
    let mut targets = Vec::new();
    match (id(Noun::Processes, "on_process")?, row.cell("on_step")) {
        (Some(process), Some(name)) => {
            let step = names.step(process, name);
            let step = step.map_err(|reason| wrong("on_step", reason))?;
            targets.push(json!({ "process": process, "step": step }));
        }
        (Some(process), None) => targets.push(json!({ "process": process })),
        (None, Some(_)) => {
            return Err(wrong("on_process", "is needed to find the step".to_owned()));
        }
        (None, None) => {}
    }
    targets.extend(id(Noun::Units, "on_unit")?.map(|it| json!({ "unit": it })));
    targets.extend(id(Noun::Sites, "on_site")?.map(|it| json!({ "site": it })));
    for entry in row.cell(ALSO).map(cells::entries).into_iter().flatten() {
        targets.push(target(&entry, names).map_err(|reason| wrong(ALSO, reason))?);
    }
    Ok(targets)
}

/// `unit:Purchasing`, `step:Onboard a supplier/Check`, `hand_over:PROCESS/ID`.
fn target(entry: &str, names: &Names<'_>) -> Result<Value, String> {
    let unclear = || format!("`{entry}` names no thing such as `unit:Purchasing`");
    let (kind, name) = entry.split_once(':').ok_or_else(unclear)?;
    let (kind, name) = (kind.trim(), name.trim());
    let noun = match kind {
        "step" | "hand_over" => return part(kind, name, names).ok_or_else(unclear)?,
        "process" => Noun::Processes,
        "unit" => Noun::Units,
        "site" => Noun::Sites,
        "community" => Noun::Communities,
        "data_object" => Noun::DataObjects,
        "idea" => Noun::Ideas,
        _ => return Err(unclear()),
    };
    Ok(json!({ kind: names.id_of(noun, name)? }))
}

/// A part of a process; none where the process or the part is not said.
fn part(kind: &str, name: &str, names: &Names<'_>) -> Option<Result<Value, String>> {
    let (process, part) = name.split_once('/')?;
    let found = || {
        let process = names.id_of(Noun::Processes, process.trim())?;
        let part = match kind {
            "step" => names.step(process, part.trim())?,
            _ => part.trim().parse().map_err(|_| format!("`{part}` is no id of a hand-over"))?,
        };
        Ok(json!({ "process": process, kind: part }))
    };
    Some(found())
}
