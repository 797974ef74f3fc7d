use super::*;
use crate::model::{End, EventKind, GatewayKind, Kind, ScopeKind, TaskKind, Trigger, matching};

const NAMESPACE: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";

/// Two pools, lanes in lanes, a sub-process with an event at its edge, data, a message, notes.
const ORDER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:x="urn:vendor" id="d" name="Order to cash">
  <b:dataStore id="ds" name="SAP"/>
  <b:resource id="clerk" name="Clerk"/>
  <b:collaboration id="c">
    <b:participant id="pool1" name="Works" processRef="x:p1"/>
    <b:participant id="pool2" name="Customer"/>
    <b:participant id="pool3" name="Bank" processRef="p2"/>
    <b:messageFlow id="m1" name="Offer" sourceRef="check" targetRef="pool2"/>
    <b:messageFlow id="m2" sourceRef="approve" targetRef="start2"/>
  </b:collaboration>
  <b:process id="p1" name="Handle
    order">
    <b:documentation>Since 2019.</b:documentation>
    <b:extensionElements><x:name>not read</x:name></b:extensionElements>
    <b:laneSet id="ls">
      <b:lane id="l1" name="Sales">
        <b:flowNodeRef>check</b:flowNodeRef><b:flowNodeRef>approve</b:flowNodeRef>
        <b:childLaneSet id="cls"><b:lane id="l2" name="Back office"><b:flowNodeRef>sub</b:flowNodeRef>
          <b:flowNodeRef>approve</b:flowNodeRef></b:lane></b:childLaneSet>
      </b:lane>
    </b:laneSet>
    <b:startEvent id="start" name="Order received"><b:outgoing>f1</b:outgoing><b:messageEventDefinition/></b:startEvent>
    <b:userTask id="check" name="Check order">
      <b:documentation>Look at <x:b>all</x:b> lines.</b:documentation>
      <b:ioSpecification id="io"><b:dataOutput id="out" name="Customer address"/></b:ioSpecification>
      <b:dataOutputAssociation id="doa"><b:sourceRef>out</b:sourceRef><b:targetRef>dsr</b:targetRef></b:dataOutputAssociation>
      <b:potentialOwner id="po"><b:resourceRef>clerk</b:resourceRef></b:potentialOwner>
    </b:userTask>
    <b:exclusiveGateway id="gw" name="Large?" default="f3"/>
    <b:subProcess id="sub" name="Obtain approval">
      <b:startEvent id="s2"/>
      <b:manualTask id="approve" name="Approve"/>
      <b:task id="note-down" name="Note down"><b:multiInstanceLoopCharacteristics/></b:task>
    </b:subProcess>
    <b:boundaryEvent id="late" name="2 days" attachedToRef="sub"><b:timerEventDefinition/></b:boundaryEvent>
    <b:callActivity id="call" name="Ship" calledElement="elsewhere"/>
    <b:dataObjectReference id="dor" name="Order" dataObjectRef="do"/><b:dataObject id="do"/>
    <b:dataStoreReference id="dsr" dataStoreRef="ds"/>
    <b:sequenceFlow id="f1" sourceRef="start" targetRef="check"/>
    <b:sequenceFlow id="f2" name="yes" sourceRef="gw" targetRef="sub"><b:conditionExpression>${amount &gt; 9}</b:conditionExpression></b:sequenceFlow>
    <b:sequenceFlow id="f3" sourceRef="gw" targetRef="call"/>
    <b:sequenceFlow id="f4" sourceRef="check" targetRef="gone"/>
    <b:textAnnotation id="n1"><b:text>With <![CDATA[four]]> eyes</b:text></b:textAnnotation>
    <b:textAnnotation id="n2"><b:text>About nothing</b:text></b:textAnnotation>
    <b:association id="a1" sourceRef="approve" targetRef="n1"/>
    <b:association id="a2" sourceRef="dor" targetRef="approve" associationDirection="One"/>
    <b:group id="g"/>
    <b:task id="check" name="Another check"/>
    <b:correlationKey/>
  </b:process>
  <b:process id="p2"><b:startEvent id="start2"/></b:process>
  <di:BPMNDiagram id="dia"><di:BPMNPlane/></di:BPMNDiagram>
</b:definitions>"#;

#[test]
fn elements_are_read_with_their_kind_place_lane_and_words() {
    let model = read_all(ORDER).unwrap();
    let of = |id: &str| model.elements.iter().find(|it| it.id == id).expect("it is read");
    assert_eq!(of("check").kind, Kind::Task(TaskKind::User));
    assert_eq!(of("check").documentation, ["Look at  all lines."]);
    assert_eq!(
        (of("check").name.as_str(), model.performer(of("check"))),
        ("Check order", Some("Clerk"))
    );
    assert_eq!(of("start").kind, Kind::Event(EventKind::Start, Trigger::Message));
    assert_eq!(of("gw").kind, Kind::Gateway(GatewayKind::Exclusive));
    assert_eq!(of("sub").kind, Kind::SubProcess(ScopeKind::Embedded));
    assert_eq!(of("late").kind, Kind::Event(EventKind::Boundary, Trigger::Timer));
    let place = |id: &str| model.elements.iter().position(|it| it.id == id);
    assert_eq!((of("late").attached_to, of("approve").within), (place("sub"), place("sub")));
    let lanes = |id: &str| model.lane_names(of(id).lane).collect::<Vec<_>>();
    assert_eq!(lanes("approve"), ["Back office", "Sales"], "the innermost lane holds");
    assert_eq!((lanes("note-down"), lanes("late")), (lanes("sub"), lanes("sub")), "as around it");
    assert_eq!(model.performer(of("start")), Some("Works"), "else the pool");
    assert_eq!(of("approve").documentation, ["With four eyes"]);
}

#[test]
fn processes_have_their_pools_and_the_file_its_name() {
    let model = read_all(ORDER).unwrap();
    let told: Vec<_> =
        model.processes.iter().map(|it| (it.name.as_deref(), it.pool.as_deref())).collect();
    assert_eq!(told, [(Some("Handle order"), Some("Works")), (None, Some("Bank"))]);
    assert_eq!(model.processes[0].documentation, ["Since 2019."]);
    assert_eq!(model.name.as_deref(), Some("Order to cash"));
}

#[test]
fn flows_are_read_with_their_conditions_and_messages_with_both_ends() {
    let model = read_all(ORDER).unwrap();
    let flows: Vec<_> =
        model.flows.iter().map(|it| (&*it.id, it.name.as_deref(), it.is_default)).collect();
    assert_eq!(flows, [("f1", None, false), ("f2", Some("yes"), false), ("f3", None, true)]);
    assert_eq!(model.flows[1].condition.as_deref(), Some("${amount > 9}"));
    let place =
        |id: &str| model.elements.iter().position(|it| it.id == id).map(End::Element).unwrap();
    let messages: Vec<_> =
        model.messages.iter().map(|it| (it.from.clone(), it.to.clone())).collect();
    let expected =
        [(place("check"), End::Pool("Customer".to_owned())), (place("approve"), place("start2"))];
    assert_eq!(messages, expected);
}

#[test]
fn data_is_read_with_what_the_task_calls_it() {
    let model = read_all(ORDER).unwrap();
    let told = |it: &crate::model::DataUse| {
        let (element, data) = (&model.elements[it.element].id, &model.data[it.data]);
        format!("{element} {} {:?} {} {}", data.name, it.called, data.is_store, it.is_written)
    };
    let uses: Vec<_> = model.data_uses.iter().map(told).collect();
    let expected =
        ["check SAP Some(\"Customer address\") true true", "approve Order None false false"];
    assert_eq!(uses, expected);
}

#[test]
fn an_id_that_stands_twice_is_that_of_the_first_element_alone() {
    let elements = read_all(ORDER).unwrap().elements;
    let mut ids: Vec<_> = elements.iter().map(|it| &it.id).filter(|it| !it.is_empty()).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|it| it[0] != it[1]), "{ids:?}");
    assert!(elements.iter().all(|it| it.name != "Another check"));
}

#[test]
fn what_is_not_kept_is_told_with_its_element_and_reason() {
    let told = read_all(ORDER).unwrap().not_kept.into_iter();
    let told: Vec<_> = told
        .map(|it| {
            let element = it.element.unwrap_or_default();
            format!("{element} | {} | {}", it.what, it.because)
        })
        .collect();
    let expected = [
        "pool2 | pool `Customer` | nothing but its name is drawn",
        "note-down | repetition of `Note down` | a step is not repeated by itself",
        "call | what is called by `Ship` | `elsewhere` is not in this file",
        "f4 | sequence flow | there is no element `gone`",
        "n2 | text annotation `About nothing` | it is tied to nothing",
        "g | group | it is a matter of drawing",
        "check | task `Another check` | another element has the same id",
        " | `BPMNDiagram` | it says how the model is drawn",
        " | `correlationKey` | it is for machines that run the process, or of another program",
        " | `extensionElements` | it is for the program that wrote it",
    ];
    for line in expected {
        assert!(told.contains(&line.to_owned()), "{line} is not in {told:#?}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
}

#[test]
fn named_tasks_sub_processes_and_events_are_compared_and_no_gateways() {
    let model = matching::to_match(&read_all(ORDER).unwrap());
    let compared = model.elements.iter().filter(|it| it.is_compared());
    let names: Vec<_> = compared.map(|it| it.name.as_str()).collect();
    for name in ["Order received", "Check order", "Obtain approval", "Approve", "Ship"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(!names.contains(&"Large?") && !names.contains(&""), "{names:?}");
}

#[test]
fn a_model_is_like_itself_with_nothing_unmatched() {
    let model = read_all(ORDER).unwrap();
    let matched = matching::matched(&model, &model).unwrap();
    let own = matched.pairs.iter().filter(|it| it.a == it.b).count();
    assert_eq!((own, matched.a.unmatched.len()), (matched.a.compared, 0), "{matched:#?}");
}

#[test]
fn links_and_signals_lead_on() {
    let model = read_all(&format!(
        "<definitions xmlns='{NAMESPACE}'><signal id='sig' name='Hired'/>
        <process id='p'><intermediateThrowEvent id='t1'><linkEventDefinition name='A'/></intermediateThrowEvent>
          <intermediateCatchEvent id='c1'><linkEventDefinition name='A'/></intermediateCatchEvent>
          <endEvent id='t2'><signalEventDefinition signalRef='sig'/></endEvent></process>
        <process id='q'><startEvent id='c2'><signalEventDefinition signalRef='sig'/></startEvent></process>
        </definitions>"
    ))
    .unwrap();
    assert_eq!((model.flows[0].from, model.flows[0].to), (0, 1));
    let message = &model.messages[0];
    assert_eq!((&message.from, &message.to), (&End::Element(2), &End::Element(3)));
    assert_eq!(message.name.as_deref(), Some("Hired"));
}

#[test]
fn the_declared_encoding_is_honoured_with_and_without_a_mark() {
    let text = |encoding: &str| {
        format!(
            "<?xml version='1.0' encoding='{encoding}'?><definitions xmlns='{NAMESPACE}'>\
             <process id='p'><task id='t' name='Prüfung'/></process></definitions>"
        )
    };
    let latin: Vec<u8> =
        text("ISO-8859-1").chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect();
    let mut marked = vec![0xff, 0xfe];
    marked.extend(text("UTF-16").encode_utf16().flat_map(u16::to_le_bytes));
    for bytes in [latin, marked, text("utf-8").into_bytes()] {
        assert_eq!(read(&bytes[..], Limits::default()).unwrap().elements[0].name, "Prüfung");
    }
    let wrong = text("UTF-16").replace("UTF-16", "US-ASCII-7");
    let error = read(wrong.as_bytes(), Limits::default()).unwrap_err().to_string();
    assert_eq!(error, "line 1: the encoding `US-ASCII-7` is not known");
    let latin_as_utf8 = b"<?xml version='1.0' encoding='utf-8'?><definitions name='Pr\xfcfung'/>";
    assert!(read(&latin_as_utf8[..], Limits::default()).is_err());
}

#[test]
fn what_is_no_bpmn_is_refused_with_its_line() {
    let begun = format!("<definitions xmlns='{NAMESPACE}'>");
    for (text, told) in [
        ("<definitions/>".to_owned(), "line 1: the root element is `definitions` of ``"),
        (format!("<process xmlns='{NAMESPACE}'/>"), "line 1: the root element is `process`"),
        (format!("{begun}\n<process id='p'>"), "line 2: the file ends inside of an element"),
        (format!("{begun}</process>"), "line 1: "),
        (format!("<!DOCTYPE d>\n{begun}"), "line 1: a document type is not taken"),
        (format!("{begun}&lol;"), "line 1: the entity `lol` is not known"),
        (begun.clone() + &"<process>".repeat(70), "line 1: elements are nested more than 64 deep"),
        ("\u{0}\u{1}PK".to_owned(), "line 1: there is no XML element"),
    ] {
        let error = read_all(&text).unwrap_err().to_string();
        assert!(error.starts_with(told), "{error}");
    }
}

fn read_all(text: &str) -> Result<Model, FormatError> {
    read(text.as_bytes(), Limits::default())
}
