//! A table on its way out: named columns, typed cells.

/// A table; its rows are as long as its columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// As files and sheets are called: `hand-overs`.
    pub name: &'static str,
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// Cells, row by row.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Words, never a formula.
    Text(String),
    /// A figure.
    Number(f64),
}

impl Cell {
    /// Words, or nothing where there are none.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Empty } else { Self::Text(words) }
    }
}
