//! Outside-in tests of the whole program. Everything is in `suite/`, one binary, so that it links once.
