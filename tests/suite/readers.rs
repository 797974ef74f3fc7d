//! Readers that we did not write: networkx, pydot, openpyxl and Python's csv module; Graphviz and Mermaid
//! in Node. They are looked for under `target/readers`, where CI puts them; `ACKER_READERS` names another
//! folder. Where they are missing the tests say so loudly and prove nothing, unless
//! `ACKER_REQUIRE_READERS=1`.

use std::{
    env,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::support::{root, text};

/// A program that reads files and says what it found, a line of JSON each.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reader {
    /// GraphML and DOT.
    Graphs,
    /// DOT, as it is drawn.
    Graphviz,
    Mermaid,
    /// XLSX and CSV.
    Sheets,
}

impl Reader {
    fn command(self) -> Command {
        let (folder, scripts) = (folder(), root().join("tests/readers"));
        let mut command = match self {
            Self::Graphs | Self::Sheets => Command::new(folder.join("py/bin/python")),
            Self::Graphviz | Self::Mermaid => Command::new("node"),
        };
        command.arg(scripts.join(match self {
            Self::Graphs => "graphs.py",
            Self::Sheets => "sheets.py",
            Self::Graphviz => "graphviz.mjs",
            Self::Mermaid => "mermaid.mjs",
        }));
        command.arg(folder);
        command
    }

    fn is_there(self) -> bool {
        let folder = folder();
        match self {
            Self::Graphs | Self::Sheets => folder.join("py/bin/python").exists(),
            Self::Graphviz | Self::Mermaid => {
                let node = Command::new("node").arg("--version").stdout(Stdio::null()).status();
                node.is_ok() && folder.join("node_modules/mermaid").is_dir()
            }
        }
    }

    /// What it found in each file, all in one run; nothing and a loud word where it is missing.
    pub(crate) fn read(self, files: &[PathBuf]) -> Option<Vec<Value>> {
        if !self.is_there() {
            missing(self);
            return None;
        }
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a reader starts");
        let lines: String = files.iter().flat_map(|it| [text(it), "\n"]).collect();
        let mut input = child.stdin.take().expect("it is piped");
        input.write_all(lines.as_bytes()).expect("it reads");
        drop(input);
        let said = child.wait_with_output().expect("it ends");
        let (out, err) =
            (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
        assert!(said.status.success(), "{self:?}: {err}\n{out}");
        let found: Vec<_> =
            out.lines().map(|it| serde_json::from_str(it).expect("lines of JSON")).collect();
        assert_eq!(found.len(), files.len(), "{self:?}: {err}");
        Some(found)
    }
}

fn folder() -> PathBuf {
    env::var_os("ACKER_READERS").map_or_else(|| root().join("target/readers"), PathBuf::from)
}

fn missing(reader: Reader) {
    let is_required = env::var_os("ACKER_REQUIRE_READERS").is_some_and(|it| it == "1");
    let place = folder();
    assert!(!is_required, "{reader:?} is missing under `{}`", Path::new(&place).display());
    // A shell writes it, because what a passing test prints is not shown.
    let told =
        format!("SKIPPED: {reader:?} is missing under `{}`; .ci/run installs it", place.display());
    let shown = Command::new("sh").args(["-c", "echo \"$0\" >&2", &told]).status();
    assert!(shown.is_ok_and(|it| it.success()), "{told}");
}
