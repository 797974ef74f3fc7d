//! Differences in words: what became of each part, by whom, and what figures and their values are called.

use events::Noun;
use projections::between::{
    figures::{FigureDifference, ValueDifference},
    things::{PartDifference, Said, ThingDifference, What},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{args, figures::signed, sentence::Teller};

impl Teller<'_> {
    /// Puts every part of a difference into words.
    pub fn tell(&self, thing: &mut ThingDifference) {
        if thing.name.is_none() && thing.noun == Noun::Duplicate {
            thing.name = self.stream_name(&thing.stream);
        }
        let name = thing.name.clone();
        for part in &mut thing.changes {
            part.sentence = Some(self.part_sentence(name.as_deref(), part));
            for said in &mut part.events {
                self.tell_who(said);
            }
        }
    }

    /// Says what readers call a figure.
    pub fn label_figure(&self, figure: &mut FigureDifference) {
        figure.label = Some(self.figure_label(&figure.figure, figure.about.as_deref()));
    }

    /// What readers call a figure of that name: `coverage/exchange/0189…` → `exchange processes · Netz`.
    pub fn figure_label(&self, name: &str, about: Option<&str>) -> String {
        let phrases = self.values.phrases;
        let (sort, rest) = name.split_once('/').unwrap_or((name, ""));
        let first = rest.split('/').next().unwrap_or(rest);
        let called = || about.map_or_else(|| phrases.word("erased"), crate::values::short);
        match (sort, first) {
            ("areas" | "duplicates", "all") => phrases.word("figure-all"),
            ("areas", "unplaced") => phrases.word("figure-unplaced"),
            ("areas", area) => phrases.listed(area),
            ("overlaps", _) => format!("{}: {}", phrases.word("figure-overlap"), called()),
            ("coverage", area) => format!("{} · {}", phrases.listed(area), called()),
            ("loops", _) if rest.ends_with("/all") => phrases.word("figure-all"),
            ("loops", _) if rest.contains("/around/") => {
                format!("{}: {}", phrases.word("figure-around"), called())
            }
            _ => called(),
        }
    }

    /// What readers call a value of a figure: `benefit/one_off_hours`.
    pub fn value_label(&self, value: &str) -> String {
        if let Some(currency) = value.strip_prefix("money_per_month/") {
            let gaps = args([("currency", currency.to_owned())]);
            return self.values.phrases.said("figure-money_per_month", &gaps);
        }
        let key = format!("figure-{}", value.replace('/', "-"));
        let known = self.values.phrases.find(&key, &args([]));
        known.unwrap_or_else(|| value.replace(['_', '/'], " "))
    }

    /// A value of a figure as a table shows it; a dash where there is none.
    pub fn cell(&self, value: &str, held: &Value) -> String {
        let field = value.rsplit('/').next().unwrap_or(value);
        match held {
            Value::Null => "–".to_owned(),
            Value::Number(it) if !field.ends_with("share") => crate::figures::number(
                self.values.phrases.language(),
                it.as_f64().unwrap_or_default(),
            ),
            Value::Number(_) => self.value("share", held),
            Value::String(word) => self.values.phrases.listed(word),
            other => self.value(field, other),
        }
    }

    /// By how much a value grew, with its sign; nothing where it is no number. Shares grow by points: of a
    /// fifth that became a third nobody says that it grew by 13 %.
    pub fn growth(&self, value: &str, difference: Option<f64>) -> String {
        let phrases = self.values.phrases;
        let Some(difference) = difference else { return String::new() };
        if !value.ends_with("share") {
            return signed(phrases.language(), difference);
        }
        let n = signed(phrases.language(), difference * 100.0);
        let is_one = n.trim_start_matches(['+', '−', '-']) == "1";
        phrases.said(if is_one { "value-point" } else { "value-points" }, &args([("n", n)]))
    }

    /// The values of a figure that came or went, in one line; without those that only say that there is
    /// nothing.
    pub fn whole_figure(&self, values: &[ValueDifference]) -> String {
        let held =
            |it: &ValueDifference| if it.to.is_null() { it.from.clone() } else { it.to.clone() };
        let is_something = |it: &Value| *it != Value::Bool(false) && it.as_f64() != Some(0.0);
        let told = values.iter().map(|it| (&it.value, held(it))).filter(|(_, it)| is_something(it));
        let told = told.map(|(value, it)| {
            let label = self.value_label(value);
            if it == Value::Bool(true) {
                label
            } else {
                format!("{label}: {}", self.cell(value, &it))
            }
        });
        told.collect::<Vec<_>>().join(" · ")
    }

    fn tell_who(&self, said: &mut Said) {
        said.who.called = Some(self.who(said.who.unit.map(|it| it.0), said.who.kind));
    }

    fn part_sentence(&self, name: Option<&str>, part: &PartDifference) -> String {
        let phrases = self.values.phrases;
        // A verdict has no name of its own; a thing whose name was erased is called so.
        let whole = name.map_or_else(|| phrases.word("erased"), |it| self.quoted(it));
        let set = part.fields.first().filter(|_| part.part.is_some() && part.of.is_none());
        if let Some(said) = set.and_then(|it| self.member_sentence(&whole, part, &it.field)) {
            return said;
        }
        let subject = match (&part.of, set) {
            (Some(of), _) => self.quoted(of),
            (None, Some(member)) => format!("{whole}: {}", self.label(&member.field).1),
            (None, None) => whole,
        };
        let called = [part.of.as_deref(), name];
        let told = part.fields.iter().filter(|it| {
            let is_its_name = it.to.is_string() && called.contains(&it.to.as_str());
            let is_aside = is_its_name || it.field == "language";
            !(part.what == What::Removed || part.what == What::Added && is_aside)
        });
        let changes = match set {
            Some(_) => self.member_changes(told),
            None => self.changes(told),
        };
        let gaps = args([("part", subject), ("changes", changes)]);
        let said = phrases.said(&format!("part-{}", part.what.key()), &gaps);
        said.trim_end_matches([':', ' ']).to_owned()
    }

    /// What became of a member of a set, where there is a phrase for it: `added-goals`.
    fn member_sentence(&self, whole: &str, part: &PartDifference, field: &str) -> Option<String> {
        let set = match field.split_once('/') {
            Some(("goals", rest)) if rest.ends_with("/value") => "goal_value",
            Some((set, _)) => set,
            None => return None,
        };
        let told = part.fields.iter().filter(|_| part.what != What::Removed);
        let gaps = args([
            ("whole", whole.to_owned()),
            ("member", self.members(field).join(" · ")),
            ("changes", self.member_changes(told)),
        ]);
        let said = self.values.phrases.find(&format!("{}-{set}", part.what.key()), &gaps)?;
        Some(said.trim_end_matches([':', ',', ' ']).to_owned())
    }

    /// What the thing of a stream is called: `processes/0189…`.
    pub fn stream_name(&self, stream: &str) -> Option<String> {
        let (_, id) = stream.split_once('/')?;
        Some(self.called(Uuid::parse_str(id).ok()?))
    }
}
