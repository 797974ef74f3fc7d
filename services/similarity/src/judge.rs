//! How alike two labels are, term by term: each term goes with the one of the other label that it is
//! most like, and what is left over on both sides counts against them.
//!
//! With weights `w` and likeness `s`, the score is `M / (M + (A + B) / 2 + min(A, B) / 2)`: `M` is what
//! is matched, `A` and `B` what is left on either side. The last part makes the difference between
//! more said ("… in ERP") and something else said ("invoice" for "data"). Then the roles: labels whose
//! verbs differ, or whose objects do, are not alike, however much else they share.

use std::ptr;

use crate::{
    contrast,
    lexicon::{Relation, lexicon},
    score::{OPPOSED, cosine},
    vocabulary::{Word, shared},
};

/// Two terms that are alike: their places, and how alike they are.
pub(crate) type Alike = (usize, usize, f32);

/// How terms that are not the same are taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// How alike concepts are that are near each other.
    pub(crate) near_act: f32,
    pub(crate) near_object: f32,
    /// How much more a term counts that says what is done.
    pub(crate) act: f32,
    /// What is left of the score where both say what is done, and it is not the same …
    pub(crate) other_act: f32,
    /// … where only one says it …
    pub(crate) unsaid_act: f32,
    /// … where nothing is shared but that …
    pub(crate) other_object: f32,
    /// … and where nothing is the same, and all that is matched merely near.
    pub(crate) all_near: f32,
}

/// A word as it counts in a label.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Term<'a> {
    pub(crate) word: &'a Word,
    weight: f32,
    is_action: bool,
    is_stop: bool,
}

/// For work that is to be called the same.
pub(crate) const STRICT: Manner = Manner {
    near_act: 0.0,
    near_object: 0.0,
    act: 1.25,
    other_act: 0.7,
    unsaid_act: 0.9,
    other_object: 0.6,
    all_near: 1.0,
};

/// The same word as an act and as its object.
const COGNATE: f32 = 0.8;

/// Words that are the same because people said so.
const LEARNED: f32 = 0.9;

/// Unknown words less alike than this are other words.
pub(crate) const SPELT_ALIKE: f32 = 0.62;

/// Terms that are held against those of another label, at most.
const MATCHED_MAX: usize = 64;

/// Longer texts are compared by all their words instead.
pub(crate) const TERMS_MAX: usize = 8;

impl Manner {
    /// From 0 to 1, the same from either side.
    pub(crate) fn score(&self, a: &[&Word], b: &[&Word]) -> f32 {
        let plain = self.plain_score(a, b);
        if plain > OPPOSED && are_opposed(a, b) { OPPOSED } else { plain }
    }

    /// Without a look at opposites.
    pub(crate) fn plain_score(&self, a: &[&Word], b: &[&Word]) -> f32 {
        let [of_a, of_b] = [a, b].map(|it| it.iter().map(|it| self.term(it)).collect::<Vec<_>>());
        let total = |it: &[Term<'_>]| it.iter().map(|it| it.weight).sum::<f32>();
        let (total_a, total_b) = (total(&of_a), total(&of_b));
        self.of_alike((&of_a, total_a), (&of_b, total_b), &mut self.alike(a, b))
    }

    pub(crate) fn term<'a>(&self, word: &'a Word) -> Term<'a> {
        let (weight, is_action, is_stop) = (self.weight(word), word.is_action, word.is_stop);
        Term { word, weight, is_action, is_stop }
    }

    /// The same, where somebody knows already what all terms of either weigh, which are alike, and how much.
    pub(crate) fn of_alike(
        &self,
        (a, total_a): (&[Term<'_>], f32),
        (b, total_b): (&[Term<'_>], f32),
        alike: &mut Vec<Alike>,
    ) -> f32 {
        match_up(a, b, alike);
        let (mut both, mut left_a, mut left_b) = (0.0, total_a, total_b);
        let (mut same_act, mut same_object, mut is_any_sure) = (false, false, false);
        for &(place_a, place_b, likeness) in &*alike {
            let (of_a, of_b) = (&a[place_a], &b[place_b]);
            left_a -= likeness * of_a.weight;
            left_b -= likeness * of_b.weight;
            both += likeness * f32::midpoint(of_a.weight, of_b.weight);
            is_any_sure = is_any_sure
                || (likeness >= SPELT_ALIKE && !of_a.is_stop && !is_near(of_a.word, of_b.word));
            same_act |= of_a.is_action || of_b.is_action;
            same_object |= !(of_a.is_action && of_b.is_action);
        }
        if both <= 0.0 {
            return 0.0;
        }
        let (left_a, left_b) = (left_a.max(0.0), left_b.max(0.0));
        let score = shape(both, left_a, left_b) * self.by_role((a, b), same_act, same_object);
        if is_any_sure { score } else { score * self.all_near }
    }

    pub(crate) fn weight(&self, word: &Word) -> f32 {
        word.length * if word.is_action { self.act } else { 1.0 }
    }

    fn by_role(
        &self,
        (a, b): (&[Term<'_>], &[Term<'_>]),
        same_act: bool,
        same_object: bool,
    ) -> f32 {
        let says_act = |it: &[Term<'_>]| it.iter().any(|it| it.is_action && !it.is_stop);
        let says_object = |it: &[Term<'_>]| it.iter().any(|it| !it.is_action && !it.is_stop);
        let act = match (says_act(a), says_act(b)) {
            (true, true) if !same_act => self.other_act,
            (true, false) | (false, true) if !same_act => self.unsaid_act,
            _ => 1.0,
        };
        let is_other = says_object(a) && says_object(b) && !same_object;
        act * if is_other { self.other_object } else { 1.0 }
    }

    /// Which terms are alike at all.
    fn alike(&self, a: &[&Word], b: &[&Word]) -> Vec<Alike> {
        let mut alike = Vec::new();
        for (place_a, of_a) in a.iter().enumerate().take(MATCHED_MAX) {
            for (place_b, of_b) in b.iter().enumerate().take(MATCHED_MAX) {
                let likeness = self.likeness(of_a, of_b);
                if likeness > 0.0 {
                    alike.push((place_a, place_b, likeness));
                }
            }
        }
        alike
    }

    pub(crate) fn likeness(&self, a: &Word, b: &Word) -> f32 {
        if ptr::eq(a, b) || a.text == b.text {
            return 1.0;
        }
        if (a.learned.is_some() || b.learned.is_some()) && a.meaning() == b.meaning() {
            return LEARNED;
        }
        match (a.concept, b.concept) {
            (Some(of_a), Some(of_b)) => match lexicon().relation(of_a, of_b) {
                Relation::Same | Relation::Cognate => COGNATE,
                Relation::Near if a.is_action => self.near_act,
                Relation::Near => self.near_object,
                Relation::Around if a.is_action => self.near_act * self.near_act,
                Relation::Around => self.near_object * self.near_object,
                Relation::Opposite | Relation::None => 0.0,
            },
            (None, None) if a.is_number() || b.is_number() => 0.0,
            (None, None) => spelt_alike(shared(a, b), a.norm, b.norm),
            _ => 0.0,
        }
    }
}

/// How alike words are that share so much, by the squares of their lengths.
pub(crate) fn spelt_alike(shared: u64, a: u64, b: u64) -> f32 {
    let likeness = cosine(shared, a, b);
    if likeness < SPELT_ALIKE { 0.0 } else { likeness }
}

/// Which term goes with which: the most alike first.
fn match_up(a: &[Term<'_>], b: &[Term<'_>], alike: &mut Vec<Alike>) {
    let names = |it: &Alike| {
        let (x, y) = (&*a[it.0].word.text, &*b[it.1].word.text);
        (x.min(y), x.max(y))
    };
    let weights = |it: &Alike| a[it.0].weight + b[it.1].weight;
    alike.sort_unstable_by(|x, y| {
        let by_likeness = y.2.total_cmp(&x.2);
        let by_weight = || weights(y).total_cmp(&weights(x));
        let by_place = || (x.0, x.1).cmp(&(y.0, y.1));
        by_likeness.then_with(by_weight).then_with(|| names(x).cmp(&names(y))).then_with(by_place)
    });
    let (mut is_taken_a, mut is_taken_b) = (0_u64, 0_u64);
    alike.retain(|it| {
        let is_free = is_taken_a >> it.0 & 1 == 0 && is_taken_b >> it.1 & 1 == 0;
        if is_free {
            is_taken_a |= 1 << it.0;
            is_taken_b |= 1 << it.1;
        }
        is_free
    });
}

/// Whether two terms go together only because they are near each other.
fn is_near(a: &Word, b: &Word) -> bool {
    let both = a.concept.zip(b.concept).filter(|_| !ptr::eq(a, b) && a.text != b.text);
    let relation = both.map(|(a, b)| lexicon().relation(a, b));
    matches!(relation, Some(Relation::Near | Relation::Around))
}

/// What one label weighs in all, and its leading terms, in their order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighed<'a> {
    pub(crate) total: f32,
    pub(crate) leading: &'a [f32],
}

/// The score is no more than this, whatever the terms are in detail: `alike` says for each leading
/// term of the second, as bits, which of the first it is alike.
pub(crate) fn score_max(first: Weighed<'_>, second: Weighed<'_>, alike: &[u8]) -> f32 {
    let light = |it: Weighed<'_>| (it.total - it.leading.iter().sum::<f32>()).max(0.0);
    let light = light(first).min(light(second));
    let (mut mask, mut of_second) = (0, light);
    for (bits, weight) in alike.iter().zip(second.leading).filter(|it| *it.0 != 0) {
        mask |= bits;
        of_second += weight;
    }
    let is_met = |place: usize| mask >> place & 1 == 1;
    let met = first.leading.iter().enumerate().filter(|it| is_met(it.0));
    let of_first = light + met.map(|it| it.1).sum::<f32>();
    let (left, other_left) = (first.total - of_first, second.total - of_second);
    shape(f32::midpoint(of_first, of_second), left.max(0.0), other_left.max(0.0))
}

/// Of what both say, and what is left of either.
pub(crate) fn shape(both: f32, left: f32, other_left: f32) -> f32 {
    both / (both + f32::midpoint(left, other_left) + left.min(other_left) / 2.0)
}

/// Whether one says the opposite of the other, or names another number.
pub(crate) fn are_opposed(a: &[&Word], b: &[&Word]) -> bool {
    let says = |words: &[&Word], it| words.iter().any(|word| word.concept == Some(it));
    let is_not = |words: &[&Word]| words.iter().any(|it| &*it.text == crate::reading::NOT);
    if is_not(a) != is_not(b) {
        return true;
    }
    // Whoever names both sides ("accept or reject") takes none.
    let turned = a.iter().filter_map(|it| it.concept).any(|of_a| {
        let opposites = lexicon().opposites(of_a).iter();
        !says(b, of_a) && opposites.into_iter().any(|it| says(b, *it) && !says(a, *it))
    });
    turned || contrast::are_opposed(own_words(a), own_words(b))
}

/// Words that the glossary does not know.
fn own_words<'a>(words: &'a [&Word]) -> impl Iterator<Item = &'a str> + Clone {
    let own = words.iter().filter(|it| it.concept.is_none());
    own.map(|it| it.own())
}
