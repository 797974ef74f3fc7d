//! Dismiss: none of these things is to be shown as a duplicate of another of them. A later verdict on the
//! same things replaces it.

use events::{
    duplicate::{Dismissed, duplicate_id, ordered},
    ids::DuplicateId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Duplicate, Verdict, check, need};
use crate::{Command, Decision, Needs, fields::Fields};

/// Say that things are not to be shown as duplicates of each other, and why: no two of them are shown together again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct DismissDuplicate(pub Dismissed);

impl DismissDuplicate {
    /// The id that the verdict has.
    pub fn id(&self) -> DuplicateId {
        duplicate_id(self.0.kind, &self.0.members)
    }
}

impl Command for DismissDuplicate {
    type Aggregate = Duplicate;
    const NAME: &'static str = "dismiss-duplicate";

    fn needs(&self, needs: &mut Needs) {
        need(needs, self.0.kind, &ordered(&self.0.members));
    }

    fn decide(self, duplicate: &Duplicate) -> Decision {
        let Dismissed { kind, members, because } = self.0;
        let members = ordered(&members);
        let mut fields = Fields::default();
        check(&mut fields, kind, &members);
        fields.finish()?;
        let is_so = duplicate.verdict == Some(Verdict::Dismissed(because));
        Ok(if is_so { vec![] } else { vec![Dismissed { kind, members, because }.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{duplicate::DismissalCause, samples::id};

    use super::*;
    use crate::{
        duplicate::{
            MEMBERS_MAX,
            fixtures::{confirmed, dismissed},
        },
        testing::{given, given_nothing},
    };

    #[test]
    fn records_the_verdict_and_replaces_one_that_said_the_opposite() {
        given_nothing().when(DismissDuplicate(dismissed())).then([dismissed().into()]);
        given([confirmed().into()]).when(DismissDuplicate(dismissed())).then([dismissed().into()]);
    }

    #[test]
    fn another_cause_is_another_verdict() {
        let intended = Dismissed { because: DismissalCause::Intended, ..dismissed() };
        given([dismissed().into()])
            .when(DismissDuplicate(intended.clone()))
            .then([intended.into()]);
    }

    #[test]
    fn refuses_more_than_can_be_looked_at() {
        let members = (0..=MEMBERS_MAX as u128).map(id).collect();
        let many = Dismissed { members, ..dismissed() };
        given_nothing().when(DismissDuplicate(many)).then_refused_as("members-too-many");
    }
}
