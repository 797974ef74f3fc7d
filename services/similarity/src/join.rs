//! The partners of all texts at once.
//!
//! Every pair that may be partners meets through a rare word, or through two common words that both
//! have; so texts that share no more than one common word are never held against each other
//! (prefix filtering by words, after Bayardo, Ma and Srikant, *Scaling Up All Pairs Similarity
//! Search*, 2007). The work is spread over the processors; each text's partners are found alone, so
//! their number changes nothing.

use std::{collections::HashMap, thread};

use crate::{
    corpus::{Corpus, Slot, Text},
    judge::{STRICT, TERMS_MAX, Weighed, score_max, shape},
    links::{LEADING_MAX, Rule, Sums},
    pairs::near::Near,
    query::Probe,
    vocabulary::WordId,
};

/// Texts of a word up to which all of them are looked at.
const RARE_MAX: usize = 64;

/// Counts what is crowded, then finds the nearest partners of every text, by slot.
pub(crate) fn join(corpus: &mut Corpus, rule: Rule) -> Vec<Option<Near>> {
    let like = likes(corpus, rule);
    let plan = Plan::new(corpus, rule, like);
    spread(corpus.texts.len(), |places| {
        let mut search = Search::new(&plan);
        places.map(|place| search.near(place)).collect()
    })
}

/// Does something for each place, on all processors.
fn spread<T: Send>(
    count: usize,
    work: impl Fn(std::iter::StepBy<std::ops::Range<usize>>) -> Vec<T> + Sync,
) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(count / 256 + 1);
    if threads == 1 {
        return work((0..count).step_by(1));
    }
    let work = &work;
    let parts: Vec<Vec<T>> = thread::scope(|scope| {
        let start = |first: usize| scope.spawn(move || work((first..count).step_by(threads)));
        let running: Vec<_> = (0..threads).map(start).collect();
        running.into_iter().map(|it| it.join().expect("no part panics")).collect()
    });
    let mut parts: Vec<_> = parts.into_iter().map(Vec::into_iter).collect();
    (0..count).filter_map(|place| parts[place % threads].next()).collect()
}

/// By word, the words held to be like it, itself among them.
fn likes(corpus: &mut Corpus, rule: Rule) -> Vec<Vec<WordId>> {
    let vocabulary = &corpus.vocabulary;
    let found = spread(vocabulary.len(), |places| {
        let mut scratch = Sums::default();
        let word = |place| u32::try_from(place).expect("fewer words than 2^32");
        let find = |place| {
            let is_used = vocabulary.get(word(place)).is_some_and(|it| !it.texts.is_empty());
            let (mut like, is_crowded) =
                is_used.then(|| rule.like(word(place), vocabulary, &mut scratch))?;
            like.retain(|it| it.0 == word(place) || rule.holds(it.1, is_crowded));
            like.shrink_to_fit();
            Some((like, is_crowded))
        };
        places.map(find).collect()
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

/// What is looked up for every text.
#[derive(Debug)]
struct Plan<'a> {
    corpus: &'a Corpus,
    rule: Rule,
    like: Vec<Vec<WordId>>,
    /// The words of each text, and what all of them weigh; nothing for texts that are no labels.
    words: Lists<WordId>,
    totals: Vec<f32>,
    /// The leading words of each text.
    leading: Lists<WordId>,
    weights: Lists<f32>,
    /// The texts that each word leads, those of the fewest leading words first.
    texts: Lists<Slot>,
    /// The texts that two common words lead, made like this, in `paired`: those that
    /// weigh least first.
    pairs: HashMap<(WordId, WordId, Made), (usize, usize)>,
    paired: Vec<Slot>,
}

/// How many leading words a text has, and how many of them are common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Made {
    leading: usize,
    common: usize,
}

/// Weights: of the common words of a text, of those of others that are like them, and of what is left
/// of the text.
#[derive(Debug, Clone, Copy)]
struct Commonly {
    count: usize,
    ours: f32,
    theirs: f32,
    left: f32,
}

/// Lists in one piece.
#[derive(Debug)]
struct Lists<T> {
    starts: Vec<usize>,
    all: Vec<T>,
}

impl<T> Lists<T> {
    fn push(&mut self, list: impl Iterator<Item = T>) {
        self.all.extend(list);
        self.starts.push(self.all.len());
    }

    fn of(&self, place: usize) -> &[T] {
        &self.all[self.starts[place]..self.starts[place + 1]]
    }
}

impl<'a> Plan<'a> {
    fn new(corpus: &'a Corpus, rule: Rule, like: Vec<Vec<WordId>>) -> Self {
        let mut leading = Lists { starts: vec![0], all: Vec::new() };
        let mut words = Lists { starts: vec![0], all: Vec::new() };
        let mut weights = Lists { starts: vec![0], all: Vec::new() };
        for text in &corpus.texts {
            let words_of = text.as_ref().map(|it| corpus.leading(it)).unwrap_or_default();
            weights.push(corpus.weights_of(&words_of).into_iter());
            leading.push(words_of.into_iter());
            words.push(text.iter().flat_map(|it| it.words.iter().copied()));
        }
        let label = |it: &&Text| it.is_label();
        let total =
            |it: &Option<Text>| it.as_ref().filter(label).map_or(0.0, |it| corpus.total(it));
        let totals: Vec<f32> = corpus.texts.iter().map(total).collect();
        let texts = led(&leading, corpus.texts.len(), corpus.vocabulary.len());
        let mut keyed = Vec::new();
        for (slot, place) in (0_u32..).zip(0..corpus.texts.len()) {
            let is_common = |it: &&WordId| texts.of(**it as usize).len() > RARE_MAX;
            let common: Vec<WordId> = leading.of(place).iter().filter(is_common).copied().collect();
            let kind = Made { leading: leading.of(place).len(), common: common.len() };
            for (at, &a) in common.iter().enumerate() {
                let both = common[at + 1..].iter().map(|&b| (a.min(b), a.max(b), kind));
                keyed.extend(both.map(|it| (it, totals[place].to_bits(), slot)));
            }
        }
        keyed.sort_unstable();
        let mut pairs = HashMap::new();
        let mut start = 0;
        for same in keyed.chunk_by(|a, b| a.0 == b.0) {
            pairs.insert(same[0].0, (start, start + same.len()));
            start += same.len();
        }
        let paired = keyed.into_iter().map(|it| it.2).collect();
        Self { corpus, rule, like, words, totals, leading, weights, texts, pairs, paired }
    }

    /// No label may score more; of longer texts nothing is known beforehand.
    fn score_max(&self, slot: Slot, other: Slot, alike: &[u8]) -> f32 {
        let [first, second] = [slot, other].map(|it| it as usize);
        if self.words.of(first).len().max(self.words.of(second).len()) > TERMS_MAX {
            return 1.0;
        }
        let weighed = |it| Weighed { total: self.totals[it], leading: self.weights.of(it) };
        score_max(weighed(first), weighed(second), alike)
    }

    /// What a text may share with others through common words alone.
    fn commonly(&self, place: usize) -> Commonly {
        let (leading, weights) = (self.leading.of(place), self.weights.of(place));
        let is_common = |it: &&WordId| self.texts.of(**it as usize).len() > RARE_MAX;
        let weight = |it: &WordId| STRICT.weight(self.corpus.vocabulary.word(*it));
        let light = (self.totals[place] - weights.iter().sum::<f32>()).max(0.0);
        let mut commonly = Commonly { count: 0, ours: light, theirs: light, left: 0.0 };
        for (word, own) in leading.iter().zip(weights) {
            let alike = self.like[*word as usize].iter().filter(is_common).map(weight);
            match alike.reduce(f32::max) {
                Some(theirs) => {
                    commonly.count += 1;
                    commonly.ours += own;
                    commonly.theirs += theirs;
                }
                None => commonly.left += own,
            }
        }
        commonly
    }

    /// Those of the others, the lightest first, that a label can be partners with by common words.
    fn light_enough<'b>(&self, place: usize, commonly: Commonly, others: &'b [Slot]) -> &'b [Slot] {
        if others.is_empty() || self.words.of(place).len() > TERMS_MAX {
            return others;
        }
        let Commonly { ours, theirs, left, .. } = commonly;
        let may_reach = |other: &Slot| {
            let others_left = (self.totals[*other as usize] - theirs).max(0.0);
            shape(f32::midpoint(ours, theirs), left, others_left) >= self.rule.threshold
        };
        &others[..others.partition_point(may_reach)]
    }

    fn led_by_both(&self, pair: (WordId, WordId, Made)) -> &[Slot] {
        self.pairs.get(&pair).map_or(&[], |&(start, end)| &self.paired[start..end])
    }
}

fn led(leading: &Lists<WordId>, texts: usize, words: usize) -> Lists<Slot> {
    let mut by_length: Vec<Slot> =
        (0..u32::try_from(texts).expect("fewer texts than 2^32")).collect();
    by_length.sort_by_key(|&it| leading.of(it as usize).len());
    let mut starts = vec![0; words + 1];
    for &word in &leading.all {
        starts[word as usize + 1] += 1;
    }
    for word in 0..words {
        starts[word + 1] += starts[word];
    }
    let (mut next, mut all) = (starts.clone(), vec![0; leading.all.len()]);
    for slot in by_length {
        for &word in leading.of(slot as usize) {
            all[next[word as usize]] = slot;
            next[word as usize] += 1;
        }
    }
    Lists { starts, all }
}

/// Finds the partners of one text after the other.
#[derive(Debug)]
struct Search<'a> {
    plan: &'a Plan<'a>,
    probe: Probe<'a>,
    /// By word, the leading words of the text that are like it, as bits.
    bits: Vec<u8>,
    marked: Vec<WordId>,
    /// By slot, the last text that was held against it.
    met: Vec<u32>,
    found: Vec<(Slot, f32)>,
}

impl<'a> Search<'a> {
    fn new(plan: &'a Plan<'a>) -> Self {
        let Corpus { vocabulary, texts, .. } = plan.corpus;
        Self {
            plan,
            probe: Probe::new(vocabulary),
            bits: vec![0; vocabulary.len()],
            marked: Vec::new(),
            met: vec![u32::MAX; texts.len()],
            found: Vec::new(),
        }
    }

    fn near(&mut self, place: usize) -> Option<Near> {
        let plan = self.plan;
        let text = plan.corpus.texts[place].as_ref().filter(|it| !it.words.is_empty())?;
        let slot = u32::try_from(place).expect("fewer texts than 2^32");
        self.probe.take(&text.words);
        self.met[place] = slot;
        self.found.clear();
        let leading = plan.leading.of(place);
        for (at, &word) in leading.iter().enumerate() {
            for &like in &plan.like[word as usize] {
                self.bits[like as usize] |= 1 << at;
                self.marked.push(like);
            }
        }
        self.meet_rare(slot, leading);
        for others in 1..=LEADING_MAX {
            match plan.rule.links_needed(leading.len(), others) {
                None => {}
                Some(1) => self.meet_by_one(slot, leading, others),
                Some(needed) => self.meet_by_two(slot, leading, (needed, others)),
            }
        }
        let near = self.nearest();
        for word in self.marked.drain(..) {
            self.bits[word as usize] = 0;
        }
        Some(near)
    }

    fn meet_all(&mut self, slot: Slot, others: &[Slot]) {
        for &other in others {
            self.meet(slot, other);
        }
    }

    fn meet_rare(&mut self, slot: Slot, leading: &[WordId]) {
        let plan = self.plan;
        for &like in leading.iter().flat_map(|&it| &plan.like[it as usize]) {
            let texts = plan.texts.of(like as usize);
            if texts.len() <= RARE_MAX {
                self.meet_all(slot, texts);
            }
        }
    }

    /// Texts of so many leading words that share one.
    fn meet_by_one(&mut self, slot: Slot, leading: &[WordId], others: usize) {
        let plan = self.plan;
        let count = |it: &Slot| plan.leading.of(*it as usize).len();
        for &like in leading.iter().flat_map(|&it| &plan.like[it as usize]) {
            let texts = plan.texts.of(like as usize);
            let start = texts.partition_point(|it| count(it) < others);
            let end = texts.partition_point(|it| count(it) <= others);
            self.meet_all(slot, &texts[start..end]);
        }
    }

    /// Texts that share so many words as are needed: where our words are in fewer sets than that,
    /// two of them are of one set (Turán 1941). The common are set apart from each other.
    fn meet_by_two(&mut self, slot: Slot, leading: &[WordId], (needed, others): (usize, usize)) {
        let plan = self.plan;
        let commonly = plan.commonly(slot as usize);
        if commonly.count < needed {
            return;
        }
        let common = |word: WordId| {
            let like = plan.like[word as usize].iter().copied();
            like.filter(|&it| plan.texts.of(it as usize).len() > RARE_MAX)
        };
        for (at, &a) in leading.iter().enumerate() {
            for &b in leading[at + 1..].iter().skip(needed - 2).step_by(needed - 1) {
                let both = common(a).flat_map(|a| common(b).map(move |b| (a.min(b), a.max(b))));
                let made = |common| Made { leading: others, common };
                let keys =
                    both.flat_map(|it| (needed..=others).map(move |n| (it.0, it.1, made(n))));
                for key in keys {
                    let met = plan.led_by_both(key);
                    self.meet_all(slot, plan.light_enough(slot as usize, commonly, met));
                }
            }
        }
    }

    fn meet(&mut self, slot: Slot, other: Slot) {
        let met = &mut self.met[other as usize];
        if *met == slot {
            return;
        }
        *met = slot;
        let Plan { corpus, words, rule, leading, .. } = self.plan;
        let others = leading.of(other as usize);
        let mut bits = [0; LEADING_MAX];
        for (bits, &word) in bits.iter_mut().zip(others) {
            *bits = self.bits[word as usize];
        }
        let count = leading.of(slot as usize).len();
        if self.plan.score_max(slot, other, &bits[..others.len()]) < rule.threshold {
            return;
        }
        if !rule.are_partners(count, &bits[..others.len()]) {
            return;
        }
        let (Some(text), Some(of_other)) = (corpus.get(slot), corpus.get(other)) else { return };
        let score = if text.is_label() && of_other.is_label() {
            corpus.score(slot, other)
        } else {
            corpus.by_all_words(self.probe.product(words.of(other as usize)), text, of_other)
        };
        if score >= rule.threshold {
            self.found.push((other, score));
        }
    }

    /// The most alike, and no more than are kept.
    fn nearest(&mut self) -> Near {
        let corpus = self.plan.corpus;
        self.found.sort_unstable_by(|&a, &b| corpus.by_score(a, b));
        Near::of(&self.found)
    }
}
