//! The partners of all texts at once.
//!
//! Two texts that may be partners share a rare word, and are met in the short list of its texts; or
//! what they share are common words alone. Those are the same for all texts of a *frame* ("check
//! spare part list …"), so frames are linked to frames, once for all of their texts; and within a
//! frame the texts of which least is left are met first, until no further one can be near enough
//! (prefix filtering and upper bounds after Bayardo, Ma and Srikant, *Scaling Up All Pairs Similarity
//! Search*, 2007). The work is spread over the processors; each text's partners are found alone, so
//! their number changes nothing.

mod frames;
mod likes;
mod linking;
mod lists;
mod plan;
mod search;

use std::thread;

use crate::{corpus::Corpus, links::Rule, pairs::near::Near};
use plan::Plan;
use search::Search;

/// Texts of a word up to which all of them are looked at.
const RARE_MAX: usize = 64;

/// Places that one processor takes at a time.
const CHUNK: usize = 128;

/// Counts what is crowded, then finds the nearest partners of every text, by slot.
pub(crate) fn join(corpus: &mut Corpus, rule: Rule) -> Vec<Option<Near>> {
    let like = likes::likes(corpus, rule);
    let plan = Plan::new(corpus, rule, like);
    let order = plan.frames.order();
    let found = spread(order.len(), || Search::new(&plan), |it, place| it.near(order[place]));
    let mut nears = vec![None; corpus.texts.len()];
    for (&slot, near) in order.iter().zip(found) {
        nears[slot as usize] = Some(near);
    }
    nears
}

/// Does something for each place, on all processors, each of which begins with something of its own.
fn spread<S, T: Send>(
    count: usize,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    let chunks = count.div_ceil(CHUNK);
    let threads = thread::available_parallelism().map_or(1, usize::from).min(chunks.div_ceil(2));
    let each = |first: usize| -> Vec<T> {
        let mut own = begin();
        let chunks = (first..chunks).step_by(threads.max(1));
        let places = chunks.flat_map(|it| it * CHUNK..count.min((it + 1) * CHUNK));
        places.map(|place| work(&mut own, place)).collect()
    };
    if threads <= 1 {
        return each(0);
    }
    let parts: Vec<Vec<T>> = thread::scope(|scope| {
        let each = &each;
        let running: Vec<_> = (0..threads).map(|first| scope.spawn(move || each(first))).collect();
        running.into_iter().map(|it| it.join().expect("no part panics")).collect()
    });
    let mut parts: Vec<_> = parts.into_iter().map(Vec::into_iter).collect();
    let next = |place: usize| parts[place / CHUNK % threads].next().expect("one for each place");
    (0..count).map(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_on_several_processors_stands_in_its_place() {
        for count in [0, 1, CHUNK, 5 * CHUNK + 7] {
            let doubled = spread(count, || 2, |by, place| place * *by);
            assert!(doubled.into_iter().eq((0..count).map(|it| 2 * it)));
        }
    }
}
