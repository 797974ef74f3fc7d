//! Which tests write down what they see when they are told to.

use std::path::Path;

use anyhow::Result;

use crate::{
    steps::Step,
    tidy::tree::{Tree, crate_of},
};

/// The generated files of the suite, then the snapshots of every crate that has some.
pub(crate) fn steps() -> Result<Vec<Step>> {
    let generated = ["test", "--package", "suite", "--", "schemas", "golden"];
    let mut steps = vec![updating("schemas and golden files", &generated)];
    let with_snapshots = with_snapshots(&Tree::read(Path::new("."))?);
    if !with_snapshots.is_empty() {
        let packages = with_snapshots.iter().flat_map(|it| ["--package", it]);
        let words: Vec<&str> = ["test"].into_iter().chain(packages).collect();
        steps.push(updating("snapshots", &words));
    }
    Ok(steps)
}

fn updating(name: &'static str, words: &[&str]) -> Step {
    Step::cargo(name, words).where_set("UPDATE_EXPECT", "1")
}

/// Their names, each once.
fn with_snapshots(tree: &Tree) -> Vec<String> {
    let uses = |text: &str| text.lines().any(|it| it.trim_start().starts_with("use expect_test"));
    let files = tree.files.iter().filter(|it| it.is("rs") && uses(&it.text));
    let mut crates: Vec<String> = files.filter_map(|it| crate_of(tree, &it.path)).collect();
    crates.sort();
    crates.dedup();
    crates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::File;

    #[test]
    fn finds_the_crates_that_have_snapshots() {
        let tree = Tree {
            files: vec![
                File::of("services/api/Cargo.toml", "[package]\nname = \"api\"\n"),
                File::of("services/api/src/problem.rs", "    use expect_test::expect;\n"),
                File::of("events/Cargo.toml", "[package]\nname = \"events\"\n"),
                File::of("events/src/lib.rs", "//! It does not use expect_test.\n"),
            ],
        };
        assert_eq!(with_snapshots(&tree), ["api"]);
    }
}
