//! What is looked up for every text.

use super::{RARE_MAX, against::Against, frames::Frames, lists::Lists};
use crate::{
    corpus::{Corpus, Slot, Text},
    judge::{STRICT, Weighed, score_max},
    links::{LEADING_MAX, Rule},
    vocabulary::{Word, WordId},
};

/// A text, what it weighs, and its leading words, side by side, as most are only looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Led<'a> {
    pub(super) slot: Slot,
    /// Nothing if it is no label.
    pub(super) total: Option<f32>,
    pub(super) words: &'a [WordId],
}

/// Texts one after the other, written down in numbers.
#[derive(Debug, Clone)]
pub(super) struct Leds<'a>(&'a [u32]);

/// Of a longer text, in place of what it weighs.
const LONGER: u32 = u32::MAX;

impl Led<'_> {
    fn numbers(self) -> impl Iterator<Item = u32> {
        let count = u32::try_from(self.words.len()).expect("a few");
        let total = self.total.map_or(LONGER, f32::to_bits);
        [self.slot, total, count].into_iter().chain(self.words.iter().copied())
    }
}

impl<'a> Iterator for Leds<'a> {
    type Item = Led<'a>;

    fn next(&mut self) -> Option<Led<'a>> {
        let (&[slot, total, count], rest) = self.0.split_first_chunk()?;
        let (words, rest) = rest.split_at(count as usize);
        self.0 = rest;
        let total = (total != LONGER).then_some(f32::from_bits(total));
        Some(Led { slot, total, words })
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
    rare: Lists<u32>,
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
        let label = |it: &&Text| it.is_label();
        let rare = Lists::gather(like.len(), |say| {
            for (slot, place) in (0..).zip(all.clone()) {
                let total = corpus.get(slot).filter(label).map(|it| it.total);
                let led = Led { slot, total, words: leading.of(place) };
                let rare = led.words.iter().filter(|it| counts[**it as usize] <= RARE_MAX);
                rare.for_each(|it| led.numbers().for_each(|number| say(*it as usize, number)));
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

    /// The texts that a word leads, where they are few.
    pub(super) fn rare(&self, word: WordId) -> Leds<'_> {
        Leds(self.rare.of(word as usize))
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

    pub(super) fn weighed(&self, slot: Slot) -> Option<Weighed<'_>> {
        let total = self.is_label(slot).then(|| self.total(slot))?;
        Some(Weighed { total, leading: self.weights.of(slot as usize) })
    }

    /// No more than this is what two labels score; of longer texts nothing is known beforehand.
    pub(super) fn score_max(&self, own: Option<Weighed<'_>>, other: &Led<'_>, alike: &[u8]) -> f32 {
        let mut leading = [0.0; LEADING_MAX];
        for (weight, word) in leading.iter_mut().zip(other.words) {
            *weight = self.word_weights[*word as usize];
        }
        let leading = &leading[..other.words.len()];
        let both = own.zip(other.total.map(|total| Weighed { total, leading }));
        both.map_or(1.0, |(own, other)| score_max(own, other, alike))
    }
}
