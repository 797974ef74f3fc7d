//! Merge a pain point into another that says the same, or unmerge it. Nothing is copied: what it has counts
//! there as long as the merge stands, and unmerging restores exactly what was.

use events::pain_point::{Merged, Unmerged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PainPoint;
use crate::{Command, Decision, Need, Needs};

/// Say that a pain point is the same as another: what it has counts there from now on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MergePainPoint(pub Merged);

impl Command for MergePainPoint {
    type Aggregate = PainPoint;
    const NAME: &'static str = "merge-pain-point";

    fn needs(&self, needs: &mut Needs) {
        needs.add("/into", Need::MergeTarget(self.0.into.0));
    }

    fn decide(self, pain_point: &PainPoint) -> Decision {
        let is_so = pain_point.merged_into == Some(self.0.into);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

/// Say that a pain point is one of its own again, with all that it had.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct UnmergePainPoint(pub Unmerged);

impl Command for UnmergePainPoint {
    type Aggregate = PainPoint;
    const NAME: &'static str = "unmerge-pain-point";
    const OPENS_MERGED: bool = true;

    fn decide(self, pain_point: &PainPoint) -> Decision {
        Ok(if pain_point.merged_into.is_none() { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{ids::PainPointId, samples::id};

    use super::*;
    use crate::{Rejection, pain_point::fixtures::logged, testing::given};

    #[test]
    fn records_the_merge_and_that_it_is_undone() {
        let merged = Merged { into: PainPointId(id(42)) };
        given([logged().into()]).when(MergePainPoint(merged.clone())).then([merged.clone().into()]);
        given([logged().into(), merged.into()])
            .when(UnmergePainPoint(Unmerged {}))
            .then([Unmerged {}.into()]);
    }

    #[test]
    fn what_was_merged_goes_nowhere_else_until_it_is_unmerged() {
        let merged = Merged { into: PainPointId(id(42)) };
        given([logged().into(), merged.into()])
            .when(MergePainPoint(Merged { into: PainPointId(id(43)) }))
            .then_rejected(Rejection::Merged(id(42).to_string()));
    }

    #[test]
    fn unmerging_what_stands_alone_changes_nothing() {
        given([logged().into()]).when(UnmergePainPoint(Unmerged {})).then_nothing();
    }
}
