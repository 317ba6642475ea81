//! Responses kept on disk between runs.
//!
//! One file per response, named after a hash of its address: a line of JSON (the
//! [`ResponseRecord`] and the body's length and checksum), then the body. A file is written under
//! another name and then renamed, so two processes may share a folder, and a reader sees a whole
//! entry or none. What cannot be read back exactly counts as absent. A cache that cannot be
//! written is no error to the user: tiles are fetched all the same, and
//! [`DiskCache::cache_note`] says why they are not kept.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::freshness::ResponseRecord;

/// The first bytes of every entry; the number changes with the layout.
const MAGIC: &[u8] = b"dateline-tile 1\n";
/// The longest line of JSON believed.
const MAX_HEAD: usize = 16 * 1024;
/// No entry is larger than this; what is cut off at it fails its checksum.
const MAX_ENTRY: u64 = 64 << 20;
/// Files being written have this ending; `tempfile` adds a random part before it.
const UNFINISHED: &str = ".part";
/// After so many writes the folder's size is looked at again.
const WRITES_BETWEEN_TIDYING: u32 = 256;
/// An unfinished file as old as this was left behind by a crash.
const ABANDONED: Duration = Duration::from_hours(1);
/// So many failed writes in a row end the attempts for this run.
const MAX_WRITE_FAILURES: u32 = 3;

/// A stored response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedTile {
    /// When it was fetched, how long it is fresh, and what to ask its server.
    pub record: ResponseRecord,
    /// The response's body, with any transfer compression removed.
    pub body: Vec<u8>,
}

/// A folder of stored responses, limited in size. Clones share the folder.
#[derive(Clone, Debug)]
pub struct DiskCache {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    dir: PathBuf,
    max_bytes: u64,
    health: Mutex<Health>,
    tidying: AtomicBool,
}

#[derive(Debug, Default)]
struct Health {
    note: Option<String>,
    failures: u32,
    writes: u32,
}

/// The line of JSON in front of a body.
#[derive(Serialize, Deserialize)]
struct Head {
    #[serde(flatten)]
    record: ResponseRecord,
    length: usize,
    sha256: String,
}

impl DiskCache {
    /// Uses `dir` as the cache, made if need be, and limits it to about `max_bytes` of disk.
    /// The folder is tidied on a thread of its own. This never fails: where the folder cannot
    /// be used, nothing is found in it and [`DiskCache::cache_note`] says so.
    #[must_use]
    pub fn open(dir: PathBuf, max_bytes: u64) -> Self {
        let cache = Self {
            inner: Arc::new(Inner {
                dir,
                max_bytes,
                health: Mutex::default(),
                tidying: AtomicBool::new(false),
            }),
        };
        match fs::create_dir_all(&cache.inner.dir) {
            Ok(()) => cache.tidy_soon(),
            Err(error) => cache.inner.written(Err(error)),
        }
        cache
    }

    /// The stored response to `url`, however old. An entry that is damaged is removed and not
    /// returned.
    #[must_use]
    pub fn get(&self, url: &str) -> Option<CachedTile> {
        let path = self.path(url);
        match read_entry(&path) {
            Ok(Some(entry)) if entry.record.url == url => Some(entry),
            Ok(_) => {
                tracing::debug!("{}: damaged, and dropped", path.display());
                self.remove(url);
                None
            }
            Err(error) => {
                log_unless_absent(&path, &error);
                None
            }
        }
    }

    /// Stores a response, replacing any other to the same address.
    pub fn put(&self, record: &ResponseRecord, body: &[u8]) {
        if self.inner.health().failures >= MAX_WRITE_FAILURES {
            return;
        }
        let written = write_entry(&self.path(&record.url), record, body);
        self.inner.written(written);
        let due = {
            let mut health = self.inner.health();
            health.writes = (health.writes + 1) % WRITES_BETWEEN_TIDYING;
            health.writes == 0
        };
        if due {
            self.tidy_soon();
        }
    }

    /// Forgets the response to `url`.
    pub fn remove(&self, url: &str) {
        // It may be gone already, or the folder may be read-only; then it stays a miss.
        remove_file(&self.path(url));
    }

    /// Why tiles are not being kept on disk, as a sentence, or `None` while all is well.
    #[must_use]
    pub fn cache_note(&self) -> Option<String> {
        self.inner.health().note.clone()
    }

    fn path(&self, url: &str) -> PathBuf {
        let name = hex(&Sha256::digest(url));
        self.inner.dir.join(&name[..2]).join(&name[..40])
    }

    /// Tidies the folder on another thread, unless one is at it.
    fn tidy_soon(&self) {
        if self.inner.tidying.swap(true, Ordering::AcqRel) {
            return;
        }
        let inner = Arc::clone(&self.inner);
        let started = thread::Builder::new()
            .name("tile-cache".to_owned())
            .spawn(move || {
                inner.tidy(SystemTime::now());
                inner.tidying.store(false, Ordering::Release);
            });
        if let Err(error) = started {
            tracing::warn!("no thread to tidy the kept tiles: {error}");
            self.inner.tidying.store(false, Ordering::Release);
        }
    }
}

impl Inner {
    fn health(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of how a write went.
    fn written(&self, result: io::Result<()>) {
        let mut health = self.health();
        let before = health.note.clone();
        match result {
            Ok(()) => {
                health.failures = 0;
                health.note = None;
            }
            Err(error) => {
                health.failures += 1;
                let why = match error.kind() {
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                        health.failures = MAX_WRITE_FAILURES;
                        "the disk is full".to_owned()
                    }
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                        "the folder cannot be written to".to_owned()
                    }
                    io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                        "that is not a folder".to_owned()
                    }
                    _ => error.to_string(),
                };
                let dir = self.dir.display();
                health.note = Some(format!("Map tiles are not kept in {dir}: {why}."));
            }
        }
        let after = health.note.clone();
        // The window asks for the note, and must not wait for the log.
        drop(health);
        match after {
            Some(note) if Some(&note) != before.as_ref() => tracing::warn!("{note}"),
            None if before.is_some() => tracing::info!("Map tiles are kept again."),
            _ => {}
        }
    }

    /// Removes abandoned files, and then the oldest entries until the folder is a tenth below
    /// its limit, so that this is not needed again at the next write.
    fn tidy(&self, now: SystemTime) {
        let mut entries = Vec::new();
        for (path, metadata) in files_below(&self.dir) {
            let changed = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            if path
                .extension()
                .is_some_and(|extension| extension == &UNFINISHED[1..])
            {
                if now.duration_since(changed).is_ok_and(|age| age > ABANDONED) {
                    remove_file(&path);
                }
            } else {
                entries.push((changed, metadata.len(), path));
            }
        }
        let mut total: u64 = entries.iter().map(|(_, length, _)| length).sum();
        if total <= self.max_bytes {
            return;
        }
        entries.sort();
        let enough = self.max_bytes / 10 * 9;
        for (_, length, path) in entries {
            if total <= enough {
                break;
            }
            // Another process may have been quicker; the space is free either way.
            remove_file(&path);
            total -= length;
        }
    }
}

fn remove_file(path: &Path) {
    if let Err(error) = fs::remove_file(path) {
        log_unless_absent(path, &error);
    }
}

/// Most files that are asked for are not there. What else goes wrong with one may go wrong with
/// thousands, so that only who asks for it hears of it.
fn log_unless_absent(path: &Path, error: &io::Error) {
    if error.kind() != io::ErrorKind::NotFound {
        tracing::debug!("{}: {error}", path.display());
    }
}

/// The files in the sub-folders of `dir`, with what is known of them. Nothing else in the
/// folder is looked at, should the user have pointed the cache at a folder of their own.
fn files_below(dir: &Path) -> Vec<(PathBuf, fs::Metadata)> {
    let list = |dir: &Path| fs::read_dir(dir).into_iter().flatten().flatten();
    list(dir)
        .filter(|shard| {
            let name = shard.file_name();
            name.len() == 2
                && name
                    .to_str()
                    .is_some_and(|n| n.bytes().all(|b| b.is_ascii_hexdigit()))
        })
        .flat_map(|shard| list(&shard.path()))
        .filter_map(|file| Some((file.path(), file.metadata().ok()?)))
        .filter(|(_, metadata)| metadata.is_file())
        .collect()
}

/// The entry at `path`, or `None` where there is something else.
fn read_entry(path: &Path) -> io::Result<Option<CachedTile>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_ENTRY).read_to_end(&mut bytes)?;
    Ok(parse_entry(&bytes))
}

fn parse_entry(bytes: &[u8]) -> Option<CachedTile> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let line_end = rest.iter().take(MAX_HEAD).position(|&byte| byte == b'\n')?;
    let head: Head = serde_json::from_slice(&rest[..line_end]).ok()?;
    let body = &rest[line_end + 1..];
    let whole = body.len() == head.length && hex(&Sha256::digest(body)) == head.sha256;
    whole.then(|| CachedTile {
        record: head.record,
        body: body.to_vec(),
    })
}

fn write_entry(path: &Path, record: &ResponseRecord, body: &[u8]) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(dir)?;
    let head = serde_json::to_vec(&Head {
        record: record.clone(),
        length: body.len(),
        sha256: hex(&Sha256::digest(body)),
    })?;
    let mut file = tempfile::Builder::new()
        .suffix(UNFINISHED)
        .tempfile_in(dir)?;
    for part in [MAGIC, &head, b"\n", body] {
        file.write_all(part)?;
    }
    // No fsync: after a power cut the checksum tells a damaged entry, and a tile can be had again.
    file.persist(path)?;
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

#[cfg(test)]
mod tests;
