//! Process models through the real program: read in, laid side by side, refused where they are broken.

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{
    data::data,
    support::{Said, acker, folder, items, root, text, texts},
};

/// The reference models, with how many processes, steps and hand-overs each has.
const REFERENCE: [(&str, [usize; 3]); 14] = [
    ("bpmn/A.1.0.bpmn", [1, 3, 2]),
    ("bpmn/A.2.0.bpmn", [1, 4, 3]),
    ("bpmn/A.2.1.bpmn", [1, 4, 5]),
    ("bpmn/A.3.0.bpmn", [1, 5, 4]),
    ("bpmn/A.4.0.bpmn", [2, 6, 6]),
    ("bpmn/A.4.1.bpmn", [2, 6, 6]),
    ("bpmn/B.1.0.bpmn", [4, 12, 13]),
    ("bpmn/B.2.0.bpmn", [4, 38, 41]),
    ("bpmn/C.1.0.bpmn", [2, 9, 13]),
    ("bpmn/C.1.1.bpmn", [1, 5, 5]),
    ("bpmn/C.2.0.bpmn", [4, 11, 13]),
    ("bpmn/C.3.0.bpmn", [1, 5, 7]),
    ("bpmn/C.4.0.bpmn", [4, 22, 24]),
    ("event-logs/running-example.bpmn", [1, 8, 12]),
];

#[test]
fn all_reference_models_come_into_one_store_with_a_report_and_once() {
    let files: Vec<_> = REFERENCE.iter().map_while(|(name, _)| data(name)).collect();
    if files.len() < REFERENCE.len() {
        return;
    }
    let place = folder();
    let store = text(place.path());
    for (file, (name, expected)) in files.iter().zip(REFERENCE) {
        let answer = import(file, store, &[]).json();
        assert_eq!(answer["sent"]["refused"], 0, "{name}: {answer:#}");
        let kept = &answer["report"]["kept"];
        let [steps, hand_overs] = [&kept["steps"], &kept["hand_overs"]].map(Value::as_u64);
        let counts = [Some(items(&kept["processes"]).len() as u64), steps, hand_overs];
        assert_eq!(counts, expected.map(|it| Some(it as u64)), "{name}: {kept:#}");
        every_line_left_out_has_its_reason(&answer["report"]["not_kept"]);
    }
    let head = sound_position(store);
    for file in &files {
        assert_eq!(import(file, store, &[]).json()["sent"]["refused"], 0);
    }
    assert_eq!(sound_position(store), head, "the same files again add nothing");
}

#[test]
fn a_model_of_the_contest_is_taken_as_a_process_and_compared() {
    let [Some(first), Some(second)] =
        ["p31", "p32"].map(|it| data(&format!("pmmc2015/birth/models/birthCertificate_{it}.pnml")))
    else {
        return;
    };
    let place = folder();
    let answer =
        import(&first, text(place.path()), &["--process", "Birth", "--area", "service"]).json();
    let kept = &answer["report"]["kept"];
    assert_eq!((&kept["steps"], &kept["processes"][0]["name"]), (&json!(19), &json!("Birth")));
    let matched = acker(["match", text(&first), text(&second), "--json"]).json();
    assert_eq!((&matched["a"]["compared"], &matched["b"]["compared"]), (&json!(19), &json!(14)));
    let ids: BTreeSet<_> =
        items(&matched["pairs"]).iter().map(|it| texts_of(&it["a"])[0]).collect();
    assert!(
        !ids.is_empty() && ids.iter().all(|it| it.starts_with('t')),
        "ids of the file: {ids:?}"
    );
}

#[test]
fn two_models_of_the_same_work_share_steps_among_the_duplicates() {
    let place = folder();
    let store = text(place.path());
    for file in ["suppliers-berlin.bpmn", "suppliers-pune.bpmn"] {
        let said = import(&own(file), store, &[]);
        assert_eq!(said.json()["sent"]["refused"], 0, "{said:?}");
    }
    let answer = acker(["duplicates", "--json", "--data", store]).json();
    let clusters: BTreeSet<Vec<&str>> = items(&answer["clusters"])
        .iter()
        .map(|it| {
            let mut names = texts(&it["members"], "name");
            names.sort_unstable();
            names
        })
        .collect();
    let expected = [
        vec!["Check supplier data", "Supplier data check"],
        vec!["Enter bank account", "Entering the bank account"],
    ];
    assert_eq!(clusters, expected.into(), "{answer:#}");
    let [cluster, ..] = items(&answer["clusters"]) else { panic!("there are clusters") };
    let units: BTreeSet<_> = texts(&cluster["members"], "unit_name").into_iter().collect();
    assert_eq!(units.len(), 2, "the lanes are the units: {cluster:#}");
}

#[test]
fn a_model_is_kept_with_what_its_branches_and_lanes_say() {
    let place = folder();
    let store = text(place.path());
    let said = import(&own("suppliers-berlin.bpmn"), store, &["--area", "support"]);
    assert_eq!(said.code, 0, "{said:?}");
    let uses = acker(["export", "csv", "--what", "hand-overs", "--data", store]).out;
    assert!(uses.contains("Complete? yes (80 %)") && uses.contains("0.8"), "{uses}");
    let steps = acker(["export", "csv", "--what", "steps", "--data", store]).out;
    assert!(steps.contains("Buchhaltung Berlin") && steps.contains("Prüfsiegel"), "{steps}");
    let uses = acker(["export", "csv", "--what", "data-uses", "--data", store]).out;
    assert!(uses.contains("SAP") && uses.contains("by_hand"), "{uses}");
}

#[test]
fn another_version_changes_only_what_changed() {
    let place = folder();
    let store = text(&place.path().join("store")).to_owned();
    let said = import(&own("suppliers-pune.bpmn"), &store, &[]);
    assert_eq!(said.code, 0, "{said:?}");
    let head = sound_position(&store);
    let version = place.path().join("version.xml");
    let bpmn = fs::read_to_string(own("suppliers-pune.bpmn")).expect("it is there");
    fs::write(&version, bpmn.replace("Negotiate prices", "Negotiate terms")).expect("a file");
    let answer = import(&version, &store, &[]).json();
    assert_eq!(
        (&answer["commands"], &answer["sent"]["refused"]),
        (&json!(1), &json!(0)),
        "{answer:#}"
    );
    assert_eq!(sound_position(&store), head + 1);
    import(&version, &store, &[]);
    assert_eq!(sound_position(&store), head + 1, "a second time it adds nothing");
}

#[test]
fn a_drawing_and_a_net_are_laid_side_by_side() {
    let [bpmn, pnml] = ["suppliers-berlin.bpmn", "suppliers-as-found.pnml"].map(own);
    let matched = acker(["match", text(&bpmn), text(&pnml), "--json"]).json();
    let pairs: BTreeSet<_> = items(&matched["pairs"])
        .iter()
        .map(|it| {
            assert!(it["score"].as_f64().is_some_and(|it| (0.0..=1.0).contains(&it)), "{it:#}");
            assert!(!items(&it["reasons"]).is_empty(), "{it:#}");
            (texts_of(&it["a"])[0], texts_of(&it["b"])[0])
        })
        .collect();
    assert_eq!(pairs, [("check", "t1"), ("enter", "t3")].into());
    let table = acker(["match", text(&bpmn), text(&pnml)]);
    assert_eq!(table.code, 0, "{table:?}");
    assert!(table.out.contains("2 compared, 0 without a partner"), "{table:?}");
    let no_model = acker(["match", text(&bpmn), text(&root().join("README.md"))]);
    assert_ne!(no_model.code, 0, "{no_model:?}");
}

#[test]
fn broken_models_are_refused_with_a_reason_and_nothing_is_stored() {
    let place = folder();
    let whole = fs::read_to_string(own("suppliers-pune.bpmn")).expect("it is there");
    let deep =
        whole.replace("<task id=\"b\"", &format!("{}<task id=\"b\"", "<subProcess>".repeat(70)));
    let broken: [(&str, Vec<u8>, &str); 7] = [
        ("truncated", whole.as_bytes()[..whole.len() / 2].to_vec(), "line 6: "),
        (
            "doctype",
            format!("<!DOCTYPE x>{}", &whole[38..]).into_bytes(),
            "a document type is not taken",
        ),
        ("deep", deep.into_bytes(), "nested more than 64 deep"),
        ("encoding", whole.replace("UTF-8", "UTF-16").into_bytes(), ""),
        ("unknown", whole.replace("UTF-8", "klingon").into_bytes(), "klingon"),
        ("binary", (0..=255).cycle().take(4_000).collect(), ""),
        ("empty", whole.replace("name=", "label=").into_bytes(), "no work with a name"),
    ];
    for (name, bytes, told) in broken {
        let file = place.path().join(name);
        fs::write(&file, bytes).expect("a file");
        let store = place.path().join(format!("{name}-store"));
        let said = import(&file, text(&store), &["--as", "bpmn"]);
        assert_eq!(said.code, 1, "{name}: {said:?}");
        assert!(said.err.contains(told) && said.err.contains(name), "{name}: {said:?}");
        let position = store.join("events.db").exists().then(|| sound_position(text(&store)));
        assert_eq!(position.unwrap_or_default(), 0, "{name}: nothing is stored");
    }
}

fn every_line_left_out_has_its_reason(not_kept: &Value) {
    for it in items(not_kept) {
        let [what, because] = ["what", "because"].map(|key| it[key].as_str().unwrap_or_default());
        assert!(!what.is_empty() && !because.is_empty(), "{it}");
        assert!(it["element"].is_string() || it["count"].as_u64() > Some(0), "{it}");
    }
    assert!(!items(not_kept).is_empty(), "every drawing has what is not kept");
}

fn sound_position(store: &str) -> u64 {
    let verified = acker(["verify", store, "--json"]).json();
    assert_eq!(verified["sound"], true, "{verified:#}");
    verified["position"].as_u64().expect("a position")
}

fn import(file: &std::path::Path, store: &str, more: &[&str]) -> Said {
    let mut arguments = vec!["import", text(file), "--json", "--data", store];
    arguments.extend(more);
    acker(arguments)
}

fn own(name: &str) -> PathBuf {
    root().join("tests/data/models").join(name)
}

/// Id and name of an element.
fn texts_of(element: &Value) -> [&str; 2] {
    ["id", "name"].map(|key| element[key].as_str().expect("an element has an id and a name"))
}
