//! Record that a step reads a data object, or keeps it in a store. How it comes there can be said anew.

use events::data_use::{DataUseRecorded, Usage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Process, data_use};
use crate::{Command, Decision, Need, Needs, fields::Fields};

/// Say that a step reads a data object, or keeps it in a store, by hand or automatically.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RecordDataUse(pub DataUseRecorded);

impl Command for RecordDataUse {
    type Aggregate = Process;
    const NAME: &'static str = "record-data-use";

    fn needs(&self, needs: &mut Needs) {
        needs.add("/data_object", Need::DataObject(self.0.data_object));
    }

    fn decide(self, process: &Process) -> Decision {
        let DataUseRecorded { step, data_object: _, usage, store, entry } = &self.0;
        let mut fields = Fields::default();
        fields.some_name("/store", store.as_ref());
        if *usage == Usage::Reads && entry.is_some() {
            fields.wrong("/entry", "unexpected", "only what is kept is entered");
        }
        fields.finish()?;
        if process.data_uses.get(&data_use(&self.0)) == Some(entry) {
            return Ok(vec![]);
        }
        process.must_be_run()?;
        process.step("/step", *step)?;
        Ok(vec![self.0.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::data_use::Entry;

    use super::*;
    use crate::{
        process::fixtures::{CHECK, keeps_suppliers, mapped, step},
        testing::given,
    };

    #[test]
    fn records_what_the_step_keeps_where() {
        given([mapped().into(), step(CHECK, "Daten prüfen").into()])
            .when(RecordDataUse(keeps_suppliers()))
            .then([keeps_suppliers().into()]);
    }

    #[test]
    fn records_anew_how_it_comes_there() {
        let fed = DataUseRecorded { entry: Some(Entry::Automatic), ..keeps_suppliers() };
        given([mapped().into(), step(CHECK, "Daten prüfen").into(), keeps_suppliers().into()])
            .when(RecordDataUse(fed.clone()))
            .then([fed.into()]);
    }

    #[test]
    fn refuses_a_step_that_is_not_there() {
        given([mapped().into()])
            .when(RecordDataUse(keeps_suppliers()))
            .then_refused_as("step-unknown");
    }

    #[test]
    fn refuses_to_enter_what_is_only_read() {
        let read = DataUseRecorded { usage: Usage::Reads, ..keeps_suppliers() };
        given([mapped().into(), step(CHECK, "Daten prüfen").into()])
            .when(RecordDataUse(read))
            .then_refused_as("entry-unexpected");
    }
}
