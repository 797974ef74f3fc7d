//! Which words are alike, for all words at once.

use crate::{
    corpus::Corpus,
    links::{Rarest, Rule, Spellings, Spelt},
    processors,
    vocabulary::WordId,
};

/// By word, the words held to be like it, itself among them.
pub(super) fn likes(corpus: &mut Corpus, rule: Rule, spellings: &Spellings) -> Vec<Vec<WordId>> {
    let vocabulary = &corpus.vocabulary;
    let word = |place| u32::try_from(place).expect("fewer words than 2^32");
    let rarest = Rarest::new(vocabulary, spellings, rule);
    let mut spelt = processors::each(vocabulary.len(), Spelt::default);
    let found = processors::spread(vocabulary.len(), &mut spelt, |spelt, place| {
        let is_used = vocabulary.get(word(place)).is_some_and(|it| !it.texts.is_empty());
        let (mut like, is_crowded) =
            is_used.then(|| rule.like(word(place), vocabulary, spelt, Some(&rarest)))?;
        like.shrink_to_fit();
        Some((like, is_crowded))
    });
    for (word, found) in (0..).zip(&found) {
        if let Some((_, is_crowded)) = found {
            corpus.vocabulary.word_mut(word).is_crowded = Some(*is_crowded);
        }
    }
    let alike = |(word, (like, is_crowded)): (WordId, (Vec<(WordId, f32)>, bool))| {
        let holds = |&(other, likeness): &(WordId, f32)| {
            other == word || rule.holds(likeness, is_crowded || corpus.is_crowded(other))
        };
        like.into_iter().filter(holds).map(|it| it.0).collect()
    };
    (0..).zip(found.into_iter().map(Option::unwrap_or_default)).map(alike).collect()
}
