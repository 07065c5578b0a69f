//! Encoded polylines (Google's format) with five or six decimals.

use crate::domain::units::LngLat;

pub fn encode(line: &[LngLat], digits: u32) -> String {
    let factor = f64::from(10_u32.pow(digits));
    let mut text = String::new();
    let mut before = [0_i64; 2];
    for point in line {
        let now = [point.lat(), point.lng()].map(|degrees| rounded(degrees * factor));
        for axis in 0..2 {
            encode_number(now[axis] - before[axis], &mut text);
        }
        before = now;
    }
    text
}

#[expect(clippy::cast_possible_truncation, reason = "degrees times a million")]
fn rounded(value: f64) -> i64 {
    value.round() as i64
}

fn encode_number(number: i64, text: &mut String) {
    let mut rest = (number << 1) ^ (number >> 63);
    while rest >= 0x20 {
        text.push(letter((rest & 0x1f) | 0x20));
        rest >>= 5;
    }
    text.push(letter(rest));
}

fn letter(five_bits: i64) -> char {
    char::from(u8::try_from(five_bits + 63).unwrap_or(b'?'))
}

/// `None` when the text is no polyline or leaves the Earth.
#[expect(clippy::cast_precision_loss, reason = "coordinates have nine digits")]
pub fn decode(text: &str, digits: u32) -> Option<Vec<LngLat>> {
    let factor = f64::from(10_u32.pow(digits));
    let mut numbers = Vec::new();
    let (mut number, mut shift) = (0_i64, 0_u32);
    for byte in text.bytes() {
        let bits = i64::from(byte.checked_sub(63).filter(|bits| *bits < 64)?);
        number |= (bits & 0x1f).checked_shl(shift).filter(|_| shift < 60)?;
        shift += 5;
        if bits < 0x20 {
            numbers.push((number >> 1) ^ -(number & 1));
            (number, shift) = (0, 0);
        }
    }
    if shift != 0 || numbers.len() % 2 != 0 {
        return None;
    }
    let (mut lat, mut lng) = (0_i64, 0_i64);
    let points = numbers.chunks(2).map(|pair| {
        lat = lat.checked_add(pair[0])?;
        lng = lng.checked_add(pair[1])?;
        LngLat::new(lng as f64 / factor, lat as f64 / factor).ok()
    });
    points.collect()
}

#[cfg(test)]
#[path = "polyline_tests.rs"]
mod tests;
