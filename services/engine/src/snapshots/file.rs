//! The file of one snapshot: how long it is once unpacked, in the clear; then, compressed and with a sum at
//! the end, the form, the position and what the log holds there, and all projections in parts, each behind
//! its length. While one part is unpacked, those before are read.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read, Write as _},
    path::{Path, PathBuf},
};

use events::Position;
use projections::Projections;
use zstd::stream::{read::Decoder, write::Encoder};

use super::form::FORM;

const ENDING: &str = ".snapshot";
/// How hard it is compressed: it is written in the background, so that room counts more than time.
const LEVEL: i32 = 7;

/// A snapshot as bytes.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) position: Position,
    bytes: Vec<u8>,
}

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
        let position = projections.position();
        let head = postcard::to_allocvec(&(FORM.as_str(), position, history));
        let head = head.expect("a few words can be written");
        let mut bytes = Vec::new();
        for part in std::iter::once(head).chain(projections.parts()) {
            bytes.extend((part.len() as u64).to_le_bytes());
            bytes.extend(part);
        }
        Self { position, bytes }
    }
}

/// Writes it, whole or not at all. Gives its length.
pub(super) fn write(folder: &Path, snapshot: &Snapshot) -> io::Result<u64> {
    let whole = path(folder, snapshot.position);
    let begun = whole.with_extension("part");
    let written = write_to(&begun, &snapshot.bytes).and_then(|()| {
        fs::rename(&begun, &whole)?;
        File::open(folder)?.sync_all()?;
        Ok(fs::metadata(&whole)?.len())
    });
    if written.is_err() {
        let _not_there = fs::remove_file(&begun);
    }
    written
}

fn write_to(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(&(bytes.len() as u64).to_le_bytes())?;
    let mut encoder = Encoder::new(file, LEVEL)?;
    encoder.include_checksum(true)?;
    encoder.write_all(bytes)?;
    encoder.finish()?.sync_all()
}

/// Reads one; only of today's form, of this position and of this history.
pub(super) fn read(
    path: &Path,
    position: Position,
    history: Option<[u8; 32]>,
) -> Result<Projections, Unreadable> {
    let mut unpacking = Unpacking::of(path)?;
    let head = unpacking.part()?;
    let (form, rest) = postcard::take_from_bytes::<&str>(&head)?;
    if form != FORM.as_str() {
        return Err(Unreadable::Form(form.chars().take(200).collect()));
    }
    let of = postcard::from_bytes::<(Position, [u8; 32])>(rest)?;
    if Some(of) != history.map(|it| (position, it)) {
        return Err(Unreadable::History);
    }
    let projections = Projections::of_parts(|| Ok::<_, Unreadable>(unpacking.part()?))?;
    unpacking.end()?;
    Ok(projections)
}

/// A file that is unpacked part by part.
struct Unpacking {
    decoder: Decoder<'static, BufReader<File>>,
    /// What is still to come, unpacked.
    left: u64,
}

impl Unpacking {
    fn of(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let packed = file.metadata()?.len();
        let mut length = [0; 8];
        file.read_exact(&mut length)?;
        let left = u64::from_le_bytes(length);
        // Nothing that was ever written shrinks more than that.
        if left > packed.saturating_mul(1_000) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(Self { decoder: Decoder::new(file)?, left })
    }

    fn part(&mut self) -> io::Result<Vec<u8>> {
        let mut length = [0; 8];
        self.decoder.read_exact(&mut length)?;
        let length = u64::from_le_bytes(length);
        let left = self.left.checked_sub(8).and_then(|it| it.checked_sub(length));
        self.left = left.ok_or(io::ErrorKind::InvalidData)?;
        let mut part = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        (&mut self.decoder).take(length).read_to_end(&mut part)?;
        if part.len() as u64 == length { Ok(part) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    /// Nothing is to come any more, and the sum is right.
    fn end(mut self) -> io::Result<()> {
        let more = self.decoder.read(&mut [0])?;
        if self.left == 0 && more == 0 { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
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
