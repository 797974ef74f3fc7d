//! Says what a file is, and why: by its first bytes and its columns, never by its name alone.

use std::{io::Read, path::Path};

use serde::Serialize;

use crate::{
    columns,
    error::FormatError,
    event_log::{self, LogFormat},
    limits::Limits,
    model::{Notation, bpmn},
    separated::Separated,
    source::{head_of, open},
    tables::{Container, Noun, container_of, refusal, stem_of},
    text::xml_encoding,
    xml::NO_DOCUMENT_TYPE,
};

const HEAD_BYTES: usize = 4 * 1024;
/// OCEL has the same root element as XES; this one stands near its beginning.
const OBJECT_CENTRIC: &[u8] = b"<object-types";
const NO_SINGLE_CASE: &str =
    "an object-centric log (OCEL) cannot be imported: it has no single case";

/// What can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "table")]
pub enum Kind {
    /// An event log in XES.
    Xes,
    /// An event log as separated values.
    Csv,
    /// A table of one noun.
    Table(Noun),
    /// Several tables.
    Tables(Container),
    /// A process model.
    Model(Notation),
}

/// What a file is, and why it was taken for that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detected {
    #[serde(flatten)]
    pub kind: Kind,
    pub reason: String,
}

/// Looks into the file, packed or not.
pub fn detect(path: &Path) -> Result<Detected, FormatError> {
    match looked_at(path)? {
        Some(detected) => Ok(detected),
        None => Err(FormatError::NotRecognised(format!(
            "its columns are neither those of an event log (a case, a time, an activity) nor those of a \
             table ({}); `--as` says what it is",
            Noun::names()
        ))),
    }
}

/// The same where somebody says which columns are the case and the time: separated values are a log.
pub fn detect_log(path: &Path) -> Result<Detected, FormatError> {
    let reason = "its case and its time were said".to_owned();
    Ok(looked_at(path)?.unwrap_or(Detected { kind: Kind::Csv, reason }))
}

/// None where only its columns could tell, and do not.
fn looked_at(path: &Path) -> Result<Option<Detected>, FormatError> {
    let limits = Limits::default();
    if let Some(container) = container_of(path, limits)? {
        let reason = match container {
            Container::Folder => "it is a folder",
            Container::Archive => "it begins as a ZIP archive does",
            Container::Workbook => "it is a ZIP archive with sheets in it",
        };
        return Ok(Some(Detected { kind: Kind::Tables(container), reason: reason.to_owned() }));
    }
    let mut input = open(path, limits)?;
    let head = head_of(&mut input, HEAD_BYTES)?;
    if let Some(error) = refusal(&head).or_else(|| no_rows(&head)) {
        return Err(error);
    }
    if let Some(root) = Root::find(&head)? {
        return root.kind(&head).map(Some);
    }
    if head.trim_ascii_start().starts_with(b"<") {
        return Ok(Some(Detected { kind: Kind::Xes, reason: "it begins like XML".to_owned() }));
    }
    if let Some((noun, reason)) = noun_of(path, open(path, limits)?, limits)? {
        return Ok(Some(Detected { kind: Kind::Table(noun), reason }));
    }
    let guess = columns::guess(&event_log::sniff(open(path, limits)?, LogFormat::Csv, limits)?);
    Ok(guess.case.zip(guess.time).map(|(case, time)| {
        let reason = format!("it has a case `{}` and a time `{}`", case.column, time.column);
        Detected { kind: Kind::Csv, reason }
    }))
}

/// Neither XML nor separated values: what is in there has no rows.
fn no_rows(head: &[u8]) -> Option<FormatError> {
    let text = head.trim_ascii_start();
    let holds = |word: &[u8]| head.windows(word.len()).any(|it| it == word);
    let is_object = text.starts_with(b"{") && text[1..].trim_ascii_start().starts_with(b"\"");
    let reason = if head.starts_with(b"SQLite format 3\0") {
        "a database (SQLite), as an object-centric log (OCEL) may be, cannot be imported"
    } else if is_object && (holds(b"\"objectTypes\"") || holds(b"\"ocel:")) {
        NO_SINGLE_CASE
    } else if is_object {
        "JSON cannot be imported: it is no log (XES, CSV), no process model and no table"
    } else {
        return None;
    };
    Some(FormatError::NotRecognised(reason.to_owned()))
}

/// What `--as` names: `xes`, `csv` (an event log), `bpmn`, `pnml` or `table`.
pub fn named(name: &str, path: &Path) -> Result<Kind, FormatError> {
    match name {
        "xes" => Ok(Kind::Xes),
        "csv" => Ok(Kind::Csv),
        "bpmn" => Ok(Kind::Model(Notation::Bpmn)),
        "pnml" => Ok(Kind::Model(Notation::Pnml)),
        "table" => {
            let limits = Limits::default();
            if let Some(container) = container_of(path, limits)? {
                return Ok(Kind::Tables(container));
            }
            let noun = noun_of(path, open(path, limits)?, limits)?;
            let reason = "which table it is can be told neither by its name nor by its columns";
            let (noun, _) = noun.ok_or_else(|| FormatError::NotRecognised(reason.to_owned()))?;
            Ok(Kind::Table(noun))
        }
        noun => Noun::named(noun).map(Kind::Table).ok_or_else(|| FormatError::UnknownName {
            what: "format",
            value: noun.to_owned(),
            known: format!("xes, csv, bpmn, pnml, table, {}", Noun::names()),
        }),
    }
}

fn noun_of(
    path: &Path,
    input: impl Read,
    limits: Limits,
) -> Result<Option<(Noun, String)>, FormatError> {
    let file = Separated::open(input, limits)?;
    let name = path.file_name().map(|it| it.to_string_lossy()).unwrap_or_default();
    Ok(Noun::guess(stem_of(&name), &file.headers))
}

/// The first element of an XML file.
struct Root {
    /// Without its prefix.
    name: String,
    /// What follows up to the next element, as far as the head of the file goes.
    tag: String,
}

impl Root {
    /// What begins as XML does has one, unless it is too far from the beginning.
    fn find(head: &[u8]) -> Result<Option<Self>, FormatError> {
        let encoding =
            xml_encoding(head).map_err(|reason| FormatError::Malformed { line: 1, reason })?;
        // Whether all of it can be decoded is for those to say who read the whole.
        let text = encoding.decode(head).0;
        let mut rest = text.trim_start();
        while let Some(after) = rest.strip_prefix('<') {
            if after.starts_with("!DOCTYPE") {
                let line = text[..text.len() - rest.len()].matches('\n').count() as u64 + 1;
                return Err(FormatError::Malformed { line, reason: NO_DOCUMENT_TYPE.to_owned() });
            }
            if !after.starts_with(['?', '!']) {
                return Ok(Self::of(after));
            }
            let close = if after.starts_with("!--") { "-->" } else { ">" };
            let Some((_, behind)) = after.split_once(close) else { break };
            rest = behind.trim_start();
        }
        Ok(None)
    }

    /// By what follows the first `<`.
    fn of(after: &str) -> Option<Self> {
        let end = after.find(|it: char| it.is_whitespace() || matches!(it, '>' | '/'))?;
        let name = &after[..end];
        let name = name.rsplit_once(':').map_or(name, |(_, local)| local).to_owned();
        // No value of an attribute holds a `<`, but it may hold a `>`.
        let tag = after.split('<').next().unwrap_or_default().to_owned();
        Some(Self { name, tag })
    }

    fn kind(&self, head: &[u8]) -> Result<Detected, FormatError> {
        let is_object_centric = head.windows(OBJECT_CENTRIC.len()).any(|it| it == OBJECT_CENTRIC);
        if is_object_centric {
            return Err(FormatError::NotRecognised(NO_SINGLE_CASE.to_owned()));
        }
        let name = &self.name;
        let (kind, reason) = match name.as_str() {
            "log" => (Kind::Xes, "its root element is `log`"),
            "pnml" => (Kind::Model(Notation::Pnml), "its root element is `pnml`"),
            "definitions" if self.tag.split(['"', '\'']).any(bpmn::is_namespace) => {
                (Kind::Model(Notation::Bpmn), "its root element is `definitions` of BPMN")
            }
            _ => {
                return Err(FormatError::NotRecognised(format!(
                    "XML with the root element `{name}` cannot be imported: it is no log (XES), no \
                     process model (BPMN 2.0, PNML) and no table"
                )));
            }
        };
        Ok(Detected { kind, reason: reason.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::source::gzipped;

    #[test]
    fn a_log_is_known_by_its_root_element() {
        let text = b"<?xml version='1.0'?>\n<!-- a log --><log xes.version='1.0'></log>";
        let detected = detected("anything.dat", text).unwrap();
        assert_eq!(
            (detected.kind, detected.reason.as_str()),
            (Kind::Xes, "its root element is `log`")
        );
        assert_eq!(self::detected("x.csv", &gzipped(text)).unwrap().kind, Kind::Xes);
    }

    #[test]
    fn other_xml_is_named_and_not_taken() {
        let error = detected("x.bpmn", b"<bpmn:definitions xmlns:bpmn='u'/>").unwrap_err();
        assert_eq!(
            error.to_string(),
            "XML with the root element `definitions` cannot be imported: it is no log (XES), no process \
             model (BPMN 2.0, PNML) and no table"
        );
    }

    #[test]
    fn xml_that_nobody_takes_is_refused_for_its_own_reason() {
        let reason = |bytes: &[u8]| detected("x.bpmn", bytes).unwrap_err().to_string();
        let harmful = b"<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<pnml/>";
        assert_eq!(reason(harmful), "line 2: a document type is not taken");
        let unknown = b"<?xml version='1.0' encoding='klingon'?><pnml/>";
        assert_eq!(reason(unknown), "line 1: the encoding `klingon` is not known");
        let wrong = b"<?xml version='1.0' encoding='UTF-16'?><pnml/>";
        let told = "line 1: the declared encoding is `UTF-16`, and the file is not written in it";
        assert_eq!(reason(wrong), told);
    }

    #[test]
    fn what_is_wrongly_encoded_is_known_by_its_root_element_too() {
        let latin = b"<?xml version='1.0' encoding='UTF-8'?><!-- \xfc --><pnml a='\xfc'/>";
        assert_eq!(detected("x.xml", latin).unwrap().kind, Kind::Model(Notation::Pnml));
    }

    #[test]
    fn a_process_model_is_known_by_its_root_element_and_namespace_whatever_the_file_is_called() {
        let bpmn = b"<?xml version='1.0'?><b:definitions id='d' name='a > b'
            xmlns:b='http://www.omg.org/spec/BPMN/20100524/MODEL'/>";
        let dmn = b"<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'/>";
        let as_pnml = Kind::Model(Notation::Pnml);
        assert_eq!(detected("x.xml", bpmn).unwrap().kind, Kind::Model(Notation::Bpmn));
        assert_eq!(detected("x.bpmn", b"<pnml><net/></pnml>").unwrap().kind, as_pnml);
        assert_eq!(detected("x.csv", &gzipped(b"<pnml/>")).unwrap().kind, as_pnml);
        assert!(detected("x.bpmn", dmn).is_err());
    }

    #[test]
    fn an_object_centric_log_is_no_xes() {
        let error = detected("x.xml", b"<log><object-types/></log>").unwrap_err().to_string();
        assert!(error.starts_with("an object-centric log (OCEL)"), "{error}");
    }

    #[test]
    fn what_has_no_rows_is_named_and_not_taken_for_a_table() {
        let reason = |bytes: &[u8]| detected("x.csv", bytes).unwrap_err().to_string();
        let object_centric = b"{\n \"objectTypes\": [], \"eventTypes\": []}";
        assert_eq!(reason(object_centric), NO_SINGLE_CASE);
        assert_eq!(reason(b"{\"ocel:global-log\": {}}"), NO_SINGLE_CASE);
        assert!(reason(b"{ \"a\": 1 }").starts_with("JSON cannot be imported"));
        assert!(reason(b"SQLite format 3\0").starts_with("a database (SQLite)"));
    }

    #[test]
    fn a_table_and_a_log_are_told_apart_by_their_columns() {
        let log = detected("x.csv", b"case,time,activity\n1,2024-01-01,pay\n").unwrap();
        assert_eq!(log.reason, "it has a case `case` and a time `time`");
        let table = detected("x.csv", b"name,country,time_zone\nPune,IN,Asia/Kolkata\n").unwrap();
        assert_eq!(table.kind, Kind::Table(Noun::Sites));
        assert_eq!(table.reason, "3 of its columns are those of sites");
        let units = detected("units.csv.gz", &gzipped(b"name\nA\n")).unwrap();
        assert_eq!(units.kind, Kind::Table(Noun::Units));
    }

    #[test]
    fn what_is_neither_is_refused() {
        assert!(detected("x.csv", b"a,b\n1,2\n").is_err());
        assert!(detected("x.csv", b"").is_err());
        assert!(detected("x.csv", &[0, 159, 146, 150]).is_err());
    }

    #[test]
    fn formats_can_be_named() {
        let path = Path::new("x");
        assert_eq!(named("xes", path).unwrap(), Kind::Xes);
        assert_eq!(named("hand-overs", path).unwrap(), Kind::Table(Noun::HandOvers));
        let error = named("docx", path).unwrap_err().to_string();
        assert!(
            error.starts_with("`docx` is no format; known are xes, csv, bpmn, pnml, table"),
            "{error}"
        );
    }

    fn detected(name: &str, bytes: &[u8]) -> Result<Detected, FormatError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::File::create(&path).unwrap().write_all(bytes).unwrap();
        detect(&path)
    }
}
