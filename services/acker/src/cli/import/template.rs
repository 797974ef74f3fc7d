//! `acker import --template`: empty tables with an example row.

use std::{fs, io::Write as _, path::Path, process::ExitCode};

use anyhow::{Context as _, Result};
use formats::tables::{Noun, template, template_workbook};

use crate::{cli::WrongUse, output, words::told};

/// Prints the table of a noun, or writes those of all: into a workbook, or into a folder. Never overwrites.
pub(super) fn write(into: &str) -> Result<ExitCode> {
    let path = Path::new(into);
    if let Some(noun) = Noun::named(into) {
        output::answer(template(noun).trim_end());
    } else if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("xlsx")) {
        put(path, &template_workbook()?)?;
    } else if path.is_dir() || into.ends_with(['/', '\\']) {
        fs::create_dir_all(path).with_context(|| {
            told!("`{into}` cannot be made", "`{into}` lässt sich nicht anlegen")
        })?;
        for noun in Noun::taken() {
            put(&path.join(format!("{}.csv", noun.name())), template(noun).as_bytes())?;
        }
    } else {
        let names = Noun::names();
        let what = told!(
            "there is no table of `{into}`; there are {names}; `tables.xlsx` or `tables/` has them all",
            "eine Tabelle `{into}` gibt es nicht; es gibt {names}; `tables.xlsx` oder `tables/` hat alle"
        );
        return Err(WrongUse(what).into());
    }
    Ok(ExitCode::SUCCESS)
}

fn put(file: &Path, bytes: &[u8]) -> Result<()> {
    let told =
        || told!("`{}` cannot be written", "`{}` lässt sich nicht schreiben", file.display());
    fs::File::create_new(file).and_then(|mut it| it.write_all(bytes)).with_context(told)?;
    output::say(told!("`{}` written", "`{}` geschrieben", file.display()));
    Ok(())
}
