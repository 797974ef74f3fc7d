//! From the values of an event as text to a row, with the account of what could not be read.

use jiff::Timestamp;

use super::{
    NAME_MAX, Reading, Row, filled, shortened,
    times::{self, First, Read},
};
use crate::error::{Bound, FormatError};

/// Rows that wait for a date which tells whether day or month comes first, at most.
const WAITING_MAX: usize = 1_000_000;

/// The values of one event as text, before they are understood.
#[derive(Debug)]
pub(super) struct Raw<'a> {
    pub(super) case: Option<&'a str>,
    pub(super) time: Option<&'a str>,
    pub(super) activity: Option<&'a str>,
    pub(super) by: Vec<Option<&'a str>>,
}

/// Turns raw values into rows and keeps the account of it; shared by both formats.
pub(super) struct Intake<'t> {
    pub(super) reading: Reading,
    zoneless: u64,
    /// What comes first between slashes, once a value has told it.
    first: Option<First>,
    waiting: Vec<Waiting>,
    shortened: u64,
    take: &'t mut dyn FnMut(Row) -> Result<(), FormatError>,
}

/// A row whose time is not understood yet.
struct Waiting {
    line: u64,
    number: u64,
    time: String,
    row: Row,
}

impl<'t> Intake<'t> {
    pub(super) fn new(take: &'t mut dyn FnMut(Row) -> Result<(), FormatError>) -> Self {
        let (reading, first, waiting) = Default::default();
        Self { reading, zoneless: 0, first, waiting, shortened: 0, take }
    }

    pub(super) fn refuse(&mut self, line: u64, reason: String) {
        self.reading.rows += 1;
        self.reading.unreadable.add(line, self.reading.rows, reason);
    }

    pub(super) fn accept(&mut self, line: u64, raw: &Raw<'_>) -> Result<(), FormatError> {
        let Raw { case, time, activity, by } = raw;
        let Some(case) = filled(*case) else {
            self.refuse(line, "no case".to_owned());
            return Ok(());
        };
        let Some(time) = filled(*time) else {
            self.refuse(line, "no time".to_owned());
            return Ok(());
        };
        self.reading.rows += 1;
        let row = Row {
            case: case.to_owned(),
            time: Timestamp::UNIX_EPOCH,
            activity: filled(*activity).map(|it| self.as_name(it)),
            by: by.iter().map(|it| filled(*it).map(|it| self.as_name(it))).collect(),
        };
        let read = times::read(time, self.first);
        if let Read::Moment(_, Some(first)) = read
            && self.first.is_none()
        {
            self.first = Some(first);
            self.go_on()?;
        }
        if read == Read::Either || !self.waiting.is_empty() {
            return self.wait(Waiting {
                line,
                number: self.reading.rows,
                time: time.to_owned(),
                row,
            });
        }
        self.take_in((line, self.reading.rows), (time, read), row)
    }

    /// A row whose time can be of either order, and all behind it, until a value tells the order.
    fn wait(&mut self, row: Waiting) -> Result<(), FormatError> {
        if self.waiting.len() >= WAITING_MAX {
            let what = "rows until a date tells whether day or month comes first";
            return Err(Bound::Count { what, max: WAITING_MAX as u64 }.into());
        }
        self.waiting.push(row);
        Ok(())
    }

    /// Takes in all that waits, in its order, by what is known now.
    fn go_on(&mut self) -> Result<(), FormatError> {
        for Waiting { line, number, time, row } in std::mem::take(&mut self.waiting) {
            let read = times::read(&time, self.first);
            self.take_in((line, number), (&time, read), row)?;
        }
        Ok(())
    }

    fn take_in(
        &mut self,
        (line, number): (u64, u64),
        (time, read): (&str, Read),
        row: Row,
    ) -> Result<(), FormatError> {
        let reason = match read {
            Read::Moment(moment, _) => {
                self.reading.kept += 1;
                self.zoneless += u64::from(!moment.has_zone);
                return (self.take)(Row { time: moment.at, ..row });
            }
            Read::Either => "may have the day or the month first, and no other value tells",
            Read::NoTime => "is no time that can be read",
        };
        self.reading.unreadable.add(line, number, format!("`{}` {reason}", shortened(time)));
        Ok(())
    }

    /// Values become names of units and steps: one line of at most [`NAME_MAX`] characters.
    fn as_name(&mut self, value: &str) -> String {
        let is_fit = value.len() <= NAME_MAX && !value.contains(char::is_control);
        if is_fit {
            return value.to_owned();
        }
        let name = value.replace(char::is_control, " ");
        if name.chars().count() <= NAME_MAX {
            return name;
        }
        self.shortened += 1;
        name.chars().take(NAME_MAX - 1).chain(['…']).collect()
    }

    pub(super) fn finish(
        mut self,
        not_kept: Vec<String>,
        notes: impl IntoIterator<Item = String>,
    ) -> Result<Reading, FormatError> {
        self.go_on()?;
        self.reading.columns_not_kept = not_kept;
        self.reading.notes.extend(notes);
        if self.zoneless > 0 {
            let note = format!("{} times have no zone and were taken as UTC", self.zoneless);
            self.reading.notes.push(note);
        }
        if self.shortened > 0 {
            let note = format!("{} values were cut to {NAME_MAX} characters", self.shortened);
            self.reading.notes.push(note);
        }
        let order = match self.first {
            Some(First::Day) => Some("dates such as 01/02/2011 have the day first"),
            Some(First::Month) => Some("dates such as 01/02/2011 have the month first"),
            None => None,
        };
        self.reading.notes.extend(order.map(str::to_owned));
        Ok(self.reading)
    }
}
