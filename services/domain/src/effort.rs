//! Effort as people say it: `15 min 2x täglich 4 Leute`, `30 minutes twice a week, 3 people`.
//!
//! Nothing is guessed: three things are looked for (how long, how often, how many people), every word
//! must mean one of them, and what was understood is told as a [`formula`](Understood::formula) that
//! reads back to the same figures. Only the people may be left out: one.

mod formula;
mod reader;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use events::hours::Effort;

/// What was understood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Understood {
    /// In figures.
    pub effort: Effort,
    /// In which language it was said.
    pub language: Language,
}

/// The languages that efforts are said in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// `1.5 h twice a week`.
    English,
    /// `1,5 Std. zweimal pro Woche`.
    German,
}

/// A part of a text that says no effort, or none that is clear.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}; say it as in `15 min 2x täglich 4 Leute` or `30 minutes twice a week, 3 people`")]
pub struct NotUnderstood {
    /// The part, and what is wrong with it.
    pub what: String,
}

impl NotUnderstood {
    fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

/// Reads an effort.
pub fn parse(text: &str) -> Result<Understood, NotUnderstood> {
    let tokens = tokens::tokens(text)?;
    let language = words::language(&tokens, text);
    let effort = reader::read(text, &tokens)?;
    Ok(Understood { effort, language })
}

/// Reads one figure, with a decimal point or a decimal comma. `1,000` may be one or a thousand, so it is
/// refused.
pub fn figure(text: &str) -> Result<f64, NotUnderstood> {
    let (sign, digits) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    tokens::number(digits).map(|it| sign * it)
}

impl Understood {
    /// `15 min × 2 a day × 4 people = 36.7 h a month`.
    pub fn formula(&self) -> String {
        formula::formula(&self.effort, self.language)
    }
}

/// An effort in words that [`parse`] reads back to exactly the same figures.
pub fn render(effort: &Effort, language: Language) -> String {
    formula::factors(effort, language)
}
