//! Every number of every answer opens to what it rests on: to the events behind it, or to a figure that
//! `why` explains.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::support::{Server, id, items, line};

/// Numbers that are no figures, by the end of their path, and why nothing has to stand behind them.
const ASIDE: [(&str, &str); 13] = [
    ("position", "says how far the log was known, or is the event itself"),
    ("evidence", "is an event"),
    ("evidence_count", "counts what stands beside it"),
    ("total", "counts the list that it stands beside, each item of which opens"),
    ("returned", "counts the list that it stands beside, each item of which opens"),
    ("touched", "counts the things of which the list tells those that differ"),
    ("fits_count", "counts the list that it stands beside, each item of which opens"),
    ("alike_count", "counts the list that it stands beside, each item of which opens"),
    ("variants_count", "counts the list that it stands beside, each item of which opens"),
    ("changed_since_release_count", "counts the list that it stands beside"),
    ("disagreements_count", "counts the list that it stands beside, each item of which opens"),
    ("known/units_reporting", "says how far an answer can be trusted; the units open in `units`"),
    ("known/of", "says how far an answer can be trusted; the units open in `units`"),
];

/// The same for what an answer says of how much it looked at; the hand-overs and steps open in the map.
const LOOKED_AT: [&str; 6] = [
    "hand_overs_count",
    "unplaced_hand_overs",
    "unplaced_values",
    "left_out",
    "replays",
    "length_max",
];

/// Paths of the API that give no figures: who asks them gets events, files, or what is one's own.
const NO_QUESTIONS: [&str; 7] = [
    "/api/v1/bookmarks",
    "/api/v1/bookmarks/{name}",
    "/api/v1/events/{position}",
    "/api/v1/evidence",
    "/api/v1/export/{format}",
    "/api/v1/feed",
    "/api/v1/unresolved",
];

const LISTS: [&str; 8] =
    ["sites", "units", "communities", "data-objects", "processes", "logs", "ideas", "pain-points"];
const KINDS: [&str; 6] = ["step", "data", "data_object", "process", "pain_point", "idea"];
const EARLIER: u64 = 349;
const QUALIFYING: &str = "4d5ef6c3-6c4f-8d7b-89ab-bbdc2f1cdd9b";
const HAND_OVER: &str = "41cd278a-7b65-80d1-bf75-539c8c100d45";
const ONE_SUPPLIER_LIST: &str = "6d3639ec-c7ce-8abe-a9b2-bd18c276a1b6";

#[test]
fn every_number_of_every_answer_opens_to_its_evidence() {
    // One of its own, as more is told to it.
    let demo = Server::start(&["--demo"]);
    demo.tell(&more());
    let head = demo.ask("coverage")["position"].clone();
    let (mut seen, mut found) = (BTreeSet::new(), Found::default());
    for (path, question) in questions(&demo) {
        seen.insert(path);
        found.look(&question, &demo.ask(&question));
    }
    assert_eq!(unasked(&demo, &seen), Vec::<String>::new(), "questions that nobody asked here");
    assert!(found.closed.is_empty(), "numbers with nothing behind them: {:#?}", found.closed);
    assert!(found.opened > 5_000 && found.links.len() > 500, "{} numbers", found.opened);
    let idle: Vec<_> = ASIDE.iter().map(|it| it.0).chain(LOOKED_AT).collect();
    let idle: Vec<_> = idle.into_iter().filter(|it| !found.aside.contains(it)).collect();
    assert!(idle.is_empty(), "exceptions that nothing needs: {idle:?}");
    for (name, (question, count)) in &found.links {
        let behind = demo.ask(&format!("evidence?limit=1000&of={name}"));
        assert_eq!(items(&behind["items"]).len() as u64, *count, "{name} in {question}");
        // What names its events one by one is no figure of the company's.
        if !name.starts_with("events/") {
            // What changed since then may have been there only then.
            let moments = [format!("from={head}"), format!("from={EARLIER}&to={EARLIER}")];
            let why = moments.map(|it| demo.get(&format!("/api/v1/why?figure={name}&{it}")).status);
            let is_change = name.starts_with("coverage-change/");
            assert!(why[0] == 200 || is_change && why[1] == 200, "{name} in {question}: {why:?}");
        }
    }
}

#[test]
fn a_change_of_coverage_and_what_a_sketch_led_to_are_explained_by_their_own_names() {
    let demo = Server::demo();
    let since = demo.ask(&format!("coverage?since_position={EARLIER}"));
    let change = &since["since"]["areas"][1];
    let name =
        change["evidence_link"].as_str().and_then(|it| it.split_once("of=")).expect("a link").1;
    let why = demo.ask(&format!("why?figure={name}"));
    let hours = items(&why["values"]).iter().find(|it| it["value"] == "hours_per_month");
    let hours = hours.expect("the hours of the area changed");
    assert_eq!(hours["from"], change["hours_per_month"]["before"]);
    assert_eq!(hours["to"], change["hours_per_month"]["after"]);
    assert_eq!(
        (&why["from"]["position"], &why["figure"]),
        (&EARLIER.into(), &"areas/support".into())
    );
}

/// What the sample company lacks: a log with all that is measured from one, and a change that was sketched
/// on an idea and carried out because of it.
fn more() -> Vec<Value> {
    let log = |command, body: Value| line("logs", &id(95), command, &body);
    let cases = |cases, days| json!({ "cases": cases, "median_days": days });
    let pair = |from, to| json!({ "from": from, "to": to, "times": 12, "median_hours": 4.5 });
    let leave_out = json!({ "hand_over": HAND_OVER });
    let sketched = json!({ "noun": "processes", "id": QUALIFYING, "command": "remove-hand-over", "body": leave_out });
    let mut carried_out = line("processes", QUALIFYING, "remove-hand-over", &leave_out);
    carried_out["meta"] = json!({ "because_of": { "idea": ONE_SUPPLIER_LIST } });
    vec![
        log(
            "import-log",
            json!({ "name": "Störungen", "sha256": "ab".repeat(32), "cases": 20, "events": 90,
                "mapping": { "case": "case", "time": "time", "activity": "what", "by": ["team"] },
                "from": "2012-04-01T00:00:00Z", "to": "2012-05-01T00:00:00Z" }),
        ),
        log(
            "record-measured-hand-overs",
            json!({ "level": "team", "month": "2012-04", "pairs": [pair("A", "B"), pair("B", "A")] }),
        ),
        log(
            "record-measured-bounces",
            json!({ "level": "team", "month": "2012-04", "pairs": [
                { "between": ["A", "B"], "cases": 5, "occurrences": 9, "median_stay_hours": 3.0 }] }),
        ),
        log(
            "record-compared-cases",
            json!({ "level": "team", "equally_often": [
                { "hand_overs": 2, "bounced": cases(5, 8.0), "not_bounced": cases(7, 3.0) }] }),
        ),
        line("ideas", ONE_SUPPLIER_LIST, "sketch-change", &json!({ "commands": [sketched] })),
        carried_out,
    ]
}

/// Each with the path in the description of the API that it stands for.
fn questions(demo: &Server) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut ask = |path: &str, question: String| all.push((format!("/api/v1/{path}"), question));
    for plain in
        ["areas", "coverage", "waiting", "similar", "story", "history", "diff", "why", "map"]
    {
        ask(plain, plain_question(plain));
    }
    for path in described(demo).iter().filter(|it| it.contains("/lenses/")) {
        let lens = path.trim_start_matches("/api/v1/");
        ask(lens, lens.to_owned());
    }
    ask("coverage", format!("coverage?since_position={EARLIER}"));
    ask("map", "map?level=site".to_owned());
    for level in ["step", "unit", "parent_unit", "site", "region"] {
        ask("loops", format!("loops?level={level}&limit=100"));
    }
    for kind in KINDS {
        for verdict in ["", "&verdict=dismissed"] {
            let question = format!("duplicates?kind={kind}{verdict}");
            for cluster in items(&demo.ask(&question)["clusters"]) {
                ask("duplicates/{id}", format!("duplicates/{}", said(&cluster["id"])));
            }
            ask("duplicates", question);
        }
    }
    for noun in LISTS {
        let status = if noun == "pain-points" { "status=all&" } else { "" };
        let question = format!("{noun}?{status}limit=1000");
        for item in items(&demo.ask(&question)["items"]) {
            let id = said(&item["id"]);
            ask(&format!("{noun}/{{id}}"), format!("{noun}/{id}"));
            match noun {
                "communities" => {
                    ask("communities/{id}/coverage", format!("communities/{id}/coverage"));
                }
                "processes" => {
                    ask("map", format!("map?process={id}"));
                }
                _ => {}
            }
        }
        ask(noun, question);
    }
    all
}

fn plain_question(path: &str) -> String {
    match path {
        "similar" => "similar?q=Lieferantendaten&kind=pain_point".to_owned(),
        "story" => "story?stream=pain-points/1a170b22-b79f-88ef-8065-16ee2a4cb97b".to_owned(),
        "diff" => format!("diff?from={EARLIER}&limit=1000"),
        "why" => "why?figure=areas/all&from=530".to_owned(),
        other => other.to_owned(),
    }
}

/// All questions that the description of the API lists.
fn described(demo: &Server) -> Vec<String> {
    let described = demo.get("/openapi.json").json();
    let paths = described["paths"].as_object().expect("paths");
    let questions = paths.iter().filter(|(_, it)| it.get("get").is_some());
    questions.map(|(path, _)| path.clone()).filter(|it| it.starts_with("/api/v1/")).collect()
}

fn unasked(demo: &Server, asked: &BTreeSet<String>) -> Vec<String> {
    let is_question = |it: &String| !NO_QUESTIONS.contains(&it.as_str());
    described(demo).into_iter().filter(|it| is_question(it) && !asked.contains(it)).collect()
}

fn said(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// What walking through answers came upon.
#[derive(Default)]
struct Found {
    opened: usize,
    /// Numbers with nothing behind them: their path, and a question.
    closed: BTreeMap<String, String>,
    /// Exceptions that were needed.
    aside: BTreeSet<&'static str>,
    /// Names of figures, with a question and how many events stand behind them.
    links: BTreeMap<String, (String, u64)>,
}

impl Found {
    fn look(&mut self, question: &str, answer: &Value) {
        self.walk(question, "", answer, false);
    }

    fn walk(&mut self, question: &str, path: &str, value: &Value, is_open: bool) {
        match value {
            Value::Object(fields) => {
                self.note(question, fields);
                let is_open = is_open || opens(fields, path.is_empty());
                for (key, value) in fields {
                    self.walk(question, &format!("{path}/{key}"), value, is_open);
                }
            }
            Value::Array(several) => {
                for it in several {
                    self.walk(question, path, it, is_open);
                }
            }
            Value::Number(_) => self.number(question, path, is_open),
            _ => {}
        }
    }

    fn note(&mut self, question: &str, fields: &Map<String, Value>) {
        let link = fields.get("evidence_link").and_then(Value::as_str);
        let Some((_, name)) = link.and_then(|it| it.split_once("of=")) else { return };
        let count = fields["evidence_count"].as_u64().expect("a count beside the link");
        self.links.insert(name.to_owned(), (question.to_owned(), count));
    }

    fn number(&mut self, question: &str, path: &str, is_open: bool) {
        let is_at_end = |end: &&str| path.ends_with(&format!("/{end}"));
        let aside = ASIDE.iter().map(|it| it.0).chain(LOOKED_AT).find(is_at_end);
        match (is_open, aside) {
            (_, Some(aside)) => drop(self.aside.insert(aside)),
            (true, None) => self.opened += 1,
            (false, None) => drop(self.closed.insert(path.to_owned(), question.to_owned())),
        }
    }
}

/// Whether what stands in an object opens: to evidence, to an event, or to a figure that `why` explains.
fn opens(fields: &Map<String, Value>, is_whole_answer: bool) -> bool {
    let has = |key| fields.contains_key(key);
    let is_event = has("position") || has("since_position") || has("events");
    has("evidence_link") || has("figure") || is_event && !is_whole_answer
}
