//! The only place that maps files, and the only unsafe code.

use std::fs::File;
use std::io;
use std::path::Path;

use bytes::Bytes;

pub(super) fn map(path: &Path) -> io::Result<Bytes> {
    let file = File::open(path)?;
    if file.metadata()?.len() == 0 {
        return Ok(Bytes::new());
    }
    // SAFETY: the mapping is read-only and private to this module until it is wrapped. Region
    // files are never written in place: a new one is a new file renamed over the old name, and
    // removing one unlinks it, so the mapped pages stay as they are for as long as we hold them.
    // Somebody who edits the data directory by hand can break that, as with any mapped file; the
    // readers check every number they take from it before using it as an index.
    #[allow(unsafe_code)]
    let map = unsafe { memmap2::Mmap::map(&file)? };
    Ok(Bytes::from_owner(map))
}
