//! The nearest partners of one text after the other.

use super::{
    against::Stance,
    frames::FrameId,
    linking::{Link, Linking, Sides},
    plan::Plan,
    scores::{Scores, Words},
};
use crate::{
    corpus::{Slot, Text},
    judge::are_opposed,
    links::{LEADING_MAX, SLACK, are_linked},
    pairs::near::{NEAR_MAX, Near},
    query::Probe,
    score::cosine,
    vocabulary::WordId,
};

#[derive(Debug)]
pub(super) struct Search<'a> {
    plan: &'a Plan<'a>,
    probe: Probe<'a>,
    scores: Scores<'a>,
    stance: Stance<'a>,
    probed: Option<Slot>,
    /// By word, the leading words of the text that are like it, as bits.
    bits: Vec<u8>,
    marked: Vec<WordId>,
    /// By slot, the last text that was held against it.
    met: Vec<Slot>,
    linking: Linking<'a>,
    /// What the last frame is linked to.
    linked: Option<FrameId>,
    links: Vec<Link>,
    found: Vec<(Slot, f32)>,
    is_clipped: bool,
    /// Less than this is not kept.
    least: f32,
}

impl<'a> Search<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, words: &'a Words<'a>) -> Self {
        Self {
            plan,
            probe: Probe::new(&plan.corpus.vocabulary),
            scores: Scores::new(&plan.corpus.vocabulary, words),
            stance: Stance::new(&plan.against),
            probed: None,
            bits: vec![0; plan.like.len()],
            marked: Vec::new(),
            met: vec![Slot::MAX; plan.corpus.texts.len()],
            linking: Linking::new(plan),
            linked: None,
            links: Vec::new(),
            found: Vec::new(),
            is_clipped: false,
            least: plan.rule.threshold,
        }
    }

    pub(super) fn near(&mut self, slot: Slot) -> Near {
        let plan = self.plan;
        self.met[slot as usize] = slot;
        (self.is_clipped, self.least) = (false, plan.rule.threshold);
        let leading = plan.leading.of(slot as usize);
        for (at, &word) in leading.iter().enumerate() {
            for &like in &plan.like[word as usize] {
                self.bits[like as usize] |= 1 << at;
                self.marked.push(like);
            }
        }
        self.meet_rare(slot, leading);
        if let Some(frame) = plan.frames.of(slot) {
            self.meet_linked(slot, frame);
        }
        for word in self.marked.drain(..) {
            self.bits[word as usize] = 0;
        }
        self.clip();
        Near { texts: self.found.drain(..).collect(), is_clipped: self.is_clipped }
    }

    fn meet_rare(&mut self, slot: Slot, leading: &[WordId]) {
        let plan = self.plan;
        let (own, needed) = (plan.weighed(slot), &plan.needed[leading.len()]);
        let like = leading.iter().flat_map(|&it| &plan.like[it as usize]);
        for led in like.flat_map(|it| plan.rare(*it)) {
            let needed = needed[led.words.len()];
            let is_met = |it: &&WordId| self.bits[**it as usize] != 0;
            if led.words.iter().filter(is_met).count() < needed {
                continue;
            }
            let mut alike = [0; LEADING_MAX];
            for (alike, &word) in alike.iter_mut().zip(led.words) {
                *alike = self.bits[word as usize];
            }
            let alike = &alike[..led.words.len()];
            // Those that are passed over here share too few common words as well.
            if are_linked(alike, needed)
                && self.is_new(slot, led.slot)
                && plan.score_max(own, &led, alike) >= self.least - SLACK
            {
                self.judge(slot, led.slot);
            }
        }
    }

    /// What is left are texts with which only common words are shared.
    fn meet_linked(&mut self, slot: Slot, frame: FrameId) {
        let plan = self.plan;
        if self.linked != Some(frame) {
            self.links = self.linking.links(frame);
            self.linked = Some(frame);
        }
        let own = Sides { heavy: plan.heavy(slot), light: plan.light(slot) };
        for at in 0..self.links.len() {
            let link = self.links[at];
            let are_labels = plan.is_label(slot) && plan.frames.frame(link.frame).is_of_labels;
            for &other in plan.frames.members(link.frame) {
                if are_labels && link.score_max(own, plan.heavy(other)) < self.least - SLACK {
                    break;
                }
                if self.is_new(slot, other) {
                    self.judge(slot, other);
                }
            }
        }
    }

    fn is_new(&mut self, slot: Slot, other: Slot) -> bool {
        std::mem::replace(&mut self.met[other as usize], slot) != slot
    }

    fn judge(&mut self, slot: Slot, other: Slot) {
        let corpus = self.plan.corpus;
        let (Some(text), Some(of_other)) = (corpus.get(slot), corpus.get(other)) else { return };
        let score = if text.is_label() && of_other.is_label() {
            self.scores.plain(slot, text, of_other)
        } else {
            if self.probed != Some(slot) {
                self.probe.take(&text.words);
                self.probed = Some(slot);
            }
            let product = self.probe.product(&of_other.words);
            cosine(product, text.norm, of_other.norm)
        };
        // The threshold is above what opposites score.
        if score >= self.least && !self.are_opposed(slot, (text, of_other)) {
            self.found.push((other, score));
            if self.found.len() >= 2 * NEAR_MAX {
                self.clip();
            }
        }
    }

    fn are_opposed(&mut self, slot: Slot, (text, other): (&Text, &Text)) -> bool {
        let corpus = self.plan.corpus;
        self.stance.take(slot, &text.words);
        self.stance.may_oppose(&other.words)
            && are_opposed(&corpus.terms(text), &corpus.terms(other))
    }

    /// Keeps the most alike, and no more than are kept.
    fn clip(&mut self) {
        let corpus = self.plan.corpus;
        self.found.sort_unstable_by(|&a, &b| corpus.by_score(a, b));
        if self.found.len() > NEAR_MAX {
            self.found.truncate(NEAR_MAX);
            self.is_clipped = true;
            self.least = self.found[NEAR_MAX - 1].1;
        }
    }
}
