//! Labels by which the threshold is set: what says the same, and traps that do not.

use crate::{index::Index, score::ALIKE};

const SAME: [(&str, &str); 24] = [
    ("Lieferantendaten prüfen", "Prüfung der Lieferantendaten"),
    ("Lieferantendaten prüfen", "Lieferanten-Daten prüfen"),
    ("Prüfung der Lieferantendaten", "Lieferanten-Daten prüfen"),
    ("check supplier data", "checking of supplier data"),
    ("Check supplier data", "Supplier data check"),
    ("Wareneingang buchen", "Buchung Wareneingang"),
    ("Stammdaten pflegen", "Pflege der Stammdaten"),
    ("Rechnung prüfen", "Rechnungen prüfen"),
    ("Rechnung freigeben", "Freigabe der Rechnung"),
    ("Angebot erstellen", "Erstellung des Angebots"),
    ("Angebot an Kunden senden", "Angebot dem Kunden senden"),
    ("Reisekosten abrechnen", "Abrechnung der Reisekosten"),
    ("Schulung planen", "Planung von Schulungen"),
    ("Bestellung auslösen", "Auslösen der Bestellung"),
    ("Monatsbericht erstellen", "Erstellen des Monatsberichts"),
    ("Maschinendaten auswerten", "Auswertung Maschinendaten"),
    ("Qualitätsbericht schreiben", "Qualitaetsberichte schreiben"),
    ("approve purchase order", "approval of purchase orders"),
    ("Create invoice", "invoice creation"),
    ("Update customer record", "updating the customer records"),
    ("schedule maintenance", "Scheduling of maintenance"),
    ("register new employee", "registration of new employees"),
    ("Record birth in register", "record the birth in the register"),
    ("Kundenreklamation erfassen", "Erfassung von Kundenreklamationen"),
];

const OTHER: [(&str, &str); 24] = [
    ("Rechnung prüfen", "Rechnung buchen"),
    ("accept offer", "reject offer"),
    ("Urlaub beantragen", "Reise beantragen"),
    ("Angebot annehmen", "Angebot ablehnen"),
    ("Wareneingang buchen", "Warenausgang buchen"),
    ("Lieferantenstammdaten prüfen", "Lieferantenstammdaten löschen"),
    ("Lieferantenstammdaten anlegen", "Lieferantenstammdaten archivieren"),
    ("Kundenstammdaten pflegen", "Lieferantenstammdaten pflegen"),
    ("import customer data", "export customer data"),
    ("open ticket", "close ticket"),
    ("Tor öffnen", "Tor schließen"),
    ("send goods", "receive goods"),
    ("Schulung planen", "Schulung durchführen"),
    ("Besprechung vorbereiten", "Besprechung nachbereiten"),
    ("Halle 3 reinigen", "Halle 4 reinigen"),
    ("check supplier data", "check supplier invoice"),
    ("Bericht schreiben", "Bericht lesen"),
    ("activate account", "deactivate account"),
    ("inbound delivery", "outbound delivery"),
    ("Personal einstellen", "Maschine einstellen"),
    ("create purchase order", "create sales order"),
    ("Monatsbericht erstellen", "Monatsbericht versenden"),
    ("Produktionsplanung abstimmen", "Produktionsplanung freigeben"),
    ("Vertrag prüfen", "Vertrag genehmigen"),
];

#[test]
fn tells_the_same_from_the_other_among_many_labels() {
    let mut index = Index::default();
    let labels = SAME.iter().chain(&OTHER).flat_map(|&(a, b)| [a, b]);
    labels.for_each(|label| index.put(label, label));
    expect(|a, b| index.score(a, b));
}

#[test]
fn tells_the_same_from_the_other_when_nothing_else_is_known() {
    expect(|a, b| {
        let mut index = Index::default();
        index.put(1, a);
        index.put(2, b);
        index.score(1, 2)
    });
}

#[test]
fn tells_the_same_from_the_other_in_a_large_house() {
    let house = house();
    let mut index = Index::default();
    for label in &house {
        index.put(label.as_str(), label);
    }
    let labels = SAME.iter().chain(&OTHER).flat_map(|&(a, b)| [a, b]);
    labels.for_each(|label| index.put(label, label));
    expect(|a, b| index.score(a, b));
}

/// Some 2,500 labels of three words.
fn house() -> Vec<String> {
    let nouns =
        ["Auftrag", "Werkzeug", "Lager", "budget", "report", "Projekt", "contract", "Teile"];
    let verbs =
        ["bestellen", "review", "melden", "track", "verwalten", "plan", "Verwaltung", "audit"];
    let label = |n: usize| {
        let (place, n) = (n / 64, n % 64);
        let place = format!("{}{}", nouns[place % 8].to_lowercase(), verbs[place / 8]);
        format!("{} {} {place}", nouns[n % 8], verbs[n / 8])
    };
    (0..2_560).map(label).collect()
}

fn expect(score: impl Fn(&str, &str) -> f32) {
    let missed = SAME.iter().filter(|(a, b)| score(a, b) < ALIKE);
    let mistaken = OTHER.iter().filter(|(a, b)| score(a, b) >= ALIKE);
    let wrong: Vec<String> =
        missed.chain(mistaken).map(|(a, b)| format!("{a} | {b}: {}", score(a, b))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
