//! Tables that come together: a folder, a ZIP archive, a workbook with one sheet a table.

use std::{
    fs::{self, File},
    io::{BufReader, Cursor, Read, Seek},
    path::Path,
};

use serde::Serialize;

use super::{Noun, Tables, grid::Grid as _, workbook::Workbook, zipped};
use crate::{
    error::{Bound, FormatError},
    limits::Limits,
    separated::Separated,
    source::{head_of, unpack},
};

/// What holds several tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// A folder of files.
    Folder,
    /// A ZIP archive of files.
    Archive,
    /// An XLSX file, one sheet a table.
    Workbook,
}

/// A part of a container that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The file or the sheet.
    pub name: String,
    /// What it was taken for; none where it was left alone.
    pub table: Option<Noun>,
    /// Why.
    pub reason: String,
}

/// What a path holds if it holds several tables.
pub(crate) fn container_of(path: &Path, limits: Limits) -> Result<Option<Container>, FormatError> {
    if path.is_dir() {
        return Ok(Some(Container::Folder));
    }
    let mut file = File::open(path)?;
    if !zipped::is_zip(&head_of(&mut file, 4)?) {
        return Ok(None);
    }
    let archive = zipped::open(BufReader::new(file), limits)?;
    Ok(Some(match zipped::sort(&archive)? {
        zipped::Sort::Workbook => Container::Workbook,
        zipped::Sort::Archive => Container::Archive,
    }))
}

/// Sheets and files of an export that follow from the others.
const ANSWERS: &[&str] = &["logs", "duplicates", "loops", "coverage"];

impl Tables {
    /// Reads every table of a container, and says what it took each part for. With a `noun`, only the sheet
    /// of that name, or the only one.
    pub fn read_container(
        &mut self,
        path: &Path,
        container: Container,
        noun: Option<Noun>,
        limits: Limits,
    ) -> Result<Vec<Seen>, FormatError> {
        let seen = match container {
            Container::Folder => self.read_folder(path, limits)?,
            Container::Archive => self.read_archive(BufReader::new(File::open(path)?), limits)?,
            Container::Workbook => {
                self.read_workbook("", BufReader::new(File::open(path)?), noun, limits)?
            }
        };
        if seen.iter().all(|it| it.table.is_none()) {
            let looked_at: Vec<_> = seen.iter().map(|it| format!("`{}`", it.name)).collect();
            let reason = format!(
                "there is no table in it{}{}; tables are called {}",
                if looked_at.is_empty() { "" } else { ", only " },
                looked_at.join(", "),
                Noun::names()
            );
            return Err(FormatError::NotRecognised(reason));
        }
        Ok(seen)
    }

    fn read_folder(&mut self, path: &Path, limits: Limits) -> Result<Vec<Seen>, FormatError> {
        let mut files = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            files.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
            if files.len() as u64 > limits.archive_members {
                let max = limits.archive_members;
                return Err(Bound::Count { what: "files in the folder", max }.into());
            }
        }
        files.sort();
        let mut seen = Vec::new();
        for (name, file) in files.into_iter().filter(|(name, _)| !is_hidden(name)) {
            if file.is_dir() {
                seen.push(left(&name, "a folder in the folder"));
                continue;
            }
            let input = BufReader::new(File::open(&file)?);
            match sort_of(&name) {
                Some(Sort::Separated) => seen.push(self.read_file(&name, input, limits)?),
                Some(Sort::Workbook) => {
                    let sheets = self.read_workbook(&name, input, None, limits);
                    seen.extend(sheets.map_err(|it| it.within(&name))?);
                }
                None => seen.push(left(&name, "neither CSV nor XLSX")),
            }
        }
        Ok(seen)
    }

    fn read_archive(
        &mut self,
        mut input: impl Read + Seek,
        limits: Limits,
    ) -> Result<Vec<Seen>, FormatError> {
        let packed = input.seek(std::io::SeekFrom::End(0))?;
        let mut archive = zipped::open(input, limits)?;
        zipped::admit(&mut archive, packed, limits)?;
        let mut seen = Vec::new();
        for place in 0..archive.len() {
            let member = archive.by_index(place).map_err(zipped::malformed)?;
            let name = member.name().map_err(zipped::malformed)?.into_owned();
            if member.is_dir() || is_hidden(&name) {
                continue;
            }
            match sort_of(&name) {
                Some(Sort::Separated) => seen.push(self.read_file(&name, member, limits)?),
                Some(Sort::Workbook) => {
                    let mut bytes = Vec::new();
                    member.take(limits.packed_bytes + 1).read_to_end(&mut bytes)?;
                    let sheets = self.read_workbook(&name, Cursor::new(bytes), None, limits);
                    seen.extend(sheets.map_err(|it| it.within(&name))?);
                }
                None => seen.push(left(&name, "neither CSV nor XLSX")),
            }
        }
        Ok(seen)
    }

    fn read_file(
        &mut self,
        name: &str,
        input: impl Read,
        limits: Limits,
    ) -> Result<Seen, FormatError> {
        let opened = unpack(input, limits).and_then(|it| Separated::open(it, limits));
        let mut file = match opened {
            Ok(file) => file,
            Err(error @ FormatError::Malformed { .. }) => {
                return Ok(left(name, &error.to_string()));
            }
            Err(error) => return Err(error.within(name)),
        };
        let Some((noun, reason)) = guess(stem_of(name), &file.headers) else {
            return Ok(left(name, not_a_table(stem_of(name))));
        };
        self.read_grid(noun, name, &mut file, limits).map_err(|it| it.within(name))?;
        Ok(Seen { name: name.to_owned(), table: Some(noun), reason })
    }

    fn read_workbook(
        &mut self,
        file: &str,
        input: impl Read + Seek,
        noun: Option<Noun>,
        limits: Limits,
    ) -> Result<Vec<Seen>, FormatError> {
        let mut workbook = Workbook::open(input, limits)?;
        let sheets = workbook.sheets();
        let is_alone = sheets.len() == 1;
        let mut seen = Vec::new();
        for sheet in sheets {
            let name = match file {
                "" => format!("sheet {sheet}"),
                file => format!("{file}, sheet {sheet}"),
            };
            let Some(mut rows) = workbook.sheet(&sheet).map_err(|it| it.within(&name))? else {
                seen.push(left(&name, "it is empty"));
                continue;
            };
            let guessed = match noun {
                Some(noun) if is_alone || Noun::named(&sheet) == Some(noun) => {
                    Some((noun, "it was said".to_owned()))
                }
                Some(_) => None,
                None => guess(&sheet, rows.headers()),
            };
            let Some((noun, reason)) = guessed else {
                seen.push(left(&name, not_a_table(&sheet)));
                continue;
            };
            self.read_grid(noun, &name, &mut rows, limits).map_err(|it| it.within(&name))?;
            seen.push(Seen { name, table: Some(noun), reason });
        }
        Ok(seen)
    }
}

enum Sort {
    Separated,
    Workbook,
}

fn sort_of(name: &str) -> Option<Sort> {
    let name = name.to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "csv" | "tsv" | "txt" => Some(Sort::Separated),
        "xlsx" | "xlsm" => Some(Sort::Workbook),
        _ => None,
    }
}

/// `units` of `tables/units.csv.gz`.
pub(crate) fn stem_of(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn is_hidden(name: &str) -> bool {
    name.split(['/', '\\']).any(|it| it.starts_with(['.', '~']) || it == "__MACOSX")
}

/// Answers share columns with tables, and are none.
fn guess(name: &str, headers: &[String]) -> Option<(Noun, String)> {
    if ANSWERS.contains(&name) { None } else { Noun::guess(name, headers) }
}

fn not_a_table(name: &str) -> &'static str {
    if ANSWERS.contains(&name) {
        return "an answer, which follows from the tables";
    }
    "neither its name nor its columns are those of a table"
}

fn left(name: &str, reason: &str) -> Seen {
    Seen { name: name.to_owned(), table: None, reason: reason.to_owned() }
}
