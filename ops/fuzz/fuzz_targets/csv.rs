//! An event log as a table.

#![no_main]

use formats::event_log::LogFormat;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::log(bytes, LogFormat::Csv));
