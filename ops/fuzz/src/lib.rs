//! What the targets do with bytes that anybody may send: what the tests of `formats` do with changed files, and
//! tables.

#[path = "../../../services/formats/src/mutated/taken.rs"]
mod taken;

use formats::{
    event_log::LogFormat,
    limits::Limits,
    model::Notation,
    tables::{Noun, Resolution, Tables},
};

/// Reads, plans the import, and compares with a model that is good.
pub fn model(bytes: &[u8], notation: Notation) {
    drop(taken::model(bytes, notation));
}

/// Guesses the columns, and loads and measures what can be loaded.
pub fn log(bytes: &[u8], format: LogFormat) {
    taken::log(bytes, format);
}

/// Reads and plans a table of every noun.
pub fn table(bytes: &[u8]) {
    for noun in Noun::ALL {
        let mut tables = Tables::default();
        if tables.read(noun, bytes, Limits::default()).is_ok() {
            tables.plan(&|_, _| Resolution::None);
        }
    }
}

/// Understands or not; whatever is understood is a number.
pub fn effort(text: &str) {
    taken::effort(text);
}
