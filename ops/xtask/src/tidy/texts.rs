//! What no line of any text may hold.

use super::tree::{File, Tree};

/// What people write and read by hand; data may hold anything.
const WRITTEN: [&str; 8] = ["rs", "toml", "md", "sql", "sh", "yml", "yaml", "html"];

/// Written in pieces, so that this file is tidy itself.
const UNFINISHED: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

/// Folders of somebody's machine.
const PLACES: [&str; 4] =
    [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/Us", "ers/")];

/// Words of the place where somebody works, which no reader of the project knows.
const WORKPLACE: [&str; 2] = [concat!("../sha", "red"), concat!("issues", " show")];

/// Everything that is wrong, with its line.
pub(super) fn wrong(tree: &Tree) -> Vec<String> {
    tree.files.iter().filter(|it| is_written(it)).flat_map(in_file).collect()
}

fn is_written(file: &File) -> bool {
    WRITTEN.iter().any(|it| file.is(it)) || file.path == ".ci/run"
}

fn in_file(file: &File) -> Vec<String> {
    let mut wrong = vec![];
    if file.path.ends_with("/mod.rs") {
        wrong.push(format!("{}: a module `foo` lies in `foo.rs`", file.path));
    }
    if !file.text.is_empty() && !file.text.ends_with('\n') {
        wrong.push(format!("{}: the last line does not end", file.path));
    }
    for (number, line) in (1..).zip(file.text.lines()) {
        let told = in_line(line).map(|it| format!("{}:{number}: {it}", file.path));
        wrong.extend(told);
    }
    wrong
}

fn in_line(line: &str) -> impl Iterator<Item = String> {
    let blanks = [
        line.contains('\t').then_some("a tab"),
        line.ends_with([' ', '\r']).then_some("blanks at the end"),
    ];
    let unfinished = UNFINISHED.into_iter().filter(move |it| line.contains(it));
    let places = PLACES.into_iter().filter(move |it| names_place(line, it));
    let workplace = WORKPLACE.into_iter().filter(move |it| line.contains(it));
    let words = unfinished.chain(places).chain(workplace).map(|it| format!("`{it}`"));
    blanks.into_iter().flatten().map(str::to_owned).chain(words)
}

/// Whether a path begins so; within a URL or another path it is something else.
fn names_place(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|it| !it.is_alphanumeric() && !"./_-".contains(it))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        wrong(&Tree { files: vec![File::of("events/src/lib.rs", text)] })
    }

    #[test]
    fn finds_what_is_unfinished_or_invisible_with_its_line() {
        let text = format!("//! Fine.\n\tlet a = 1; \n// {}: more\n", UNFINISHED[0]);
        let expected = ["2: a tab", "2: blanks at the end", &format!("3: `{}`", UNFINISHED[0])];
        assert_eq!(found(&text), expected.map(|it| format!("events/src/lib.rs:{it}")));
    }

    #[test]
    fn finds_paths_of_a_machine_but_not_pages_of_that_name() {
        assert_eq!(found(&format!("let path = \"{}ada\";\n", PLACES[0])).len(), 1);
        assert!(found(&format!("see https://example.org{}page\n", PLACES[0])).is_empty());
    }

    #[test]
    fn refuses_a_module_file_in_its_folder() {
        let tree = Tree { files: vec![File::of("events/src/codec/mod.rs", "//! Codec.\n")] };
        assert_eq!(wrong(&tree).len(), 1);
    }
}
