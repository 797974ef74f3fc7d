//! Release a process: its description gets a label and counts from then on. A label is given once.

use events::process::Released;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, Rejection, fields::Fields};

/// Give the description of a process a label, such as `2026-04`: it counts from then on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReleaseProcess(pub Released);

impl Command for ReleaseProcess {
    type Aggregate = Process;
    const NAME: &'static str = "release-process";

    fn decide(self, process: &Process) -> Decision {
        let Released { label, valid_from: _, reviewed_by } = &self.0;
        let mut fields = Fields::default();
        fields.name("/label", label);
        if let Some(reviewer) = reviewed_by {
            fields.id("/reviewed_by", reviewer.0);
        }
        fields.finish()?;
        match process.released.get(label) {
            Some(there) if *there == self.0 => return Ok(vec![]),
            Some(_) => return Err(Rejection::IdTaken(label.as_str().to_owned())),
            None => process.must_be_run()?,
        }
        Ok(vec![self.0.into()])
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{process::fixtures::mapped, testing::given};

    #[test]
    fn records_the_label() {
        given([mapped().into()]).when(ReleaseProcess(april())).then([april().into()]);
    }

    #[test]
    fn refuses_a_label_that_was_given_to_another_description() {
        let later = Released { valid_from: Some(date(2026, 5, 1)), ..april() };
        given([mapped().into(), april().into()])
            .when(ReleaseProcess(later))
            .then_refused_as("id-taken");
    }

    fn april() -> Released {
        let valid_from = Some(date(2026, 4, 1));
        Released { label: "2026-04".into(), valid_from, reviewed_by: None }
    }
}
