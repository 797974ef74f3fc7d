//! Revise a data object: absent keeps, `null` clears. The name cannot be cleared.

use events::data_object::Revised;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DataObject;
use crate::{Command, Decision, fields::Fields};

/// Change something about a data object. Absent keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReviseDataObject(pub Revised);

impl Command for ReviseDataObject {
    type Aggregate = DataObject;
    const NAME: &'static str = "revise-data-object";

    fn decide(self, data_object: &DataObject) -> Decision {
        let Some(registered) = &data_object.registered else { return Ok(vec![]) };
        let Revised { name, description } = &self.0;
        let mut fields = Fields::default();
        fields.not_cleared("/name", name);
        fields.some_name("/name", name.value());
        fields.some_text("/description", description.value());
        fields.finish()?;
        let now = &registered.now;
        Ok(revised!(self.0, Revised {
            ;
            name: Some(&now.name),
            description: now.description.as_ref(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use events::{Change, data_object::Registered};

    use super::*;
    use crate::testing::given;

    #[test]
    fn records_only_what_differs() {
        let registered = Registered { name: "Lieferant".into(), description: None };
        let wish = Revised { name: Change::Set("Kreditor".into()), description: Change::Clear };
        let revised = Revised { description: Change::Keep, ..wish.clone() };
        given([registered.into()]).when(ReviseDataObject(wish)).then([revised.into()]);
    }
}
