//! What every asking command takes, and the path that it becomes.

use anyhow::Result;
use clap::Args;
use events::Noun;
use serde_json::Value;

use crate::{
    backend::{Backend, Where},
    installation::Access,
    names::{Among, Names},
    output,
};

/// Parameters that name a thing, which people call by its name.
const NAMING: [(&str, Noun); 2] = [("unit", Noun::Unit), ("pain_point", Noun::PainPoint)];

/// The moment that an answer is about; now, where nothing is said.
#[derive(Debug, Args)]
pub(crate) struct Moment {
    /// As it was known at this time, at the end of this day (2026-03-31), or at another moment:
    /// last-quarter-end, release:processes/ID, last-check (see acker diff --help)
    #[arg(long, value_name = "MOMENT", conflicts_with = "at_position")]
    at: Option<String>,
    /// As it was right after this position
    #[arg(long, value_name = "N")]
    at_position: Option<u64>,
    /// As it was at this time, by all that is known now: what happened by then, or was recorded by then
    /// where nobody said when it happened
    #[arg(long, value_name = "TIME", conflicts_with_all = ["at", "at_position"])]
    happened_at: Option<String>,
}

impl Moment {
    /// As the API's parameters.
    pub(crate) fn parameters(&self) -> [(&'static str, Option<String>); 3] {
        [
            ("at", self.at.clone()),
            ("at_position", self.at_position.map(|it| it.to_string())),
            ("happened_at", self.happened_at.clone()),
        ]
    }
}

/// The moment and the form of an answer.
#[derive(Debug, Args)]
pub(crate) struct AskingWhole {
    #[command(flatten)]
    moment: Moment,
    /// The API's own JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// The same, and the size of an answer that may have more rows.
#[derive(Debug, Args)]
pub(crate) struct Asking {
    #[command(flatten)]
    whole: AskingWhole,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl Asking {
    /// Asks, and prints the answer as JSON or by `table`.
    pub(crate) async fn ask(
        &self,
        place: &Where,
        path: &str,
        parameters: &[(&str, Option<String>)],
        table: impl FnOnce(&Value),
    ) -> Result<()> {
        let limit = [("limit", self.limit.map(|it| it.to_string()))];
        self.whole.ask(place, path, &[parameters, &limit].concat(), table).await
    }
}

impl AskingWhole {
    /// Asks, and prints the answer as JSON or by `table`.
    pub(crate) async fn ask(
        &self,
        place: &Where,
        path: &str,
        parameters: &[(&str, Option<String>)],
        table: impl FnOnce(&Value),
    ) -> Result<()> {
        let backend = place.open(Access::Read).await?;
        let parameters = by_id(&backend, parameters).await?;
        let answer = backend.get(&self.path(path, &parameters)).await?;
        if self.json {
            output::json(&answer);
        } else {
            table(&answer);
        }
        Ok(())
    }

    fn path(&self, path: &str, parameters: &[(&str, Option<String>)]) -> String {
        query(path, &[parameters, &self.moment.parameters()].concat())
    }
}

/// A path with what was said of its parameters.
pub(crate) fn query(path: &str, parameters: &[(&str, Option<String>)]) -> String {
    let said = parameters.iter().filter_map(|(name, value)| {
        value.as_ref().map(|value| format!("{name}={}", escaped(value)))
    });
    format!("{path}?{}", said.collect::<Vec<_>>().join("&"))
}

/// The same parameters, with ids where names were said.
async fn by_id<'a>(
    backend: &Backend,
    parameters: &[(&'a str, Option<String>)],
) -> Result<Vec<(&'a str, Option<String>)>> {
    let (mut names, mut by_id) = (Names::default(), Vec::with_capacity(parameters.len()));
    for (parameter, said) in parameters {
        let noun = NAMING.iter().find(|it| it.0 == *parameter).map(|it| it.1);
        let said = match (noun, said) {
            (Some(noun), Some(said)) => {
                Some(names.find(backend, Among::Noun(noun), said).await?.id.to_string())
            }
            _ => said.clone(),
        };
        by_id.push((*parameter, said));
    }
    Ok(by_id)
}

/// Percent-encodes what may not stand in a query (RFC 3986, unreserved characters stay).
pub(crate) fn escaped(value: &str) -> String {
    use std::fmt::Write as _;
    value.bytes().fold(String::with_capacity(value.len()), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("writing to a string");
        }
        escaped
    })
}
