//! What is said of descriptions: by units that run it otherwise, and by changes behind a release.

use std::{cmp::Reverse, collections::BTreeMap};

use events::{Position, ids::ProcessId};

use super::{ChangedSince, Differs, Disagreement, compared::Compared};
use crate::{
    Projections,
    descriptions::{Attestation, Description, Release},
    evidence::{Evidence, shown},
};

impl Projections {
    /// Those with the most units that disagree first.
    pub(super) fn disagreements(&self) -> Vec<Disagreement> {
        let run = self.registry.processes().keys().filter(|it| self.registry.is_run(**it));
        let told = run.filter_map(|id| Some((*id, self.descriptions.get(*id)?)));
        let mut found: Vec<_> = told.filter_map(|(id, it)| self.disagreement(id, it)).collect();
        found.sort_by_key(|it| (Reverse(it.disagrees.len()), it.process.id));
        found
    }

    fn disagreement(&self, id: ProcessId, description: &Description) -> Option<Disagreement> {
        let (agree, disagree): (Vec<_>, Vec<_>) =
            description.attestations().into_iter().partition(|it| it.agrees);
        if disagree.is_empty() {
            return None;
        }
        let behind = agree.iter().chain(&disagree).map(|it| it.position).collect();
        let differs = |it: Attestation| Differs {
            unit: it.unit,
            unit_name: self.registry.units().get(&it.unit).and_then(|it| shown(&it.fact.name)),
            text: it.text,
        };
        Some(Disagreement {
            process: self.named_process(id),
            agrees: agree.iter().map(|it| it.unit).collect(),
            disagrees: disagree.into_iter().map(differs).collect(),
            evidence: Evidence::of_events(&behind),
        })
    }

    /// Those with the most changes first.
    pub(super) fn changed_since_release(&self, compared: &Compared<'_>) -> Vec<ChangedSince> {
        let run = self.registry.processes().keys().filter(|it| self.registry.is_run(**it));
        let released =
            run.filter_map(|id| Some((*id, self.descriptions.get(*id)?.releases().pop()?)));
        let mut by_process = BTreeMap::<ProcessId, Vec<&[Position]>>::new();
        let hand_overs = self.process_map.hand_overs().map(|(.., it)| it);
        for it in hand_overs.chain(self.process_map.waiting()) {
            by_process.entry(it.process).or_default().push(&it.known.evidence);
        }
        for (id, steps) in &compared.steps {
            let parts = by_process.entry(*id).or_default();
            parts.extend(steps.iter().map(|it| it.known.evidence.as_slice()));
        }
        let changed = released.filter_map(|(id, release)| {
            self.changed_since(id, &release, by_process.get(&id).map_or(&[], Vec::as_slice))
        });
        let mut changed: Vec<_> = changed.collect();
        changed.sort_by_key(|it| (Reverse(it.changed), it.process.id));
        changed
    }

    /// What changed of a process behind a release; nothing where none of its parts did.
    fn changed_since(
        &self,
        id: ProcessId,
        release: &Release,
        parts: &[&[Position]],
    ) -> Option<ChangedSince> {
        let is_since = |it: &&Position| **it > release.position;
        let changed = parts.iter().filter(|it| it.iter().any(|it| *it > release.position)).count();
        let behind = parts.iter().flat_map(|it| it.iter()).filter(is_since).copied();
        (changed > 0).then(|| ChangedSince {
            process: self.named_process(id),
            label: release.label.clone(),
            released: release.position,
            changed,
            evidence: Evidence::of_events(&behind.collect()),
        })
    }
}
