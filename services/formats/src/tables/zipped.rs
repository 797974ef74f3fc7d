//! Archives, within bounds: every member is unpacked once and counted before anybody else reads it, so
//! that no declared size is believed.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use quick_xml::{Reader, events::Event};
use zip::{ZipArchive, result::ZipError};

use crate::{
    error::{Bound, FormatError},
    limits::Limits,
    text::Paced,
};

pub(super) const ENCRYPTED: &str = "the file is locked with a password; save it without one";
const MAGIC: &[u8] = b"PK\x03\x04";
const MAGIC_OF_EMPTY: &[u8] = b"PK\x05\x06";
/// Of compound files: old Excel files, and new ones with a password.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// What an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Workbook,
    Archive,
}

pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(MAGIC) || head.starts_with(MAGIC_OF_EMPTY)
}

/// Why a file that is no text cannot be read, where its first bytes say what it is.
pub(crate) fn refusal(head: &[u8]) -> Option<FormatError> {
    head.starts_with(COMPOUND).then(|| {
        let reason =
            "an Excel file with a password or in the old format; save it as XLSX without one";
        FormatError::NotRecognised(reason.to_owned())
    })
}

/// Says what is in it, without unpacking.
pub(super) fn sort<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<Sort, FormatError> {
    let has =
        |wanted: &str| archive.file_names().flatten().any(|it| it.eq_ignore_ascii_case(wanted));
    if has("xl/workbook.xml") {
        return Ok(Sort::Workbook);
    }
    let reason = if has("content.xml") && has("mimetype") {
        "an OpenDocument file cannot be read in; save it as XLSX or CSV"
    } else if has("word/document.xml") || has("ppt/presentation.xml") {
        "a document is no table; save its tables as XLSX or CSV"
    } else if has("xl/workbook.bin") {
        "an XLSB workbook cannot be read in; save it as XLSX"
    } else {
        return Ok(Sort::Archive);
    };
    Err(FormatError::NotRecognised(reason.to_owned()))
}

/// Opens an archive whose packed size and number of members are within the bounds.
pub(super) fn open<R: Read + Seek>(
    mut input: R,
    limits: Limits,
) -> Result<ZipArchive<R>, FormatError> {
    if input.seek(SeekFrom::End(0))? > limits.packed_bytes {
        return Err(Bound::Packed { max: limits.packed_bytes }.into());
    }
    input.rewind()?;
    let archive = ZipArchive::new(input).map_err(malformed)?;
    if archive.len() as u64 > limits.archive_members {
        let max = limits.archive_members;
        return Err(Bound::Count { what: "files in the archive", max }.into());
    }
    Ok(archive)
}

/// Unpacks every member once and counts. Afterwards the archive may be read without counting.
pub(super) fn admit<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    packed: u64,
    limits: Limits,
) -> Result<(), FormatError> {
    let bound = Bound::Ratio { max: limits.ratio };
    let mut left = allowed(packed, limits);
    for place in 0..archive.len() {
        left = left.checked_sub(size_of_member(archive, place, left)?).ok_or(bound.clone())?;
    }
    Ok(())
}

/// Checks a workbook, of which its reader keeps a part in memory.
pub(super) fn admit_workbook<R: Read + Seek>(
    mut input: R,
    limits: Limits,
) -> Result<(), FormatError> {
    let packed = input.seek(SeekFrom::End(0))?;
    let mut archive = open(input, limits)?;
    if sort(&archive)? != Sort::Workbook {
        return Err(FormatError::NotRecognised("no workbook: it has no sheets".to_owned()));
    }
    let (mut left, max) = (allowed(packed, limits), limits.workbook_bytes);
    let bound =
        if left > max { Bound::Unpacked { max } } else { Bound::Ratio { max: limits.ratio } };
    left = left.min(max);
    for place in 0..archive.len() {
        left = left.checked_sub(size_of_member(&mut archive, place, left)?).ok_or(bound.clone())?;
        let member = archive.by_index(place).map_err(malformed)?;
        let is_texts = member.name().map_err(malformed)?.to_lowercase().ends_with("strings.xml");
        if is_texts {
            check_declared_strings(member, limits)?;
        }
    }
    Ok(())
}

/// Unpacks a member, but hardly more than is allowed.
fn size_of_member<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    place: usize,
    allowed: u64,
) -> Result<u64, FormatError> {
    let member = archive.by_index(place).map_err(malformed)?;
    io::copy(&mut member.take(allowed.saturating_add(1)), &mut io::sink()).map_err(broken)
}

/// How many bytes may come out of so many.
fn allowed(packed: u64, limits: Limits) -> u64 {
    packed.saturating_mul(limits.ratio).max(limits.ratio_floor_bytes)
}

/// The reader of workbooks makes room for as many texts as the file says that it has.
fn check_declared_strings(member: impl Read, limits: Limits) -> Result<(), FormatError> {
    let mut reader = Reader::from_reader(Paced::new(BufReader::new(member), limits.stretch_bytes));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(it) | Event::Empty(it)) => {
                let declared = it.attributes().flatten().filter_map(|it| {
                    String::from_utf8_lossy(it.value.as_ref().as_bytes()).trim().parse::<f64>().ok()
                });
                let max = limits.table_rows * 20;
                if declared.into_iter().any(|it| it > max as f64) {
                    return Err(Bound::Count { what: "texts in the workbook", max }.into());
                }
                return Ok(());
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => reader.get_mut().mark(),
            Err(_) => {
                let reason = "no readable XLSX workbook: its texts are no XML";
                return Err(FormatError::NotRecognised(reason.to_owned()));
            }
        }
    }
}

pub(super) fn malformed(error: ZipError) -> FormatError {
    match error {
        ZipError::Io(cause) => broken(cause),
        ZipError::InvalidPassword => FormatError::NotRecognised(ENCRYPTED.to_owned()),
        ZipError::UnsupportedArchive(what) if what == ZipError::PASSWORD_REQUIRED => {
            FormatError::NotRecognised(ENCRYPTED.to_owned())
        }
        ZipError::CompressionMethodNotSupported(_) => {
            let reason = "the archive is packed in a way other than usual; pack it again as ZIP";
            FormatError::NotRecognised(reason.to_owned())
        }
        _ => FormatError::NotRecognised("the archive is broken".to_owned()),
    }
}

fn broken(cause: io::Error) -> FormatError {
    match FormatError::from(cause) {
        FormatError::Io(cause) if cause.raw_os_error().is_none() => {
            FormatError::NotRecognised("the archive is broken".to_owned())
        }
        other => other,
    }
}
