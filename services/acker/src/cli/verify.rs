//! `acker verify`: whether the stored history is whole and unchanged, and still the one of an earlier day.

mod digests;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::Args;
use engine::{Replay, replay};
use events::{Position, words::Seal};
use serde_json::{Value, json};
use store::{
    StoreError,
    sqlite::{self, SqliteStore, Verified},
};

use self::digests::{Digests, Expected};
use super::WrongUse;
use crate::{
    backend::Where,
    installation::{Access, snapshots},
    output,
    words::{self, told},
};

/// Check that the stored history is whole and unchanged.
///
/// Reads every event: integrity of the file, order without gaps, every envelope against the chain of
/// digests, every sealed text against its seal; and whether folding the log anew gives the answers
/// that following it gave, and that going on from each snapshot gives. Works beside a running server
/// and on backups.
///
/// Who could write to the file could also write all of history anew, chain and all. A digest that was
/// kept elsewhere finds that: --at-position prints it, --expect compares it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker verify                                 ./acker-data
  acker verify backup.acker                    a backup
  acker verify --at-position 503               with the digest of history up to there, to be kept elsewhere
  acker verify --expect 503:sha256:9f86d081…   whether that is still what history was

Exit code 1 if something is wrong: with the first bad position, or with the digest that differs.")]
pub(crate) struct Verify {
    /// A data directory or a backup file; else what --data says
    #[arg(value_name = "DIR|FILE")]
    path: Option<PathBuf>,
    /// Say the digest of history up to this position too; as often as needed
    #[arg(long, value_name = "N")]
    at_position: Vec<u64>,
    /// A digest that was kept elsewhere must be that of history up to its position; as often as needed
    #[arg(long, value_name = "POSITION:DIGEST")]
    expect: Vec<Expected>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        if place.store.is_some() && self.path.is_none() {
            return Err(WrongUse(told!(
                "`verify` reads files: name a data directory or a backup, not --store",
                "`verify` liest Dateien: ein Datenverzeichnis oder eine Sicherung, nicht --store"
            ))
            .into());
        }
        let path = self.path.as_deref().unwrap_or(place.folder());
        let bar = output::progress(told!("verifying", "prüfe"));
        let verified = sqlite::verify(path, &mut |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        });
        bar.finish_and_clear();
        match verified {
            Ok(sound) => {
                let asked = self.at_position.iter().map(|it| Position(*it));
                let digests = Digests::read(path, asked, &self.expect)?;
                if let Some(other) = digests.other() {
                    return Ok(self.tell(false, json!(other), || other.to_string()));
                }
                Ok(self.tell_sound(sound, &digests, replayed(path).await?))
            }
            Err(StoreError::Damaged { position, what }) => {
                let found = json!({ "position": position.0, "what": what });
                Ok(self.tell(false, found, || {
                    let what = words::said(&what);
                    told!(
                        "not sound: position {position}: {what}",
                        "nicht heil: Position {position}: {what}"
                    )
                }))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn tell_sound(&self, sound: Verified, digests: &Digests, replay: Option<Replay>) -> ExitCode {
        let Verified { events, head, erased, chain } = sound;
        let chain = Seal(chain);
        if let Some(Replay::Differs { answer }) = replay {
            return self.tell(false, json!({ "position": head.0, "what": answer }), || {
                told!(
                    "the log is sound, but folding it anew changes an answer: {answer}",
                    "das Protokoll ist heil, aber nachgerechnet ändert sich eine Antwort: {answer}"
                )
            });
        }
        let found = json!({
            "events": events, "position": head.0, "erased": erased, "chain": chain.to_string(),
            "digests": digests,
        });
        self.tell(true, found, || {
            let replayed = match replay {
                Some(_) => told!(
                    "; folded anew it gives the same answers",
                    "; nachgerechnet ergibt es dieselben Antworten"
                ),
                None => String::new(),
            };
            told!(
                "sound: {events} events up to position {head}, {erased} texts erased{replayed}\n\
                 {digests}chain {chain} (kept elsewhere, it proves what history was: \
                 acker verify --expect {head}:{chain})",
                "heil: {events} Ereignisse bis Position {head}, {erased} Texte gelöscht{replayed}\n\
                 {digests}Kette {chain} (anderswo verwahrt, beweist sie, was die Geschichte war: \
                 acker verify --expect {head}:{chain})"
            )
        })
    }

    fn tell(
        &self,
        is_sound: bool,
        mut found: Value,
        sentence: impl FnOnce() -> String,
    ) -> ExitCode {
        if self.json {
            found["sound"] = is_sound.into();
            output::json(&found);
        } else {
            output::answer(sentence());
        }
        if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// For a data directory: whether a fold gives what following the log gives. A single file is not opened as a store.
async fn replayed(path: &Path) -> Result<Option<Replay>> {
    if !path.is_dir() {
        return Ok(None);
    }
    let store = SqliteStore::open_read_only(path)?;
    let bar = output::progress(told!("folding anew", "rechne nach"));
    let snapshots = snapshots(path, Access::Read);
    let outcome = Box::pin(replay(&store, &snapshots, |done, of| {
        bar.set_length(of.0);
        bar.set_position(done.0);
    }))
    .await?;
    bar.finish_and_clear();
    Ok(Some(outcome))
}
