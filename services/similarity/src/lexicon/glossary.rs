//! The files of the glossary, line by line.

use crate::lexicon::Kind;

const FILES: [(Kind, &str); 3] = [
    (Kind::Verb, include_str!("../../glossary/verbs.txt")),
    (Kind::Object, include_str!("../../glossary/objects.txt")),
    (Kind::Other, include_str!("../../glossary/others.txt")),
];

/// English words | German words | ~ near | ! opposites | light.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) kind: Kind,
    pub(super) english: Vec<&'static str>,
    pub(super) german: Vec<&'static str>,
    pub(super) near: Vec<&'static str>,
    pub(super) opposites: Vec<&'static str>,
    pub(super) is_light: bool,
}

impl Line {
    fn read(kind: Kind, line: &'static str) -> Self {
        let mut columns = line.split('|').map(str::trim);
        let english = words(columns.next().unwrap_or_default());
        let german = words(columns.next().unwrap_or_default());
        let (mut near, mut opposites, mut is_light) = (Vec::new(), Vec::new(), false);
        for column in columns {
            match column.split_at_checked(1) {
                Some(("~", rest)) => near.extend(words(rest)),
                Some(("!", rest)) => opposites.extend(words(rest)),
                _ => is_light |= column == "light",
            }
        }
        Self { kind, english, german, near, opposites, is_light }
    }

    /// What the concept is called.
    pub(super) fn name(&self) -> &'static str {
        self.english[0]
    }
}

pub(super) fn lines() -> Vec<Line> {
    let of_file = |(kind, file): (Kind, &'static str)| {
        let lines = file.lines().filter(|it| !it.is_empty() && !it.starts_with('#'));
        lines.map(move |line| Line::read(kind, line))
    };
    FILES.into_iter().flat_map(of_file).collect()
}

fn words(column: &'static str) -> Vec<&'static str> {
    column.split(',').map(str::trim).filter(|it| !it.is_empty()).collect()
}
