//! What the compiler and its lints do not see: whether the house is tidy.

mod crates;
mod links;
mod texts;
pub(crate) mod tree;

use std::path::Path;

use anyhow::{Result, bail};

use tree::Tree;

/// Lines of Rust above which a file is mentioned, though not refused.
const LONG: usize = 400;

/// Fails with all that is untidy.
#[expect(clippy::print_stderr, reason = "people are to see it")]
pub(crate) fn tidy() -> Result<()> {
    let tree = Tree::read(Path::new("."))?;
    for long in long_files(&tree) {
        eprintln!("   long: {long}");
    }
    let wrong = [texts::wrong(&tree), crates::wrong(&tree), links::wrong(&tree)].concat();
    if wrong.is_empty() { Ok(()) } else { bail!("\n   {}", wrong.join("\n   ")) }
}

fn long_files(tree: &Tree) -> Vec<String> {
    let lines = |text: &str| text.lines().count();
    let files = tree.files.iter().filter(|it| it.is("rs") && lines(&it.text) > LONG);
    files.map(|it| format!("{} has {} lines", it.path, lines(&it.text))).collect()
}
