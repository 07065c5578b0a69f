//! Accounts from a CSV file: encoding, columns, rows. Pure: bytes in, checked rows and all faults
//! out. Storing them is the caller's.
//!
//! The steps: [`decode`] finds the text, [`columns`] maps headers to fields by alias, [`rows`]
//! checks every value. Nothing is guessed silently: the answer says which encoding, delimiter and
//! mapping were used, and every fault names its line and column.

pub mod columns;
mod custom;
pub mod decode;
pub mod rows;

use super::custom::CustomField;

pub use columns::{Field, Mapping};
pub use decode::Encoding;
pub use rows::{ImportRow, RowFault};

/// Most data rows that one file may hold.
pub const ROWS_MAX: usize = 100_000;
/// Most faults that are reported; more are counted only.
pub const FAULTS_MAX: usize = 1_000;

/// Why a file could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("the file is empty")]
    Empty,
    #[error("line {line} is not {encoding} text")]
    Encoding { line: usize, encoding: Encoding },
    #[error("no column of the header is known")]
    NoKnownColumn,
    #[error("no column holds the name")]
    NoName,
    #[error("columns {first:?} and {second:?} both mean {field}")]
    RepeatedColumn { field: Field, first: String, second: String },
    #[error("more than {ROWS_MAX} rows")]
    TooManyRows,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportFile {
    pub encoding: Encoding,
    pub delimiter: char,
    pub mapping: Vec<Mapping>,
    /// Rows without a fault, in file order.
    pub rows: Vec<ImportRow>,
    pub n_rows: usize,
    /// The first [`FAULTS_MAX`] faults by line.
    pub faults: Vec<RowFault>,
    pub n_faults: usize,
}

/// Reads a CSV file with a header line, for an organisation with these fields of its own.
///
/// # Errors
/// When the file as a whole cannot be used; faults of single rows are part of the answer.
pub fn read(
    bytes: &[u8],
    encoding: Option<Encoding>,
    fields: &[CustomField],
) -> Result<ImportFile, ImportError> {
    let (text, encoding) = decode::decode(bytes, encoding)?;
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let delimiter = columns::delimiter(&text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| ImportError::Empty)?.clone();
    let mapping = columns::map(&header, fields)?;
    let mut file = ImportFile {
        encoding,
        delimiter: char::from(delimiter),
        mapping,
        rows: Vec::new(),
        n_rows: 0,
        faults: Vec::new(),
        n_faults: 0,
    };
    read_rows(&mut reader, header.len(), fields, &mut file)?;
    Ok(file)
}

fn read_rows(
    reader: &mut csv::Reader<&[u8]>,
    n_columns: usize,
    fields: &[CustomField],
    file: &mut ImportFile,
) -> Result<(), ImportError> {
    let mut record = csv::StringRecord::new();
    let mut seen_ids = std::collections::HashMap::new();
    // The text is valid UTF-8 and the reader flexible, so reading a record cannot fail.
    while let Ok(true) = reader.read_record(&mut record) {
        file.n_rows += 1;
        if file.n_rows > ROWS_MAX {
            return Err(ImportError::TooManyRows);
        }
        let line = record.position().map_or(0, csv::Position::line);
        let mut faults = Vec::new();
        if record.len() > n_columns {
            faults.push(RowFault::of_line(line, "import.too_many_columns"));
        }
        let mut row = rows::check(line, &record, &file.mapping, &mut faults);
        row.custom = custom::values(line, &record, &file.mapping, fields, &mut faults);
        if let Some(id) = &row.external_id
            && let Some(first) = seen_ids.insert(id.clone(), line)
        {
            faults.push(RowFault {
                line,
                column: Some(Field::ExternalId.name().to_owned()),
                code: "import.repeated_id",
                value: format!("{id} ({first})"),
            });
        }
        if faults.is_empty() {
            file.rows.push(row);
        }
        file.n_faults += faults.len();
        let room = FAULTS_MAX.saturating_sub(file.faults.len());
        file.faults.extend(faults.into_iter().take(room));
    }
    Ok(())
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
