//! Which things may be duplicates of each other at all: those of different units of which neither is part
//! of the other, steps and processes also of different processes. The units must be known, but of data
//! objects, which belong to nobody. Processes that were imported from one file are one here. And whoever was
//! dismissed is not shown with each other again, nor is who differs from another in words that people held
//! apart, or a step that is a verb alone ("Accepted"), unless somebody confirms just these.

use std::{cell::RefCell, collections::HashMap};

use events::{
    duplicate::DuplicateKind,
    ids::{ProcessId, UnitId},
};
use similarity::{pairs::Rules, reading::is_bare_verb};
use uuid::Uuid;

use super::{
    Duplicates,
    sources::Sources,
    taught::Apart,
    verdicts::{Said, Verdicts},
};

/// Where each thing stands; looked up once, never listed.
#[derive(Debug)]
pub(super) struct Admission<'a> {
    kind: DuplicateKind,
    of: Sources<'a>,
    verdicts: &'a Verdicts,
    places: RefCell<HashMap<Uuid, Option<Place<'a>>>>,
    apart: RefCell<Apart<'a>>,
}

#[derive(Debug)]
struct Place<'a> {
    process: Option<ProcessId>,
    /// The digest of the file that the process was imported from.
    file: Option<&'a str>,
    /// Each unit, then all that it is part of.
    units: Vec<Vec<UnitId>>,
    /// It does not say with what it is done.
    is_bare: bool,
}

impl<'a> Admission<'a> {
    pub(super) fn new(kind: DuplicateKind, of: Sources<'a>, duplicates: &'a Duplicates) -> Self {
        let Duplicates { verdicts, taught, .. } = duplicates;
        let apart = RefCell::new(Apart::new(taught.of(kind)));
        Self { kind, of, verdicts, places: RefCell::default(), apart }
    }

    fn place(&self, id: Uuid) -> Option<Place<'a>> {
        let process = self.of.process(self.kind, id);
        let registry = self.of.registry;
        let units: Vec<_> = match self.kind {
            DuplicateKind::DataObject => vec![],
            _ => self
                .of
                .units(self.kind, id)
                .into_iter()
                .map(|it| std::iter::once(it).chain(registry.ancestors(it)).collect())
                .collect(),
        };
        let is_known = self.kind == DuplicateKind::DataObject || !units.is_empty();
        let file = process.and_then(|it| registry.file_of(it));
        let says = |it: std::sync::Arc<str>| is_bare_verb(&it);
        let is_bare =
            self.kind == DuplicateKind::Step && self.of.text(self.kind, id).is_some_and(says);
        let is_there = is_known && self.of.is_open(self.kind, id);
        is_there.then_some(Place { process, file, units, is_bare })
    }
}

impl Rules<Uuid> for Admission<'_> {
    fn may(&self, a: Uuid, b: Uuid) -> bool {
        let mut places = self.places.borrow_mut();
        for id in [a, b] {
            places.entry(id).or_insert_with(|| self.place(id));
        }
        let (a_place, b_place) = (places[&a].as_ref(), places[&b].as_ref());
        let admits = a_place
            .zip(b_place)
            .is_some_and(|(a, b)| !a.is_of_one_source(b) && !a.is_part_of(b) && !b.is_part_of(a));
        admits
            && match self.verdicts.said_of(self.kind, a, b) {
                Some(Said::Confirmed(_)) => true,
                Some(Said::Dismissed(_)) => false,
                None if [a_place, b_place].into_iter().flatten().any(|it| it.is_bare) => false,
                None => {
                    let text = |id| self.of.text(self.kind, id);
                    !self.apart.borrow_mut().holds(a, b, text)
                }
            }
    }

    fn together(&self, id: Uuid) -> impl Iterator<Item = (u64, &[Uuid])> {
        self.verdicts.together(self.kind, id)
    }
}

impl Place<'_> {
    fn is_of_one_source(&self, other: &Self) -> bool {
        (self.process.is_some() && self.process == other.process)
            || (self.file.is_some() && self.file == other.file)
    }

    /// Whether one of the units is one of the others, or part of it.
    fn is_part_of(&self, other: &Self) -> bool {
        self.units.iter().any(|unit| other.units.iter().any(|it| unit.contains(&it[0])))
    }
}
