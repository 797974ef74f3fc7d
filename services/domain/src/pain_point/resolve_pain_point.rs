//! Resolve a pain point, everywhere or in some of the units that have it.

use events::pain_point::Resolved;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PainPoint;
use crate::{Command, Decision, Need, Needs, Rejection, fields::Fields};

/// Say what ended a pain point. Without units it is resolved everywhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ResolvePainPoint(pub Resolved);

impl Command for ResolvePainPoint {
    type Aggregate = PainPoint;
    const NAME: &'static str = "resolve-pain-point";

    fn needs(&self, needs: &mut Needs) {
        if let Some(idea) = self.0.idea {
            needs.add("/idea", Need::Idea(idea));
        }
    }

    fn decide(self, pain_point: &PainPoint) -> Decision {
        self.check(pain_point)?;
        if pain_point.is_resolved_everywhere() {
            let is_so = pain_point.resolutions.get(&None) == Some(&self.0);
            return if is_so { Ok(vec![]) } else { Err(Rejection::Resolved) };
        }
        let is_so = |unit| pain_point.resolutions.get(&Some(unit)) == Some(&self.0);
        let all_so = !self.0.units.is_empty() && self.0.units.iter().all(|unit| is_so(*unit));
        Ok(if all_so { vec![] } else { vec![self.0.into()] })
    }
}

impl ResolvePainPoint {
    fn check(&self, pain_point: &PainPoint) -> Result<(), Rejection> {
        let Resolved { how, units, idea: _, found_at } = &self.0;
        let mut fields = Fields::default();
        fields.text("/how", how);
        fields.some_text("/found_at", found_at.as_ref());
        for (place, unit) in units.iter().enumerate() {
            if !pain_point.backings.contains_key(unit) {
                let detail = format!("unit `{unit}` does not have this pain point");
                fields.wrong(&format!("/units/{place}"), "not-backing", detail);
            }
        }
        fields.finish()
    }
}

#[cfg(test)]
mod tests {
    use events::ids::UnitId;

    use super::*;
    use crate::{
        pain_point::fixtures::{PUNE, TOLUCA, logged},
        testing::given,
    };

    #[test]
    fn records_what_ended_it_everywhere() {
        given([logged().into()]).when(resolve("Eine Liste", vec![])).then([ended(
            "Eine Liste",
            vec![],
        )
        .into()]);
    }

    #[test]
    fn records_what_ended_it_in_one_unit() {
        let there = ended("Eine Liste", vec![PUNE]);
        given([logged().into()]).when(resolve("Eine Liste", vec![PUNE])).then([there.into()]);
    }

    #[test]
    fn refuses_a_unit_that_does_not_have_it() {
        given([logged().into()])
            .when(resolve("Eine Liste", vec![TOLUCA]))
            .then_refused_as("units-not-backing");
    }

    #[test]
    fn refuses_a_second_ending() {
        given([logged().into(), ended("Eine Liste", vec![]).into()])
            .when(resolve("Zwei Listen", vec![]))
            .then_rejected(Rejection::Resolved);
    }

    fn resolve(how: &'static str, units: Vec<UnitId>) -> ResolvePainPoint {
        ResolvePainPoint(ended(how, units))
    }

    fn ended(how: &'static str, units: Vec<UnitId>) -> Resolved {
        Resolved { how: how.into(), units, idea: None, found_at: None }
    }
}
