//! `acker verify`: whether the stored history is whole and unchanged.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Args;
use store::{StoreError, sqlite};

use crate::{backend::Where, output};

/// Check that the stored history is whole and unchanged.
///
/// Reads every event: integrity of the file, order without gaps, every envelope against the chain of
/// digests, every sealed text against its seal. Works beside a running server and on backups.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker verify                    ./acker-data
  acker verify backup.acker       a backup

Exit code 1 and the first bad position if something is wrong.")]
pub(crate) struct Verify {
    /// A data directory or a backup file; else what --data says
    #[arg(value_name = "DIR|FILE")]
    path: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(crate) fn run(self, place: &Where) -> Result<ExitCode> {
        let path = self.path.as_ref().unwrap_or(&place.data);
        let bar = output::progress("verifying");
        let verified = sqlite::verify(path, &mut |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        });
        bar.finish_and_clear();
        match verified {
            Ok(sound) => {
                if self.json {
                    output::json(&serde_json::json!({
                        "sound": true, "events": sound.events, "position": sound.head.0, "erased": sound.erased,
                    }));
                } else {
                    output::answer(format_args!(
                        "sound: {} events up to position {}, {} texts erased",
                        sound.events, sound.head, sound.erased
                    ));
                }
                Ok(ExitCode::SUCCESS)
            }
            Err(StoreError::Damaged { position, what }) => {
                if self.json {
                    let position = position.0;
                    output::json(
                        &serde_json::json!({ "sound": false, "position": position, "what": what }),
                    );
                } else {
                    output::answer(format_args!("not sound: position {position}: {what}"));
                }
                Ok(ExitCode::FAILURE)
            }
            Err(error) => Err(error.into()),
        }
    }
}
