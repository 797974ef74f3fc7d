//! Digests of history up to a position: those that are asked for, and those that somebody kept elsewhere.

use std::{fmt, path::Path, str::FromStr};

use events::{Position, words::Seal};
use serde::{Serialize, Serializer};
use store::{StoreError, sqlite};

use crate::words::{said, told};

/// What a digest was on an earlier day: `503:sha256:9f86…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expected {
    position: Position,
    digest: Seal,
}

/// Neither that nor anything like it.
#[derive(Debug)]
pub(super) struct NotExpected;

impl fmt::Display for NotExpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&told!(
            "not a position and a digest as `acker verify` says them: 503:sha256: and 64 digits",
            "nicht Position und Prüfsumme, wie `acker verify` sie sagt: 503:sha256: und 64 Ziffern"
        ))
    }
}

impl std::error::Error for NotExpected {}

impl FromStr for Expected {
    type Err = NotExpected;

    fn from_str(written: &str) -> Result<Self, NotExpected> {
        let (position, digest) = written.split_once(':').ok_or(NotExpected)?;
        let position = position.trim().parse().map_err(|_| NotExpected)?;
        let digest = digest.trim().to_lowercase();
        let digest = digest.strip_prefix("sha256:").unwrap_or(&digest);
        let digest = Seal::parse(&format!("sha256:{digest}")).ok_or(NotExpected)?;
        Ok(Self { position: Position(position), digest })
    }
}

/// What history is at positions, and where that is not what it was.
#[derive(Debug, Default)]
pub(super) struct Digests {
    found: Vec<(Position, Option<Seal>)>,
    other: Option<Other>,
}

/// Where history is not what it was.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Other {
    position: Position,
    what: &'static str,
    expected: String,
    found: Option<String>,
}

impl Digests {
    /// Those of a store, or of a file, that was verified.
    pub(super) fn read(
        path: &Path,
        asked: impl Iterator<Item = Position>,
        expected: &[Expected],
    ) -> Result<Self, StoreError> {
        let mut digests = Self::default();
        let at = |position| Ok::<_, StoreError>(sqlite::digest(path, position)?.map(Seal));
        for position in asked {
            digests.found.push((position, at(position)?));
        }
        for Expected { position, digest } in expected {
            let found = at(*position)?;
            digests.found.push((*position, found));
            if digests.other.is_none() && found != Some(*digest) {
                let what = match found {
                    Some(_) => "history up to this position is not what it was",
                    None => "the log ends before this position",
                };
                let (expected, found) = (digest.to_string(), found.map(|it| it.to_string()));
                digests.other = Some(Other { position: *position, what, expected, found });
            }
        }
        Ok(digests)
    }

    /// The first that is not what was expected.
    pub(super) fn other(&self) -> Option<&Other> {
        self.other.as_ref()
    }
}

/// A line each; nothing where none was asked for.
impl fmt::Display for Digests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, digest) in &self.found {
            match digest {
                Some(digest) => writeln!(
                    f,
                    "{}",
                    told!(
                        "up to position {position}: {digest}",
                        "bis Position {position}: {digest}"
                    )
                )?,
                None => writeln!(
                    f,
                    "{}",
                    told!(
                        "up to position {position}: the log ends before",
                        "bis Position {position}: das Protokoll endet davor"
                    )
                )?,
            }
        }
        Ok(())
    }
}

impl Serialize for Digests {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digests =
            self.found.iter().map(|(position, it)| (position.0, it.map(|it| it.to_string())));
        serializer.collect_map(digests)
    }
}

impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, what, expected, found } = self;
        let what = said(what);
        f.write_str(&told!(
            "not what it was: position {position}: {what}; expected {expected}",
            "nicht mehr, was es war: Position {position}: {what}; erwartet {expected}"
        ))?;
        match found {
            Some(found) => f.write_str(&told!(", found {found}", ", gefunden {found}")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_was_said_and_nothing_else_is() {
        let digits = "0f".repeat(32);
        let seal = Seal([15; 32]);
        let expected = Expected { position: Position(503), digest: seal };
        for said in
            [format!("503:{seal}"), format!("503:{digits}"), format!("503: SHA256:{digits}")]
        {
            assert_eq!(said.parse::<Expected>().ok(), Some(expected.clone()), "{said}");
        }
        for said in ["503", "sha256:0f", "503:sha256:0f", "x:0f", &digits] {
            assert!(said.parse::<Expected>().is_err(), "{said}");
        }
    }
}
