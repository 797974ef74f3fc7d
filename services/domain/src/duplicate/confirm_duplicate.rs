//! Confirm that things are duplicates, and in what they are the same. A later verdict on the same things
//! replaces it. The order of the members does not matter.

use events::{
    duplicate::{Confirmed, duplicate_id, ordered},
    ids::DuplicateId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Duplicate, Verdict, check, need};
use crate::{Command, Decision, Needs, fields::Fields};

/// Say that things are the same: the same result, of which one would do, or the same method, which one can learn from the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ConfirmDuplicate(pub Confirmed);

impl ConfirmDuplicate {
    /// The id that the verdict has.
    pub fn id(&self) -> DuplicateId {
        duplicate_id(self.0.kind, &self.0.members)
    }
}

impl Command for ConfirmDuplicate {
    type Aggregate = Duplicate;
    const NAME: &'static str = "confirm-duplicate";

    fn needs(&self, needs: &mut Needs) {
        need(needs, self.0.kind, &ordered(&self.0.members));
    }

    fn decide(self, duplicate: &Duplicate) -> Decision {
        let Confirmed { kind, members, sort } = self.0;
        let members = ordered(&members);
        let mut fields = Fields::default();
        check(&mut fields, kind, &members);
        fields.finish()?;
        let is_so = duplicate.verdict == Some(Verdict::Confirmed(sort));
        Ok(if is_so { vec![] } else { vec![Confirmed { kind, members, sort }.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{
        duplicate::{DuplicateKind, DuplicateSort},
        samples::id,
    };

    use super::*;
    use crate::{
        duplicate::fixtures::{confirmed, dismissed},
        testing::{given, given_nothing},
    };

    #[test]
    fn records_the_verdict_with_its_members_in_order_and_each_once() {
        let members = vec![id(52), id(51), id(52)];
        let wish = ConfirmDuplicate(Confirmed { members, ..confirmed() });
        assert_eq!(wish.id(), ConfirmDuplicate(confirmed()).id());
        given_nothing().when(wish).then([confirmed().into()]);
    }

    #[test]
    fn another_sort_or_a_change_of_mind_replaces_the_verdict() {
        let method = Confirmed { sort: DuplicateSort::SameMethod, ..confirmed() };
        given([confirmed().into()]).when(ConfirmDuplicate(method.clone())).then([method.into()]);
        given([dismissed().into()]).when(ConfirmDuplicate(confirmed())).then([confirmed().into()]);
    }

    #[test]
    fn refuses_what_is_alone() {
        let alone = Confirmed { members: vec![id(51), id(51)], ..confirmed() };
        given_nothing().when(ConfirmDuplicate(alone)).then_refused_as("members-too-few");
    }

    #[test]
    fn duplicated_data_is_about_one_data_object() {
        let data = |members| Confirmed { kind: DuplicateKind::Data, members, ..confirmed() };
        given_nothing()
            .when(ConfirmDuplicate(data(vec![id(81)])))
            .then([data(vec![id(81)]).into()]);
        given_nothing()
            .when(ConfirmDuplicate(data(vec![id(81), id(82)])))
            .then_refused_as("members-not-one");
    }
}
