//! What a merge moves: nothing is copied, it only counts elsewhere from then on.

use events::{
    Noun, Stream,
    ids::{IdeaId, PainPointId},
};

use crate::Projections;

impl Projections {
    /// What a thing brings along that was merged into another, in words: `2 backings, 1 comment`.
    pub fn moved(&self, source: Stream) -> String {
        let Stream { noun, id } = source;
        let comments = self.comments_count(noun, std::iter::once(id));
        let mut parts = match noun {
            Noun::PainPoint => self.moved_of_pain_point(PainPointId(id)),
            Noun::Idea => self.moved_of_idea(IdeaId(id)),
            _ => vec![],
        };
        parts.push((comments, "comment", "comments"));
        let told = parts.iter().filter(|(count, ..)| *count > 0);
        let told: Vec<_> = told
            .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
            .collect();
        if told.is_empty() { "its words alone".to_owned() } else { told.join(", ") }
    }

    fn moved_of_pain_point(&self, id: PainPointId) -> Vec<(usize, &'static str, &'static str)> {
        let backings = self.pain_points.single(id).map_or(0, |it| it.backings.len());
        vec![
            (backings, "backing", "backings"),
            (self.coverage.takers(id).count(), "community", "communities"),
            (self.ideas.addressing(&[id]).len(), "idea", "ideas"),
        ]
    }

    fn moved_of_idea(&self, id: IdeaId) -> Vec<(usize, &'static str, &'static str)> {
        let Some(idea) = self.ideas.single(id) else { return vec![] };
        vec![
            (idea.supporters.len(), "supporter", "supporters"),
            (idea.addresses.len(), "pain point", "pain points"),
        ]
    }
}
