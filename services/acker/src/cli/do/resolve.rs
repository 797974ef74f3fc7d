//! Names become ids: what the command is addressed to, and what its fields refer to.

use anyhow::Result;
use clap::ArgMatches;
use domain::{catalogue::Entry, line::Line};
use events::{Noun, Stream};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    draft::{Draft, Reference},
    schema::Referred,
};
use crate::{
    backend::{Backend, Refused},
    cli::WrongUse,
    names::{Among, Named, Names},
    output::text,
    words::told,
};

/// What resolving needs.
#[derive(Debug)]
pub(super) struct Resolving<'a> {
    pub(super) backend: &'a Backend,
    pub(super) names: Names,
    /// Names and what they were taken for, to be told.
    pub(super) taken: Vec<Named>,
}

impl Resolving<'_> {
    /// The command as it is sent.
    pub(super) async fn line(
        &mut self,
        (entries, matches): (&[&'static Entry], &ArgMatches),
        draft: Draft,
        mint: fn() -> Uuid,
    ) -> Result<(&'static Entry, Line)> {
        let Draft { mut whole, references, .. } = draft;
        let said = matches.get_one::<String>("id").map(String::as_str);
        let addressed = match entries {
            [entry] if entry.creates => None,
            [entry] => Some(
                self.find(Among::Noun(entry.noun), said.unwrap_or_default())
                    .await?
                    .stream(entry.noun),
            ),
            several => Some(self.of_any_noun(several, matches, &whole["body"]).await?),
        };
        let (nouns, parts): (Vec<_>, Vec<_>) =
            references.into_iter().partition(|it| matches!(it.among, Referred::Noun(_)));
        for reference in nouns.iter().chain(&parts) {
            self.replace(&mut whole, reference, addressed).await?;
        }
        let body = whole["body"].take();
        let stream = match addressed {
            Some(stream) => stream,
            None => Stream::new(entries[0].noun, new_id(entries[0], said, &body, mint)?),
        };
        let entry = entries.iter().find(|it| it.noun == stream.noun).copied();
        let entry = entry.expect("the stream is of one of the nouns");
        let meta = whole.as_object_mut().and_then(|it| it.remove("meta"));
        let (noun, command) = (stream.noun.path().to_owned(), entry.name.to_owned());
        Ok((entry, Line { noun, id: stream.id, command, body, meta, key: None }))
    }

    /// Finds one by its name; where a name was said, what it was taken for is told.
    pub(super) async fn find(&mut self, among: Among, said: &str) -> Result<Named> {
        let found = self.names.find(self.backend, among, said).await?;
        if Uuid::parse_str(said).is_err() {
            self.taken.push(found.clone());
        }
        Ok(found)
    }

    async fn replace(
        &mut self,
        whole: &mut Value,
        reference: &Reference,
        addressed: Option<Stream>,
    ) -> Result<()> {
        let Reference { pointer, among, option } = reference;
        let said = whole.pointer(pointer).map(text).unwrap_or_default();
        let among = match among {
            Referred::Noun(noun) => Among::Noun(*noun),
            // An id needs no process to be looked up in.
            Referred::Step | Referred::HandOver if Uuid::parse_str(&said).is_ok() => return Ok(()),
            Referred::Step => Among::Steps(process(whole, pointer, addressed)?),
            Referred::HandOver => Among::HandOvers(process(whole, pointer, addressed)?),
        };
        let found =
            self.find(among, &said).await.map_err(|error| match error.downcast::<WrongUse>() {
                Ok(WrongUse(why)) => WrongUse(format!("`--{option}`: {why}")).into(),
                Err(other) => other,
            })?;
        if let Some(place) = whole.pointer_mut(pointer) {
            *place = json!(found.id);
        }
        Ok(())
    }

    /// What a command for any noun is addressed to: what its event happened to, else what the id is of.
    async fn of_any_noun(
        &mut self,
        entries: &[&'static Entry],
        matches: &ArgMatches,
        body: &Value,
    ) -> Result<Stream> {
        let said = matches.get_one::<String>("id").map(String::as_str);
        let Some(said) = said else { return self.of_event(&body["event"]).await };
        if let Some(noun) = matches.get_one::<String>("noun") {
            let noun: Noun = noun.parse()?;
            return Ok(self.find(Among::Noun(noun), said).await?.stream(noun));
        }
        let Ok(id) = Uuid::parse_str(said) else {
            return Err(WrongUse(told!(
                "say --noun as well, to say of what `{said}` is the name",
                "bitte auch --noun, damit klar ist, wovon `{said}` der Name ist"
            ))
            .into());
        };
        for noun in entries.iter().map(|it| it.noun) {
            match self
                .backend
                .get(&format!("history?stream={}&limit=1", Stream::new(noun, id)))
                .await
            {
                Ok(answer) if answer["items"].as_array().is_some_and(|it| !it.is_empty()) => {
                    return Ok(Stream::new(noun, id));
                }
                Ok(_) => {}
                Err(error) if error.is::<Refused>() => {}
                Err(error) => return Err(error),
            }
        }
        Err(WrongUse(told!("nothing has the id `{id}`", "nichts hat die Kennung `{id}`")).into())
    }

    async fn of_event(&self, position: &Value) -> Result<Stream> {
        let answer = self.backend.get(&format!("events/{}", text(position))).await?;
        Ok(text(&answer["event"]["stream"]).parse()?)
    }
}

impl Named {
    fn stream(&self, noun: Noun) -> Stream {
        Stream::new(noun, self.id)
    }
}

/// The process in which a part is looked for: the one that is said beside it, else the one addressed.
fn process(whole: &Value, pointer: &str, addressed: Option<Stream>) -> Result<Uuid, WrongUse> {
    let beside =
        pointer.rsplit_once('/').and_then(|it| whole.pointer(&format!("{}/process", it.0)));
    let said = beside.and_then(Value::as_str).and_then(|it| Uuid::parse_str(it).ok());
    let addressed = addressed.filter(|it| it.noun == Noun::Process).map(|it| it.id);
    let unsaid = || {
        WrongUse(told!(
            "a step or hand-over is known by its name within a process: say that as well",
            "ein Schritt oder eine Übergabe ist an ihrem Namen im Prozess zu erkennen: bitte auch den"
        ))
    };
    said.or(addressed).ok_or_else(unsaid)
}

/// The id of something new: as it was said, as it follows from what is said, or a fresh one.
fn new_id(
    entry: &Entry,
    said: Option<&str>,
    body: &Value,
    mint: fn() -> Uuid,
) -> Result<Uuid, WrongUse> {
    let said = said.map(|it| Uuid::parse_str(it).map_err(|_| it));
    match said {
        Some(Ok(id)) => Ok(id),
        Some(Err(name)) => Err(WrongUse(told!(
            "`{name}` is no UUID; the id of the new thing may be left out",
            "`{name}` ist keine UUID; die Kennung von etwas Neuem kann wegbleiben"
        ))),
        None => {
            let own = entry.parse_value(body).ok().and_then(|it| it.own_id());
            Ok(own.unwrap_or_else(mint))
        }
    }
}
