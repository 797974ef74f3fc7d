//! Ways between steps, calls of other processes, messages and signals as hand-overs.

use std::collections::BTreeMap;

use events::ids::derived;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Planning, processes::element_key, steps::text, there::HandOverThere};
use crate::model::{Element, End, EventKind, Kind, Message, NotKept};

/// One hand-over, before it has an id.
struct HandOver<'h> {
    from: usize,
    to: usize,
    kind: &'h str,
    condition: Option<&'h str>,
    share: Option<f64>,
    /// What tells it from others between the same steps.
    key: &'h str,
}

impl Planning<'_> {
    pub(super) fn add_ways(&mut self) {
        for way in std::mem::take(&mut self.ways.all) {
            let condition = way.condition.as_deref();
            let (from, to, share) = (way.from, way.to, way.share);
            self.add_hand_over(&HandOver { from, to, kind: "work", condition, share, key: "" });
        }
        for step in std::mem::take(&mut self.ways.rounds) {
            let Element { id, name, .. } = &self.model.elements[step];
            let what = format!("way from `{name}` back to itself");
            self.leave(id, what, "a hand-over leads to another step");
        }
        self.leave_what_is_written_twice();
        if self.ways.is_cut_short {
            let because = "there are more ways between the steps than can be kept";
            self.report.not_kept.push(NotKept::many(1, "further hand-overs", because));
        }
    }

    /// What machines check at a flow, where it also has a name for people.
    fn leave_what_is_written_twice(&mut self) {
        for flow in &self.model.flows {
            if let (Some(name), Some(condition)) = (&flow.name, &flow.condition)
                && name != condition
            {
                let what = format!("expression `{condition}`");
                self.leave(&flow.id, what, "the name of the flow says it to people");
            }
        }
    }

    /// From what calls a process to the steps with which that begins.
    pub(super) fn add_calls(&mut self) {
        let begins = self.begins();
        let mut first_steps = BTreeMap::new();
        for (from, caller) in self.model.elements.iter().enumerate() {
            let Some(called) = caller.calls.filter(|_| self.steps.contains_key(&from)) else {
                continue;
            };
            let begins = begins.get(&called).into_iter().flatten().copied();
            let begins: &Vec<usize> =
                first_steps.entry(called).or_insert_with(|| self.ways.behind_all(begins));
            if begins.is_empty() || called == caller.process {
                let what = format!("call by `{}`", caller.name);
                self.leave(&caller.id, what, "what it calls has no first step");
            }
            for &to in begins.iter().filter(|_| called != caller.process) {
                let (kind, condition, share, key) = ("work", None, None, "call");
                self.add_hand_over(&HandOver { from, to, kind, condition, share, key });
            }
        }
    }

    /// What each process begins with.
    fn begins(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut is_first: Vec<bool> = self.model.elements.iter().map(may_begin).collect();
        self.model.flows.iter().for_each(|it| is_first[it.to] = false);
        let mut begins: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, _) in is_first.iter().enumerate().filter(|it| *it.1) {
            begins.entry(self.model.elements[place].process).or_default().push(place);
        }
        begins
    }

    pub(super) fn add_messages(&mut self) {
        for message in &self.model.messages {
            let name = message.name.as_deref().unwrap_or_default();
            let what =
                if name.is_empty() { "message".to_owned() } else { format!("message `{name}`") };
            match self.ends(message) {
                Ok((from, to)) => self.add_message(message, &from, &to),
                Err(because) => self.leave(&message.id, what, because),
            }
        }
    }

    /// The steps that send and those that receive, or why there are none.
    fn ends(&mut self, message: &Message) -> Result<(Vec<usize>, Vec<usize>), String> {
        let [from, to] = [&message.from, &message.to].map(|end| match end {
            End::Element(element) => Ok(*element),
            End::Process(_) => Err("it begins or ends at a pool, at no step of it".to_owned()),
            End::Pool(name) => Err(format!("nothing is drawn in the pool `{name}`")),
        });
        let (from, to) = (self.ways.before(from?), self.ways.behind(to?));
        if from.is_empty() || to.is_empty() {
            let side = if from.is_empty() { "before" } else { "behind" };
            return Err(format!("there is no step {side} it"));
        }
        Ok((from, to))
    }

    fn add_message(&mut self, message: &Message, from: &[usize], to: &[usize]) {
        // What a message begins is work; what it finds under way is told to it.
        let begins =
            |it: &usize| matches!(self.model.elements[*it].kind, Kind::Event(EventKind::Start, _));
        let is_begun = matches!(&message.to, End::Element(element) if begins(element));
        let kind = if is_begun { "work" } else { "information" };
        let (condition, share, key) = (message.name.as_deref(), None, message.id.as_str());
        for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to))) {
            if from == to {
                self.leave(key, "message to its own sender", "a hand-over leads to another step");
            } else {
                self.add_hand_over(&HandOver { from, to, kind, condition, share, key });
            }
        }
    }

    fn add_hand_over(&mut self, it: &HandOver<'_>) {
        let [from, to] = [it.from, it.to].map(|place| self.model.elements[place].process);
        let [process, other] = [from, to].map(|place| self.processes[&place].id);
        let id = self.hand_over_id(process, it);
        self.report.kept.hand_overs += 1;
        let wish = HandOverThere {
            kind: it.kind.to_owned(),
            share: it.share,
            condition: it.condition.and_then(text),
        };
        let is_later = self.processes[&from].is_later;
        let now = self.process_there(from).and_then(|there| there.hand_overs.get(&id)).cloned();
        if let Some(now) = now {
            if is_later {
                self.revise_hand_over(process, id, &wish, &now);
            }
            return;
        }
        let mut to = Map::new();
        if other != process {
            to.insert("process".to_owned(), json!(other));
        }
        to.insert("step".to_owned(), json!(self.steps[&it.to]));
        let mut body = body(id, &wish);
        body.insert("from".to_owned(), json!(self.steps[&it.from]));
        body.insert("to".to_owned(), to.into());
        self.add("processes", process, "add-hand-over", body.into());
    }

    /// What this version says otherwise. What it does not say stays.
    fn revise_hand_over(
        &mut self,
        process: Uuid,
        id: Uuid,
        wish: &HandOverThere,
        now: &HandOverThere,
    ) {
        let (mut said, as_now) = (body(id, wish), body(id, now));
        said.retain(|field, value| field == "hand_over" || as_now.get(field) != Some(value));
        if said.len() > 1 {
            self.add("processes", process, "revise-hand-over", said.into());
            self.kept_process(process, |it| it.hand_overs_revised += 1);
        }
    }

    fn hand_over_id(&self, process: Uuid, it: &HandOver<'_>) -> Uuid {
        let [from, to] = [it.from, it.to].map(|place| element_key(self.model, place));
        derived(&["hand-over", &process.to_string(), &from, &to, it.key])
    }
}

fn body(id: Uuid, it: &HandOverThere) -> Map<String, Value> {
    let HandOverThere { kind, share, condition } = it;
    let mut body = Map::new();
    body.insert("hand_over".to_owned(), json!(id));
    body.insert("kind".to_owned(), json!(kind));
    if let Some(share) = share {
        body.insert("share".to_owned(), json!(share));
    }
    if let Some(condition) = condition {
        body.insert("condition".to_owned(), json!(condition));
    }
    body
}

/// Whether a process begins with an element where nothing leads to it.
fn may_begin(element: &Element) -> bool {
    element.within.is_none() && element.attached_to.is_none() && !element.is_compensation
}
