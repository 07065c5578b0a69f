//! From bytes to text: byte order marks first, then what the bytes can be.

use encoding_rs::{EUC_KR, UTF_8, UTF_16BE, UTF_16LE};

use super::ImportError;

/// Text encodings that spreadsheets write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// Windows-949, what Excel in Korea calls "CSV".
    Cp949,
    Utf16,
}

impl Encoding {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Cp949 => "cp949",
            Self::Utf16 => "utf-16",
        }
    }
}

impl std::fmt::Display for Encoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::str::FromStr for Encoding {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(Self::Utf8),
            "cp949" | "euc-kr" | "windows-949" => Ok(Self::Cp949),
            "utf-16" | "utf16" => Ok(Self::Utf16),
            _ => Err(()),
        }
    }
}

/// The text without its byte order mark, and the encoding it was in. With `chosen` only that
/// encoding is tried; otherwise a byte order mark decides, then valid UTF-8, then CP949.
///
/// # Errors
/// With the first line whose bytes are not of the encoding.
pub fn decode(bytes: &[u8], chosen: Option<Encoding>) -> Result<(String, Encoding), ImportError> {
    if let Some(encoding) = chosen {
        return strict(bytes, encoding);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return strict(bytes, Encoding::Utf16);
    }
    // Korean text in CP949 is hardly ever valid UTF-8, so the order of trying is safe.
    match strict(bytes, Encoding::Utf8) {
        Err(fault) => strict(bytes, Encoding::Cp949).map_err(|_| fault),
        text => text,
    }
}

fn strict(bytes: &[u8], encoding: Encoding) -> Result<(String, Encoding), ImportError> {
    let (codec, body) = match encoding {
        Encoding::Utf8 => (UTF_8, bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes)),
        Encoding::Cp949 => (EUC_KR, bytes),
        Encoding::Utf16 => match bytes.strip_prefix(&[0xFE, 0xFF]) {
            Some(body) => (UTF_16BE, body),
            None => (UTF_16LE, bytes.strip_prefix(&[0xFF, 0xFE]).unwrap_or(bytes)),
        },
    };
    match codec.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) if !text.contains('\0') => Ok((text.into_owned(), encoding)),
        _ => Err(ImportError::Encoding { line: first_bad_line(codec, body), encoding }),
    }
}

/// Decodes with replacement characters and counts the lines before the first of them.
fn first_bad_line(codec: &'static encoding_rs::Encoding, body: &[u8]) -> usize {
    let (text, _) = codec.decode_without_bom_handling(body);
    let bad = text.find(['\u{FFFD}', '\0']).unwrap_or(text.len());
    1 + text[..bad].matches('\n').count()
}
