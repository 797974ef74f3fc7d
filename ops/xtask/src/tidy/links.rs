//! Links from document to document lead somewhere.

use std::path::Path;

use super::tree::{File, Tree};

/// Everything that is wrong.
pub(super) fn wrong(tree: &Tree) -> Vec<String> {
    let documents = tree.files.iter().filter(|it| it.is("md"));
    documents.flat_map(|it| in_document(it, |path| Path::new(path).exists())).collect()
}

fn in_document(document: &File, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut wrong = vec![];
    for target in targets(&document.text) {
        let file = target.split('#').next().unwrap_or_default();
        let from_root = match document.folder() {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        };
        if !file.is_empty() && !exists(&from_root) {
            wrong.push(format!("{}: there is no `{file}`", document.path));
        }
    }
    wrong
}

/// What is linked to within the project: `[text](target)`.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let linked = text.split("](").skip(1).filter_map(|it| it.split([')', ' ', '\n']).next());
    linked.filter(|it| !it.contains("://") && !it.starts_with("mailto:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_link_to_a_file_that_is_not_there() {
        let text = "[a](there.md#part) [b](gone.md) [c](https://example.org/x) [d](#here)\n";
        let wrong = in_document(&File::of("ops/notes.md", text), |it| it == "ops/there.md");
        assert_eq!(wrong, ["ops/notes.md: there is no `gone.md`"]);
    }
}
