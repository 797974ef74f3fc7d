//! The kept texts that are nearest to one that somebody types.
//!
//! A label is held against the texts of the words that are like its own, those first that may be the
//! nearest, and only until no other can be among the few that are asked for. Longer texts are compared
//! by all their words, each word once and each text once.

use std::collections::HashMap;

use crate::{
    corpus::{Corpus, Slot, Text},
    judge::{SPELT_ALIKE, STRICT, TERMS_MAX, shape},
    lexicon::lexicon,
    links::SLACK,
    query::Query,
    score::cosine,
    vocabulary::{Word, WordId, add},
};

/// A word that is like terms of the label: which, as bits, and what it may count for at most.
#[derive(Debug, Default, Clone, Copy)]
struct Like {
    terms: u8,
    weight: f32,
}

/// What is known of a text before it is judged: the terms that have a like word in it, as bits, and
/// what these words may count for at most.
type Hint = Like;

impl Corpus {
    /// The texts at or above the threshold that are most like the terms, the nearest first, at least so
    /// many if there are so many: whoever is as near as the last is there too.
    pub(crate) fn near(&self, terms: &[String], threshold: f32, enough: usize) -> Vec<(Slot, f32)> {
        let query = Query::new(terms, &self.vocabulary, &self.weights);
        let is_label = terms.len() <= TERMS_MAX;
        let mut near = self.nearest_by_words(&query, is_label, threshold);
        if is_label {
            near.extend(self.nearest_labels(&query, threshold, enough));
        }
        near.sort_unstable_by(|&a, &b| self.by_score(a, b));
        near
    }

    fn nearest_labels(&self, query: &Query, threshold: f32, enough: usize) -> Vec<(Slot, f32)> {
        let mut near: Vec<(Slot, f32)> = Vec::new();
        // The best scores, ascending; nobody below the first is asked for.
        let mut best: Vec<f32> = Vec::new();
        for (slot, score_max) in self.hinted(query, threshold) {
            let is_enough = enough != usize::MAX && best.len() >= enough;
            if is_enough && best.first().is_none_or(|it| score_max < it - SLACK) {
                break;
            }
            let Some(text) = self.get(slot) else { continue };
            let score = query.score(&self.terms(text), None);
            if score <= 0.0 || score < threshold {
                continue;
            }
            near.push((slot, score));
            if enough != usize::MAX {
                best.insert(best.partition_point(|it| *it < score), score);
                best.drain(..best.len().saturating_sub(enough));
            }
        }
        near
    }

    /// The labels that may reach the threshold, and what they score at most, the highest first.
    fn hinted(&self, query: &Query, threshold: f32) -> Vec<(Slot, f32)> {
        let (likes, ours) = self.likes(query);
        let all: f32 = query.terms.iter().map(|it| STRICT.weight(it)).sum();
        let mut hints = vec![Hint::default(); self.texts.len()];
        let mut met = Vec::new();
        for (word, like) in likes {
            for &slot in &self.vocabulary.word(word).texts {
                let hint = &mut hints[slot as usize];
                if hint.terms == 0 {
                    met.push(slot);
                }
                hint.terms |= like.terms;
                hint.weight += like.weight;
            }
        }
        let mut hinted = Vec::new();
        for slot in met {
            let hint = hints[slot as usize];
            let of_ours: f32 =
                (0..ours.len()).filter(|it| hint.terms >> it & 1 == 1).map(|it| ours[it]).sum();
            let (both, left) = (f32::midpoint(of_ours, hint.weight), (all - of_ours).max(0.0));
            if shape(both, left, 0.0) < threshold - SLACK {
                continue;
            }
            let Some(text) = self.get(slot).filter(|it| it.is_label()) else { continue };
            let score_max = shape(both, left, (text.total - hint.weight).max(0.0));
            if score_max >= threshold - SLACK {
                hinted.push((slot, score_max));
            }
        }
        hinted.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        hinted
    }

    /// The words that are like a term of a label, and what each term may count for at most.
    fn likes(&self, query: &Query) -> (Vec<(WordId, Like)>, Vec<f32>) {
        let mut likes: HashMap<WordId, Like> = HashMap::new();
        let mut sums = vec![0_u64; self.vocabulary.len()];
        let of_term = |(place, term): (usize, &Word)| {
            let mut most = 0.0_f32;
            for word in self.spelt_alike(term, &mut sums).into_iter().chain(self.cognates(term)) {
                let of_word = self.vocabulary.word(word);
                let likeness = STRICT.likeness(term, of_word);
                if likeness > 0.0 {
                    most = most.max(likeness);
                    let like = likes.entry(word).or_default();
                    like.terms |= 1 << place;
                    like.weight = like.weight.max(likeness * STRICT.weight(of_word));
                }
            }
            most * STRICT.weight(term)
        };
        let ours = query.terms.iter().enumerate().map(of_term).collect();
        let mut likes: Vec<(WordId, Like)> = likes.into_iter().collect();
        // Sums of weights are to be the same on every run.
        likes.sort_unstable_by_key(|it| it.0);
        (likes, ours)
    }

    /// Words that share enough of a term's features.
    fn spelt_alike(&self, term: &Word, sums: &mut [u64]) -> Vec<WordId> {
        let mut found = Vec::new();
        for &(gram, weight) in &term.vector {
            for &(word, its) in self.vocabulary.holders(gram) {
                let sum = &mut sums[word as usize];
                if *sum == 0 {
                    found.push(word);
                }
                *sum = add(*sum, weight, its);
            }
        }
        found.retain(|&word| {
            let sum = std::mem::take(&mut sums[word as usize]);
            cosine(sum, term.norm, self.vocabulary.word(word).norm) >= SPELT_ALIKE
        });
        found
    }

    /// The same as an act or as its object.
    fn cognates(&self, term: &Word) -> impl Iterator<Item = WordId> {
        let cognates = term.concept.into_iter().flat_map(|it| lexicon().cognates(it));
        cognates.filter_map(|it| self.vocabulary.id(&lexicon().concept(*it).term))
    }

    /// Where one of both is no label.
    fn nearest_by_words(&self, query: &Query, is_label: bool, threshold: f32) -> Vec<(Slot, f32)> {
        let all = || (0..).zip(&self.texts).filter_map(|(slot, it)| it.is_some().then_some(slot));
        let texts: Vec<Slot> =
            if is_label { self.longer.iter().copied().collect() } else { all().collect() };
        if texts.is_empty() {
            return Vec::new();
        }
        let sums = query.sums(&self.vocabulary);
        let shared = |text: &Text| {
            text.words.iter().fold(0_u64, |sum, &it| sum.saturating_add(sums[it as usize]))
        };
        let mut near = Vec::new();
        for slot in texts {
            let Some(text) = self.get(slot) else { continue };
            let by_all = cosine(shared(text), query.norm, text.norm);
            if by_all <= 0.0 || by_all < threshold {
                continue;
            }
            let score = query.score(&self.terms(text), Some(by_all));
            if score >= threshold {
                near.push((slot, score));
            }
        }
        near
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::index::Index;

    /// Labels of few words, so that many are alike, and texts that are longer than a label.
    fn text() -> impl Strategy<Value = String> {
        let words = [
            "check", "prüfen", "approve", "invoice", "Rechnung", "order", "supplier", "zwirbel",
            "zwirbeln", "blorken", "monthly", "the", "not", "data", "list", "report", "plan",
            "4711",
        ];
        let word = prop::sample::select(words.to_vec());
        prop::collection::vec(word, 1..14).prop_map(|words| words.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn the_nearest_are_those_that_each_text_alone_would_show(
            texts in prop::collection::vec(text(), 1..40), few in 1..6_usize,
        ) {
            let mut index = Index::default();
            (0..).zip(&texts).for_each(|(id, text): (usize, _)| index.put(id, text));
            let asked = &texts[0];
            let mut each: Vec<(usize, f32)> = (0..texts.len())
                .map(|id| (id, index.score(0, id)))
                .filter(|it| it.1 >= 0.45)
                .collect();
            each.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            prop_assert_eq!(&index.search(asked, 0.45, usize::MAX), &each);
            each.truncate(few);
            prop_assert_eq!(index.search(asked, 0.45, few), each);
        }
    }
}
