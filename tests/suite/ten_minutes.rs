//! A community manager's ten minutes in a terminal: exactly the commands that the README tells, in both
//! languages.

use std::fs;

use crate::support::{Said, Server, acker_in, root};

/// What each command of the German part answers, in order.
const GERMAN: &[&str] = &[
    "Die Lieferantendaten pflegen wir in drei Excel-Listen",
    "15 min × 2 am Tag × 4 Leute = 36,7 Std. im Monat",
    "20 min × 3 in der Woche × 2 Leute = 7,3 Std. im Monat",
    "Die Community hat den Schmerzpunkt aufgegriffen.",
    "Die Verbesserungsidee ist festgehalten.",
    "Die Idee hat eine Stimme mehr.",
    "15 min × 3 in der Woche × 2 Leute = 5,5 Std. im Monat",
    "Die Einheit ist um eine Entscheidung gebeten, mit Frist.",
    "31.03.2027",
    "wartet auf Entscheidung",
];

/// The same of the English part.
const ENGLISH: &[&str] = &[
    "One question costs us a whole day.",
    "30 min × 2 a week × 3 people = 11.0 h a month",
    "undo: acker do retract-comment",
    "A community works on a pain point.",
    "Somebody proposed an improvement.",
    "A decision was asked of a unit, by a date.",
    "An idea was accepted.",
    "Some units try an idea.",
    "the end of the trial",
    "A trial is over.",
    "An idea is how some units work now.",
    "30 min × 1 a week × 3 people = 5.5 h a month",
    "undo: acker do reopen-pain-point",
    "benefit_measured",
];

#[test]
fn the_ten_minutes_of_the_readme_can_be_lived_in_german_and_in_english() {
    let server = Server::start(&["--demo"]);
    let readme = fs::read_to_string(root().join("README.md")).expect("a README");
    let behind = readme.split_once("These are ten minutes in German").expect("it is told").1;
    let mut blocks = behind.split("```sh\n").skip(1).map(|it| it.split("```").next());
    for (language, answers) in [("de_DE.UTF-8", GERMAN), ("en_GB.UTF-8", ENGLISH)] {
        let block = blocks.next().flatten().expect("a block in each language");
        let commands: Vec<_> = commands(block).collect();
        assert_eq!(commands.len(), answers.len(), "an answer for every command");
        for (command, answer) in commands.iter().zip(answers) {
            let said = lived(&server, command, language);
            assert_eq!(said.code, 0, "{command:?}: {said:?}");
            assert!(said.out.contains(answer), "{command:?}: {said:?}");
        }
    }
}

fn lived(server: &Server, command: &[String], language: &str) -> Said {
    let (demo, rest) = command.split_first().expect("a command has words");
    assert_eq!(demo, "demo", "the alias that the README makes");
    let store = ["--store".to_owned(), server.address.clone()];
    acker_in(language, store.iter().chain(rest))
}

/// The commands of a block as a shell takes them apart: quotes, comments, lines that go on.
fn commands(block: &str) -> impl Iterator<Item = Vec<String>> {
    let whole = block.replace("\\\n", " ");
    let lines: Vec<_> = whole.lines().map(words).filter(|it| !it.is_empty()).collect();
    lines.into_iter()
}

fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted, mut is_begun) = (vec![], String::new(), false, false);
    for letter in line.chars() {
        match letter {
            '\'' => (is_quoted, is_begun) = (!is_quoted, true),
            '#' if !is_quoted && !is_begun => break,
            ' ' if !is_quoted => {
                if is_begun {
                    words.push(std::mem::take(&mut word));
                }
                is_begun = false;
            }
            other => {
                word.push(other);
                is_begun = true;
            }
        }
    }
    if is_begun {
        words.push(word);
    }
    words
}
