//! Who: processes, the pools in which they are drawn, and lanes.

use super::{Became, Reading};
use crate::model::{Element, End, Lane, Process};

impl Reading<'_> {
    pub(super) fn processes(&mut self) {
        for (place, node) in self.tree.all(&["process"]) {
            let id = node.id().to_owned();
            let documentation = self.documentation(place);
            self.became[place] = Became::Process(self.model.processes.len());
            let name = self.name(place);
            self.model.processes.push(Process { id, name, pool: None, documentation });
        }
        for (place, node) in self.tree.all(&["participant"]) {
            let (name, reference) = (self.name(place), node.attribute("processRef"));
            let process = reference.map(|it| self.referred(it));
            match process {
                Some(Became::Process(process)) => self.put_in_pool(place, process, name),
                Some(_) => {
                    self.leave(place, "process of the pool", "it is not in this file");
                    self.model.strangers.extend(name);
                }
                None => {
                    self.leave(place, "pool", "nothing but its name is drawn");
                    self.model.strangers.extend(name);
                }
            }
        }
    }

    fn put_in_pool(&mut self, place: usize, process: usize, name: Option<String>) {
        let pool = &mut self.model.processes[process].pool;
        match (&pool, name) {
            (None, name) => *pool = name,
            (Some(there), Some(name)) if *there != name => {
                self.leave(place, "pool", "its process is drawn in another pool as well");
            }
            (Some(_), _) => {}
        }
        self.became[place] = Became::Process(process);
    }

    /// What a message begins or ends at.
    pub(super) fn end(&self, reference: &str) -> Option<End> {
        let place = self.tree.find(reference)?;
        match self.became[place] {
            Became::Element(element) => Some(End::Element(element)),
            Became::Process(process) => Some(End::Process(process)),
            Became::Nothing if self.tree.nodes[place].is(&["participant"]) => {
                Some(End::Pool(self.name(place).unwrap_or_default()))
            }
            _ => None,
        }
    }

    pub(super) fn lanes(&mut self) {
        for (place, node) in self.tree.all(&["lane"]) {
            let Some(process) = self.process_around(place) else { continue };
            let within = self.tree.around(place, &["lane"]);
            let within = within.and_then(|it| match self.became[it] {
                Became::Lane(lane) => Some(lane),
                _ => None,
            });
            let (id, name) = (node.id().to_owned(), self.name(place));
            if name.is_none() {
                self.leave(place, "lane", "it has no name");
            }
            self.became[place] = Became::Lane(self.model.lanes.len());
            self.model.lanes.push(Lane { id, name, process, within });
        }
        self.fill_lanes();
        self.inherit_lanes();
    }

    fn fill_lanes(&mut self) {
        for (place, node) in self.tree.all(&["flowNodeRef"]) {
            let lane = self.tree.around(place, &["lane"]).map(|it| self.became[it]);
            let Some(Became::Lane(lane)) = lane else { continue };
            match self.referred(&node.text) {
                Became::Element(element) => {
                    let there = self.model.elements[element].lane;
                    if there.is_none_or(|it| self.depth(it) < self.depth(lane)) {
                        self.model.elements[element].lane = Some(lane);
                    }
                }
                // Some programs name what lies in a lane whatever it is.
                Became::Data(_) | Became::Flow(_) | Became::Lane(_) | Became::Process(_) => {}
                Became::Nothing if self.tree.find(&node.text).is_some() => {}
                Became::Nothing => {
                    let what = format!("`{}` in a lane", node.text.trim());
                    self.leave(place, &what, "there is no such element");
                }
            }
        }
    }

    fn depth(&self, lane: usize) -> usize {
        let within = |it: &usize| self.model.lanes[*it].within;
        std::iter::successors(Some(lane), within).count()
    }

    /// What lies in a sub-process, or at an edge, lies in the same lane. An element comes after the one
    /// around it, but not always after the one at whose edge it is.
    fn inherit_lanes(&mut self) {
        for from in [|it: &Element| it.within, |it: &Element| it.attached_to] {
            for place in 0..self.model.elements.len() {
                let element = &self.model.elements[place];
                if let (None, Some(from)) = (element.lane, from(element)) {
                    self.model.elements[place].lane = self.model.elements[from].lane;
                }
            }
        }
    }

    /// The process in which a node lies.
    pub(super) fn process_around(&self, place: usize) -> Option<usize> {
        match self.became[self.tree.around(place, &["process"])?] {
            Became::Process(process) => Some(process),
            _ => None,
        }
    }
}
