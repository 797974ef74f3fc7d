//! A table of any noun.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::table(bytes));
