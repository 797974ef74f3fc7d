//! What happened, in a sentence: in English as the schemas say it, in German here.

use events::Event;
use schemars::generate::SchemaSettings;

const GERMAN: &[(&str, &str)] = &[
    ("activity_bound", "Eine Aktivität des Protokolls steht jetzt für einen Schritt."),
    ("area_addressed", "Die Community kümmert sich um diesen Bereich."),
    ("area_left", "Die Community kümmert sich nicht mehr um diesen Bereich."),
    ("areas_assigned", "Der Prozess hat andere Bereiche."),
    ("backing_withdrawn", "Diese Einheit hat den Schmerzpunkt nicht mehr."),
    ("benefit_estimated", "Der Nutzen der Idee ist geschätzt."),
    ("benefit_measured", "Der Nutzen der Idee ist gemessen."),
    ("bounces_measured", "Das Hin und Her eines Monats ist festgehalten."),
    ("change_sketched", "Die Änderung ist an der Idee skizziert und durchgerechnet."),
    ("cases_compared", "Der Vergleich der Vorgänge ist festgehalten."),
    ("comment_retracted", "Der Kommentar ist zurückgenommen, sein Text gelöscht."),
    ("commented", "Der Kommentar steht jetzt darunter."),
    ("community_dissolved", "Die Community ist aufgelöst."),
    ("community_founded", "Die Community ist gegründet."),
    ("community_revised", "Die Angaben zur Community sind geändert."),
    ("data_object_registered", "Das Datenobjekt ist angelegt."),
    ("data_object_revised", "Die Angaben zum Datenobjekt sind geändert."),
    ("data_use_recorded", "Festgehalten, wie der Schritt das Datenobjekt nutzt."),
    ("data_use_removed", "Der Schritt nutzt das Datenobjekt so nicht mehr."),
    ("decision_asked", "Die Einheit ist um eine Entscheidung gebeten, mit Frist."),
    ("duplicate_confirmed", "Bestätigt: Das ist dasselbe."),
    ("duplicate_dismissed", "Verworfen: Das ist nicht dasselbe, oder es soll so sein."),
    ("goal_recorded", "Der Stand des Ziels ist festgehalten."),
    ("goal_set", "Die Community hat sich ein Ziel gesetzt."),
    ("hand_over_added", "Die Übergabe ist eingetragen."),
    ("hand_over_removed", "Die Übergabe gibt es nicht mehr."),
    ("hand_over_revised", "Die Angaben zur Übergabe sind geändert."),
    ("hand_overs_measured", "Die gemessenen Übergaben eines Monats sind festgehalten."),
    ("idea_accepted", "Die Idee ist angenommen."),
    ("idea_adopted", "Eine weitere Einheit arbeitet so."),
    ("idea_asked_back", "Rückfrage gestellt: Vor der Entscheidung ist noch etwas zu klären."),
    ("idea_implemented", "Die Idee ist umgesetzt."),
    ("idea_merged", "Die Ideen sind zusammengelegt; was die eine hatte, zählt bei der anderen."),
    ("idea_proposed", "Die Verbesserungsidee ist festgehalten."),
    ("idea_put_off", "Die Idee ist zurückgestellt."),
    ("idea_rejected", "Die Idee ist abgelehnt."),
    ("idea_reopened", "Die Idee steht wieder zur Debatte."),
    ("idea_revised", "Die Angaben zur Idee sind geändert."),
    ("idea_supported", "Die Idee hat eine Stimme mehr."),
    ("idea_unmerged", "Die Idee steht wieder für sich."),
    ("idea_withdrawn", "Die Idee ist zurückgezogen."),
    ("log_imported", "Das Ereignisprotokoll ist eingelesen."),
    ("manager_appointed", "Die Community hat jemanden, der sie betreut."),
    ("manager_released", "Die Betreuung ist abgegeben."),
    ("master_store_named", "Der führende Datenspeicher ist benannt."),
    ("pain_point_addressed", "Die Idee setzt an einem weiteren Schmerzpunkt an."),
    ("pain_point_backed", "Auch diese Einheit hat den Schmerzpunkt."),
    ("pain_point_dropped", "Die Community hat den Schmerzpunkt abgegeben."),
    ("pain_point_logged", "Der Schmerzpunkt ist festgehalten."),
    (
        "pain_point_merged",
        "Die Schmerzpunkte sind zusammengelegt; wer den einen hat, zählt beim anderen.",
    ),
    ("pain_point_placed", "Der Schmerzpunkt steht jetzt, wo er hingehört."),
    ("pain_point_reopened", "Der Schmerzpunkt ist wieder da."),
    ("pain_point_resolved", "Der Schmerzpunkt ist behoben."),
    ("pain_point_revised", "Die Angaben zum Schmerzpunkt sind geändert."),
    ("pain_point_sorted", "Der Schmerzpunkt hat eine Art."),
    ("pain_point_taken_up", "Die Community hat den Schmerzpunkt aufgegriffen."),
    ("pain_point_unmerged", "Der Schmerzpunkt steht wieder für sich."),
    ("pilot_ended", "Der Versuch ist zu Ende."),
    ("pilot_started", "Der Versuch läuft."),
    ("process_attested", "Festgehalten, ob die Einheit so arbeitet, wie es beschrieben ist."),
    ("process_mapped", "Der Prozess steht auf der Karte."),
    ("process_released", "Diese Beschreibung des Prozesses ist freigegeben."),
    ("process_retired", "Der Prozess ist stillgelegt."),
    ("process_revised", "Die Angaben zum Prozess sind geändert."),
    ("site_registered", "Der Standort ist angelegt."),
    ("site_revised", "Die Angaben zum Standort sind geändert."),
    ("step_added", "Der Schritt ist eingetragen."),
    ("step_removed", "Den Schritt gibt es nicht mehr."),
    ("step_revised", "Die Angaben zum Schritt sind geändert."),
    ("support_withdrawn", "Die Stimme für die Idee ist zurückgenommen."),
    (
        "text_redacted",
        "Der Text ist gelöscht. Die Geschichte und ihr Nachweis bleiben, wie sie waren.",
    ),
    ("unbound", "Die Zuordnung ist aufgehoben."),
    ("unit_left", "Die Community spricht nicht mehr für diese Einheit."),
    ("unit_moved", "Die Einheit gehört jetzt woanders hin."),
    ("unit_registered", "Die Einheit ist angelegt."),
    ("unit_represented", "Die Community spricht für diese Einheit."),
    ("unit_revised", "Die Angaben zur Einheit sind geändert."),
    ("value_bound", "Ein Wert des Protokolls steht jetzt für eine Einheit oder einen Standort."),
    ("variant_declared", "Der Prozess ist eine Variante eines anderen."),
    ("verdict_withdrawn", "Das Urteil gilt nicht mehr."),
];

pub(in crate::cli) fn in_german(tag: &str) -> Option<&'static str> {
    GERMAN.iter().find(|it| it.0 == tag).map(|it| it.1)
}

/// The description of the event in its schema; its tag where it has none.
pub(super) fn in_english(tag: &str) -> String {
    let described = Event::kinds().find(|it| it.tag == tag).and_then(|kind| {
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let schema = (kind.schema)(&mut generator).to_value();
        let name = schema["$ref"].as_str()?.rsplit('/').next()?.to_owned();
        let definitions = generator.take_definitions(true);
        definitions.get(&name)?["description"].as_str().map(str::to_owned)
    });
    described.map_or_else(|| tag.to_owned(), |it| it.replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn is_sentence(text: &str) -> bool {
        text.contains(' ') && text.ends_with('.')
    }

    #[test]
    fn everything_that_can_happen_is_said_in_both_languages_and_nothing_else() {
        let tags: BTreeSet<_> = Event::kinds().map(|it| it.tag).collect();
        let german: BTreeSet<_> = GERMAN.iter().map(|it| it.0).collect();
        assert_eq!(german, tags);
        assert_eq!(GERMAN.len(), tags.len(), "each once");
        for tag in tags {
            assert!(is_sentence(&in_english(tag)), "{tag}: {}", in_english(tag));
            assert!(in_german(tag).is_some_and(is_sentence), "{tag}");
        }
    }
}
