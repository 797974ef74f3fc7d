use super::*;
use crate::{
    model::{Notation, read},
    testing::Decided,
};

const ORDER: &str = "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' name='Orders'>
  <collaboration><participant id='w' name='Works' processRef='p'/><participant id='b' name='Bank' processRef='q'/>
    <participant id='c' name='Customer'/>
    <messageFlow id='m' name='Invoice' sourceRef='told' targetRef='start'/>
    <messageFlow id='n' name='Offer' sourceRef='check' targetRef='c'/></collaboration>
  <process id='p' name='Handle order'><documentation>Since 2019.</documentation>
    <laneSet><lane id='l' name='Sales'><flowNodeRef>check</flowNodeRef></lane></laneSet>
    <userTask id='check' name='Check order'><documentation>All lines.</documentation>
      <dataOutputAssociation><targetRef>sap</targetRef></dataOutputAssociation></userTask>
    <exclusiveGateway id='g' name='Large?'/>
    <subProcess id='s' name='Approval'><task id='approve' name='Approve order'/></subProcess>
    <endEvent id='told' name='Invoice sent'/><task id='u'/>
    <dataStoreReference id='sap' name='SAP'/><dataObjectReference id='unused' name='Draft'/>
    <sequenceFlow id='f1' sourceRef='check' targetRef='g'/>
    <sequenceFlow id='f2' name='yes (20 %)' sourceRef='g' targetRef='s'/>
    <sequenceFlow id='f3' name='no (80 %)' sourceRef='g' targetRef='told'/></process>
  <process id='q'><startEvent id='start'/><task id='book' name='Book payment'/>
    <sequenceFlow id='f4' sourceRef='start' targetRef='book'/></process>
  <process id='r'><startEvent id='lone' name='Nothing'/></process>
</definitions>";

#[test]
fn a_model_becomes_units_processes_steps_hand_overs_and_data_uses_that_are_all_accepted() {
    let plan = planned(ORDER, &There::default());
    let told: Vec<_> = plan.lines.iter().map(|it| it.command.as_str()).collect();
    let expected = [
        "register-unit",
        "map-process",
        "register-unit",
        "map-process",
        "register-unit",
        "add-step",
        "add-step",
        "add-step",
        "add-hand-over",
        "add-hand-over",
        "register-data-object",
        "record-data-use",
    ];
    assert_eq!(told, expected);
    let mut decided = Decided::default();
    assert_eq!(decided.send(&plan.lines), plan.lines.len());
    assert_eq!(decided.send(&plan.lines), 0, "a second time nothing is added");
    let kept = &plan.report.kept;
    assert_eq!((kept.steps, kept.hand_overs, kept.data_uses, kept.units_registered), (3, 2, 1, 3));
    assert!(plan.lines.iter().all(|it| it.meta == Some(json!({ "basis": "imported" }))));
    assert!(plan.lines.iter().all(|it| it.id.get_version_num() == 8));
}

#[test]
fn steps_say_who_does_them_and_what_is_written_about_them() {
    let plan = planned(ORDER, &There::default());
    let steps = bodies(&plan, "add-step");
    let works = unit(&plan, "Works");
    assert_eq!(steps[0]["name"], "Check order");
    assert_eq!(steps[0]["unit"], json!(unit(&plan, "Sales").id));
    assert_eq!(steps[0]["description"], "All lines.");
    assert_eq!(unit(&plan, "Sales").body["parent"], json!(works.id), "a lane lies in its pool");
    assert_eq!(steps[1]["description"], "In: Approval");
    let processes = bodies(&plan, "map-process");
    assert_eq!(
        (&processes[0]["name"], &processes[1]["name"]),
        (&json!("Handle order"), &json!("Orders – Bank"))
    );
    assert_eq!(
        (&processes[0]["owner"], &processes[0]["primary_area"]),
        (&json!(works.id), &json!("service"))
    );
    assert_eq!(processes[0]["description"], "Since 2019.");
}

#[test]
fn hand_overs_have_the_condition_and_share_of_their_branch_and_messages_cross_processes() {
    let plan = planned(ORDER, &There::default());
    let [branch, message] = &bodies(&plan, "add-hand-over")[..] else { panic!("there are two") };
    assert_eq!(
        (&branch["condition"], &branch["share"]),
        (&json!("Large? yes (20 %)"), &json!(0.2))
    );
    assert_eq!((&branch["kind"], &branch["to"]["process"]), (&json!("work"), &Value::Null));
    assert_eq!((&message["condition"], &message["kind"]), (&json!("Invoice"), &json!("work")));
    let bank =
        plan.lines.iter().filter(|it| it.command == "map-process").nth(1).expect("two processes");
    assert_eq!(message["to"]["process"], json!(bank.id));
}

#[test]
fn what_a_user_task_writes_into_a_store_is_kept_there_by_hand() {
    let plan = planned(ORDER, &There::default());
    let uses = bodies(&plan, "record-data-use");
    assert_eq!(
        (&uses[0]["use"], &uses[0]["store"], &uses[0]["entry"]),
        (&json!("keeps"), &json!("SAP"), &json!("by_hand"))
    );
}

#[test]
fn everything_that_is_not_kept_is_told_with_its_element() {
    let report = planned(ORDER, &There::default()).report;
    let told: Vec<_> = report
        .not_kept
        .iter()
        .map(|it| format!("{} {}", it.element.as_deref().unwrap_or("-"), it.what))
        .collect();
    let expected = [
        "c pool `Customer`",
        "g exclusive gateway `Large?`",
        "s sub-process `Approval`",
        "told end event `Invoice sent`",
        "u task without a name",
        "lone start event `Nothing`",
        "- start event",
        "- kind of task",
        "r process",
        "n message `Offer`",
        "unused data `Draft`",
    ];
    assert_eq!(told, expected);
    assert!(report.not_kept.iter().all(|it| !it.because.is_empty()));
}

#[test]
fn units_and_data_objects_of_the_same_name_are_those_that_are_there() {
    let [sales, sap] = [7, 8].map(Uuid::from_u128);
    let there = There {
        units: Names::from_iter([(sales, "Sales".to_owned())]),
        data_objects: Names::from_iter([(sap, "SAP".to_owned())]),
        ..There::default()
    };
    let plan = planned(ORDER, &there);
    assert_eq!(bodies(&plan, "add-step")[0]["unit"], json!(sales));
    assert_eq!(bodies(&plan, "record-data-use")[0]["data_object"], json!(sap));
    assert_eq!((plan.report.kept.units_matched, plan.report.kept.data_objects_matched), (1, 1));
    assert_eq!(bodies(&plan, "register-data-object").len(), 0);
}

#[test]
fn two_things_of_one_name_are_nobody_in_particular() {
    let twins = [7, 8].map(|it| (Uuid::from_u128(it), "Sales".to_owned()));
    let plan = planned(ORDER, &There { units: twins.into_iter().collect(), ..There::default() });
    assert_eq!(plan.report.kept.units_matched, 0);
}

#[test]
fn the_same_file_again_sends_nothing_but_uses_of_data() {
    let first = planned(ORDER, &There::default());
    let again = planned(ORDER, &stored(&first));
    let told: Vec<_> = again.lines.iter().map(|it| it.command.as_str()).collect();
    assert_eq!(told, ["record-data-use"], "which adds nothing the second time");
    assert!(again.report.kept.processes.iter().all(|it| it.is_there));
    assert_eq!(again.report.kept.steps, first.report.kept.steps);
}

#[test]
fn another_version_brings_what_is_new_and_what_is_said_otherwise_into_the_same_process() {
    let first = planned(ORDER, &There::default());
    let version = ORDER
        .replace("Book payment", "Book the payment")
        .replace("<task id='u'/>", "<task id='u' name='Pack'/>")
        .replace("<task id='approve' name='Approve order'/>", "");
    let mut request = request();
    request.sha256 = "another";
    let model = model(&version);
    let plan = plan(&model, &request, &stored(&first), Limits::for_models()).unwrap();
    let told: Vec<_> = plan.lines.iter().map(|it| it.command.as_str()).collect();
    assert!(!told.contains(&"map-process"), "{told:?}");
    let added: Vec<_> = bodies(&plan, "add-step").iter().map(|it| it["name"].clone()).collect();
    assert_eq!(added, ["Approval", "Pack"], "the sub-process is a step of its own now");
    let revised = bodies(&plan, "revise-step");
    assert_eq!((revised.len(), &revised[0]["name"]), (1, &json!("Book the payment")));
    assert_eq!(revised[0].as_object().unwrap().len(), 2, "nothing else is said");
    let gone = plan.report.not_kept.iter().find(|it| it.what.starts_with("removal")).unwrap();
    assert_eq!(gone.what, "removal of step `Approve order` from `Handle order`");
    let mut decided = Decided::default();
    decided.send(&first.lines);
    decided.send(&plan.lines);
}

#[test]
fn another_version_says_otherwise_what_share_goes_which_way_and_when() {
    let first = planned(ORDER, &There::default());
    let version = ORDER.replace("yes (20 %)", "yes (30 %)").replace("no (80 %)", "no (70 %)");
    let request = Request { sha256: "another", ..request() };
    let plan = plan(&model(&version), &request, &stored(&first), Limits::for_models()).unwrap();
    let [revised] = &bodies(&plan, "revise-hand-over")[..] else { panic!("there is one") };
    assert_eq!(
        (&revised["share"], &revised["condition"]),
        (&json!(0.3), &json!("Large? yes (30 %)"))
    );
    assert_eq!(revised.as_object().unwrap().len(), 3, "nothing else is said");
    assert!(bodies(&plan, "add-hand-over").is_empty());
    assert_eq!(plan.report.kept.processes[0].hand_overs_revised, 1);
    let mut decided = Decided::default();
    decided.send(&first.lines);
    decided.send(&plan.lines);
}

#[test]
fn probabilities_for_simulation_are_shares_where_the_drawing_says_none() {
    let of = |flow: &str, share: &str| {
        format!(
            "<s:ElementParameters elementRef='{flow}'><s:ControlParameters><s:Probability>
               <s:FloatingParameter value='{share}'/></s:Probability></s:ControlParameters>
             </s:ElementParameters>"
        )
    };
    let figures = format!(
        "<relationship type='BPSimData'><extensionElements>
           <s:BPSimData xmlns:s='http://www.bpsim.org/schemas/1.0'><s:Scenario id='a'>{}{}</s:Scenario>
           <s:Scenario id='b'>{}</s:Scenario></s:BPSimData></extensionElements></relationship></definitions>",
        of("f2", "0.25"),
        of("f3", "0.75"),
        of("f2", "0.5"),
    );
    let unsaid = ORDER.replace("yes (20 %)", "yes").replace("no (80 %)", "no");
    let plan = planned(&unsaid.replace("</definitions>", &figures), &There::default());
    assert_eq!(bodies(&plan, "add-hand-over")[0]["share"], json!(0.25));
    let told = plan.report.not_kept.iter().find(|it| it.what == "`BPSimData`").unwrap();
    assert!(told.because.contains("only the probabilities"), "{told:?}");
    let plan = planned(&ORDER.replace("</definitions>", &figures), &There::default());
    assert_eq!(bodies(&plan, "add-hand-over")[0]["share"], json!(0.2), "people come first");
}

#[test]
fn another_file_of_the_same_name_with_other_elements_is_another_process() {
    let first = planned(ORDER, &There::default());
    let other =
        ORDER.replace("'check'", "'c1'").replace(">check<", ">c1<").replace("'approve'", "'a1'");
    let mut request = request();
    request.sha256 = "another";
    let model = model(&other);
    let plan = plan(&model, &request, &stored(&first), Limits::for_models()).unwrap();
    let mapped: Vec<_> = bodies(&plan, "map-process").iter().map(|it| it["name"].clone()).collect();
    assert_eq!(mapped, ["Handle order"], "the bank's is the same");
}

#[test]
fn a_called_process_is_handed_over_to_and_a_petri_net_is_one_process() {
    let text = ORDER
        .replace("<task id='u'/>", "<callActivity id='u' name='Have it paid' calledElement='q'/>");
    let plan = planned(&text, &There::default());
    let bank = plan
        .lines
        .iter()
        .filter(|it| it.command == "map-process")
        .nth(1)
        .expect("two processes")
        .id;
    let calls = bodies(&plan, "add-hand-over").into_iter();
    assert_eq!(
        calls.filter(|it| it["to"]["process"] == json!(bank)).count(),
        2,
        "a call and a message"
    );
    let net = "<pnml><net id='n'><transition id='a'><name><text>Check</text></name></transition><place id='p'/>
        <transition id='b'><name><text>Pay</text></name></transition><arc id='x' source='a' target='p'/>
        <arc id='y' source='p' target='b'/></net></pnml>";
    let net = read(net.as_bytes(), Notation::Pnml, Limits::for_models()).unwrap();
    let plan = super::plan(&net, &request(), &There::default(), Limits::for_models()).unwrap();
    let told: Vec<_> = plan.lines.iter().map(|it| it.command.as_str()).collect();
    assert_eq!(told, ["map-process", "add-step", "add-step", "add-hand-over"]);
    assert_eq!(bodies(&plan, "map-process")[0]["name"], "orders-2024");
    Decided::default().send(&plan.lines);
}

#[test]
fn names_and_texts_that_are_too_long_are_cut_and_still_accepted() {
    let (name, text) = ("lang ".repeat(100), "ä".repeat(30_000));
    let long =
        ORDER.replace("Check order", &name).replace("All lines.", &text).replace("Sales", &name);
    let plan = planned(&long, &There::default());
    Decided::default().send(&plan.lines);
    let step = &bodies(&plan, "add-step")[0];
    let description = step["description"].as_str().unwrap();
    assert!(description.starts_with(name.trim()), "the whole name stands in the description");
}

#[test]
fn a_model_without_work_or_with_too_much_is_refused() {
    let empty = ORDER.replace("name='", "alias='");
    let error =
        plan(&model(&empty), &request(), &There::default(), Limits::for_models()).unwrap_err();
    assert_eq!(error.to_string(), "there is no work with a name in it");
    let few = Limits { table_rows: 2, ..Limits::for_models() };
    let error = plan(&model(ORDER), &request(), &There::default(), few).unwrap_err();
    assert_eq!(error.to_string(), "there are more than 2 steps");
}

/// What the store has once a plan was sent.
fn stored(plan: &Plan) -> There {
    let named = |command: &str| -> Names {
        let lines = plan.lines.iter().filter(|it| it.command == command);
        lines.map(|it| (it.id, text(&it.body["name"]).unwrap())).collect()
    };
    let mut there = There {
        units: named("register-unit"),
        data_objects: named("register-data-object"),
        ..There::default()
    };
    for line in &plan.lines {
        let process = there.processes.entry(line.id).or_default();
        let id = |key: &str| line.body[key].as_str().and_then(|it| it.parse::<Uuid>().ok());
        match line.command.as_str() {
            "map-process" => process.name = text(&line.body["name"]).unwrap(),
            "add-step" => {
                let step = StepThere {
                    name: text(&line.body["name"]).unwrap(),
                    description: text(&line.body["description"]),
                    unit: id("unit"),
                    role: text(&line.body["role"]),
                };
                process.steps.insert(id("step").unwrap(), step);
            }
            "add-hand-over" => {
                let now = HandOverThere {
                    kind: text(&line.body["kind"]).unwrap(),
                    share: line.body["share"].as_f64(),
                    condition: text(&line.body["condition"]),
                };
                process.hand_overs.insert(id("hand_over").unwrap(), now);
            }
            _ => {}
        }
    }
    there.processes.retain(|_, it| !it.name.is_empty());
    there
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn unit<'p>(plan: &'p Plan, name: &str) -> &'p Line {
    let mut units = plan.lines.iter().filter(|it| it.command == "register-unit");
    units.find(|it| it.body["name"] == name).expect("it is registered")
}

fn bodies<'p>(plan: &'p Plan, command: &str) -> Vec<&'p Value> {
    plan.lines.iter().filter(|it| it.command == command).map(|it| &it.body).collect()
}

fn planned(text: &str, there: &There) -> Plan {
    plan(&model(text), &request(), there, Limits::for_models()).unwrap()
}

fn request() -> Request<'static> {
    let (file_name, primary_area, sha256) = ("orders-2024", "service", "digest");
    Request { file_name, process_name: None, primary_area, sha256 }
}

fn model(text: &str) -> Model {
    read(text.as_bytes(), Notation::Bpmn, Limits::for_models()).unwrap()
}
