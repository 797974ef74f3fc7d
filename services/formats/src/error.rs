//! Why a file could not be read as a whole. A bad row is no error: it is counted and reported.

use std::io;

/// What stopped the reading of a file.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    #[error("the file cannot be read")]
    Io(#[source] io::Error),
    #[error(transparent)]
    Bound(#[from] Bound),
    #[error("line {line}: {reason}")]
    Malformed { line: u64, reason: String },
    #[error("there is no column `{column}`; the columns are {known}")]
    UnknownColumn { column: String, known: String },
    #[error("a table of {table} needs a column `{column}`")]
    MissingColumn { table: &'static str, column: &'static str },
    #[error("`{value}` is no {what}; known are {known}")]
    UnknownName { what: &'static str, value: String, known: String },
    #[error("{0}")]
    NotRecognised(String),
    #[error("`{name}`: {cause}")]
    In { name: String, cause: Box<FormatError> },
    #[error("the workbook cannot be written: {0}")]
    Workbook(String),
    #[error("the column `{0}` names persons, who are not kept: it cannot be the activity")]
    PersonsAsActivity(String),
}

impl FormatError {
    /// The same, of a part of the file that is called `name`.
    #[must_use]
    pub fn within(self, name: &str) -> Self {
        Self::In { name: name.to_owned(), cause: Box::new(self) }
    }
}

/// A limit of [`crate::limits::Limits`] that a file went over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Bound {
    #[error("the file is larger than {max} bytes")]
    Packed { max: u64 },
    #[error("the file unpacks to more than {max} times its size")]
    Ratio { max: u64 },
    #[error("the file unpacks to more than {max} bytes")]
    Unpacked { max: u64 },
    #[error("more than {max} bytes near line {line} without an end of the row or element")]
    Stretch { line: u64, max: u64 },
    #[error("line {line}: elements are nested more than {max} deep")]
    Depth { line: u64, max: usize },
    #[error("line {line}: an element has more than {max} attributes")]
    Attributes { line: u64, max: usize },
    #[error("there are more than {max} {what}")]
    Count { what: &'static str, max: u64 },
}

impl From<io::Error> for FormatError {
    /// Bounds travel through readers of other crates inside an `io::Error`.
    fn from(error: io::Error) -> Self {
        match bound_in(&error) {
            Some(bound) => Self::Bound(bound),
            None => Self::Io(error),
        }
    }
}

impl From<Bound> for io::Error {
    fn from(bound: Bound) -> Self {
        Self::other(bound)
    }
}

/// The bound that an `io::Error` carries, if it carries one.
pub(crate) fn bound_in(error: &io::Error) -> Option<Bound> {
    error.get_ref()?.downcast_ref::<Bound>().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_survives_the_way_through_an_io_error() {
        let error = FormatError::from(io::Error::from(Bound::Ratio { max: 100 }));
        assert_eq!(error.to_string(), "the file unpacks to more than 100 times its size");
    }
}
