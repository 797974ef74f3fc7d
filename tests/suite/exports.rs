//! Files out, validated by readers that we did not write: the same nodes, edges, names and cells.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{
    readers::Reader,
    support::{Server, acker, folder, fresh, id, items, line, text, texts},
};

const GRAPHS: [&str; 4] = ["dot", "graphml", "mermaid", "ndjson"];

/// What breaks a format when it is not escaped, and letters that are not ours.
const PIECES: &[&str] = &[
    "\"",
    "\\",
    "\\n",
    "]]>",
    "-->",
    "<!--",
    "<b>",
    "</data>",
    "&amp;",
    "&",
    "&#65;",
    "#35;",
    "#quot;",
    ";",
    "%%",
    "%%{init: {}}%%",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "|",
    "`",
    "**",
    "_",
    "end",
    "graph",
    "subgraph",
    "style a:b#c;",
    "click",
    "strict",
    "node",
    "\\N",
    "\\G",
    "\\",
    "//",
    "/*",
    "---",
    "==>",
    ":::",
    "@",
    "~",
    "'",
    "=1+1",
    "日本",
    "ﷺ",
    "עברית",
    "🎉",
    "👩‍👩‍👧",
    "e\u{301}",
    "\u{202e}abc",
    "ß",
    "\u{a0}",
    "0",
    "a b",
    "  ",
    "<br/>",
    "$$x$$",
];

#[test]
fn whatever_things_are_called_other_programs_read_the_map_as_it_is() {
    let (server, _store) = fresh();
    let processes = odd_company(&server);
    let place = folder();
    let mut paths = Vec::new();
    for (number, process) in processes.iter().enumerate() {
        for format in GRAPHS {
            let answer = server.get(&format!("/api/v1/export/{format}?process={process}"));
            assert_eq!(answer.status, 200, "{answer:?}");
            let path = place.path().join(format!("{number}.{format}"));
            fs::write(&path, answer.body).expect("a file");
            paths.push(path);
        }
    }
    let of = |format: &str| -> Vec<PathBuf> {
        let is_it = |it: &&PathBuf| it.extension().is_some_and(|it| it == format);
        paths.iter().filter(is_it).cloned().collect()
    };
    let maps: Vec<_> =
        processes.iter().map(|it| server.ask(&format!("map?process={it}"))).collect();
    for (reader, format, check) in [
        (Reader::Graphs, "graphml", is_graphml as fn(&Value, &Value)),
        (Reader::Graphs, "dot", is_dot),
        (Reader::Graphviz, "dot", is_drawn),
        (Reader::Mermaid, "mermaid", is_mermaid),
    ] {
        for (found, map) in reader.read(&of(format)).into_iter().flatten().zip(&maps) {
            check(&found, map);
        }
    }
    for (path, map) in of("ndjson").iter().zip(&maps) {
        let lines = fs::read_to_string(path).expect("it was written");
        let lines: Vec<Value> =
            lines.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
        assert_eq!(
            (&lines[0]["nodes"], &lines[0]["position"]),
            (&json!(labels(map).len()), &map["position"])
        );
        let names: Vec<_> = lines.iter().filter_map(|it| it["node"]["name"].as_str()).collect();
        assert_eq!(names, texts(&map["nodes"], "name"));
    }
}

fn is_graphml(found: &Value, map: &Value) {
    assert_eq!(found["nodes"], json!(labels(map)));
    assert_eq!(found["edges"], json!(ends(map)));
    let round = items(&map["edges"]).iter().filter(|it| it["in_cycle"] == true).count();
    assert_eq!(found["in_cycle"], round);
    assert_eq!(found["groups"], units(map));
}

fn is_dot(found: &Value, map: &Value) {
    assert_eq!(found["nodes"], labels(map).len());
    assert_eq!(found["edges"], json!(ends(map)));
    assert_eq!(found["groups"], units(map));
}

fn is_drawn(found: &Value, map: &Value) {
    let plain = |it: String| it.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut expected = labels(map);
    for [_, name] in &mut expected {
        *name = plain(std::mem::take(name));
    }
    let drawn = items(&found["nodes"])
        .iter()
        .map(|it| [0, 1].map(|place| plain(it[place].as_str().unwrap_or_default().to_owned())));
    let mut drawn: Vec<_> = drawn.collect();
    drawn.sort();
    assert_eq!(drawn, expected);
    assert_eq!(found["edges"], ends(map).len());
}

fn is_mermaid(found: &Value, map: &Value) {
    // Mermaid leaves out blanks at either end.
    let mut names: Vec<_> =
        labels(map).into_iter().map(|[_, name]| name.trim().to_owned()).collect();
    let read = items(&found["nodes"]).iter().filter_map(Value::as_str);
    let mut read: Vec<_> = read.map(str::trim).collect();
    names.sort();
    read.sort_unstable();
    assert_eq!(read, names);
    assert_eq!(found["edges"], ends(map).len());
    let round = items(&map["edges"]).iter().filter(|it| it["in_cycle"] == true).count();
    assert_eq!(found["round"], round);
    assert_eq!(items(&found["groups"]).len(), units(map));
}

#[test]
fn a_spreadsheet_finds_texts_as_texts_and_numbers_as_numbers() {
    let (server, _store) = fresh();
    let rates = json!({ "per_occurrence": 0.25, "occurrences": { "n": 2, "per": "day" } });
    let said = [
        "=HYPERLINK(\"http://x\")",
        "+49 711",
        "-5",
        "@SUM(A1)",
        "'=1",
        "\t=2",
        "a;b,\"c\"\nd",
        "é",
    ];
    let lines = (1..).zip(said).map(|(n, text)| {
        line("pain-points", &id(n), "log-pain-point", &json!({ "text": text, "hours": rates }))
    });
    server.tell(&lines.collect::<Vec<_>>());
    server.settle();
    let place = folder();
    let export = |format: &str, more: &[&str]| {
        let file = place.path().join(format!("pain-points{}.{format}", more.len()));
        let arguments = ["export", format, "--what", "pain-points", "--output", text(&file)];
        let said = acker([&arguments, &["--store", &server.address][..], more].concat());
        assert_eq!(said.code, 0, "{said:?}");
        file
    };
    let files = [export("xlsx", &[]), export("csv", &[])];
    let Some(read) = Reader::Sheets.read(&files) else { return };
    let rows = &read[0]["sheets"]["pain-points"];
    assert_eq!(read[0]["formulas"], json!([]));
    assert_eq!(items(&read[0]["marked"]).len(), 6);
    let column = |rows: &Value, name: &str| {
        let place = items(&rows[0]).iter().position(|it| it == name).expect("a column");
        let mut cells: Vec<_> = items(rows)[1..].iter().map(|it| it[place].clone()).collect();
        cells.sort_by_key(ToString::to_string);
        cells
    };
    let mut expected: Vec<_> = said.iter().map(|it| json!(it)).collect();
    expected.sort_by_key(ToString::to_string);
    assert_eq!(column(rows, "text"), expected);
    assert_eq!(column(rows, "per_occurrence"), vec![json!(0.25); said.len()]);
    for cell in column(&read[1], "text") {
        let cell = cell.as_str().unwrap_or_default();
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    let semicolons = fs::read_to_string(export("csv", &["--semicolons"])).expect("a file");
    assert!(semicolons.contains(";0,25;2;day;1;"), "{semicolons}");
}

#[test]
fn an_export_says_what_it_is_and_is_the_same_from_the_server_and_the_folder() {
    let server = Server::demo();
    for (format, parameters, kind, file) in [
        ("dot", "", "text/vnd.graphviz", "units"),
        ("graphml", "level=site", "application/graphml+xml", "sites"),
        ("mermaid", "area=coordination", "text/vnd.mermaid", "coordination"),
        ("ndjson", "level=step", "application/x-ndjson", "steps"),
        ("csv", "what=hand-overs", "text/csv", "hand-overs"),
    ] {
        let answer = server.get(&format!("/api/v1/export/{format}?{parameters}"));
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.header("content-type").starts_with(kind), "{answer:?}");
        let position = answer.header("acker-position").to_owned();
        let expected = format!("attachment; filename=\"acker-{file}-{position}.");
        assert!(answer.header("content-disposition").starts_with(&expected), "{answer:?}");
        let again =
            server.get(&format!("/api/v1/export/{format}?{parameters}&at_position={position}"));
        assert_eq!(again.body, answer.body, "the same content gives the same bytes");
        let mut arguments = vec!["export".to_owned(), format.to_owned()];
        arguments.extend(
            parameters
                .split_once('=')
                .into_iter()
                .flat_map(|(name, value)| [format!("--{name}"), value.to_owned()]),
        );
        arguments.extend(["--store".to_owned(), server.address.clone()]);
        assert_eq!(acker(arguments).out, answer.body);
    }
    let early = server.get("/api/v1/export/csv?what=sites&at_position=1").body;
    assert_eq!(early.lines().count(), 2, "{early}");
}

#[test]
fn every_list_goes_out_as_csv_and_as_a_sheet_of_one_workbook() {
    let (server, place) = (Server::demo(), folder());
    let book = place.path().join("all.xlsx");
    let said = acker(["export", "xlsx", "--output", text(&book), "--store", &server.address]);
    assert_eq!(said.code, 0, "{said:?}");
    let lists = [
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
        "logs",
        "duplicates",
        "loops",
        "coverage",
        "waiting",
        "history",
    ];
    let mut files = vec![book];
    for list in lists {
        let file = place.path().join(format!("{list}.csv"));
        let arguments = ["export", "csv", "--what", list, "--output", text(&file)];
        let said = acker([&arguments[..], &["--store", &server.address]].concat());
        assert_eq!(said.code, 0, "{list}: {said:?}");
        files.push(file);
    }
    let Some(read) = Reader::Sheets.read(&files) else { return };
    let sheets = read[0]["sheets"].as_object().expect("sheets");
    assert_eq!(sheets.len(), lists.len(), "{:?}", sheets.keys());
    for (list, csv) in lists.into_iter().zip(&read[1..]) {
        let rows = items(&sheets[list]).len();
        assert_eq!(rows, items(csv).len(), "{list}");
        assert!(rows > 1 || list == "logs", "{list} has {rows} rows");
    }
}

#[test]
fn an_export_that_is_not_there_names_those_that_are() {
    let server = Server::demo();
    for (path, status, told) in [
        ("docx", 404, "there are dot, graphml, mermaid, ndjson, csv, xlsx"),
        ("csv", 422, "sites, units"),
        ("csv?what=gardens", 422, "`gardens` is no list; there are sites, units"),
        ("dot?what=sites", 422, "is not a parameter of this question"),
        ("dot?level=galaxy", 422, "must be `step`, `unit` or `site`"),
        ("dot?process=00000000-0000-4000-8000-00000000dead", 404, "there is no such process"),
    ] {
        let answer = server.get(&format!("/api/v1/export/{path}"));
        assert_eq!(answer.status, status, "{answer:?}");
        assert!(answer.body.contains(told), "{answer:?}");
    }
    for wrong in
        [&["export", "docx"][..], &["export", "csv"], &["export", "csv", "--what", "gardens"]]
    {
        let said = acker([wrong, &["--store", &server.address][..]].concat());
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
    }
}

/// Processes whose things have odd names; some hand-overs go round.
fn odd_company(server: &Server) -> Vec<String> {
    let mut random = Random(7);
    let mut lines = Vec::new();
    for n in 0..4 {
        lines.push(line("units", &id(900 + n), "register-unit", &json!({ "name": random.name() })));
    }
    let processes: Vec<_> = (1..=25).map(|n| id(n * 1_000)).collect();
    for (n, process) in (1_u64..).zip(&processes) {
        let body = json!({ "name": random.name(), "primary_area": "support" });
        lines.push(line("processes", process, "map-process", &body));
        let count = 2 + random.below(6);
        for step in 0..count {
            let unit = (random.below(5) < 4).then(|| id(900 + random.below(4)));
            let body =
                json!({ "step": id(n * 1_000 + 10 + step), "name": random.name(), "unit": unit });
            lines.push(line("processes", process, "add-step", &body));
        }
        for hand_over in 0..count + 2 {
            let mut end = || id(n * 1_000 + 10 + random.below(count));
            let (from, to) = (end(), end());
            if from != to {
                let id = id(n * 1_000 + 500 + hand_over);
                let body =
                    json!({ "hand_over": id, "from": from, "to": { "step": to }, "kind": "work" });
                lines.push(line("processes", process, "add-hand-over", &body));
            }
        }
    }
    server.tell(&lines);
    server.settle();
    processes
}

/// Numbers without a pattern, the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn name(&mut self) -> String {
        let length = 1 + self.below(5);
        let pieces = PIECES.len() as u64;
        let name: String = (0..length)
            .map(|_| PIECES[usize::try_from(self.below(pieces)).expect("small")])
            .collect();
        if name.trim().is_empty() { "x".to_owned() } else { name }
    }
}

/// Ids and names of the nodes, by id.
fn labels(map: &Value) -> Vec<[String; 2]> {
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let mut all: Vec<_> =
        items(&map["nodes"]).iter().map(|it| [text(&it["id"]), text(&it["name"])]).collect();
    all.sort();
    all
}

fn ends(map: &Value) -> Vec<[String; 2]> {
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let mut all: Vec<_> =
        items(&map["edges"]).iter().map(|it| [text(&it["from"]), text(&it["to"])]).collect();
    all.sort();
    all
}

/// How many units perform its steps.
fn units(map: &Value) -> usize {
    let units: std::collections::BTreeSet<_> =
        items(&map["nodes"]).iter().filter_map(|it| it["unit"].as_str()).collect();
    units.len()
}
