//! The way through a XES document: traces, events and their attributes, nothing collected.

use std::{
    io::Read,
    ops::ControlFlow::{self, Continue},
};

use crate::{
    error::FormatError,
    limits::Limits,
    xml::{self, Element},
};

/// Whose attribute it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Trace,
    Event,
}

/// What a reader of a log wants to hear. Calls come in the order of the document.
pub(super) trait Visit {
    fn attribute(&mut self, scope: Scope, key: &str, value: &str);
    fn trace_begins(&mut self) {}
    /// `Break` ends the walk early.
    fn event_ends(&mut self, line: u64) -> Result<ControlFlow<()>, FormatError>;
    /// Also called for an event that stands outside of any trace.
    fn trace_ends(&mut self) -> Result<(), FormatError>;
}

/// Walks through unpacked bytes and returns the name of their encoding.
pub(super) fn walk(
    input: impl Read,
    limits: Limits,
    visit: &mut impl Visit,
) -> Result<&'static str, FormatError> {
    let mut walk = Walk { visit, skipping: 0, is_in_trace: false, is_in_event: false };
    xml::walk(input, limits, &mut walk)
}

struct Walk<'v, V> {
    visit: &'v mut V,
    /// How deep inside an attribute or something to skip.
    skipping: usize,
    is_in_trace: bool,
    is_in_event: bool,
}

impl<V: Visit> xml::Visit for Walk<'_, V> {
    fn begins(&mut self, element: &Element<'_>) -> Result<ControlFlow<()>, FormatError> {
        let name = element.name;
        if element.is_root {
            if name != "log" {
                let reason = format!("the root element is `{name}`, not one `log`");
                return Err(element.malformed(reason));
            }
        } else if self.skipping > 0 {
            self.skipping += 1;
        } else if name == "trace" && !self.is_in_trace && !self.is_in_event {
            self.is_in_trace = true;
            self.visit.trace_begins();
        } else if name == "event" && !self.is_in_event {
            self.is_in_event = true;
        } else {
            self.skipping = 1;
            self.hear(element);
        }
        Ok(Continue(()))
    }

    /// Elements are properly nested, so flags suffice.
    fn ends(&mut self, line: u64) -> Result<ControlFlow<()>, FormatError> {
        if self.skipping > 0 {
            self.skipping -= 1;
        } else if self.is_in_event {
            self.is_in_event = false;
            let flow = self.visit.event_ends(line)?;
            if !self.is_in_trace {
                self.visit.trace_ends()?;
            }
            return Ok(flow);
        } else if self.is_in_trace {
            self.is_in_trace = false;
            self.visit.trace_ends()?;
        }
        Ok(Continue(()))
    }
}

impl<V: Visit> Walk<'_, V> {
    fn hear(&mut self, element: &Element<'_>) {
        let is_attribute =
            matches!(element.name, "string" | "date" | "int" | "float" | "boolean" | "id");
        let scope = match (self.is_in_trace, self.is_in_event) {
            (_, true) => Scope::Event,
            (true, false) => Scope::Trace,
            (false, false) => return,
        };
        let pair = (element.attribute("key"), element.attribute("value"));
        if let (true, (Some(key), Some(value))) = (is_attribute, pair) {
            self.visit.attribute(scope, key, value);
        }
    }
}
