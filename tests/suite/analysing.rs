//! `acker analyse`: the printed table, worked out by hand; and logs as others write them.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::support::{Said, acker, folder, text};

/// Four cases of a day a letter; a point is an event of which nobody said whose it was.
///
/// | case | desk   | runs       | days |
/// |------|--------|------------|------|
/// | 1    | AABA   | A B A      | 3    |
/// | 2    | ABC    | A B C      | 2    |
/// | 3    | A.A    | A          | 2    |
/// | 4    | ABCA   | A B C A    | 3    |
///
/// Hand-overs: A → B three times, B → A once, B → C twice, C → A once.
const CASES: [(&str, &str); 4] = [("1", "AABA"), ("2", "ABC"), ("3", "A.A"), ("4", "ABCA")];
const COLUMNS: [&str; 4] = ["--case", "case", "--time", "time"];

#[test]
fn the_table_says_what_can_be_worked_out_by_hand() {
    let said = analyse(&log("desk", &CASES), &["--by", "desk"]);
    assert_eq!(said.code, 0, "{said:?}");
    for (label, figure) in [
        ("cases", "4"),
        ("events", "14"),
        ("skipped", "1"),
        // Of 13 events with a value, in four cases.
        ("raw", "9"),
        // AA twice: of case 3 the event in between is skipped.
        ("to self", "2"),
        ("hand overs", "7"),
        ("direct bounces: cases", "1"),
        ("direct bounces: occurrences", "1"),
        ("cases with a revisit", "2"),
        ("days with a revisit: mean / median", "3.0 / 3.0"),
        ("days handed over, no revisit: mean / median", "2.0 / 2.0"),
        ("days never handed over: mean / median", "2.0 / 2.0"),
        ("nodes", "3"),
        ("edges", "4"),
        ("two cycles", "1"),
        ("largest component", "3"),
        // Without B → A and C → A nothing goes round: two of seven.
        ("least cut that leaves no loop", "28.6 %"),
        // Case 1 bounced, case 2 did not.
        ("2 hand-overs: median days (cases) bounced / not", "3.0 (1) / 2.0 (1)"),
        ("3 hand-overs: median days (cases) bounced / not", "– (0) / 3.0 (1)"),
    ] {
        assert_eq!(figures_in(&said, label), figure, "{label}:\n{}", said.out);
    }
    assert!(said.out.contains("difference, not effect"), "{said:?}");
}

#[test]
fn the_table_and_its_json_say_the_same() {
    let log = log("desk", &CASES);
    let table = analyse(&log, &["--by", "desk"]);
    let json = analyse(&log, &["--by", "desk", "--json"]).json();
    let row = &json[0];
    for (label, path) in [
        ("cases", "/cases"),
        ("events", "/events"),
        ("skipped", "/skipped"),
        ("raw", "/raw"),
        ("to self", "/to_self"),
        ("hand overs", "/hand_overs"),
        ("direct bounces: cases", "/direct/cases"),
        ("direct bounces: occurrences", "/direct/occurrences"),
        ("cases with a revisit", "/revisit/cases"),
        ("nodes", "/graph/nodes"),
        ("edges", "/graph/edges"),
        ("two cycles", "/graph/two_cycles"),
        ("largest component", "/graph/largest_component"),
    ] {
        let figure = row.pointer(path).unwrap_or_else(|| panic!("no {path}: {row}")).to_string();
        assert_eq!(figures_in(&table, label), figure, "{label}:\n{}", table.out);
    }
    for (label, key) in [
        ("days with a revisit: mean / median", "revisit"),
        ("days handed over, no revisit: mean / median", "handed_over"),
        ("days never handed over: mean / median", "never"),
    ] {
        let days = ["mean", "median"].map(|it| row["days"][key][it].as_f64().expect("days"));
        assert_eq!(figures_in(&table, label), format!("{:.1} / {:.1}", days[0], days[1]));
    }
    assert_eq!(row["cut"], json!({ "share": 0.285_714, "exact": true }));
}

#[test]
fn of_persons_the_table_tells_totals_and_no_name() {
    let log = log("Bearbeiter", &CASES);
    let said = analyse(&log, &["--by", "Bearbeiter"]);
    assert_eq!(figures_in(&said, "hand overs"), "7", "{said:?}");
    // Three persons are fewer than five: nothing is told of how long they take.
    assert_eq!(figures_in(&said, "days with a revisit: mean / median"), "– / –", "{said:?}");
    for never in ["Person", "bounced / not", "difference"] {
        assert!(!said.out.contains(never) && !said.err.contains(never), "{never}: {said:?}");
    }
    let row = analyse(&log, &["--by", "Bearbeiter", "--json"]).json()[0].clone();
    assert_eq!((&row["pairs"], &row["bounces"]), (&Value::Null, &Value::Null), "{row}");
    assert!(!row.to_string().contains("Person"), "{row}");
}

#[test]
fn several_levels_stand_beside_each_other_and_each_once() {
    let said = analyse(&log("desk", &CASES), &["--by", "desk", "--by", "site", "--by", "desk"]);
    assert_eq!(figures_in(&said, "hand overs"), "7 0", "{said:?}");
    assert_eq!(figures_in(&said, "skipped"), "1 0", "{said:?}");
}

#[test]
fn the_same_log_as_spreadsheets_write_it_gives_the_same_figures() {
    let plain = analyse(&log("desk", &CASES), &["--by", "desk", "--json"]).json();
    let text = rows("desk", &CASES);
    let german =
        text.replace(',', ";").replace("2024-03-0", "0").replace("T09:00:00Z", ".03.2024 9:00");
    let utf_16: Vec<u8> =
        format!("\u{feff}{german}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let backwards = {
        let (head, rest) = text.split_once('\n').expect("a header");
        let mut lines: Vec<_> = rest.lines().collect();
        lines.reverse();
        format!("{head}\n{}\n", lines.join("\n"))
    };
    for (what, bytes) in [
        ("a mark before UTF-8", format!("\u{feff}{text}").into_bytes()),
        ("semicolons and German times", german.clone().into_bytes()),
        ("UTF-16", utf_16),
        ("a word to the spreadsheet", format!("sep=;\r\n{german}").into_bytes()),
        ("another zone", text.replace("T09:00:00Z", " 14:30:00+05:30").into_bytes()),
        ("the latest first", backwards.into_bytes()),
        ("rows without anything", format!("{text},,,\n\n").into_bytes()),
        ("rows that end early", text.replace(",,Pune", "").into_bytes()),
    ] {
        let log = Log::of("log.csv", &bytes);
        let said = analyse(&log, &["--by", "desk", "--json"]);
        assert_eq!(said.json(), plain, "{what}: {said:?}");
    }
}

#[test]
fn a_log_that_cannot_be_counted_says_which_file_which_line_and_why() {
    let open_quote = "case,time,desk\n1,2024-03-01,A\n1,2024-03-02,\"B\n1,2024-03-03,C\n";
    for (bytes, told) in [
        ("", "line 1: the file is empty"),
        ("case,time,desk\n1,soon,A\n", "line 2: `soon` is no time that can be read"),
        (open_quote, "line 3: a quotation mark opens here and nothing closes it"),
        ("case,time,team\n", "there is no column `desk`; the columns are `case`, `time`, `team`"),
    ] {
        let said = analyse(&Log::of("log.csv", bytes.as_bytes()), &["--by", "desk"]);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{said:?}");
        assert!(said.err.contains(told) && said.err.contains("log.csv"), "{said:?}");
    }
    let none = analyse(&Log::of("log.csv", b"case,time,desk\n"), &["--by", "desk"]);
    assert_eq!(figures_in(&none, "events"), "0", "a log without events is one: {none:?}");
    let missing = acker(["analyse", "/nowhere/log.csv", "--by", "desk"]);
    assert!(missing.code == 1 && missing.err.contains("/nowhere/log.csv"), "{missing:?}");
}

#[test]
fn columns_that_nobody_could_guess_are_taken_as_they_are_said() {
    let strange = rows("desk", &CASES).replacen("case,time,desk,site", "Q1,Q2,Q3,Q4", 1);
    let log = Log::of("log.csv", strange.as_bytes());
    let store = folder();
    let mut arguments = vec!["import", text(&log.file), "--data", text(store.path()), "--json"];
    arguments.extend(["--case", "Q1", "--time", "Q2", "--activity", "Q4", "--by", "Q3"]);
    let report = &acker(arguments).json()["report"];
    assert_eq!((&report["kept"]["cases"], &report["kept"]["hand_overs"]), (&json!(4), &json!(7)));
    let skipped =
        json!({ "what": "1 events in hand-overs and bounces", "because": "they have no `Q3`" });
    assert!(report["not_kept"].as_array().is_some_and(|it| it.contains(&skipped)), "{report:#}");
}

/// A log in a folder that is gone after the test.
struct Log {
    file: PathBuf,
    _folder: tempfile::TempDir,
}

impl Log {
    fn of(name: &str, bytes: &[u8]) -> Self {
        let folder = folder();
        let file = folder.path().join(name);
        fs::write(&file, bytes).expect("the log");
        Self { file, _folder: folder }
    }
}

fn log(by: &str, cases: &[(&str, &str)]) -> Log {
    Log::of("log.csv", rows(by, cases).as_bytes())
}

/// An event a day, from the first of March; all of them in Pune.
fn rows(by: &str, cases: &[(&str, &str)]) -> String {
    let mut rows = format!("case,time,{by},site\n");
    for (case, letters) in cases {
        for (day, letter) in (1..).zip(letters.chars()) {
            let value = if letter == '.' { String::new() } else { format!("Person {letter}") };
            let row = format!("{case},2024-03-{day:02}T09:00:00Z,{value},Pune\n");
            rows.push_str(&row);
        }
    }
    rows
}

fn analyse(log: &Log, more: &[&str]) -> Said {
    let mut arguments = vec!["analyse", text(&log.file)];
    arguments.extend(COLUMNS);
    arguments.extend(more);
    acker(arguments)
}

/// What stands behind a label, in all columns, with single blanks.
fn figures_in(said: &Said, label: &str) -> String {
    let behind = |line: &str| {
        let figures = line.trim().strip_prefix(label)?.strip_prefix("  ")?;
        Some(figures.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let found = said.out.lines().find_map(behind);
    found.unwrap_or_else(|| panic!("`{label}` is missing: {said:?}"))
}
