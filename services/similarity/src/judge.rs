//! How alike two labels are, term by term: each term goes with the one of the other label that it is
//! most like, and what is left over on both sides counts against them.
//!
//! With weights `w` and likeness `s`, the score is `M / (M + (A + B) / 2 + min(A, B) / 2)`: `M` is what
//! is matched, `A` and `B` what is left on either side. The last part makes the difference between
//! more said ("… in ERP") and something else said ("invoice" for "data"). Then the roles: labels whose
//! verbs differ, or whose objects do, are not alike, however much else they share.

use crate::{
    contrast::{self, Stance},
    lexicon::{Relation, lexicon},
    score::{OPPOSED, cosine},
    vocabulary::{Word, shared},
};

/// How terms that are not the same are taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// How alike concepts are that are near each other.
    pub(crate) near_act: f32,
    pub(crate) near_object: f32,
    /// What is left of the score where both say what is done, and it is not the same …
    pub(crate) other_act: f32,
    /// … where only one says it …
    pub(crate) unsaid_act: f32,
    /// … and where nothing is shared but that.
    pub(crate) other_object: f32,
}

/// For work that is to be called the same.
pub(crate) const STRICT: Manner =
    Manner { near_act: 0.0, near_object: 0.0, other_act: 0.7, unsaid_act: 0.9, other_object: 0.6 };

/// The same word as an act and as its object.
const COGNATE: f32 = 0.8;

/// Unknown words less alike than this are other words.
const SPELT_ALIKE: f32 = 0.62;

/// How much more a term counts that says what is done.
const ACT: f32 = 1.25;

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
    fn plain_score(&self, a: &[&Word], b: &[&Word]) -> f32 {
        let pairs = self.matched(a, b);
        let (mut both, mut left_a, mut left_b) = (0.0, total(a), total(b));
        let (mut same_act, mut same_object) = (false, false);
        for (place_a, place_b, likeness) in pairs {
            let (of_a, of_b) = (a[place_a], b[place_b]);
            left_a -= likeness * weight(of_a);
            left_b -= likeness * weight(of_b);
            both += likeness * (weight(of_a) + weight(of_b)) / 2.0;
            same_act |= of_a.is_action || of_b.is_action;
            same_object |= !(of_a.is_action && of_b.is_action);
        }
        if both <= 0.0 {
            return 0.0;
        }
        let (left_a, left_b) = (left_a.max(0.0), left_b.max(0.0));
        let score = both / (both + f32::midpoint(left_a, left_b) + left_a.min(left_b) / 2.0);
        score * self.by_role((a, b), same_act, same_object)
    }

    fn by_role(&self, (a, b): (&[&Word], &[&Word]), same_act: bool, same_object: bool) -> f32 {
        let says_act = |it: &[&Word]| it.iter().any(|it| it.is_action);
        let says_object = |it: &[&Word]| it.iter().any(|it| !it.is_action && !it.is_stop);
        let act = match (says_act(a), says_act(b)) {
            (true, true) if !same_act => self.other_act,
            (true, false) | (false, true) if !same_act => self.unsaid_act,
            _ => 1.0,
        };
        let is_other = says_object(a) && says_object(b) && !same_object;
        act * if is_other { self.other_object } else { 1.0 }
    }

    /// Which term goes with which, and how alike they are: the most alike first.
    fn matched(&self, a: &[&Word], b: &[&Word]) -> Vec<(usize, usize, f32)> {
        let mut alike: Vec<(usize, usize, f32)> = Vec::new();
        for (place_a, of_a) in a.iter().enumerate().take(MATCHED_MAX) {
            for (place_b, of_b) in b.iter().enumerate().take(MATCHED_MAX) {
                let likeness = self.likeness(of_a, of_b);
                if likeness > 0.0 {
                    alike.push((place_a, place_b, likeness));
                }
            }
        }
        let names = |it: &(usize, usize, f32)| {
            let (x, y) = (&*a[it.0].text, &*b[it.1].text);
            (x.min(y), x.max(y))
        };
        let weights = |it: &(usize, usize, f32)| weight(a[it.0]) + weight(b[it.1]);
        alike.sort_by(|x, y| {
            let by_likeness = y.2.total_cmp(&x.2);
            let by_weight = || weights(y).total_cmp(&weights(x));
            by_likeness.then_with(by_weight).then_with(|| names(x).cmp(&names(y)))
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
        alike
    }

    pub(crate) fn likeness(&self, a: &Word, b: &Word) -> f32 {
        if a.text == b.text {
            return 1.0;
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
            (None, None) if !a.is_number() && !b.is_number() => {
                let likeness = cosine(shared(a, b), a.norm, b.norm);
                if likeness < SPELT_ALIKE { 0.0 } else { likeness }
            }
            _ => 0.0,
        }
    }
}

fn total(words: &[&Word]) -> f32 {
    words.iter().map(|it| weight(it)).sum()
}

fn weight(word: &Word) -> f32 {
    word.length * if word.is_action { ACT } else { 1.0 }
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
    turned || {
        let texts = |words: &[&Word]| -> Vec<Box<str>> {
            words.iter().map(|it| it.text.trim_start_matches(contrast::MARKS).into()).collect()
        };
        let (of_a, of_b) = (texts(a), texts(b));
        Stance::new(of_a.iter().map(|it| &**it).collect())
            .is_opposed_to(of_b.iter().map(|it| &**it))
    }
}
