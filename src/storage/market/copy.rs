//! `PostgreSQL`'s binary COPY format, read in place: no allocation for a row.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use crate::domain::market::record::MONEY_SCALE;
use crate::storage::StorageError;

const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
/// The signature, four bytes of flags, four with the length of what else the header holds.
const HEADER_BYTES: usize = SIGNATURE.len() + 8;
/// The days between 1970 and the epoch of the database, 2000.
const EPOCH_DAYS: i64 = 10_957;
/// A `numeric` is written in digits of this base, which is also the scale of money here.
const NUMERIC_BASE: i64 = MONEY_SCALE;
const NEGATIVE: u16 = 0x4000;
const POSITIVE: u16 = 0;

/// Cuts a stream into rows, wherever its pieces begin and end.
#[derive(Debug, Default)]
pub struct Reader {
    pending: Vec<u8>,
    has_header: bool,
    has_ended: bool,
}

impl Reader {
    /// Hands over the rows that are complete with this piece.
    ///
    /// # Errors
    /// When the stream is not of this format, and what `each` says of a row.
    pub fn feed(
        &mut self,
        piece: Vec<u8>,
        mut each: impl FnMut(Fields) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        if self.pending.is_empty() {
            self.pending = piece;
        } else {
            self.pending.extend_from_slice(&piece);
        }
        let mut at = if self.has_header { Some(0) } else { self.header()? };
        let mut done = 0;
        while let Some(start) = at {
            done = start;
            at = match row(&self.pending[start..])? {
                Next::Row(bytes) => {
                    let end = start + 2 + bytes.len();
                    each(Fields { rest: bytes })?;
                    Some(end)
                }
                Next::Incomplete => None,
                Next::End => {
                    self.has_ended = true;
                    None
                }
            };
        }
        self.pending.drain(..done);
        Ok(())
    }

    /// To be called when nothing follows.
    ///
    /// # Errors
    /// When the stream broke off.
    pub fn finish(&self) -> Result<(), StorageError> {
        if self.has_ended { Ok(()) } else { Err(broken("the stream of rows broke off")) }
    }

    /// Where the first row begins, once the header is there.
    fn header(&mut self) -> Result<Option<usize>, StorageError> {
        let Some(header) = self.pending.get(..HEADER_BYTES) else { return Ok(None) };
        if !header.starts_with(SIGNATURE) || header[SIGNATURE.len()..] != [0; 8] {
            return Err(broken("not a stream of rows"));
        }
        self.has_header = true;
        Ok(Some(HEADER_BYTES))
    }
}

enum Next<'a> {
    Row(&'a [u8]),
    Incomplete,
    End,
}

/// The bytes of the first row's fields, without the two that count them.
fn row(bytes: &[u8]) -> Result<Next<'_>, StorageError> {
    let Some((count, fields)) = bytes.split_first_chunk() else { return Ok(Next::Incomplete) };
    let count = i16::from_be_bytes(*count);
    if count < 0 {
        return Ok(Next::End);
    }
    let mut at = 0;
    for _ in 0..count {
        let Some((length, _)) = fields.get(at..).and_then(<[u8]>::split_first_chunk) else {
            return Ok(Next::Incomplete);
        };
        at += 4 + length_of(*length)?.unwrap_or(0);
    }
    Ok(fields.get(..at).map_or(Next::Incomplete, Next::Row))
}

/// None for NULL.
fn length_of(bytes: [u8; 4]) -> Result<Option<usize>, StorageError> {
    match i32::from_be_bytes(bytes) {
        -1 => Ok(None),
        length => Ok(Some(usize::try_from(length).map_err(|_| broken("a negative length"))?)),
    }
}

/// The fields of a row that were not taken yet, in the order of the statement's columns.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    /// Fields that [`Self::rest`] gave.
    #[must_use]
    pub fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next field as it came; none where it is NULL.
    ///
    /// # Errors
    /// When there is none.
    pub fn bytes(&mut self) -> Result<Option<&'a [u8]>, StorageError> {
        let (length, rest) = self.rest.split_first_chunk().ok_or_else(no_field)?;
        let length = length_of(*length)?;
        let (field, rest) = rest.split_at_checked(length.unwrap_or(0)).ok_or_else(no_field)?;
        self.rest = rest;
        Ok(length.map(|_| field))
    }

    /// # Errors
    /// When the field is not text.
    pub fn text(&mut self) -> Result<Option<&'a str>, StorageError> {
        let text = |bytes| std::str::from_utf8(bytes).map_err(|_| broken("text is not UTF-8"));
        self.bytes()?.map(text).transpose()
    }

    /// # Errors
    /// When the field is no id.
    pub fn id(&mut self) -> Result<Option<Uuid>, StorageError> {
        Ok(self.fixed()?.map(Uuid::from_bytes))
    }

    /// # Errors
    /// When the field is not of four bytes.
    pub fn int(&mut self) -> Result<Option<i32>, StorageError> {
        Ok(self.fixed()?.map(i32::from_be_bytes))
    }

    /// # Errors
    /// When the field is not of eight bytes.
    pub fn double(&mut self) -> Result<Option<f64>, StorageError> {
        Ok(self.fixed()?.map(f64::from_be_bytes))
    }

    /// # Errors
    /// When the field is no date of the calendar.
    pub fn date(&mut self) -> Result<Option<NaiveDate>, StorageError> {
        let Some(days) = self.int()? else { return Ok(None) };
        let days = TimeDelta::try_days(i64::from(days) + EPOCH_DAYS);
        let date = days.and_then(|days| NaiveDate::default().checked_add_signed(days));
        date.map(Some).ok_or_else(|| broken("a date beyond the calendar"))
    }

    /// # Errors
    /// When the field is no instant of the calendar.
    pub fn instant(&mut self) -> Result<Option<DateTime<Utc>>, StorageError> {
        let Some(micros) = self.fixed()?.map(i64::from_be_bytes) else { return Ok(None) };
        let instant = micros
            .checked_add(EPOCH_DAYS * 86_400_000_000)
            .and_then(DateTime::<Utc>::from_timestamp_micros);
        instant.map(Some).ok_or_else(|| broken("an instant beyond the calendar"))
    }

    /// Money of a `numeric(18, 4)` in ten-thousandths; finer digits are cut off.
    ///
    /// # Errors
    /// When the field is no number, or too large a one.
    pub fn money(&mut self) -> Result<Option<i64>, StorageError> {
        self.bytes()?.map(|bytes| money(bytes).ok_or_else(|| broken("not an amount"))).transpose()
    }

    fn fixed<const N: usize>(&mut self) -> Result<Option<[u8; N]>, StorageError> {
        let array = |bytes: &[u8]| bytes.try_into().map_err(|_| broken("a field of another type"));
        self.bytes()?.map(array).transpose()
    }
}

/// A `numeric`: how many digits of base 10000, the power of the first, sign, scale, the digits.
fn money(bytes: &[u8]) -> Option<i64> {
    let mut words = bytes.chunks_exact(2).map(|word| u16::from_be_bytes([word[0], word[1]]));
    let (n_digits, weight) = (words.next()?, words.next()?.cast_signed());
    let (sign, _scale) = (words.next()?, words.next()?);
    if sign != NEGATIVE && sign != POSITIVE {
        return None;
    }
    // after the digit of weight -1 stand exactly ten-thousandths
    let mut amount: i64 = 0;
    let n_wanted = usize::try_from(i64::from(weight) + 2).unwrap_or(0);
    let digits = words.take(n_digits.into()).chain(std::iter::repeat(0)).take(n_wanted);
    for digit in digits {
        amount = amount.checked_mul(NUMERIC_BASE)?.checked_add(digit.into())?;
    }
    Some(if sign == NEGATIVE { -amount } else { amount })
}

fn no_field() -> StorageError {
    broken("a row has fewer fields than asked for")
}

fn broken(what: &str) -> StorageError {
    StorageError::Unreadable(what.to_owned())
}

#[cfg(test)]
#[path = "copy_tests.rs"]
mod tests;
