//! A Petri net.

#![no_main]

use formats::model::Notation;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::model(bytes, Notation::Pnml));
