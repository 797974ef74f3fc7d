//! The one place where events become bytes and bytes become events.
//!
//! An event is stored as two byte strings. The *envelope* is JSON and never changes:
//!
//! ```json
//! {"stream":"sites/…","revision":1,"recorded":"…","id":"…","type":"site_registered","version":1,
//!  "actor":{…},"meta":{…},"correlation":"…","key":{…},"body":{"name":"sha256:…",…}}
//! ```
//!
//! Wherever somebody wrote words, the envelope holds `sha256:` and the SHA-256 of salt and text. The
//! *sealed* part maps the JSON pointer of each such place to `[salt, text]`, the salt being 32
//! hexadecimal digits; their bytes, in this order, are what was hashed. An entry that is removed
//! reads as [`Words::Erased`]; nothing else changes.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Actor, Event, Meta, Noun, Position, Recorded, Stream, Words,
    ids::EventId,
    lift::lifts,
    recorded::{KeyUse, Origin},
    words::{HasWords, Seal, Walk},
};

/// An event that is ready to be stored, but for its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its own id.
    pub id: EventId,
    /// Its type.
    pub tag: &'static str,
    /// The envelope without its place: a JSON object that lacks its first members.
    rest: String,
    /// The sealed part; none where nobody wrote words.
    pub sealed: Option<String>,
}

/// Where an event came to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Whose history.
    pub stream: Stream,
    /// The place in it, from 1.
    pub revision: u64,
    /// When.
    pub recorded: Timestamp,
}

/// Why stored bytes could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// Written by a newer program than this one.
    #[error("event type `{tag}` has version {version}, newest known is {newest}")]
    FromTheFuture {
        /// The type.
        tag: String,
        /// The version found.
        version: u32,
        /// The newest version that this program reads.
        newest: usize,
    },
    /// A type that this program does not know.
    #[error("event type `{0}` is not known")]
    UnknownType(String),
    /// Not the JSON of an event.
    #[error("the envelope cannot be read")]
    Malformed(#[from] serde_json::Error),
    /// A sealed text is not the one that was sealed.
    #[error("the sealed text at `{0}` is not the one that was written")]
    BrokenSeal(String),
}

#[derive(Serialize)]
struct Rest<'a> {
    id: EventId,
    #[serde(rename = "type")]
    tag: &'a str,
    version: u32,
    actor: &'a Actor,
    #[serde(skip_serializing_if = "is_empty")]
    meta: &'a Meta,
    correlation: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    causation: Option<EventId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Key>,
    body: Box<RawValue>,
}

#[derive(Serialize, Deserialize)]
struct Key {
    key: String,
    request: Words,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    stream: Cow<'a, str>,
    revision: u64,
    recorded: Timestamp,
    id: EventId,
    #[serde(rename = "type")]
    tag: Cow<'a, str>,
    version: u32,
    actor: Actor,
    #[serde(default)]
    meta: Meta,
    correlation: Uuid,
    #[serde(default)]
    causation: Option<EventId>,
    #[serde(default)]
    key: Option<Key>,
    #[serde(borrow)]
    body: &'a RawValue,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference to the field")]
fn is_empty(meta: &&Meta) -> bool {
    **meta == Meta::default()
}

/// Writes an event. `secret` is fresh for every event; the salts of its words are derived from it.
pub fn draft(id: EventId, event: &Event, origin: &Origin, secret: &[u8; 32]) -> Draft {
    let (mut event, mut meta) = (event.clone(), origin.meta.clone());
    let mut key =
        origin.key.as_ref().map(|it| Key { key: it.key.clone(), request: it.request.clone() });
    let mut sealed = Vec::new();
    walk_all(&mut event, &mut meta, key.as_mut(), &mut |pointer, words| {
        if let Words::Text(text) = words {
            let salt = salt(secret, pointer);
            let seal = seal(&salt, text);
            sealed.push((pointer.to_owned(), (salt, text.to_string())));
            *words = Words::erased(seal);
        }
    });
    let (tag, version) = (event.tag(), event.version());
    let Origin { actor, correlation, causation, .. } = origin;
    let body = event.write().expect("facts have string keys and finite numbers");
    let (correlation, causation) = (*correlation, *causation);
    let rest = Rest { id, tag, version, actor, meta: &meta, correlation, causation, key, body };
    let mut rest = serde_json::to_string(&rest).expect("as above");
    rest.replace_range(..1, ",");
    let sealed = write_sealed(&sealed);
    Draft { id, tag, rest, sealed }
}

impl Draft {
    /// The whole envelope, once the event has its place.
    pub fn envelope(&self, place: &Place) -> String {
        let Place { stream, revision, recorded } = place;
        let rest = &self.rest;
        format!(r#"{{"stream":"{stream}","revision":{revision},"recorded":"{recorded}"{rest}"#)
    }
}

/// Reads an event of any version ever written. Words whose sealed part is gone read as erased.
pub fn decode(
    position: Position,
    envelope: &str,
    sealed: Option<&str>,
) -> Result<Recorded, DecodeError> {
    let sealed = open(sealed)?;
    let mut entries = sealed.iter();
    read(position, envelope, &mut |pointer, words| {
        // Entries stand in the order of the walk, so that looking one up is looking at the next.
        let mut rest = entries.clone();
        if let Some((_, (_, text))) = rest.find(|(at, _)| at == pointer) {
            *words = Words::from(&**text);
            entries = rest;
        }
    })
}

/// Reads an event and holds every sealed text against its seal.
pub fn verify(
    position: Position,
    envelope: &str,
    sealed: Option<&str>,
) -> Result<Recorded, DecodeError> {
    let opened = open(sealed)?;
    let (mut broken, mut unused) = (None, opened.len());
    let recorded = read(position, envelope, &mut |pointer, words| {
        let Some((_, (salt, text))) = opened.iter().find(|(at, _)| at == pointer) else { return };
        unused -= 1;
        if !matches!(words, Words::Erased(it) if **it == seal(salt, text)) {
            broken.get_or_insert_with(|| pointer.to_owned());
        }
        *words = Words::from(&**text);
    })?;
    match broken {
        Some(pointer) => Err(DecodeError::BrokenSeal(pointer)),
        None if unused > 0 => Err(DecodeError::BrokenSeal("an unknown place".to_owned())),
        None => Ok(recorded),
    }
}

/// The sealed part without the words at `pointer`; `None` when nothing is left.
pub fn erase(sealed: &str, pointer: &str) -> Result<Option<String>, DecodeError> {
    let mut parts = open(Some(sealed))?;
    parts.retain(|(at, _)| at != pointer);
    Ok(write_sealed(&parts))
}

/// All words of an event, each with its pointer: in its fact (`/text`) or beside it (`/meta/why`).
pub fn words_of(recorded: &Recorded) -> Vec<(String, Words)> {
    let (mut event, mut meta) = (recorded.event.clone(), recorded.origin.meta.clone());
    let mut found = Vec::new();
    walk_all(&mut event, &mut meta, None, &mut |pointer, words| {
        found.push((pointer.to_owned(), words.clone()));
    });
    found
}

/// Where the digest of an idempotent command's body stands: it would give short words away.
pub const REQUEST: &str = "/key/request";

/// The place that an envelope says it has.
pub fn place_of(envelope: &str) -> Result<Place, DecodeError> {
    let Envelope { stream, revision, recorded, .. } = serde_json::from_str(envelope)?;
    Ok(Place { stream: parse_stream(&stream)?, revision, recorded })
}

type Opened<'a> = Vec<(Cow<'a, str>, (Cow<'a, str>, Cow<'a, str>))>;

fn open(sealed: Option<&str>) -> Result<Opened<'_>, DecodeError> {
    struct Entries;
    impl<'de> serde::de::Visitor<'de> for Entries {
        type Value = Opened<'de>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a map from pointers to salt and text")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(
            self,
            mut map: A,
        ) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some((Text(at), (Text(salt), Text(text)))) = map.next_entry()? {
                entries.push((at, (salt, text)));
            }
            Ok(entries)
        }
    }
    let Some(sealed) = sealed else { return Ok(Vec::new()) };
    let mut reader = serde_json::Deserializer::from_str(sealed);
    let entries = serde::Deserializer::deserialize_map(&mut reader, Entries)?;
    reader.end()?;
    Ok(entries)
}

fn write_sealed<A: Serialize, P: Serialize>(parts: &[(A, P)]) -> Option<String> {
    struct Map<'a, A, P>(&'a [(A, P)]);
    impl<A: Serialize, P: Serialize> Serialize for Map<'_, A, P> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().map(|(at, part)| (at, part)))
        }
    }
    (!parts.is_empty()).then(|| serde_json::to_string(&Map(parts)).expect("a map with string keys"))
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

fn read(
    position: Position,
    envelope: &str,
    open: &mut dyn FnMut(&str, &mut Words),
) -> Result<Recorded, DecodeError> {
    let envelope: Envelope<'_> = serde_json::from_str(envelope)?;
    let Envelope {
        revision, recorded, id, actor, mut meta, correlation, causation, mut key, ..
    } = envelope;
    let stream = parse_stream(&envelope.stream)?;
    let mut event = body(stream.noun, &envelope.tag, envelope.version, envelope.body)?;
    walk_all(&mut event, &mut meta, key.as_mut(), open);
    let key = key.map(|Key { key, request }| KeyUse { key, request });
    let origin = Origin { actor, meta, correlation, causation, key };
    Ok(Recorded { id, position, stream, revision, recorded, origin, event })
}

fn body(noun: Noun, tag: &str, version: u32, body: &RawValue) -> Result<Event, DecodeError> {
    let lifts = lifts(tag);
    let newest = lifts.len() + 1;
    if version as usize > newest {
        return Err(DecodeError::FromTheFuture { tag: tag.to_owned(), version, newest });
    }
    let outdated = &lifts[(version as usize).saturating_sub(1)..];
    let unknown = || DecodeError::UnknownType(tag.to_owned());
    if outdated.is_empty() {
        return Ok(Event::read(noun, tag, body.get()).ok_or_else(unknown)??);
    }
    let mut value = serde_json::from_str(body.get())?;
    for lift in outdated {
        lift(&mut value);
    }
    Ok(Event::read(noun, tag, &value.to_string()).ok_or_else(unknown)??)
}

fn parse_stream(name: &str) -> Result<Stream, DecodeError> {
    name.parse().map_err(|error| DecodeError::Malformed(serde::de::Error::custom(error)))
}

/// The order of this walk is the order of the sealed part.
fn walk_all(
    event: &mut Event,
    meta: &mut Meta,
    key: Option<&mut Key>,
    visit: &mut dyn FnMut(&str, &mut Words),
) {
    event.walk_words(&mut Walk::from("", visit));
    meta.walk_words(&mut Walk::from("/meta", visit));
    if let Some(key) = key {
        visit(REQUEST, &mut key.request);
    }
}

fn salt(secret: &[u8; 32], pointer: &str) -> String {
    let digest = Sha256::new().chain_update(secret).chain_update(pointer).finalize();
    Uuid::from_slice(&digest[..16]).expect("16 bytes").simple().to_string()
}

fn seal(salt: &str, text: &str) -> Seal {
    Seal(Sha256::new().chain_update(salt).chain_update(text).finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    const SECRET: [u8; 32] = [7; 32];

    #[test]
    fn every_event_reads_back_as_it_was_written() {
        for sample in samples::all() {
            let draft = draft(sample.id, &sample.event, &sample.origin, &SECRET);
            let envelope = draft.envelope(&place(&sample));
            let read = decode(sample.position, &envelope, draft.sealed.as_deref()).unwrap();
            assert_eq!(read, sample);
            assert_eq!(
                verify(sample.position, &envelope, draft.sealed.as_deref()).unwrap(),
                sample
            );
        }
    }

    #[test]
    fn no_word_that_people_wrote_stands_in_an_envelope() {
        for sample in samples::all() {
            let draft = draft(sample.id, &sample.event, &sample.origin, &SECRET);
            let envelope = draft.envelope(&place(&sample));
            for (_, (_, text)) in open(draft.sealed.as_deref()).unwrap() {
                assert!(!envelope.contains(&format!("\"{text}\"")), "{text} in {envelope}");
            }
        }
    }

    #[test]
    fn erased_words_read_as_erased_and_the_others_stay() {
        let sample =
            samples::all().into_iter().find(|it| it.event.tag() == "community_founded").unwrap();
        let draft = draft(sample.id, &sample.event, &sample.origin, &SECRET);
        let left = erase(draft.sealed.as_deref().unwrap(), "/name").unwrap();
        let read =
            verify(sample.position, &draft.envelope(&place(&sample)), left.as_deref()).unwrap();
        let Event::Community(crate::community::Event::Founded(founded)) = read.event else {
            panic!()
        };
        assert_eq!(founded.name.text(), None);
        assert_eq!(founded.purpose.text(), Some("Eine Wahrheit über jeden Lieferanten"));
    }

    #[test]
    fn a_changed_text_breaks_its_seal() {
        let sample = samples::all().remove(0);
        let draft = draft(sample.id, &sample.event, &sample.origin, &SECRET);
        let forged = draft.sealed.clone().unwrap().replace("Stuttgart", "Stuttgurt");
        let read = verify(sample.position, &draft.envelope(&place(&sample)), Some(&forged));
        assert!(matches!(read, Err(DecodeError::BrokenSeal(at)) if at == "/name"));
    }

    #[test]
    fn refuses_a_version_from_the_future() {
        let sample = samples::all().remove(0);
        let envelope =
            draft(sample.id, &sample.event, &sample.origin, &SECRET).envelope(&place(&sample));
        let newer = envelope.replace("\"version\":1", "\"version\":9");
        let error = decode(sample.position, &newer, None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "event type `site_registered` has version 9, newest known is 1"
        );
    }

    fn place(recorded: &Recorded) -> Place {
        let Recorded { stream, revision, recorded, .. } = recorded;
        Place { stream: *stream, revision: *revision, recorded: *recorded }
    }
}
