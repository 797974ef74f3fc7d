//! The files of the project, without what is built and what is stored.

use std::{ffi::OsStr, fs, path::Path};

use anyhow::{Context as _, Result};

/// Folders that are not the project's own work.
const FOREIGN: [&str; 3] = ["target", "acker-data", ".git"];

/// All text files, by path.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) files: Vec<File>,
}

/// A text file.
#[derive(Debug)]
pub(crate) struct File {
    /// From the root, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Tree {
    /// Everything below a folder that is text.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut files = vec![];
        walk(root, "", &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { files })
    }
}

impl File {
    /// Whether its name ends so.
    pub(crate) fn is(&self, extension: &str) -> bool {
        Path::new(&self.path).extension() == Some(OsStr::new(extension))
    }

    /// The folder that it lies in.
    pub(crate) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// A file for a test.
    #[cfg(test)]
    pub(crate) fn of(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }
}

fn walk(folder: &Path, path: &str, files: &mut Vec<File>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("`{}`", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && !FOREIGN.contains(&name.as_str()) {
            walk(&entry.path(), &path, files)?;
        } else if kind.is_file()
            && let Ok(text) = String::from_utf8(fs::read(entry.path())?)
        {
            files.push(File { path, text });
        }
    }
    Ok(())
}

/// The name of the crate that a file belongs to.
pub(crate) fn crate_of(tree: &Tree, path: &str) -> Option<String> {
    let manifests = tree.files.iter().filter(|it| it.path.ends_with("/Cargo.toml"));
    let around = manifests.filter(|it| Path::new(path).starts_with(it.folder()));
    let nearest = around.max_by_key(|it| it.path.len())?;
    let name = nearest.text.lines().find_map(|it| it.strip_prefix("name = \""))?;
    Some(name.trim_end_matches('"').to_owned())
}
