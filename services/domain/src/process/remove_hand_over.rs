//! Remove a hand-over. Twice is once.

use events::hand_over::HandOverRemoved;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision};

/// Say that a hand-over is not done any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RemoveHandOver(pub HandOverRemoved);

impl Command for RemoveHandOver {
    type Aggregate = Process;
    const NAME: &'static str = "remove-hand-over";

    fn decide(self, process: &Process) -> Decision {
        let hand_over = self.0.hand_over;
        if let Some(None) = process.hand_overs.get(&hand_over) {
            return Ok(vec![]);
        }
        process.must_be_run()?;
        process.hand_over(hand_over)?;
        Ok(vec![self.0.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::{ids::HandOverId, samples::id};

    use super::*;
    use crate::{
        process::fixtures::{CHECK_TO_BOOK, two_steps},
        testing::given,
    };

    #[test]
    fn records_that_it_is_gone() {
        let removed = HandOverRemoved { hand_over: CHECK_TO_BOOK };
        given(two_steps()).when(RemoveHandOver(removed.clone())).then([removed.into()]);
    }

    #[test]
    fn refuses_a_hand_over_that_never_was() {
        let astray = RemoveHandOver(HandOverRemoved { hand_over: HandOverId(id(99)) });
        given(two_steps()).when(astray).then_refused_as("hand-over-unknown");
    }
}
