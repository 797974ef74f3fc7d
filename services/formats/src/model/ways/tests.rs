use super::*;
use crate::{
    limits::Limits,
    model::{Notation, read},
};

#[test]
fn events_and_gateways_are_ways_with_their_conditions() {
    let told = told(
        "<task id='a' name='Check'/><exclusiveGateway id='g' name='Large?' default='2'/>
         <task id='b' name='Approve'/><intermediateThrowEvent id='e'/><task id='c' name='Ship'/>",
        "a>g g>b:yes g>e b>c e>c",
    );
    let expected =
        ["Approve > Ship", "Check > Approve if Large? yes", "Check > Ship if Large? else"];
    assert_eq!(told, expected);
}

#[test]
fn alternatives_between_two_steps_are_one_way() {
    let told = told(
        "<task id='a' name='A'/><exclusiveGateway id='g'/><exclusiveGateway id='h'/><task id='b' name='B'/>",
        "a>g g>h:red g>h:green h>b",
    );
    assert_eq!(told, ["A > B if green / red"]);
    let free = self::told(
        "<task id='a' name='A'/><exclusiveGateway id='g'/><exclusiveGateway id='h'/><task id='b' name='B'/>",
        "a>g g>h:red g>h h>b",
    );
    assert_eq!(free, ["A > B"], "a way without a condition is always open");
}

#[test]
fn shares_are_multiplied_along_a_way_and_added_over_alternatives() {
    let told = told(
        "<task id='a' name='A'/><exclusiveGateway id='g'/><exclusiveGateway id='h'/>
         <parallelGateway id='p'/><task id='b' name='B'/><task id='c' name='C'/>",
        "a>g g>b:60% g>h:40% h>b:50% h>p:50% p>c p>b",
    );
    assert_eq!(told, ["A > B share 1 if 40%, 50% / 60%", "A > C share 0.2 if 40%, 50%"]);
}

#[test]
fn a_share_that_one_branch_does_not_say_is_no_share() {
    let two = "<task id='a' name='A'/><exclusiveGateway id='g'/><task id='b' name='B'/><task id='c' name='C'/>";
    assert_eq!(told(two, "a>g g>b:60% g>c:no"), ["A > B if 60%", "A > C if no"]);
    assert_eq!(told(two, "a>g g>b:60% g>c:60%"), ["A > B if 60%", "A > C if 60%"]);
    assert_eq!(
        told(two, "a>g g>b:60% g>c:40%"),
        ["A > B share 0.6 if 60%", "A > C share 0.4 if 40%"]
    );
}

#[test]
fn an_expanded_sub_process_is_a_way_and_a_collapsed_one_a_step() {
    let told = told(
        "<task id='a' name='A'/>
         <subProcess id='s' name='S'><startEvent id='i'/><task id='x' name='X'/><task id='y' name='Y'/></subProcess>
         <subProcess id='t' name='T'/><task id='b' name='B'/>",
        "a>s i>x x>y s>t t>b",
    );
    assert_eq!(told, ["A > X", "T > B", "X > Y", "Y > T"]);
}

#[test]
fn an_error_leads_from_where_it_is_thrown_and_other_events_from_the_first_steps() {
    let told = told(
        "<subProcess id='s' name='S'><task id='x' name='X'/><exclusiveGateway id='g'/><task id='y' name='Y'/>
           <endEvent id='e'><errorEventDefinition/></endEvent></subProcess>
         <boundaryEvent id='b1' name='refused' attachedToRef='s'><errorEventDefinition/></boundaryEvent>
         <boundaryEvent id='b2' attachedToRef='s'><timerEventDefinition/></boundaryEvent>
         <task id='r' name='R'/><task id='l' name='L'/><task id='n' name='N'/>",
        "x>g g>y:ok g>e:no b1>r b2>l s>n",
    );
    let expected = ["X > L if timer boundary event", "X > R if no", "X > Y if ok", "Y > N"];
    assert_eq!(told, expected);
}

#[test]
fn what_has_no_name_is_a_way_and_a_step_that_leads_to_itself_is_told() {
    let (model, ways) = find(
        "<task id='a' name='A'/><task id='u'/><exclusiveGateway id='g'/><task id='b' name='B'/>",
        "a>u u>g g>a:again g>b:done",
    );
    assert_eq!(shown(&model, &ways), ["A > B if done"]);
    assert_eq!(ways.rounds, [0].into());
}

#[test]
fn steps_before_and_behind_an_event_are_found() {
    let (_, mut ways) = find(
        "<task id='a' name='A'/><intermediateThrowEvent id='e'/><parallelGateway id='g'/>
         <task id='b' name='B'/><task id='c' name='C'/><endEvent id='f'/>",
        "a>e e>g g>b g>c g>f",
    );
    assert_eq!((ways.before(1), ways.behind(1)), (vec![0], vec![3, 4]));
    assert_eq!((ways.before(0), ways.behind(0)), (vec![0], vec![0]));
    assert_eq!((ways.before(5), ways.behind(5)), (vec![0], vec![]));
}

#[test]
fn a_tangle_of_gateways_ends_within_the_bounds_and_is_said_to_be_cut_short() {
    let gateways: Vec<_> = (0..40).map(|it| format!("<exclusiveGateway id='g{it}'/>")).collect();
    let steps: Vec<_> = (0..40).map(|it| format!("<task id='t{it}' name='T{it}'/>")).collect();
    let flows = (0..40).flat_map(|a| {
        let to_gateway = (0..40).map(move |b| format!("g{a}>g{b}:{a}-{b}"));
        to_gateway.chain([format!("t{a}>g{a}"), format!("g{a}>t{a}")])
    });
    let flows: Vec<_> = flows.collect();
    let nodes = gateways.concat() + &steps.concat();
    let model = model(&nodes, &flows.join(" "));
    let all = Ways::find(&model, Bounds::default());
    assert_eq!((all.all.len(), all.is_cut_short), (40 * 39, false));
    let few = Ways::find(&model, Bounds { visits: 1_000, ways: 50_000 });
    assert!(few.is_cut_short && few.all.len() < 40 * 39);
    let few = Ways::find(&model, Bounds { visits: 4_000_000, ways: 10 });
    assert!(few.is_cut_short && few.all.len() == 10);
}

/// `Check > Ship share 0.2 if late`, sorted. A flow is `from>to` or `from>to:name`; its id is its number.
fn told(nodes: &str, flows: &str) -> Vec<String> {
    let (model, ways) = find(nodes, flows);
    shown(&model, &ways)
}

fn shown(model: &Model, ways: &Ways) -> Vec<String> {
    let name = |it: usize| &model.elements[it].name;
    let told = ways.all.iter().map(|it| {
        let share = it.share.map(|it| format!(" share {it}")).unwrap_or_default();
        let condition = it.condition.as_ref().map(|it| format!(" if {it}")).unwrap_or_default();
        format!("{} > {}{share}{condition}", name(it.from), name(it.to))
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

fn find(nodes: &str, flows: &str) -> (Model, Ways) {
    let model = model(nodes, flows);
    let ways = Ways::find(&model, Bounds::default());
    (model, ways)
}

fn model(nodes: &str, flows: &str) -> Model {
    let drawn = flows.split_whitespace().enumerate().map(|(id, flow)| {
        let (ends, name) = flow.split_once(':').unwrap_or((flow, ""));
        let (from, to) = ends.split_once('>').expect("a flow has two ends");
        format!("<sequenceFlow id='{id}' sourceRef='{from}' targetRef='{to}' name='{name}'/>")
    });
    let drawn: Vec<_> = drawn.collect();
    let text = format!(
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><process id='process'>{nodes}{}</process>\
         </definitions>",
        drawn.concat()
    );
    read(text.as_bytes(), Notation::Bpmn, Limits::default()).expect("it is BPMN")
}
