//! Answers do not depend on how they came to be: live, after a restart, or as of a position.

use std::{collections::BTreeMap, fs};

use serde_json::{Value, json};

use crate::{
    companies::{bakery, sample},
    support::{Answer, Server, acker, files, folder, fresh, id, items, line},
};

const QUESTIONS: &[&str] = &[
    "sites?limit=1000",
    "units?limit=1000",
    "communities?limit=1000",
    "processes?limit=1000",
    "pain-points?status=all&limit=1000",
    "logs?limit=1000",
    "map?level=unit",
    "map?level=site",
    "map?area=support",
    "map?area=coordination",
    "duplicates?limit=1000",
    "duplicates?limit=1000&verdict=dismissed",
    "duplicates?limit=1000&kind=data",
    "duplicates?limit=1000&kind=data_object",
    "duplicates?limit=1000&kind=process",
    "duplicates?limit=1000&kind=pain_point",
    "duplicates?limit=1000&kind=idea",
    "loops?level=step",
    "loops?level=unit",
    "loops?level=parent_unit",
    "loops?level=site",
    "loops?level=region",
    "coverage",
    "areas",
    "unresolved?limit=1000",
];

#[test]
fn after_a_restart_every_answer_about_the_sample_company_is_the_same_byte_by_byte() {
    the_same_after_a_restart(&sample());
}

#[test]
fn after_a_restart_every_answer_about_another_company_is_the_same_byte_by_byte() {
    the_same_after_a_restart(&bakery());
}

#[test]
fn as_of_any_position_the_sample_company_answers_as_it_did_then() {
    // Parts of uneven size, so that the ends fall into the middle of anything.
    as_of_is_as_it_was(&sample(), &[37, 61, 5, 83, 47, 71, 1, 59, 97]);
}

#[test]
fn as_of_any_position_another_company_answers_as_it_did_then() {
    as_of_is_as_it_was(&bakery(), &[3, 5, 2, 7]);
}

#[test]
fn what_was_so_at_a_time_is_told_by_all_that_is_known_now() {
    let (server, _folder) = fresh();
    let log = |n: u64, text: &str, meta: Value| {
        let mut line = line("pain-points", &id(n), "log-pain-point", &json!({ "text": text }));
        line["meta"] = meta;
        line
    };
    let early = json!({ "happened": "2020-03-01T08:00:00Z" });
    let head = server.tell(&[
        log(41, "Zwei Listen", early),
        log(42, "Drei Listen", json!({ "happened": "2020-05-01T08:00:00Z" })),
        log(43, "Vier Listen", json!({})),
    ]);
    server.settle();
    let told = |question: &str| {
        let answer = server.ask(&format!("pain-points?status=all&{question}"));
        assert_eq!(answer["position"], head, "as far as the log is known");
        let told = items(&answer["items"])
            .iter()
            .map(|it| it["text"].as_str().expect("a text").to_owned());
        told.collect::<Vec<_>>()
    };
    assert_eq!(told("happened_at=2020-02-29"), Vec::<String>::new());
    assert_eq!(told("happened_at=2020-03-01"), ["Zwei Listen"]);
    assert_eq!(told("happened_at=2020-05-01T08:00:00Z").len(), 2);
    assert_eq!(told("happened_at=2100-01-01"), told(""));
    let coverage = server.ask("coverage?happened_at=2020-03-01");
    let total = &coverage["total_distinct"];
    assert_eq!(total["pain_points"], 1, "{coverage}");
    let refused = server.get("/api/v1/coverage?happened_at=2020-03-01&at=2020-03-01");
    assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!("at")));
    let said =
        acker(["pain-points", "--happened-at", "2020-03-01", "--json", "--store", &server.address]);
    assert_eq!(items(&said.json()["items"]).len(), 1, "{said:?}");
}

fn the_same_after_a_restart(lines: &[Value]) {
    let folder = folder();
    let server = Server::on(folder.path());
    let head = server.tell(lines);
    server.settle();
    let questions = questions(&server);
    assert!(questions.len() > QUESTIONS.len() + 10, "things are asked for one by one as well");
    let live = answers(&server, &questions, "");
    assert_eq!(live["sites?limit=1000"].json()["position"], head);
    assert_eq!(server.stop(), 0);
    let again = Server::on(folder.path());
    same(&live, &answers(&again, &questions, ""));
    again.kill();
    let after_a_kill = Server::on(folder.path());
    same(&live, &answers(&after_a_kill, &questions, ""));
    assert_eq!(after_a_kill.stop(), 0);
    let snapshots = folder.path().join("snapshots");
    assert!(!files(&snapshots).is_empty(), "so far each went on behind a snapshot");
    fs::remove_dir_all(&snapshots).expect("they can go");
    same(&live, &answers(&Server::on(folder.path()), &questions, ""));
}

fn as_of_is_as_it_was(lines: &[Value], parts: &[usize]) {
    let folder = folder();
    let server = Server::on(folder.path());
    let questions: Vec<_> = QUESTIONS.iter().map(|it| (*it).to_owned()).collect();
    let (mut then, mut rest, mut parts) = (Vec::new(), lines, parts.iter().cycle());
    while let Some(part) = parts.next().filter(|_| !rest.is_empty()) {
        let (now, later) = rest.split_at(rest.len().min(*part));
        let head = server.tell(now);
        server.settle();
        then.push((head, answers(&server, &questions, "")));
        rest = later;
    }
    assert!(then.len() > 3);
    for (head, live) in then {
        same(&live, &answers(&server, &questions, &format!("at_position={head}")));
    }
}

/// All questions, and each thing by its own id.
fn questions(server: &Server) -> Vec<String> {
    let mut all: Vec<_> = QUESTIONS.iter().map(|it| (*it).to_owned()).collect();
    all.push("history?limit=1000".to_owned());
    let head = server.ask("sites")["position"].clone();
    for of in ["all", "loops&level=site", "coverage"] {
        all.push(format!("diff?from=7&to={head}&limit=1000&of={of}"));
    }
    all.push(format!("why?figure=areas/all&from={head}&to={head}"));
    for noun in ["sites", "units", "communities", "processes", "pain-points"] {
        let answer = server.ask(&format!("{noun}?limit=1000"));
        let ids = items(&answer["items"]).iter().filter_map(|it| it["id"].as_str());
        for id in ids {
            all.push(format!("{noun}/{id}"));
            all.push(format!("story?stream={noun}/{id}&limit=1000&lang=de"));
            if noun == "processes" {
                all.push(format!("map?process={id}"));
                all.push(format!("loops?level=step&process={id}"));
            }
        }
    }
    all
}

fn answers(server: &Server, questions: &[String], more: &str) -> BTreeMap<String, Answer> {
    let ask = |question: &String| {
        let join = if question.contains('?') { '&' } else { '?' };
        let answer = server.get(&format!("/api/v1/{question}{join}{more}"));
        assert_eq!(answer.status, 200, "{question}: {answer:?}");
        (question.clone(), answer)
    };
    questions.iter().map(ask).collect()
}

fn same(one: &BTreeMap<String, Answer>, other: &BTreeMap<String, Answer>) {
    assert_eq!(one.len(), other.len());
    for (question, answer) in one {
        assert_eq!(answer.body, other[question].body, "{question}");
    }
}
