//! What the people of the invented company write: half of it English, half German.

use super::random::Random;

const VERBS: [[&str; 16]; 2] = [
    [
        "Check",
        "Approve",
        "Enter",
        "Collect",
        "Compare",
        "Send",
        "Archive",
        "Correct",
        "Plan",
        "Order",
        "Release",
        "Translate",
        "Count",
        "Sort",
        "Report",
        "Request",
    ],
    [
        "prüfen",
        "freigeben",
        "erfassen",
        "sammeln",
        "abgleichen",
        "versenden",
        "ablegen",
        "berichtigen",
        "planen",
        "bestellen",
        "ausgeben",
        "übersetzen",
        "zählen",
        "sortieren",
        "melden",
        "anfordern",
    ],
];

const OBJECTS: [[&str; 20]; 2] = [
    [
        "supplier invoice",
        "purchase order",
        "delivery note",
        "test report",
        "drawing",
        "spare part list",
        "shift plan",
        "customer complaint",
        "travel request",
        "contract",
        "master data",
        "quality certificate",
        "tool order",
        "training record",
        "price list",
        "audit finding",
        "stock level",
        "change request",
        "freight document",
        "meeting minutes",
    ],
    [
        "Lieferantenrechnung",
        "Bestellung",
        "Lieferschein",
        "Prüfbericht",
        "Zeichnung",
        "Ersatzteilliste",
        "Schichtplan",
        "Kundenreklamation",
        "Reiseantrag",
        "Vertrag",
        "Stammdaten",
        "Qualitätszeugnis",
        "Werkzeugauftrag",
        "Schulungsnachweis",
        "Preisliste",
        "Auditabweichung",
        "Lagerbestand",
        "Änderungsantrag",
        "Frachtpapier",
        "Protokoll",
    ],
];

const COMPLAINTS: [[&str; 6]; 2] = [
    [
        "nobody knows who decides, so we ask three units and wait for all of them",
        "it is typed from one system into the other, and every second time something is missing",
        "two sites keep a list of their own, and the lists never agree",
        "it comes back because a field was not filled in that nobody had asked for",
        "when we get an answer the other time zone has gone home",
        "the template is older than the process, so everybody has made their own",
    ],
    [
        "niemand weiß, wer entscheidet, also fragen wir drei Stellen und warten auf alle",
        "es wird von einem System ins andere abgetippt, und jedes zweite Mal fehlt etwas",
        "zwei Standorte führen eigene Listen, und die Listen stimmen nie überein",
        "es kommt zurück, weil ein Feld leer war, nach dem niemand gefragt hatte",
        "bis die Antwort da ist, hat die andere Zeitzone Feierabend",
        "die Vorlage ist älter als der Ablauf, also hat jeder seine eigene gebaut",
    ],
];

const SYLLABLES: [&str; 16] = [
    "ka", "ro", "vel", "min", "ta", "dor", "su", "lex", "ni", "bra", "mo", "fen", "gi", "pal",
    "zu", "ter",
];

/// The name of one of the company's products, by number: the same number, the same name.
pub(super) fn product(number: usize) -> String {
    let mut random = Random::new(number as u64 + 1);
    let mut name: String = (0..4).map(|_| *random.one_of(&SYLLABLES)).collect();
    name[..1].make_ascii_uppercase();
    name
}

/// What is done in a step.
pub(super) fn step(random: &mut Random, product: &str) -> String {
    let language = random.below(2);
    let (verb, object) = (random.one_of(&VERBS[language]), random.one_of(&OBJECTS[language]));
    if language == 0 {
        format!("{verb} {object} {product}")
    } else {
        format!("{object} {product} {verb}")
    }
}

/// A process, or a community around one.
pub(super) fn subject(random: &mut Random, product: &str) -> String {
    let language = random.below(2);
    let object = random.one_of(&OBJECTS[language]);
    format!("{object} {product}")
}

/// What holds work up, and in which language that is said.
pub(super) fn complaint(random: &mut Random, product: &str) -> (String, &'static str) {
    let language = random.below(2);
    let object = random.one_of(&OBJECTS[language]);
    let complaint = random.one_of(&COMPLAINTS[language]);
    (format!("{object} {product}: {complaint}"), ["en", "de"][language])
}
