//! What holds the company's work up.

use domain::line::Line;
use events::{Noun, kind::PainPointKind};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Company, Process, line, words};

impl Company {
    pub(super) fn log_pain_point(&mut self) -> Line {
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

    pub(super) fn back_pain_point(&mut self) -> Line {
        let Some((id, _)) = self.pain_point() else { return self.log_pain_point() };
        let unit = *self.random.one_of(&self.units);
        line(Noun::PainPoint, id, "back-pain-point", json!({"unit": unit, "hours": self.effort()}))
    }

    pub(super) fn follow_pain_point(&mut self) -> Line {
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

    fn effort(&mut self) -> Value {
        let (quarters, n) = (1 + self.random.below(12), 1 + self.random.below(9));
        let per = self.random.one_of(&["day", "week", "month"]);
        json!({"per_occurrence": quarters as f64 / 4.0, "occurrences": {"n": n, "per": per}, "people": 2})
    }

    fn pain_point(&mut self) -> Option<(Uuid, Uuid)> {
        let there = !self.pain_points.is_empty();
        there.then(|| *self.random.one_of(&self.pain_points))
    }
}
