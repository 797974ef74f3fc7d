//! Watches quotation marks on the way: one that nothing closes makes all that follows one field.

use std::io::{self, Read};

/// Where in a row the last byte was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    FieldBegins,
    Bare,
    Quoted,
    /// Behind a quotation mark within quotes: the end of them, or the first half of an escaped one.
    Closing,
}

/// Hands on every byte and knows, once all are read, whether a quote is left open.
pub(super) struct Quotes<R> {
    inner: R,
    delimiter: u8,
    at: At,
    line: u64,
    opened: u64,
    is_done: bool,
}

impl<R> Quotes<R> {
    pub(super) fn new(inner: R, delimiter: u8) -> Self {
        Self { inner, delimiter, at: At::FieldBegins, line: 1, opened: 1, is_done: false }
    }

    pub(super) fn inner(&mut self) -> &mut R {
        &mut self.inner
    }

    /// The line where the quote opens that is still open at the end.
    pub(super) fn left_open(&self) -> Option<u64> {
        (self.is_done && self.at == At::Quoted).then_some(self.opened)
    }

    fn see(&mut self, byte: u8) {
        self.line += u64::from(byte == b'\n');
        let ends_field = byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        self.at = match (self.at, byte) {
            (At::FieldBegins, b'"') => {
                self.opened = self.line;
                At::Quoted
            }
            (At::Quoted, b'"') => At::Closing,
            (At::Quoted, _) | (At::Closing, b'"') => At::Quoted,
            _ if ends_field => At::FieldBegins,
            _ => At::Bare,
        };
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.is_done |= read == 0 && !buffer.is_empty();
        buffer[..read].iter().for_each(|it| self.see(*it));
        Ok(read)
    }
}
