//! XML within bounds, one piece at a time, nothing collected. The declared encoding is honoured.
//!
//! Refused: a document type, unknown entities, what is not well-formed, and nesting, attributes,
//! elements or stretches above the bounds.

mod plain;

use std::{
    borrow::Cow,
    io::{BufReader, Cursor, Read},
    ops::ControlFlow::{self, Break, Continue},
};

use encoding_rs::UTF_8;
use quick_xml::{
    Error as XmlError, XmlVersion,
    escape::{resolve_predefined_entity, unescape},
    events::{BytesRef, BytesStart, Event},
    name::{Namespace, NamespaceResolver, QName, ResolveResult},
    reader::Reader,
};

use crate::{
    error::{Bound, FormatError, bound_in},
    limits::Limits,
    source::head_of,
    text::{Paced, Transcoder, marked_encoding, xml_encoding},
};

const HEAD_BYTES: usize = 1024;
const BUFFER_BYTES: usize = 64 * 1024;

pub(crate) const NO_DOCUMENT_TYPE: &str = "a document type is not taken";

/// What a reader wants to hear. Calls come in the order of the document; `Break` ends the walk early.
pub(crate) trait Visit {
    fn begins(&mut self, element: &Element<'_>) -> Result<ControlFlow<()>, FormatError>;
    /// A piece of text; one text may come in several.
    fn text(&mut self, _text: &str) {}
    /// The element that began last and has not ended yet ends.
    fn ends(&mut self, line: u64) -> Result<ControlFlow<()>, FormatError>;
}

/// An element that begins.
pub(crate) struct Element<'x> {
    /// Without its prefix.
    pub(crate) name: &'x str,
    pub(crate) line: u64,
    /// Whether no other is around it.
    pub(crate) is_root: bool,
    qualified: QName<'x>,
    names: &'x NamespaceResolver,
    attributes: Vec<(&'x str, Cow<'x, str>)>,
}

impl Element<'_> {
    /// The value of an attribute, by its name as it stands there.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|it| it.0 == name).map(|it| it.1.as_ref())
    }

    /// Empty where there is none.
    pub(crate) fn namespace(&self) -> &str {
        match self.names.resolve_element(self.qualified).0 {
            ResolveResult::Bound(Namespace(name)) => name,
            ResolveResult::Unbound | ResolveResult::Unknown(_) => "",
        }
    }

    pub(crate) fn malformed(&self, reason: impl Into<String>) -> FormatError {
        FormatError::Malformed { line: self.line, reason: reason.into() }
    }
}

/// Walks through unpacked bytes and returns the name of their encoding.
pub(crate) fn walk(
    mut input: impl Read,
    limits: Limits,
    visit: &mut impl Visit,
) -> Result<&'static str, FormatError> {
    let head = head_of(&mut input, HEAD_BYTES)?;
    let encoding =
        xml_encoding(&head).map_err(|reason| FormatError::Malformed { line: 1, reason })?;
    let is_plain = encoding == UTF_8 && marked_encoding(&head).is_none();
    let whole = Cursor::new(head).chain(input);
    let text: Box<dyn Read + '_> =
        if is_plain { Box::new(whole) } else { Box::new(Transcoder::new(whole, encoding)) };
    let paced = Paced::new(BufReader::with_capacity(BUFFER_BYTES, text), limits.stretch_bytes);
    let reader = Reader::from_reader(paced);
    let names = NamespaceResolver::default();
    Walk { reader, limits, names, depth: 0, elements: 0 }.run(visit)?;
    Ok(encoding.name())
}

type Source<'r> = Paced<BufReader<Box<dyn Read + 'r>>>;

struct Walk<'r> {
    reader: Reader<Source<'r>>,
    limits: Limits,
    names: NamespaceResolver,
    depth: usize,
    elements: u64,
}

impl Walk<'_> {
    fn run(&mut self, visit: &mut impl Visit) -> Result<(), FormatError> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            self.reader.get_mut().mark();
            let event = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.failed(error)),
            };
            let flow = match event {
                Event::Start(element) => self.begin(&element, visit)?,
                Event::Empty(element) => match self.begin(&element, visit)? {
                    Continue(()) => self.end(visit)?,
                    broken @ Break(()) => broken,
                },
                Event::End(_) => self.end(visit)?,
                Event::GeneralRef(entity) => hear(visit, &self.resolved(&entity)?),
                Event::Text(text) => hear(visit, &text.xml10_content()),
                Event::CData(text) => hear(visit, &text.xml10_content()),
                Event::DocType(_) => return Err(self.malformed(NO_DOCUMENT_TYPE)),
                Event::Eof => return self.at_end(),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Continue(()),
            };
            if flow.is_break() {
                return Ok(());
            }
        }
    }

    fn begin(
        &mut self,
        element: &BytesStart<'_>,
        visit: &mut impl Visit,
    ) -> Result<ControlFlow<()>, FormatError> {
        self.count_element()?;
        let attributes = self.attributes(element)?;
        let element = Element {
            name: element.local_name().into_inner(),
            line: self.line(),
            is_root: self.depth == 1,
            qualified: element.name(),
            names: &self.names,
            attributes,
        };
        visit.begins(&element)
    }

    /// Elements are properly nested: the reader checks their names.
    fn end(&mut self, visit: &mut impl Visit) -> Result<ControlFlow<()>, FormatError> {
        self.depth -= 1;
        self.names.pop();
        visit.ends(self.line())
    }

    fn count_element(&mut self) -> Result<(), FormatError> {
        let Limits { xml_depth, xml_elements, .. } = self.limits;
        if self.depth == 0 && self.elements > 0 {
            return Err(self.malformed("there is more than one root element"));
        }
        self.depth += 1;
        self.elements += 1;
        if self.depth > xml_depth {
            return Err(Bound::Depth { line: self.line(), max: xml_depth }.into());
        }
        if self.elements > xml_elements {
            return Err(Bound::Count { what: "elements", max: xml_elements }.into());
        }
        self.names.set_level(u16::try_from(self.depth).unwrap_or(u16::MAX));
        Ok(())
    }

    /// Looks at every attribute, so that an unknown entity is refused wherever it stands.
    fn attributes<'x>(
        &mut self,
        element: &'x BytesStart<'_>,
    ) -> Result<Vec<(&'x str, Cow<'x, str>)>, FormatError> {
        if let Some(plain) = plain::attributes(element.attributes_raw(), self.limits.xml_attributes)
        {
            return Ok(plain);
        }
        let mut attributes = Vec::new();
        for attribute in element.attributes() {
            let max = self.limits.xml_attributes;
            if attributes.len() >= max {
                return Err(Bound::Attributes { line: self.line(), max }.into());
            }
            let attribute = attribute.map_err(|error| self.malformed(&error.to_string()))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.failed(error))?;
            if let Some(prefix) = attribute.key.as_namespace_binding() {
                let bound = self.names.add(prefix, Namespace(&value));
                bound.map_err(|error| self.malformed(&error.to_string()))?;
            }
            attributes.push((attribute.key.into_inner(), value));
        }
        Ok(attributes)
    }

    fn resolved(&self, entity: &BytesRef<'_>) -> Result<String, FormatError> {
        let name = entity.xml10_content();
        let resolved = if entity.is_char_ref() {
            unescape(&format!("&{name};")).ok().map(Cow::into_owned)
        } else {
            resolve_predefined_entity(&name).map(str::to_owned)
        };
        resolved.ok_or_else(|| self.malformed(&format!("the entity `{name}` is not known")))
    }

    fn at_end(&self) -> Result<(), FormatError> {
        if self.depth > 0 {
            return Err(self.malformed("the file ends inside of an element"));
        }
        if self.elements == 0 {
            return Err(self.malformed("there is no XML element"));
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

fn hear(visit: &mut impl Visit, text: &str) -> ControlFlow<()> {
    visit.text(text);
    Continue(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_holds_for_its_element_and_what_is_in_it() {
        let told = told("<a xmlns='u' xmlns:p='v'><b xmlns='w'/><p:c/></a>").unwrap();
        assert_eq!(told, ["u a", "w b", "", "v c", "", ""]);
    }

    #[test]
    fn text_is_told_with_its_entities_resolved() {
        let told = told("<a>M&#252;ller &amp; <![CDATA[<S\u{f6}hne>]]></a>").unwrap();
        assert_eq!(told[1..].concat(), "Müller & <Söhne>");
    }

    #[test]
    fn a_second_root_is_refused() {
        let error = told("<a/><a/>").unwrap_err().to_string();
        assert_eq!(error, "line 1: there is more than one root element");
    }

    #[test]
    fn more_prefixes_than_anybody_needs_are_refused() {
        let declared = |from: u32| {
            let all: Vec<_> = (from..from + 60).map(|it| format!("xmlns:p{it}='u'")).collect();
            format!(" {}", all.join(" "))
        };
        let (a, b, c) = (declared(0), declared(100), declared(200));
        let error = told(&format!("<a{a}><a{b}><a{c}/></a></a>")).unwrap_err().to_string();
        assert!(error.starts_with("line 1: "), "{error}");
    }

    /// Namespace and name of what begins, texts, and nothing for what ends.
    #[derive(Default)]
    struct Told(Vec<String>);

    impl Visit for Told {
        fn begins(&mut self, element: &Element<'_>) -> Result<ControlFlow<()>, FormatError> {
            self.0.push(format!("{} {}", element.namespace(), element.name));
            Ok(Continue(()))
        }

        fn text(&mut self, text: &str) {
            self.0.push(text.to_owned());
        }

        fn ends(&mut self, _line: u64) -> Result<ControlFlow<()>, FormatError> {
            self.0.push(String::new());
            Ok(Continue(()))
        }
    }

    fn told(text: &str) -> Result<Vec<String>, FormatError> {
        let mut told = Told::default();
        walk(text.as_bytes(), Limits::default(), &mut told)?;
        Ok(told.0)
    }
}
