use proptest::prelude::*;

use super::*;
use crate::event_log::Example;

const TWO_TRACES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="u"/>
  <global scope="trace"><string key="concept:name" value="UNKNOWN"/></global>
  <global scope="event"><string key="org:group" value="UNKNOWN"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="concept:name" value="the log itself"><string key="org:group" value="nested"/></string>
  <trace>
    <string key="concept:name" value="1"/>
    <event>
      <string key="concept:name" value="check &amp; pay"><string key="org:group" value="no"/></string>
      <string key="org:group" value="M&#252;ller"/>
      <date key="time:timestamp" value="2024-01-01T10:00:00+01:00"/>
      <string key="org:resource" value="Eve"/>
    </event>
  </trace>
  <trace>
    <event><date key="time:timestamp" value="2024-01-02T10:00:00Z"/></event>
    <string key="concept:name" value="2"/>
    <list key="l"><values><string key="org:group" value="in a list"/></values></list>
  </trace>
</log>"#;

#[test]
fn reads_events_with_the_names_of_their_traces() {
    let (rows, reading) = read_all(TWO_TRACES).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].case.as_str(), rows[1].case.as_str()), ("1", "2"));
    assert_eq!(rows[0].activity.as_deref(), Some("check & pay"));
    assert_eq!(rows[0].by, [Some("Müller".to_owned())]);
    assert_eq!(rows[0].time.to_string(), "2024-01-01T09:00:00Z");
    assert_eq!(rows[1].by, [None]);
    assert_eq!(reading.columns_not_kept, ["org:resource"]);
}

#[test]
fn a_first_look_tells_the_attributes_of_traces_and_events_apart() {
    let sniffed = sniff(TWO_TRACES.as_bytes(), Limits::default()).unwrap();
    let names: Vec<_> = sniffed.columns.iter().map(|it| it.name.as_str()).collect();
    let expected =
        ["case:concept:name", "concept:name", "org:group", "time:timestamp", "org:resource"];
    assert_eq!(names, expected);
    assert!(sniffed.columns[4].samples.is_empty(), "no names of persons");
}

#[test]
fn an_attribute_of_the_trace_is_found_under_its_prefix() {
    let text = "<log><trace><string key='concept:name' value='1'/><string key='site' value='Pune'/>\
        <event><date key='time:timestamp' value='2024-01-01T10:00:00Z'/></event></trace></log>";
    let mapping = Mapping { activity: None, by: vec!["case:site".to_owned()], ..mapping() };
    let (rows, _) = read_with(text.as_bytes(), &mapping, Limits::default()).unwrap();
    assert_eq!(rows[0].by, [Some("Pune".to_owned())]);
}

#[test]
fn a_case_may_also_be_an_attribute_of_the_event_but_never_its_activity() {
    let event = "<event><string key='order' value='7'/><string key='concept:name' value='pay'/>\
        <date key='time:timestamp' value='2024-01-01T10:00:00Z'/></event>";
    let text = format!("<log><trace>{event}</trace></log>");
    let by_order = Mapping { case: "order".to_owned(), by: vec![], ..mapping() };
    let (rows, _) = read_with(text.as_bytes(), &by_order, Limits::default()).unwrap();
    assert_eq!(rows[0].case, "7");
    let by_name = Mapping { by: vec![], ..mapping() };
    let (rows, reading) = read_with(text.as_bytes(), &by_name, Limits::default()).unwrap();
    assert_ne!(rows[0].case, "pay");
    assert_eq!(reading.notes, ["1 traces have no name; each is a case of its own"]);
}

#[test]
fn of_an_attribute_that_stands_twice_the_last_is_taken_and_it_is_said() {
    let event = "<event><string key='org:group' value='A'/><string key='org:group' value='B'/>\
        <date key='time:timestamp' value='2024-01-01T10:00:00Z'/></event>";
    let text = format!("<log><trace><string key='concept:name' value='1'/>{event}</trace></log>");
    let mapping = Mapping { activity: None, ..mapping() };
    let (rows, reading) = read_with(text.as_bytes(), &mapping, Limits::default()).unwrap();
    assert_eq!(rows[0].by, [Some("B".to_owned())]);
    assert_eq!(reading.notes, ["1 attributes stand twice: the last was taken"]);
}

#[test]
fn events_that_cannot_be_read_are_counted_and_told() {
    let text = TWO_TRACES.replace("2024-01-02T10:00:00Z", "soon");
    let (rows, reading) = read_all(&text).unwrap();
    assert_eq!(rows.len(), 1);
    let reason = "`soon` is no time that can be read".to_owned();
    assert_eq!(reading.unreadable.examples, [Example { line: 18, row: 2, reason }]);
}

#[test]
fn the_declared_encoding_is_honoured() {
    let text = "<?xml version='1.0' encoding='ISO-8859-1'?><log><trace>\
        <string key='concept:name' value='1'/><event><string key='org:group' value='K#ln'/>\
        <string key='concept:name' value='a'/>\
        <date key='time:timestamp' value='2024-01-01T10:00:00Z'/></event></trace></log>";
    let bytes: Vec<u8> = text.bytes().map(|it| if it == b'#' { 0xf6 } else { it }).collect();
    let (rows, _) = read_with(&bytes, &mapping(), Limits::default()).unwrap();
    assert_eq!(rows[0].by, [Some("Köln".to_owned())]);
}

#[test]
fn bytes_that_are_not_the_declared_encoding_are_refused() {
    let bytes = b"<log><trace><string key='concept:name' value='K\xf6ln'/></trace></log>";
    assert!(read_with(bytes, &mapping(), Limits::default()).is_err());
}

#[test]
fn a_document_type_is_refused() {
    let text = "<!DOCTYPE log [<!ENTITY a 'aaaa'>]><log/>";
    assert_eq!(refusal(text), "line 1: a document type is not taken");
}

#[test]
fn an_unknown_entity_is_refused_wherever_it_stands() {
    for text in [
        "<log><trace><string key='x' value='&boom;'/></trace></log>",
        "<log><global><string key='x' value='&boom;'/></global></log>",
        "<log>&boom;</log>",
    ] {
        assert!(refusal(text).contains("boom"), "{text}");
    }
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for text in ["", "<log>", "<log><trace></log>", "<log/><log/>", "<bpmn/>", "<log", "no xml"] {
        assert!(refusal(text).starts_with("line 1: "), "{text}");
    }
}

#[test]
fn nesting_attributes_and_elements_are_bounded() {
    let deep = format!("<log>{}", "<string key='a' value='b'>".repeat(64));
    assert_eq!(refusal(&deep), "line 1: elements are nested more than 64 deep");
    let names: Vec<_> = (0..65).map(|i| format!("a{i}='x'")).collect();
    let wide = format!("<log><string {}/></log>", names.join(" "));
    assert_eq!(refusal(&wide), "line 1: an element has more than 64 attributes");
    let limits = Limits { xml_elements: 3, ..Limits::default() };
    let many = format!("<log>{}</log>", "<trace/>".repeat(3));
    let error = read_with(many.as_bytes(), &mapping(), limits).unwrap_err();
    assert_eq!(error.to_string(), "there are more than 3 elements");
}

#[test]
fn an_endless_value_is_refused_and_not_collected() {
    let limits = Limits { stretch_bytes: 20_000, ..Limits::default() };
    let text = format!("<log><string key='{}", "x".repeat(100_000));
    let error = read_with(text.as_bytes(), &mapping(), limits).unwrap_err().to_string();
    assert!(error.starts_with("more than 20000 bytes near line 1"), "{error}");
}

#[test]
fn events_do_not_wait_for_their_trace_without_bound() {
    let limits = Limits { waiting_events: 2, ..Limits::default() };
    let text = format!("<log><trace>{}</trace></log>", "<event/>".repeat(3));
    let error = read_with(text.as_bytes(), &mapping(), limits).unwrap_err().to_string();
    assert_eq!(error, "there are more than 2 events before their trace's attribute");
}

proptest! {
    #[test]
    fn written_events_are_read_in_their_order(
        events in prop::collection::vec((0_u8..5, "[ -~äöüß€]{1,12}", "[ -~äöüß€]{0,12}"), 1..30)
    ) {
        let mut text = "<log>".to_owned();
        let mut expected = Vec::new();
        for (case, activity, group) in events {
            let time = format!("2024-01-01T00:00:{case:02}Z");
            let named = |kind: &str, key: &str, value: &str| {
                format!("<{kind} key='{key}' value='{}'/>", quick_xml::escape::escape(value))
            };
            text += "<trace>";
            text += &named("string", "concept:name", &case.to_string());
            text += "<event>";
            text += &named("date", "time:timestamp", &time);
            text += &named("string", "concept:name", &activity);
            text += &named("string", "org:group", &group);
            text += "</event></trace>";
            let filled = |it: String| Some(it.trim().to_owned()).filter(|it| !it.is_empty());
            let time = time.parse().unwrap();
            let case = case.to_string();
            expected.push(Row { case, time, activity: filled(activity), by: vec![filled(group)] });
        }
        text += "</log>";
        prop_assert_eq!(read_all(&text).unwrap().0, expected);
    }

    #[test]
    fn no_text_makes_it_panic(text in "(<|>|/|log|trace|event|string|key|=|'|\"|&|;|#|!|\\?|-|\\[|\\]| |x)*") {
        drop(read_all(&text));
    }
}

fn mapping() -> Mapping {
    Mapping {
        case: CONCEPT_NAME.to_owned(),
        time: "time:timestamp".to_owned(),
        activity: Some(CONCEPT_NAME.to_owned()),
        by: vec!["org:group".to_owned()],
    }
}

fn refusal(text: &str) -> String {
    read_all(text).unwrap_err().to_string()
}

fn read_all(text: &str) -> Result<(Vec<Row>, Reading), FormatError> {
    read_with(text.as_bytes(), &mapping(), Limits::default())
}

fn read_with(
    bytes: &[u8],
    mapping: &Mapping,
    limits: Limits,
) -> Result<(Vec<Row>, Reading), FormatError> {
    let mut rows = Vec::new();
    let take = &mut |row| {
        rows.push(row);
        Ok(())
    };
    let reading = read(bytes, mapping, limits, take)?;
    Ok((rows, reading))
}

#[test]
fn what_is_nested_listed_or_only_a_default_is_no_value_of_an_event() {
    let text = "<log><global scope='event'><string key='concept:name' value='X'/></global>\
        <classifier name='Both' keys='concept:name lifecycle:transition'/>\
        <trace><string key='concept:name' value='1'><string key='concept:name' value='N'/></string>\
        <event><date key='time:timestamp' value='2020-01-01T10:00:00+02:00'/>\
        <string key='concept:name' value='A'><string key='concept:name' value='N'/></string>\
        <list key='l'><values><string key='concept:name' value='N'/></values></list></event>\
        <event><date key='time:timestamp' value='2020-01-01T08:00:00Z'/></event></trace></log>";
    let (rows, _) = read_with(text.as_bytes(), &without_by(), Limits::default()).unwrap();
    let told: Vec<_> = rows.iter().map(|it| (it.case.as_str(), it.activity.as_deref())).collect();
    assert_eq!(told, [("1", Some("A")), ("1", None)]);
    assert_eq!(rows[0].time, rows[1].time, "the same moment in two zones");
}

#[test]
fn a_trace_without_a_name_is_a_case_of_its_own_and_an_event_outside_of_traces_is_none() {
    let event = "<event><string key='concept:name' value='A'/>\
        <date key='time:timestamp' value='2020-01-01T10:00:00Z'/></event>";
    let text = format!(
        "<log>{event}<trace>{event}{event}</trace><trace>{event}</trace><trace/>\
        <trace><string key='concept:name' value='1'/>{event}</trace></log>"
    );
    let (rows, reading) = read_with(text.as_bytes(), &without_by(), Limits::default()).unwrap();
    let cases: Vec<_> = rows.iter().map(|it| it.case.as_str()).collect();
    assert_eq!((cases.len(), cases[0] == cases[1], cases[1] == cases[2]), (4, true, false));
    assert_eq!(cases[3], "1");
    assert_eq!((reading.rows, reading.unreadable.count), (5, 1));
    assert_eq!(reading.notes, ["2 traces have no name; each is a case of its own"]);
}

fn without_by() -> Mapping {
    Mapping { by: vec![], ..mapping() }
}
