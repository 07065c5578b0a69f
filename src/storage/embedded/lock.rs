//! One gcrm per data directory.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::EmbeddedError;

/// Longer than a service takes to stop: its last requests, then the database's checkpoint.
const STOPPING_WAIT_MAX: Duration = Duration::from_secs(90);
const POLL: Duration = Duration::from_millis(20);
/// The second line of the file while its holder stops.
const STOPPING: &str = "stopping";

/// Held as long as this process uses the data directory; the kernel lets go of it when the process
/// ends, however it ends.
#[derive(Debug)]
pub(super) struct DataLock {
    file: File,
}

impl DataLock {
    /// Waits for a holder that says it is stopping. Any other is a refusal, after `grace`: the time
    /// that a holder which was told to stop just now may take to say so.
    pub(super) fn acquire(data_dir: &Path, grace: Duration) -> Result<Self, EmbeddedError> {
        let path = data_dir.join("gcrm.lock");
        let mut file = open(&path).map_err(EmbeddedError::io(&path))?;
        let begin = Instant::now();
        let mut is_told = false;
        while !try_lock(&file).map_err(EmbeddedError::io(&path))? {
            let holder = Holder::read(&mut file);
            if holder.is_stopping && !is_told {
                tracing::warn!("{} is stopping; waiting for it", holder.name);
                is_told = true;
            }
            if begin.elapsed() >= if holder.is_stopping { STOPPING_WAIT_MAX } else { grace } {
                return Err(EmbeddedError::Locked {
                    dir: data_dir.to_owned(),
                    holder: holder.name,
                });
            }
            thread::sleep(POLL);
        }
        let lock = Self { file };
        lock.sign("").map_err(EmbeddedError::io(&path))?;
        Ok(lock)
    }

    /// Tells whoever wants the directory next that it is worth waiting.
    pub(super) fn announce_stop(&self) {
        if let Err(error) = self.sign(STOPPING) {
            tracing::warn!(%error, "the lock file could not be written");
        }
    }

    /// Writes who holds the lock, for the sentence that the next one reads.
    fn sign(&self, state: &str) -> io::Result<()> {
        let mut file = &self.file;
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "gcrm (process {})\n{state}", std::process::id())
    }
}

fn open(path: &Path) -> io::Result<File> {
    File::options().create(true).truncate(false).read(true).write(true).open(path)
}

fn try_lock(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// What the file says of whoever holds it.
struct Holder {
    name: String,
    is_stopping: bool,
}

impl Holder {
    fn read(file: &mut File) -> Self {
        let mut text = String::new();
        // Without its text the holder has no name, which is all that is lost.
        let _ = file.rewind().and_then(|()| file.read_to_string(&mut text));
        let mut lines = text.lines();
        let name = lines.next().filter(|name| !name.is_empty()).unwrap_or("another gcrm");
        Self { name: name.to_owned(), is_stopping: lines.next() == Some(STOPPING) }
    }
}

#[cfg(test)]
#[path = "lock_tests.rs"]
mod tests;
