//! Retire a process: it is not run any more, and takes no further changes.

use events::process::Retired;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision};

/// Say that a process is not run any more. Its history stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RetireProcess(pub Retired);

impl Command for RetireProcess {
    type Aggregate = Process;
    const NAME: &'static str = "retire-process";

    fn decide(self, process: &Process) -> Decision {
        Ok(if process.is_retired { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{process::fixtures::mapped, testing::given};

    #[test]
    fn records_that_it_is_not_run_any_more() {
        given([mapped().into()]).when(RetireProcess(Retired {})).then([Retired {}.into()]);
    }
}
