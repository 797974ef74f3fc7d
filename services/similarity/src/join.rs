//! The partners of all texts at once.
//!
//! Two texts that may be partners share a rare word, and are met in the short list of its texts; or
//! what they share are common words alone. Those are the same for all texts of a *frame* ("check
//! spare part list …"), so frames are linked to frames, once for all of their texts; and within a
//! frame the texts of which least is left are met first, until no further one can be near enough
//! (prefix filtering and upper bounds after Bayardo, Ma and Srikant, *Scaling Up All Pairs Similarity
//! Search*, 2007). The work is spread over the processors; each text's partners are found alone, so
//! their number changes nothing.

mod against;
mod frames;
mod likes;
mod linking;
mod lists;
mod plan;
mod scores;
mod search;

use crate::{
    corpus::Corpus,
    links::{Rule, Spellings},
    pairs::near::Near,
    processors,
};
use plan::Plan;
use scores::Words;
use search::Search;

/// Texts of a word up to which all of them are looked at.
const RARE_MAX: usize = 64;

/// Counts what is crowded, then finds the nearest partners of every text, by slot.
pub(crate) fn join(corpus: &mut Corpus, rule: Rule) -> Vec<Option<Near>> {
    let spellings = Spellings::new(&corpus.vocabulary);
    let like = likes::likes(corpus, rule, &spellings);
    let plan = Plan::new(corpus, rule, like);
    let words = Words::new(&corpus.vocabulary, &spellings);
    let order = plan.frames.order();
    let mut searches = processors::each(order.len(), || Search::new(&plan, &words));
    let found = processors::spread(order.len(), &mut searches, |it, place| it.near(order[place]));
    let mut nears = vec![None; corpus.texts.len()];
    for (&slot, near) in order.iter().zip(found) {
        nears[slot as usize] = Some(near);
    }
    nears
}
