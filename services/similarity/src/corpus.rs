//! All distinct texts, as the terms they consist of.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    judge::{STRICT, TERMS_MAX, are_opposed},
    lessons::Synonyms,
    query::Probe,
    reading::Reader,
    score::{OPPOSED, cosine},
    vocabulary::{self, Vocabulary, Word, WordId, shared},
    weights::{Frozen, Weights},
};

/// Where a text is kept. Reused after it is gone.
pub(crate) type Slot = u32;

#[derive(Debug, Clone, Default)]
pub(crate) struct Corpus {
    pub(crate) texts: Vec<Option<Text>>,
    pub(crate) free: Vec<Slot>,
    pub(crate) slots: HashMap<Arc<[WordId]>, Slot>,
    /// The texts that are no labels.
    pub(crate) longer: BTreeSet<Slot>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) weights: Weights,
    reader: Reader,
}

#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) words: Arc<[WordId]>,
    /// The square of its vector's length.
    pub(crate) norm: u64,
    /// What its words weigh, if it is a label.
    pub(crate) total: f32,
    /// Leading words it has.
    pub(crate) telling: u8,
}

/// From so many texts on it pays to rank their words before they are sorted.
const RANKED_MIN: usize = 256;

impl Text {
    /// Short enough to be compared term by term.
    pub(crate) fn is_label(&self) -> bool {
        self.words.len() <= TERMS_MAX
    }
}

impl Corpus {
    pub(crate) fn epoch(&self) -> u32 {
        self.weights.epoch()
    }

    /// The terms of a text: what makes two texts the same.
    pub(crate) fn read(&mut self, text: &str) -> Vec<String> {
        self.reader.read(text)
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
            self.weigh_anew();
        } else {
            self.measure(slot);
        }
        slot
    }

    /// From now on words mean what people taught. Opens an epoch if that is something else than before, with
    /// the weights of the last one.
    pub(crate) fn learn(&mut self, synonyms: &Synonyms) {
        if self.vocabulary.synonyms() == synonyms {
            return;
        }
        let users = self.vocabulary.learn(synonyms.clone(), &self.weights);
        for slot in users {
            self.measure(slot);
        }
        self.weights.go_on();
    }

    /// Opens an epoch.
    pub(crate) fn weigh_anew(&mut self) {
        let texts = self.texts.iter().flatten().map(|it| &*it.words);
        self.weights.open(self.slots.len(), self.vocabulary.counts(texts));
        self.vocabulary.freeze(&self.weights);
        self.measure_all();
    }

    pub(crate) fn keep(&mut self, slot: Slot, words: Arc<[WordId]>) {
        words.iter().for_each(|&it| self.vocabulary.join(it, slot));
        self.slots.insert(words.clone(), slot);
        let mut text = Text { words, norm: 0, total: 0.0, telling: 0 };
        text.telling = u8::try_from(self.leading(&text).len()).expect("a few");
        if !text.is_label() {
            self.longer.insert(slot);
        }
        self.texts[slot as usize] = Some(text);
    }

    fn measure(&mut self, slot: Slot) {
        if let Some(text) = &mut self.texts[slot as usize] {
            text.norm = self.vocabulary.norm(&text.words);
            text.total = total(text, &self.vocabulary);
        }
    }

    pub(crate) fn measure_all(&mut self) {
        let mut probe = Probe::new(&self.vocabulary);
        for text in self.texts.iter_mut().flatten() {
            probe.take(&text.words);
            text.norm = probe.product(&text.words);
            text.total = total(text, &self.vocabulary);
        }
    }

    pub(crate) fn drop(&mut self, slot: Slot) {
        let Some(Text { words, .. }) = self.texts[slot as usize].take() else { return };
        words.iter().for_each(|&it| self.vocabulary.leave(it, slot));
        self.slots.remove(&words);
        self.longer.remove(&slot);
        self.free.push(slot);
    }

    pub(crate) fn score(&self, a: Slot, b: Slot) -> f32 {
        let (Some(of_a), Some(of_b)) = (self.get(a), self.get(b)) else { return 0.0 };
        if of_a.is_label() && of_b.is_label() {
            return STRICT.score(&self.terms(of_a), &self.terms(of_b));
        }
        let mut product = 0_u64;
        for (x, y) in of_a.words.iter().flat_map(|&x| of_b.words.iter().map(move |&y| (x, y))) {
            let (x, y) = (self.vocabulary.word(x), self.vocabulary.word(y));
            product = product.saturating_add(shared(x, y));
        }
        let score = cosine(product, of_a.norm, of_b.norm);
        let are_opposed = || are_opposed(&self.terms(of_a), &self.terms(of_b));
        if score > OPPOSED && are_opposed() { OPPOSED } else { score }
    }

    pub(crate) fn terms(&self, text: &Text) -> Vec<&Word> {
        text.words.iter().map(|it| self.vocabulary.word(*it)).collect()
    }

    pub(crate) fn words(&self, slot: Slot) -> Vec<String> {
        let words = self.get(slot).map_or(&[][..], |it| &it.words);
        words.iter().map(|&it| self.vocabulary.word(it).text.to_string()).collect()
    }

    /// The most alike first, then by text.
    pub(crate) fn by_score(&self, a: (Slot, f32), b: (Slot, f32)) -> Ordering {
        b.1.total_cmp(&a.1).then_with(|| self.by_text(a.0, b.0))
    }

    /// The same as [`Self::by_text`]; words are compared once, and texts by the ranks of their first.
    pub(crate) fn sort_by_text(&self, slots: &mut [Slot]) {
        if slots.len() < RANKED_MIN {
            return slots.sort_by(|&a, &b| self.by_text(a, b));
        }
        let words = |it: Slot| self.get(it).map_or(&[][..], |it| &it.words);
        let mut used: Vec<WordId> = slots.iter().flat_map(|&it| words(it)).copied().collect();
        used.sort_unstable();
        used.dedup();
        used.sort_unstable_by(|&a, &b| {
            self.vocabulary.word(a).text.cmp(&self.vocabulary.word(b).text)
        });
        let mut ranks = vec![0_u32; self.vocabulary.len()];
        (1..).zip(&used).for_each(|(rank, &word)| ranks[word as usize] = rank);
        let key = |it: &Slot| {
            let rank = |at| words(*it).get(at).map_or(0, |&it| ranks[it as usize]);
            [rank(0), rank(1), rank(2), rank(3)]
        };
        let mut keyed: Vec<([u32; 4], Slot)> = slots.iter().map(|it| (key(it), *it)).collect();
        keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| self.by_text(a.1, b.1)));
        slots.iter_mut().zip(keyed).for_each(|(slot, (_, it))| *slot = it);
    }

    pub(crate) fn by_text(&self, a: Slot, b: Slot) -> Ordering {
        let words = |slot| {
            let words = self.get(slot).into_iter().flat_map(|it| it.words.iter());
            words.map(|&it| &*self.vocabulary.word(it).text)
        };
        words(a).cmp(words(b))
    }
}

fn total(text: &Text, vocabulary: &Vocabulary) -> f32 {
    let weight = |it: &WordId| STRICT.weight(vocabulary.word(*it));
    if text.is_label() { text.words.iter().map(weight).sum() } else { 0.0 }
}

/// Words and texts by their numbers, gaps among them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Dump {
    frozen: Frozen,
    synonyms: Synonyms,
    words: Vec<Option<vocabulary::Dump>>,
    free_words: Vec<WordId>,
    texts: Vec<Option<Vec<WordId>>>,
    free: Vec<Slot>,
}

impl Corpus {
    pub(crate) fn dump(&self) -> Dump {
        let (words, free_words) = self.vocabulary.dump();
        let texts = self.texts.iter().map(|it| it.as_ref().map(|it| it.words.to_vec())).collect();
        let (frozen, synonyms) = (self.weights.frozen(), self.vocabulary.synonyms().clone());
        Dump { frozen, synonyms, words, free_words, texts, free: self.free.clone() }
    }

    /// Nothing if the parts contradict each other.
    pub(crate) fn load(dump: Dump) -> Option<Self> {
        let Dump { frozen, synonyms, words, free_words, texts, free } = dump;
        if !vocabulary::are_the_gaps(&free, &texts) || !frozen.is_whole() {
            return None;
        }
        let weights = Weights::from(frozen);
        let vocabulary = Vocabulary::load(words, free_words, synonyms, &weights)?;
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
        let is_used = |word: &Word| word.is_frozen || !word.texts.is_empty();
        let is_whole = corpus.vocabulary.iter().all(|it| is_used(it.1))
            && (corpus.epoch() > 0 || corpus.slots.is_empty());
        is_whole.then_some(corpus)
    }
}
