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
    // A row each and a second step; a master store, two areas and a unit of the community follow.
    assert_eq!(planned.len(), 11 + 4);
    let mut decided = Decided::default();
    let is_taken = |it: &&Planned| Noun::taken().any(|noun| noun == it.table);
    let taken: Vec<_> = planned.iter().filter(is_taken).map(|it| &it.line).collect();
    assert_eq!(decided.send(taken.iter().copied()), taken.len());
    assert_eq!(decided.send(taken.iter().copied()), 0);
}

#[test]
fn the_workbook_of_templates_gives_the_same_commands_as_the_files() {
    let templates: Vec<_> = Noun::taken().map(|noun| (noun, template(noun))).collect();
    let tables: Vec<_> = templates.iter().map(|(noun, it)| (*noun, it.as_str())).collect();
    let (seen, planned, report) = read_file("all.xlsx", &template_workbook().unwrap());
    assert_eq!(report.problems, []);
    assert_eq!(
        seen.iter().filter_map(|it| it.table).collect::<Vec<_>>(),
        Noun::taken().collect::<Vec<_>>()
    );
    assert_eq!(lines(&planned), lines(&plan_of(&tables).0));
}

#[test]
fn data_objects_their_uses_and_ideas_become_commands() {
    let (planned, report) = plan_of(&[
        (
            Noun::Ideas,
            "title,text,outcomes,pain_points\nOne list,Keep it once,leaner|simpler,Three lists\n",
        ),
        (Noun::PainPoints, "text\nThree lists\n"),
        (
            Noun::DataUses,
            "process,step,data_object,use,store,entry\nOrder,check,Supplier,keeps,ERP,by_hand\n",
        ),
        (Noun::Steps, "process,name\nOrder,check\n"),
        (Noun::Processes, "name,primary_area\nOrder,support\n"),
        (Noun::DataObjects, "name,description\nSupplier,\n"),
    ]);
    assert_eq!(report.problems, []);
    let told: Vec<_> =
        planned.iter().map(|it| (it.line.noun.as_str(), it.line.command.as_str())).collect();
    assert_eq!(
        told,
        [
            ("data-objects", "register-data-object"),
            ("processes", "map-process"),
            ("processes", "add-step"),
            ("processes", "record-data-use"),
            ("pain-points", "log-pain-point"),
            ("ideas", "propose-idea"),
        ]
    );
    let id = |place: usize| json!(planned[place].line.id);
    assert_eq!(planned[0].line.body, json!({ "name": "Supplier" }));
    assert_eq!(planned[3].line.id, planned[1].line.id);
    let step = &planned[2].line.body["step"];
    assert_eq!(
        planned[3].line.body,
        json!({ "step": step, "data_object": id(0), "use": "keeps", "store": "ERP", "entry": "by_hand" })
    );
    assert_eq!(
        planned[5].line.body,
        json!({ "title": "One list", "text": "Keep it once", "outcomes": ["leaner", "simpler"], "pain_points": [id(4)] })
    );
}

#[test]
fn what_follows_a_row_comes_after_everything_that_it_speaks_of() {
    let (planned, report) = plan_of(&[
        (Noun::Communities, "name,purpose,areas,units\nData,Once,support|exchange,Buying\n"),
        (Noun::Units, "name\nBuying\n"),
        (Noun::Processes, "name,primary_area,retired\nOld,support,ja\nNew,support,no\n"),
        (Noun::Steps, "process,name\nOld,check\n"),
        (
            Noun::PainPoints,
            "text,resolved,also_on\nSlow,We bought a new one,unit:Buying|step:Old/check\n",
        ),
    ]);
    assert_eq!(report.problems, []);
    let told: Vec<_> = planned[6..].iter().map(|it| it.line.command.as_str()).collect();
    assert_eq!(
        told,
        ["address-area", "address-area", "represent-unit", "retire-process", "resolve-pain-point"]
    );
    let (unit, process) = (json!(planned[0].line.id), json!(planned[2].line.id));
    let step = planned[4].line.body["step"].clone();
    assert_eq!(
        planned[5].line.body["on"],
        json!([{ "unit": unit }, { "process": process, "step": step }])
    );
    assert_eq!(planned[8].line.body, json!({ "unit": unit }));
    let mut decided = Decided::default();
    assert_eq!(decided.send(planned.iter().map(|it| &it.line)), 11);
}

#[test]
fn cells_of_a_workbook_keep_what_they_are() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Sites").unwrap();
    for (column, name) in (0_u16..).zip(["Name", "country", "Time zone", "holidays"]) {
        sheet.write_string(2, column, name).unwrap();
    }
    let date = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 1, 26).unwrap();
    sheet.write_number(3, 0, 4711).unwrap().write_string(3, 1, "IN").unwrap();
    sheet.write_string(3, 2, "Asia/Kolkata").unwrap();
    sheet.write_datetime_with_format(3, 3, day, &date).unwrap();
    let sheet = workbook.add_worksheet().set_name("steps").unwrap();
    for (column, name) in (0_u16..).zip(["process", "name", "minutes_per_run", "people"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    sheet.write_string(1, 0, "=1+1").unwrap().write_string(1, 1, " pay ").unwrap();
    sheet.write_number(1, 2, 0.5).unwrap().write_number(1, 3, 60).unwrap();
    let sheet = workbook.add_worksheet().set_name("processes").unwrap();
    sheet.write_string(0, 0, "name").unwrap().write_string(0, 1, "primary_area").unwrap();
    sheet.write_string(1, 0, "=1+1").unwrap().write_string(1, 1, "support").unwrap();
    workbook.add_worksheet().set_name("loops").unwrap().write_string(0, 0, "members").unwrap();
    let (seen, planned, report) = read_file("x.xlsx", &workbook.save_to_buffer().unwrap());
    assert_eq!(report.problems, []);
    assert_eq!(seen[3].reason, "an answer, which follows from the tables");
    let body = |place: usize| &planned[place].line.body;
    assert_eq!(body(0)["name"], "4711");
    assert_eq!(body(0)["holidays"], json!(["2026-01-26"]));
    assert_eq!((&planned[0].row_line, &body(1)["name"]), (&4, &json!("=1+1")));
    assert_eq!(
        (&body(2)["name"], &body(2)["minutes_per_run"], &body(2)["people"]),
        (&json!("pay"), &json!(0.5), &json!(60.0))
    );
}

#[test]
fn a_folder_and_an_archive_are_read_file_by_file() {
    let sites = b"name,country,time_zone\nPune,IN,Asia/Kolkata\n".as_slice();
    let units = "name;site;head_count\nK\u{f6}ln;Pune;3\n".as_bytes();
    let files = [
        ("a/units.csv", units),
        ("sites.csv", sites),
        ("readme.md", b"hello".as_slice()),
        ("empty.csv", b"".as_slice()),
        ("__MACOSX/._sites.csv", b"x".as_slice()),
    ];
    let (seen, planned, report) = read_file("all.zip", &zipped_files(&files));
    assert_eq!((report.problems.as_slice(), planned.len()), ([].as_slice(), 2));
    let told: Vec<_> = seen.iter().map(|it| (it.name.as_str(), it.table)).collect();
    assert_eq!(
        told,
        [
            ("a/units.csv", Some(Noun::Units)),
            ("sites.csv", Some(Noun::Sites)),
            ("readme.md", None),
            ("empty.csv", None)
        ]
    );

    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files.iter().filter(|(name, _)| !name.contains('/')) {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let mut tables = Tables::default();
    let seen =
        tables.read_container(folder.path(), Container::Folder, None, Limits::default()).unwrap();
    let told: Vec<_> = seen.iter().map(|it| (it.name.as_str(), it.table)).collect();
    assert_eq!(told, [("empty.csv", None), ("readme.md", None), ("sites.csv", Some(Noun::Sites))]);
}

#[test]
fn a_bomb_is_refused_before_a_workbook_is_made_of_it() {
    let limits =
        Limits { ratio_floor_bytes: 1 << 20, workbook_bytes: 8 << 20, ..Limits::default() };
    let zeros = vec![b' '; 4 << 20];
    let bomb = zipped_files(&[("xl/workbook.xml", b"<a/>"), ("xl/sharedStrings.xml", &zeros)]);
    let told = |bytes: &[u8], limits| try_file("x.xlsx", bytes, limits).unwrap_err().to_string();
    assert_eq!(told(&bomb, limits), "the file unpacks to more than 100 times its size");
    let tables = zipped_files(&[("sites.csv", &zeros)]);
    assert_eq!(told(&tables, limits), "the file unpacks to more than 100 times its size");
    let large = Limits { workbook_bytes: 1 << 20, ratio: 1_000_000, ..limits };
    assert_eq!(told(&bomb, large), "the file unpacks to more than 1048576 bytes");
    let many: Vec<_> = (0..12).map(|it| format!("{it}.csv")).collect();
    let many: Vec<_> = many.iter().map(|it| (it.as_str(), b"a".as_slice())).collect();
    let few = Limits { archive_members: 10, ..limits };
    assert_eq!(told(&zipped_files(&many), few), "there are more than 10 files in the archive");
}

#[test]
fn a_workbook_that_says_it_has_more_texts_than_it_has_is_refused() {
    let texts = b"<sst uniqueCount='99999999999999'><si><t>a</t></si></sst>".as_slice();
    let bytes =
        zipped_files(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", texts)]);
    let error = try_file("x.xlsx", &bytes, Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "there are more than 2000000 texts in the workbook");
}

#[test]
fn what_is_no_table_is_told_by_what_it_is() {
    let told = |files: &[(&str, &[u8])]| {
        try_file("x", &zipped_files(files), Limits::default()).unwrap_err().to_string()
    };
    assert!(told(&[("word/document.xml", b"")]).starts_with("a document is no table"));
    assert!(told(&[("mimetype", b""), ("content.xml", b"")]).starts_with("an OpenDocument file"));
    let nothing = told(&[("a.png", b"")]);
    assert!(
        nothing.starts_with("there is no table in it, only `a.png`; tables are called sites"),
        "{nothing}"
    );
    let old = crate::detect::detect(&written("x.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1]).1);
    assert!(old.unwrap_err().to_string().contains("in the old format; save it as XLSX"));
}

#[test]
fn a_sheet_without_a_needed_column_is_named() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().set_name("sites").unwrap().write_string(0, 0, "name").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let error = try_file("x.xlsx", &bytes, Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "`sheet sites`: a table of sites needs a column `country`");
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
    fn no_bytes_in_the_place_of_a_workbook_make_it_panic(
        place in 0_usize..20_000, bytes in prop::collection::vec(any::<u8>(), 1..20)
    ) {
        let mut workbook = template_workbook().unwrap();
        for (at, byte) in bytes.into_iter().enumerate() {
            let length = workbook.len();
            workbook[(place + at) % length] = byte;
        }
        drop(try_open(&workbook));
    }

    #[test]
    fn no_text_inside_a_workbook_makes_it_panic(
        cells in "(<row r='[0-9]{0,12}'>|<c r='[A-Z]{0,5}[0-9]{0,11}' t='[snbe]'>|<v>[0-9.e-]{0,9}|<is><t>|a|</t></is>|</v>|</c>|</row>|&#x0;){0,12}"
    ) {
        let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
        let workbook = rebuilt("xl/worksheets/sheet1.xml", sheet.as_bytes());
        drop(try_open(&workbook));
    }

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

fn lines(planned: &[Planned]) -> Vec<String> {
    planned.iter().map(|it| serde_json::to_string(&it.line).unwrap()).collect()
}

fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn read_file(name: &str, bytes: &[u8]) -> (Vec<Seen>, Vec<Planned>, TablesReport) {
    try_file(name, bytes, Limits::default()).unwrap()
}

fn try_file(
    name: &str,
    bytes: &[u8],
    limits: Limits,
) -> Result<(Vec<Seen>, Vec<Planned>, TablesReport), FormatError> {
    let (_folder, path) = written(name, bytes);
    let mut tables = Tables::default();
    let container = container_of(&path, limits)?.expect("several tables");
    let seen = tables.read_container(&path, container, None, limits)?;
    let (planned, report) = tables.plan(&|_, _| Resolution::None);
    Ok((seen, planned, report))
}

fn zipped_files(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The workbook of templates, with another member in the place of one.
fn rebuilt(name: &str, bytes: &[u8]) -> Vec<u8> {
    let workbook = template_workbook().unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let names: Vec<_> = archive.file_names().map(|it| it.unwrap().into_owned()).collect();
    let members: Vec<_> = names
        .into_iter()
        .map(|it| {
            let mut content = Vec::new();
            Read::read_to_end(&mut archive.by_name(&it).unwrap(), &mut content).unwrap();
            if it == name { (it, bytes.to_vec()) } else { (it, content) }
        })
        .collect();
    let members: Vec<_> = members.iter().map(|(name, it)| (name.as_str(), it.as_slice())).collect();
    zipped_files(&members)
}

fn try_open(bytes: &[u8]) -> Result<(), FormatError> {
    let limits = Limits { workbook_bytes: 1 << 20, ..Limits::default() };
    let mut workbook = workbook::Workbook::open(std::io::Cursor::new(bytes), limits)?;
    for sheet in workbook.sheets() {
        drop(workbook.sheet(&sheet)?);
    }
    Ok(())
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
