//! What differs between two moments: facts field by field, and figures with both values.
//!
//! Invariant: a difference is an algebra over flat states. What was, and then the difference, is what is;
//! two differences in a row are the difference over both; backwards it is its own undoing.

mod delta;
pub mod figures;
mod minimal;
pub mod things;
pub mod why;

pub use delta::Delta;

#[cfg(test)]
mod tests;
