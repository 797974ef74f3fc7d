//! The part of the cases that goes each branch, as far as a drawing says it: `70 %`, `yes (70 %)`, or else what
//! figures for simulation say.

use super::graph::Share;
use crate::model::{Element, Flow, GatewayKind, Kind};

/// How far shares may miss 1 in all, from rounding.
const ROUNDING: f64 = 0.011;

/// Of each of the flows that leave an element. They are believed only where every branch says one and they
/// come to all cases together, or may overlap.
pub(super) fn shares(from: &Element, flows: &[&Flow]) -> Vec<Share> {
    let is_chosen = match from.kind {
        Kind::Gateway(GatewayKind::Parallel) => false,
        Kind::Gateway(_) | Kind::Place => true,
        _ => flows.iter().any(|it| it.condition.is_some() || it.is_default),
    };
    if flows.len() < 2 || !is_chosen {
        return vec![Share::All; flows.len()];
    }
    let said = |it: &&Flow| it.name.as_deref().and_then(stated).or(it.probability);
    let said: Option<Vec<f64>> = flows.iter().map(said).collect();
    let may_overlap = from.kind == Kind::Gateway(GatewayKind::Inclusive);
    let is_whole = |it: &Vec<f64>| may_overlap || (it.iter().sum::<f64>() - 1.0).abs() <= ROUNDING;
    match said.filter(is_whole) {
        Some(said) => said.into_iter().map(Share::Said).collect(),
        None => vec![Share::Unsaid; flows.len()],
    }
}

/// The share that stands alone in a text, or in brackets or behind a mark at its end. What is compared with
/// a percentage (`> 50 %`, `more than 50 %`) is no share.
fn stated(text: &str) -> Option<f64> {
    let before = text.trim().trim_end_matches(')').trim_end().strip_suffix('%')?.trim_end();
    let begin = before.rfind(|it: char| !it.is_ascii_digit() && !matches!(it, '.' | ','));
    let (word, number) = match begin {
        Some(place) => {
            let end = place + before[place..].chars().next().map_or(0, char::len_utf8);
            before.split_at(end)
        }
        None => ("", before),
    };
    let is_marked =
        word.trim().is_empty() || word.trim_end().ends_with(['(', ':', ',', ';', '-', '–']);
    let percent: f64 = number.replace(',', ".").parse().ok()?;
    (is_marked && percent <= 100.0).then_some(percent / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_where_it_stands_for_itself() {
        for (text, share) in [
            ("70 %", 0.7),
            ("yes (70 %)", 0.7),
            ("ja: 12,5%", 0.125),
            ("no – 30 %", 0.3),
            ("0%", 0.0),
        ] {
            assert_eq!(stated(text), Some(share), "{text}");
        }
    }

    #[test]
    fn what_is_compared_with_a_percentage_is_no_share() {
        for text in ["> 50 %", "more than 50 %", "über 50 %", "yes", "120 %", "%", "( %)", "50", ""]
        {
            assert_eq!(stated(text), None, "{text}");
        }
    }
}
