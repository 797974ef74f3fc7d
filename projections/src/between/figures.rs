//! Which figures differ between two moments: came, went, or have other values.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Delta, things::What};
use crate::figures::{Figure, Figures};

/// A figure at two moments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FigureDifference {
    /// Its name, as evidence links carry it: `areas/exchange`.
    pub figure: String,
    /// What people call what it is about, at the later moment where it is there.
    pub about: Option<String>,
    /// What readers call the figure, once somebody said in which language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `added`, `removed` or `changed`.
    pub what: What,
    /// The values that differ.
    pub values: Vec<ValueDifference>,
}

/// One value of a figure at two moments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ValueDifference {
    /// Which: `hours_per_month`.
    pub value: String,
    /// What it was; `null` where there was none.
    pub from: Value,
    /// What it is; `null` where there is none.
    pub to: Value,
    /// By how much it grew; none where it is no number, or was or is not there.
    pub difference: Option<f64>,
}

/// Ordered by name. What stayed as it was is not told.
pub fn figures(before: &Figures, after: &Figures) -> Vec<FigureDifference> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let nothing = Figure::default();
    let told = names.into_iter().filter_map(|name| {
        let (was, is) = (before.get(name), after.get(name));
        let values = differing(&was.unwrap_or(&nothing).values, &is.unwrap_or(&nothing).values);
        (was.is_some() != is.is_some() || !values.is_empty()).then(|| FigureDifference {
            figure: name.clone(),
            label: None,
            about: is.or(was).and_then(|it| it.about.clone()),
            what: What::of_whole(was.is_none(), is.is_none()),
            values,
        })
    });
    told.collect()
}

/// The values that differ, ordered by name.
pub fn differing(
    before: &BTreeMap<String, Value>,
    after: &BTreeMap<String, Value>,
) -> Vec<ValueDifference> {
    let delta = Delta::between(before, after);
    let told = delta.iter().map(|(value, from, to)| ValueDifference {
        value: value.to_owned(),
        from: from.clone(),
        to: to.clone(),
        difference: from
            .as_f64()
            .zip(to.as_f64())
            .map(|(from, to)| crate::evidence::rounded(to - from)),
    });
    told.collect()
}
