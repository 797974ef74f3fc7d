//! Data objects, data stores, and who reads and writes them.

use std::collections::BTreeSet;

use super::{Became, Reading};
use crate::model::{Data, DataUse, words::said};

/// What is drawn; a data object itself is, where nothing stands for it.
const DRAWN: &[&str] =
    &["dataObjectReference", "dataStoreReference", "dataObject", "dataInput", "dataOutput"];
/// Tasks and events have inputs and outputs of their own, which are not drawn.
const OWN: &[&str] = &["dataInput", "dataOutput"];
const NO_NAME: &str = "it has no name";

impl Reading<'_> {
    pub(super) fn data(&mut self) {
        let references = self.tree.all(&["dataObjectReference"]);
        let drawn = references.filter_map(|(_, it)| self.tree.find(it.attribute("dataObjectRef")?));
        let drawn: BTreeSet<usize> = drawn.collect();
        for (place, node) in self.tree.all(DRAWN) {
            if drawn.contains(&place) || node.is(OWN) && self.owner(place).is_some() {
                continue;
            }
            let is_store = node.tag == "dataStoreReference";
            let stands_for = if is_store { "dataStoreRef" } else { "dataObjectRef" };
            let whole = node.attribute(stands_for).and_then(|it| self.tree.find(it));
            let name = self.name(place).or_else(|| self.name(whole?));
            let Some(name) = name else {
                if node.tag != "dataObject" {
                    self.leave(place, node.tag, NO_NAME);
                }
                continue;
            };
            self.became[place] = Became::Data(self.model.data.len());
            let id = node.id().to_owned();
            self.model.data.push(Data { id, name, is_store });
        }
        self.data_uses();
    }

    /// The task or event whose own input or output this is.
    fn owner(&self, place: usize) -> Option<usize> {
        let around = self.tree.nodes[place].around?;
        let is_listed = self.tree.nodes[around].tag == "ioSpecification";
        let owner = if is_listed { self.tree.nodes[around].around? } else { around };
        self.element_at(owner)
    }

    fn data_uses(&mut self) {
        for (place, node) in self.tree.all(&["dataInputAssociation", "dataOutputAssociation"]) {
            let is_written = node.tag == "dataOutputAssociation";
            let Some(element) = node.around.and_then(|it| self.element_at(it)) else {
                self.leave(place, "use of data", "it belongs to no task or event");
                continue;
            };
            let [far, near] =
                if is_written { ["targetRef", "sourceRef"] } else { ["sourceRef", "targetRef"] };
            let near = self.tree.held(place, near).find_map(|(_, it)| self.tree.find(&it.text));
            let called = near.and_then(|it| self.name(it));
            let mut is_found = false;
            for (_, end) in self.tree.held(place, far) {
                if let Became::Data(data) = self.referred(&end.text) {
                    is_found = true;
                    let called = called.clone();
                    self.model.data_uses.push(DataUse { element, data, called, is_written });
                }
            }
            if !is_found {
                let what = self.tree.held(place, far).find_map(|(_, it)| said(&it.text));
                let what = format!("use of data `{}`", what.unwrap_or_default());
                self.leave(place, &what, "it is no data of this file with a name");
            }
        }
    }

    /// Data tied to an element by a line, or to a flow: then who begins it writes and who ends it reads.
    pub(super) fn tie_data(&mut self, place: usize, data: usize, to: Became, is_written: bool) {
        let uses = match to {
            Became::Element(element) => vec![(element, is_written)],
            Became::Flow(flow) => {
                let flow = &self.model.flows[flow];
                vec![(flow.from, true), (flow.to, false)]
            }
            _ => {
                self.leave(place, "association", "it ties data to no task or event");
                return;
            }
        };
        for (element, is_written) in uses {
            self.model.data_uses.push(DataUse { element, data, called: None, is_written });
        }
    }
}
