//! What says the same, in German and English: texts are compared by the trigrams of their words,
//! so that compounds and inflections match ("Lieferanten-Daten prüfen", "Prüfung der
//! Lieferantendaten"), and every finding has reasons in words.
//!
//! Invariants: the same sequence of texts put and removed gives the same scores, pairs and
//! clusters, however often they were asked for in between; nothing ever compares all pairs.

pub mod cluster;
mod compounds;
mod contrast;
mod corpus;
mod grams;
pub mod index;
mod join;
mod judge;
pub mod language;
pub mod lessons;
mod lexicon;
mod links;
pub mod matching;
mod normalise;
pub mod pairs;
mod partners;
mod processors;
mod query;
pub mod reading;
pub mod reasons;
pub mod score;
mod similar;
mod stop_words;
mod vocabulary;
mod weights;

#[cfg(test)]
mod calibration;
