//! The words of a column's name, and what they say about persons.

/// A word, alone or in the plural, that stands for a person.
const PERSONS: &[&str] = &[
    "resource",
    "user",
    "username",
    "employee",
    "agent",
    "assignee",
    "person",
    "performer",
    "owner",
    "worker",
    "operator",
    "clerk",
    "handler",
    "technician",
    "engineer",
    "author",
    "creator",
    "reporter",
    "requester",
    "requestor",
    "approver",
    "reviewer",
    "responsible",
    "caller",
    "nurse",
    "doctor",
    "physician",
    "surname",
    "firstname",
    "lastname",
    "fullname",
    "forename",
    "login",
    "email",
    "mail",
    "initials",
    "customer",
    "manager",
    "supervisor",
    "staff",
    "actor",
    "contact",
    "originator",
    "consultant",
    "member",
    "rep",
    "representative",
    "lead",
    "leader",
    "inspector",
    "sender",
    "recipient",
    "buyer",
    "planner",
    "analyst",
    "editor",
    "patient",
    "applicant",
];
/// Two words in a row that do.
const PAIRS: &[(&str, &str)] = &[
    ("first", "name"),
    ("last", "name"),
    ("family", "name"),
    ("given", "name"),
    ("full", "name"),
    ("assigned", "to"),
    ("zugewiesen", "an"),
];
/// German stems: the word goes on (`Mitarbeitername`), unless it goes on to a group or a count.
const STEMS: &[&str] = &[
    "bearbeiter",
    "sachbearbeiter",
    "mitarbeiter",
    "benutzer",
    "nutzer",
    "anwender",
    "vorname",
    "nachname",
    "familienname",
    "ersteller",
    "verantwortlich",
    "zustandige",
    "zustaendige",
    "ansprechpartner",
    "kundenname",
    "kollege",
    "kollegin",
    "beschaftigte",
    "antragsteller",
    "ausfuhrende",
    "ausfuehrende",
    "personalnummer",
    "personenname",
    "prufer",
    "pruefer",
    "zustandig",
    "zustaendig",
    "genehmiger",
    "erfasser",
    "kunde",
    "vorgesetzte",
    "teamleiter",
    "leiter",
    "beauftragte",
    "einkaufer",
    "verkaufer",
    "betreuer",
    "absender",
    "empfanger",
];
/// Behind a word they tell who did it: `Processed by`, `Freigegeben durch`.
const BY: &[&str] = &["by", "durch", "von"];
/// A word that turns the column into one about a group, a place, a kind or a count.
const NOT_PERSONS: &[&str] = &[
    "country",
    "land",
    "group",
    "gruppe",
    "team",
    "role",
    "rolle",
    "department",
    "dept",
    "abteilung",
    "division",
    "div",
    "unit",
    "einheit",
    "site",
    "standort",
    "werk",
    "location",
    "region",
    "level",
    "type",
    "typ",
    "kind",
    "category",
    "class",
    "count",
    "number of",
    "anzahl",
    "org",
    "organisation",
    "organization",
    "company",
    "firma",
    "line",
    "city",
    "stadt",
    "plant",
    "cost",
    "costs",
    "kosten",
    "time",
    "zeit",
    "date",
    "datum",
    "status",
    "bereich",
    "queue",
];
const NOT_PERSON_ENDINGS: &[&str] = &[
    "gruppe",
    "gruppen",
    "team",
    "abteilung",
    "land",
    "rolle",
    "standort",
    "zahl",
    "anzahl",
    "status",
    "typ",
    "bereich",
    "einheit",
    "zeit",
    "kosten",
    "ort",
    "stunden",
    "wechsel",
];

/// Lower-case words without marks on vowels; `firstName` and `org:first_name` fall apart.
pub(super) fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        let begins = before.is_lowercase() && letter.is_uppercase();
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase().map(plain));
        }
        before = letter;
    }
    words.retain(|it| !it.is_empty());
    words
}

/// The words, joined by blanks: `Change Date+Time` is `change date time`.
pub(super) fn fold(name: &str) -> String {
    words_of(name).join(" ")
}

fn plain(letter: char) -> char {
    match letter {
        'ä' => 'a',
        'ö' => 'o',
        'ü' => 'u',
        other => other,
    }
}

pub(super) fn name_persons(words: &[String]) -> bool {
    // `first name` stays a person's even beside a word such as `org`.
    if words.windows(2).any(|it| PAIRS.contains(&(it[0].as_str(), it[1].as_str()))) {
        return true;
    }
    // The prefix of an extension says nothing about what the attribute holds.
    let words = match words {
        [first, rest @ ..] if !rest.is_empty() && matches!(first.as_str(), "org" | "case") => rest,
        all => all,
    };
    // `Involved by` says who; `by country` does not.
    if words.len() > 1 && words.last().is_some_and(|it| BY.contains(&it.as_str())) {
        return true;
    }
    // The last word says what the others belong to: a team member is a person, an agent group is none.
    if words.last().is_some_and(|it| is_person(it)) {
        return true;
    }
    words.iter().any(|it| is_person(it)) && !words.iter().any(|it| is_no_person(it))
}

fn is_person(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    PERSONS.contains(&word) || PERSONS.contains(&singular) || is_person_in_german(word)
}

fn is_person_in_german(word: &str) -> bool {
    STEMS.iter().any(|it| word.starts_with(it))
        && !NOT_PERSON_ENDINGS.iter().any(|it| word.ends_with(it))
}

fn is_no_person(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    NOT_PERSONS.contains(&word) || NOT_PERSONS.contains(&singular)
}
