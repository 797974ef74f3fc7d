//! Rows to commands: first every row gets its id, so that names can be meant before they are
//! created; then the bodies are made.

use std::collections::HashMap;

use domain::line::Line;
use events::ids::derived;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Noun, Planned, Problem, Resolution, Resolve, Row, TablesReport, cells,
    columns::{Field, ID, Shape, fields},
    names::{Names, step_key},
    order::parents_first,
    working_hours,
};

type Body = Map<String, Value>;

/// A cell that cannot be taken.
struct Wrong {
    column: &'static str,
    reason: String,
}

/// A row that knows its id, and its process if it stands in one.
struct Known {
    row: Row,
    id: Uuid,
    process: Option<Uuid>,
}

struct Planning<'a> {
    names: Names<'a>,
    report: TablesReport,
    /// The line that took an id first.
    taken: HashMap<Uuid, u64>,
}

pub(super) fn plan(
    rows: Vec<Row>,
    report: TablesReport,
    resolve: Resolve<'_>,
) -> (Vec<Planned>, TablesReport) {
    let mut planning = Planning { names: Names::new(resolve), report, taken: HashMap::new() };
    let known: Vec<Known> = rows.into_iter().filter_map(|it| planning.identify(it)).collect();
    let planned = known.iter().filter_map(|it| planning.command(it)).collect();
    let planned = parents_first(planned, &mut planning.report);
    (planned, planning.report)
}

impl Planning<'_> {
    fn identify(&mut self, row: Row) -> Option<Known> {
        let found = self.identified(&row);
        let (id, process, name) = self.told(&row, found)?;
        if let Some(name) = name {
            self.names.create(row.table, &name, id);
        }
        Some(Known { row, id, process })
    }

    /// The row's id, its process, and the name under which it can be meant.
    #[expect(clippy::type_complexity, reason = "three parts, used once")]
    fn identified(
        &mut self,
        row: &Row,
    ) -> Result<Option<(Uuid, Option<Uuid>, Option<String>)>, Vec<Wrong>> {
        check_required(row)?;
        let process = match row.table {
            Noun::Steps | Noun::HandOvers => Some(self.process_of(row)?),
            _ => None,
        };
        let name = row.cell("name").map(|name| match process {
            Some(process) => step_key(process, name),
            None => name.to_owned(),
        });
        let given = row.cell(ID).map(parsed_id).transpose()?;
        let id = given.unwrap_or_else(|| natural_id(row, process, name.as_deref()));
        if let (None, Some(name)) = (given, &name) {
            match self.names.existing(row.table, name) {
                Resolution::One(other) if other != id => return Ok(None),
                Resolution::Ambiguous(count) => {
                    let reason = format!("{count} have this name already: give the id");
                    return Err(vec![Wrong { column: "name", reason }]);
                }
                Resolution::One(_) | Resolution::None => {}
            }
        }
        if let Some(line) = self.taken.insert(id, row.line) {
            let reason = format!("says the same as line {line}");
            return Err(vec![Wrong { column: fields(row.table)[0].name, reason }]);
        }
        Ok(Some((id, process, name)))
    }

    fn process_of(&self, row: &Row) -> Result<Uuid, Vec<Wrong>> {
        let name = row.cell("process").unwrap_or_default();
        self.names.id_of(Noun::Processes, name).map_err(|reason| wrong("process", reason))
    }

    fn told<T>(&mut self, row: &Row, found: Result<Option<T>, Vec<Wrong>>) -> Option<T> {
        match found {
            Ok(None) => {
                self.report.tables[row.file].already_there += 1;
                None
            }
            Ok(found) => found,
            Err(wrongs) => {
                for Wrong { column, reason } in wrongs {
                    let column = Some(column.to_owned());
                    let Row { table, line, .. } = *row;
                    self.report.add(Problem { table, line, column, reason });
                }
                None
            }
        }
    }

    fn command(&mut self, known: &Known) -> Option<Planned> {
        let Known { row, id, process } = known;
        let body = self.body(known).map(Some);
        let body = self.told(row, body)?;
        self.report.tables[row.file].kept += 1;
        let (noun, command) = match row.table {
            Noun::Sites => ("sites", "register-site"),
            Noun::Units => ("units", "register-unit"),
            Noun::Communities => ("communities", "found-community"),
            Noun::Processes => ("processes", "map-process"),
            Noun::Steps => ("processes", "add-step"),
            Noun::HandOvers => ("processes", "add-hand-over"),
            Noun::PainPoints => ("pain-points", "log-pain-point"),
        };
        let line = Line {
            noun: noun.to_owned(),
            id: process.unwrap_or(*id),
            command: command.to_owned(),
            body: Value::Object(body),
            meta: Some(json!({ "basis": "imported" })),
            key: None,
        };
        Some(Planned { table: row.table, row_line: row.line, line })
    }

    fn body(&self, known: &Known) -> Result<Body, Vec<Wrong>> {
        let Known { row, id, process } = known;
        let (mut body, mut wrongs) = (Body::new(), Vec::new());
        for field in fields(row.table) {
            match self.value(row, field) {
                Ok(Some(value)) => drop(body.insert(field.name.to_owned(), value)),
                Ok(None) => {}
                Err(reason) => wrongs.push(Wrong { column: field.name, reason }),
            }
        }
        let parts = match (row.table, process) {
            (Noun::Steps, _) => Ok(vec![("step", json!(id))]),
            (Noun::HandOvers, Some(process)) => self.hand_over(row, *id, *process),
            (Noun::PainPoints, _) => self.pain_point(row),
            _ => Ok(Vec::new()),
        };
        match parts {
            Ok(parts) => body.extend(parts.into_iter().map(|(name, it)| (name.to_owned(), it))),
            Err(more) => wrongs.extend(more),
        }
        if wrongs.is_empty() { Ok(body) } else { Err(wrongs) }
    }

    fn value(&self, row: &Row, field: &Field) -> Result<Option<Value>, String> {
        let Some(text) = row.cell(field.name) else { return Ok(None) };
        let value = match field.shape {
            Shape::Part => return Ok(None),
            Shape::Text => json!(text),
            Shape::Whole => json!(cells::whole(text)?),
            Shape::Number => json!(cells::number(text, row.has_decimal_comma)?),
            Shape::List => cells::list(text),
            Shape::Money => cells::money(text, row.has_decimal_comma)?,
            Shape::WorkingHours => working_hours::parse(text)?,
            Shape::Reference(noun) => json!(self.names.id_of(noun, text)?),
        };
        Ok(Some(value))
    }

    fn hand_over(
        &self,
        row: &Row,
        id: Uuid,
        process: Uuid,
    ) -> Result<Vec<(&'static str, Value)>, Vec<Wrong>> {
        let step = |process, column| {
            let name = row.cell(column).unwrap_or_default();
            self.names.step(process, name).map_err(|reason| wrong(column, reason))
        };
        let from = step(process, "from")?;
        let to = match row.cell("to_process") {
            None => json!({ "step": step(process, "to")? }),
            Some(name) => {
                let other = self.names.id_of(Noun::Processes, name);
                let other = other.map_err(|reason| wrong("to_process", reason))?;
                json!({ "process": other, "step": step(other, "to")? })
            }
        };
        Ok(vec![("hand_over", json!(id)), ("from", json!(from)), ("to", to)])
    }

    fn pain_point(&self, row: &Row) -> Result<Vec<(&'static str, Value)>, Vec<Wrong>> {
        let mut parts = Vec::new();
        if let Some(hours) = hours_of(row)? {
            parts.push(("hours", hours));
        }
        let targets = self.targets(row)?;
        if !targets.is_empty() {
            parts.push(("on", Value::Array(targets)));
        }
        Ok(parts)
    }

    fn targets(&self, row: &Row) -> Result<Vec<Value>, Vec<Wrong>> {
        let id = |noun, column| {
            let found = row.cell(column).map(|name| self.names.id_of(noun, name)).transpose();
            found.map_err(|reason| wrong(column, reason))
        };
        let mut targets = Vec::new();
        match (id(Noun::Processes, "on_process")?, row.cell("on_step")) {
            (Some(process), Some(name)) => {
                let step = self.names.step(process, name);
                let step = step.map_err(|reason| wrong("on_step", reason))?;
                targets.push(json!({ "process": process, "step": step }));
            }
            (Some(process), None) => targets.push(json!({ "process": process })),
            (None, Some(_)) => {
                return Err(wrong("on_process", "is needed to find the step".to_owned()));
            }
            (None, None) => {}
        }
        targets.extend(id(Noun::Units, "on_unit")?.map(|it| json!({ "unit": it })));
        targets.extend(id(Noun::Sites, "on_site")?.map(|it| json!({ "site": it })));
        Ok(targets)
    }
}

fn check_required(row: &Row) -> Result<(), Vec<Wrong>> {
    let missing =
        fields(row.table).iter().filter(|it| it.is_required && row.cell(it.name).is_none());
    let wrongs: Vec<_> =
        missing.map(|it| Wrong { column: it.name, reason: "is empty".to_owned() }).collect();
    if wrongs.is_empty() { Ok(()) } else { Err(wrongs) }
}

/// What was said of the hours: all of it or nothing. People unsaid are one.
fn hours_of(row: &Row) -> Result<Option<Value>, Vec<Wrong>> {
    const PARTS: [&str; 3] = ["per_occurrence", "occurrences", "per"];
    if PARTS.iter().chain(&["people"]).all(|it| row.cell(it).is_none()) {
        return Ok(None);
    }
    let said = |column| row.cell(column).ok_or_else(|| wrong(column, "is empty".to_owned()));
    let number = |column, text| {
        cells::number(text, row.has_decimal_comma).map_err(|reason| wrong(column, reason))
    };
    let [hours, n, per] = PARTS;
    let mut body = json!({
        "per_occurrence": number(hours, said(hours)?)?,
        "occurrences": { "n": number(n, said(n)?)?, "per": said(per)? },
    });
    if let Some(people) = row.cell("people") {
        body["people"] = json!(number("people", people)?);
    }
    Ok(Some(body))
}

fn parsed_id(text: &str) -> Result<Uuid, Vec<Wrong>> {
    let id = text.parse::<Uuid>().ok().filter(|it| !it.is_nil());
    id.ok_or_else(|| wrong(ID, format!("`{text}` is no id")))
}

/// From what the row is called; from all its cells where it has no name.
fn natural_id(row: &Row, process: Option<Uuid>, name: Option<&str>) -> Uuid {
    let noun = row.table.name();
    if let Some(name) = name {
        return derived(&[noun, name]);
    }
    let process = process.map(|it| it.to_string()).unwrap_or_default();
    let key: &[&str] = match row.table {
        Noun::HandOvers => &["from", "to", "to_process", "kind", "channel", "condition"],
        _ => &["text", "unit", "on_process", "on_step", "on_unit", "on_site"],
    };
    let cells = key.iter().map(|it| row.cell(it).unwrap_or_default());
    let parts: Vec<&str> = [noun, process.as_str()].into_iter().chain(cells).collect();
    derived(&parts)
}

fn wrong(column: &'static str, reason: String) -> Vec<Wrong> {
    vec![Wrong { column, reason }]
}
