//! Tidying of text fields: trimmed, NFC, no control characters, bounded length.

use unicode_normalization::UnicodeNormalization;

use super::{Fault, Faults};

/// Longest name of an account, subject of an activity.
pub const NAME_CHARS_MAX: usize = 300;
/// Longest one-line field such as an address line.
pub const LINE_CHARS_MAX: usize = 300;
/// Longest free text.
pub const NOTE_CHARS_MAX: usize = 20_000;

/// A field that must say something.
pub fn required(value: &mut String, pointer: String, max: usize, faults: &mut Faults) {
    *value = tidied(value);
    if value.is_empty() {
        faults.push(Fault::new(pointer, "field.required"));
    } else {
        bounded(value, pointer, max, faults);
    }
}

/// A field that may be empty; empty becomes nothing.
pub fn optional(value: &mut Option<String>, pointer: String, max: usize, faults: &mut Faults) {
    *value = value.take().map(|text| tidied(&text)).filter(|text| !text.is_empty());
    if let Some(text) = value {
        bounded(text, pointer, max, faults);
    }
}

/// An e-mail address: one `@` with something before and a dotted name after. Whether it works
/// only mail can tell.
pub fn email(value: &mut Option<String>, pointer: String, faults: &mut Faults) {
    optional(value, pointer.clone(), 254, faults);
    if value.as_ref().is_some_and(|text| !looks_like_email(text)) {
        faults.push(Fault::new(pointer, "email.malformed"));
    }
}

pub fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty()
            && !host.contains('@')
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !text.contains(char::is_whitespace)
    })
}

/// Two letters as ISO 3166-1 writes them.
pub fn country(value: &mut Option<String>, pointer: String, faults: &mut Faults) {
    optional(value, pointer.clone(), LINE_CHARS_MAX, faults);
    *value = value.take().map(|code| code.to_ascii_uppercase());
    if value.as_ref().is_some_and(|code| code.len() != 2 || !code.is_ascii()) {
        faults.push(Fault::new(pointer, "country.malformed"));
    }
}

/// An IANA time zone such as `Europe/Helsinki`.
pub fn time_zone(value: &mut Option<String>, pointer: String, faults: &mut Faults) {
    optional(value, pointer.clone(), LINE_CHARS_MAX, faults);
    if value.as_ref().is_some_and(|name| name.parse::<chrono_tz::Tz>().is_err()) {
        faults.push(Fault::new(pointer, "time_zone.unknown"));
    }
}

fn tidied(text: &str) -> String {
    text.nfc().collect::<String>().trim().to_owned()
}

fn bounded(text: &str, pointer: String, max: usize, faults: &mut Faults) {
    if text.chars().count() > max {
        faults.push(Fault::new(pointer, "text.too_long").with("max", max));
    } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        faults.push(Fault::new(pointer, "text.control_character"));
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
