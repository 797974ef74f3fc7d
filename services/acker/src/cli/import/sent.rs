//! What is sent to the store, and what it says to it.

use anyhow::Result;
use domain::line::Line;
use serde_json::Value;
use uuid::Uuid;

use super::Import;
use crate::{backend::Backend, output, words::told};

impl Import {
    /// Sends the commands, unless this is a dry run.
    pub(super) async fn carry_out(
        &self,
        backend: Option<&Backend>,
        lines: &[Line],
        actor: Option<Uuid>,
    ) -> Result<Option<Sent>> {
        match backend {
            Some(backend) if !self.dry_run => Ok(Some(Sent::send(backend, lines, actor).await?)),
            _ => Ok(None),
        }
    }

    /// Prints what was planned and what the store said. False where some commands were refused.
    pub(super) fn tell(
        &self,
        commands: usize,
        sent: Option<&Sent>,
        report: &impl serde::Serialize,
        print: impl FnOnce(),
    ) -> bool {
        if self.json {
            output::json(
                &serde_json::json!({ "report": report, "commands": commands, "sent": sent }),
            );
        } else {
            print();
            match sent {
                Some(sent) => sent.print(),
                None => {
                    output::answer(told!(
                        "dry run: {commands} commands, nothing stored",
                        "Probelauf: {commands} Befehle, nichts gespeichert"
                    ));
                }
            }
        }
        sent.is_none_or(|it| it.refused == 0)
    }
}

/// What the store said to the lines of an import.
#[derive(Debug, Default, serde::Serialize)]
pub(super) struct Sent {
    /// Lines answered without a problem.
    accepted: usize,
    /// Lines refused.
    refused: usize,
    /// The first refusals, with their line.
    problems: Vec<Value>,
}

impl Sent {
    const SHOWN: usize = 20;

    async fn send(backend: &Backend, lines: &[Line], actor: Option<Uuid>) -> Result<Self> {
        let mut sent = Self::default();
        let bar = output::progress(told!("storing", "speichere"));
        bar.set_length(lines.len() as u64);
        backend
            .send(lines, actor, |line, answer| {
                bar.inc(1);
                if answer["problem"].is_null() {
                    sent.accepted += 1;
                    return;
                }
                sent.refused += 1;
                if sent.problems.len() < Self::SHOWN {
                    let (command, id) = (&line.command, line.id);
                    let problem = &answer["problem"];
                    sent.problems.push(
                        serde_json::json!({ "command": command, "id": id, "problem": problem }),
                    );
                }
            })
            .await?;
        bar.finish_and_clear();
        Ok(sent)
    }

    fn print(&self) {
        output::answer(told!(
            "{} commands accepted, {} refused",
            "{} Befehle angenommen, {} abgelehnt",
            self.accepted,
            self.refused
        ));
        for problem in &self.problems {
            let what = &problem["problem"]["detail"];
            output::answer(told!(
                "  refused: {} {}: {}",
                "  abgelehnt: {} {}: {}",
                output::text(&problem["command"]),
                output::text(&problem["id"]),
                output::text(what)
            ));
        }
    }
}
