//! The figures of a what-if in short: what an idea is expected to change, and what changed because of it.

use std::collections::{BTreeMap, BTreeSet};

use events::{money::Money, sketch::ExpectedFigure};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Happening, cycles, work};
use crate::{Projections, difference::Difference, evidence::rounded, loops::level::Level};

/// One figure before and after. What is counted in money has a currency behind its name.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Figure {
    /// `loops`, `loop_work_hours`, `loop_delay_hours`, `loop_money_EUR`, `duplicate_clusters`,
    /// `duplicate_hours`, `avoidable_hours`, `pain_points`, `pain_point_hours`, `uncovered_hours`.
    pub figure: String,
    /// A month, but for counts.
    #[serde(flatten)]
    pub amount: Difference,
}

/// All figures, in a fixed order. They are never added to each other.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FiguresChange(pub Vec<Figure>);

impl Projections {
    /// What would change in short if this happened now; loops are those between units.
    pub fn figures_change(&self, what: &[Happening], now: Timestamp) -> FiguresChange {
        let (was, is) = (self.figures(now), self.after(what, now).figures(now));
        let names: BTreeSet<_> = was.keys().chain(is.keys()).collect();
        let of = |all: &Figures, name: &Name| all.get(name).copied().unwrap_or_default();
        let figure = |name: &Name| Figure {
            figure: name.1.clone(),
            amount: Difference::between(of(&was, name), of(&is, name)),
        };
        FiguresChange(names.into_iter().map(figure).collect())
    }

    fn figures(&self, now: Timestamp) -> Figures {
        let loops = cycles::answer(self, Level::Unit, now);
        let duplicates = work::all_duplicates(self);
        let open = work::open_hours(self);
        let coverage = self.coverage_at(now);
        let mut figures = vec![
            (0, "loops", count(loops.cycles.len())),
            (1, "loop_work_hours", loops.total.work_hours_per_month),
            (2, "loop_delay_hours", loops.total.delay_hours_per_month),
            (4, "duplicate_clusters", count(duplicates.total.clusters)),
            (5, "duplicate_hours", work::involved(&duplicates)),
            (7, "pain_points", count(open.len())),
            (8, "pain_point_hours", work::total(&open)),
            (9, "uncovered_hours", coverage.uncovered_hours()),
        ]
        .into_iter()
        .map(|(place, name, it)| ((place, name.to_owned()), it))
        .collect::<Figures>();
        figures.insert((6, "avoidable_hours".to_owned()), work::avoidable(&duplicates));
        for (currency, amount) in money_by_currency(&loops.total.money_per_month) {
            figures.insert((3, format!("loop_money_{currency}")), amount);
        }
        figures
    }
}

/// Its place among the others, and what it is called.
type Name = (u8, String);
type Figures = BTreeMap<Name, f64>;

#[expect(clippy::cast_precision_loss, reason = "no count here comes near 2^52")]
fn count(count: usize) -> f64 {
    count as f64
}

pub(super) fn money_by_currency(money: &[Money]) -> BTreeMap<String, f64> {
    money.iter().map(|it| (it.currency.clone(), rounded(it.amount))).collect()
}

impl FiguresChange {
    /// As an event keeps them.
    pub fn kept(&self) -> Vec<ExpectedFigure> {
        let kept = |it: &Figure| ExpectedFigure {
            figure: it.figure.clone(),
            before: it.amount.before,
            after: it.amount.after,
        };
        self.0.iter().map(kept).collect()
    }

    /// As they were kept.
    pub fn of_kept(kept: &[ExpectedFigure]) -> Self {
        let figure = |it: &ExpectedFigure| Figure {
            figure: it.figure.clone(),
            amount: Difference::between(it.before, it.after),
        };
        Self(kept.iter().map(figure).collect())
    }
}
