//! The words of an effort, German and English.

use events::hours::Period;

use super::{Language, tokens::Token};

/// Hours of a working day, where a day is how long something takes.
const DAY: f64 = 8.0;
const DAYS_A_WEEK: f64 = 5.0;

/// What a word can mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    /// A number.
    Figure(f64),
    /// `½`: added to the figure before it.
    Part(f64),
    /// `half`: of what follows, or added to the figure before it.
    Half,
    /// `a`, `ein`: one, or in each.
    Article,
    /// A time that something takes, in hours; a period where it can be one.
    Unit(Option<f64>, Option<Period>),
    /// `Viertelstunde`: needs no figure before it.
    Whole(f64),
    /// `quarter`: a period, or a part of an hour.
    Quarter,
    /// `daily`: so often in a period.
    Adverb(f64, Period),
    /// `hourly`: a period that is none of ours.
    Hourly,
    /// `biweekly`: twice a week or every two weeks.
    Unclear(&'static str),
    /// `montags`: once a week.
    Weekday,
    /// `x`, `mal`.
    Times,
    /// `twice`.
    Count(f64),
    /// `per`, `/`, `am`.
    Per,
    /// `every`, `alle`.
    Every,
    /// `every other`.
    Other,
    /// `14-tägig`.
    DayLong,
    /// Who is busy.
    People,
    /// `colleagues`: people, but who counts along?
    Colleagues,
    /// `with`: see above.
    With,
    /// `zu dritt`, `alone`.
    Together(f64),
    /// Between two figures: a range.
    To,
    /// Says nothing here.
    Nothing,
}

/// What a word means, in lower case and without umlauts.
pub(super) fn meaning(word: &str) -> Option<Meaning> {
    sign(word)
        .or_else(|| figure(word))
        .or_else(|| time(word))
        .or_else(|| how_often(word))
        .or_else(|| people(word))
        .or_else(|| small(word))
}

fn sign(word: &str) -> Option<Meaning> {
    Some(match word {
        "×" | "x" | "*" | "✕" | "·" => Meaning::Times,
        "/" => Meaning::Per,
        "½" => Meaning::Part(0.5),
        "¼" => Meaning::Part(0.25),
        "¾" => Meaning::Part(0.75),
        "'" | "’" | "′" => Meaning::Unit(Some(1.0 / 60.0), None),
        "," | ";" | "." | ":" | "(" | ")" | "+" | "~" | "≈" | "&" => Meaning::Nothing,
        _ => return None,
    })
}

fn figure(word: &str) -> Option<Meaning> {
    let figure = match word {
        "one" | "eins" => 1.0,
        "two" | "zwei" => 2.0,
        "three" | "drei" => 3.0,
        "four" | "vier" => 4.0,
        "five" | "fuenf" => 5.0,
        "six" | "sechs" => 6.0,
        "seven" | "sieben" => 7.0,
        "eight" | "acht" => 8.0,
        "nine" | "neun" => 9.0,
        "ten" | "zehn" => 10.0,
        "eleven" | "elf" => 11.0,
        "twelve" | "zwoelf" | "dozen" | "dutzend" => 12.0,
        "fifteen" | "fuenfzehn" => 15.0,
        "twenty" | "zwanzig" => 20.0,
        "thirty" | "dreissig" => 30.0,
        "forty" | "vierzig" => 40.0,
        "fifty" | "fuenfzig" => 50.0,
        "sixty" | "sechzig" => 60.0,
        "ninety" | "neunzig" => 90.0,
        "anderthalb" | "eineinhalb" => 1.5,
        "zweieinhalb" => 2.5,
        "dreieinhalb" => 3.5,
        "viereinhalb" => 4.5,
        "dreiviertel" => 0.75,
        _ => return None,
    };
    Some(Meaning::Figure(figure))
}

fn time(word: &str) -> Option<Meaning> {
    Some(match word {
        "s" | "sec" | "secs" | "seconds" | "sek" | "sekunde" | "sekunden" => {
            Meaning::Unit(Some(1.0 / 3_600.0), None)
        }
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" => {
            Meaning::Unit(Some(1.0 / 60.0), None)
        }
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" => {
            Meaning::Unit(Some(1.0), None)
        }
        "d" | "day" | "days" | "workday" | "workdays" | "tag" | "tage" | "tagen" | "arbeitstag"
        | "arbeitstage" | "arbeitstagen" => Meaning::Unit(Some(DAY), Some(Period::Day)),
        "week" | "weeks" | "wk" | "woche" | "wochen" | "arbeitswoche" | "arbeitswochen" => {
            Meaning::Unit(Some(DAY * DAYS_A_WEEK), Some(Period::Week))
        }
        "month" | "months" | "monat" | "monate" | "monaten" | "monats" => {
            Meaning::Unit(None, Some(Period::Month))
        }
        "quarters" | "quartal" | "quartale" | "quartalen" | "vierteljahr" => {
            Meaning::Unit(None, Some(Period::Quarter))
        }
        "year" | "years" | "jahr" | "jahre" | "jahren" => Meaning::Unit(None, Some(Period::Year)),
        "quarter" | "viertel" => Meaning::Quarter,
        "viertelstunde" => Meaning::Whole(0.25),
        "halbstunde" => Meaning::Whole(0.5),
        "dreiviertelstunde" => Meaning::Whole(0.75),
        _ => return None,
    })
}

fn how_often(word: &str) -> Option<Meaning> {
    Some(match word {
        "once" | "einmal" => Meaning::Count(1.0),
        "twice" | "zweimal" => Meaning::Count(2.0),
        "thrice" | "dreimal" => Meaning::Count(3.0),
        "viermal" => Meaning::Count(4.0),
        "fuenfmal" => Meaning::Count(5.0),
        "sechsmal" => Meaning::Count(6.0),
        "achtmal" => Meaning::Count(8.0),
        "zehnmal" => Meaning::Count(10.0),
        "zwanzigmal" => Meaning::Count(20.0),
        "mal" | "time" | "times" => Meaning::Times,
        "daily" | "taeglich" | "arbeitstaeglich" | "werktaeglich" | "werktags" | "weekdays"
        | "everyday" => Meaning::Adverb(1.0, Period::Day),
        "weekly" | "woechentlich" => Meaning::Adverb(1.0, Period::Week),
        "fortnightly" | "zweiwoechentlich" | "vierzehntaegig" | "vierzehntaeglich" => {
            Meaning::Adverb(0.5, Period::Week)
        }
        "monthly" | "monatlich" => Meaning::Adverb(1.0, Period::Month),
        "zweimonatlich" => Meaning::Adverb(0.5, Period::Month),
        "quarterly" | "quartalsweise" | "vierteljaehrlich" => Meaning::Adverb(1.0, Period::Quarter),
        "halbjaehrlich" => Meaning::Adverb(2.0, Period::Year),
        "yearly" | "annually" | "jaehrlich" => Meaning::Adverb(1.0, Period::Year),
        "hourly" | "stuendlich" => Meaning::Hourly,
        "biweekly" => Meaning::Unclear("twice a week or every two weeks"),
        "bimonthly" => Meaning::Unclear("twice a month or every two months"),
        "biannually" => Meaning::Unclear("twice a year or every two years"),
        "taegig" | "taegige" | "taegiges" => Meaning::DayLong,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "mondays" | "tuesdays"
        | "wednesdays" | "thursdays" | "fridays" | "montag" | "dienstag" | "mittwoch"
        | "donnerstag" | "freitag" | "montags" | "dienstags" | "mittwochs" | "donnerstags"
        | "freitags" => Meaning::Weekday,
        "per" | "pro" | "je" | "am" | "im" | "in" | "die" => Meaning::Per,
        "every" | "each" | "alle" | "jede" | "jeden" | "jedes" | "jeder" | "jedem" => {
            Meaning::Every
        }
        "other" | "second" | "zweite" | "zweiten" | "zweites" => Meaning::Other,
        _ => return None,
    })
}

fn people(word: &str) -> Option<Meaning> {
    Some(match word {
        "people" | "person" | "persons" | "pers" | "leute" | "leuten" | "personen" | "mensch"
        | "menschen" | "mann" | "mitarbeiter" | "mitarbeitern" | "mitarbeiterin"
        | "mitarbeiterinnen" | "mitarbeitende" | "mitarbeitenden" | "ma" | "kopf" | "koepfe"
        | "koepfen" | "head" | "heads" | "employee" | "employees" | "staff" | "worker"
        | "workers" | "beteiligte" | "teilnehmer" | "participants" | "us" | "uns" => {
            Meaning::People
        }
        "colleague" | "colleagues" | "kollege" | "kollegen" | "kollegin" | "kolleginnen" => {
            Meaning::Colleagues
        }
        "with" | "mit" => Meaning::With,
        "alone" | "allein" | "alleine" => Meaning::Together(1.0),
        "both" | "beide" | "beiden" | "zweit" => Meaning::Together(2.0),
        "dritt" => Meaning::Together(3.0),
        "viert" => Meaning::Together(4.0),
        "fuenft" => Meaning::Together(5.0),
        "sechst" => Meaning::Together(6.0),
        "siebt" => Meaning::Together(7.0),
        "zehnt" => Meaning::Together(10.0),
        _ => return None,
    })
}

fn small(word: &str) -> Option<Meaning> {
    Some(match word {
        "a" | "an" | "ein" | "eine" | "einen" | "einem" | "einer" | "eines" => Meaning::Article,
        "half" | "halb" | "halbe" | "halben" | "halber" | "halbes" => Meaning::Half,
        "to" | "bis" => Meaning::To,
        "and" | "und" | "of" | "von" | "the" | "der" | "dem" | "den" | "das" | "for" | "fuer"
        | "about" | "around" | "approx" | "circa" | "ca" | "etwa" | "ungefaehr" | "rund" | "zu"
        | "jeweils" | "working" | "wir" | "we" | "at" | "on" | "long" | "lang" | "by" | "sind"
        | "are" => Meaning::Nothing,
        _ => return None,
    })
}

/// The language of a text: that of more of its words; where they do not tell, a decimal comma is German.
pub(super) fn language(tokens: &[Token], text: &str) -> Language {
    let (mut german, mut english) = (0, 0);
    for token in tokens {
        let word = text[token.place.clone()].to_lowercase();
        if is_english(&word) {
            english += 1;
        } else if word.len() > 1 && word.chars().all(char::is_alphabetic) && !is_either(&word) {
            german += 1;
        }
    }
    let has_decimal_comma = tokens
        .iter()
        .any(|it| matches!(it.meaning, Meaning::Figure(_)) && text[it.place.clone()].contains(','));
    if german > english || (german == english && has_decimal_comma) {
        Language::German
    } else {
        Language::English
    }
}

fn is_either(word: &str) -> bool {
    matches!(word, "min" | "minute" | "person" | "in" | "sec" | "pers")
}

/// Words that are English alone.
#[rustfmt::skip]
const ENGLISH: &[&str] = &[
    "mins", "minutes", "hr", "hrs", "hour", "hours", "day", "days", "workday", "workdays", "week",
    "weeks", "wk", "month", "months", "quarter", "quarters", "year", "years", "once", "twice",
    "thrice", "time", "times", "daily", "weekdays", "everyday", "weekly", "fortnightly",
    "monthly", "quarterly", "yearly", "annually", "per", "every", "each", "other", "second",
    "people", "persons", "head", "heads", "employee", "employees", "staff", "worker", "workers",
    "participants", "us", "colleague", "colleagues", "with", "alone", "both", "a", "an", "half",
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "dozen", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "ninety",
    "monday", "tuesday", "wednesday", "thursday", "friday", "mondays", "tuesdays", "wednesdays",
    "thursdays", "fridays", "seconds", "secs",
];

fn is_english(word: &str) -> bool {
    ENGLISH.contains(&word)
}
