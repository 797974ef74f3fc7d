//! Bytes to UTF-8 on the way, and a guard that knows the line and how long it goes on.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::Bound;

/// The encoding that a byte order mark names, and the mark's length.
pub(crate) fn marked_encoding(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(head)
}

/// The encoding of an XML document: by mark, by the bytes of `<?`, else as declared, else UTF-8; or why there
/// is none.
pub(crate) fn xml_encoding(head: &[u8]) -> Result<&'static Encoding, String> {
    if let Some((encoding, _)) = marked_encoding(head) {
        return Ok(encoding);
    }
    match head {
        [0, b'<', 0, b'?', ..] => return Ok(UTF_16BE),
        [b'<', 0, b'?', 0, ..] => return Ok(UTF_16LE),
        _ => {}
    }
    let Some(label) = declared_label(head) else { return Ok(UTF_8) };
    match Encoding::for_label(label.as_bytes()) {
        None => Err(format!("the encoding `{label}` is not known")),
        // The declaration could not have been read.
        Some(declared) if declared == UTF_16LE || declared == UTF_16BE => {
            Err(format!("the declared encoding is `{label}`, and the file is not written in it"))
        }
        Some(declared) => Ok(declared),
    }
}

/// `ISO-8859-1` of `<?xml version="1.0" encoding="ISO-8859-1"?>`.
fn declared_label(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&head[..head.len().min(1024)]).into_owned();
    let declaration = text.trim_start().strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

/// Decodes a stream to UTF-8; a byte order mark is taken off. What is malformed is an error.
pub(crate) struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    /// Decoded bytes, of which `given` were handed out.
    decoded: Vec<u8>,
    given: usize,
    is_done: bool,
}

const CHUNK_BYTES: usize = 8 * 1024;

impl<R: Read> Transcoder<R> {
    pub(crate) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { inner, decoder, decoded: Vec::new(), given: 0, is_done: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut chunk = [0; CHUNK_BYTES];
        let read = loop {
            match self.inner.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.is_done = read == 0;
        // No encoding grows more than threefold into UTF-8; the rest is room for what was held.
        self.decoded.resize(CHUNK_BYTES * 3 + 64, 0);
        self.given = 0;
        let (_, _, written, is_malformed) =
            self.decoder.decode_to_utf8(&chunk[..read], &mut self.decoded, self.is_done);
        self.decoded.truncate(written);
        if is_malformed {
            let name = self.decoder.encoding().name();
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("not {name}")));
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.decoded.len() && !self.is_done {
            self.refill()?;
        }
        let left = &self.decoded[self.given..];
        let length = left.len().min(buffer.len());
        buffer[..length].copy_from_slice(&left[..length]);
        self.given += length;
        Ok(length)
    }
}

/// Counts lines, and bytes since the last [`Paced::mark`]: a row or element that does not end is
/// refused instead of being collected.
pub(crate) struct Paced<R> {
    inner: R,
    line: u64,
    since_mark: u64,
    max: u64,
}

impl<R> Paced<R> {
    pub(crate) fn new(inner: R, max: u64) -> Self {
        Self { inner, line: 1, since_mark: 0, max }
    }

    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    pub(crate) fn mark(&mut self) {
        self.since_mark = 0;
    }

    fn count(&mut self, bytes: u64, newlines: u64) {
        self.since_mark = self.since_mark.saturating_add(bytes);
        self.line += newlines;
    }

    fn check(&self) -> io::Result<()> {
        if self.since_mark > self.max {
            return Err(Bound::Stretch { line: self.line, max: self.max }.into());
        }
        Ok(())
    }
}

impl<R: Read> Read for Paced<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        let read = self.inner.read(buffer)?;
        self.count(read as u64, newlines_in(&buffer[..read]));
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Paced<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        let newlines = match self.inner.fill_buf() {
            Ok(bytes) => newlines_in(&bytes[..amount.min(bytes.len())]),
            Err(_) => 0,
        };
        self.count(amount as u64, newlines);
        self.inner.consume(amount);
    }
}

pub(crate) fn newlines_in(bytes: &[u8]) -> u64 {
    let in_part = |part: &[u8]| part.iter().fold(0_u8, |sum, it| sum + u8::from(*it == b'\n'));
    // So few that a byte holds the count of each part: many are counted at once.
    bytes.chunks(usize::from(u8::MAX)).map(|it| u64::from(in_part(it))).sum()
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_declared_encoding_is_found_in_either_quotes() {
        let single = b"<?xml version='1.0' encoding='ISO-8859-1'?><log/>";
        assert_eq!(xml_encoding(single), Ok(WINDOWS_1252));
        assert_eq!(xml_encoding(b"<?xml version=\"1.0\" encoding = \"utf-8\"?>"), Ok(UTF_8));
        assert_eq!(xml_encoding(b"<log encoding='latin1'/>"), Ok(UTF_8));
        assert_eq!(
            xml_encoding(b"<?xml encoding='klingon'?>"),
            Err("the encoding `klingon` is not known".to_owned())
        );
    }

    #[test]
    fn a_stretch_without_an_end_is_refused() {
        let mut paced = Paced::new(BufReader::with_capacity(16, &[b'x'; 100][..]), 40);
        let error = paced.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "more than 40 bytes near line 1 without an end of the row or element"
        );
    }

    #[test]
    fn half_a_character_at_the_end_is_an_error() {
        let mut reader = BufReader::new(Transcoder::new(&[0x41, 0x00, 0x42][..], UTF_16LE));
        assert!(reader.read_to_string(&mut String::new()).is_err());
    }

    proptest! {
        #[test]
        fn utf_16_of_either_order_is_read_as_it_was_written(text in ".*") {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            prop_assume!(!text.starts_with('\u{feff}'));
            prop_assert_eq!(decoded(&little, UTF_16LE), text.clone());
            prop_assert_eq!(decoded(&big, UTF_16BE), text);
        }
    }

    fn decoded(bytes: &[u8], encoding: &'static Encoding) -> String {
        let mut text = String::new();
        let mut reader = BufReader::new(Transcoder::new(bytes, encoding));
        reader.read_to_string(&mut text).unwrap();
        text
    }
}
