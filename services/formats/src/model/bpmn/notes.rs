//! What is tied to something by a dotted line: annotations, data, compensation. And groups.

use std::collections::BTreeSet;

use super::{Became, Reading};
use crate::model::{EventKind, Flow, Kind};

const ANNOTATION: &[&str] = &["textAnnotation"];

impl Reading<'_> {
    pub(super) fn notes(&mut self) {
        let mut tied = BTreeSet::new();
        for (place, node) in self.tree.all(&["association"]) {
            let ends = ["sourceRef", "targetRef"].map(|it| node.attribute(it).unwrap_or_default());
            let [Some(from), Some(to)] = ends.map(|it| self.tree.find(it)) else {
                self.leave(place, "association", "it begins or ends at nothing in this file");
                continue;
            };
            let note = [(from, to), (to, from)];
            let note = note.into_iter().find(|(it, _)| self.tree.nodes[*it].is(ANNOTATION));
            if let Some((note, about)) = note {
                tied.insert(note);
                self.write_about(note, about);
            } else {
                self.tie(place, from, to);
            }
        }
        for (place, _) in self.tree.all(ANNOTATION).filter(|(it, _)| !tied.contains(it)) {
            self.leave_note(place, "it is tied to nothing");
        }
        for (place, _) in self.tree.all(&["group"]) {
            self.leave_group(place);
        }
    }

    fn write_about(&mut self, note: usize, about: usize) {
        match (self.became[about], self.note_text(note)) {
            (Became::Element(element), Some(text)) => {
                self.model.elements[element].documentation.push(text);
            }
            (_, None) => {}
            _ => self.leave_note(note, "it is about no task, event or gateway"),
        }
    }

    fn note_text(&self, note: usize) -> Option<String> {
        let text = self.tree.held(note, "text").next()?.1.text.trim();
        Some(text.to_owned()).filter(|it| !it.is_empty())
    }

    fn leave_note(&mut self, note: usize, because: &str) {
        if let Some(text) = self.note_text(note) {
            self.leave(note, &format!("text annotation `{text}`"), because);
        }
    }

    fn tie(&mut self, place: usize, from: usize, to: usize) {
        match (self.became[from], self.became[to]) {
            (Became::Data(data), other) => self.tie_data(place, data, other, false),
            (other, Became::Data(data)) => {
                let is_written = self.tree.nodes[place].attribute("associationDirection");
                self.tie_data(place, data, other, is_written != Some("None"));
            }
            (Became::Element(from), Became::Element(to)) if self.is_compensated(from) => {
                let id = self.tree.nodes[place].id().to_owned();
                self.model.flows.push(Flow { id, from, to, ..Flow::default() });
            }
            _ => self.leave(place, "association", "it ties neither a note nor data to work"),
        }
    }

    fn is_compensated(&self, element: usize) -> bool {
        matches!(self.model.elements[element].kind, Kind::Event(EventKind::Boundary, _))
    }

    fn leave_group(&mut self, place: usize) {
        let value = self.tree.nodes[place].attribute("categoryValueRef");
        let value = value.and_then(|it| self.tree.nodes[self.tree.find(it)?].attribute("value"));
        let what = value.map_or_else(|| "group".to_owned(), |it| format!("group `{it}`"));
        self.leave(place, &what, "it is a matter of drawing");
    }
}
