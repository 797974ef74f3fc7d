//! Attest a process: a unit says whether it is run as described. What a unit says last counts.

use events::process::Attested;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, Needs, fields::Fields};

/// Say for a unit whether the process is run there as it is described, and what differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AttestProcess(pub Attested);

impl Command for AttestProcess {
    type Aggregate = Process;
    const NAME: &'static str = "attest-process";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/unit", Some(&self.0.unit));
    }

    fn decide(self, process: &Process) -> Decision {
        let mut fields = Fields::default();
        fields.some_text("/text", self.0.text.as_ref());
        fields.finish()?;
        if process.attested.get(&self.0.unit) == Some(&self.0) {
            return Ok(vec![]);
        }
        process.must_be_run()?;
        Ok(vec![self.0.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::{ids::UnitId, process::Retired, samples::id};

    use super::*;
    use crate::{Rejection, process::fixtures::mapped, testing::given};

    #[test]
    fn records_what_a_unit_says_and_then_that_it_changed_its_mind() {
        let differs = Attested { agrees: false, text: Some("Freigabe fehlt".into()), ..agrees() };
        given([mapped().into()]).when(AttestProcess(agrees())).then([agrees().into()]);
        given([mapped().into(), agrees().into()])
            .when(AttestProcess(differs.clone()))
            .then([differs.into()]);
    }

    #[test]
    fn refuses_once_the_process_is_retired() {
        given([mapped().into(), Retired {}.into()])
            .when(AttestProcess(agrees()))
            .then_rejected(Rejection::Retired);
    }

    fn agrees() -> Attested {
        Attested { unit: UnitId(id(1)), agrees: true, text: None }
    }
}
