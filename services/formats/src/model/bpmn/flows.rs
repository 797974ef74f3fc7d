//! What leads to what: sequence flows, links, messages, signals.

use std::collections::BTreeMap;

use super::{Became, Reading};
use crate::model::{End, EventKind, Flow, Kind, Message, words::said};

impl Reading<'_> {
    pub(super) fn flows(&mut self) {
        for (place, node) in self.tree.all(&["sequenceFlow"]) {
            let ends = ["sourceRef", "targetRef"].map(|it| node.attribute(it).unwrap_or_default());
            let [from, to] = ends.map(|it| self.referred(it));
            let (Became::Element(from), Became::Element(to)) = (from, to) else {
                let is_element = |it: &&str| matches!(self.referred(it), Became::Element(_));
                let astray = ends.iter().find(|it| !is_element(it)).copied().unwrap_or_default();
                let because = format!("there is no element `{astray}`");
                self.leave(place, "sequence flow", because);
                continue;
            };
            let condition = self.tree.held(place, "conditionExpression").next();
            let flow = Flow {
                id: node.id().to_owned(),
                from,
                to,
                name: self.name(place),
                condition: condition.and_then(|(_, it)| said(&it.text)),
                is_default: false,
                probability: self.tree.simulated.probabilities.get(node.id()).copied(),
            };
            self.became[place] = Became::Flow(self.model.flows.len());
            self.model.flows.push(flow);
        }
        self.default_flows();
        self.links();
    }

    fn default_flows(&mut self) {
        for node in &self.tree.nodes {
            let Some(default) = node.attribute("default") else { continue };
            if let Became::Flow(flow) = self.referred(default) {
                self.model.flows[flow].is_default = true;
            }
        }
    }

    /// What is thrown at one place of a process goes on where it is caught under the same name.
    fn links(&mut self) {
        let mut caught = BTreeMap::new();
        let mut thrown = Vec::new();
        for (place, _) in self.tree.all(&["linkEventDefinition"]) {
            let event = self.tree.nodes[place].around;
            let Some(element) = event.and_then(|it| self.element_at(it)) else { continue };
            let it = &self.model.elements[element];
            let key = (it.process, self.name(place).unwrap_or_else(|| it.name.clone()));
            match it.kind {
                Kind::Event(EventKind::Catch, _) => drop(caught.entry(key).or_insert(element)),
                _ => thrown.push((key, element)),
            }
        }
        for (key, from) in thrown {
            let Some(to) = caught.get(&key) else { continue };
            let id = self.model.elements[from].id.clone();
            self.model.flows.push(Flow { id, from, to: *to, ..Flow::default() });
        }
    }

    pub(super) fn messages(&mut self) {
        for (place, node) in self.tree.all(&["messageFlow"]) {
            let [from, to] = ["sourceRef", "targetRef"]
                .map(|it| self.end(node.attribute(it).unwrap_or_default()));
            let (Some(from), Some(to)) = (from, to) else {
                self.leave(place, "message flow", "it begins or ends at nothing in this file");
                continue;
            };
            let (id, name) = (node.id().to_owned(), self.name(place));
            self.model.messages.push(Message { id, name, from, to });
        }
        self.signals();
    }

    /// A signal that is thrown is a message to each who waits for it.
    fn signals(&mut self) {
        let mut caught: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut thrown = Vec::new();
        for (_, node) in self.tree.all(&["signalEventDefinition"]) {
            let signal = node.attribute("signalRef").and_then(|it| self.tree.find(it));
            let event = node.around.and_then(|it| self.element_at(it));
            let (Some(signal), Some(event)) = (signal, event) else { continue };
            match self.model.elements[event].kind {
                Kind::Event(EventKind::Throw | EventKind::End, _) => thrown.push((signal, event)),
                _ => caught.entry(signal).or_default().push(event),
            }
        }
        for (signal, from) in thrown {
            let (id, name) = (self.tree.nodes[signal].id().to_owned(), self.name(signal));
            for to in caught.get(&signal).into_iter().flatten() {
                if self.model.messages.len() >= self.tree.nodes.len() {
                    self.leave(signal, "signal", "more wait for it than a message can be drawn to");
                    return;
                }
                let [from, to] = [from, *to].map(End::Element);
                self.model.messages.push(Message { id: id.clone(), name: name.clone(), from, to });
            }
        }
    }
}
