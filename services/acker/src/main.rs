//! acker
fn main() {}
