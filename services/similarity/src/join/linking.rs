//! Which frames have texts that may be partners of those of a frame through common words alone.

use super::{
    frames::{Frame, FrameId},
    plan::Plan,
};
use crate::{
    judge::shape,
    links::{LEADING_MAX, SLACK, are_linked},
    vocabulary::WordId,
};

/// To a frame whose texts may be partners: what the words weigh that are alike, on either side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) frame: FrameId,
    ours: f32,
    theirs: f32,
    /// No two texts of both frames score more.
    best: f32,
}

/// What the leading words of a text weigh, and its others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides {
    pub(super) heavy: f32,
    pub(super) light: f32,
}

impl Link {
    /// No text whose leading words weigh so much, or more, scores more with ours, if common words are
    /// all that is alike.
    pub(super) fn score_max(self, own: Sides, heavy: f32) -> f32 {
        let both = f32::midpoint(self.ours, self.theirs) + own.light;
        shape(both, (own.heavy - self.ours).max(0.0), (heavy - self.theirs).max(0.0))
    }
}

impl Frame {
    /// As a text of it would be that is nearest to all.
    fn best(&self) -> Sides {
        Sides { heavy: self.heavy_min, light: self.light_max }
    }
}

/// Finds the links of one frame after the other.
#[derive(Debug)]
pub(super) struct Linking<'a> {
    plan: &'a Plan<'a>,
    /// By word, the words of the frame that are like it, as bits.
    bits: Vec<u8>,
    marked: Vec<WordId>,
    /// By frame, the last one that was held against it.
    met: Vec<FrameId>,
    links: Vec<Link>,
}

impl<'a> Linking<'a> {
    pub(super) fn new(plan: &'a Plan<'a>) -> Self {
        Self {
            plan,
            bits: vec![0; plan.like.len()],
            marked: Vec::new(),
            met: vec![FrameId::MAX; plan.frames.len()],
            links: Vec::new(),
        }
    }

    /// The nearest first.
    pub(super) fn links(&mut self, id: FrameId) -> Vec<Link> {
        let plan = self.plan;
        let own = plan.frames.frame(id);
        for (at, &word) in own.words.iter().enumerate() {
            for &like in &plan.like[word as usize] {
                self.bits[like as usize] |= 1 << at;
                self.marked.push(like);
            }
        }
        let most = self.most(own);
        for (others, &needed) in plan.needed[own.leading].iter().enumerate() {
            for list in self.lists(own, needed, others) {
                self.meet(id, most, needed, list);
            }
        }
        for word in self.marked.drain(..) {
            self.bits[word as usize] = 0;
        }
        let mut links = std::mem::take(&mut self.links);
        links.sort_unstable_by(|a, b| b.best.total_cmp(&a.best).then(a.frame.cmp(&b.frame)));
        links
    }

    /// As if all words were shared, each with the heaviest that is like it.
    fn most(&self, own: &Frame) -> Link {
        let weight = |it: &WordId| self.plan.word_weights[*it as usize];
        let heaviest =
            |it: &WordId| self.plan.like[*it as usize].iter().map(weight).fold(0.0, f32::max);
        let ours = own.words.iter().map(weight).sum();
        Link { frame: 0, ours, theirs: own.words.iter().map(heaviest).sum(), best: 1.0 }
    }

    /// Lists that hold all frames of so many leading words that share as many as are needed: where our
    /// words are in fewer sets than that, two of them are of one set (Turán 1941).
    fn lists(&self, own: &Frame, needed: usize, others: usize) -> Vec<&'a [FrameId]> {
        let plan = self.plan;
        let like =
            |it: WordId| plan.like[it as usize].iter().copied().filter(|it| plan.is_common(*it));
        if own.words.len() < needed {
            return Vec::new();
        }
        if needed == 1 {
            let words = own.words.iter().flat_map(|it| like(*it));
            return words.map(|it| plan.frames.with_word(it, others)).collect();
        }
        let mut lists = Vec::new();
        for (at, &a) in own.words.iter().enumerate() {
            for &b in own.words[at + 1..].iter().skip(needed - 2).step_by(needed - 1) {
                let both = like(a).flat_map(|a| like(b).map(move |b| (a, b)));
                lists.extend(both.map(|it| plan.frames.with_both(it.0, it.1, others)));
            }
        }
        lists
    }

    /// Longer texts come first, then the lightest, so that behind one that is too heavy all are.
    fn meet(&mut self, id: FrameId, most: Link, needed: usize, list: &[FrameId]) {
        let plan = self.plan;
        let own = plan.frames.frame(id);
        for &other in list {
            let theirs = plan.frames.frame(other);
            let are_labels = own.is_of_labels && theirs.is_of_labels;
            let score_max = |link: Link| {
                if are_labels { link.score_max(own.best(), theirs.heavy_min) } else { 1.0 }
            };
            if score_max(most) < plan.rule.threshold - SLACK {
                break;
            }
            if std::mem::replace(&mut self.met[other as usize], id) == id {
                continue;
            }
            let Some(link) = self.link(own, other, needed) else { continue };
            let link = Link { best: score_max(link), ..link };
            if link.best >= plan.rule.threshold - SLACK {
                self.links.push(link);
            }
        }
    }

    /// What both share, if it is enough.
    fn link(&self, own: &Frame, other: FrameId, needed: usize) -> Option<Link> {
        let theirs = self.plan.frames.frame(other);
        let weight = |it: WordId| self.plan.word_weights[it as usize];
        let mut alike = [0; LEADING_MAX];
        let (mut met, mut link) = (0, Link { frame: other, ours: 0.0, theirs: 0.0, best: 1.0 });
        for (alike, &word) in alike.iter_mut().zip(&theirs.words) {
            *alike = self.bits[word as usize];
            met |= *alike;
            link.theirs += if *alike == 0 { 0.0 } else { weight(word) };
        }
        if !are_linked(&alike[..theirs.words.len()], needed) {
            return None;
        }
        let is_met = own.words.iter().enumerate().filter(|it| met >> it.0 & 1 == 1);
        link.ours = is_met.map(|it| weight(*it.1)).sum();
        Some(link)
    }
}
