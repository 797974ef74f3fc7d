//! How evidence is asked for: of a cycle `loops/unit/0189…,018a…`, of the component around a node
//! `loops/unit/around/0189…`, of a measured one `loops/unit/measured/0189…`, of the hand-overs from one
//! node to another `loops/unit/way/0189…,018a…`, of compared cases `loops/unit/compared/7`, of the total
//! `loops/unit/all`; behind it `/process/ID`
//! and `/within/ID,ID` if only that was asked about.
//!
//! Names of regions are free texts, so `%`, `,` and `/` in them are written as `%25`, `%2C`, `%2F`.

use events::{
    Position, Words,
    ids::{ProcessId, SiteId, StepId, UnitId},
};
use uuid::Uuid;

use crate::loops::{
    level::{Level, Node},
    scope::{Scope, Whole},
};

const ESCAPED: [(&str, &str); 3] = [("%", "%25"), (",", "%2C"), ("/", "%2F")];

/// What names a figure: its level, what it is about, and what was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) level: Level,
    pub(super) about: About,
    pub(super) scope: Scope,
}

/// What a figure is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    /// A cycle, by its nodes all round.
    Cycle(Vec<Node>),
    /// The component of described hand-overs that this node is in.
    Around(Node),
    /// The component of measured hand-overs that this node is in.
    Measured(Node),
    /// The hand-overs from one node to another.
    Way(Node, Node),
    /// What an event says of cases that were compared.
    Compared(Position),
    /// Everything that is priced.
    All,
}

impl Key {
    pub(super) fn written(&self) -> String {
        let written = |it: &Node| escaped(it.to_string());
        let about = match &self.about {
            About::Cycle(nodes) => nodes.iter().map(written).collect::<Vec<_>>().join(","),
            About::Around(node) => format!("around/{}", written(node)),
            About::Measured(node) => format!("measured/{}", written(node)),
            About::Way(from, to) => format!("way/{},{}", written(from), written(to)),
            About::Compared(position) => format!("compared/{}", position.0),
            About::All => "all".to_owned(),
        };
        let Scope { process, within } = &self.scope;
        let process = process.map(|it| format!("/process/{it}")).unwrap_or_default();
        let within: Vec<String> = within.iter().map(Whole::written).collect();
        let within = match &within[..] {
            [] => String::new(),
            some => format!("/within/{}", some.join(",")),
        };
        format!("loops/{}/{about}{process}{within}", self.level.key())
    }

    pub(super) fn read(written: &str) -> Option<Self> {
        let mut parts = written.strip_prefix("loops/")?.split('/');
        let level: Level = parts.next()?.parse().ok()?;
        let nodes = |written: &str| -> Option<Vec<Node>> {
            written.split(',').map(|it| node(level, it)).collect()
        };
        let about = match parts.next()? {
            "all" => About::All,
            "around" => About::Around(node(level, parts.next()?)?),
            "compared" => About::Compared(Position(parts.next()?.parse().ok()?)),
            "measured" => About::Measured(node(level, parts.next()?)?),
            "way" => match &nodes(parts.next()?)?[..] {
                [from, to] => About::Way(from.clone(), to.clone()),
                _ => return None,
            },
            written => About::Cycle(nodes(written)?),
        };
        let mut scope = Scope::default();
        while let Some(name) = parts.next() {
            let value = parts.next()?;
            match name {
                "process" => scope.process = Some(ProcessId(Uuid::parse_str(value).ok()?)),
                "within" => scope.within = Whole::list(value),
                _ => return None,
            }
        }
        Some(Self { level, about, scope })
    }
}

fn node(level: Level, written: &str) -> Option<Node> {
    let id = || Uuid::parse_str(written).ok();
    match level {
        Level::Step => id().map(|it| Node::Step(StepId(it))),
        Level::Unit | Level::ParentUnit => id().map(|it| Node::Unit(UnitId(it))),
        Level::Site => id().map(|it| Node::Site(SiteId(it))),
        Level::Region => Some(Node::Region(Words::from(unescaped(written.to_owned())))),
    }
}

pub(super) fn escaped(text: String) -> String {
    ESCAPED.iter().fold(text, |text, (plain, code)| text.replace(plain, code))
}

pub(super) fn unescaped(text: String) -> String {
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
        let measured = About::Measured(nodes[0].clone());
        let way = About::Way(nodes[0].clone(), nodes[1].clone());
        let within = vec![Whole::Region("50 % / 50 %".into()), Whole::Id(id(2))];
        let compared = About::Compared(Position(7));
        for about in [About::Cycle(nodes), around, measured, way, compared, About::All] {
            let some = Scope { process: Some(ProcessId(id(1))), within: within.clone() };
            for scope in [some, Scope::default()] {
                let key = Key { level: Level::Region, about: about.clone(), scope };
                assert_eq!(Key::read(&key.written()), Some(key));
            }
        }
    }

    #[test]
    fn keys_of_ids_stand_in_a_link_as_they_are() {
        let nodes = vec![Node::Unit(UnitId(id(1))), Node::Unit(UnitId(id(2)))];
        let written =
            Key { level: Level::Unit, about: About::Cycle(nodes), scope: Scope::default() }
                .written();
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
