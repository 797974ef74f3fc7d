//! An invented company of any size, told as commands. The same seed tells the same history.
//!
//! Of 100 commands about 40 log a pain point and 12 back one, 20 add a step and 13 a hand-over, 7
//! revise or remove one, 2 map a process, 6 sort, resolve or take up; the rest registers units and
//! sites and lets communities speak. A process has 8 to 15 steps, most of them done by its owner and
//! by neighbours of the owner; one hand-over in five leads into another process, one in seven goes
//! back. Three step names in a hundred are those of a step elsewhere.

pub(crate) mod random;
mod words;

use domain::line::Line;
use events::{Area, Noun, kind::PainPointKind};
use serde_json::{Value, json};
use uuid::{Builder, Uuid};

use random::Random;

/// The history of a company without an end.
#[derive(Debug)]
pub(crate) struct Company {
    random: Random,
    told: usize,
    sites: Vec<Uuid>,
    units: Vec<Uuid>,
    communities: Vec<Uuid>,
    processes: Vec<Process>,
    /// Those that lack steps still.
    growing: Vec<usize>,
    hand_overs: Vec<(Uuid, Uuid)>,
    pain_points: Vec<(Uuid, Uuid)>,
    step_names: Vec<String>,
}

#[derive(Debug)]
struct Process {
    id: Uuid,
    owner: usize,
    steps: Vec<Uuid>,
    steps_planned: usize,
}

const ZONES: [(&str, &str); 7] = [
    ("DE", "Europe/Berlin"),
    ("MX", "America/Mexico_City"),
    ("IN", "Asia/Kolkata"),
    ("US", "America/Chicago"),
    ("PL", "Europe/Warsaw"),
    ("CN", "Asia/Shanghai"),
    ("ES", "Europe/Madrid"),
];

impl Company {
    /// The company of this seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            told: 0,
            sites: vec![],
            units: vec![],
            communities: vec![],
            processes: vec![],
            growing: vec![],
            hand_overs: vec![],
            pain_points: vec![],
            step_names: vec![],
        }
    }

    fn tell(&mut self) -> Line {
        // What the rest refers to grows with the history.
        if self.sites.len() < 7 + self.told / 20_000 {
            return self.register_site();
        }
        if self.units.len() < 20 + self.told / 300 {
            return self.register_unit();
        }
        if self.communities.len() < 5 + self.told / 2_000 {
            return self.found_community();
        }
        if self.processes.len() < 3 || self.growing.is_empty() {
            return self.map_process();
        }
        match self.random.below(100) {
            0..20 => self.add_step(),
            20..33 => self.add_hand_over(),
            33..37 => self.revise_step(),
            37..40 => self.change_hand_over(),
            40..52 => self.back_pain_point(),
            52..58 => self.follow_pain_point(),
            58..60 => self.speak_up(),
            _ => self.log_pain_point(),
        }
    }

    fn register_site(&mut self) -> Line {
        let id = self.mint();
        let place = self.sites.len();
        self.sites.push(id);
        let (country, time_zone) = ZONES[place % ZONES.len()];
        let name = words::product(900_000 + place);
        let region = ["Europe", "Americas", "Asia"][place % 3];
        let body =
            json!({"name": name, "country": country, "time_zone": time_zone, "region": region});
        line(Noun::Site, id, "register-site", body)
    }

    fn register_unit(&mut self) -> Line {
        let id = self.mint();
        let place = self.units.len();
        let parent = (place > 0).then(|| self.units[place / 6]);
        self.units.push(id);
        let name = words::subject(&mut self.random, &words::product(800_000 + place));
        let site = self.random.one_of(&self.sites);
        let body = json!({
            "name": name, "parent": parent, "site": site, "head_count": 5 + place % 60,
        });
        line(Noun::Unit, id, "register-unit", body)
    }

    fn found_community(&mut self) -> Line {
        let id = self.mint();
        self.communities.push(id);
        let name = words::subject(&mut self.random.clone(), &self.product());
        let (purpose, _) = words::complaint(&mut self.random.clone(), &name);
        let body = json!({"name": name, "purpose": purpose, "member_count": 12});
        line(Noun::Community, id, "found-community", body)
    }

    fn map_process(&mut self) -> Line {
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

    fn add_step(&mut self) -> Line {
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

    fn add_hand_over(&mut self) -> Line {
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

    fn revise_step(&mut self) -> Line {
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

    fn change_hand_over(&mut self) -> Line {
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

    fn log_pain_point(&mut self) -> Line {
        let id = self.mint();
        let unit = *self.random.one_of(&self.units);
        self.pain_points.push((id, unit));
        let product = self.product();
        let (text, language) = words::complaint(&mut self.random, &product);
        let mut body = json!({"text": text, "language": language, "unit": unit});
        if let (true, Some(process)) = (self.random.in_hundred(50), self.process_with_steps()) {
            let Process { id, steps, .. } = &self.processes[process];
            body["on"] = json!([{"process": id, "step": self.random.one_of(steps)}]);
        }
        if self.random.in_hundred(60) {
            body["hours"] = self.effort();
        }
        line(Noun::PainPoint, id, "log-pain-point", body)
    }

    fn back_pain_point(&mut self) -> Line {
        let Some((id, _)) = self.pain_point() else { return self.log_pain_point() };
        let unit = *self.random.one_of(&self.units);
        line(Noun::PainPoint, id, "back-pain-point", json!({"unit": unit, "hours": self.effort()}))
    }

    fn follow_pain_point(&mut self) -> Line {
        let Some((id, unit)) = self.pain_point() else { return self.log_pain_point() };
        match self.random.below(6) {
            0..3 => {
                let kind = self.random.one_of(PainPointKind::ALL);
                line(Noun::PainPoint, id, "sort-pain-point", json!({"kind": kind}))
            }
            3 => {
                let (how, _) = words::complaint(&mut self.random.clone(), &self.product());
                let body = json!({"how": how, "units": [unit]});
                line(Noun::PainPoint, id, "resolve-pain-point", body)
            }
            _ => {
                let community = *self.random.one_of(&self.communities);
                line(Noun::Community, community, "take-up-pain-point", json!({"pain_point": id}))
            }
        }
    }

    fn speak_up(&mut self) -> Line {
        let community = *self.random.one_of(&self.communities);
        if self.random.in_hundred(30) {
            let body = json!({"area": self.random.one_of(&Area::ALL)});
            return line(Noun::Community, community, "address-area", body);
        }
        let body = json!({"unit": self.random.one_of(&self.units)});
        line(Noun::Community, community, "represent-unit", body)
    }

    fn meta(&mut self) -> Option<Value> {
        match self.random.below(10) {
            0 => {
                let (why, _) = words::complaint(&mut self.random.clone(), &self.product());
                Some(json!({"why": why}))
            }
            1 | 2 => Some(json!({"happened": "2026-03-02T08:15:00Z", "basis": "estimated"})),
            _ => None,
        }
    }

    fn effort(&mut self) -> Value {
        let (quarters, n) = (1 + self.random.below(12), 1 + self.random.below(9));
        let per = self.random.one_of(&["day", "week", "month"]);
        json!({"per_occurrence": quarters as f64 / 4.0, "occurrences": {"n": n, "per": per}, "people": 2})
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

    /// One product in so many things, however large the company.
    fn product(&mut self) -> String {
        words::product(self.random.below(10 + self.told / 40))
    }

    fn process_with_steps(&mut self) -> Option<usize> {
        let place = self.random.below(self.processes.len());
        (self.processes[place].steps.len() >= 2).then_some(place)
    }

    fn pain_point(&mut self) -> Option<(Uuid, Uuid)> {
        let there = !self.pain_points.is_empty();
        there.then(|| *self.random.one_of(&self.pain_points))
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

    /// Sorted by time, as ids of version 7 are.
    fn mint(&mut self) -> Uuid {
        let millis = 1_770_000_000_000 + self.told as u64 * 20;
        let (a, b) = (self.random.next().to_le_bytes(), self.random.next().to_le_bytes());
        let random = std::array::from_fn(|place| if place < 8 { a[place] } else { b[place - 8] });
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

impl Iterator for Company {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let mut line = self.tell();
        line.meta = self.meta();
        self.told += 1;
        Some(line)
    }
}

fn line(noun: Noun, id: Uuid, command: &str, mut body: Value) -> Line {
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|_, it| !it.is_null());
    }
    Line {
        noun: noun.path().to_owned(),
        id,
        command: command.to_owned(),
        body,
        meta: None,
        key: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_tells_the_same_history_and_another_seed_another() {
        let told = |seed| Company::new(seed).take(2_000).collect::<Vec<_>>();
        assert_eq!(told(1), told(1));
        assert_ne!(told(1), told(2));
    }
}
