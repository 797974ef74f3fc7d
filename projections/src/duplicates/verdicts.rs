//! What people say of duplicates. A verdict is about all pairs of its members; of two verdicts on a pair the
//! later one counts.
//!
//! Invariant: it knows things by their ids alone, so that no other name changes what was said of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use events::{
    ActorKind, Position, Recorded, Words,
    duplicate::{DismissalCause, DuplicateKind, DuplicateSort, Event},
    ids::{DuplicateId, UnitId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// All that was ever said of duplicates.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<DuplicateId, About>", into = "BTreeMap<DuplicateId, About>")]
pub(super) struct Verdicts {
    about: BTreeMap<DuplicateId, About>,
    /// The verdicts that stand, by each thing that they name.
    naming: HashMap<Named, BTreeSet<DuplicateId>>,
}

type Named = (DuplicateKind, Uuid);

/// Things of which something was said.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) kind: DuplicateKind,
    /// Ascending.
    pub(super) members: Vec<Uuid>,
    /// What is said of them, unless it was withdrawn.
    pub(super) verdict: Option<Verdict>,
}

/// What is said, and by whom: a kind of actor and a unit, never a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Verdict {
    pub(super) said: Said,
    pub(super) position: Position,
    pub(super) by: ActorKind,
    pub(super) unit: Option<UnitId>,
    pub(super) why: Option<Words>,
    /// The stores that were meant, of duplicated data.
    pub(super) stores: BTreeSet<String>,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Said {
    Confirmed(DuplicateSort),
    Dismissed(DismissalCause),
}

impl From<Verdicts> for BTreeMap<DuplicateId, About> {
    fn from(verdicts: Verdicts) -> Self {
        verdicts.about
    }
}

impl From<BTreeMap<DuplicateId, About>> for Verdicts {
    fn from(about: BTreeMap<DuplicateId, About>) -> Self {
        let mut naming: HashMap<Named, BTreeSet<DuplicateId>> = HashMap::new();
        for (id, it) in about.iter().filter(|(_, it)| it.verdict.is_some()) {
            for member in &it.members {
                naming.entry((it.kind, *member)).or_default().insert(*id);
            }
        }
        Self { about, naming }
    }
}

impl Verdicts {
    /// Takes in what was said; `stores` are those in which a data object is kept by hand at that moment. Returns
    /// the things that it is about.
    pub(super) fn apply(
        &mut self,
        event: &Recorded,
        what: &Event,
        stores: impl FnOnce(Uuid) -> BTreeSet<String>,
    ) -> Option<&About> {
        let id = DuplicateId(event.stream.id);
        let (kind, members, said) = match what {
            Event::Confirmed(it) => (it.kind, &it.members, Said::Confirmed(it.sort)),
            Event::Dismissed(it) => (it.kind, &it.members, Said::Dismissed(it.because)),
            Event::VerdictWithdrawn(_) => return self.withdraw(id),
        };
        let meta = &event.origin.meta;
        let is_data = kind == DuplicateKind::Data;
        let verdict = Verdict {
            said,
            position: event.position,
            by: event.origin.actor.kind,
            unit: meta.on_behalf_of.or(event.origin.actor.unit),
            why: meta.why.clone(),
            stores: members.first().filter(|_| is_data).map(|it| stores(*it)).unwrap_or_default(),
        };
        for member in members {
            self.naming.entry((kind, *member)).or_default().insert(id);
        }
        self.about.insert(id, About { kind, members: members.clone(), verdict: Some(verdict) });
        self.about.get(&id)
    }

    fn withdraw(&mut self, id: DuplicateId) -> Option<&About> {
        let about = self.about.get_mut(&id)?;
        about.verdict = None;
        for member in &about.members {
            if let Some(naming) = self.naming.get_mut(&(about.kind, *member)) {
                naming.remove(&id);
            }
        }
        Some(about)
    }
}

/// Questions.
impl Verdicts {
    /// The things of which something was said under this id.
    pub(super) fn get(&self, id: DuplicateId) -> Option<&About> {
        self.about.get(&id)
    }

    /// What was said last of these two together.
    pub(super) fn said_of(&self, kind: DuplicateKind, a: Uuid, b: Uuid) -> Option<Said> {
        self.latest(kind, a, b).map(|it| it.1.said)
    }

    /// The last verdict on two things.
    fn latest(&self, kind: DuplicateKind, a: Uuid, b: Uuid) -> Option<(DuplicateId, &Verdict)> {
        let (of_a, of_b) = (self.naming(kind, a)?, self.naming(kind, b)?);
        let on_both = of_a.intersection(of_b).filter_map(|id| Some((*id, self.standing(*id)?.1)));
        on_both.max_by_key(|(_, it)| it.position)
    }

    /// The sets with this thing that somebody holds together, each with the place of its verdict.
    pub(super) fn together(
        &self,
        kind: DuplicateKind,
        id: Uuid,
    ) -> impl Iterator<Item = (u64, &[Uuid])> {
        let standing = self.naming(kind, id).into_iter().flatten();
        standing.filter_map(|it| {
            let (about, verdict) = self.standing(*it)?;
            let is_yes = matches!(verdict.said, Said::Confirmed(_));
            is_yes.then_some((verdict.position.0, about.members.as_slice()))
        })
    }

    /// The verdict that counts for things which are shown together: the one that holds most of them
    /// together, of equals the last one.
    pub(super) fn on(&self, kind: DuplicateKind, members: &[Uuid]) -> Option<DuplicateId> {
        let mut named: BTreeMap<DuplicateId, usize> = BTreeMap::new();
        for id in members.iter().filter_map(|it| self.naming(kind, *it)).flatten() {
            *named.entry(*id).or_default() += 1;
        }
        let holding = named.into_iter().filter_map(|(id, count)| {
            let (_, verdict) = self.standing(id)?;
            let counts = count > 1 && matches!(verdict.said, Said::Confirmed(_));
            counts.then_some((count, verdict.position, id))
        });
        holding.max().map(|it| it.2)
    }

    /// Those that hold things apart and still count for a pair of them, by id.
    pub(super) fn dismissed(
        &self,
        kind: DuplicateKind,
    ) -> impl Iterator<Item = (DuplicateId, &About)> {
        let of_kind = self.about.iter().filter(move |(_, it)| it.kind == kind);
        of_kind.map(|(id, it)| (*id, it)).filter(move |(id, about)| {
            let verdict = about.verdict.as_ref();
            verdict.is_some_and(|it| matches!(it.said, Said::Dismissed(_)))
                && (kind == DuplicateKind::Data || self.counts(*id, about))
        })
    }

    fn counts(&self, id: DuplicateId, about: &About) -> bool {
        let members = about.members.iter().enumerate();
        let is_last =
            |a: Uuid, b: Uuid| self.latest(about.kind, a, b).is_some_and(|(last, _)| last == id);
        members.into_iter().any(|(at, a)| about.members[at + 1..].iter().any(|b| is_last(*a, *b)))
    }

    fn standing(&self, id: DuplicateId) -> Option<(&About, &Verdict)> {
        let about = self.about.get(&id)?;
        about.verdict.as_ref().map(|it| (about, it))
    }

    fn naming(&self, kind: DuplicateKind, id: Uuid) -> Option<&BTreeSet<DuplicateId>> {
        self.naming.get(&(kind, id))
    }
}
