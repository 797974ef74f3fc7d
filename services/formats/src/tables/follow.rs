//! Commands that follow a row: what its noun takes only once it is there.

use serde_json::{Value, json};

use super::{
    Noun, cells,
    names::Names,
    plan::{Known, Wrong, wrong},
};

/// Commands to the row's own thing, in order, with their bodies.
pub(super) fn after(
    known: &Known,
    names: &Names<'_>,
) -> Result<Vec<(&'static str, Value)>, Vec<Wrong>> {
    match known.row.table {
        Noun::Communities => community(known, names),
        Noun::DataObjects => Ok(master(known)),
        Noun::Processes => retired(known),
        Noun::PainPoints => Ok(resolved(known)),
        _ => Ok(Vec::new()),
    }
}

fn community(known: &Known, names: &Names<'_>) -> Result<Vec<(&'static str, Value)>, Vec<Wrong>> {
    let entries = |column| known.row.cell(column).map(cells::entries).unwrap_or_default();
    let mut commands: Vec<_> =
        entries("areas").into_iter().map(|it| ("address-area", json!({ "area": it }))).collect();
    for name in entries("units") {
        let unit = names.id_of(Noun::Units, &name).map_err(|reason| wrong("units", reason))?;
        commands.push(("represent-unit", json!({ "unit": unit })));
    }
    Ok(commands)
}

fn master(known: &Known) -> Vec<(&'static str, Value)> {
    let store = known.row.cell("master_store");
    store.map(|it| ("name-master-store", json!({ "store": it }))).into_iter().collect()
}

fn retired(known: &Known) -> Result<Vec<(&'static str, Value)>, Vec<Wrong>> {
    let said = known.row.cell("retired").map(cells::is_yes).transpose();
    let is_retired = said.map_err(|reason| wrong("retired", reason))?.unwrap_or_default();
    Ok(is_retired.then(|| ("retire-process", json!({}))).into_iter().collect())
}

fn resolved(known: &Known) -> Vec<(&'static str, Value)> {
    let how = known.row.cell("resolved");
    how.map(|it| ("resolve-pain-point", json!({ "how": it }))).into_iter().collect()
}
