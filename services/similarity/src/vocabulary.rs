//! All distinct terms: their features and weighted vectors, and which texts use them.
//!
//! The features of an unknown word are its trigrams; a concept has one of its own, so that it is like
//! itself in whatever language, and like nothing that is merely spelt like it.
//!
//! A text is the sum of its terms' vectors, so all that is dear is done once a term. Weights are
//! whole numbers, so that sums are exact in any order and scores the same in both directions.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    grams::{Gram, features},
    lessons::Synonyms,
    lexicon::{ConceptId, Kind, lexicon},
    reading::NOT,
    stop_words::is_stop_word,
    weights::{Weights, float},
};

/// Where a word is kept. Reused after it is gone.
pub(crate) type WordId = u32;

/// A trigram's place among all that are known. Reused too.
pub(crate) type GramId = u32;

/// The weight of a word that says little, where others have 1.
const STOP_WORD_WEIGHT: f32 = 0.15;

/// What a weight of 1 is as a whole number.
const ONE: f32 = 16_384.0;

#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) text: Arc<str>,
    /// By trigram, ascending, each once: how much it counts in this epoch.
    pub(crate) vector: Box<[(GramId, u32)]>,
    /// The square of the vector's length.
    pub(crate) norm: u64,
    /// The vector's length, where 1 is what an average word has.
    pub(crate) length: f32,
    pub(crate) concept: Option<ConceptId>,
    /// The word of the same meaning that stands for it, where people taught one.
    pub(crate) learned: Option<Arc<str>>,
    /// It is what is done.
    pub(crate) is_action: bool,
    pub(crate) is_stop: bool,
    /// It was there when the epoch began, and stays until it ends.
    pub(crate) is_frozen: bool,
    /// Whether too many words are like it, once somebody has counted in this epoch.
    pub(crate) is_crowded: Option<bool>,
    /// The texts that use it, in no order.
    pub(crate) texts: Vec<u32>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    words: Vec<Option<Word>>,
    free: Vec<WordId>,
    ids: HashMap<Arc<str>, WordId>,
    grams: Grams,
    /// What people taught: whoever means the same has the same features.
    synonyms: Arc<Synonyms>,
}

/// Trigrams by number, and the words that hold them.
#[derive(Debug, Clone, Default)]
struct Grams {
    ids: HashMap<Gram, GramId>,
    known: Vec<Gram>,
    free: Vec<GramId>,
    holders: Vec<Vec<(WordId, u32)>>,
}

impl Word {
    fn new(text: Arc<str>, meaning: &str, vector: Vec<(GramId, u32)>) -> Self {
        let concept = lexicon().of_term(meaning);
        let mut word = Self {
            norm: 0,
            length: 0.0,
            is_action: text.starts_with('!'),
            is_stop: is_light(meaning, concept),
            concept,
            learned: (meaning != &*text).then(|| meaning.into()),
            is_frozen: false,
            is_crowded: None,
            texts: Vec::new(),
            vector: Box::default(),
            text,
        };
        word.measure(norm(&vector));
        word.vector = vector.into();
        word
    }

    fn measure(&mut self, norm: u64) {
        self.norm = norm;
        self.length = length(norm);
    }

    /// Without the mark of what is done.
    pub(crate) fn own(&self) -> &str {
        self.text.trim_start_matches('!')
    }

    /// The term whose meaning it has.
    pub(crate) fn meaning(&self) -> &str {
        self.learned.as_deref().unwrap_or(&self.text)
    }

    pub(crate) fn is_number(&self) -> bool {
        self.text.bytes().all(|it| it.is_ascii_digit())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "some 2 at most")]
fn length(norm: u64) -> f32 {
    ((norm as f64).sqrt() / f64::from(ONE)) as f32
}

/// Says little by itself: stop words, verbs for doing anything, and what only turns the sense.
pub(crate) fn is_light(text: &str, concept: Option<ConceptId>) -> bool {
    let is_light = |it| {
        let concept = lexicon().concept(it);
        concept.is_light || (concept.kind == Kind::Other && concept.has_opposites())
    };
    text == NOT || concept.map_or_else(|| is_stop_word(text), is_light)
}

/// What two terms share.
pub(crate) fn shared(a: &Word, b: &Word) -> u64 {
    let (a, b) = (&a.vector, &b.vector);
    let (mut at_a, mut at_b, mut sum) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(at_a), b.get(at_b)) {
        if x.0 == y.0 {
            sum = add(sum, x.1, y.1);
        }
        at_a += usize::from(x.0 <= y.0);
        at_b += usize::from(y.0 <= x.0);
    }
    sum
}

impl Vocabulary {
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    pub(crate) fn grams_len(&self) -> usize {
        self.grams.known.len()
    }

    pub(crate) fn id(&self, text: &str) -> Option<WordId> {
        self.ids.get(text).copied()
    }

    pub(crate) fn word(&self, id: WordId) -> &Word {
        self.words[id as usize].as_ref().expect("ids lead to words")
    }

    pub(crate) fn get(&self, id: WordId) -> Option<&Word> {
        self.words.get(id as usize).and_then(Option::as_ref)
    }

    pub(crate) fn word_mut(&mut self, id: WordId) -> &mut Word {
        self.words[id as usize].as_mut().expect("ids lead to words")
    }

    /// Words that some text uses, or that were there when the epoch began.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (WordId, &Word)> {
        (0..).zip(&self.words).filter_map(|(id, word)| Some((id, word.as_ref()?)))
    }

    /// The words that hold a trigram, each with its weight there.
    pub(crate) fn holders(&self, gram: GramId) -> &[(WordId, u32)] {
        &self.grams.holders[gram as usize]
    }

    pub(crate) fn add(&mut self, text: &str, weights: &Weights) -> WordId {
        if let Some(id) = self.id(text) {
            return id;
        }
        let id = self.free.pop().unwrap_or_else(|| {
            self.words.push(None);
            u32::try_from(self.words.len() - 1).expect("fewer words than 2^32")
        });
        self.set(id, text, weights);
        id
    }

    fn set(&mut self, id: WordId, text: &str, weights: &Weights) {
        let text: Arc<str> = text.into();
        let synonyms = Arc::clone(&self.synonyms);
        let meaning = synonyms.of(&text);
        let weighed = weighed(meaning, weights);
        let mut vector: Vec<_> =
            weighed.iter().map(|&(gram, weight)| (self.grams.add(gram), weight)).collect();
        vector.sort_unstable();
        for &(gram, weight) in &vector {
            self.grams.holders[gram as usize].push((id, weight));
        }
        self.ids.insert(text.clone(), id);
        self.words[id as usize] = Some(Word::new(Arc::clone(&text), meaning, vector));
    }

    /// A term as if it were kept: features that nobody else has are only in its length.
    pub(crate) fn stranger(&self, text: &str, weights: &Weights) -> Word {
        let (meaning, weighed) = (self.synonyms.of(text), self.weighed(text, weights));
        let mut vector: Vec<_> =
            weighed.iter().filter_map(|it| Some((self.gram(it.0)?, it.1))).collect();
        vector.sort_unstable();
        let mut word = Word::new(text.into(), meaning, vector);
        word.measure(weighed.iter().fold(0, |sum, it| add(sum, it.1, it.1)));
        word
    }

    /// The features of a term, by what it means here.
    pub(crate) fn weighed(&self, text: &str, weights: &Weights) -> Vec<(Gram, u32)> {
        weighed(self.synonyms.of(text), weights)
    }

    pub(crate) fn join(&mut self, word: WordId, slot: u32) {
        self.word_mut(word).texts.push(slot);
    }

    /// A word that nobody uses any more is forgotten, at the latest with the epoch.
    pub(crate) fn leave(&mut self, id: WordId, slot: u32) {
        let word = self.word_mut(id);
        if let Some(place) = word.texts.iter().rposition(|&it| it == slot) {
            word.texts.swap_remove(place);
        }
        if word.texts.is_empty() && !word.is_frozen {
            self.forget(id);
        }
    }

    fn forget(&mut self, id: WordId) {
        let Some(word) = self.words[id as usize].take() else { return };
        for &(gram, _) in &word.vector {
            self.grams.leave(gram, id);
        }
        self.ids.remove(&word.text);
        self.free.push(id);
    }

    /// From now on words mean what people taught; those that mean something else than before get other
    /// features, and how crowded any word is must be counted again. Returns the texts that use them.
    pub(crate) fn learn(&mut self, synonyms: Synonyms, weights: &Weights) -> BTreeSet<u32> {
        let terms = self.synonyms.terms().chain(synonyms.terms());
        let is_changed = |it: &&str| self.synonyms.of(it) != synonyms.of(it);
        let changed: BTreeSet<WordId> =
            terms.filter(is_changed).filter_map(|it| self.id(it)).collect();
        self.synonyms = Arc::new(synonyms);
        let mut users = BTreeSet::new();
        for id in changed {
            let Some(Word { text, vector, texts, is_frozen, .. }) = self.words[id as usize].take()
            else {
                continue;
            };
            vector.iter().for_each(|it| self.grams.leave(it.0, id));
            self.set(id, &text, weights);
            users.extend(&texts);
            let word = self.word_mut(id);
            (word.texts, word.is_frozen) = (texts, is_frozen);
        }
        self.words.iter_mut().flatten().for_each(|it| it.is_crowded = None);
        users
    }

    pub(crate) fn synonyms(&self) -> &Synonyms {
        &self.synonyms
    }

    /// Begins an epoch: forgets words that are out of use and weighs the others anew.
    pub(crate) fn freeze(&mut self, weights: &Weights) {
        let unused: Vec<WordId> =
            self.iter().filter(|(_, it)| it.texts.is_empty()).map(|(id, _)| id).collect();
        for id in unused {
            self.forget(id);
        }
        self.grams.holders.iter_mut().for_each(Vec::clear);
        for (id, word) in (0..).zip(&mut self.words) {
            let Some(word) = word else { continue };
            let weighed = weighed(word.meaning(), weights);
            let number = |&(gram, weight): &(Gram, u32)| (self.grams.ids[&gram], weight);
            let mut vector: Vec<_> = weighed.iter().map(number).collect();
            vector.sort_unstable();
            for &(gram, weight) in &vector {
                self.grams.holders[gram as usize].push((id, weight));
            }
            word.measure(norm(&vector));
            word.vector = vector.into();
            word.is_frozen = true;
            word.is_crowded = None;
        }
    }

    /// In how many texts each trigram is.
    pub(crate) fn counts<'a>(
        &self,
        texts: impl Iterator<Item = &'a [WordId]>,
    ) -> HashMap<Gram, usize> {
        let mut counts = vec![0_usize; self.grams.known.len()];
        let mut seen = vec![usize::MAX; self.grams.known.len()];
        for (place, text) in texts.enumerate() {
            for &(gram, _) in text.iter().flat_map(|&it| &self.word(it).vector) {
                let seen = &mut seen[gram as usize];
                if *seen != place {
                    *seen = place;
                    counts[gram as usize] += 1;
                }
            }
        }
        let counted = self.grams.known.iter().zip(counts).filter(|it| it.1 > 0);
        counted.map(|(&gram, count)| (gram, count)).collect()
    }

    /// The square of the length of a text.
    pub(crate) fn norm(&self, words: &[WordId]) -> u64 {
        let vectors = words.iter().flat_map(|&it| &self.word(it).vector);
        let mut grams: Vec<(GramId, u32)> = vectors.copied().collect();
        grams.sort_unstable();
        let same = grams.chunk_by(|a, b| a.0 == b.0);
        let weights = same.map(|it| it.iter().fold(0_u32, |sum, it| sum.saturating_add(it.1)));
        weights.fold(0, |sum, it| add(sum, it, it))
    }

    pub(crate) fn gram(&self, gram: Gram) -> Option<GramId> {
        self.grams.ids.get(&gram).copied()
    }
}

/// A word, and what was found out about it in this epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dump {
    text: String,
    is_frozen: bool,
    is_crowded: Option<bool>,
}

impl Vocabulary {
    /// The words by their ids, and which ids are used again next.
    pub(crate) fn dump(&self) -> (Vec<Option<Dump>>, Vec<WordId>) {
        let dump = |it: &Word| Dump {
            text: it.text.to_string(),
            is_frozen: it.is_frozen,
            is_crowded: it.is_crowded,
        };
        (self.words.iter().map(|it| it.as_ref().map(dump)).collect(), self.free.clone())
    }

    pub(crate) fn load(
        words: Vec<Option<Dump>>,
        free: Vec<WordId>,
        synonyms: Synonyms,
        weights: &Weights,
    ) -> Option<Self> {
        if !are_the_gaps(&free, &words) {
            return None;
        }
        let synonyms = Arc::new(synonyms);
        let mut vocabulary = Self { free, synonyms, ..Self::default() };
        vocabulary.words.resize(words.len(), None);
        for (id, word) in (0..).zip(words) {
            let Some(Dump { text, is_frozen, is_crowded }) = word else { continue };
            if text.is_empty() || vocabulary.id(&text).is_some() {
                return None;
            }
            vocabulary.set(id, &text, weights);
            let word = vocabulary.word_mut(id);
            (word.is_frozen, word.is_crowded) = (is_frozen, is_crowded);
        }
        Some(vocabulary)
    }
}

/// Whether these are the places where nothing is, each once.
pub(crate) fn are_the_gaps<T>(free: &[u32], places: &[Option<T>]) -> bool {
    let mut free = free.to_vec();
    free.sort_unstable();
    let gaps = (0..).zip(places).filter(|it| it.1.is_none()).map(|it| it.0);
    free.into_iter().eq(gaps)
}

impl Grams {
    fn add(&mut self, gram: Gram) -> GramId {
        if let Some(&id) = self.ids.get(&gram) {
            return id;
        }
        let id = self.free.pop().unwrap_or_else(|| {
            self.known.push(0);
            self.holders.push(Vec::new());
            u32::try_from(self.known.len() - 1).expect("fewer trigrams than 2^32")
        });
        self.known[id as usize] = gram;
        self.ids.insert(gram, id);
        id
    }

    fn leave(&mut self, gram: GramId, word: WordId) {
        let holders = &mut self.holders[gram as usize];
        holders.retain(|it| it.0 != word);
        if holders.is_empty() {
            self.ids.remove(&self.known[gram as usize]);
            self.free.push(gram);
        }
    }
}

/// The trigrams of a word, each once, with their weights.
///
/// A word counts for how rare it is, damped, and not for how long it is: the verb beside a long
/// compound would else be lost.
fn weighed(word: &str, weights: &Weights) -> Vec<(Gram, u32)> {
    let concept = lexicon().of_term(word);
    let weight = if is_light(word, concept) { STOP_WORD_WEIGHT } else { 1.0 };
    let mut grams = features(word, concept);
    grams.sort_unstable();
    let rarity: Vec<f32> = grams.iter().map(|&it| weights.of(it)).collect();
    let length = rarity.iter().map(|it| it * it).sum::<f32>().sqrt();
    let average = length / float(rarity.len()).sqrt();
    let scale = weight * average.sqrt() / length;
    let mut merged: Vec<(Gram, u32)> = Vec::with_capacity(grams.len());
    for (gram, rarity) in grams.into_iter().zip(rarity) {
        let weight = whole(rarity * scale);
        match merged.last_mut() {
            Some(last) if last.0 == gram => last.1 = last.1.saturating_add(weight),
            _ => merged.push((gram, weight)),
        }
    }
    merged
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to some 4")]
fn whole(weight: f32) -> u32 {
    (weight * ONE).round() as u32
}

fn norm(vector: &[(GramId, u32)]) -> u64 {
    vector.iter().fold(0, |sum, &(_, weight)| add(sum, weight, weight))
}

/// Adds a product to a sum that ends at the largest number there is, in whatever order it grows.
pub(crate) fn add(sum: u64, a: u32, b: u32) -> u64 {
    sum.saturating_add(u64::from(a) * u64::from(b))
}
