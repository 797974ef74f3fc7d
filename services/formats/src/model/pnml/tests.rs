use super::*;
use crate::model::matching;

const NET: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">
  <net id="n1" type="http://www.pnml.org/version-2009/grammar/ptnet">
    <name><text>Births</text></name>
    <page id="top">
      <place id="p1"><name><text>Start</text></name><initialMarking><text>1</text></initialMarking></place>
      <transition id="t1">
        <name><text>Check
          identity</text><graphics><offset x="1" y="2"/></graphics></name>
        <toolspecific tool="W" version="1.0"><name><text>no name</text></name></toolspecific>
      </transition>
      <place id="p2"/>
      <transition id="t2"><name><text>T2</text></name></transition>
      <transition id="t3"><name><text>Sign</text></name><toolspecific tool="P" activity="$invisible$"/></transition>
      <transition id="t4"><name><text>Issue certificate</text></name></transition>
      <page id="deep"><referencePlace id="r1" ref="p2"/></page>
      <arc id="a1" source="p1" target="t1"/>
      <arc id="a2" source="t1" target="r1"><inscription><text>1</text></inscription></arc>
      <arc id="a3" source="r1" target="t4"/>
      <arc id="a4" source="t4" target="gone"/>
    </page>
  </net>
</pnml>"#;

#[test]
fn reads_places_transitions_and_arcs_also_across_pages() {
    let model = read_all(NET).unwrap();
    let names: Vec<_> = model.elements.iter().map(|it| (&*it.id, &*it.name, it.kind)).collect();
    let (place, transition) = (Kind::Place, Kind::Transition);
    let expected = [
        ("p1", "Start", place),
        ("t1", "Check identity", transition),
        ("p2", "", place),
        ("t2", "", transition),
        ("t3", "", transition),
        ("t4", "Issue certificate", transition),
    ];
    assert_eq!(names, expected);
    let flows: Vec<_> = model.flows.iter().map(|it| (it.from, it.to)).collect();
    assert_eq!(flows, [(0, 1), (1, 2), (2, 5)]);
    assert_eq!(model.processes[0].name.as_deref(), Some("Births"));
}

#[test]
fn what_is_not_kept_is_told() {
    let told: Vec<_> = read_all(NET).unwrap().not_kept;
    let because = "it says nothing about who does what";
    let expected = [
        NotKept::one("a4", "arc", "there is no element `gone`"),
        NotKept::many(1, "initial markings", because),
        NotKept::many(2, "parts that a tool wrote for itself", because),
    ];
    assert_eq!(told, expected);
}

#[test]
fn only_transitions_with_a_name_are_compared() {
    let model = matching::to_match(&read_all(NET).unwrap());
    let compared = model.elements.iter().filter(|it| it.is_compared());
    let names: Vec<_> = compared.map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Check identity", "Issue certificate"]);
}

#[test]
fn several_nets_are_several_processes_and_an_id_is_taken_once() {
    let text = "<pnml><net id='a'><transition id='t'><name><text>x</text></name></transition></net>\
        <net id='b'><transition id='t'/><transition id='u'><name><value>y</value></name></transition>\
        </net></pnml>";
    let model = read_all(text).unwrap();
    let there: Vec<_> = model.elements.iter().map(|it| (it.process, it.name.as_str())).collect();
    assert_eq!(there, [(0, "x"), (1, "y")]);
    let told = NotKept::one("t", "transition", "another element has the same id");
    assert_eq!(model.not_kept, [told]);
}

#[test]
fn stand_ins_that_stand_for_each_other_lead_nowhere() {
    let text = "<pnml><net id='n'><place id='p'/><referencePlace id='a' ref='b'/>\
        <referencePlace id='b' ref='a'/><arc id='x' source='p' target='a'/></net></pnml>";
    let model = read_all(text).unwrap();
    assert!(model.flows.is_empty());
    assert_eq!(model.not_kept, [NotKept::one("x", "arc", "there is no element `a`")]);
}

#[test]
fn what_is_no_net_is_refused_with_its_line() {
    for (text, told) in [
        ("<log/>", "line 1: the root element is `log`, not `pnml`"),
        ("<pnml>\n<net id='n'>\n<place/></net></pnml>", "line 3: a `place` has no `id`"),
        ("<pnml><net>", "line 1: the file ends inside of an element"),
        ("<!DOCTYPE pnml><pnml/>", "line 1: a document type is not taken"),
    ] {
        assert_eq!(read_all(text).unwrap_err().to_string(), told);
    }
}

fn read_all(text: &str) -> Result<Model, FormatError> {
    read(text.as_bytes(), Limits::default())
}
