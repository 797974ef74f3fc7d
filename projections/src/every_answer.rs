//! Every answer at once, in writing: to hold one fold of the log against another.

use std::collections::BTreeMap;

use events::duplicate::DuplicateKind;
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    Projections,
    duplicates::{DuplicatesQuery, OfVerdict},
    figures::Chosen,
    ideas::IdeaFilter,
    loops::{answer::LoopsQuery, level::Level},
    map_answer::{self, MapQuestion},
    pain_points::{PainPointFilter, Status},
};

/// Things of a noun of which the answer about each is compared, at most: the first ones.
const EACH: usize = 20;

impl Projections {
    /// The name and the JSON of every answer that concerns the whole company, as of `now`. Two folds of the same events give the same.
    pub fn every_answer(&self, now: Timestamp) -> Vec<(String, String)> {
        let Self { registry, process_map, loops, .. } = self;
        let all = PainPointFilter { status: Some(Status::All), ..PainPointFilter::default() };
        let mut answers = vec![
            written("coverage", &self.coverage_answer(now)),
            written("areas", &self.areas_answer()),
            written("pain points", &self.pain_points_answer(&all)),
            written("ideas", &self.ideas_answer(&IdeaFilter::default(), now)),
            written("waiting", &self.waiting_answer(now)),
            written("data objects", &self.data_objects_answer()),
            written("sites", &self.sites_answer()),
            written("units", &self.units_answer()),
            written("communities", &self.communities_answer()),
            written("processes", &self.processes_answer()),
            written("logs", &self.logs_answer()),
            written("unresolved", &self.unresolved_answer()),
            written("transparency lens", &self.transparency_lens()),
            written("support lens", &self.support_lens(now)),
            written("communication lens", &self.communication_lens()),
            written("coordination lens", &self.coordination_lens(LoopsQuery::at(now).day)),
        ];
        for kind in DuplicateKind::ALL {
            for verdict in [None, Some(OfVerdict::Dismissed)] {
                let query = DuplicatesQuery { kind, verdict, ..DuplicatesQuery::default() };
                let name = format!("duplicates of kind {} and verdict {verdict:?}", kind.key());
                answers.push(written(&name, &self.duplicates_answer(&query)));
            }
        }
        for level in Level::ALL {
            let query = LoopsQuery { level, ..LoopsQuery::at(now) };
            let answer = loops.answer(process_map, registry, query);
            answers.push(written(&format!("loops between {}s", level.key()), &answer));
        }
        for id in self.registry.communities().keys().take(EACH) {
            let stands = self.community_stands(*id, now);
            answers.push(written(&format!("coverage by {id}"), &stands));
        }
        for (id, _) in self.ideas.all().take(EACH) {
            answers.push(written(&format!("idea {id}"), &self.idea_answer(id, now)));
        }
        for level in map_answer::Level::ALL {
            let map = self.map_answer(MapQuestion::Level(level), |_| 0);
            answers.push(written(&format!("map of {level:?}s"), &map));
        }
        // What differences compare.
        for level in Level::ALL {
            let figures = self.figures_of(&Chosen::all(level), now);
            let values = figures.iter().map(|(name, it)| (name, &it.values));
            let values: BTreeMap<_, _> = values.collect();
            answers.push(written(&format!("figures, loops between {}s", level.key()), &values));
        }
        answers
    }
}

fn written(name: &str, answer: &impl Serialize) -> (String, String) {
    (name.to_owned(), serde_json::to_string(answer).expect("answers have string keys"))
}
