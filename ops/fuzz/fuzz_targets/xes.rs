//! An event log in XES.

#![no_main]

use formats::event_log::LogFormat;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::log(bytes, LogFormat::Xes));
