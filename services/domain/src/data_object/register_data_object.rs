//! Register a data object. Only the name is asked for.

use events::data_object::Registered;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DataObject;
use crate::{Command, Decision, fields::Fields, founded::Founded};

/// Register a business object that steps read or keep, such as the supplier's address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RegisterDataObject(pub Registered);

impl Command for RegisterDataObject {
    type Aggregate = DataObject;
    const NAME: &'static str = "register-data-object";

    fn decide(self, data_object: &DataObject) -> Decision {
        let Registered { name, description } = &self.0;
        let mut fields = Fields::default();
        fields.name("/name", name);
        fields.some_text("/description", description.as_ref());
        fields.finish()?;
        Founded::found(data_object.registered.as_ref(), self.0, "the id of this data object")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{given, given_nothing};

    #[test]
    fn records_the_data_object() {
        given_nothing().when(RegisterDataObject(supplier())).then([supplier().into()]);
    }

    #[test]
    fn refuses_a_blank_name() {
        let nameless = Registered { name: " ".into(), ..supplier() };
        given_nothing().when(RegisterDataObject(nameless)).then_refused_as("name-blank");
    }

    #[test]
    fn refuses_an_id_that_names_another() {
        let other = Registered { name: "Kunde".into(), description: None };
        given([supplier().into()]).when(RegisterDataObject(other)).then_refused_as("id-taken");
    }

    fn supplier() -> Registered {
        Registered { name: "Lieferant".into(), description: Some("Wer uns beliefert".into()) }
    }
}
