//! Put a process on the map, with its first area and any number of further ones.

use events::process::Mapped;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, Needs, fields::Fields, founded::Founded};

/// Put a process on the map: named work owned by a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MapProcess(pub Mapped);

impl Command for MapProcess {
    type Aggregate = Process;
    const NAME: &'static str = "map-process";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/owner", self.0.owner.as_ref());
    }

    fn decide(self, process: &Process) -> Decision {
        let Mapped { name, description, owner: _, primary_area, further_areas } = &self.0;
        let mut fields = Fields::default();
        fields.name("/name", name);
        fields.some_text("/description", description.as_ref());
        fields.areas("/further_areas", further_areas, Some(*primary_area));
        fields.finish()?;
        Founded::found(process.mapped.as_ref(), self.0, "the id of this process")
    }
}

#[cfg(test)]
mod tests {
    use events::Area;

    use super::*;
    use crate::{process::fixtures::mapped, testing::given_nothing};

    #[test]
    fn records_the_process() {
        given_nothing().when(MapProcess(mapped())).then([mapped().into()]);
    }

    #[test]
    fn refuses_an_area_named_twice() {
        let twice = Mapped { further_areas: vec![Area::Support], ..mapped() };
        given_nothing().when(MapProcess(twice)).then_refused_as("further-areas-repeated");
    }
}
