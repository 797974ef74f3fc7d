//! What must be true of sentences.

use events::{Change, Event, Recorded, samples, samples::id, step::StepRevised, words::Seal};
use projections::{
    Projections,
    history::{HistoryItem, items},
};
use uuid::Uuid;

use crate::{
    Language,
    names::{Name, Names},
    sentence::Teller,
};

/// Everything is called the same.
struct Same;

impl Names for Same {
    fn name(&self, _: Uuid) -> Name {
        Name::Called("Einkauf".to_owned())
    }
}

/// Every sample as it reads in its own history, where something was there before.
fn told() -> Vec<HistoryItem> {
    let samples = samples::all();
    let of =
        |it: &Recorded| samples.iter().filter(|other| other.stream == it.stream).cloned().collect();
    let mut streams: Vec<Vec<Recorded>> = samples.iter().map(of).collect();
    streams.dedup();
    streams.iter().flat_map(|it| items(it)).collect()
}

#[test]
fn every_event_reads_as_a_sentence_in_both_languages_without_ids_and_persons() {
    let told = told();
    for kind in Event::kinds() {
        let item = told.iter().find(|it| it.tag == kind.tag).expect("there is a sample of each");
        for language in Language::ALL {
            let said = Teller::new(language, &Same).sentence(item);
            for wrong in
                [kind.tag, "field-", "value-", "word-", "tail-", "{", "sha256:", "0189", "null"]
            {
                assert!(!said.contains(wrong), "{}: {said}", kind.tag);
            }
            assert!(said.ends_with('.') && said.contains(' '), "{said}");
        }
    }
}

#[test]
fn a_change_reads_with_its_unit_its_reason_and_in_the_readers_numbers() {
    let step = samples::all().into_iter().filter(|it| it.event.tag() == "step_added");
    let mut told: Vec<Recorded> = step.collect();
    let mut next = told[0].clone();
    next.event = StepRevised {
        step: events::ids::StepId(id(51)),
        name: Change::Keep,
        description: Change::Keep,
        unit: Change::Keep,
        site: Change::Keep,
        role: Change::Keep,
        tools: Change::Keep,
        minutes_per_run: Change::Set(12.5),
        runs_per_month: Change::Keep,
        people: Change::Keep,
    }
    .into();
    told.push(next);
    let item = items(&told).pop().expect("two events");
    let german = Teller::new(Language::German, &Same).sentence(&item);
    let expected = "Einkauf hat „Lieferantendaten prüfen“ geändert: Dauer von 15 Minuten auf 12,5 Minuten, \
                    wegen des Schmerzpunkts „Einkauf“, Grund: „Seit der Umstellung“ (so seit 30.03.2026).";
    assert_eq!(german, expected);
    let english = Teller::new(Language::English, &Same).sentence(&item);
    assert!(english.starts_with(
        "Einkauf changed “Lieferantendaten prüfen”: duration from 15 minutes to 12.5 minutes, because"
    ));
}

#[test]
fn words_that_were_erased_read_as_erased() {
    let mut event = samples::all().swap_remove(0);
    event.event = events::site::Registered {
        name: events::Words::Erased(Seal([7; 32]).into()),
        country: "DE".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        region: None,
        working_hours: None,
        holidays: vec![],
    }
    .into();
    let item = items(&[event]).pop().expect("one event");
    let said = Teller::new(Language::German, &Same).sentence(&item);
    assert!(said.contains("„[gelöscht]“") && said.contains("Name: [gelöscht]"), "{said}");
}

#[test]
fn what_nobody_knows_is_called_unknown_and_not_by_its_id() {
    assert_eq!(Projections::default().name(id(1)), Name::Unknown);
}

#[test]
fn the_language_of_an_environment_is_the_one_that_acker_speaks() {
    let of = Language::of_environment;
    assert_eq!(
        [of("de_DE.UTF-8"), of("en_GB"), of("fr_FR"), of("C"), of("")].map(Language::tag),
        ["de", "en", "en", "en", "en"]
    );
}

#[test]
fn shares_grow_by_points_and_everything_else_by_what_it_is_measured_in() {
    let growth = |language, value, by| Teller::new(language, &Same).growth(value, Some(by));
    let (german, english) = (Language::German, Language::English);
    assert_eq!(growth(german, "gap_share", 0.066), "+6,6 Prozentpunkte");
    assert_eq!(growth(english, "cut/share", 0.066), "+6.6 percentage points");
    assert_eq!(growth(german, "share", -0.01), "−1 Prozentpunkt");
    assert_eq!(growth(english, "share", 0.01), "+1 percentage point");
    assert_eq!(growth(german, "hours_per_month", 6.6), "+6,6");
    assert_eq!(Teller::new(english, &Same).growth("share", None), "");
}
