//! The tokens of an effort: figures, words and signs, each with its place in the text.

use std::ops::Range;

use super::{
    NotUnderstood,
    words::{Meaning, meaning},
};

/// Longer than anybody says it.
const TEXT_MAX: usize = 2_000;

/// One token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) meaning: Meaning,
    pub(super) place: Range<usize>,
    /// A hyphen stands right before it: `14-tägig`.
    pub(super) is_joined: bool,
}

/// Splits a text. Words and signs that say nothing about an effort in any place are left out.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, NotUnderstood> {
    if text.len() > TEXT_MAX {
        return Err(NotUnderstood::new(format!("the effort has more than {TEXT_MAX} bytes")));
    }
    let (mut tokens, mut from, mut is_joined) = (Vec::<Token>::new(), 0, false);
    while let Some(first) = text[from..].chars().next() {
        let length = length(&text[from..], first);
        let (place, written) = (from..from + length, &text[from..from + length]);
        from += length;
        if first.is_whitespace() {
            is_joined = false;
            continue;
        }
        if is_dash(first) {
            is_joined = tokens.last().is_some_and(|it| it.place.end == place.start);
            refuse_range(text, &tokens, from)?;
            continue;
        }
        let meaning = if first.is_ascii_digit() {
            Meaning::Figure(number(written)?)
        } else {
            meaning(&folded(written)).ok_or_else(|| {
                NotUnderstood::new(format!("`{written}` is not understood in an effort"))
            })?
        };
        if meaning == Meaning::To {
            refuse_range(text, &tokens, from)?;
        }
        tokens.push(Token { meaning, place, is_joined });
        is_joined = false;
    }
    tokens.retain(|it| !matches!(it.meaning, Meaning::Nothing | Meaning::To));
    Ok(tokens)
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '–' | '—')
}

/// `10-15 min`, `10 bis 15 min`: one figure is needed.
fn refuse_range(text: &str, before: &[Token], from: usize) -> Result<(), NotUnderstood> {
    let rest = text[from..].trim_start();
    match before.last() {
        Some(Token { meaning: Meaning::Figure(_), place, .. })
            if rest.starts_with(|it: char| it.is_ascii_digit()) =>
        {
            let until = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
            let end = text.len() - rest.len() + until;
            let range = &text[place.start..end];
            Err(NotUnderstood::new(format!("`{range}` is a range: say one figure")))
        }
        _ => Ok(()),
    }
}

/// How many bytes the token at the start has.
fn length(rest: &str, first: char) -> usize {
    let until = |ends: fn(char) -> bool| rest.find(ends).unwrap_or(rest.len());
    if first.is_ascii_digit() {
        let whole = until(|it| !it.is_ascii_digit());
        let mut more = rest[whole..].chars();
        let has_decimals = matches!(more.next(), Some('.' | ','))
            && more.next().is_some_and(|it| it.is_ascii_digit());
        if !has_decimals {
            return whole;
        }
        let decimals = &rest[whole + 1..];
        whole + 1 + decimals.find(|it: char| !it.is_ascii_digit()).unwrap_or(decimals.len())
    } else if first.is_alphabetic() && first != '×' {
        until(|it| !it.is_alphabetic())
    } else {
        first.len_utf8()
    }
}

/// A figure as it is written. A comma or a point before exactly three digits may part thousands.
pub(super) fn number(written: &str) -> Result<f64, NotUnderstood> {
    if let Some((whole, decimals)) = written.split_once([',', '.'])
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && decimals.len() == 3
    {
        let what = format!("`{written}` may be {whole} and a bit or {whole}{decimals}");
        return Err(NotUnderstood::new(format!("{what}: write it without the sign in it")));
    }
    let is_plain = written.bytes().all(|it| it.is_ascii_digit() || b",.".contains(&it));
    match written.replace(',', ".").parse::<f64>() {
        Ok(figure) if is_plain && figure.is_finite() => Ok(figure),
        _ => Err(NotUnderstood::new(format!("`{written}` is not a figure"))),
    }
}

/// In lower case, with umlauts as they are written without them.
fn folded(word: &str) -> String {
    let lower = word.to_lowercase();
    lower.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss")
}
