//! One event as a sentence, and one change as a phrase.

use events::{ActorKind, Because};
use jiff::tz::TimeZone;
use projections::history::{Erased, FieldChange, HistoryItem};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Language, Phrases, args,
    figures::day,
    names::Names,
    values::{Values, short},
};

/// Changes that one sentence tells, at most; the answer has all of them.
const CHANGES_MAX: usize = 6;

/// Says what happened.
pub struct Teller<'a> {
    pub(crate) values: Values<'a>,
}

impl std::fmt::Debug for Teller<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Teller").field("phrases", &self.values.phrases).finish_non_exhaustive()
    }
}

impl<'a> Teller<'a> {
    /// In a language, with names from somewhere.
    pub fn new(language: Language, names: &'a dyn Names) -> Self {
        Self { values: Values { phrases: Phrases::of(language), names } }
    }

    /// What one event did, by whom and why.
    pub fn sentence(&self, item: &HistoryItem) -> String {
        let phrases = self.values.phrases;
        let part = self.part(&item.changes);
        let named = names_its_part(item.tag);
        let told = item.changes.iter().filter(|it| !is_called_so(item, it));
        let changes = if named { self.member_changes(told) } else { self.changes(told) };
        let gaps = args([
            (
                "who",
                self.who(item.on_behalf_of.or(item.actor.unit).map(|it| it.0), item.actor.kind),
            ),
            ("name", self.or_erased(item.name.as_deref())),
            ("part", part.unwrap_or_else(|| phrases.word("unknown"))),
            ("changes", changes),
        ]);
        let said = phrases.said(item.tag, &gaps);
        let said = said.trim_end_matches([':', ' ', '.']);
        format!("{said}{}.", self.tail(item))
    }

    /// Whoever speaks: a unit by its name, a person only as somebody.
    pub fn who(&self, unit: Option<Uuid>, kind: ActorKind) -> String {
        let key = match (unit, kind) {
            (Some(unit), _) => return self.values.name(unit),
            (None, ActorKind::Person) => "somebody",
            (None, ActorKind::Import) => "an-import",
            (None, ActorKind::System) => "the-program",
        };
        self.values.phrases.word(key)
    }

    /// What differs in one field.
    pub fn change(&self, change: &FieldChange) -> String {
        let FieldChange { field, from, to, erased, .. } = change;
        let (name, label) = self.label(field);
        let there = |value: &Value, side| {
            !value.is_null() || matches!(erased, Some(Erased::Both)) || *erased == Some(side)
        };
        let said = |value| self.values.said(&name, value);
        let (was, is) = (there(from, Erased::From), there(to, Erased::To));
        let (from, to) = (said(from), said(to));
        // What is too long to be told in full may begin alike.
        let is_alike = from == to && erased.is_none();
        let gaps = args([("field", label), ("from", from), ("to", to)]);
        match (was, is) {
            (true, true) if is_alike => self.values.phrases.said("change-other", &gaps),
            (true, true) => self.values.phrases.said("change-both", &gaps),
            (true, false) => self.values.phrases.said("change-gone", &gaps),
            _ => self.values.phrases.said("change-new", &gaps),
        }
    }

    /// A value of a figure or a field, in words.
    pub fn value(&self, field: &str, value: &Value) -> String {
        self.values.said(field, value)
    }

    /// The name of a field that a change tells by its path, and what it is called.
    pub fn field(&self, path: &str) -> (String, String) {
        self.label(path)
    }

    /// What the thing of an id is called.
    pub fn called(&self, id: Uuid) -> String {
        self.values.name(id)
    }

    /// What led to something.
    pub fn because(&self, because: Because) -> String {
        let (key, id) = match because {
            Because::Idea(id) => ("tail-idea", id.0),
            Because::PainPoint(id) => ("tail-pain-point", id.0),
            Because::Duplicate(id) => ("tail-duplicate", id.0),
        };
        self.values.phrases.said(key, &args([("name", self.values.name(id))]))
    }

    /// That a story goes on with what it was merged into.
    pub fn continues(&self, name: Option<&str>, target: Uuid) -> String {
        let gaps = args([("name", self.or_erased(name)), ("target", self.values.name(target))]);
        self.values.phrases.said("continues", &gaps)
    }

    /// That a story is its own again.
    pub fn returns(&self, name: Option<&str>) -> String {
        self.values.phrases.said("returns", &args([("name", self.or_erased(name))]))
    }

    fn or_erased(&self, name: Option<&str>) -> String {
        name.map_or_else(|| self.values.phrases.word("erased"), short)
    }

    /// The label of a member of a set or of a single thing, quoted.
    pub(crate) fn quoted(&self, text: &str) -> String {
        self.values.phrases.said("quoted", &args([("text", short(text))]))
    }

    /// The field's own name, and what readers call it: of `steps/0189…/people` the people; of a member of a
    /// set, the set with the member.
    pub(crate) fn label(&self, field: &str) -> (String, String) {
        let mut segments = field.split('/');
        let set = segments.next().unwrap_or(field);
        let label = |name: &str| self.values.phrases.word(&format!("field-{name}"));
        if matches!(set, "steps" | "hand_overs") {
            let name = segments.nth(1).unwrap_or(set);
            return (name.to_owned(), label(name));
        }
        let members = self.members(field);
        if members.is_empty() {
            return (set.to_owned(), label(set));
        }
        let one = self.values.phrases.find(&format!("member-{set}"), &args([]));
        let one = one.unwrap_or_else(|| label(set));
        (set.to_owned(), format!("{one} {}", members.join(" · ")))
    }

    /// What follows the set in a field: names, keys, days.
    pub(crate) fn members(&self, field: &str) -> Vec<String> {
        let mut segments = field.split('/');
        let set = segments.next().unwrap_or(field);
        segments.filter_map(|it| self.member(set, it)).collect()
    }

    /// A member of a set, by name; nothing where it is a person or says nothing.
    pub(crate) fn member(&self, set: &str, segment: &str) -> Option<String> {
        if matches!(set, "managers" | "supporters" | "comments") || segment.starts_with('…') {
            return None;
        }
        if let Ok(id) = Uuid::parse_str(segment) {
            return Some(self.quoted(&self.values.name(id)));
        }
        if segment.starts_with("erased-") {
            return Some(self.values.phrases.word("erased"));
        }
        let days = segment.split_once("..").map(|(from, to)| [from.parse(), to.parse()]);
        if let Some([Ok(from), Ok(to)]) = days {
            let language = self.values.phrases.language();
            return Some(format!("{}–{}", day(language, from), day(language, to)));
        }
        if matches!(segment, "unsaid" | "value") {
            return None;
        }
        Some(self.values.phrases.listed(&segment.replace("~1", "/").replace("~0", "~")))
    }

    /// The step, the hand-over, the unit or the area that all of it is about.
    fn part(&self, changes: &[FieldChange]) -> Option<String> {
        if let Some(of) = changes.iter().find_map(|it| it.of.as_deref()) {
            return Some(self.quoted(of));
        }
        let member = changes.iter().find_map(|it| it.field.split_once('/'));
        let (set, member) = member?;
        self.member(set, member.split('/').next().unwrap_or(member))
    }

    /// Of a sentence that names the member of a set: only what holds of it, if it is more than that.
    pub(crate) fn member_changes<'b>(
        &self,
        changes: impl Iterator<Item = &'b FieldChange>,
    ) -> String {
        let told = changes.filter(|it| has_more(it)).map(|it| {
            let is_plain = it.from.is_null() && it.field.contains('/') && !is_part(it);
            if is_plain { self.value(&self.label(&it.field).0, &it.to) } else { self.change(it) }
        });
        together(told.collect())
    }

    pub(crate) fn changes<'b>(&self, changes: impl Iterator<Item = &'b FieldChange>) -> String {
        together(changes.map(|it| self.change(it)).collect())
    }

    fn tail(&self, item: &HistoryItem) -> String {
        let phrases = self.values.phrases;
        let because = item.because_of.map(|it| self.because(it)).unwrap_or_default();
        let why = item.why.as_deref().map(|why| {
            phrases.said("tail-why", &args([("why", short(why).trim_end_matches('.').to_owned())]))
        });
        let happened = item.happened.map(|it| {
            let then = day(phrases.language(), TimeZone::UTC.to_datetime(it).date());
            format!(" {}", phrases.said("tail-happened", &args([("day", then)])))
        });
        format!("{because}{}{}", why.unwrap_or_default(), happened.unwrap_or_default())
    }
}

/// Whether the sentence of an event names the member of a set itself.
fn names_its_part(tag: &str) -> bool {
    const PROBE: &str = "\u{1}";
    let said = Phrases::of(Language::English).find(tag, &args([("part", PROBE.to_owned())]));
    said.is_some_and(|it| it.contains(PROBE))
}

fn together(mut told: Vec<String>) -> String {
    if told.len() > CHANGES_MAX {
        told.truncate(CHANGES_MAX);
        told.push("…".to_owned());
    }
    told.join("; ")
}

/// Whether a change only gives something the name by which the sentence calls it.
fn is_called_so(item: &HistoryItem, change: &FieldChange) -> bool {
    let name = [change.of.as_deref(), item.name.as_deref()];
    change.from.is_null() && change.to.is_string() && name.contains(&change.to.as_str())
}

/// Whether a change says more than that something is a member of a set.
fn has_more(change: &FieldChange) -> bool {
    let is_there = change.to == Value::Bool(true) || change.to.is_null();
    is_part(change) || !change.field.contains('/') || !is_there
}

/// Whether a change is one of a step or a hand-over.
fn is_part(change: &FieldChange) -> bool {
    change.field.starts_with("steps/") || change.field.starts_with("hand_overs/")
}
