//! Files that were good once: bytes of them are changed, cut out, doubled and put in. Whatever comes of it is
//! read or refused; nothing panics, and nothing is read for ever.

mod taken;

use std::io::{self, Read};

use proptest::{prelude::*, sample::Index};

use crate::{
    event_log::LogFormat,
    limits::Limits,
    model::{Notation, read},
    source,
};

const BPMN: &str = include_str!("../../../tests/data/models/suppliers-berlin.bpmn");
const PNML: &str = include_str!("../../../tests/data/models/suppliers-as-found.pnml");
const CSV: &str =
    "case;time;activity;team\n1;2024-01-30T08:00:00Z;\"check; all\";A\n1;31.01.2024 09:00;pay;B\n";
const XES: &str = "<?xml version='1.0' encoding='UTF-8'?><log><trace>\
    <string key='concept:name' value='1'/><event><string key='concept:name' value='a &amp; b'/>\
    <date key='time:timestamp' value='2024-01-01T10:00:00+01:00'/><string key='org:group' value='G'/>\
    </event></trace></log>";
const EFFORTS: &str =
    "15 min 2x täglich 4 Leute, 1,5 Std. zweimal pro Woche; 30 minutes twice a week, 3 people";

/// What parts of other files, and of files that mean harm, may stand in a changed one.
const PIECES: [&[u8]; 12] = [
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"&#0;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"xmlns:bpmn=''",
    b"encoding='UTF-16'",
    b"id='check'",
    b"\xff\xfe",
    b"\x1f\x8b",
    b"sourceRef='sub' targetRef='sub'",
];

/// One change of a file.
#[derive(Debug, Clone)]
enum Change {
    Byte(Index, u8),
    Piece(Index, usize),
    /// Puts a part of the file at another place of it.
    Copy(Index, Index, usize),
    Cut(Index, usize),
    End(Index),
}

proptest! {
    // Four times as many as usual, also where `PROPTEST_CASES` says what is usual.
    #![proptest_config(ProptestConfig::with_cases(4 * ProptestConfig::default().cases))]

    #[test]
    fn a_changed_drawing_is_read_planned_and_compared_or_refused(changes in changes()) {
        take_model(&changed(BPMN, &changes), Notation::Bpmn);
    }

    #[test]
    fn a_changed_petri_net_is_read_planned_and_compared_or_refused(changes in changes()) {
        take_model(&changed(PNML, &changes), Notation::Pnml);
    }

    #[test]
    fn a_changed_log_is_read_or_refused(changes in changes()) {
        taken::log(&changed(XES, &changes), LogFormat::Xes);
        taken::log(&changed(CSV, &changes), LogFormat::Csv);
    }

    #[test]
    fn a_changed_effort_is_understood_or_not(changes in changes()) {
        let text = String::from_utf8_lossy(&changed(EFFORTS, &changes)).into_owned();
        taken::effort(&text);
    }
}

#[test]
fn a_gigabyte_is_refused_before_it_is_read() {
    let begun = "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><process id='p'>";
    for (rest, told) in [
        (
            "<task id='t' name='Check the data of this supplier, whoever it is'/>",
            "the file is larger than",
        ),
        ("<task/>", "there are more than 1000000 elements"),
        ("word ", "bytes near line 1 without an end of the row or element"),
    ] {
        let mut endless =
            Endless { begun: begun.as_bytes(), rest: rest.as_bytes(), place: 0, given: 0 };
        let limits = Limits::for_models();
        let unpacked = source::unpack(&mut endless, limits).unwrap();
        let error = read(unpacked, Notation::Bpmn, limits).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
        assert!(endless.given <= limits.packed_bytes + 1024 * 1024, "{}", endless.given);
    }
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_refused() {
    let limits = Limits { unpacked_bytes: 1024 * 1024, ..Limits::for_models() };
    let bomb = format!("{}{}", &BPMN[..BPMN.len() / 2], "<!-- -->".repeat(500_000));
    let packed = source::gzipped(bomb.as_bytes());
    let unpacked = source::unpack(&packed[..], limits).unwrap();
    let error = read(unpacked, Notation::Bpmn, limits).unwrap_err().to_string();
    assert_eq!(error, "the file unpacks to more than 1048576 bytes");
}

/// A gigabyte that is nowhere but in what is asked of it.
struct Endless<'b> {
    begun: &'b [u8],
    rest: &'b [u8],
    place: usize,
    given: u64,
}

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given >= 1 << 30 {
            return Ok(0);
        }
        for byte in buffer.iter_mut() {
            let begun = self.begun.get(self.place).copied();
            let repeated = self.place.saturating_sub(self.begun.len()) % self.rest.len();
            *byte = begun.unwrap_or(self.rest[repeated]);
            self.place += 1;
        }
        self.given += buffer.len() as u64;
        Ok(buffer.len())
    }
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        2 => (any::<Index>(), 0..PIECES.len()).prop_map(|(at, it)| Change::Piece(at, it)),
        3 => (any::<Index>(), any::<Index>(), 1..200_usize).prop_map(|(a, b, n)| Change::Copy(a, b, n)),
        2 => (any::<Index>(), 1..80_usize).prop_map(|(at, n)| Change::Cut(at, n)),
        1 => any::<Index>().prop_map(Change::End),
    ];
    prop::collection::vec(change, 1..8)
}

fn changed(text: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        match change {
            Change::Byte(at, byte) => bytes[at.index(length)] = *byte,
            Change::Piece(at, piece) => {
                let at = at.index(length);
                bytes.splice(at..at, PIECES[*piece].iter().copied());
            }
            Change::Copy(from, to, count) => {
                let (from, to) = (from.index(length), to.index(length));
                let part = bytes[from..(from + count).min(length)].to_vec();
                bytes.splice(to..to, part);
            }
            Change::Cut(at, count) => {
                let at = at.index(length);
                bytes.drain(at..(at + count).min(length));
            }
            Change::End(at) => bytes.truncate(at.index(length)),
        }
    }
    bytes
}

fn take_model(bytes: &[u8], notation: Notation) {
    if let Some(plan) = taken::model(bytes, notation) {
        crate::testing::Decided::default().send(&plan.lines);
    }
}
