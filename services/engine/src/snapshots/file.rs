//! The file of one snapshot. In the clear, behind its length: the form, the position, what the log holds there,
//! and how long each part is. Then all projections in parts, each compressed by itself with a sum at its end, so
//! that they are unpacked beside each other.

use std::{
    fs::{self, File},
    io::{self, Read, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use events::Position;
use projections::{Projections, parts::PARTS};
use zstd::stream::{read::Decoder, write::Encoder};

use super::form::FORM;
use crate::fold::Restored;

const ENDING: &str = ".snapshot";
/// How hard it is compressed: it is written in the background, so that room counts more than time.
const LEVEL: i32 = 7;

/// The longest head that is read: it is a few words.
const HEAD_MAX: u64 = 4_096;

/// A snapshot as bytes.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) position: Position,
    history: [u8; 32],
    parts: [Vec<u8>; PARTS],
}

/// What stands in the clear: the form, the position, what the log holds there; and of each part how long it is
/// as it stands there, and once it is unpacked.
type Head = (String, Position, [u8; 32], [(u64, u64); PARTS]);

/// Why a snapshot is of no use.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("its bytes mean nothing: {0}")]
    Bytes(#[from] postcard::Error),
    #[error("it is of another form: `{0}`")]
    Form(String),
    #[error("it is of another history")]
    History,
}

impl Snapshot {
    /// Of what is folded, and what the log holds at its position.
    pub(super) fn of(projections: &Projections, history: [u8; 32]) -> Self {
        Self { position: projections.position(), history, parts: projections.parts() }
    }
}

/// Writes it, whole or not at all. Gives its length.
pub(super) fn write(folder: &Path, snapshot: &Snapshot) -> io::Result<u64> {
    let whole = path(folder, snapshot.position);
    let begun = whole.with_extension("part");
    let written = write_to(&begun, snapshot).and_then(|()| {
        fs::rename(&begun, &whole)?;
        File::open(folder)?.sync_all()?;
        Ok(fs::metadata(&whole)?.len())
    });
    if written.is_err() {
        let _not_there = fs::remove_file(&begun);
    }
    written
}

fn write_to(path: &Path, snapshot: &Snapshot) -> io::Result<()> {
    let Snapshot { position, history, parts } = snapshot;
    let packed = parts.iter().map(|it| packed(it)).collect::<io::Result<Vec<_>>>()?;
    let lengths = std::array::from_fn(|at| (packed[at].len() as u64, parts[at].len() as u64));
    let head: Head = (FORM.clone(), *position, *history, lengths);
    let head = postcard::to_allocvec(&head).expect("a few words can be written");
    let mut file = File::create(path)?;
    file.write_all(&(head.len() as u64).to_le_bytes())?;
    file.write_all(&head)?;
    packed.iter().try_for_each(|it| file.write_all(it))?;
    file.sync_all()
}

fn packed(part: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = Encoder::new(vec![], LEVEL)?;
    encoder.include_checksum(true)?;
    encoder.write_all(part)?;
    encoder.finish()
}

/// Reads one; only of today's form, of this position and of this history.
pub(super) fn read<F: Restored>(
    path: &Path,
    position: Position,
    history: Option<[u8; 32]>,
) -> Result<F, Unreadable> {
    let mut file = File::open(path)?;
    let (form, of_position, of_history, lengths) = head(&mut file)?;
    if form != *FORM {
        return Err(Unreadable::Form(form.chars().take(200).collect()));
    }
    if Some((of_position, of_history)) != history.map(|it| (position, it)) {
        return Err(Unreadable::History);
    }
    let begin = file.stream_position()?;
    let of_parts: u64 = lengths.iter().fold(0, |sum, it| sum.saturating_add(it.0));
    if begin.checked_add(of_parts) != Some(file.metadata()?.len()) {
        return Err(Unreadable::Io(io::ErrorKind::InvalidData.into()));
    }
    let part = |at: usize| {
        let before: u64 = lengths[..at].iter().map(|it| it.0).sum();
        Ok::<_, Unreadable>(unpacked(path, begin + before, lengths[at])?)
    };
    F::of_parts(part)
}

fn head(file: &mut File) -> Result<Head, Unreadable> {
    let mut length = [0; 8];
    file.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > HEAD_MAX {
        return Err(Unreadable::Io(io::ErrorKind::InvalidData.into()));
    }
    let mut head = vec![];
    file.take(length).read_to_end(&mut head)?;
    Ok(postcard::from_bytes(&head)?)
}

/// The part that begins there.
fn unpacked(path: &Path, begin: u64, (packed, length): (u64, u64)) -> io::Result<Vec<u8>> {
    // Nothing that was ever written shrinks more than that.
    if length > packed.saturating_mul(1_000) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(begin))?;
    let mut part = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // One byte more would be one too many; and at the end the sum is looked at.
    Decoder::new(file.take(packed))?.take(length.saturating_add(1)).read_to_end(&mut part)?;
    if part.len() as u64 == length { Ok(part) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// Where the snapshot of a position lies.
pub(super) fn path(folder: &Path, position: Position) -> PathBuf {
    folder.join(format!("{:020}{ENDING}", position.0))
}

/// The position that a file's name tells.
pub(super) fn position(name: &str) -> Option<Position> {
    let position = name.strip_suffix(ENDING)?.parse().ok()?;
    Some(Position(position))
}
