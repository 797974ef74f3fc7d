use super::*;
use crate::{analyse, event_log::LogFormat, limits::Limits, testing::Decided};

const LOG: &str = "\
case,time,activity,team,country,resource
1,2024-01-30T08:00:00Z,check,A,DE,Eve
1,2024-01-31T08:00:00Z,pay,B,IN,Bob
1,2024-02-01T08:00:00Z,check,A,DE,Eve
2,2024-02-01T08:00:00Z,check,A,DE,Eve
2,2024-02-02T08:00:00Z,,B,IN,Bob
2,never,pay,B,IN,Bob
";

#[test]
fn a_log_becomes_units_a_process_and_what_was_measured() {
    let Plan { lines, report } = plan_of(&["team"], "desk", &|_| None).unwrap();
    let told: Vec<_> = lines.iter().map(|it| format!("{} {}", it.noun, it.command)).collect();
    assert_eq!(
        told,
        [
            "units register-unit",
            "units register-unit",
            "processes map-process",
            "processes add-step",
            "processes add-step",
            "logs import-log",
            "logs bind-value",
            "logs bind-value",
            "logs record-measured-hand-overs",
            "logs record-measured-hand-overs",
            "logs record-measured-bounces",
            "logs record-compared-cases",
        ]
    );
    assert!(lines.iter().all(|it| it.meta == Some(json!({ "basis": "imported" }))));
    assert_eq!((report.kept.cases, report.kept.events, report.kept.steps), (2, 5, 2));
    assert_eq!((report.kept.hand_overs, report.kept.bounces), (3, 1));
}

#[test]
fn steps_are_what_a_unit_was_seen_doing() {
    let Plan { lines, .. } = plan_of(&["team"], "desk", &|_| None).unwrap();
    let steps = bodies(&lines, "add-step");
    assert_eq!((&steps[0]["name"], &steps[1]["name"]), (&json!("check"), &json!("pay")));
    assert_eq!(steps[0]["unit"], json!(lines[0].id));
    assert_eq!(steps[1]["unit"], json!(lines[1].id));
    assert!(steps[0].get("minutes_per_run").is_none(), "what is unknown is absent");
}

#[test]
fn measurements_stand_by_month_and_level() {
    let Plan { lines, .. } = plan_of(&["team"], "desk", &|_| None).unwrap();
    let hand_overs = bodies(&lines, "record-measured-hand-overs");
    let pairs = json!([{ "from": "A", "to": "B", "times": 1, "median_hours": 24.0 }]);
    assert_eq!(
        *hand_overs[0],
        json!({ "level": "team", "month": "2024-01", "part": 0, "pairs": pairs })
    );
    let pairs = json!([
        { "between": ["A", "B"], "cases": 1, "occurrences": 1, "median_stay_hours": 24.0 }
    ]);
    assert_eq!(
        *bodies(&lines, "record-measured-bounces")[0],
        json!({ "level": "team", "month": "2024-02", "part": 0, "pairs": pairs })
    );
}

#[test]
fn the_log_keeps_its_mapping_and_its_span() {
    let Plan { lines, .. } = plan_of(&["team"], "desk", &|_| None).unwrap();
    let log = bodies(&lines, "import-log")[0];
    assert_eq!(
        log["mapping"],
        json!({ "case": "case", "time": "time", "activity": "activity", "by": ["team"] })
    );
    assert_eq!(log["from"], json!("2024-01-30T08:00:00Z"));
    assert_eq!(log["to"], json!("2024-02-02T08:00:00Z"));
    assert_eq!((&log["cases"], &log["events"]), (&json!(2), &json!(5)));
}

#[test]
fn units_are_matched_by_their_exact_name() {
    let known = Uuid::from_u128(7);
    let find = |name: &str| (name == "A").then_some(known);
    let Plan { lines, report } = plan_of(&["team"], "desk", &find).unwrap();
    assert_eq!(bodies(&lines, "register-unit").len(), 1);
    assert_eq!(bodies(&lines, "bind-value")[0]["unit"], json!(known));
    assert_eq!((report.kept.units_matched, report.kept.units_registered), (1, 1));
}

#[test]
fn the_first_level_splits_the_steps_and_each_level_is_measured() {
    let Plan { lines, report } =
        plan_of(&["resource", "team", "country"], "desk", &|_| None).unwrap();
    let units = bodies(&lines, "register-unit");
    let names: Vec<_> = units.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["A", "B", "DE", "IN"]);
    assert_eq!(report.kept.steps, 2);
    assert_eq!(report.kept.hand_overs, 6, "three for each of two levels");
}

#[test]
fn persons_are_not_kept_and_the_report_says_so() {
    let Plan { lines, report } = plan_of(&["resource"], "desk", &|_| None).unwrap();
    let written = serde_json::to_string(&lines).unwrap();
    assert!(!written.contains("Eve") && !written.contains("Bob"), "{written}");
    assert!(bodies(&lines, "record-measured-hand-overs").is_empty());
    assert_eq!(bodies(&lines, "add-step").len(), 2);
    let because = "it names persons: no units, steps or measurements are made of it";
    assert_eq!(report.not_kept[0].what, "column `resource`");
    assert_eq!(report.not_kept[0].because, because);
}

#[test]
fn the_report_says_what_was_not_kept_and_why() {
    let Plan { report, .. } = plan_of(&["team"], "desk", &|_| None).unwrap();
    let what: Vec<_> = report.not_kept.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(what, ["1 events as steps", "1 rows", "column `country`", "column `resource`"]);
    assert_eq!(report.unreadable.examples[0].line, 7);
}

#[test]
fn events_without_a_value_are_skipped_and_the_report_says_how_many() {
    let text = LOG.replace("check,A,DE", "check,,DE");
    let Plan { report, .. } = plan_text(&text, &mapping(&["team"]), "desk", &|_| None).unwrap();
    let told = NotKept {
        what: "3 events in hand-overs and bounces".to_owned(),
        because: "they have no `team`".to_owned(),
    };
    assert!(report.not_kept.contains(&told), "{:?}", report.not_kept);
    assert_eq!(report.kept.hand_overs, 0);
}

#[test]
fn a_log_of_which_nothing_can_be_read_is_refused_with_the_first_reason() {
    let text = "case,time,activity,team\n1,soon,check,A\n";
    let error = plan_text(text, &mapping(&["team"]), "desk", &|_| None).unwrap_err();
    let reason = "no event of the file can be read; line 2: `soon` is no time that can be read";
    assert_eq!(error.to_string(), reason);
}

#[test]
fn persons_cannot_be_the_activity() {
    let mapping = Mapping { activity: Some("resource".to_owned()), ..mapping(&["team"]) };
    let error = plan_with(&mapping, "desk", &|_| None).unwrap_err();
    assert!(error.to_string().starts_with("the column `resource` names persons"), "{error}");
}

#[test]
fn the_same_file_and_mapping_give_the_same_lines() {
    let first = plan_of(&["team"], "desk", &|_| None).unwrap();
    assert_eq!(first, plan_of(&["team"], "desk", &|_| None).unwrap());
    let other_name = plan_of(&["team"], "counter", &|_| None).unwrap();
    let other_mapping = plan_of(&["country"], "desk", &|_| None).unwrap();
    assert_ne!(first.report.kept.log, other_name.report.kept.log);
    assert_ne!(first.report.kept.log, other_mapping.report.kept.log);
}

#[test]
fn every_line_is_accepted_and_sent_again_changes_nothing() {
    let Plan { lines, .. } = plan_of(&["team", "country"], "desk", &|_| None).unwrap();
    let mut decided = Decided::default();
    assert_eq!(decided.send(&lines), lines.len());
    assert_eq!(decided.send(&lines), 0);
}

fn bodies<'l>(lines: &'l [Line], command: &str) -> Vec<&'l Value> {
    lines.iter().filter(|it| it.command == command).map(|it| &it.body).collect()
}

fn mapping(by: &[&str]) -> Mapping {
    Mapping {
        case: "case".to_owned(),
        time: "time".to_owned(),
        activity: Some("activity".to_owned()),
        by: by.iter().map(|&it| it.to_owned()).collect(),
    }
}

fn plan_of(
    by: &[&str],
    name: &str,
    find_unit: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<Plan, FormatError> {
    plan_with(&mapping(by), name, find_unit)
}

fn plan_with(
    mapping: &Mapping,
    name: &str,
    find_unit: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<Plan, FormatError> {
    plan_text(LOG, mapping, name, find_unit)
}

fn plan_text(
    text: &str,
    mapping: &Mapping,
    name: &str,
    find_unit: &dyn Fn(&str) -> Option<Uuid>,
) -> Result<Plan, FormatError> {
    let (log, reading) =
        analyse::load(text.as_bytes(), LogFormat::Csv, mapping, Limits::default())?;
    let sha256 = crate::source::sha256(text.as_bytes())?;
    let request =
        Request { name, primary_area: "coordination", sha256: &sha256, mapping, find_unit };
    plan(&log, &reading, &request)
}
