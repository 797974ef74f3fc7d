//! Remove a data use: a step does not use a data object in this way any more.

use events::data_use::DataUseRemoved;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision};

/// Say that a step does not read a data object, or does not keep it in this store, any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RemoveDataUse(pub DataUseRemoved);

impl Command for RemoveDataUse {
    type Aggregate = Process;
    const NAME: &'static str = "remove-data-use";

    fn decide(self, process: &Process) -> Decision {
        let DataUseRemoved { step, data_object, usage, store } = &self.0;
        if !process.data_uses.contains_key(&(*step, *data_object, *usage, store.clone())) {
            return Ok(vec![]);
        }
        process.must_be_run()?;
        Ok(vec![self.0.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        process::fixtures::{CHECK, keeps_suppliers, mapped, step},
        testing::given,
    };

    #[test]
    fn records_that_it_is_kept_there_no_longer() {
        given([mapped().into(), step(CHECK, "Daten prüfen").into(), keeps_suppliers().into()])
            .when(RemoveDataUse(removed()))
            .then([removed().into()]);
    }

    #[test]
    fn removing_what_was_never_recorded_changes_nothing() {
        given([mapped().into(), step(CHECK, "Daten prüfen").into()])
            .when(RemoveDataUse(removed()))
            .then_nothing();
    }

    fn removed() -> DataUseRemoved {
        let used = keeps_suppliers();
        let (step, data_object) = (used.step, used.data_object);
        DataUseRemoved { step, data_object, usage: used.usage, store: used.store }
    }
}
