//! The partners of one text after the other, where few texts changed.

use crate::{
    corpus::{Corpus, Slot, Text},
    judge::{STRICT, Weighed, score_max},
    links::{LEADING_MAX, Rule, SLACK, Spelt, are_linked},
    vocabulary::WordId,
};

/// Looks up texts that are kept. All crowds must have been counted.
#[derive(Debug)]
pub(crate) struct Lookup<'a> {
    corpus: &'a Corpus,
    rule: Rule,
    spelt: Spelt,
    /// By word, the leading words of the text that are like it, as bits.
    bits: Vec<u8>,
    marked: Vec<WordId>,
    /// By slot, how many words it holds that are like one of the text's.
    counts: Vec<u8>,
}

/// Of a text: its leading words, what they weigh, and what all of its words do.
#[derive(Debug)]
struct Led {
    words: Vec<WordId>,
    weights: Vec<f32>,
    total: f32,
}

impl Led {
    fn new(text: &Text, corpus: &Corpus) -> Self {
        let words = corpus.leading(text);
        let weight = |it: &WordId| STRICT.weight(corpus.vocabulary.word(*it));
        Self { weights: words.iter().map(weight).collect(), words, total: text.total }
    }

    fn weighed(&self) -> Weighed<'_> {
        Weighed { total: self.total, leading: &self.weights }
    }
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(corpus: &'a Corpus, rule: Rule) -> Self {
        Self {
            corpus,
            rule,
            spelt: Spelt::default(),
            bits: vec![0; corpus.vocabulary.len()],
            marked: Vec::new(),
            counts: vec![0; corpus.texts.len()],
        }
    }

    /// All partners of a text that reach the threshold, the most alike first, then by text.
    pub(crate) fn partners(&mut self, slot: Slot) -> Vec<(Slot, f32)> {
        let corpus = self.corpus;
        let Some(text) = corpus.get(slot) else { return Vec::new() };
        let own = Led::new(text, corpus);
        self.mark(&own.words);
        let mut near = Vec::new();
        let needed = self.rule.needed(own.words.len());
        for other in self.meet(slot, &needed) {
            let Some(of_other) = corpus.get(other) else { continue };
            let others = Led::new(of_other, corpus);
            let alike: Vec<u8> = others.words.iter().map(|it| self.bits[*it as usize]).collect();
            let are_labels = text.is_label() && of_other.is_label();
            let score_max = || score_max(own.weighed(), others.weighed(), &alike);
            if are_labels && score_max() < self.rule.threshold - SLACK {
                continue;
            }
            if are_linked(&alike, needed[alike.len()]) {
                near.push((other, corpus.score(slot, other)));
            }
        }
        for word in self.marked.drain(..) {
            self.bits[word as usize] = 0;
        }
        near.retain(|it| it.1 >= self.rule.threshold);
        near.sort_unstable_by(|&a, &b| corpus.by_score(a, b));
        near
    }

    fn mark(&mut self, leading: &[WordId]) {
        let Self { corpus, rule, .. } = *self;
        for (place, &word) in leading.iter().enumerate() {
            let like = rule.like(word, &corpus.vocabulary, &mut self.spelt, None).0;
            for (other, likeness) in like {
                let is_crowded = corpus.is_crowded(word) || corpus.is_crowded(other);
                if other != word && !rule.holds(likeness, is_crowded) {
                    continue;
                }
                let bits = &mut self.bits[other as usize];
                self.marked.extend((*bits == 0).then_some(other));
                *bits |= 1 << place;
            }
        }
    }

    /// The texts that hold enough of the words to be partners: as many as are needed, by the number of
    /// their leading words.
    fn meet(&mut self, slot: Slot, needed: &[usize; LEADING_MAX + 1]) -> Vec<Slot> {
        let least = needed.iter().copied().min().unwrap_or(usize::MAX);
        let mut met = Vec::new();
        for &other in self.marked.iter().flat_map(|it| &self.corpus.vocabulary.word(*it).texts) {
            let count = &mut self.counts[other as usize];
            *count = count.saturating_add(1);
            if usize::from(*count) == least {
                met.push(other);
            }
        }
        met.retain(|&other| {
            let telling = self.corpus.get(other).map_or(0, |it| usize::from(it.telling));
            other != slot && usize::from(self.counts[other as usize]) >= needed[telling]
        });
        self.counts.fill(0);
        met
    }
}
