//! Declare a process a variant of another: two ways to do the same, known as such.

use events::process::VariantDeclared;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, Need, Needs};

/// Say that a process is another way to do what another process does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct DeclareVariant(pub VariantDeclared);

impl Command for DeclareVariant {
    type Aggregate = Process;
    const NAME: &'static str = "declare-variant";

    fn needs(&self, needs: &mut Needs) {
        needs.add("/of", Need::OtherProcess(self.0.of));
    }

    fn decide(self, process: &Process) -> Decision {
        if process.variant_of == Some(self.0.of) {
            return Ok(vec![]);
        }
        process.must_be_run()?;
        Ok(vec![self.0.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::{ids::ProcessId, samples::id};

    use super::*;
    use crate::{process::fixtures::mapped, testing::given};

    #[test]
    fn records_of_which_process_it_is_a_variant() {
        let declared = VariantDeclared { of: ProcessId(id(2)) };
        given([mapped().into()]).when(DeclareVariant(declared.clone())).then([declared.into()]);
    }
}
