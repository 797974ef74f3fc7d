//! Revise a process: absent keeps, `null` clears. The name cannot be cleared.

use events::process::Revised;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, Needs, fields::Fields};

/// Change something about a process. Absent keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReviseProcess(pub Revised);

impl Command for ReviseProcess {
    type Aggregate = Process;
    const NAME: &'static str = "revise-process";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/owner", self.0.owner.value());
    }

    fn decide(self, process: &Process) -> Decision {
        process.must_be_run()?;
        let Some(mapped) = &process.mapped else { return Ok(vec![]) };
        let Revised { name, description, owner: _ } = &self.0;
        let mut fields = Fields::default();
        fields.not_cleared("/name", name);
        fields.some_name("/name", name.value());
        fields.some_text("/description", description.value());
        fields.finish()?;
        let now = &mapped.now;
        Ok(revised!(self.0, Revised {
            ;
            name: Some(&now.name),
            description: now.description.as_ref(),
            owner: now.owner.as_ref(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use events::{Change, process::Retired};

    use super::*;
    use crate::{process::fixtures::mapped, testing::given};

    #[test]
    fn records_the_new_name() {
        given([mapped().into()]).when(ReviseProcess(renamed())).then([renamed().into()]);
    }

    #[test]
    fn refuses_to_revise_what_is_retired() {
        given([mapped().into(), Retired {}.into()])
            .when(ReviseProcess(renamed()))
            .then_refused_as("retired");
    }

    fn renamed() -> Revised {
        let name = Change::Set("Lieferanten aufnehmen".into());
        Revised { name, description: Change::Keep, owner: Change::Keep }
    }
}
