//! Separated values, row by row: the delimiter is found, and each field is UTF-8, what a byte order
//! mark says, or else Windows-1252.

mod quotes;

use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

use csv::ByteRecord;
use encoding_rs::{UTF_8, WINDOWS_1252};

use crate::{
    error::{FormatError, bound_in},
    limits::Limits,
    source::head_of,
    text::{Paced, Transcoder, marked_encoding, newlines_in},
};
use quotes::Quotes;

const HEAD_BYTES: usize = 64 * 1024;

/// An open file of separated values, behind its header row.
pub struct Separated<'r> {
    reader: csv::Reader<Quotes<Paced<Box<dyn Read + 'r>>>>,
    record: ByteRecord,
    line: u64,
    /// Whether lines end with two characters, as Windows writes them.
    has_crlf: bool,
    encoding: &'static str,
    /// The first line that held a field which is not UTF-8.
    windows_since: Option<u64>,
    pub delimiter: u8,
    pub headers: Vec<String>,
}

impl std::fmt::Debug for Separated<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Separated").field("headers", &self.headers).finish_non_exhaustive()
    }
}

impl<'r> Separated<'r> {
    /// Takes unpacked bytes (see [`crate::source::unpack`]) and reads the header row.
    pub fn open(mut input: impl Read + 'r, limits: Limits) -> Result<Self, FormatError> {
        let head = head_of(&mut input, HEAD_BYTES)?;
        let marked = marked_encoding(&head);
        if marked.is_none()
            && let Some(zero) = head.iter().position(|it| *it == 0)
        {
            let line = newlines_in(&head[..zero]) + 1;
            let reason = "there are zero bytes: UTF-16 without a byte order mark, or no text";
            return Err(FormatError::Malformed { line, reason: reason.to_owned() });
        }
        let (delimiter, has_crlf) =
            first_line_of(&head, marked.map_or(UTF_8, |(encoding, _)| encoding));
        let whole = Cursor::new(head).chain(input);
        let (encoding, text): (_, Box<dyn Read + 'r>) = match marked {
            Some((encoding, _)) if encoding != UTF_8 => {
                (encoding.name(), Box::new(Transcoder::new(whole, encoding)))
            }
            Some((_, mark_length)) => ("UTF-8", Box::new(skipping(whole, mark_length)?)),
            None => ("UTF-8", Box::new(whole)),
        };
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(Quotes::new(Paced::new(text, limits.stretch_bytes), delimiter));
        let record = ByteRecord::new();
        let mut it = Self {
            reader,
            record,
            line: 1,
            has_crlf,
            encoding,
            windows_since: None,
            delimiter,
            headers: Vec::new(),
        };
        it.read_headers()?;
        Ok(it)
    }

    fn read_headers(&mut self) -> Result<(), FormatError> {
        let mut is_there = self.advance()?;
        if self.record.iter().eq([&b"sep="[..], b""]) {
            // A word to a spreadsheet: `sep=;`.
            is_there = self.advance()?;
        }
        if !is_there {
            let reason = "the file is empty".to_owned();
            return Err(FormatError::Malformed { line: 1, reason });
        }
        self.headers = (0..self.record.len()).map(|i| self.field(i).into_owned()).collect();
        Ok(())
    }

    /// Goes to the next row that is not blank; false at the end.
    pub fn advance(&mut self) -> Result<bool, FormatError> {
        self.reader.get_mut().inner().mark();
        let is_there = match self.reader.read_byte_record(&mut self.record) {
            Ok(is_there) => is_there,
            Err(error) => return Err(self.failed(error)),
        };
        if let Some(position) = self.record.position() {
            self.line = self.line_of(position.line());
        }
        match self.reader.get_ref().left_open() {
            None => Ok(is_there),
            Some(line) => {
                let reason = "a quotation mark opens here and nothing closes it".to_owned();
                Err(FormatError::Malformed { line, reason })
            }
        }
    }

    /// The reader goes on behind the first character that ends a row, so that the rest of that end, and
    /// blank lines, are counted to the row behind them.
    fn line_of(&self, started: u64) -> u64 {
        let within = newlines_in(self.record.as_slice());
        let behind = self.reader.position().line().saturating_sub(started + within);
        started + behind.saturating_sub(u64::from(!self.has_crlf))
    }

    fn failed(&self, error: csv::Error) -> FormatError {
        let line = error.position().map_or(self.line, csv::Position::line);
        match error.into_kind() {
            csv::ErrorKind::Io(cause) => match bound_in(&cause) {
                Some(bound) => bound.into(),
                None if cause.kind() == std::io::ErrorKind::InvalidData => {
                    FormatError::Malformed { line, reason: cause.to_string() }
                }
                None => FormatError::Io(cause),
            },
            _ => FormatError::Malformed { line, reason: "no separated values".to_owned() },
        }
    }

    /// The line where the current row begins, the header row being line 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// A field of the current row, trimmed; empty where the row is too short.
    pub fn field(&mut self, column: usize) -> Cow<'_, str> {
        let bytes = self.record.get(column).unwrap_or_default().trim_ascii();
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Cow::Borrowed(text.trim());
        }
        self.windows_since.get_or_insert(self.line);
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        Cow::Owned(text.trim().to_owned())
    }

    /// Why the current row does not fit under the header; empty fields too many do not count.
    pub fn misfit(&self) -> Option<String> {
        let (fields, headers) = (self.record.len(), self.headers.len());
        let has_more = (headers..fields).any(|i| !self.record[i].trim_ascii().is_empty());
        if fields >= headers && !has_more {
            return None;
        }
        Some(format!("{fields} fields where the header has {headers}"))
    }

    /// Whether the current row ends before the header does.
    pub fn is_short(&self) -> bool {
        self.record.len() < self.headers.len()
    }

    /// Whether the current row goes as far as this column.
    pub fn has(&self, column: usize) -> bool {
        column < self.record.len()
    }

    pub fn is_blank(&self) -> bool {
        self.record.iter().all(|it| it.trim_ascii().is_empty())
    }

    /// The position of a column by its exact name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.headers.iter().position(|it| it == name)
    }

    /// The encoding so far, and a message if it is not what a careful writer would have written.
    pub fn encoding(&self) -> (&'static str, Option<String>) {
        match self.windows_since {
            None => (self.encoding, None),
            Some(line) => {
                let note = format!("not UTF-8 from line {line} on: read as Windows-1252");
                ("windows-1252", Some(note))
            }
        }
    }
}

fn skipping(mut input: impl Read, length: usize) -> Result<impl Read, FormatError> {
    head_of(&mut input, length)?;
    Ok(input)
}

/// The candidate that stands most often in the first line, outside of quotes; and whether that line
/// ends as Windows ends it.
fn first_line_of(head: &[u8], encoding: &'static encoding_rs::Encoding) -> (u8, bool) {
    let (text, _, _) = encoding.decode(head);
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let (mut is_quoted, mut has_crlf) = (false, false);
    for byte in text.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            b'\r' => has_crlf = true,
            _ => counts.iter_mut().filter(|(it, _)| *it == byte).for_each(|(_, n)| *n += 1),
        }
    }
    // The first of equals wins: a comma.
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    (most.map_or(b',', |(it, _)| it), has_crlf)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_the_delimiter_outside_of_quotes() {
        assert_eq!(open(b"\"a,b,c\";d\n1;2\n").unwrap().delimiter, b';');
        assert_eq!(open(b"a\tb\n").unwrap().delimiter, b'\t');
        assert_eq!(open(b"a\n").unwrap().delimiter, b',');
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_header() {
        assert_eq!(open(b"\xef\xbb\xbfcase,time\n").unwrap().headers, ["case", "time"]);
    }

    #[test]
    fn utf_16_with_a_mark_is_read() {
        let text = "\u{feff}fall;werk\n1;Köln\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut file = open(&bytes).unwrap();
        assert_eq!(
            (file.delimiter, file.headers.clone()),
            (b';', vec!["fall".into(), "werk".into()])
        );
        assert!(file.advance().unwrap());
        assert_eq!(file.field(1), "Köln");
        assert_eq!(file.encoding(), ("UTF-16LE", None));
    }

    #[test]
    fn what_is_not_utf_8_is_windows_1252_with_a_message() {
        let mut file = open(b"fall,werk\n1,K\xf6ln\n2,\x80\n").unwrap();
        file.advance().unwrap();
        assert_eq!(file.field(1), "Köln");
        file.advance().unwrap();
        assert_eq!(file.field(1), "€");
        let (encoding, note) = file.encoding();
        assert_eq!(encoding, "windows-1252");
        assert_eq!(note.unwrap(), "not UTF-8 from line 2 on: read as Windows-1252");
    }

    #[test]
    fn utf_16_without_a_mark_is_refused() {
        let bytes: Vec<u8> = "a,b".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let error = open(&bytes).unwrap_err().to_string();
        assert!(error.starts_with("line 1: there are zero bytes"), "{error}");
    }

    #[test]
    fn an_unclosed_quote_is_refused_and_not_collected() {
        let limits = Limits { stretch_bytes: 20_000, ..Limits::default() };
        let bytes = [b"a,b\n1,\"".as_slice(), &vec![b'x'; 100_000]].concat();
        let mut file = Separated::open(&bytes[..], limits).unwrap();
        let error = file.advance().unwrap_err().to_string();
        assert!(error.starts_with("more than 20000 bytes"), "{error}");
    }

    #[test]
    fn an_unclosed_quote_is_refused_with_its_line_instead_of_swallowing_the_rest() {
        let refusal = |bytes| {
            let mut file = open(bytes)?;
            while file.advance()? {}
            Ok::<_, FormatError>(())
        };
        let error = refusal(b"a,b\n1,2\n3,\"4\n5,6\n").unwrap_err().to_string();
        assert_eq!(error, "line 3: a quotation mark opens here and nothing closes it");
        assert!(refusal(b"a,b\n1,\"\"").is_ok(), "opened and closed");
        assert!(refusal(b"a,b\n1,5\" pipe\n").is_ok(), "no quote, but a mark for inches");
    }

    #[test]
    fn a_row_is_where_an_editor_shows_it_however_lines_end() {
        let text = "a,b\n1,2\n\n\n3,\"4\n5\"\n6,7\n";
        for text in [text.to_owned(), text.replace('\n', "\r\n"), text.trim_end().to_owned()] {
            let mut file = open(text.as_bytes()).unwrap();
            let mut lines = Vec::new();
            while file.advance().unwrap() {
                lines.push(file.line());
            }
            assert_eq!(lines, [2, 5, 7], "{text:?}");
        }
    }

    #[test]
    fn a_word_to_a_spreadsheet_is_no_header() {
        let mut file = open(b"sep=;\r\nfall;werk\r\n1;K\r\n").unwrap();
        assert_eq!(file.headers, ["fall", "werk"]);
        file.advance().unwrap();
        assert_eq!((file.line(), file.field(1)), (3, "K".into()));
        assert_eq!(open(b"sep=;\n").unwrap_err().to_string(), "line 1: the file is empty");
    }

    #[test]
    fn a_row_that_does_not_fit_says_so() {
        let mut file = open(b"a,b\n1\n1,2,,\n1,2,3\n").unwrap();
        file.advance().unwrap();
        assert_eq!(file.misfit().unwrap(), "1 fields where the header has 2");
        file.advance().unwrap();
        assert_eq!(file.misfit(), None);
        file.advance().unwrap();
        assert_eq!(file.misfit().unwrap(), "3 fields where the header has 2");
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(rows in prop::collection::vec(("[^\u{0}]*", "[^\u{0}]*"), 1..20)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["first", "second"]).unwrap();
            for (a, b) in &rows {
                writer.write_record([a, b]).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let mut file = open(&bytes).unwrap();
            for (a, b) in &rows {
                prop_assert!(file.advance().unwrap());
                prop_assert_eq!(file.field(0), a.trim());
                prop_assert_eq!(file.field(1), b.trim());
            }
            prop_assert!(!file.advance().unwrap());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            if let Ok(mut file) = open(&bytes) {
                while let Ok(true) = file.advance() {
                    file.field(0);
                }
            }
        }
    }

    fn open(bytes: &[u8]) -> Result<Separated<'_>, FormatError> {
        Separated::open(bytes, Limits::default())
    }
}
