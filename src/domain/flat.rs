//! Arrays that live in somebody else's bytes: a memory-mapped region file, or a vector that was
//! just built. Cloning shares; nothing is copied or decoded when a file is opened.

use std::marker::PhantomData;
use std::ops::Deref;

use bytemuck::Pod;
use bytes::Bytes;

/// A section of a region file does not hold what its reader expects.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FlatError {
    #[error("section '{0}' is missing")]
    Missing(String),
    #[error("a section of {n_bytes} bytes is not an array of {size}-byte numbers")]
    Layout { n_bytes: usize, size: usize },
    #[error("{0}")]
    Inconsistent(String),
}

/// A shared array of plain values, little-endian as on every machine we run on.
#[derive(Clone)]
pub struct Flat<T> {
    bytes: Bytes,
    item: PhantomData<T>,
}

impl<T: Pod> Flat<T> {
    /// # Errors
    /// When the bytes are no whole number of items or not aligned for them.
    pub fn new(bytes: Bytes) -> Result<Self, FlatError> {
        let n_bytes = bytes.len();
        if n_bytes > 0 && bytemuck::try_cast_slice::<u8, T>(&bytes).is_err() {
            return Err(FlatError::Layout { n_bytes, size: size_of::<T>() });
        }
        Ok(Self { bytes, item: PhantomData })
    }

    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, shared and not copied.
    #[must_use]
    pub fn share(&self) -> Bytes {
        self.bytes.clone()
    }
}

impl<T: Pod> Deref for Flat<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        if self.bytes.is_empty() { &[] } else { bytemuck::cast_slice(&self.bytes) }
    }
}

impl<T: Pod + Send + Sync> From<Vec<T>> for Flat<T> {
    fn from(items: Vec<T>) -> Self {
        struct Owner<T>(Vec<T>);
        impl<T: Pod> AsRef<[u8]> for Owner<T> {
            fn as_ref(&self) -> &[u8] {
                bytemuck::cast_slice(&self.0)
            }
        }
        Self { bytes: Bytes::from_owner(Owner(items)), item: PhantomData }
    }
}

impl<T: Pod + Send + Sync> Default for Flat<T> {
    fn default() -> Self {
        Self { bytes: Bytes::new(), item: PhantomData }
    }
}

impl<T: Pod + std::fmt::Debug> std::fmt::Debug for Flat<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Flat[{}]", self.len())
    }
}

/// Many byte strings behind one another, found by number.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Where each record ends.
    ends: Flat<u64>,
    bytes: Bytes,
}

impl Records {
    /// # Errors
    /// When an end lies before the one in front of it or behind the bytes.
    pub fn new(ends: Bytes, bytes: Bytes) -> Result<Self, FlatError> {
        let ends = Flat::<u64>::new(ends)?;
        // Looking at the last end only keeps opening independent of size; `get` checks the rest.
        if ends.last().copied().unwrap_or(0) != bytes.len() as u64 {
            return Err(FlatError::Inconsistent("records do not fill their bytes".into()));
        }
        Ok(Self { ends, bytes })
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The record, empty where there is none.
    #[must_use]
    pub fn get(&self, index: usize) -> &[u8] {
        let end = |index: usize| self.ends.get(index).and_then(|end| usize::try_from(*end).ok());
        let start = if index == 0 { Some(0) } else { end(index - 1) };
        start.zip(end(index)).and_then(|(from, to)| self.bytes.get(from..to)).unwrap_or_default()
    }

    /// Ends and bytes, as [`Records::new`] takes them.
    #[must_use]
    pub fn parts(&self) -> (&[u8], &[u8]) {
        (self.ends.as_bytes(), &self.bytes)
    }

    /// The same, shared and not copied.
    #[must_use]
    pub fn share(&self) -> [Bytes; 2] {
        [self.ends.share(), self.bytes.clone()]
    }
}

impl<R: AsRef<[u8]>> FromIterator<R> for Records {
    fn from_iter<I: IntoIterator<Item = R>>(records: I) -> Self {
        let (mut ends, mut bytes) = (Vec::new(), Vec::new());
        for record in records {
            bytes.extend_from_slice(record.as_ref());
            ends.push(bytes.len() as u64);
        }
        Self { ends: ends.into(), bytes: bytes.into() }
    }
}

#[cfg(test)]
#[path = "flat_tests.rs"]
mod tests;
