//! Extracts with their blobs unpacked: damage then reaches the elements, and not only the checksum
//! of a compressed stream.

use std::io::Read;

/// The same extract with every blob stored as it is; `None` for anything but a sound `.osm.pbf`.
pub fn unpacked(file: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = file;
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (header, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        let size = field(header, 3)?;
        let (blob, after) = after.split_at_checked(usize::try_from(size.number).ok()?)?;
        let content = content(blob)?;
        let mut stored = vec![1 << 3 | 2];
        push_number(&mut stored, content.len() as u64);
        stored.extend(&content);
        let mut new_header = header[..size.at].to_vec();
        push_number(&mut new_header, stored.len() as u64);
        out.extend(u32::try_from(new_header.len()).ok()?.to_be_bytes());
        out.extend(new_header);
        out.extend(stored);
        rest = after;
    }
    Some(out)
}

fn content(blob: &[u8]) -> Option<Vec<u8>> {
    if let Some(raw) = field(blob, 1) {
        return Some(raw.bytes.to_vec());
    }
    let mut content = Vec::new();
    flate2::read::ZlibDecoder::new(field(blob, 3)?.bytes).read_to_end(&mut content).ok()?;
    Some(content)
}

/// A field of a message: a number, or bytes of that many.
struct Field<'a> {
    number: u64,
    bytes: &'a [u8],
    /// Where its number begins.
    at: usize,
}

/// The first field with a tag, in messages of numbers and byte strings. The size of a blob is the
/// last field of its header in every writer we know.
fn field(message: &[u8], tag: u64) -> Option<Field<'_>> {
    let mut at = 0;
    while at < message.len() {
        let key = number(message, &mut at)?;
        let begin = at;
        let value = number(message, &mut at)?;
        let mut bytes = &message[..0];
        if key & 7 == 2 {
            let end = at.checked_add(usize::try_from(value).ok()?)?;
            bytes = message.get(at..end)?;
            at = end;
        }
        if key >> 3 == tag {
            return Some(Field { number: value, bytes, at: begin });
        }
    }
    None
}

fn number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn push_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
