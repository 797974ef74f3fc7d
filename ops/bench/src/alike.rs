//! What says the same among many steps: all clusters at once, one changed step, a text while somebody
//! types, and what blocking overlooks; beside scikit-learn's TF-IDF with nearest neighbours.

mod neighbours;

use std::time::Duration;

use anyhow::Result;
use similarity::{pairs::Pairs, score::ALIKE};

use crate::{
    Options,
    clock::{slope, timed, times},
    company::{random::Random, step_name},
    goal::Goal,
    table::{Bound, Row, thousands, time},
};

/// Texts while somebody types, and changed steps.
const ASKED: usize = 500;
const CHANGED: usize = 50;

/// Steps that are held each against each.
const EACH: usize = 5_000;

/// Where `similar` begins to say anything.
const SIMILAR: f32 = 0.45;

pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let large = options.scaled(100_000);
    let [few, many] = [large / 10, large].map(labels);
    let (_, small) = clustered(&few);
    let (mut pairs, took) = clustered(&many);
    Ok(vec![
        all_clusters(&many, took, (few.len(), small))?,
        one_change(&mut pairs, &many, took),
        while_typing(&pairs, &many),
        overlooked(&labels(options.scaled(EACH))),
    ])
}

/// The names of so many steps of the invented company.
fn labels(count: usize) -> Vec<String> {
    let mut random = Random::new(4);
    (0..count).map(|_| step_name(&mut random, count / 10 + 1)).collect()
}

/// All clusters of all labels, from nothing.
fn clustered(labels: &[String]) -> (Pairs<usize>, Duration) {
    timed(|| {
        let mut pairs = Pairs::new(ALIKE);
        for (id, label) in labels.iter().enumerate() {
            pairs.put(id, label);
        }
        pairs.settle();
        pairs.clusters(&|_, _| true);
        pairs
    })
}

fn all_clusters(labels: &[String], took: Duration, small: (usize, Duration)) -> Result<Row> {
    let each = took / u32::try_from(labels.len())?;
    let growth = slope(small, (labels.len(), took));
    let (limit, ratio, goal) = match neighbours::each(labels) {
        Ok(theirs) => {
            let faster = times(theirs, each);
            let limit = format!("scikit-learn {:.1} µs a step", theirs.as_secs_f64() * 1e6);
            (limit, format!("{faster:.1} × faster a step"), Some(Goal::AtLeast(25.0, faster)))
        }
        Err(reason) => (format!("SKIPPED: {reason}"), "not compared".to_owned(), None),
    };
    Ok(Row {
        name: "all clusters of steps, from nothing".to_owned(),
        ours: format!("{}, {:.1} µs a step", time(took), each.as_secs_f64() * 1e6),
        limit,
        ratio: format!("{ratio}, slope {growth:.2} (≤ 1.2)"),
        goal,
        n: format!("{} steps", thousands(labels.len() as u64)),
        bound: Bound::Processor,
    })
}

fn one_change(pairs: &mut Pairs<usize>, labels: &[String], all: Duration) -> Row {
    let ((), took) = timed(|| {
        for it in 0..CHANGED {
            pairs.put(it * 7 % labels.len(), &labels[(it * 31 + 5) % labels.len()]);
            pairs.settle();
        }
    });
    let each = took / u32::try_from(CHANGED).expect("a few");
    Row {
        name: "… after one step changed its name".to_owned(),
        ours: time(each),
        limit: format!("{} for all", time(all)),
        ratio: format!("1 / {:.0}", times(all, each)),
        goal: Some(Goal::AtLeast(500.0, times(all, each))),
        n: format!("{CHANGED} changes"),
        bound: Bound::Processor,
    }
}

fn while_typing(pairs: &Pairs<usize>, labels: &[String]) -> Row {
    let ask = |it: usize| {
        let label = &labels[it * 97 % labels.len()];
        timed(|| pairs.index().search(label, SIMILAR, 10)).1
    };
    let mut took: Vec<Duration> = (0..ASKED).map(ask).collect();
    took.sort_unstable();
    let late = took[took.len() * 99 / 100];
    Row {
        name: "similar to a text, p99".to_owned(),
        ours: time(late),
        limit: "15 ms".to_owned(),
        ratio: format!("median {}", time(took[took.len() / 2])),
        goal: Some(Goal::AtMost(15.0, late.as_secs_f64() * 1e3)),
        n: format!("{ASKED} texts among {}", thousands(labels.len() as u64)),
        bound: Bound::Processor,
    }
}

/// Of all pairs that reach the threshold when each is held against each, how many are found.
fn overlooked(labels: &[String]) -> Row {
    let (pairs, _) = clustered(labels);
    let (mut all, mut found) = (0, 0);
    for id in 0..labels.len() {
        let partners = pairs.of(id, |a, b| a < b);
        let is_alike = |other: &usize| pairs.index().score(id, *other) >= ALIKE;
        all += (id + 1..labels.len()).filter(is_alike).count();
        found += partners.len();
    }
    let recall = found as f64 / all.max(1) as f64;
    Row {
        name: "pairs found by blocking, of all there are".to_owned(),
        ours: format!("{found} of {all}"),
        limit: "each held against each".to_owned(),
        ratio: format!("{recall:.4}"),
        goal: Some(Goal::AtLeast(0.98, recall)),
        n: format!(
            "{} pairs among {} steps",
            thousands(all as u64),
            thousands(labels.len() as u64)
        ),
        bound: Bound::Processor,
    }
}
