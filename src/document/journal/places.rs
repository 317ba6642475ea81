//! Where the journals of all windows stand: one folder, and in it two files for each window, which are called
//! the same. The first is locked as long as the window lives and says what it shows, so that other windows
//! know; the second is the journal.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
    process, thread,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};

use super::record::milliseconds;
use crate::files;

const WINDOW: &str = "window";
const JOURNAL: &str = "journal";

/// So often a place is tried to be had: another window may look at it at that moment.
const ATTEMPTS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(3);

/// What a window says of itself is no longer than this.
const MAX_CARD: u64 = 64 << 10;

/// What a window shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub process: u32,
    pub title: String,
    /// The file of the document, links followed, as far as it is text.
    pub file: Option<String>,
}

/// The place of a window, locked as long as this lives.
#[derive(Debug)]
pub struct Place {
    lock: File,
    window: PathBuf,
    pub journal: PathBuf,
}

impl Place {
    /// A place of its own for a new window.
    ///
    /// # Errors
    /// When the folder cannot be made or written to.
    pub fn new(folder: &Path) -> io::Result<Self> {
        files::make_private_folder(folder)?;
        let mut attempts = 0;
        loop {
            attempts += 1;
            // The process's number is nobody else's now, and who had it before began at another time.
            let begun = milliseconds(SystemTime::now());
            let window = folder.join(format!("{begun:x}-{}.{WINDOW}", process::id()));
            let lock = open(&window, OpenOptions::new().create_new(true));
            let place = lock.and_then(|lock| {
                lock.try_lock()?;
                Ok(Self::of(lock, window))
            });
            match place {
                // Another window may have found it before it was locked, and tidied it away.
                Ok(place) if place.is_there() => return Ok(place),
                Err(error) if attempts == ATTEMPTS => return Err(error),
                _ if attempts == ATTEMPTS => return Err(io::ErrorKind::NotFound.into()),
                _ => thread::sleep(PAUSE),
            }
        }
    }

    fn of(lock: File, window: PathBuf) -> Self {
        let journal = window.with_extension(JOURNAL);
        Self {
            lock,
            window,
            journal,
        }
    }

    /// Whether the file that is locked is still the one in the folder.
    #[must_use]
    pub fn is_there(&self) -> bool {
        files::is_at(&self.lock, &self.window)
    }

    /// Say what the window shows.
    ///
    /// # Errors
    /// When the disk is full, say.
    pub fn tell(&mut self, card: &Card) -> io::Result<()> {
        let text = serde_json::to_vec(card)?;
        self.lock.rewind()?;
        self.lock.write_all(&text)?;
        self.lock.set_len(text.len() as u64)
    }

    /// Remove all that stands there.
    pub fn clear(self) {
        for path in [&self.journal, &self.window] {
            if let Err(error) = fs::remove_file(path)
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!("{}: {error}", path.display());
            }
        }
    }
}

/// Open the file that tells of a window, which nobody else may read.
fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    files::only_for_owner(options.read(true).write(true)).open(path)
}

/// The windows in a folder, in the order in which they were opened; with those of which only the journal is
/// left.
fn windows(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            if error.kind() != io::ErrorKind::NotFound {
                tracing::warn!("{}: {error}", folder.display());
            }
            return BTreeSet::new();
        }
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let is_ours = |path: &PathBuf| {
        let extension = path.extension();
        extension.is_some_and(|extension| extension == WINDOW || extension == JOURNAL)
    };
    paths
        .filter(is_ours)
        .map(|path| path.with_extension(WINDOW))
        .collect()
}

/// What other windows show now.
#[must_use]
pub fn others(folder: &Path, own: Option<&Place>) -> Vec<Card> {
    let others = windows(folder).into_iter();
    others
        .filter(|path| own.is_none_or(|own| own.window != *path))
        .filter_map(|path| card(&path))
        .collect()
}

/// What a window says of itself, if it lives.
fn card(path: &Path) -> Option<Card> {
    let file = open(path, &mut OpenOptions::new()).ok()?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {}
        // Nobody holds it: what it shows was left by a window that is gone.
        Ok(()) | Err(TryLockError::Error(_)) => return None,
    }
    let mut text = String::new();
    file.take(MAX_CARD).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// The places of windows that are gone and left a journal. They are locked from here on. What other windows
/// left without a journal is removed.
#[must_use]
pub fn abandoned(folder: &Path) -> Vec<Place> {
    let mut abandoned = Vec::new();
    for window in windows(folder) {
        let lock = open(&window, OpenOptions::new().create(true));
        let lock = lock.and_then(|lock| lock.try_lock().map(|()| lock).map_err(io::Error::from));
        // One that lives holds its lock.
        let Ok(lock) = lock else {
            continue;
        };
        let place = Place::of(lock, window);
        if !place.is_there() {
            continue;
        }
        if place.journal.is_file() {
            abandoned.push(place);
        } else {
            place.clear();
        }
    }
    abandoned
}
