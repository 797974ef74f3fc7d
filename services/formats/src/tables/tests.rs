use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::testing::Decided;

#[test]
fn a_table_of_sites_becomes_commands() {
    let (planned, report) = plan_of(&[(
        Noun::Sites,
        "name,country,time_zone,working_hours\nPune,IN,Asia/Kolkata,Mon 09:00-17:00\n",
    )]);
    assert_eq!(report.problem_count, 0);
    assert_eq!(planned[0].line.command, "register-site");
    assert_eq!(
        planned[0].line.body,
        json!({
            "name": "Pune",
            "country": "IN",
            "time_zone": "Asia/Kolkata",
            "working_hours": { "monday": [{ "from": "09:00", "to": "17:00" }] },
        })
    );
}

#[test]
fn names_of_the_same_import_count_whatever_the_order() {
    let (planned, report) = plan_of(&[
        (Noun::Units, "name,parent,site\nTeam A,Division,Pune\nDivision,,\n"),
        (Noun::Sites, "name,country,time_zone\nPune,IN,Asia/Kolkata\n"),
    ]);
    assert_eq!(report.problems, []);
    let names: Vec<_> =
        planned.iter().map(|it| it.line.body["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["Pune", "Division", "Team A"]);
    assert_eq!(planned[2].line.body["parent"], json!(planned[1].line.id));
    assert_eq!(planned[2].line.body["site"], json!(planned[0].line.id));
}

#[test]
fn steps_and_hand_overs_find_their_process() {
    let (planned, report) = plan_of(&[
        (Noun::Processes, "name,primary_area\nOrder,support\nPay,support\n"),
        (Noun::Steps, "process,name,minutes_per_run\nOrder,check,20\nOrder,sign,5\nPay,check,1\n"),
        (
            Noun::HandOvers,
            "process,from,to,to_process,kind\nOrder,check,sign,,approval\nOrder,sign,check,Pay,work\n",
        ),
    ]);
    assert_eq!(report.problems, []);
    let (order, pay) = (&planned[0].line, &planned[1].line);
    let step = |i: usize| planned[i].line.body["step"].clone();
    assert_eq!(planned[2].line.id, order.id);
    let within = &planned[5].line.body;
    assert_eq!((&within["from"], &within["to"]), (&step(2), &json!({ "step": step(3) })));
    let across = &planned[6].line.body;
    assert_eq!(across["to"], json!({ "process": pay.id, "step": step(4) }));
}

#[test]
fn pain_points_have_hours_and_targets() {
    let (planned, report) = plan_of(&[
        (Noun::Processes, "name,primary_area\nOrder,support\n"),
        (Noun::Steps, "process,name\nOrder,check\n"),
        (
            Noun::PainPoints,
            "text;per_occurrence;occurrences;per;people;areas;on_process;on_step\n\
             Dreifach gepflegt;0,25;2;day;4;support|coordination;Order;check\nNur Text;;;;;;;\n",
        ),
    ]);
    assert_eq!(report.problems, []);
    let body = &planned[2].line.body;
    assert_eq!(
        body["hours"],
        json!({ "per_occurrence": 0.25, "occurrences": { "n": 2.0, "per": "day" }, "people": 4.0 })
    );
    assert_eq!(body["areas"], json!(["support", "coordination"]));
    let step = &planned[1].line.body["step"];
    assert_eq!(body["on"], json!([{ "process": planned[0].line.id, "step": step }]));
    assert_eq!(planned[3].line.body, json!({ "text": "Nur Text" }));
}

#[test]
fn a_bad_row_is_told_and_the_rest_goes_on() {
    let (planned, report) =
        plan_of(&[(Noun::Units, "name,site,head_count\nA,Atlantis,many\nB,,\n,,3\nB,,\nC,x\n")]);
    assert_eq!(planned.len(), 1);
    let told: Vec<_> = report
        .problems
        .iter()
        .map(|it| format!("{} {}: {}", it.line, it.column.as_deref().unwrap_or("-"), it.reason))
        .collect();
    assert_eq!(
        told,
        [
            "6 -: 2 fields where the header has 3",
            "4 name: is empty",
            "5 name: says the same as line 3",
            "2 site: `Atlantis` is not among the sites",
            "2 head_count: `many` is no whole number",
        ]
    );
}

#[test]
fn unknown_columns_are_told_and_needed_ones_asked_for() {
    let (_, report) = plan_of(&[(Noun::Units, "Name,Mood\nA,good\n")]);
    assert_eq!(report.tables[0].unknown_columns, ["Mood"]);
    let error = Tables::default().read(Noun::Sites, "name\n".as_bytes(), Limits::default());
    assert_eq!(error.unwrap_err().to_string(), "a table of sites needs a column `country`");
}

#[test]
fn a_second_import_gives_the_same_lines() {
    let tables: &[(Noun, &str)] = &[
        (Noun::Sites, "name,country,time_zone\nPune,IN,Asia/Kolkata\n"),
        (Noun::PainPoints, "text\nToo many lists\n"),
    ];
    assert_eq!(plan_of(tables).0, plan_of(tables).0);
}

#[test]
fn what_is_there_already_is_left_as_it_is_and_can_be_meant() {
    let pune = Uuid::from_u128(7);
    let resolve = |noun: &str, name: &str| match (noun, name) {
        ("sites", "Pune") => Resolution::One(pune),
        ("sites", "Springfield") => Resolution::Ambiguous(2),
        _ => Resolution::None,
    };
    let (planned, report) = plan_with(
        &[
            (Noun::Sites, "name,country,time_zone\nPune,IN,Asia/Kolkata\n"),
            (Noun::Units, "name,site\nA,Pune\nB,Springfield\n"),
        ],
        &resolve,
    );
    assert_eq!(report.tables[0].already_there, 1);
    assert_eq!(planned.len(), 1);
    assert_eq!(planned[0].line.body["site"], json!(pune));
    assert_eq!(report.problems[0].reason, "2 sites are called `Springfield`: give the id");
}

#[test]
fn an_id_of_the_table_counts() {
    let id = Uuid::from_u128(9);
    let (planned, report) = plan_of(&[(Noun::Units, &format!("id,name\n{id},A\nnone,B\n"))]);
    assert_eq!(planned[0].line.id, id);
    assert_eq!(report.problems[0].reason, "`none` is no id");
}

#[test]
fn units_whose_parents_go_round_are_told() {
    let (planned, report) = plan_of(&[(Noun::Units, "name,parent\nA,B\nB,A\nC,\n")]);
    assert_eq!(planned.len(), 1);
    assert_eq!(report.problems.len(), 2);
    assert_eq!(report.problems[0].reason, "the parents of this unit go round");
}

#[test]
fn all_templates_together_are_an_import_without_problems() {
    let templates = Noun::ALL.map(|noun| (noun, template(noun)));
    let tables: Vec<_> = templates.iter().map(|(noun, it)| (*noun, it.as_str())).collect();
    let (planned, report) = plan_of(&tables);
    assert_eq!(report.problems, []);
    assert!(report.tables.iter().all(|it| it.unknown_columns.is_empty()));
    assert_eq!(planned.len(), 8);
    let mut decided = Decided::default();
    assert_eq!(decided.send(planned.iter().map(|it| &it.line)), 8);
    assert_eq!(decided.send(planned.iter().map(|it| &it.line)), 0);
}

#[test]
fn what_a_table_is_about_is_guessed() {
    let guess = |stem: &str, headers: &str| {
        let headers: Vec<_> = headers.split(',').map(str::to_owned).collect();
        Noun::guess(stem, &headers).map(|(noun, _)| noun)
    };
    assert_eq!(guess("2024_units", "name"), Some(Noun::Units));
    assert_eq!(guess("hand-overs", "x"), Some(Noun::HandOvers));
    assert_eq!(guess("data", "name,country,time_zone"), Some(Noun::Sites));
    assert_eq!(guess("data", "name,parent,head_count"), Some(Noun::Units));
    assert_eq!(guess("data", "process,name,unit,site"), Some(Noun::Steps));
    assert_eq!(guess("data", "text,per_occurrence"), Some(Noun::PainPoints));
    assert_eq!(guess("data", "case,time,activity"), None);
}

proptest! {
    #[test]
    fn written_names_are_the_names_of_the_commands(
        names in prop::collection::hash_set("[a-zäöüß,;\"]{1,10}", 1..10)
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        writer.write_record(["name", "head_count"]).unwrap();
        for name in &names {
            writer.write_record([name.as_str(), "7"]).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let (planned, _) = plan_of(&[(Noun::Units, &text)]);
        let expected: Vec<_> = names.iter().map(|it| json!({ "name": it, "head_count": 7 })).collect();
        let bodies: Vec<_> = planned.into_iter().map(|it| it.line.body).collect();
        prop_assert_eq!(bodies, expected);
    }
}

fn plan_of(tables: &[(Noun, &str)]) -> (Vec<Planned>, TablesReport) {
    plan_with(tables, &|_, _| Resolution::None)
}

fn plan_with(tables: &[(Noun, &str)], resolve: Resolve<'_>) -> (Vec<Planned>, TablesReport) {
    let mut all = Tables::default();
    for (noun, text) in tables {
        all.read(*noun, text.as_bytes(), Limits::default()).unwrap();
    }
    all.plan(resolve)
}
