//! An invented company of any size, told as commands. The same seed tells the same history.
//!
//! Of 100 commands about 40 log a pain point and 12 back one, 20 add a step and 13 a hand-over, 7
//! revise or remove one, 2 map a process, 6 sort, resolve or take up; the rest registers units and
//! sites and lets communities speak. A process has 8 to 15 steps, most of them done by its owner and
//! by neighbours of the owner; one hand-over in five leads into another process, one in seven goes
//! back. Three step names in a hundred are those of a step elsewhere.

mod pain_points;
mod places;
mod processes;
pub(crate) mod random;
mod words;

use domain::line::Line;
use events::Noun;
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

/// What a step may be called, about one of so many products.
pub(crate) fn step_name(random: &mut Random, products: usize) -> String {
    let product = words::product(random.below(products));
    words::step(random, &product)
}

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

    /// One product in so many things, however large the company.
    fn product(&mut self) -> String {
        words::product(self.random.below(10 + self.told / 40))
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
