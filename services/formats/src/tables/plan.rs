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
    follow,
    names::{Names, step_key},
    order::parents_first,
    targets::targets,
    working_hours,
};

type Body = Map<String, Value>;

/// A cell that cannot be taken.
pub(super) struct Wrong {
    pub(super) column: &'static str,
    pub(super) reason: String,
}

/// A row that knows its id, and its process if it stands in one.
pub(super) struct Known {
    pub(super) row: Row,
    pub(super) id: Uuid,
    pub(super) process: Option<Uuid>,
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
    let mut later = Vec::new();
    let planned = known.iter().filter_map(|it| planning.commands(it, &mut later)).collect();
    let mut planned = parents_first(planned, &mut planning.report);
    // What follows a row waits until everything is there that it may speak of.
    planned.extend(later);
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
        let process = if row.table.is_in_a_process() { Some(self.process_of(row)?) } else { None };
        let name = row.cell(row.table.called_by()).map(|name| match process {
            Some(process) => step_key(process, name),
            None => name.to_owned(),
        });
        let given = row.cell(ID).map(parsed_id).transpose()?;
        let id = given.unwrap_or_else(|| natural_id(row, process, name.as_deref()));
        // Two may well suffer the same in the same words.
        let is_unique = row.table != Noun::PainPoints;
        if let (None, Some(name), true) = (given, &name, is_unique) {
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

    /// The command that makes what the row says; what has to follow it is kept for later.
    fn commands(&mut self, known: &Known, later: &mut Vec<Planned>) -> Option<Planned> {
        let Known { row, id, process } = known;
        let both = self.body(known).and_then(|body| Ok((body, follow::after(known, &self.names)?)));
        let (body, following) = self.told(row, both.map(Some))?;
        self.report.tables[row.file].kept += 1;
        let (noun, command) = row.table.command();
        let planned = |command: &str, body| {
            let line = Line {
                noun: noun.to_owned(),
                id: process.unwrap_or(*id),
                command: command.to_owned(),
                body,
                meta: Some(json!({ "basis": "imported" })),
                key: None,
            };
            Planned { table: row.table, row_line: row.line, line }
        };
        later.extend(following.into_iter().map(|(command, body)| planned(command, body)));
        Some(planned(command, Value::Object(body)))
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
            (Noun::DataUses, Some(process)) => self.data_use(row, *process),
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
            Shape::List => json!(cells::entries(text)),
            Shape::References(noun) => self.references(noun, text)?,
            Shape::Money => cells::money(text, row.has_decimal_comma)?,
            Shape::WorkingHours => working_hours::parse(text)?,
            Shape::Reference(noun) => json!(self.names.id_of(noun, text)?),
        };
        Ok(Some(value))
    }

    fn references(&self, noun: Noun, text: &str) -> Result<Value, String> {
        let ids = cells::entries(text).into_iter().map(|it| self.names.id_of(noun, &it));
        Ok(json!(ids.collect::<Result<Vec<_>, _>>()?))
    }

    fn data_use(&self, row: &Row, process: Uuid) -> Result<Vec<(&'static str, Value)>, Vec<Wrong>> {
        let name = row.cell("step").unwrap_or_default();
        let step = self.names.step(process, name).map_err(|reason| wrong("step", reason))?;
        Ok(vec![("step", json!(step))])
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
        let targets = targets(row, &self.names)?;
        if !targets.is_empty() {
            parts.push(("on", Value::Array(targets)));
        }
        Ok(parts)
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
    let process = process.map(|it| it.to_string()).unwrap_or_default();
    let key: &[&str] = match (row.table, name) {
        (Noun::HandOvers, _) => &["from", "to", "to_process", "kind", "channel", "condition"],
        (Noun::DataUses, _) => &["step", "data_object", "use", "store"],
        (Noun::PainPoints, _) | (_, None) => {
            &["text", "unit", "on_process", "on_step", "on_unit", "on_site"]
        }
        (_, Some(name)) => return derived(&[noun, name]),
    };
    let cells = key.iter().map(|it| row.cell(it).unwrap_or_default());
    // Only what was there before this column came: ids of older imports stay what they are.
    let also = row.cell("also_on").filter(|_| row.table == Noun::PainPoints);
    let parts: Vec<&str> = [noun, process.as_str()].into_iter().chain(cells).chain(also).collect();
    derived(&parts)
}

pub(super) fn wrong(column: &'static str, reason: String) -> Vec<Wrong> {
    vec![Wrong { column, reason }]
}
