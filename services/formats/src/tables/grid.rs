//! Rows under a header, whatever they stand in.

use super::defused::restored;
use crate::{error::FormatError, separated::Separated};

/// Rows of cells; the header row was read.
pub(super) trait Grid {
    fn headers(&self) -> &[String];
    /// Goes to the next row; false at the end.
    fn advance(&mut self) -> Result<bool, FormatError>;
    /// Where the current row stands, the header row being line 1.
    fn line(&self) -> u64;
    fn is_blank(&self) -> bool;
    /// Why the current row does not fit under the header.
    fn misfit(&self) -> Option<String>;
    /// A cell of the current row as text; empty where there is none, or why it cannot be taken.
    fn cell(&mut self, column: usize) -> Result<String, String>;
    fn has_decimal_comma(&self) -> bool;
    /// What the reader should know about all rows.
    fn note(&self) -> Option<String>;
}

impl Grid for Separated<'_> {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn advance(&mut self) -> Result<bool, FormatError> {
        Separated::advance(self)
    }

    fn line(&self) -> u64 {
        Separated::line(self)
    }

    fn is_blank(&self) -> bool {
        Separated::is_blank(self)
    }

    fn misfit(&self) -> Option<String> {
        Separated::misfit(self)
    }

    fn cell(&mut self, column: usize) -> Result<String, String> {
        Ok(restored(&self.field(column)).to_owned())
    }

    fn has_decimal_comma(&self) -> bool {
        self.delimiter == b';'
    }

    fn note(&self) -> Option<String> {
        self.encoding().1
    }
}
