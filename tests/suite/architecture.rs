//! What the house promises about what is absent: asked of `cargo metadata` and of the sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use serde_json::Value;

use crate::support::{files, items, root};

/// Crates that do I/O, run tasks, know a clock or give random numbers.
const IMPURE: &[&str] = &[
    "async-std",
    "axum",
    "getrandom",
    "hyper",
    "iana-time-zone",
    "mio",
    "rand",
    "rand_core",
    "reqwest",
    "rusqlite",
    "smol",
    "socket2",
    "tokio",
    "tower",
    "tower-http",
    "ureq",
];

const PURE: &[&str] = &["events", "domain", "projections", "similarity", "wording"];

/// Licences under which a crate may be linked into the program.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

#[test]
fn what_happened_what_may_happen_and_what_it_means_do_no_io_and_know_no_clock() {
    for name in PURE {
        let reached = linked_with(name);
        let impure: Vec<_> = IMPURE.iter().filter(|it| reached.contains_key(**it)).collect();
        assert!(impure.is_empty(), "`{name}` reaches {impure:?}");
    }
}

#[test]
fn time_zones_come_with_the_program_and_never_from_the_machine() {
    for member in PURE {
        for (name, features) in linked_with(member) {
            assert!(name != "jiff" || features.contains("tzdb-bundle-always"), "{features}");
            for system in ["tz-system", "tzdb-zoneinfo", "tzdb-concatenated"] {
                assert!(!features.contains(system), "`{member}` reaches {name} with {features}");
            }
        }
    }
    assert!(linked_with("projections").contains_key("jiff"));
}

#[test]
fn only_the_store_knows_sqlite() {
    assert_eq!(members_that_depend_on("rusqlite", &["suite", "bench", "xtask"]), ["store"]);
}

#[test]
fn only_the_api_the_pages_and_the_program_know_http() {
    for http in ["axum", "hyper", "hyper-util", "tower", "tower-http", "http-body-util"] {
        for member in members_that_depend_on(http, &["suite", "bench", "xtask"]) {
            assert!(["api", "ui", "acker"].contains(&member.as_str()), "`{member}` knows {http}");
        }
    }
}

#[test]
fn only_the_program_picks_a_store() {
    let may = ["services/acker/", "services/store/", "tests/", "ops/"];
    for (path, text) in sources() {
        let picks = without_tests(&text).contains("SqliteStore::open");
        assert!(!picks || may.iter().any(|it| path.starts_with(it)), "{path:?} opens a store");
    }
    let program = sources().into_iter().filter(|(path, _)| path.starts_with("services/acker"));
    assert!(program.into_iter().any(|(_, text)| text.contains("SqliteStore::open(")));
}

#[test]
fn only_the_codec_turns_events_into_bytes() {
    // The macros that declare facts give the codec the reading and writing of each body.
    let may = ["events/src/codec.rs", "events/src/fact.rs"];
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("events/src")) {
        let code = without_tests(&text);
        for call in ["serde_json::from_", "serde_json::to_", "to_raw_value(", "Deserializer::from_"]
        {
            let is_allowed = may.iter().any(|it| path == Path::new(it));
            assert!(is_allowed || !code.contains(call), "{path:?} calls {call}");
        }
    }
}

#[test]
fn a_module_is_a_file_of_its_own_name() {
    let named_mod: Vec<_> =
        sources().into_iter().map(|(path, _)| path).filter(|it| it.ends_with("mod.rs")).collect();
    assert!(named_mod.is_empty(), "{named_mod:?}");
}

#[test]
fn no_source_names_a_folder_of_somebodys_machine() {
    // In two parts, so that this file does not name them either.
    let machines = [("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("../sha", "red")];
    let machines = machines.map(|(one, other)| format!("{one}{other}"));
    for (path, text) in sources() {
        if path == Path::new("tests/suite/data.rs") {
            continue; // It looks for the data beside the repository and says so when it is not there.
        }
        for machine in &machines {
            assert!(!text.contains(machine.as_str()), "{path:?} names `{machine}`");
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for (path, text) in sources() {
        let is_of_its_parent = path.ends_with("tests.rs");
        assert!(text.starts_with("//!") || is_of_its_parent, "{path:?} begins without `//!`");
    }
}

#[test]
fn every_crate_may_be_linked_under_its_licence() {
    for package in items(&metadata()["packages"]) {
        let (name, licence) = (&package["name"], package["license"].as_str().unwrap_or_default());
        assert!(is_allowed(licence), "{name} is under `{licence}`");
    }
}

#[test]
fn a_licence_is_allowed_when_one_choice_of_it_is() {
    assert!(is_allowed("GPL-3.0 OR MIT"));
    assert!(is_allowed("(MIT OR GPL-3.0) AND Unicode-3.0"));
    assert!(is_allowed("MIT/Apache-2.0"));
    assert!(!is_allowed("MIT AND GPL-3.0"));
    assert!(!is_allowed("AGPL-3.0"));
    assert!(!is_allowed(""));
}

fn metadata() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1"])
            .current_dir(root())
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("metadata is JSON")
    })
}

/// The crates that a member alone is linked with on this machine, each with its features. `cargo metadata`
/// cannot be asked for that: it adds up the features of all members and of all machines.
fn linked_with(member: &str) -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", member, "--edges", "normal", "--prefix", "none"])
        .args(["--format", "{p}|{f}"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("names of crates are UTF-8");
    let lines = tree.lines().filter_map(|it| it.split_once('|'));
    let named = lines.map(|(name, features)| {
        let name = name.split(' ').next().unwrap_or_default();
        (name.to_owned(), features.trim_end_matches(" (*)").to_owned())
    });
    named.filter(|(name, _)| name != member).collect()
}

fn members_that_depend_on(name: &str, but: &[&str]) -> Vec<String> {
    let members: BTreeSet<_> =
        items(&metadata()["workspace_members"]).iter().filter_map(Value::as_str).collect();
    let packages = items(&metadata()["packages"]).iter();
    let ours = packages.filter(|it| it["id"].as_str().is_some_and(|it| members.contains(it)));
    let names = ours.filter_map(|package| {
        let own = package["name"].as_str().filter(|it| !but.contains(it))?;
        let depends = items(&package["dependencies"]).iter().any(|it| it["name"] == name);
        depends.then(|| own.to_owned())
    });
    names.collect()
}

/// Every Rust source, by its path below the root.
fn sources() -> Vec<(PathBuf, String)> {
    let folders = ["events", "projections", "services", "ops", "tests"].map(|it| root().join(it));
    let all = folders.iter().flat_map(|it| files(it));
    let rust = all.filter(|it| it.extension().is_some_and(|it| it == "rs"));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("sources are UTF-8");
        (path.strip_prefix(root()).expect("below the root").to_owned(), text)
    };
    rust.filter(|it| !it.components().any(|it| it.as_os_str() == "target")).map(read).collect()
}

/// The part of a source before its tests, which stand last.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
}

/// Reads an SPDX expression: one side of every `OR` (once written `/`), both sides of every `AND`.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    if let Some((one, other)) = split(&expression, " OR ") {
        return is_allowed(one) || is_allowed(other);
    }
    if let Some((one, other)) = split(&expression, " AND ") {
        return is_allowed(one) && is_allowed(other);
    }
    let one = expression.trim();
    match one.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
        Some(inner) => is_allowed(inner),
        None => LICENCES.contains(&one),
    }
}

/// Splits at an operator that stands outside of parentheses.
fn split<'a>(expression: &'a str, operator: &str) -> Option<(&'a str, &'a str)> {
    let mut depth = 0;
    for (place, letter) in expression.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && expression[place..].starts_with(operator) => {
                return Some((&expression[..place], &expression[place + operator.len()..]));
            }
            _ => {}
        }
    }
    None
}
