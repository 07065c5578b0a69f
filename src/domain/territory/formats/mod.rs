//! Public file formats of territory problems, text in and problems out.

mod districting;
mod h3csv;
mod points;

use super::brief::Brief;
use super::region::Region;

pub use districting::districting;
pub use h3csv::h3csv;
pub use points::points;

/// A problem of connected units out of files.
#[derive(Debug, Clone)]
pub struct Instance {
    pub region: Region,
    pub brief: Brief,
}

/// Why a text is not an instance.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    #[error("line {line}: {what}")]
    Line { line: usize, what: String },
    #[error("{0}")]
    Whole(String),
}

/// The fields of a table with a header line; each row knows its line number.
struct Table<'a> {
    header: Vec<&'a str>,
    rows: Vec<(usize, Vec<&'a str>)>,
}

impl<'a> Table<'a> {
    fn read(text: &'a str) -> Result<Self, FormatError> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let split = |line: &'a str| line.split(',').map(str::trim).collect::<Vec<_>>();
        let (_, header) =
            lines.next().ok_or_else(|| FormatError::Whole("the file is empty".to_owned()))?;
        let header = split(header.trim_start_matches('\u{feff}'));
        let rows: Vec<_> = lines.map(|(index, line)| (index + 1, split(line))).collect();
        let uneven = rows.iter().find(|(_, row)| row.len() != header.len());
        if let Some((line, row)) = uneven {
            let what = format!("{} fields where the header has {}", row.len(), header.len());
            return Err(FormatError::Line { line: *line, what });
        }
        Ok(Self { header, rows })
    }

    fn column(&self, name: &str) -> Result<usize, FormatError> {
        let missing = || FormatError::Whole(format!("there is no column {name}"));
        self.header.iter().position(|column| *column == name).ok_or_else(missing)
    }
}

fn number<T: std::str::FromStr>(line: usize, text: &str) -> Result<T, FormatError> {
    text.parse().map_err(|_| FormatError::Line { line, what: format!("{text} is not a number") })
}

#[cfg(test)]
#[path = "formats_tests.rs"]
mod tests;
