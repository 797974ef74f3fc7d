//! Tables in and out through the real program: templates, workbooks, folders, archives; what was written is
//! read in as it was.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use crate::support::{Said, Server, acker, folder, text};

const NOUNS: [&str; 10] = [
    "sites",
    "units",
    "data-objects",
    "communities",
    "processes",
    "steps",
    "hand-overs",
    "data-uses",
    "pain-points",
    "ideas",
];

#[test]
fn the_templates_are_taken_as_they_are_and_a_second_time_change_nothing() {
    let place = folder();
    let (book, files) = (place.path().join("tables.xlsx"), place.path().join("tables/"));
    for into in [text(&book), &format!("{}/", text(&files))] {
        let said = acker(["import", "--template", into]);
        assert_eq!(said.code, 0, "{said:?}");
        let again = acker(["import", "--template", into]);
        assert_eq!(again.code, 1, "nothing is overwritten: {again:?}");
    }
    let mut answers = Vec::new();
    for (from, name) in [(&book, "book"), (&files, "files")] {
        let store = place.path().join(name);
        let first = import(from, &store);
        assert_eq!(first.json()["sent"]["refused"], 0, "{first:?}");
        let head = position(&store);
        assert!(head > 0);
        assert_eq!(import(from, &store).code, 0);
        assert_eq!(position(&store), head, "the second import added nothing");
        answers.push(NOUNS.map(|noun| imported_part(noun, &export(&store, noun))));
    }
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn an_exported_company_is_read_into_an_empty_store_as_it_was() {
    let (place, server) = (folder(), Server::demo());
    let book = place.path().join("company.xlsx");
    let said = acker(["export", "xlsx", "--output", text(&book), "--store", &server.address]);
    assert_eq!(said.code, 0, "{said:?}");
    let store = place.path().join("store");
    let taken = import(&book, &store);
    assert_eq!(taken.code, 0, "{taken:?}");
    for answer in ["logs", "duplicates", "loops", "coverage"] {
        assert!(taken.err.contains(&format!("`sheet {answer}`: not read, an answer")), "{taken:?}");
    }
    let copy = Server::on(&store);
    for noun in NOUNS {
        let path = format!("/api/v1/export/csv?what={noun}");
        copy.settle();
        let (there, here) = (server.get(&path).body, copy.get(&path).body);
        let (there, here) = (imported_part(noun, &there), imported_part(noun, &here));
        assert!(!there.is_empty(), "{noun}");
        assert_eq!(here, there, "{noun}");
    }
}

#[test]
fn tables_with_decimal_commas_are_written_and_read_as_they_were() {
    let (place, server) = (folder(), Server::demo());
    let tables = place.path().join("tables");
    fs::create_dir(&tables).expect("a folder");
    for noun in NOUNS {
        let path = format!("/api/v1/export/csv?what={noun}&semicolons=true");
        fs::write(tables.join(format!("{noun}.csv")), server.get(&path).body).expect("a file");
    }
    let store = place.path().join("store");
    let taken = import(&tables, &store);
    assert_eq!(taken.code, 0, "{taken:?}");
    let there = server.get("/api/v1/export/csv?what=steps").body;
    assert_eq!(imported_part("steps", &export(&store, "steps")), imported_part("steps", &there));
}

#[test]
fn what_is_no_table_is_told_with_what_is_one() {
    let place = folder();
    let (empty, old) = (place.path().join("empty"), place.path().join("old.xls"));
    fs::create_dir(&empty).expect("a folder");
    fs::write(&old, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]).expect("a file");
    let broken = place.path().join("broken.xlsx");
    fs::write(&broken, b"PK\x03\x04 and no archive").expect("a file");
    let letter = place.path().join("letter.csv");
    fs::write(&letter, "Dear Sir,how are you\nfine,thanks\n").expect("a file");
    for (file, told) in [
        (&empty, "tables are called sites, units"),
        (&old, "save it as XLSX"),
        (&broken, "the archive is broken"),
        (&letter, "a table (sites, units"),
    ] {
        let said = import(file, &place.path().join("store"));
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.err.contains(told), "{said:?}");
    }
}

fn import(from: &Path, store: &Path) -> Said {
    acker(["import", text(from), "--json", "--data", text(store)])
}

fn export(store: &Path, noun: &str) -> String {
    let said = acker(["export", "csv", "--what", noun, "--data", text(store)]);
    assert_eq!(said.code, 0, "{said:?}");
    said.out
}

fn position(store: &Path) -> u64 {
    let said = acker(["verify", text(store), "--json"]).json();
    said["position"].as_u64().expect("a position")
}

/// The cells under the columns of the template, by id; by all of them where there is none.
fn imported_part(noun: &str, csv: &str) -> BTreeMap<String, Value> {
    let template = acker(["import", "--template", noun]).out;
    let header = template.lines().next().expect("a header");
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let columns = reader.headers().expect("a header").clone();
    let place = |name: &str| columns.iter().position(|it| it == name);
    let known: Vec<_> = header.split(',').map(|it| place(it).expect("the same columns")).collect();
    let id = place("id").expect("an id");
    let rows = reader.records().map(|it| it.expect("a row"));
    let part = |row: csv::StringRecord| {
        let cells: Vec<_> = known.iter().map(|it| row[*it].to_owned()).collect();
        let key = if row[id].is_empty() { cells.join("/") } else { row[id].to_owned() };
        (key, json!(cells))
    };
    rows.map(part).collect()
}
