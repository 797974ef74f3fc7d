//! Bind an activity of a log to the step it stands for. Binding it again replaces the binding.

use events::log::ActivityBound;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Log;
use crate::{Command, Decision, Need, Needs, fields::Fields};

/// Say which step an activity of a log stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct BindActivity(pub ActivityBound);

impl Command for BindActivity {
    type Aggregate = Log;
    const NAME: &'static str = "bind-activity";

    fn needs(&self, needs: &mut Needs) {
        let ActivityBound { activity: _, process, step } = &self.0;
        let (process, step) = (*process, *step);
        needs.add("/step", Need::Step { process, step });
    }

    fn decide(self, log: &Log) -> Decision {
        let mut fields = Fields::default();
        fields.name("/activity", &self.0.activity);
        fields.finish()?;
        let is_so = log.activities.get(&self.0.activity) == Some(&self.0);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{
        ids::{ProcessId, StepId},
        samples::id,
    };

    use super::*;
    use crate::{log::fixtures::imported, testing::given};

    #[test]
    fn records_the_binding() {
        given([imported().into()]).when(BindActivity(bound())).then([bound().into()]);
    }

    #[test]
    fn asks_for_the_step_to_be_known() {
        let mut needs = Needs::default();
        BindActivity(bound()).needs(&mut needs);
        let need = Need::Step { process: ProcessId(id(1)), step: StepId(id(2)) };
        assert_eq!(needs.0, [("/step".to_owned(), need)]);
    }

    fn bound() -> ActivityBound {
        ActivityBound {
            activity: "Accepted".into(),
            process: ProcessId(id(1)),
            step: StepId(id(2)),
        }
    }
}
