//! How evidence is asked for: of a cycle `loops/unit/0189…,018a…`, of the component around a node
//! `loops/unit/around/0189…`, of the total `loops/unit/all`; and `/` and a process behind it if only
//! that process was asked about.
//!
//! Names of regions are free texts, so `%`, `,` and `/` in them are written as `%25`, `%2C`, `%2F`.

use events::{
    Words,
    ids::{ProcessId, SiteId, StepId, UnitId},
};
use uuid::Uuid;

use crate::loops::level::{Level, Node};

const ESCAPED: [(&str, &str); 3] = [("%", "%25"), (",", "%2C"), ("/", "%2F")];

/// What names a figure: its level, what it is about, and the process that was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) level: Level,
    pub(super) about: About,
    pub(super) process: Option<ProcessId>,
}

/// What a figure is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    /// A cycle, by its nodes all round.
    Cycle(Vec<Node>),
    /// The component that this node is in.
    Around(Node),
    /// Everything that is priced.
    All,
}

impl Key {
    pub(super) fn written(&self) -> String {
        let written = |it: &Node| escaped(it.to_string());
        let about = match &self.about {
            About::Cycle(nodes) => nodes.iter().map(written).collect::<Vec<_>>().join(","),
            About::Around(node) => format!("around/{}", written(node)),
            About::All => "all".to_owned(),
        };
        let process = self.process.map(|it| format!("/{it}")).unwrap_or_default();
        format!("loops/{}/{about}{process}", self.level.key())
    }

    pub(super) fn read(written: &str) -> Option<Self> {
        let mut parts = written.strip_prefix("loops/")?.split('/');
        let level: Level = parts.next()?.parse().ok()?;
        let about = match parts.next()? {
            "all" => About::All,
            "around" => About::Around(node(level, parts.next()?)?),
            nodes => {
                About::Cycle(nodes.split(',').map(|it| node(level, it)).collect::<Option<_>>()?)
            }
        };
        let process = match parts.next() {
            Some(id) => Some(ProcessId(Uuid::parse_str(id).ok()?)),
            None => None,
        };
        parts.next().is_none().then_some(Self { level, about, process })
    }
}

fn node(level: Level, written: &str) -> Option<Node> {
    let id = || Uuid::parse_str(written).ok();
    match level {
        Level::Step => id().map(|it| Node::Step(StepId(it))),
        Level::Unit => id().map(|it| Node::Unit(UnitId(it))),
        Level::Site => id().map(|it| Node::Site(SiteId(it))),
        Level::Region => Some(Node::Region(Words::from(unescaped(written.to_owned())))),
    }
}

fn escaped(text: String) -> String {
    ESCAPED.iter().fold(text, |text, (plain, code)| text.replace(plain, code))
}

fn unescaped(text: String) -> String {
    ESCAPED.iter().rev().fold(text, |text, (plain, code)| text.replace(code, plain))
}

/// As it stands in a link: every byte that is not plain in a query is escaped.
pub(super) fn in_query(key: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/,".contains(&byte);
    key.bytes().fold(String::with_capacity(key.len()), |mut text, byte| {
        if is_plain(byte) {
            text.push(char::from(byte));
        } else {
            text.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 15)]);
        }
        text
    })
}

fn hex_digit(digit: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(digit)])
}

#[cfg(test)]
mod tests {
    use events::samples::id;

    use super::*;

    #[test]
    fn a_key_survives_writing_and_reading() {
        let regions = ["Asia, Pacific", "50 % / 50 %", "%2C", "Süden"];
        let nodes: Vec<_> = regions.iter().map(|it| Node::Region((*it).into())).collect();
        let around = About::Around(nodes[0].clone());
        for about in [About::Cycle(nodes), around, About::All] {
            let key = Key { level: Level::Region, about, process: Some(ProcessId(id(1))) };
            assert_eq!(Key::read(&key.written()), Some(key));
        }
    }

    #[test]
    fn keys_of_ids_stand_in_a_link_as_they_are() {
        let nodes = vec![Node::Unit(UnitId(id(1))), Node::Unit(UnitId(id(2)))];
        let written =
            Key { level: Level::Unit, about: About::Cycle(nodes), process: None }.written();
        assert_eq!(in_query(&written), written);
    }

    #[test]
    fn what_is_not_plain_in_a_query_is_escaped() {
        assert_eq!(in_query("loops/region/A&B,Süd"), "loops/region/A%26B,S%C3%BCd");
    }

    #[test]
    fn other_keys_are_not_read() {
        for other in ["coverage/support", "loops/unit", "loops/unit/x", "loops/team/x", "loops"] {
            assert_eq!(Key::read(other), None, "{other}");
        }
    }
}
