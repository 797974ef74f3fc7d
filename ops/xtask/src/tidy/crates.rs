//! Every crate takes its lints and the versions of its dependencies from the workspace, but for one that is a
//! workspace of its own.

use super::tree::{File, Tree};

/// Everything that is wrong.
pub(super) fn wrong(tree: &Tree) -> Vec<String> {
    let manifests = tree.files.iter().filter(|it| it.path.ends_with("/Cargo.toml"));
    let of_ours = manifests.filter(|it| !it.text.lines().any(|line| line == "[workspace]"));
    of_ours.flat_map(in_manifest).collect()
}

fn in_manifest(manifest: &File) -> Vec<String> {
    let (mut section, mut has_lints, mut wrong) = ("", false, vec![]);
    for (number, line) in (1..).zip(manifest.text.lines()) {
        let line = line.trim();
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']);
        } else if section == "lints" {
            has_lints |= line == "workspace = true";
        } else if section.ends_with("dependencies") && !is_shared(line) {
            let path = &manifest.path;
            wrong.push(format!("{path}:{number}: `{line}` is not `workspace = true`"));
        }
    }
    if !has_lints {
        wrong.push(format!("{}: `[lints]` is not `workspace = true`", manifest.path));
    }
    wrong
}

fn is_shared(line: &str) -> bool {
    line.is_empty() || line.starts_with('#') || line.contains("workspace = true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_dependency_with_a_version_of_its_own_and_lints_of_its_own() {
        let tree = Tree {
            files: vec![
                File::of(
                    "a/Cargo.toml",
                    "[lints]\nworkspace = true\n\n[dependencies]\nb = \"1\"\n",
                ),
                File::of("c/Cargo.toml", "[dev-dependencies]\nd.workspace = true\n"),
                File::of("own/Cargo.toml", "[workspace]\n\n[dependencies]\nb = \"1\"\n"),
            ],
        };
        assert_eq!(
            wrong(&tree),
            [
                "a/Cargo.toml:5: `b = \"1\"` is not `workspace = true`",
                "c/Cargo.toml: `[lints]` is not `workspace = true`",
            ]
        );
    }
}
