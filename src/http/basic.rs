//! `Authorization: Basic` (RFC 7617), read.

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;

/// Longest header that is looked at.
const HEADER_CHARS_MAX: usize = 2_000;

/// Name and password of a request, if it carries any.
pub fn credentials(request: &HttpRequest) -> Option<(String, String)> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || rest.len() > HEADER_CHARS_MAX {
        return None;
    }
    let text = String::from_utf8(decode(rest.trim())?).ok()?;
    let (name, password) = text.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

/// Base64 with or without padding (RFC 4648, section 4).
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut n_bits) = (0u32, 0);
    for digit in text.trim_end_matches('=').bytes() {
        bits = bits << 6 | u32::from(value(digit)?);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push(u8::try_from(bits >> n_bits & 0xFF).ok()?);
            bits &= (1 << n_bits) - 1;
        }
    }
    Some(bytes)
}

const fn value(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
#[path = "basic_tests.rs"]
mod tests;
