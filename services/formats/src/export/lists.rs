//! Every list as a table: the nouns as an import takes them, and answers that follow from them.

use jiff::Timestamp;
use projections::{
    Projections,
    ideas::IdeaFilter,
    pain_points::{PainPointFilter, Status},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    answers,
    names::Names,
    pain_points,
    rows::{Item, table},
    sheet::Sheet,
};
use crate::tables::Noun;

/// What can be exported as a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Things, each row an import takes.
    Things(Noun),
    /// Imported event logs.
    Logs,
    /// Duplicated work, a row for each member of a cluster.
    Duplicates,
    /// Coordination loops between units.
    Loops,
    /// Process areas and who addresses them.
    Coverage,
    /// What waits, and for whom.
    Waiting,
    /// What happened.
    History,
}

impl List {
    /// All of them, the nouns first.
    pub const ALL: [Self; 16] = [
        Self::Things(Noun::Sites),
        Self::Things(Noun::Units),
        Self::Things(Noun::DataObjects),
        Self::Things(Noun::Communities),
        Self::Things(Noun::Processes),
        Self::Things(Noun::Steps),
        Self::Things(Noun::HandOvers),
        Self::Things(Noun::DataUses),
        Self::Things(Noun::PainPoints),
        Self::Things(Noun::Ideas),
        Self::Logs,
        Self::Duplicates,
        Self::Loops,
        Self::Coverage,
        Self::Waiting,
        Self::History,
    ];

    /// As files, sheets and `--what` call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Things(noun) => noun.name(),
            Self::Logs => "logs",
            Self::Duplicates => "duplicates",
            Self::Loops => "loops",
            Self::Coverage => "coverage",
            Self::Waiting => "waiting",
            Self::History => "history",
        }
    }

    /// The list of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The names of all of them, to be told.
    pub fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

/// Lists as tables, made of what the projections answer.
#[derive(Debug)]
pub struct Lists<'a> {
    projections: &'a Projections,
    now: Timestamp,
    names: Names,
    /// Processes in full.
    processes: Vec<Value>,
}

impl<'a> Lists<'a> {
    /// Reads the names of everything once. `now` is what the freshness of evidence is told by.
    pub fn new(projections: &'a Projections, now: Timestamp) -> Self {
        let processes: Vec<_> = projections.processes_in_full().into_iter().map(value).collect();
        let mut names = Names::of(projections);
        for process in &processes {
            let id = process["process"]["id"].as_str();
            elements(&process["steps"]).for_each(|it| names.add(Noun::Steps, id, it));
        }
        Self { projections, now, names, processes }
    }

    /// One list. None of what happened: that is read from the log, see [`super::history`].
    pub fn sheet(&self, list: List) -> Option<Sheet> {
        let it = self.projections;
        let sheet = match list {
            List::Things(noun) => table(noun, &self.items(noun), &self.names),
            List::Logs => answers::logs(&value(it.logs_answer()), &self.names),
            List::Duplicates => answers::duplicates(it),
            List::Loops => answers::loops(it, self.now),
            List::Coverage => answers::coverage(&value(it.coverage_answer(self.now))),
            List::Waiting => answers::waiting(&value(it.waiting_answer(self.now))),
            List::History => return None,
        };
        Some(sheet)
    }

    /// What things are called.
    pub fn into_names(self) -> Names {
        self.names
    }

    fn items(&self, noun: Noun) -> Vec<Item> {
        match noun {
            Noun::Sites => {
                renamed(value(self.projections.sites_answer()), &[("units", "unit_count")])
            }
            Noun::Units => self.units(),
            Noun::Communities => {
                renamed(value(self.projections.communities_answer()), &[("pain_points", "took_up")])
            }
            Noun::Processes => {
                let counts = [("steps", "step_count"), ("hand_overs", "hand_over_count")];
                renamed(self.processes.iter().map(|it| it["process"].clone()).collect(), &counts)
            }
            Noun::Steps => self.parts("steps", |_, _| ()),
            Noun::HandOvers => self.parts("hand_overs", |process, item| self.ends(process, item)),
            Noun::PainPoints => self.pain_points(),
            Noun::DataObjects => renamed(value(self.projections.data_objects_answer()), &[]),
            Noun::DataUses => self.parts("data_uses", |process, item| self.step(process, item)),
            Noun::Ideas => self.ideas(),
        }
    }

    fn units(&self) -> Vec<Item> {
        let mut items = renamed(value(self.projections.units_answer()), &[]);
        for item in &mut items {
            if let Some(id) = item.get("works_at").and_then(Value::as_str) {
                let name = self.names.meant(Noun::Sites, None, id);
                item.insert("works_at".to_owned(), json!(name));
            }
        }
        items
    }

    /// Steps or hand-overs of all processes, each with the name of its process.
    fn parts(&self, of: &str, finish: impl Fn(&str, &mut Item)) -> Vec<Item> {
        let mut items = Vec::new();
        for process in &self.processes {
            let id = process["process"]["id"].as_str().unwrap_or_default();
            for mut item in elements(&process[of]).filter_map(|it| it.as_object().cloned()) {
                let name = self.names.meant(Noun::Processes, None, id);
                item.insert("process".to_owned(), json!(name));
                finish(id, &mut item);
                items.push(item);
            }
        }
        items
    }

    /// The step that uses something.
    fn step(&self, process: &str, item: &mut Item) {
        if let Some(step) = item.get("step").and_then(Value::as_str) {
            let name = self.names.meant(Noun::Steps, Some(process), step);
            item.insert("step".to_owned(), json!(name));
        }
    }

    /// The steps of a hand-over, the second perhaps in another process.
    fn ends(&self, process: &str, item: &mut Item) {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let (from, to) = (text(&item["from"]), item["to"].clone());
        let other = text(&to["process"]).filter(|it| it != process);
        let within = other.as_deref().unwrap_or(process);
        let step = |within: &str, id: Option<String>| {
            id.map(|id| self.names.meant(Noun::Steps, Some(within), &id))
        };
        let named = other.as_ref().map(|it| self.names.meant(Noun::Processes, None, it));
        item.insert("to".to_owned(), json!(step(within, text(&to["step"]))));
        item.insert("from".to_owned(), json!(step(process, from)));
        item.insert("to_process".to_owned(), json!(named));
    }

    /// With the areas that were said; those that follow stand beside them.
    fn ideas(&self) -> Vec<Item> {
        let it = self.projections;
        let ids =
            it.ideas_answer(&IdeaFilter::default(), self.now).items.into_iter().map(|it| it.id);
        let details = ids.filter_map(|id| {
            let (detail, said) = (it.idea_answer(id, self.now)?, &it.ideas.get(id)?.known.fact);
            let Value::Object(mut item) = value(detail) else { return None };
            let follows = item.insert("areas".to_owned(), value(&said.areas));
            item.insert("in_areas".to_owned(), follows.unwrap_or_default());
            Some(item)
        });
        details.collect()
    }

    fn pain_points(&self) -> Vec<Item> {
        let all = PainPointFilter { status: Some(Status::All), ..PainPointFilter::default() };
        let answer = self.projections.pain_points_answer(&all);
        let ids = answer.items.iter().map(|it| it.id);
        ids.filter_map(|id| pain_points::item(self.projections, id, &self.names)).collect()
    }
}

/// Members under another name, where theirs is that of a column which means something else.
fn renamed(items: Value, members: &[(&str, &str)]) -> Vec<Item> {
    let Value::Array(items) = items else { return Vec::new() };
    let objects = items.into_iter().filter_map(|it| match it {
        Value::Object(item) => Some(item),
        _ => None,
    });
    let rename = |mut item: Item| {
        for (from, to) in members {
            if let Some(value) = item.remove(*from) {
                item.insert((*to).to_owned(), value);
            }
        }
        item
    };
    objects.map(rename).collect()
}

/// As the API answers it.
pub(super) fn value(answer: impl Serialize) -> Value {
    serde_json::to_value(answer).expect("answers have string keys")
}

pub(super) fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
