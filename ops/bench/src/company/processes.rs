//! What the company does, step by step, and how work is handed over.

use domain::line::Line;
use events::{Area, Noun};
use serde_json::json;
use uuid::Uuid;

use super::{Company, Process, line, words};

impl Company {
    pub(super) fn map_process(&mut self) -> Line {
        let id = self.mint();
        let owner = self.random.below(self.units.len());
        let steps_planned = 8 + self.random.below(8);
        self.growing.push(self.processes.len());
        self.processes.push(Process { id, owner, steps: vec![], steps_planned });
        let product = self.product();
        let name = words::subject(&mut self.random, &product);
        let area = self.random.one_of(&Area::ALL);
        let body = json!({"name": name, "owner": self.units[owner], "primary_area": area});
        line(Noun::Process, id, "map-process", body)
    }

    pub(super) fn add_step(&mut self) -> Line {
        let step = self.mint();
        let place = self.random.below(self.growing.len());
        let process = self.growing[place];
        let name = self.step_name();
        let (minutes, runs) = (5 + self.random.below(90), 1 + self.random.below(200));
        let unit = self.unit_near(self.processes[process].owner);
        let process = &mut self.processes[process];
        process.steps.push(step);
        if process.steps.len() >= process.steps_planned {
            self.growing.swap_remove(place);
            if self.random.in_hundred(10) {
                // One process in ten is mapped anew, further on.
                process.steps_planned += 3;
            }
        }
        let body = json!({
            "step": step, "name": name, "unit": unit,
            "minutes_per_run": minutes, "runs_per_month": runs,
        });
        line(Noun::Process, process.id, "add-step", body)
    }

    pub(super) fn add_hand_over(&mut self) -> Line {
        let (Some(from), Some(to)) = (self.process_with_steps(), self.process_with_steps()) else {
            return self.add_step();
        };
        let hand_over = self.mint();
        let (from, other) = (&self.processes[from], &self.processes[to]);
        let place = self.random.below(from.steps.len() - 1);
        let (first, mut second, mut elsewhere) = (from.steps[place], from.steps[place + 1], None);
        let mut kind = "work";
        let (mut hands_over, way) = (first, self.random.below(100));
        if way < 20 && other.id != from.id {
            (second, elsewhere) = (*self.random.one_of(&other.steps), Some(other.id));
        } else if way < 34 {
            (hands_over, second, kind) = (second, first, "return");
        }
        let process = from.id;
        self.hand_overs.push((process, hand_over));
        let (minutes, hours) = (5 + self.random.below(40), 1 + self.random.below(72));
        let mut to = json!({"step": second});
        if let Some(elsewhere) = elsewhere {
            to["process"] = json!(elsewhere);
        }
        let body = json!({
            "hand_over": hand_over, "from": hands_over, "to": to, "kind": kind, "channel": "email",
            "effort_minutes": minutes, "wait_hours": hours, "times_per_month": 20,
        });
        line(Noun::Process, process, "add-hand-over", body)
    }

    pub(super) fn revise_step(&mut self) -> Line {
        let Some(process) = self.process_with_steps() else { return self.add_step() };
        let (id, steps) = (self.processes[process].id, &self.processes[process].steps);
        let step = *self.random.one_of(steps);
        let body = if self.random.in_hundred(25) {
            json!({"step": step, "name": self.step_name()})
        } else {
            json!({"step": step, "minutes_per_run": 5 + self.random.below(90)})
        };
        line(Noun::Process, id, "revise-step", body)
    }

    pub(super) fn change_hand_over(&mut self) -> Line {
        if self.hand_overs.is_empty() {
            return self.add_step();
        }
        let place = self.random.below(self.hand_overs.len());
        if self.random.in_hundred(30) {
            let (process, hand_over) = self.hand_overs.swap_remove(place);
            let body = json!({"hand_over": hand_over});
            return line(Noun::Process, process, "remove-hand-over", body);
        }
        let (process, hand_over) = self.hand_overs[place];
        let body = json!({"hand_over": hand_over, "wait_hours": self.random.below(1_000)});
        line(Noun::Process, process, "revise-hand-over", body)
    }

    fn step_name(&mut self) -> String {
        if !self.step_names.is_empty() && self.random.in_hundred(3) {
            return self.random.one_of(&self.step_names).clone();
        }
        let product = self.product();
        let name = words::step(&mut self.random, &product);
        if self.step_names.len() < 1_000 {
            self.step_names.push(name.clone());
        } else {
            let place = self.random.below(1_000);
            self.step_names[place].clone_from(&name);
        }
        name
    }

    pub(super) fn process_with_steps(&mut self) -> Option<usize> {
        let place = self.random.below(self.processes.len());
        (self.processes[place].steps.len() >= 2).then_some(place)
    }

    /// The owner itself every second time, else mostly one of its neighbours.
    fn unit_near(&mut self, owner: usize) -> Uuid {
        let place = match self.random.below(100) {
            0..50 => owner,
            50..97 => owner + self.random.below(6),
            _ => self.random.below(self.units.len()),
        };
        self.units[place % self.units.len()]
    }
}
