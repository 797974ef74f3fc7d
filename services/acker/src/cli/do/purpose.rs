//! What each command is for, in German; in English its schema says it.

const GERMAN: &[(&str, &str)] = &[
    ("accept-idea", "Eine Idee annehmen, mit Grund"),
    ("add-hand-over", "Eine Übergabe von einem Schritt an einen anderen eintragen"),
    ("add-step", "Einen Schritt in einen Prozess aufnehmen"),
    ("address-area", "Sagen, dass sich eine Community um einen Bereich kümmert"),
    ("address-pain-point", "Eine Idee an einem weiteren Schmerzpunkt ansetzen lassen"),
    ("adopt-idea", "Sagen, dass eine weitere Einheit so arbeitet"),
    ("appoint-manager", "Jemanden zur Leitung einer Community machen"),
    ("ask-back", "Vor der Entscheidung über eine Idee zurückfragen"),
    ("ask-for-decision", "Eine Einheit um eine Entscheidung bitten, mit Frist"),
    ("assign-areas", "Einen Prozess Bereichen zuordnen"),
    ("attest-process", "Sagen, ob eine Einheit so arbeitet, wie es beschrieben ist"),
    ("back-pain-point", "Sagen, dass auch diese Einheit den Schmerzpunkt hat"),
    ("bind-activity", "Eine Tätigkeit eines Protokolls einem Schritt zuordnen"),
    ("bind-value", "Einen Wert eines Protokolls einer Einheit oder einem Standort zuordnen"),
    ("comment-on-idea", "Eine Idee kommentieren"),
    ("comment-on-pain-point", "Einen Schmerzpunkt kommentieren"),
    ("comment-on-process", "Einen Prozess kommentieren"),
    ("confirm-duplicate", "Bestätigen, dass dasselbe mehrfach getan wird"),
    ("declare-variant", "Einen Prozess zur Variante eines anderen erklären"),
    ("dismiss-duplicate", "Sagen, dass hier nichts doppelt ist, und warum"),
    ("dissolve-community", "Eine Community auflösen"),
    ("drop-pain-point", "Einen aufgegriffenen Schmerzpunkt abgeben"),
    ("end-pilot", "Die Erprobung einer Idee beenden, mit Ergebnis"),
    ("estimate-benefit", "Den Nutzen einer Idee schätzen"),
    ("found-community", "Eine Community gründen"),
    ("implement-idea", "Sagen, dass eine Idee umgesetzt ist, und wo"),
    ("import-log", "Ein Ereignisprotokoll anlegen, wie der Import es tut"),
    ("leave-area", "Sagen, dass sich eine Community nicht mehr um einen Bereich kümmert"),
    ("log-pain-point", "Festhalten, was die Arbeit aufhält"),
    ("map-process", "Einen Prozess auf die Karte bringen"),
    ("measure-benefit", "Den gemessenen Nutzen einer Idee festhalten"),
    ("merge-idea", "Zwei Ideen zusammenlegen, die dasselbe sagen"),
    ("merge-pain-point", "Zwei Schmerzpunkte zusammenlegen, die dasselbe sagen"),
    ("move-unit", "Eine Einheit einer anderen unterstellen"),
    ("name-master-store", "Den führenden Ort eines Datenobjekts benennen"),
    ("place-pain-point", "Sagen, woran ein Schmerzpunkt hängt"),
    ("propose-idea", "Eine Verbesserungsidee vorschlagen"),
    ("put-off-idea", "Eine Idee bis zu einem Tag zurückstellen"),
    ("record-compared-cases", "Den Vergleich der Fälle eines Protokolls festhalten"),
    ("record-data-use", "Festhalten, welche Daten ein Schritt liest oder führt"),
    ("record-goal", "Festhalten, wie weit ein Ziel ist"),
    ("record-measured-bounces", "Gemessene Rückläufe eines Monats festhalten"),
    ("record-measured-hand-overs", "Gemessene Übergaben eines Monats festhalten"),
    ("redact-text", "Einen Text löschen, ohne die Geschichte zu ändern"),
    ("register-data-object", "Ein Datenobjekt anlegen"),
    ("register-site", "Einen Standort anlegen"),
    ("register-unit", "Eine Einheit anlegen"),
    ("reject-idea", "Eine Idee ablehnen, mit Grund"),
    ("release-manager", "Jemanden aus der Leitung einer Community entlassen"),
    ("release-process", "Die Beschreibung eines Prozesses freigeben"),
    ("remove-data-use", "Einen Datengebrauch streichen"),
    ("remove-hand-over", "Eine Übergabe entfernen"),
    ("remove-step", "Einen Schritt entfernen"),
    ("reopen-idea", "Eine Idee wieder zur Debatte stellen"),
    ("reopen-pain-point", "Einen gelösten Schmerzpunkt wieder öffnen"),
    ("represent-unit", "Sagen, dass eine Community für eine Einheit spricht"),
    ("resolve-pain-point", "Sagen, wie ein Schmerzpunkt gelöst wurde"),
    ("retire-process", "Einen Prozess stilllegen"),
    ("retract-comment", "Einen Kommentar zurücknehmen"),
    ("revise-community", "Angaben zu einer Community ändern"),
    ("revise-data-object", "Angaben zu einem Datenobjekt ändern"),
    ("revise-hand-over", "Angaben zu einer Übergabe ändern"),
    ("revise-idea", "Eine Idee anders fassen"),
    ("revise-pain-point", "Einen Schmerzpunkt anders fassen"),
    ("revise-process", "Angaben zu einem Prozess ändern"),
    ("revise-site", "Angaben zu einem Standort ändern"),
    ("revise-step", "Angaben zu einem Schritt ändern"),
    ("revise-unit", "Angaben zu einer Einheit ändern"),
    ("set-goal", "Einer Community ein Ziel setzen"),
    ("sketch-change", "An einer Idee entwerfen, was sie ändern würde"),
    ("sort-pain-point", "Einem Schmerzpunkt eine Art geben"),
    ("start-pilot", "Eine Idee erproben"),
    ("stop-representing-unit", "Sagen, dass eine Community nicht mehr für eine Einheit spricht"),
    ("support-idea", "Sich für eine Idee aussprechen"),
    ("take-up-pain-point", "Einen Schmerzpunkt als Community aufgreifen"),
    ("unbind", "Eine Zuordnung eines Protokolls lösen"),
    ("unmerge-idea", "Zusammengelegte Ideen wieder trennen"),
    ("unmerge-pain-point", "Zusammengelegte Schmerzpunkte wieder trennen"),
    ("withdraw-backing", "Sagen, dass eine Einheit den Schmerzpunkt nicht mehr hat"),
    ("withdraw-idea", "Eine Idee zurückziehen"),
    ("withdraw-support", "Die Stimme für eine Idee zurücknehmen"),
    ("withdraw-verdict", "Ein Urteil über Doppelungen zurücknehmen"),
];

pub(super) fn in_german(command: &str) -> Option<&'static str> {
    GERMAN.iter().find(|it| it.0 == command).map(|it| it.1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::catalogue::CATALOGUE;

    use super::*;

    #[test]
    fn every_command_has_its_purpose_in_german_and_nothing_else_has() {
        let commands: BTreeSet<_> = CATALOGUE.iter().map(|it| it.name).collect();
        let german: BTreeSet<_> = GERMAN.iter().map(|it| it.0).collect();
        assert_eq!(german, commands);
        assert_eq!(GERMAN.len(), commands.len(), "each once");
    }
}
