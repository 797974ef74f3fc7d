//! Implement an idea in some units, and let others adopt it. A unit that works that way already adds nothing.

use events::idea::{Adopted, Event, Implemented, Status};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{Command, Decision, Needs, fields::Fields};

/// Say that some units work that way now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ImplementIdea(pub Implemented);

impl Command for ImplementIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "implement-idea";

    fn needs(&self, needs: &mut Needs) {
        needs.units("/units", &self.0.units);
    }

    fn decide(self, idea: &Idea) -> Decision {
        let mut fields = Fields::default();
        fields.units("/units", &self.0.units);
        fields.finish()?;
        let wish = Event::Implemented(self.0.clone());
        idea.must_allow(&wish)?;
        let mut units = self.0.units;
        if idea.status == Status::Implemented {
            units.retain(|it| !idea.working.contains(it));
        }
        Ok(if units.is_empty() { vec![] } else { vec![Implemented { units }.into()] })
    }
}

/// Say that one more unit works that way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AdoptIdea(pub Adopted);

impl Command for AdoptIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "adopt-idea";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/unit", Some(&self.0.unit));
    }

    fn decide(self, idea: &Idea) -> Decision {
        idea.must_allow(&Event::Adopted(self.0.clone()))?;
        let is_so = idea.working.contains(&self.0.unit);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        idea::fixtures::{PUNE, TOLUCA, accepted, proposed},
        testing::given,
    };

    #[test]
    fn records_who_works_that_way_and_who_follows() {
        let adopted = Adopted { unit: TOLUCA };
        given([proposed().into(), accepted().into()])
            .when(ImplementIdea(in_pune()))
            .then([in_pune().into()]);
        given([proposed().into(), accepted().into(), in_pune().into()])
            .when(AdoptIdea(adopted.clone()))
            .then([adopted.into()]);
    }

    #[test]
    fn records_only_units_that_did_not_work_that_way_before() {
        let both = Implemented { units: vec![PUNE, TOLUCA] };
        given([proposed().into(), accepted().into(), in_pune().into()])
            .when(ImplementIdea(both))
            .then([Implemented { units: vec![TOLUCA] }.into()]);
    }

    #[test]
    fn refuses_to_adopt_what_nobody_implemented() {
        given([proposed().into(), accepted().into()])
            .when(AdoptIdea(Adopted { unit: TOLUCA }))
            .then_refused_as("status");
    }

    fn in_pune() -> Implemented {
        Implemented { units: vec![PUNE] }
    }
}
