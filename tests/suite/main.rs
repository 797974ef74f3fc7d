//! Outside-in tests, in one binary so that they link once.
#![cfg(test)]
