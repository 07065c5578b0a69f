//! CSV that a spreadsheet opens without surprises: UTF-8 with a byte order mark (Excel reads
//! Hangul right only with it), CRLF, and no cell that would run as a formula.

use std::borrow::Cow;

/// The mark that makes Excel read UTF-8.
pub const UTF8_BOM: &str = "\u{FEFF}";

/// First characters that make a spreadsheet take a text for a formula (ASVS 5.0 1.2.10).
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text as a cell that is never run: an apostrophe goes before a formula's first character.
/// Numbers must not be passed through here. [`unguarded`] is the way back.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA_STARTS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Takes off the apostrophe that [`guarded`] put on, so that an export can be imported again.
#[must_use]
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA_STARTS) => rest,
        _ => text,
    }
}

/// One line of CSV, quoted where needed, ended by CRLF. Texts must be [`guarded`] already.
#[must_use]
pub fn line<'a>(cells: impl IntoIterator<Item = Cow<'a, str>>) -> String {
    let mut out = String::new();
    for (column, cell) in cells.into_iter().enumerate() {
        if column > 0 {
            out.push(',');
        }
        if cell.contains(['"', ',', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
