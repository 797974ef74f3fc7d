//! Merge an idea into another that says the same, or unmerge it. Nothing is copied: what it has counts
//! there as long as the merge stands, and unmerging restores exactly what was.

use events::idea::{Merged, Unmerged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{Command, Decision, Need, Needs};

/// Say that an idea is the same as another: what it has counts there from now on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MergeIdea(pub Merged);

impl Command for MergeIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "merge-idea";

    fn needs(&self, needs: &mut Needs) {
        needs.add("/into", Need::MergeTarget(self.0.into.0));
    }

    fn decide(self, idea: &Idea) -> Decision {
        let is_so = idea.merged_into == Some(self.0.into);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

/// Say that an idea is one of its own again, with all that it had.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct UnmergeIdea(pub Unmerged);

impl Command for UnmergeIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "unmerge-idea";
    const OPENS_MERGED: bool = true;

    fn decide(self, idea: &Idea) -> Decision {
        Ok(if idea.merged_into.is_none() { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{ids::IdeaId, samples::id};

    use super::*;
    use crate::{Rejection, idea::fixtures::proposed, testing::given};

    #[test]
    fn records_the_merge_and_that_it_is_undone() {
        let merged = Merged { into: IdeaId(id(42)) };
        given([proposed().into()]).when(MergeIdea(merged.clone())).then([merged.clone().into()]);
        given([proposed().into(), merged.into()])
            .when(UnmergeIdea(Unmerged {}))
            .then([Unmerged {}.into()]);
    }

    #[test]
    fn what_was_merged_goes_nowhere_else_until_it_is_unmerged() {
        let merged = Merged { into: IdeaId(id(42)) };
        given([proposed().into(), merged.into()])
            .when(MergeIdea(Merged { into: IdeaId(id(43)) }))
            .then_rejected(Rejection::Merged(id(42).to_string()));
    }

    #[test]
    fn unmerging_what_stands_alone_changes_nothing() {
        given([proposed().into()]).when(UnmergeIdea(Unmerged {})).then_nothing();
    }
}
