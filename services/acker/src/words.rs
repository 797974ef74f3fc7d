//! The terminal's own sentences, for people who work in English or in German.
//!
//! Each is said in both languages beside each other, so that none can be missing in one.

use clap::ValueEnum;
use domain::effort::Language;
use serde_json::Value;

/// A language that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tongue {
    /// Deutsch
    De,
    /// English
    En,
}

macro_rules! words {
    ($($key:ident: $english:literal, $german:literal;)+) => {
        /// All sentences in one language. `{}` is filled in, in order.
        #[derive(Debug)]
        pub(crate) struct Words {
            pub(crate) language: Language,
            $(pub(crate) $key: &'static str,)+
        }

        static ENGLISH: Words = Words { language: Language::English, $($key: $english,)+ };
        static GERMAN: Words = Words { language: Language::German, $($key: $german,)+ };

        /// Each sentence in English and in German.
        #[cfg(test)]
        const PAIRS: &[(&str, &str, &str)] = &[$((stringify!($key), $english, $german),)+];
    };
}

words! {
    hours_a_month: "hours/month", "Std./Monat";
    hours_addressed: "addresses h/month", "betrifft Std./Monat";
    status: "status", "Stand";
    support: "support", "dafür";
    estimated: "estimated", "geschätzt";
    measured: "measured", "gemessen";
    what_would_be_better: "idea", "Verbesserungsidee";
    what: "what", "was";
    title: "about", "worum es geht";
    owed_by: "by whom", "wer ist dran";
    due: "due", "bis";
    days: "days", "Tage";
    score: "score", "Nähe";
    kind: "kind", "Art";
    says: "says", "Wortlaut";
    where_it_is: "where", "wo";
    because_of: "because of", "weil";
    no_idea: "no such idea", "keine solche Idee";
    nothing_waits: "nothing waits", "nichts wartet";
    nothing_similar: "nothing says anything like it", "nichts sagt etwas Ähnliches";
    there_are_more: "there are more: --limit N shows up to {}", "es gibt mehr: --limit N zeigt bis zu {}";
    proposed: "proposed", "vorgeschlagen";
    decision_asked: "decision asked", "Entscheidung erbeten";
    asked_back: "asked back", "rückgefragt";
    put_off: "put off", "zurückgestellt";
    accepted: "accepted", "angenommen";
    in_pilot: "in pilot", "im Versuch";
    implemented: "implemented", "umgesetzt";
    rejected: "rejected", "abgelehnt";
    withdrawn: "withdrawn", "zurückgezogen";
    open: "open", "offen";
    resolved: "resolved", "behoben";
    run: "run", "in Gebrauch";
    question_support: "Which duplicated work, duplicated data and loops cost most per month?", "Welche doppelte Arbeit, doppelten Daten und Schleifen kosten im Monat am meisten?";
    question_coordination: "What does this hand-over cost across sites, time zones included?", "Was kostet diese Übergabe über Standorte hinweg, mit Zeitzonen?";
    question_communication: "Which paths run only top-down; which have no way back recorded?", "Welche Wege laufen nur von oben nach unten; zu welchen ist kein Rückweg festgehalten?";
    question_transparency: "Where is the same process run or described differently by different units?", "Wo wird derselbe Prozess von verschiedenen Einheiten anders gelebt oder beschrieben?";
    from: "from", "von";
    to: "to", "an";
    by_channel: "by", "über";
    times_a_month: "times/month", "Mal/Monat";
    work_hours: "work h/month", "Arbeit Std./Monat";
    delay_hours: "delay h/month", "Wartezeit Std./Monat";
    waits_hours: "waits h", "wartet Std.";
    as_people_say: "as people say", "wie gesagt wird";
    zones_at_most: "of which time zones at most", "davon Zeitzonen höchstens";
    in_working_time: "in the sender's working time", "in der Arbeitszeit des Absenders";
    shared_a_day: "shared a day", "gemeinsam am Tag";
    must_stay: "must stay", "muss bleiben";
    no_shared_hour: "no shared hour to meet", "keine gemeinsame Stunde";
    waits_in_week: "waiting in the week from {} to {}, each time and a month:", "Wartezeit in der Woche vom {} bis {}, je Mal und im Monat:";
    across_sites: "{} hand-overs between sites a month: {} h work; {} h delay, of which time zones explain at most {} h, {} h of these in the sender's working time; people say {} h. Never added", "{} Übergaben zwischen Standorten im Monat: {} Std. Arbeit; {} Std. Wartezeit, davon erklären Zeitzonen höchstens {} Std., {} Std. davon in der Arbeitszeit des Absenders; gesagt werden {} Std. Nie zusammengezählt";
    without_delay: "of {} no waiting is known; {} meetings or calls have no shared hour", "von {} ist keine Wartezeit bekannt; {} Besprechungen oder Anrufe haben keine gemeinsame Stunde";
    units_on_map: "{} of {} units are on the map", "{} von {} Einheiten stehen auf der Karte";
    too_little: "too little recorded yet", "noch zu wenig festgehalten";
    hours_assumed: "nobody said when people work, so Monday to Friday, 9 to 17 h: {}", "niemand hat gesagt, wann gearbeitet wird, also Montag bis Freitag, 9 bis 17 Uhr: {}";
    meeting: "meeting", "Besprechung";
    phone: "phone", "Telefon";
    email: "email", "E-Mail";
    ticket: "ticket", "Ticket";
    platform: "platform", "Plattform";
    paper: "paper", "Papier";
    other: "other", "anders";
    pain_point: "pain point", "Schmerzpunkt";
    idea: "idea", "Idee";
    step: "step", "Schritt";
    process: "process", "Prozess";
    data_object: "data object", "Datenobjekt";
    decision: "a decision", "eine Entscheidung";
    answer: "an answer", "eine Antwort";
    resubmission: "another look", "Wiedervorlage";
    start: "a start", "der Anfang";
    pilot_end: "the end of the trial", "das Ende des Versuchs";
    measurement: "a measurement", "eine Messung";
    goal: "a goal", "ein Ziel";
    similar_found: "{} similar{}, together {} h a month:", "{} ähnliche{}, zusammen {} Std. im Monat:";
    hours_each: "{} h a month", "{} Std. im Monat";
    ours_too: "[1-{}] ours too · [s] something else · [c] cancel: ", "[1-{}] auch bei uns · [n] etwas Neues · [a] abbrechen: ";
    not_asked: "nobody can be asked here, so it is taken as something else; two that are the same can be merged", "hier kann niemand gefragt werden, also gilt es als etwas Neues; Gleiches lässt sich zusammenlegen";
    which_unit: "for which unit? ", "für welche Einheit? ";
    cancelled: "cancelled; nothing was changed", "abgebrochen; nichts ist geändert";
    nothing_changed: "Nothing changed: it was so already.", "Nichts geändert: Es war schon so.";
    at_position: "position {}, revision {}", "Position {}, Revision {}";
    undo: "undo:", "rückgängig:";
    warning: "mind:", "Achtung:";
}

/// The sentences in the language that was asked for, else in that of the environment.
pub(crate) fn of(asked: Option<Tongue>) -> &'static Words {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let environment = said.iter().filter_map(|it| std::env::var(it).ok()).find(|it| !it.is_empty());
    let is_german = match asked {
        Some(tongue) => tongue == Tongue::De,
        None => environment.is_some_and(|it| it.to_lowercase().starts_with("de")),
    };
    if is_german { &GERMAN } else { &ENGLISH }
}

impl Words {
    /// A sentence with its gaps filled.
    pub(crate) fn filled(sentence: &str, gaps: &[&str]) -> String {
        let mut parts = sentence.split("{}");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.zip(gaps).fold(first, |told, (part, gap)| told + gap + part)
    }

    /// The same language, for sentences about what happened.
    pub(crate) fn wording(&self) -> wording::Language {
        match self.language {
            Language::English => wording::Language::English,
            Language::German => wording::Language::German,
        }
    }

    /// A figure with one decimal, as it is written in this language.
    pub(crate) fn figure(&self, value: f64) -> String {
        let plain = format!("{value:.1}");
        match self.language {
            Language::English => plain,
            Language::German => plain.replace('.', ","),
        }
    }

    /// The same for a figure of an answer; a dash where it is not known.
    pub(crate) fn figure_of(&self, value: &Value) -> String {
        value.as_f64().map_or_else(|| "–".to_owned(), |it| self.figure(it))
    }

    /// What a key of the API is called; the key itself where it has no other name.
    pub(crate) fn called<'a>(&'a self, key: &'a str) -> &'a str {
        match key {
            "proposed" => self.proposed,
            "decision_asked" => self.decision_asked,
            "asked_back" => self.asked_back,
            "put_off" => self.put_off,
            "accepted" => self.accepted,
            "in_pilot" => self.in_pilot,
            "implemented" => self.implemented,
            "rejected" => self.rejected,
            "withdrawn" => self.withdrawn,
            "open" => self.open,
            "resolved" => self.resolved,
            "run" => self.run,
            "meeting" => self.meeting,
            "phone" => self.phone,
            "email" => self.email,
            "ticket" => self.ticket,
            "platform" => self.platform,
            "paper" => self.paper,
            "other" => self.other,
            "pain_point" => self.pain_point,
            "idea" => self.idea,
            "step" => self.step,
            "process" => self.process,
            "data_object" => self.data_object,
            "decision" => self.decision,
            "answer" => self.answer,
            "resubmission" => self.resubmission,
            "start" => self.start,
            "pilot_end" => self.pilot_end,
            "measurement" => self.measurement,
            "goal" => self.goal,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_the_same_gaps_in_both_languages_and_none_is_empty() {
        for (key, english, german) in PAIRS {
            assert_eq!(english.matches("{}").count(), german.matches("{}").count(), "{key}");
            assert!(!english.trim().is_empty() && !german.trim().is_empty(), "{key}");
        }
    }

    #[test]
    fn gaps_are_filled_in_order() {
        assert_eq!(Words::filled("{} of {}.", &["2", "3"]), "2 of 3.");
        assert_eq!(Words::filled("nothing", &[]), "nothing");
    }

    #[test]
    fn figures_have_a_comma_in_german() {
        assert_eq!((ENGLISH.figure(36.66), GERMAN.figure(36.66)), ("36.7".into(), "36,7".into()));
    }
}
