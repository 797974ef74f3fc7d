//! The figures in an answer: every object that carries an evidence link, with what stands beside it.

use serde_json::{Map, Value};

use super::{Figure, Figures};

/// Words from fixed lists that are figures like numbers are. All other texts are names, ids and times.
const KEYS: [&str; 3] = ["status", "kind", "basis"];
/// How many events stand behind a figure that says nothing else.
const EVENTS: &str = "events";
/// Numbers that say where something stands, not how much it is.
const PLACES: [&str; 3] = ["evidence_count", "position", "revision"];

/// All figures in an answer, by the name that their link carries.
pub(super) fn gathered(answer: &Value) -> Figures {
    let mut figures = Figures::new();
    gather(answer, &mut figures);
    figures
}

fn gather(answer: &Value, figures: &mut Figures) {
    match answer {
        Value::Array(items) => items.iter().for_each(|it| gather(it, figures)),
        Value::Object(fields) => {
            if let Some(name) = name(fields) {
                let figure = figures.entry(name).or_default();
                figure.about = figure.about.take().or_else(|| about(fields));
                values("", fields, figure);
                if figure.values.is_empty() {
                    // Where nothing else stands beside its link, how many there are is what it says.
                    figure.values.extend(
                        fields.get("evidence_count").map(|it| (EVENTS.to_owned(), it.clone())),
                    );
                }
            }
            fields.values().for_each(|it| gather(it, figures));
        }
        _ => {}
    }
}

/// What the link of a figure calls it.
fn name(fields: &Map<String, Value>) -> Option<String> {
    let (_, of) = fields.get("evidence_link")?.as_str()?.split_once("of=")?;
    Some(unescaped(of))
}

fn unescaped(of: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(of.len()), of.as_bytes());
    while let Some((first, others)) = rest.split_first() {
        let code = others.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|it| u8::from_str_radix(str::from_utf8(it).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &others[2..] } else { others };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn about(fields: &Map<String, Value>) -> Option<String> {
    let text = |key: &str| fields.get(key).and_then(Value::as_str).map(str::to_owned);
    let text = ["name", "title", "text"].into_iter().find_map(text);
    let names = || list(fields.get("member_names")?, |it| it.as_str());
    let members = || list(fields.get("members")?, |it| it["name"].as_str());
    text.or_else(names).or_else(members)
}

fn list<'a>(items: &'a Value, name: impl Fn(&'a Value) -> Option<&'a str>) -> Option<String> {
    let names: Vec<_> = items.as_array()?.iter().filter_map(name).collect();
    (!names.is_empty()).then(|| names.join(" · "))
}

/// Numbers, yes and no, and words from fixed lists; also of the parts without a link of their own.
fn values(prefix: &str, fields: &Map<String, Value>, figure: &mut Figure) {
    for (key, value) in fields {
        let path = format!("{prefix}{key}");
        match value {
            Value::Number(_) | Value::Bool(_) if !PLACES.contains(&key.as_str()) => {
                figure.values.insert(path, value.clone());
            }
            Value::String(_) if KEYS.contains(&key.as_str()) => {
                figure.values.insert(path, value.clone());
            }
            Value::Object(part) if !part.contains_key("evidence_link") => {
                values(&format!("{path}/"), part, figure);
            }
            Value::Array(amounts) => money(&path, amounts, figure),
            _ => {}
        }
    }
}

fn money(path: &str, amounts: &[Value], figure: &mut Figure) {
    for amount in amounts {
        if let (Some(currency), it @ Value::Number(_)) =
            (amount["currency"].as_str(), &amount["amount"])
        {
            figure.values.insert(format!("{path}/{currency}"), it.clone());
        }
    }
}
