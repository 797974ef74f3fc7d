//! An effort as people say it.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| fuzz::effort(text));
