//! The figures of a what-if in short: what an idea is expected to change, and what changed because of it.

use std::collections::{BTreeMap, BTreeSet};

use events::{money::Money, sketch::ExpectedFigure};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Happening, cycles, touched::Touched, work};
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
        let touched = Touched::by(what);
        let after = self.after(what, touched, now);
        let both = |is_touched: bool, part: &dyn Fn(&Self) -> Figures| {
            let was = part(self);
            let is = if is_touched { part(&after) } else { was.clone() };
            differences(&was, &is)
        };
        let figures = [
            both(touched.loops, &|it| it.loop_figures(now)),
            both(touched.duplicates, &Self::duplicate_figures),
            both(touched.care, &|it| it.care_figures(now)),
        ];
        let figures = figures.into_iter().flatten();
        let mut figures: Vec<(Name, Difference)> = figures.collect();
        figures.sort_by(|a, b| a.0.cmp(&b.0));
        let figure = |(name, amount): (Name, Difference)| Figure { figure: name.1, amount };
        FiguresChange(figures.into_iter().map(figure).collect())
    }

    fn loop_figures(&self, now: Timestamp) -> Figures {
        let loops = cycles::answer(self, Level::Unit, now);
        let total = &loops.total;
        let mut figures = named([
            (0, "loops", count(loops.cycles.len())),
            (1, "loop_work_hours", total.work_hours_per_month),
            (2, "loop_delay_hours", total.delay_hours_per_month),
        ]);
        for (currency, amount) in money_by_currency(&total.money_per_month) {
            figures.insert((3, format!("loop_money_{currency}")), amount);
        }
        figures
    }

    fn duplicate_figures(&self) -> Figures {
        let duplicates = work::all_duplicates(self);
        named([
            (4, "duplicate_clusters", count(duplicates.total.clusters)),
            (5, "duplicate_hours", work::involved(&duplicates)),
            (6, "avoidable_hours", work::avoidable(&duplicates)),
        ])
    }

    fn care_figures(&self, now: Timestamp) -> Figures {
        let open = work::open_hours(self);
        named([
            (7, "pain_points", count(open.len())),
            (8, "pain_point_hours", work::total(&open)),
            (9, "uncovered_hours", self.coverage_at(now).uncovered_hours()),
        ])
    }
}

fn named<const N: usize>(figures: [(u8, &str, f64); N]) -> Figures {
    figures.map(|(place, name, it)| ((place, name.to_owned()), it)).into()
}

/// What is missing on one side is nothing there.
fn differences(was: &Figures, is: &Figures) -> Vec<(Name, Difference)> {
    let names: BTreeSet<&Name> = was.keys().chain(is.keys()).collect();
    let of = |all: &Figures, name: &Name| all.get(name).copied().unwrap_or_default();
    let difference = |name: &Name| (name.clone(), Difference::between(of(was, name), of(is, name)));
    names.into_iter().map(difference).collect()
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
