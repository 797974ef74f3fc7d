//! Which words are alike, and which texts may be partners because of it.
//!
//! Texts are partners only if enough words of the one are like words of the other, each like one
//! of its own: as many as it takes to reach the threshold. Whether words are alike is frozen with the epoch, so that partners do not
//! depend on when somebody looks for them.

mod spelt;

use crate::{
    corpus::{Corpus, Text},
    judge::shape,
    lexicon::lexicon,
    score::OPPOSED,
    vocabulary::{Vocabulary, WordId},
};
pub(crate) use spelt::{Rarest, Spelling, Spellings, Spelt};

/// Words of a text that are looked at here, those that count most.
pub(crate) const LEADING_MAX: usize = 8;

/// Words that may be like one before it is held to be crowded, and …
const CROWD_MIN: usize = 32;

/// … only those count that are as alike as this: among thousands of made-up names each is a little
/// like hundreds of others.
const ALIKE_IN_A_CROWD: f32 = 0.85;

/// How much more than the others the words may count that two texts share.
const UNEVEN: f32 = 1.6;

/// So many words that are alike are enough for any text.
const LINKS_MAX: usize = 4;

/// What a bound may be wrong by, as it adds up in another order than the score.
pub(crate) const SLACK: f32 = 1e-5;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) threshold: f32,
    /// From here on words are alike.
    alike: f32,
}

impl Rule {
    /// A threshold at which opposites could be partners is raised above that.
    pub(crate) fn new(threshold: f32) -> Self {
        let threshold = threshold.max(OPPOSED + 0.01);
        let alike = (1.5 * threshold - 0.5 - 0.07).clamp(0.1, 0.9);
        Self { threshold, alike }
    }

    /// Words held to be like this one as far as this one says, itself among them, each with how alike it is;
    /// whether it is crowded. The rarest features of all words save time where many are looked for.
    pub(crate) fn like(
        self,
        word: WordId,
        vocabulary: &Vocabulary,
        spelt: &mut Spelt,
        rarest: Option<&Rarest<'_>>,
    ) -> (Vec<(WordId, f32)>, bool) {
        let (mut like, is_crowded) = spelt.alike(word, vocabulary, self, rarest);
        let concept = vocabulary.word(word).concept;
        for cognate in concept.into_iter().flat_map(|it| lexicon().cognates(it)) {
            let known = vocabulary.id(&lexicon().concept(*cognate).term);
            like.extend(known.map(|it| (it, 1.0)));
        }
        (like, is_crowded)
    }

    /// Whether words so alike are held to be alike, where one of them is crowded or none.
    pub(crate) fn holds(self, likeness: f32, is_crowded: bool) -> bool {
        likeness >= self.least(is_crowded)
    }

    fn least(self, is_crowded: bool) -> f32 {
        if is_crowded { ALIKE_IN_A_CROWD.max(self.alike) } else { self.alike }
    }

    /// How many words of a text of so many leading words must be like words of another, so that the
    /// score can reach the threshold where they weigh more than the others; nothing where they are
    /// too few to be partners.
    fn links_needed(self, words: usize, others: usize) -> Option<usize> {
        let fewer = words.min(others);
        let reaches = |links: usize| {
            let (left, other_left) = ((words - links) as f32, (others - links) as f32);
            shape(UNEVEN * links as f32, left, other_left) >= self.threshold
        };
        let needed = (1..=fewer).find(|&it| reaches(it))?;
        Some(needed.min(LINKS_MAX))
    }

    /// The same for texts of so many leading words and any others, by their number.
    pub(crate) fn needed(self, words: usize) -> [usize; LEADING_MAX + 1] {
        std::array::from_fn(|others| self.links_needed(words, others).unwrap_or(usize::MAX))
    }
}

/// Whether so many words of a text are like words of another, each like one of its own: by each
/// leading word of the other, those of the first that are like it, as bits.
pub(crate) fn are_linked(others: &[u8], needed: usize) -> bool {
    others.iter().filter(|it| **it != 0).count() >= needed && matched(others) >= needed
}

/// How many words can be given one of their own each that is like them (Kuhn 1955).
fn matched(likes: &[u8]) -> usize {
    let mut owners = [None; LEADING_MAX];
    (0..likes.len()).filter(|&it| find_own(it, likes, &mut owners, &mut 0)).count()
}

fn find_own(
    word: usize,
    likes: &[u8],
    owners: &mut [Option<usize>; LEADING_MAX],
    tried: &mut u8,
) -> bool {
    for place in 0..LEADING_MAX {
        let bit = 1 << place;
        if likes[word] & bit & !*tried == 0 {
            continue;
        }
        *tried |= bit;
        if owners[place].is_none_or(|it| find_own(it, likes, owners, tried)) {
            owners[place] = Some(word);
            return true;
        }
    }
    false
}

impl Corpus {
    /// The words of a text that say most, each once, without stop words if there are others.
    pub(crate) fn leading(&self, text: &Text) -> Vec<WordId> {
        let mut leading = text.words.to_vec();
        leading.retain(|&it| !self.vocabulary.word(it).is_stop);
        if leading.is_empty() {
            leading = text.words.to_vec();
        }
        if leading.len() > LEADING_MAX {
            let word = |id| self.vocabulary.word(id);
            leading.sort_unstable_by(|&a, &b| {
                word(b).norm.cmp(&word(a).norm).then_with(|| word(a).text.cmp(&word(b).text))
            });
            leading.truncate(LEADING_MAX);
        }
        leading
    }

    /// Counts for all leading words of a text whether they are crowded.
    pub(crate) fn count_crowds(&mut self, slot: u32, rule: Rule, spelt: &mut Spelt) {
        let Some(leading) = self.get(slot).map(|it| self.leading(it)) else { return };
        for word in leading {
            if self.vocabulary.word(word).is_crowded.is_none() {
                let (_, is_crowded) = rule.like(word, &self.vocabulary, spelt, None);
                self.vocabulary.word_mut(word).is_crowded = Some(is_crowded);
            }
        }
    }

    pub(crate) fn is_crowded(&self, word: WordId) -> bool {
        self.vocabulary.word(word).is_crowded.unwrap_or(false)
    }
}
