//! Name the store that is right where several differ. Naming another replaces it.

use events::data_object::MasterNamed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DataObject;
use crate::{Command, Decision, fields::Fields};

/// Say which store of a data object is the master: the one that is right where they differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct NameMasterStore(pub MasterNamed);

impl Command for NameMasterStore {
    type Aggregate = DataObject;
    const NAME: &'static str = "name-master-store";

    fn decide(self, data_object: &DataObject) -> Decision {
        let mut fields = Fields::default();
        fields.name("/store", &self.0.store);
        fields.finish()?;
        let is_so = data_object.master.as_ref() == Some(&self.0.store);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::data_object::Registered;

    use super::*;
    use crate::testing::given;

    #[test]
    fn records_the_master() {
        let registered = Registered { name: "Lieferant".into(), description: None };
        let master = MasterNamed { store: "SAP".into() };
        given([registered.into()]).when(NameMasterStore(master.clone())).then([master.into()]);
    }
}
