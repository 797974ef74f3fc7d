//! All distinct texts, as the words they consist of.

use std::{cmp::Ordering, collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    contrast::{Sides, Stance},
    normalise::words,
    query::{Probe, Query},
    score::{OPPOSED, cosine},
    vocabulary::{self, Vocabulary, WordId},
    weights::{Frozen, Weights},
};

/// Where a text is kept. Reused after it is gone.
pub(crate) type Slot = u32;

#[derive(Debug, Clone, Default)]
pub(crate) struct Corpus {
    pub(crate) texts: Vec<Option<Text>>,
    pub(crate) free: Vec<Slot>,
    pub(crate) slots: HashMap<Arc<[WordId]>, Slot>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) weights: Weights,
}

#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) words: Arc<[WordId]>,
    /// The square of its vector's length.
    pub(crate) norm: u64,
}

/// The folded words of a text: what makes two texts the same.
pub(crate) fn folded(text: &str) -> Vec<String> {
    words(text).into_iter().map(|it| it.folded).collect()
}

impl Corpus {
    pub(crate) fn epoch(&self) -> u32 {
        self.weights.epoch()
    }

    pub(crate) fn slot_of(&self, words: &[String]) -> Option<Slot> {
        let ids: Option<Vec<WordId>> = words.iter().map(|it| self.vocabulary.id(it)).collect();
        self.slots.get(ids?.as_slice()).copied()
    }

    pub(crate) fn get(&self, slot: Slot) -> Option<&Text> {
        self.texts.get(slot as usize).and_then(Option::as_ref)
    }

    /// Texts without a word are like nothing, not even each other.
    pub(crate) fn says_something(&self, slot: Slot) -> bool {
        self.get(slot).is_some_and(|it| !it.words.is_empty())
    }

    /// Keeps a text that is not kept yet. Opens an epoch if one is due.
    pub(crate) fn add(&mut self, words: &[String]) -> Slot {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.texts.push(None);
            u32::try_from(self.texts.len() - 1).expect("fewer texts than 2^32")
        });
        let (vocabulary, weights) = (&mut self.vocabulary, &self.weights);
        let words: Arc<[WordId]> = words.iter().map(|it| vocabulary.add(it, weights)).collect();
        self.keep(slot, words);
        if self.weights.is_due(self.slots.len()) {
            let texts = self.texts.iter().flatten().map(|it| &*it.words);
            self.weights.open(self.slots.len(), self.vocabulary.counts(texts));
            self.vocabulary.freeze(&self.weights);
            self.measure_all();
        } else {
            self.measure(slot);
        }
        slot
    }

    pub(crate) fn keep(&mut self, slot: Slot, words: Arc<[WordId]>) {
        words.iter().for_each(|&it| self.vocabulary.join(it, slot));
        self.slots.insert(words.clone(), slot);
        self.texts[slot as usize] = Some(Text { words, norm: 0 });
    }

    fn measure(&mut self, slot: Slot) {
        if let Some(text) = &mut self.texts[slot as usize] {
            text.norm = self.vocabulary.norm(&text.words);
        }
    }

    pub(crate) fn measure_all(&mut self) {
        let mut probe = Probe::new(&self.vocabulary);
        for text in self.texts.iter_mut().flatten() {
            probe.take(&text.words);
            text.norm = probe.product(&text.words);
        }
    }

    pub(crate) fn drop(&mut self, slot: Slot) {
        let Some(Text { words, .. }) = self.texts[slot as usize].take() else { return };
        words.iter().for_each(|&it| self.vocabulary.leave(it, slot));
        self.slots.remove(&words);
        self.free.push(slot);
    }

    pub(crate) fn score(&self, a: Slot, b: Slot) -> f32 {
        let (Some(of_a), Some(of_b)) = (self.get(a), self.get(b)) else { return 0.0 };
        let mut product = 0_u64;
        for (x, y) in of_a.words.iter().flat_map(|&x| of_b.words.iter().map(move |&y| (x, y))) {
            product = product.saturating_add(self.vocabulary.shared(x, y));
        }
        let cosine = cosine(product, of_a.norm, of_b.norm);
        if self.stance(of_a).is_opposed_to(self.sides(of_b)) { cosine.min(OPPOSED) } else { cosine }
    }

    pub(crate) fn stance(&self, text: &Text) -> Stance<'_> {
        Stance::new(self.sides(text).collect())
    }

    pub(crate) fn sides(&self, text: &Text) -> impl Iterator<Item = (&str, Sides)> + Clone {
        text.words.iter().map(|&it| self.vocabulary.word(it)).map(|it| (&*it.text, it.sides))
    }

    /// The texts at or above the threshold that share anything with the words, in no order. Each
    /// word is looked at once, and each text once: in proportion to what there is.
    pub(crate) fn near(&self, words: &[String], threshold: f32) -> Vec<(Slot, f32)> {
        let query = Query::new(words, &self.vocabulary, &self.weights);
        let sums = query.sums(&self.vocabulary);
        let mut near = Vec::new();
        for (slot, text) in (0..).zip(&self.texts) {
            let Some(text) = text else { continue };
            let product =
                text.words.iter().fold(0, |sum: u64, &it| sum.saturating_add(sums[it as usize]));
            let mut score = cosine(product, query.norm, text.norm);
            if product == 0 || score < threshold {
                continue;
            }
            if query.stance.is_opposed_to(self.sides(text)) {
                score = score.min(OPPOSED);
            }
            if score >= threshold {
                near.push((slot, score));
            }
        }
        near
    }

    pub(crate) fn words(&self, slot: Slot) -> Vec<String> {
        let words = self.get(slot).map_or(&[][..], |it| &it.words);
        words.iter().map(|&it| self.vocabulary.word(it).text.to_string()).collect()
    }

    /// The most alike first, then by text.
    pub(crate) fn by_score(&self, a: (Slot, f32), b: (Slot, f32)) -> Ordering {
        b.1.total_cmp(&a.1).then_with(|| self.by_text(a.0, b.0))
    }

    pub(crate) fn by_text(&self, a: Slot, b: Slot) -> Ordering {
        let words = |slot| {
            let words = self.get(slot).into_iter().flat_map(|it| it.words.iter());
            words.map(|&it| &*self.vocabulary.word(it).text)
        };
        words(a).cmp(words(b))
    }
}

/// Words and texts by their numbers, gaps among them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Dump {
    frozen: Frozen,
    words: Vec<Option<vocabulary::Dump>>,
    free_words: Vec<WordId>,
    texts: Vec<Option<Vec<WordId>>>,
    free: Vec<Slot>,
}

impl Corpus {
    pub(crate) fn dump(&self) -> Dump {
        let (words, free_words) = self.vocabulary.dump();
        let texts = self.texts.iter().map(|it| it.as_ref().map(|it| it.words.to_vec())).collect();
        Dump { frozen: self.weights.frozen(), words, free_words, texts, free: self.free.clone() }
    }

    /// Nothing if the parts contradict each other.
    pub(crate) fn load(dump: Dump) -> Option<Self> {
        let Dump { frozen, words, free_words, texts, free } = dump;
        if !vocabulary::are_the_gaps(&free, &texts) || !frozen.is_whole() {
            return None;
        }
        let weights = Weights::from(frozen);
        let vocabulary = Vocabulary::load(words, free_words, &weights)?;
        let mut corpus = Self { free, vocabulary, weights, ..Self::default() };
        corpus.texts.resize(texts.len(), None);
        for (slot, words) in (0..).zip(texts) {
            let Some(words) = words else { continue };
            let are_known = words.iter().all(|&it| corpus.vocabulary.get(it).is_some());
            if !are_known || corpus.slots.contains_key(words.as_slice()) {
                return None;
            }
            corpus.keep(slot, words.into());
        }
        corpus.measure_all();
        let is_used = |word: &vocabulary::Word| word.is_frozen || !word.texts.is_empty();
        let is_whole = corpus.vocabulary.iter().all(|it| is_used(it.1))
            && (corpus.epoch() > 0 || corpus.slots.is_empty());
        is_whole.then_some(corpus)
    }
}
