//! Texts with the same common words, taken as one.
//!
//! A *frame* is what texts have in common with very many others: their leading words that are common,
//! or like a common one, and how many leading words they have in all.

use std::{collections::HashMap, ops::Range};

use super::plan::Plan;
use crate::{corpus::Slot, vocabulary::WordId};

pub(super) type FrameId = u32;

#[derive(Debug, Default)]
pub(super) struct Frames {
    all: Vec<Frame>,
    /// Frame by frame, the texts whose leading words weigh least first; behind them those without a
    /// frame.
    members: Vec<Slot>,
    of_text: Vec<Option<FrameId>>,
    /// The frames with a word, or with two, and with so many leading words: those of longer
    /// texts first, then the lightest.
    with_word: HashMap<(WordId, usize), Vec<FrameId>>,
    with_both: HashMap<(WordId, WordId, usize), Vec<FrameId>>,
}

#[derive(Debug)]
pub(super) struct Frame {
    pub(super) words: Vec<WordId>,
    /// Leading words of each text, these among them.
    pub(super) leading: usize,
    pub(super) is_of_labels: bool,
    pub(super) members: Range<usize>,
    /// The least that the leading words of a text weigh, and the most that its others do.
    pub(super) heavy_min: f32,
    pub(super) light_max: f32,
}

/// What makes texts those of one frame: its words, how many lead, and whether they are labels.
type Key = (Vec<WordId>, usize, bool);

/// By frame and by the weight of the leading words, as bits: it is never negative.
type Place = (FrameId, u32, Slot);

impl Frames {
    pub(super) fn new(plan: &Plan<'_>) -> Self {
        let is_linked: Vec<bool> =
            plan.like.iter().map(|like| like.iter().any(|it| plan.is_common(*it))).collect();
        let mut frames = Self::default();
        let mut known: HashMap<Key, FrameId> = HashMap::new();
        let mut places: Vec<Place> = Vec::new();
        for (slot, place) in (0..).zip(0..plan.leading.len()) {
            let leading = plan.leading.of(place);
            let linked = leading.iter().copied().filter(|it| is_linked[*it as usize]);
            let mut words: Vec<WordId> = linked.collect();
            words.sort_unstable();
            let frame = (!words.is_empty()).then(|| {
                let next = FrameId::try_from(known.len()).expect("fewer frames than texts");
                *known.entry((words, leading.len(), plan.is_label(slot))).or_insert(next)
            });
            frames.of_text.push(frame);
            if !leading.is_empty() {
                places.push((frame.unwrap_or(FrameId::MAX), plan.heavy(slot).to_bits(), slot));
            }
        }
        places.sort_unstable();
        frames.members = places.iter().map(|it| it.2).collect();
        frames.all = described(plan, known, &places);
        frames.index();
        frames
    }

    fn index(&mut self) {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (&self.all[a], &self.all[b]);
            let longer_first = a.is_of_labels.cmp(&b.is_of_labels);
            longer_first.then(a.heavy_min.total_cmp(&b.heavy_min))
        });
        for place in order {
            let Frame { words, leading, .. } = &self.all[place];
            let id = FrameId::try_from(place).expect("fewer frames than texts");
            for (at, &word) in words.iter().enumerate() {
                self.with_word.entry((word, *leading)).or_default().push(id);
                for &other in &words[at + 1..] {
                    let both = (word.min(other), word.max(other), *leading);
                    self.with_both.entry(both).or_default().push(id);
                }
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// All texts that say something, frame by frame.
    pub(super) fn order(&self) -> &[Slot] {
        &self.members
    }

    pub(super) fn of(&self, slot: Slot) -> Option<FrameId> {
        self.of_text[slot as usize]
    }

    pub(super) fn frame(&self, id: FrameId) -> &Frame {
        &self.all[id as usize]
    }

    pub(super) fn members(&self, id: FrameId) -> &[Slot] {
        &self.members[self.frame(id).members.clone()]
    }

    /// The frames with a word and so many leading words: those of longer texts first, then the
    /// lightest.
    pub(super) fn with_word(&self, word: WordId, leading: usize) -> &[FrameId] {
        self.with_word.get(&(word, leading)).map_or(&[], Vec::as_slice)
    }

    /// The frames with two words and so many leading words: those of longer texts first, then the
    /// lightest.
    pub(super) fn with_both(&self, a: WordId, b: WordId, leading: usize) -> &[FrameId] {
        self.with_both.get(&(a.min(b), a.max(b), leading)).map_or(&[], Vec::as_slice)
    }
}

/// All frames, by number.
fn described(plan: &Plan<'_>, known: HashMap<Key, FrameId>, places: &[Place]) -> Vec<Frame> {
    let mut keys: Vec<(Key, FrameId)> = known.into_iter().collect();
    keys.sort_unstable_by_key(|it| it.1);
    let mut start = 0;
    let described = keys.into_iter().map(|((words, leading, is_of_labels), id)| {
        let count = places[start..].iter().take_while(|it| it.0 == id).count();
        let members = start..start + count;
        start += count;
        let texts = &places[members.clone()];
        let light_max = texts.iter().map(|it| plan.light(it.2)).fold(0.0, f32::max);
        let heavy_min = plan.heavy(texts[0].2);
        Frame { words, leading, is_of_labels, members, heavy_min, light_max }
    });
    described.collect()
}
