//! Sort a pain point: give it a kind, and its areas where they differ from what follows from the kind.

use events::pain_point::Sorted;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PainPoint;
use crate::{Command, Decision, fields::Fields};

/// Say what sort of pain point it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SortPainPoint(pub Sorted);

impl Command for SortPainPoint {
    type Aggregate = PainPoint;
    const NAME: &'static str = "sort-pain-point";

    fn decide(self, pain_point: &PainPoint) -> Decision {
        let Some(logged) = &pain_point.logged else { return Ok(vec![]) };
        let Sorted { kind, areas } = self.0;
        let mut fields = Fields::default();
        fields.areas("/areas", areas.value().map_or(&[], Vec::as_slice), None);
        fields.finish()?;
        let now = &logged.now;
        let areas =
            areas.cleared_if_empty().unless_already((!now.areas.is_empty()).then_some(&now.areas));
        let is_so = now.kind == Some(kind) && areas.is_keep();
        Ok(if is_so { vec![] } else { vec![Sorted { kind, areas }.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{Area, Change, kind::PainPointKind};

    use super::*;
    use crate::{pain_point::fixtures::logged, testing::given};

    #[test]
    fn records_the_kind_and_the_areas() {
        let areas = Change::Set(vec![Area::Exchange]);
        let sorted = Sorted { kind: PainPointKind::DuplicatedData, areas };
        given([logged().into()]).when(SortPainPoint(sorted.clone())).then([sorted.into()]);
    }

    #[test]
    fn refuses_an_area_named_twice() {
        let areas = Change::Set(vec![Area::Exchange, Area::Exchange]);
        let sorted = Sorted { kind: PainPointKind::DuplicatedData, areas };
        given([logged().into()]).when(SortPainPoint(sorted)).then_refused_as("areas-repeated");
    }
}
