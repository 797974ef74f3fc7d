//! What was said, as the JSON of a command in which names are not yet ids.

use clap::ArgMatches;
use domain::effort;
use formats::tables::{cells, working_hours};
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    arguments::{minted, option},
    schema::{Field, Referred, Shape},
};
use crate::{
    cli::WrongUse,
    words::{said as in_words, told},
};

/// A command with names in it.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// `body` and `meta`.
    pub(super) whole: Value,
    /// Where names stand that are to become ids.
    pub(super) references: Vec<Reference>,
    /// Efforts as they were understood.
    pub(super) formulas: Vec<String>,
}

/// A name that is to become an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// Where it stands: `/body/to/step`.
    pub(super) pointer: String,
    pub(super) among: Referred,
    /// The option by which it was said.
    pub(super) option: String,
}

/// Reads all fields of a command, and what was said beside them. Ids of new things come from `mint`.
pub(super) fn read(
    command: &str,
    (fields, meta): (&[Field], &[Field]),
    matches: &ArgMatches,
    mint: fn() -> Uuid,
) -> Result<Draft, WrongUse> {
    let mut reading = Reading { matches, references: Vec::new(), formulas: Vec::new() };
    let mut body = reading.object(fields, "", "/body", None)?;
    if let Some(name) = minted(command) {
        body.entry(name).or_insert_with(|| json!(mint()));
    }
    let cleared = matches.try_get_many::<String>("clear").ok().flatten();
    for name in cleared.into_iter().flatten() {
        if body.insert(name.clone(), Value::Null).is_some() {
            return Err(WrongUse(told!(
                "`{name}` is said and cleared",
                "`{name}` ist gesagt und zugleich geleert"
            )));
        }
    }
    let meta = reading.object(meta, "meta.", "/meta", None)?;
    let mut whole = json!({ "body": body });
    if !meta.is_empty() {
        whole["meta"] = Value::Object(meta);
    }
    let Reading { references, formulas, .. } = reading;
    Ok(Draft { whole, references, formulas })
}

struct Reading<'a> {
    matches: &'a ArgMatches,
    references: Vec<Reference>,
    formulas: Vec<String>,
}

/// Where a value stands: the option it was said by, and its place in the JSON.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a str,
    pointer: &'a str,
}

impl Reading<'_> {
    /// The fields that were said. Of a member of a list, `member` says which.
    fn object(
        &mut self,
        fields: &[Field],
        before: &str,
        pointer: &str,
        member: Option<usize>,
    ) -> Result<Map<String, Value>, WrongUse> {
        let mut object = Map::new();
        for field in fields {
            let path = format!("{before}{}", field.name);
            let pointer = format!("{pointer}/{}", field.name);
            let place = Place { path: &path, pointer: &pointer };
            if let Some(value) = self.field(field, place, member)? {
                object.insert(field.name.clone(), value);
            }
        }
        Ok(object)
    }

    fn field(
        &mut self,
        field: &Field,
        place: Place<'_>,
        member: Option<usize>,
    ) -> Result<Option<Value>, WrongUse> {
        let said = self.said(place.path, member);
        if field.is_list {
            return self.list(field, place, said);
        }
        let parts =
            self.object(&field.parts, &format!("{}.", place.path), place.pointer, member)?;
        match (&said[..], parts.is_empty()) {
            ([], true) => Ok(None),
            ([], false) => Ok(Some(Value::Object(parts))),
            ([_], false) => Err(WrongUse(told!(
                "`--{0}` and a part of it are both said, such as `--{0}.{1}`",
                "`--{0}` und ein Teil davon sind beide gesagt, wie `--{0}.{1}`",
                option(place.path),
                parts.keys().next().map_or("", String::as_str)
            ))),
            ([text], true) => self.value(field, place, text).map(Some),
            _ => Err(WrongUse(told!(
                "`--{}` can be said once",
                "`--{}` lässt sich nur einmal sagen",
                option(place.path)
            ))),
        }
    }

    fn said(&self, path: &str, member: Option<usize>) -> Vec<String> {
        let said = self.matches.try_get_many::<String>(&option(path)).ok().flatten();
        let said = said.into_iter().flatten().cloned();
        match member {
            None => said.collect(),
            Some(member) => said.skip(member).take(1).collect(),
        }
    }

    fn list(
        &mut self,
        field: &Field,
        place: Place<'_>,
        said: Vec<String>,
    ) -> Result<Option<Value>, WrongUse> {
        let mut members = Vec::new();
        for text in said.iter().flat_map(|it| entries(it, &field.shape)) {
            let pointer = format!("{}/{}", place.pointer, members.len());
            members.push(self.value(field, Place { pointer: &pointer, ..place }, &text)?);
        }
        let before = format!("{}.", place.path);
        for member in 0..self.members_by_parts(field, &before)? {
            let pointer = format!("{}/{}", place.pointer, members.len());
            let parts = self.object(&field.parts, &before, &pointer, Some(member))?;
            members.push(Value::Object(parts));
        }
        Ok((!members.is_empty()).then_some(Value::Array(members)))
    }

    /// How many members of a list are said by their parts: each part as often as there are members.
    fn members_by_parts(&self, field: &Field, before: &str) -> Result<usize, WrongUse> {
        let counts = field.parts.iter().map(|part| {
            let path = format!("{before}{}", part.name);
            (self.said(&path, None).len(), path)
        });
        let mut counts: Vec<_> = counts.filter(|it| it.0 > 0).collect();
        counts.sort();
        match (counts.first(), counts.last()) {
            (Some(few), Some(many)) if few.0 != many.0 => Err(WrongUse(told!(
                "`--{}` is said {} times and `--{}` {}: say each once for every member",
                "`--{}` ist {} Mal gesagt und `--{}` {} Mal: bitte jedes einmal je Eintrag",
                few.1,
                few.0,
                many.1,
                many.0
            ))),
            (Some(count), _) => Ok(count.0),
            _ => Ok(0),
        }
    }

    /// One value, by its shape.
    fn value(&mut self, field: &Field, place: Place<'_>, text: &str) -> Result<Value, WrongUse> {
        let wrong = |why: String| {
            WrongUse(format!("`--{}`: {}", said_by(field, place.path), in_words(&why)))
        };
        if !field.parts.is_empty() && text.trim_start().starts_with('{') {
            return serde_json::from_str(text).map_err(|it| wrong(it.to_string()));
        }
        let value = match &field.shape {
            Shape::Text if place.pointer == "/meta/happened" => json!(moment(text)),
            Shape::Text | Shape::Choice(_) => json!(text),
            Shape::Json => serde_json::from_str(text).map_err(|it| wrong(it.to_string()))?,
            Shape::Number => json!(effort::figure(text).map_err(|it| wrong(it.what))?),
            Shape::Whole => {
                let read = text.parse::<u64>();
                json!(read.map_err(|_| wrong(told!(
                    "`{text}` is no whole number",
                    "`{text}` ist keine ganze Zahl"
                )))?)
            }
            Shape::Truth => json!(cells::is_yes(text).map_err(wrong)?),
            Shape::Money => cells::money(text, text.contains(',')).map_err(wrong)?,
            Shape::WorkingHours => working_hours::parse(text).map_err(wrong)?,
            Shape::Effort => self.effort(text).map_err(wrong)?,
            Shape::HoursAMonth => self.hours_a_month(text).map_err(wrong)?,
            Shape::Id => {
                let id = Uuid::parse_str(text)
                    .map_err(|_| wrong(told!("`{text}` is no UUID", "`{text}` ist keine UUID")))?;
                json!(id)
            }
            Shape::Reference(among) => self.reference(*among, place, text),
            Shape::Target => self.target(field, place, text).map_err(wrong)?,
            Shape::Object => {
                let name = field.parts.first().map_or("", |it| it.name.as_str());
                let path = place.path;
                return Err(wrong(told!(
                    "say its parts, such as `--{path}.{name}`",
                    "bitte seine Teile, wie `--{path}.{name}`"
                )));
            }
        };
        Ok(value)
    }

    fn effort(&mut self, text: &str) -> Result<Value, String> {
        let understood = effort::parse(text).map_err(|it| it.to_string())?;
        self.formulas.push(understood.formula());
        Ok(json!(understood.effort))
    }

    fn hours_a_month(&mut self, text: &str) -> Result<Value, String> {
        if let Ok(figure) = effort::figure(text) {
            return Ok(json!(figure));
        }
        let understood = effort::parse(text).map_err(|it| it.to_string())?;
        self.formulas.push(understood.formula());
        Ok(json!(understood.effort.hours_per_month()))
    }

    fn reference(&mut self, among: Referred, place: Place<'_>, text: &str) -> Value {
        let (pointer, option) = (place.pointer.to_owned(), option(place.path));
        self.references.push(Reference { pointer, among, option });
        json!(text)
    }

    /// `unit:Purchasing`, `step:Onboard a supplier/Check`.
    fn target(&mut self, field: &Field, place: Place<'_>, text: &str) -> Result<Value, String> {
        let kinds = || field.parts.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
        let unclear = || {
            told!(
                "`{text}` is no KIND:NAME with one of the kinds {}",
                "`{text}` ist kein ART:NAME mit einer der Arten {}",
                kinds()
            )
        };
        let (kind, name) = text.split_once(':').ok_or_else(unclear)?;
        let kind = kind.trim().replace('-', "_");
        let said = match kind.as_str() {
            "step" | "hand_over" => {
                let (process, part) = name.split_once('/').ok_or_else(|| {
                    told!(
                        "`{text}` says no process: `{kind}:PROCESS/NAME`",
                        "`{text}` sagt keinen Prozess: `{kind}:PROZESS/NAME`"
                    )
                })?;
                vec![("process", process), (kind.as_str(), part)]
            }
            _ => vec![(kind.as_str(), name)],
        };
        let mut target = Map::new();
        for (name, said) in said {
            let part = field.parts.iter().find(|it| it.name == name).ok_or_else(unclear)?;
            let Shape::Reference(among) = part.shape else { return Err(unclear()) };
            let pointer = format!("{}/{name}", place.pointer);
            let place = Place { pointer: &pointer, ..place };
            target.insert(name.to_owned(), self.reference(among, place, said.trim()));
        }
        Ok(Value::Object(target))
    }
}

/// The entries between commas; `\,` is a comma. Sentences have commas of their own, so that what is called
/// by one is parted only where all of it are ids.
fn entries(text: &str, shape: &Shape) -> Vec<String> {
    let is_parted = match shape {
        Shape::Object | Shape::Json | Shape::Target | Shape::Choice(_) => false,
        Shape::Reference(Referred::Noun(noun)) if crate::names::is_called_by_sentences(*noun) => {
            text.split(',').all(|it| Uuid::parse_str(it.trim()).is_ok())
        }
        _ => true,
    };
    if !is_parted {
        return vec![text.to_owned()];
    }
    let parts = text.replace("\\,", "\u{0}");
    let parts = parts.split(',').map(|it| it.trim().replace('\u{0}', ","));
    parts.filter(|it| !it.is_empty()).collect()
}

/// The option by which people say a field: an effort is called one, whatever its field is called.
fn said_by(field: &Field, path: &str) -> String {
    let is_effort = field.shape == Shape::Effort && !path.contains('.');
    if is_effort { "effort".to_owned() } else { option(path) }
}

/// A day is its beginning, in UTC.
fn moment(text: &str) -> String {
    match text.parse::<Date>() {
        Ok(day) if text.len() <= "2026-03-31".len() => format!("{day}T00:00:00Z"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Command;
    use domain::catalogue::CATALOGUE;

    use super::*;
    use crate::cli::r#do::{arguments::with_commands, schema};

    const NEW: Uuid = Uuid::from_u128(7);

    fn draft(line: &[&str]) -> Result<Draft, WrongUse> {
        let all = with_commands(Command::new("do").no_binary_name(true));
        let matches = all.try_get_matches_from(line).expect("a sound line");
        let (name, matches) = matches.subcommand().expect("a command");
        let entry = CATALOGUE.iter().find(|it| it.name == name).expect("in the catalogue");
        read(name, (&schema::described(entry).fields, &schema::meta()), matches, || NEW)
    }

    fn body(line: &[&str]) -> Value {
        draft(line).expect("it can be read").whole["body"].take()
    }

    fn refused(line: &[&str]) -> String {
        draft(line).expect_err("it cannot be read").to_string()
    }

    #[test]
    fn an_effort_is_said_as_people_say_it_and_its_formula_is_told() {
        let said = ["log-pain-point", "--text", "Listen", "--effort", "15 min 2x täglich 4 Leute"];
        let told = draft(&said).expect("it can be read");
        let hours = json!({ "per_occurrence": 0.25, "occurrences": { "n": 2.0, "per": "day" }, "people": 4.0 });
        assert_eq!(told.whole["body"], json!({ "text": "Listen", "hours": hours }));
        assert_eq!(told.formulas, ["15 min × 2 am Tag × 4 Leute = 36,7 Std. im Monat"]);
        let parts = [
            "back-pain-point",
            "--id",
            "x",
            "--unit",
            "Einkauf",
            "--hours.per_occurrence",
            "0,25",
            "--hours.occurrences.n",
            "2",
            "--hours.occurrences.per",
            "day",
            "--hours.people",
            "4",
        ];
        assert_eq!(body(&parts)["hours"], hours);
    }

    #[test]
    fn a_benefit_is_a_figure_or_an_effort() {
        let by = |hours| body(&["estimate-benefit", "--id", "x", "--hours-per-month", hours]);
        assert_eq!(by("-1,5"), json!({ "hours_per_month": -1.5 }));
        assert_eq!(by("1 h a month, 2 people"), json!({ "hours_per_month": 2.0 }));
    }

    #[test]
    fn lists_are_said_with_commas_or_again_and_sentences_keep_their_commas() {
        let step = [
            "add-step",
            "--id",
            "x",
            "--name",
            "Prüfen",
            "--tools",
            "ERP,Excel",
            "--tools",
            r"A\, B",
        ];
        assert_eq!(
            body(&step),
            json!({ "step": NEW, "name": "Prüfen", "tools": ["ERP", "Excel", "A, B"] })
        );
        let idea = [
            "propose-idea",
            "--title",
            "x",
            "--text",
            "y",
            "--pain_points",
            "Erst, dann",
            "--outcomes",
            "leaner,simpler",
        ];
        assert_eq!(body(&idea)["pain_points"], json!(["Erst, dann"]));
        assert_eq!(body(&idea)["outcomes"], json!(["leaner", "simpler"]));
    }

    #[test]
    fn targets_are_named_with_their_kind_or_by_their_parts() {
        let said = [
            "place-pain-point",
            "--id",
            "x",
            "--on",
            "unit:Einkauf",
            "--on",
            "step:Anlegen/Prüfen",
        ];
        let told = draft(&said).expect("it can be read");
        let on = json!([{ "unit": "Einkauf" }, { "process": "Anlegen", "step": "Prüfen" }]);
        assert_eq!(told.whole["body"]["on"], on);
        let pointers: Vec<_> = told.references.iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/body/on/0/unit", "/body/on/1/process", "/body/on/1/step"]);
        let parts =
            ["place-pain-point", "--id", "x", "--on.process", "Anlegen", "--on.step", "Prüfen"];
        assert_eq!(body(&parts)["on"], json!([{ "process": "Anlegen", "step": "Prüfen" }]));
        let wrong = refused(&["place-pain-point", "--id", "x", "--on", "planet:Mars"]);
        assert!(wrong.contains("data_object"), "{wrong}");
        let wrong = refused(&[
            "place-pain-point",
            "--id",
            "x",
            "--on.process",
            "A",
            "--on.process",
            "B",
            "--on.step",
            "C",
        ]);
        assert!(wrong.contains("--on.step") && wrong.contains("--on.process"), "{wrong}");
    }

    #[test]
    fn members_of_a_list_are_said_by_their_parts_one_after_the_other() {
        let said = [
            "record-measured-hand-overs",
            "--id",
            "x",
            "--level",
            "team",
            "--month",
            "2012-04",
            "--pairs.from",
            "A",
            "--pairs.to",
            "B",
            "--pairs.times",
            "3",
            "--pairs.median_hours",
            "1,5",
            "--pairs.from",
            "B",
            "--pairs.to",
            "A",
            "--pairs.times",
            "2",
            "--pairs.median_hours",
            "2",
        ];
        let pairs = json!([{ "from": "A", "to": "B", "times": 3, "median_hours": 1.5 },
            { "from": "B", "to": "A", "times": 2, "median_hours": 2.0 }]);
        assert_eq!(body(&said)["pairs"], pairs);
    }

    #[test]
    fn beside_the_fields_stands_when_why_and_because_of_what() {
        let said = [
            "retire-process",
            "--id",
            "x",
            "--meta.why",
            "zu teuer",
            "--meta.happened",
            "2026-03-31",
            "--meta.because_of.idea",
            "Eine Liste",
            "--meta.on_behalf_of",
            "Einkauf",
            "--meta.basis",
            "counted",
        ];
        let told = draft(&said).expect("it can be read");
        let meta = json!({ "why": "zu teuer", "happened": "2026-03-31T00:00:00Z", "because_of": { "idea": "Eine Liste" },
            "on_behalf_of": "Einkauf", "basis": "counted" });
        assert_eq!(told.whole["meta"], meta);
        assert_eq!(told.references.len(), 2);
    }

    #[test]
    fn a_field_is_cleared_or_said_and_never_both() {
        let cleared = ["revise-unit", "--id", "x", "--clear", "planning_rate", "--head-count", "7"];
        assert_eq!(body(&cleared), json!({ "head_count": 7, "planning_rate": null }));
        let both = ["revise-unit", "--id", "x", "--clear", "name", "--name", "Einkauf"];
        assert!(refused(&both).contains("`name`"));
    }

    #[test]
    fn what_cannot_be_read_names_its_option() {
        for (option, value) in
            [("head_count", "1.5"), ("planning_rate", "85 euros"), ("working_hours", "always")]
        {
            let wrong = refused(&["register-unit", "--name", "x", &format!("--{option}"), value]);
            assert!(wrong.contains(&format!("--{option}")), "{wrong}");
        }
        let wrong = refused(&["log-pain-point", "--text", "x", "--effort", "sehr lange"]);
        assert!(wrong.starts_with("`--effort`"), "{wrong}");
    }
}
