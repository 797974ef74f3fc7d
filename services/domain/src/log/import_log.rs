//! Import a log: which file, which columns, how much, from when to when. The events of the file stay there.

use events::log::{Imported, Mapping};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Log;
use crate::{Command, Decision, Need, Needs, Rejection, fields::Fields, founded::Founded};

/// Say that an event log was read in. Its events are not kept, only what was measured in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ImportLog(pub Imported);

impl Command for ImportLog {
    type Aggregate = Log;
    const NAME: &'static str = "import-log";

    fn needs(&self, needs: &mut Needs) {
        if let Some(process) = self.0.process {
            needs.add("/process", Need::Process(process));
        }
    }

    fn decide(self, log: &Log) -> Decision {
        self.check()?;
        Founded::found(log.imported.as_ref(), self.0, "the id of this log")
    }
}

impl ImportLog {
    fn check(&self) -> Result<(), Rejection> {
        let Imported { name, sha256, mapping, process: _, cases: _, events: _, from, to } = &self.0;
        let Mapping { case, time, activity, by } = mapping;
        let mut fields = Fields::default();
        fields.name("/name", name);
        if sha256.len() != 64 || !sha256.bytes().all(|it| it.is_ascii_hexdigit()) {
            fields.wrong("/sha256", "malformed", "must be 64 hexadecimal digits");
        }
        for (pointer, column) in [("case", case), ("time", time), ("activity", activity)] {
            fields.name(&format!("/mapping/{pointer}"), column);
        }
        fields.at_most("/mapping/by", by.len(), 20);
        for (place, column) in by.iter().enumerate() {
            fields.name(&format!("/mapping/by/{place}"), column);
        }
        if from > to {
            fields.wrong("/to", "before-from", "must not be before `from`");
        }
        fields.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{log::fixtures::imported, testing::given_nothing};

    #[test]
    fn records_the_log() {
        given_nothing().when(ImportLog(imported())).then([imported().into()]);
    }

    #[test]
    fn refuses_a_digest_that_is_none() {
        let wrong = Imported { sha256: "abc".to_owned(), ..imported() };
        given_nothing().when(ImportLog(wrong)).then_refused_as("sha256-malformed");
    }

    #[test]
    fn refuses_a_log_that_ends_before_it_begins() {
        let wrong = Imported { to: jiff::Timestamp::UNIX_EPOCH, ..imported() };
        given_nothing().when(ImportLog(wrong)).then_refused_as("to-before-from");
    }
}
