//! The form of a snapshot: what its bytes mean to this program, in one line.
//!
//! The shape of what is folded is part of it, found out by folding samples of all events. So bytes of
//! another shape are never read, even where somebody forgot to count the version up.

use std::sync::LazyLock;

use events::{Event, ids::derived, samples};
use projections::Projections;

/// Counted up when what is folded means something else while it looks the same.
const VERSION: u32 = 2;

/// The form that this program writes and reads.
pub(super) static FORM: LazyLock<String> =
    LazyLock::new(|| format!("projections {VERSION}, shape {}", shape()));

/// Of what all events make, one after the other, and of the events themselves.
fn shape() -> String {
    let mut parts: Vec<String> =
        Event::kinds().map(|it| format!("{} {}", it.tag, it.version)).collect();
    let mut projections = Projections::default();
    for event in samples::all() {
        projections.apply(&event);
        projections.settle();
        parts.extend(projections.parts().map(|it| it.into_iter().map(char::from).collect()));
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    derived(&parts).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_the_same_whenever_it_is_asked_for() {
        assert_eq!(shape(), shape());
    }
}
