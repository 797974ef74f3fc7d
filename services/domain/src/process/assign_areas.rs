//! Give a process its areas: one first, any number of further ones, none twice.

use events::process::AreasAssigned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, fields::Fields};

/// Say which areas a process belongs to. Replaces all of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AssignAreas(pub AreasAssigned);

impl Command for AssignAreas {
    type Aggregate = Process;
    const NAME: &'static str = "assign-areas";

    fn decide(self, process: &Process) -> Decision {
        process.must_be_run()?;
        let Some(mapped) = &process.mapped else { return Ok(vec![]) };
        let AreasAssigned { primary_area, further_areas } = &self.0;
        let mut fields = Fields::default();
        fields.areas("/further_areas", further_areas, Some(*primary_area));
        fields.finish()?;
        let now = &mapped.now;
        let is_so = now.primary_area == *primary_area && now.further_areas == *further_areas;
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::Area;

    use super::*;
    use crate::{process::fixtures::mapped, testing::given};

    #[test]
    fn records_the_new_areas() {
        given([mapped().into()]).when(AssignAreas(service())).then([service().into()]);
    }

    #[test]
    fn changes_nothing_when_they_are_so() {
        let same = AreasAssigned { primary_area: Area::Support, further_areas: vec![] };
        given([mapped().into()]).when(AssignAreas(same)).then_nothing();
    }

    fn service() -> AreasAssigned {
        AreasAssigned { primary_area: Area::Service, further_areas: vec![Area::Decision] }
    }
}
