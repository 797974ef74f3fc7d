//! What is looked up for every text.

use super::{RARE_MAX, against::Against, frames::Frames, lists::Lists};
use crate::{
    corpus::{Corpus, Slot, Text},
    judge::{STRICT, Weighed, score_max},
    links::{LEADING_MAX, Rule},
    vocabulary::{Word, WordId},
};

/// A text with its leading words, side by side, as most are only looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Led {
    pub(super) slot: Slot,
    count: u32,
    words: [WordId; LEADING_MAX],
}

impl Led {
    fn new(slot: Slot, leading: &[WordId]) -> Self {
        let mut led = Self { slot, ..Self::default() };
        for (place, word) in led.words.iter_mut().zip(leading) {
            *place = *word;
            led.count += 1;
        }
        led
    }

    pub(super) fn words(&self) -> &[WordId] {
        &self.words[..self.count as usize]
    }
}

#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) rule: Rule,
    /// How many words must be alike, by the numbers of leading words on either side.
    pub(super) needed: [[usize; LEADING_MAX + 1]; LEADING_MAX + 1],
    pub(super) like: Vec<Vec<WordId>>,
    /// What each word weighs.
    pub(super) word_weights: Vec<f32>,
    /// The leading words of each text, and what they weigh.
    pub(super) leading: Lists<WordId>,
    pub(super) weights: Lists<f32>,
    /// How many texts each word leads, and which, where they are few.
    counts: Vec<usize>,
    pub(super) rare: Lists<Led>,
    pub(super) frames: Frames,
    pub(super) against: Against,
}

impl<'a> Plan<'a> {
    pub(super) fn new(corpus: &'a Corpus, rule: Rule, like: Vec<Vec<WordId>>) -> Self {
        let weight = |it: &Word| STRICT.weight(it);
        let word_weights: Vec<f32> = (0..like.len())
            .map(|it| u32::try_from(it).ok().and_then(|it| corpus.vocabulary.get(it)))
            .map(|it| it.map_or(0.0, weight))
            .collect();
        let (mut leading, mut weights) = (Lists::<WordId>::default(), Lists::default());
        for text in &corpus.texts {
            let words = text.as_ref().map(|it| corpus.leading(it)).unwrap_or_default();
            weights.push(words.iter().map(|it| word_weights[*it as usize]));
            leading.push(words);
        }
        let mut counts = vec![0; like.len()];
        let all = 0..leading.len();
        all.clone().for_each(|it| leading.of(it).iter().for_each(|it| counts[*it as usize] += 1));
        let rare = Lists::gather(like.len(), |say| {
            for (slot, place) in (0..).zip(all.clone()) {
                let led = Led::new(slot, leading.of(place));
                let rare = led.words().iter().filter(|it| counts[**it as usize] <= RARE_MAX);
                rare.for_each(|it| say(*it as usize, led));
            }
        });
        let (frames, against) = (Frames::default(), Against::new(&corpus.vocabulary));
        let needed = std::array::from_fn(|words| rule.needed(words));
        let mut plan = Self {
            corpus,
            rule,
            needed,
            like,
            word_weights,
            leading,
            weights,
            counts,
            rare,
            frames,
            against,
        };
        plan.frames = Frames::new(&plan);
        plan
    }

    pub(super) fn is_common(&self, word: WordId) -> bool {
        self.counts[word as usize] > RARE_MAX
    }

    pub(super) fn is_label(&self, slot: Slot) -> bool {
        self.corpus.get(slot).is_some_and(Text::is_label)
    }

    fn total(&self, slot: Slot) -> f32 {
        self.corpus.get(slot).map_or(0.0, |it| it.total)
    }

    /// What the leading words of a text weigh.
    pub(super) fn heavy(&self, slot: Slot) -> f32 {
        self.weights.of(slot as usize).iter().sum()
    }

    /// What the other words of a label weigh.
    pub(super) fn light(&self, slot: Slot) -> f32 {
        (self.total(slot) - self.heavy(slot)).max(0.0)
    }

    /// No two labels may score more; of longer texts nothing is known beforehand.
    pub(super) fn score_max(&self, slot: Slot, other: Slot, alike: &[u8]) -> f32 {
        if !self.is_label(slot) || !self.is_label(other) {
            return 1.0;
        }
        let weighed =
            |it: Slot| Weighed { total: self.total(it), leading: self.weights.of(it as usize) };
        score_max(weighed(slot), weighed(other), alike)
    }
}
