//! The protobuf wire format, as much of it as map files use. Reads borrowed bytes, never panics,
//! never allocates by a length that the input claims.
//! <https://protobuf.dev/programming-guides/encoding/>

use crate::domain::varint::{self, unzigzag};

/// The bytes are not a protobuf message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// One field of a message: its number and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    /// A fixed 32- or 64-bit number; map files have none that matter.
    Fixed,
}

impl<'a> Value<'a> {
    pub(super) fn bytes(self) -> Result<&'a [u8], Malformed> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            _ => Err(Malformed),
        }
    }

    pub(super) fn varint(self) -> Result<u64, Malformed> {
        match self {
            Self::Varint(value) => Ok(value),
            _ => Err(Malformed),
        }
    }

    /// A signed number in two's complement (`int32`, `int64`).
    pub(super) fn int(self) -> Result<i64, Malformed> {
        self.varint().map(u64::cast_signed)
    }
}

/// The fields of a message in file order.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    fn read(&mut self) -> Result<(u64, Value<'a>), Malformed> {
        let key = varint(&mut self.0)?;
        let value = match key & 7 {
            0 => Value::Varint(varint(&mut self.0)?),
            1 => self.skip(8)?,
            2 => {
                let length = usize::try_from(varint(&mut self.0)?).map_err(|_| Malformed)?;
                Value::Bytes(take(&mut self.0, length)?)
            }
            5 => self.skip(4)?,
            _ => return Err(Malformed),
        };
        Ok((key >> 3, value))
    }

    fn skip(&mut self, n_bytes: usize) -> Result<Value<'a>, Malformed> {
        take(&mut self.0, n_bytes).map(|_| Value::Fixed)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.read();
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

/// The numbers of a packed field.
#[derive(Clone, Default)]
pub(super) struct Packed<'a>(pub(super) &'a [u8]);

impl Packed<'_> {
    /// Running sums of zigzag numbers: how map files store ids and coordinates.
    pub(super) fn deltas(self) -> impl Iterator<Item = Result<i64, Malformed>> {
        self.scan(0_i64, |sum, value| {
            Some(value.map(|value| {
                *sum = sum.wrapping_add(unzigzag(value));
                *sum
            }))
        })
    }
}

impl Iterator for Packed<'_> {
    type Item = Result<u64, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let value = varint(&mut self.0);
        if value.is_err() {
            self.0 = &[];
        }
        Some(value)
    }
}

fn varint(bytes: &mut &[u8]) -> Result<u64, Malformed> {
    varint::take(bytes).ok_or(Malformed)
}

fn take<'a>(bytes: &mut &'a [u8], n_bytes: usize) -> Result<&'a [u8], Malformed> {
    let (taken, rest) = bytes.split_at_checked(n_bytes).ok_or(Malformed)?;
    *bytes = rest;
    Ok(taken)
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
