//! What: tasks, sub-processes, events and gateways, with what is said about them.

use std::collections::HashMap;

use super::{Became, Reading, tree::Node};
use crate::model::{
    Element, EventKind, GatewayKind, Kind, ScopeKind, TaskKind, Trigger, words::said,
};

const SCOPES: &[&str] = &["subProcess", "transaction", "adHocSubProcess"];

impl Reading<'_> {
    pub(super) fn nodes(&mut self) {
        let triggers = self.triggers();
        for (place, node) in self.tree.nodes.iter().enumerate() {
            let trigger = triggers.get(&place).copied().unwrap_or(Trigger::Unsaid);
            let Some(kind) = kind_of(node, trigger) else { continue };
            if self.tree.twins.binary_search(&place).is_ok() {
                continue;
            }
            let Some(process) = self.process_around(place) else { continue };
            let within = self.tree.around(place, SCOPES).and_then(|it| self.element_at(it));
            let element = Element {
                name: self.name(place).unwrap_or_default(),
                documentation: self.documentation(place),
                within,
                is_compensation: node.attribute("isForCompensation") == Some("true"),
                ..Element::new(node.id(), kind, process)
            };
            self.became[place] = Became::Element(self.model.elements.len());
            self.model.elements.push(element);
        }
        self.attach();
        self.describe();
    }

    pub(super) fn element_at(&self, place: usize) -> Option<usize> {
        match self.became[place] {
            Became::Element(element) => Some(element),
            _ => None,
        }
    }

    /// What each event waits for or tells; several are `Multiple`.
    fn triggers(&self) -> HashMap<usize, Trigger> {
        let mut triggers = HashMap::new();
        for node in &self.tree.nodes {
            if let (Some(trigger), Some(event)) = (trigger_of(node.tag), node.around) {
                let there = triggers.entry(event);
                there.and_modify(|it| *it = Trigger::Multiple).or_insert(trigger);
            }
        }
        triggers
    }

    fn attach(&mut self) {
        for (place, node) in self.tree.all(&["boundaryEvent"]) {
            let Some(event) = self.element_at(place) else { continue };
            match self.referred(node.attribute("attachedToRef").unwrap_or_default()) {
                Became::Element(to) if to != event => {
                    self.model.elements[event].attached_to = Some(to);
                }
                _ => self.leave(place, "edge of the event", "there is no such activity"),
            }
        }
    }

    /// Roles, calls, and what is said about repetition.
    fn describe(&mut self) {
        for (place, node) in self.tree.nodes.iter().enumerate() {
            let Some(element) = node.around.and_then(|it| self.element_at(it)) else { continue };
            match node.tag {
                "potentialOwner" | "performer" | "humanPerformer" | "resourceRole" => {
                    self.add_role(place, element);
                }
                "multiInstanceLoopCharacteristics" | "standardLoopCharacteristics" => {
                    let activity = node.around.expect("it is in one");
                    self.leave(activity, "repetition of", "a step is not repeated by itself");
                }
                _ => {}
            }
        }
        self.calls();
    }

    /// A resource that is named in this file. An expression may name a person, and is not kept.
    fn add_role(&mut self, place: usize, element: usize) {
        let references = self.tree.held(place, "resourceRef");
        let resources = references.filter_map(|(_, it)| self.tree.find(&it.text));
        let names: Vec<_> = resources.filter_map(|it| self.name(it)).collect();
        if names.is_empty() {
            self.leave(place, "who does it", "no resource of the file is named");
        }
        self.model.elements[element].roles.extend(names);
    }

    fn calls(&mut self) {
        for (place, node) in self.tree.all(&["callActivity"]) {
            let (Some(element), Some(called)) =
                (self.element_at(place), node.attribute("calledElement"))
            else {
                continue;
            };
            match self.referred(called) {
                Became::Process(process) => self.model.elements[element].calls = Some(process),
                _ if self.tree.find(called).is_some() => {}
                _ => {
                    let because = format!("`{called}` is not in this file");
                    self.leave(place, "what is called by", because);
                }
            }
        }
    }

    pub(super) fn documentation(&self, place: usize) -> Vec<String> {
        let all = self.tree.held(place, "documentation");
        all.map(|(_, it)| it.text.trim().to_owned()).filter(|it| said(it).is_some()).collect()
    }
}

fn kind_of(node: &Node, trigger: Trigger) -> Option<Kind> {
    let kind = match node.tag {
        "task" => Kind::Task(TaskKind::Any),
        "userTask" => Kind::Task(TaskKind::User),
        "serviceTask" => Kind::Task(TaskKind::Service),
        "sendTask" => Kind::Task(TaskKind::Send),
        "receiveTask" => Kind::Task(TaskKind::Receive),
        "manualTask" => Kind::Task(TaskKind::Manual),
        "scriptTask" => Kind::Task(TaskKind::Script),
        "businessRuleTask" => Kind::Task(TaskKind::BusinessRule),
        "callActivity" => Kind::Call,
        "subProcess" if node.attribute("triggeredByEvent") == Some("true") => {
            Kind::SubProcess(ScopeKind::OnEvent)
        }
        "subProcess" => Kind::SubProcess(ScopeKind::Embedded),
        "transaction" => Kind::SubProcess(ScopeKind::Transaction),
        "adHocSubProcess" => Kind::SubProcess(ScopeKind::AdHoc),
        "startEvent" => Kind::Event(EventKind::Start, trigger),
        "intermediateCatchEvent" => Kind::Event(EventKind::Catch, trigger),
        "intermediateThrowEvent" => Kind::Event(EventKind::Throw, trigger),
        "boundaryEvent" => Kind::Event(EventKind::Boundary, trigger),
        "endEvent" => Kind::Event(EventKind::End, trigger),
        "exclusiveGateway" => Kind::Gateway(GatewayKind::Exclusive),
        "inclusiveGateway" => Kind::Gateway(GatewayKind::Inclusive),
        "parallelGateway" => Kind::Gateway(GatewayKind::Parallel),
        "eventBasedGateway" => Kind::Gateway(GatewayKind::EventBased),
        "complexGateway" => Kind::Gateway(GatewayKind::Complex),
        _ => return None,
    };
    Some(kind)
}

fn trigger_of(tag: &str) -> Option<Trigger> {
    let trigger = match tag {
        "messageEventDefinition" => Trigger::Message,
        "timerEventDefinition" => Trigger::Timer,
        "errorEventDefinition" => Trigger::Error,
        "escalationEventDefinition" => Trigger::Escalation,
        "cancelEventDefinition" => Trigger::Cancel,
        "compensateEventDefinition" => Trigger::Compensation,
        "conditionalEventDefinition" => Trigger::Condition,
        "linkEventDefinition" => Trigger::Link,
        "signalEventDefinition" => Trigger::Signal,
        "terminateEventDefinition" => Trigger::Terminate,
        // It is defined elsewhere, for many.
        "eventDefinitionRef" => Trigger::Multiple,
        _ => return None,
    };
    Some(trigger)
}
