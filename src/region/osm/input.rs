//! The bytes of an extract: unpacked when needed, counted for progress and bounds.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use super::{OsmError, UNPACKED_BYTES_MAX};

const BUFFER_BYTES: usize = 256 << 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Pbf,
    Xml,
    Empty,
    Unknown,
}

/// A reader that knows how far into the file it is.
pub(super) struct Input<'a> {
    reader: Box<dyn BufRead>,
    /// Packed bytes taken from the file so far.
    n_taken: Rc<Cell<u64>>,
    /// Unpacked bytes given out so far.
    n_given: u64,
    n_bytes: u64,
    progress: &'a dyn Fn(f32),
}

impl<'a> Input<'a> {
    pub(super) fn new(file: File, n_bytes: u64, progress: &'a dyn Fn(f32)) -> Self {
        let n_taken = Rc::new(Cell::new(0));
        let counted = Counted { file, n_taken: Rc::clone(&n_taken) };
        let reader = Box::new(BufReader::with_capacity(BUFFER_BYTES, counted));
        Self { reader, n_taken, n_given: 0, n_bytes, progress }
    }

    /// Puts an unpacker in front when the content asks for one, and tells what is inside.
    pub(super) fn unpack(&mut self) -> io::Result<Format> {
        let head = self.reader.fill_buf()?;
        let unpack: fn(Box<dyn BufRead>) -> Box<dyn Read> = if head.starts_with(&[0x1f, 0x8b]) {
            |packed| Box::new(flate2::bufread::MultiGzDecoder::new(packed))
        } else if head.starts_with(b"BZh") {
            |packed| Box::new(bzip2::bufread::MultiBzDecoder::new(packed))
        } else {
            return Ok(format_of(head));
        };
        let packed = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(BufReader::with_capacity(BUFFER_BYTES, unpack(packed)));
        match self.reader.fill_buf() {
            Ok(head) => Ok(format_of(head)),
            // Not a packed stream after all, or one cut right at the start.
            Err(_) => Ok(Format::Unknown),
        }
    }

    pub(super) fn report(&self) {
        #[expect(clippy::cast_precision_loss, reason = "a share for a progress bar")]
        (self.progress)((self.n_taken.get() as f32 / self.n_bytes.max(1) as f32).min(1.0));
    }

    /// Unpacked bytes given out so far.
    pub(super) const fn at(&self) -> u64 {
        self.n_given
    }

    /// Exactly so many bytes; fewer mean that the file was cut.
    pub(super) fn read_exactly(&mut self, n_bytes: usize) -> Result<Vec<u8>, OsmError> {
        let mut bytes = Vec::new();
        let limit = n_bytes as u64;
        let result = self.by_ref().take(limit).read_to_end(&mut bytes);
        result.map_err(|error| self.failed(&error))?;
        if bytes.len() < n_bytes {
            return Err(OsmError::Truncated { at: self.n_given });
        }
        Ok(bytes)
    }

    pub(super) fn is_at_end(&mut self) -> Result<bool, OsmError> {
        match self.reader.fill_buf() {
            Ok(rest) => Ok(rest.is_empty()),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// What a failed read means: an unpacker that runs dry was given a cut file.
    pub(super) fn failed(&self, error: &io::Error) -> OsmError {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => OsmError::Truncated { at: self.n_given },
            io::ErrorKind::FileTooLarge => {
                OsmError::TooLarge { what: "unpacked bytes", max: UNPACKED_BYTES_MAX }
            }
            _ => OsmError::Damaged { at: self.n_given, what: error.to_string() },
        }
    }
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.reader.read(buffer)?;
        self.count(n_read)?;
        Ok(n_read)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.n_given > UNPACKED_BYTES_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, n_bytes: usize) {
        self.n_given += n_bytes as u64;
        self.reader.consume(n_bytes);
    }
}

impl Input<'_> {
    fn count(&mut self, n_bytes: usize) -> io::Result<()> {
        self.n_given += n_bytes as u64;
        if self.n_given > UNPACKED_BYTES_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(())
    }
}

/// Counts the packed bytes.
struct Counted {
    file: File,
    n_taken: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.file.read(buffer)?;
        self.n_taken.set(self.n_taken.get() + n_read as u64);
        Ok(n_read)
    }
}

/// PBF starts with a length, then the string `OSMHeader`; XML with an angle bracket.
fn format_of(head: &[u8]) -> Format {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if head.is_empty() {
        Format::Empty
    } else if head.get(4..15) == Some(b"\x0a\x09OSMHeader") {
        Format::Pbf
    } else if text.starts_with(b"<") {
        Format::Xml
    } else {
        Format::Unknown
    }
}
