//! Reopen a pain point that was resolved, everywhere or in some units: all have it again.

use events::pain_point::Reopened;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PainPoint;
use crate::{Command, Decision};

/// Say that a pain point is back, in every unit that had it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReopenPainPoint(pub Reopened);

impl Command for ReopenPainPoint {
    type Aggregate = PainPoint;
    const NAME: &'static str = "reopen-pain-point";

    fn decide(self, pain_point: &PainPoint) -> Decision {
        let is_open = pain_point.resolutions.is_empty();
        Ok(if is_open { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::pain_point::Resolved;

    use super::*;
    use crate::{pain_point::fixtures::logged, testing::given};

    #[test]
    fn records_that_it_is_back() {
        let resolved =
            Resolved { how: "Eine Liste".into(), units: vec![], idea: None, found_at: None };
        given([logged().into(), resolved.into()])
            .when(ReopenPainPoint(Reopened {}))
            .then([Reopened {}.into()]);
    }

    #[test]
    fn changes_nothing_while_it_is_open() {
        given([logged().into()]).when(ReopenPainPoint(Reopened {})).then_nothing();
    }
}
