//! The way through a XES document: one element at a time, within bounds, nothing collected.
//!
//! Refused: a document type, unknown entities, what is not well-formed, and nesting, attributes,
//! elements or stretches above the bounds.

use std::{
    io::{BufReader, Cursor, Read},
    ops::ControlFlow,
};

use encoding_rs::UTF_8;
use quick_xml::{
    Error as XmlError, XmlVersion,
    escape::{resolve_predefined_entity, unescape},
    events::{BytesRef, BytesStart, Event},
    reader::Reader,
};

use crate::{
    error::{Bound, FormatError, bound_in},
    limits::Limits,
    source::head_of,
    text::{Paced, Transcoder, marked_encoding, xml_encoding},
};

const HEAD_BYTES: usize = 1024;

/// Whose attribute it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Trace,
    Event,
}

/// What a reader of a log wants to hear. Calls come in the order of the document.
pub(super) trait Visit {
    fn attribute(&mut self, scope: Scope, key: &str, value: &str);
    /// `Break` ends the walk early.
    fn event_ends(&mut self, line: u64) -> Result<ControlFlow<()>, FormatError>;
    /// Also called for an event that stands outside of any trace.
    fn trace_ends(&mut self) -> Result<(), FormatError>;
}

/// Walks through unpacked bytes and returns the name of their encoding.
pub(super) fn walk(
    mut input: impl Read,
    limits: Limits,
    visit: &mut impl Visit,
) -> Result<&'static str, FormatError> {
    let head = head_of(&mut input, HEAD_BYTES)?;
    let encoding = xml_encoding(&head).map_err(|label| FormatError::Malformed {
        line: 1,
        reason: format!("the encoding `{label}` is not known"),
    })?;
    let is_plain = encoding == UTF_8 && marked_encoding(&head).is_none();
    let whole = Cursor::new(head).chain(input);
    let text: Box<dyn Read + '_> =
        if is_plain { Box::new(whole) } else { Box::new(Transcoder::new(whole, encoding)) };
    let paced = Paced::new(BufReader::new(text), limits.stretch_bytes);
    Walk::new(Reader::from_reader(paced), limits, visit).run()?;
    Ok(encoding.name())
}

type Source<'r> = Paced<BufReader<Box<dyn Read + 'r>>>;

struct Walk<'v, 'r, V> {
    reader: Reader<Source<'r>>,
    limits: Limits,
    visit: &'v mut V,
    depth: usize,
    elements: u64,
    /// How deep inside an attribute or something to skip.
    skipping: usize,
    is_in_trace: bool,
    is_in_event: bool,
    has_log: bool,
}

impl<'v, 'r, V: Visit> Walk<'v, 'r, V> {
    fn new(reader: Reader<Source<'r>>, limits: Limits, visit: &'v mut V) -> Self {
        Self {
            reader,
            limits,
            visit,
            depth: 0,
            elements: 0,
            skipping: 0,
            is_in_trace: false,
            is_in_event: false,
            has_log: false,
        }
    }

    fn run(&mut self) -> Result<(), FormatError> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            self.reader.get_mut().mark();
            let event = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.failed(error)),
            };
            let flow = match event {
                Event::Start(element) => self.begin(&element)?,
                Event::Empty(element) => self.begin(&element).and_then(|_| self.end())?,
                Event::End(_) => self.end()?,
                Event::GeneralRef(entity) => self.known_entity(&entity)?,
                Event::DocType(_) => return Err(self.malformed("a document type is not taken")),
                Event::Eof => return self.at_end(),
                Event::Text(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_) => ControlFlow::Continue(()),
            };
            if flow.is_break() {
                return Ok(());
            }
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<ControlFlow<()>, FormatError> {
        self.count_element()?;
        let (key, value) = self.key_and_value(element)?;
        let local = element.local_name();
        let name = local.as_ref();
        if self.depth == 1 {
            self.begin_root(name)?;
        } else if self.skipping > 0 {
            self.skipping += 1;
        } else if name == "trace" && !self.is_in_trace && !self.is_in_event {
            self.is_in_trace = true;
        } else if name == "event" && !self.is_in_event {
            self.is_in_event = true;
        } else {
            self.skipping = 1;
            self.hear(name, key.as_deref(), value.as_deref());
        }
        Ok(ControlFlow::Continue(()))
    }

    fn begin_root(&mut self, name: &str) -> Result<(), FormatError> {
        if name != "log" || self.has_log {
            return Err(self.malformed(&format!("the root element is `{name}`, not one `log`")));
        }
        self.has_log = true;
        Ok(())
    }

    fn hear(&mut self, name: &str, key: Option<&str>, value: Option<&str>) {
        let is_attribute = matches!(name, "string" | "date" | "int" | "float" | "boolean" | "id");
        let scope = match (self.is_in_trace, self.is_in_event) {
            (_, true) => Scope::Event,
            (true, false) => Scope::Trace,
            (false, false) => return,
        };
        if let (true, Some(key), Some(value)) = (is_attribute, key, value) {
            self.visit.attribute(scope, key, value);
        }
    }

    /// Elements are properly nested (the reader checks their names), so flags suffice.
    fn end(&mut self) -> Result<ControlFlow<()>, FormatError> {
        self.depth -= 1;
        if self.skipping > 0 {
            self.skipping -= 1;
        } else if self.is_in_event {
            self.is_in_event = false;
            let flow = self.visit.event_ends(self.line())?;
            if !self.is_in_trace {
                self.visit.trace_ends()?;
            }
            return Ok(flow);
        } else if self.is_in_trace {
            self.is_in_trace = false;
            self.visit.trace_ends()?;
        }
        Ok(ControlFlow::Continue(()))
    }

    fn count_element(&mut self) -> Result<(), FormatError> {
        let Limits { xml_depth, xml_elements, .. } = self.limits;
        self.depth += 1;
        self.elements += 1;
        if self.depth > xml_depth {
            return Err(Bound::Depth { line: self.line(), max: xml_depth }.into());
        }
        if self.elements > xml_elements {
            return Err(Bound::Count { what: "elements", max: xml_elements }.into());
        }
        Ok(())
    }

    /// Looks at every attribute, so that an unknown entity is refused wherever it stands.
    fn key_and_value(
        &self,
        element: &BytesStart<'_>,
    ) -> Result<(Option<String>, Option<String>), FormatError> {
        let (mut key, mut value) = (None, None);
        for (i, attribute) in element.attributes().enumerate() {
            if i >= self.limits.xml_attributes {
                let max = self.limits.xml_attributes;
                return Err(Bound::Attributes { line: self.line(), max }.into());
            }
            let attribute = attribute.map_err(|error| self.malformed(&error.to_string()))?;
            let text = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.failed(error))?;
            match attribute.key.local_name().as_ref() {
                "key" => key = Some(text.into_owned()),
                "value" => value = Some(text.into_owned()),
                _ => {}
            }
        }
        Ok((key, value))
    }

    fn known_entity(&self, entity: &BytesRef<'_>) -> Result<ControlFlow<()>, FormatError> {
        let name = entity.xml10_content();
        let is_known = if entity.is_char_ref() {
            unescape(&format!("&{name};")).is_ok()
        } else {
            resolve_predefined_entity(&name).is_some()
        };
        if !is_known {
            return Err(self.malformed(&format!("the entity `{name}` is not known")));
        }
        Ok(ControlFlow::Continue(()))
    }

    fn at_end(&self) -> Result<(), FormatError> {
        if self.depth > 0 {
            return Err(self.malformed("the file ends inside of an element"));
        }
        if !self.has_log {
            return Err(self.malformed("there is no element `log`"));
        }
        Ok(())
    }

    fn line(&self) -> u64 {
        self.reader.get_ref().line()
    }

    fn malformed(&self, reason: &str) -> FormatError {
        FormatError::Malformed { line: self.line(), reason: reason.to_owned() }
    }

    fn failed(&self, error: XmlError) -> FormatError {
        match error {
            XmlError::Io(cause) => match bound_in(&cause) {
                Some(bound) => bound.into(),
                None => self.malformed(&cause.to_string()),
            },
            other => self.malformed(&other.to_string()),
        }
    }
}
