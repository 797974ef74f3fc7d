//! What says the same among many steps: all clusters at once, one changed step, a text while somebody
//! types, and what blocking overlooks; beside scikit-learn's TF-IDF with nearest neighbours.
//!
//! A label names one of 16 acts, one of 20 objects and a product, half of them in English and half in
//! German; there is one product for every ten labels, so that nearly all labels are texts of their own.

mod neighbours;

use std::time::Duration;

use anyhow::Result;
use similarity::{pairs::Pairs, score::ALIKE};

use crate::{
    Options,
    clock::{slope, timed, times},
    company::{random::Random, step_name},
    goal::Goal,
    memory::Memory,
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
    let sizes = [10_000, 100_000, 1_000_000].map(|it| options.scaled(it));
    let theirs = neighbours::each(&labels(sizes[1]));
    // The glossary is read once, whatever is measured.
    clustered(&labels(100));
    let (mut rows, mut before) = (vec![], vec![]);
    for size in sizes {
        let labels = labels(size);
        let resting = Memory::now().map(|it| it.resting);
        let (mut pairs, took) = clustered(&labels);
        before.push((size, took));
        rows.push(all_clusters(&pairs, &before, &theirs)?);
        rows.extend(resting.and_then(|before| remembered(&pairs, before)));
        if size == sizes[1] {
            rows.push(while_typing(&pairs, &labels));
            rows.push(one_change(&mut pairs, &labels, took));
        }
    }
    rows.push(overlooked(&labels(options.scaled(EACH))));
    Ok(rows)
}

/// The names of so many steps of the invented company.
pub(crate) fn labels(count: usize) -> Vec<String> {
    let mut random = Random::new(4);
    (0..count).map(|_| step_name(&mut random, count / 10 + 1)).collect()
}

/// All clusters of all labels, from nothing.
fn clustered(labels: &[String]) -> (Pairs<usize>, Duration) {
    timed(|| {
        let mut pairs = Pairs::new(ALIKE);
        let all: Vec<_> = labels.iter().map(Some).enumerate().collect();
        pairs.change(&all);
        pairs.settle();
        pairs.clusters(&|_, _| true);
        pairs
    })
}

/// Of the last of these sizes. Growth is told from each size to the next, and judged over all of them: at the
/// smallest nearly all that is looked at lies in the processor's caches, at the largest nearly nothing.
fn all_clusters(
    pairs: &Pairs<usize>,
    sizes: &[(usize, Duration)],
    theirs: &Result<Duration>,
) -> Result<Row> {
    let steps = pairs.index().len();
    let (_, took) = sizes[sizes.len() - 1];
    let each = took / u32::try_from(steps)?;
    let (limit, mut ratio, mut goal) = match theirs {
        Ok(theirs) => {
            let faster = times(*theirs, each);
            let limit = format!("scikit-learn {:.0} µs a step", theirs.as_secs_f64() * 1e6);
            (limit, format!("{faster:.1} × faster a step"), Some(Goal::AtLeast(25.0, faster)))
        }
        Err(reason) => (format!("SKIPPED: {reason}"), "not compared".to_owned(), None),
    };
    if let [.., before, last] = sizes {
        ratio = format!("{ratio}, slope {:.2}", slope(*before, *last));
    }
    if let [first, _, last] = sizes {
        let growth = slope(*first, *last);
        ratio = format!("{ratio}, over all {growth:.2} (≤ 1.2)");
        goal = goal.filter(|_| growth <= 1.2).or(Some(Goal::AtMost(1.2, growth)));
    }
    Ok(Row {
        name: "all clusters of steps, from nothing".to_owned(),
        ours: format!("{}, {:.1} µs a step", time(took), each.as_secs_f64() * 1e6),
        limit,
        ratio,
        goal,
        n: counted(pairs),
        bound: Bound::Processor,
    })
}

fn counted(pairs: &Pairs<usize>) -> String {
    let [steps, texts] =
        [pairs.index().len(), pairs.index().texts()].map(|it| thousands(it as u64));
    format!("{steps} steps, {texts} texts")
}

fn remembered(pairs: &Pairs<usize>, before: usize) -> Option<Row> {
    let resting = Memory::now()?.resting.saturating_sub(before);
    let steps = pairs.index().len();
    Some(Row {
        name: "… memory of their texts, pairs and clusters".to_owned(),
        ours: format!("{} bytes a step", thousands((resting / steps) as u64)),
        limit: String::new(),
        ratio: format!("{} MB", thousands((resting >> 20) as u64)),
        goal: None,
        n: counted(pairs),
        bound: Bound::Memory,
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
