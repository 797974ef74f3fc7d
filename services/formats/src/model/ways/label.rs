//! What is written along a way.

use std::sync::Arc;

use super::graph::{Edge, Share};

/// So many conditions in a row are told.
const IN_A_ROW_MAX: usize = 8;

/// Conditions in the order in which they are met, and the part of the cases.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    conditions: Vec<Arc<str>>,
    share: Share,
}

impl Default for Label {
    fn default() -> Self {
        Self { conditions: Vec::new(), share: Share::All }
    }
}

impl Label {
    /// The way that goes on along an edge. A condition that is met again says nothing new.
    pub(super) fn and(&self, edge: &Edge) -> Self {
        let mut conditions = self.conditions.clone();
        if let Some(condition) = edge.condition.as_ref().filter(|it| !conditions.contains(it))
            && conditions.len() < IN_A_ROW_MAX
        {
            conditions.push(Arc::clone(condition));
        }
        let share = match (self.share, edge.share) {
            (Share::Unsaid, _) | (_, Share::Unsaid) => Share::Unsaid,
            (Share::All, other) | (other, Share::All) => other,
            (Share::Said(a), Share::Said(b)) => Share::Said(a * b),
        };
        Self { conditions, share }
    }
}

/// Alternatives side by side; nothing where one of them has no condition.
pub(super) fn condition(labels: &[Label]) -> Option<String> {
    let mut told: Vec<String> = labels.iter().map(|it| it.conditions.join(", ")).collect();
    if told.iter().any(String::is_empty) {
        return None;
    }
    told.sort_unstable();
    told.dedup();
    Some(told.join(" / "))
}

/// The sum over the alternatives, where it is said of each.
pub(super) fn share(labels: &[Label]) -> Option<f64> {
    let said = labels.iter().map(|it| match it.share {
        Share::Said(share) => Some(share),
        Share::All | Share::Unsaid => None,
    });
    let sum = said.sum::<Option<f64>>()?;
    Some((sum.min(1.0) * 10_000.0).round() / 10_000.0)
}
