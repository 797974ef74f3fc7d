//! Every version of an event that was ever written has a golden file, and it still reads.
//!
//! Golden files are only ever added, with `UPDATE_EXPECT=1`; one that is there is never written again.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Once,
};

use events::{
    Event, Kind, Position, Recorded,
    codec::{self, Draft, Place},
    samples,
};
use serde_json::{Value, json};

use crate::support::{files, is_update, root};

/// Salts must be the same on every run.
const SECRET: [u8; 32] = [7; 32];

#[test]
fn every_event_that_can_be_written_has_a_golden_file() {
    for kind in Event::kinds() {
        let path = path_of(kind);
        assert!(path.exists(), "{} is missing; `cargo x update` adds it", path.display());
    }
}

#[test]
fn every_golden_file_still_reads_with_its_seals_whole() {
    let golden_files = files(&folder());
    assert!(!golden_files.is_empty());
    for path in golden_files {
        let (envelope, sealed) = read(&path);
        let recorded = codec::verify(Position(1), &envelope, sealed.as_deref());
        let recorded = recorded.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let (tag, _) = tag_and_version(&path);
        assert!(envelope.contains(&format!(r#""type":"{tag}""#)), "{}", path.display());
        assert_eq!(recorded.event.tag(), tag, "{}", path.display());
    }
}

#[test]
fn a_golden_file_of_todays_version_says_what_the_sample_says() {
    let samples = samples();
    let mut compared = 0;
    for kind in Event::kinds() {
        let path = path_of(kind);
        let (envelope, sealed) = read(&path);
        let read = codec::decode(Position(1), &envelope, sealed.as_deref()).expect("it reads");
        let sample = &samples[kind.tag];
        assert_eq!(read.event, sample.event, "{}", path.display());
        assert_eq!(read.origin, sample.origin, "{}", path.display());
        compared += 1;
    }
    assert_eq!(compared, samples.len());
}

#[test]
fn an_event_of_todays_version_is_written_byte_by_byte_as_it_was() {
    for kind in Event::kinds() {
        let path = path_of(kind);
        let (envelope, sealed) = read(&path);
        let read = codec::decode(Position(1), &envelope, sealed.as_deref()).expect("it reads");
        let again = codec::draft(read.id, &read.event, &read.origin, &SECRET);
        assert_eq!(again.envelope(&place(&read)), envelope, "{}", path.display());
        assert_eq!(again.sealed, sealed, "{}", path.display());
    }
}

#[test]
fn an_event_whose_sealed_part_is_gone_reads_with_everything_but_the_words() {
    for path in files(&folder()) {
        let (envelope, _) = read(&path);
        let erased = codec::verify(Position(1), &envelope, None);
        let erased = erased.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let why = erased.origin.meta.why.expect("samples say why");
        assert_eq!(why.text(), None, "{}", path.display());
    }
}

/// Where golden files lie; the missing ones are added first, if that was asked for.
fn folder() -> PathBuf {
    static ADDED: Once = Once::new();
    let folder = root().join("tests/golden/events");
    if is_update() {
        ADDED.call_once(|| add_missing(&folder));
    }
    folder
}

fn path_of(kind: Kind) -> PathBuf {
    folder().join(name_of(kind))
}

fn name_of(kind: Kind) -> String {
    format!("{}.v{}.json", kind.tag, kind.version)
}

fn add_missing(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    let samples = samples();
    for kind in Event::kinds() {
        let path = folder.join(name_of(kind));
        if !path.exists() {
            fs::write(path, golden(&samples[kind.tag])).expect("a new file");
        }
    }
}

fn samples() -> BTreeMap<&'static str, Recorded> {
    samples::all().into_iter().map(|it| (it.event.tag(), it)).collect()
}

/// The exact bytes, as two JSON strings.
fn golden(sample: &Recorded) -> String {
    let draft = codec::draft(sample.id, &sample.event, &sample.origin, &SECRET);
    let envelope = draft.envelope(&place(sample));
    let Draft { sealed, .. } = draft;
    let written = json!({ "envelope": envelope, "sealed": sealed });
    format!("{}\n", serde_json::to_string_pretty(&written).expect("string keys"))
}

fn place(recorded: &Recorded) -> Place {
    let Recorded { stream, revision, recorded, .. } = recorded;
    Place { stream: *stream, revision: *revision, recorded: *recorded }
}

fn read(path: &Path) -> (String, Option<String>) {
    let text = fs::read_to_string(path).unwrap_or_else(|it| panic!("{it}: {}", path.display()));
    let golden: Value = serde_json::from_str(&text).expect("golden files are JSON");
    let part = |key: &str| golden[key].as_str().map(str::to_owned);
    (part("envelope").expect("an envelope"), part("sealed"))
}

fn tag_and_version(path: &Path) -> (String, u32) {
    let name = path.file_stem().and_then(|it| it.to_str()).expect("golden files have plain names");
    let (tag, version) = name.rsplit_once(".v").expect("`<tag>.v<version>.json`");
    (tag.to_owned(), version.parse().expect("a version is a number"))
}
