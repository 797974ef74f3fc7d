//! Withdraw a verdict: what was said of these things does not count any more.

use events::duplicate::VerdictWithdrawn;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Duplicate;
use crate::{Command, Decision};

/// Take a verdict back: the things are held to be the same, or not, as their words say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct WithdrawVerdict(pub VerdictWithdrawn);

impl Command for WithdrawVerdict {
    type Aggregate = Duplicate;
    const NAME: &'static str = "withdraw-verdict";

    fn decide(self, duplicate: &Duplicate) -> Decision {
        Ok(if duplicate.verdict.is_none() { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        duplicate::{
            ConfirmDuplicate,
            fixtures::{confirmed, dismissed},
        },
        testing::given,
    };

    #[test]
    fn what_was_withdrawn_can_be_said_again() {
        let withdrawn = || VerdictWithdrawn {};
        given([dismissed().into()]).when(WithdrawVerdict(withdrawn())).then([withdrawn().into()]);
        given([confirmed().into(), withdrawn().into()])
            .when(ConfirmDuplicate(confirmed()))
            .then([confirmed().into()]);
    }

    #[test]
    fn withdrawing_what_nobody_says_changes_nothing() {
        given([confirmed().into(), VerdictWithdrawn {}.into()])
            .when(WithdrawVerdict(VerdictWithdrawn {}))
            .then_nothing();
    }
}
