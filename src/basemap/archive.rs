//! Tiles in one file: `PMTiles`, version 3.
//!
//! A damaged or hostile file costs no more than an honest one: every read is checked against the
//! file's length, and nothing is unpacked beyond a limit. Files are read, not mapped, since a
//! mapped file that another program cuts short ends the process.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use super::{
    ContentKind, Credit, GunzipError, TileId,
    archive::{
        directory::{Directory, tile_number},
        fault::Fault,
        header::Header,
        store::{ByteSource, Directories, Store},
    },
    attribution::credits_in,
    gunzip, is_gzip,
};

mod bounds;
mod directory;
mod fault;
mod header;
mod store;

pub use bounds::Bounds;
pub use fault::ArchiveError;

/// The largest tile accepted once unpacked, in bytes.
const MAX_TILE: usize = 64 << 20;

/// How many leaf directories may lead to one another before the tile is reached. Honest files
/// have one or two; a directory that leads to itself has no end.
const MAX_LEAVES: usize = 6;

/// An open `PMTiles` archive. Reading a tile needs no exclusive access, so worker threads may
/// share one.
pub struct Archive {
    store: Store,
    header: Header,
    root: Directory,
    leaves: Directories,
    file: String,
    attribution: Vec<Credit>,
}

impl Archive {
    /// Opens an archive that is part of the program.
    ///
    /// # Errors
    ///
    /// Where `bytes` are no archive that can be used.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self, ArchiveError> {
        let store = Store {
            place: ByteSource::Memory(bytes),
            length: bytes.len() as u64,
        };
        Self::new(store, "that is built in".to_owned())
    }

    /// Opens the archive at `path`. The file stays open and must not change meanwhile; if it
    /// does, tiles fail to read or to decode.
    ///
    /// # Errors
    ///
    /// Where the file is not there, cannot be read, or is no archive that can be used.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        let name = || path.display().to_string();
        let unreadable = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => ArchiveError::NotFound { file: name() },
            _ => ArchiveError::Unreadable {
                file: name(),
                source,
            },
        };
        // Asked before opening, because opening a pipe would wait for somebody to write to it.
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(ArchiveError::NotPmTiles {
                file: name(),
                expected: "a PMTiles file",
            });
        }
        let file = File::open(path).map_err(unreadable)?;
        let store = Store {
            place: ByteSource::File(Mutex::new(file)),
            length: metadata.len(),
        };
        Self::new(store, name())
    }

    fn new(store: Store, file: String) -> Result<Self, ArchiveError> {
        let read = || {
            let header = Header::read(&store.start()?, store.length)?;
            let root = Directory::read(&store.unpacked(&header.root, header.packed)?)?;
            Ok((header, root))
        };
        let (header, root) = read().map_err(|fault: Fault| fault.of(&file))?;
        Ok(Self {
            attribution: attribution(&store, &header, &file),
            store,
            header,
            root,
            leaves: Directories::default(),
            file,
        })
    }

    /// The tile at `tile`, unpacked, or `None` where the archive has none.
    ///
    /// # Errors
    ///
    /// Where the file is damaged at that place or cannot be read any more.
    pub fn tile(&self, tile: TileId) -> Result<Option<Vec<u8>>, ArchiveError> {
        self.find(tile).map_err(|fault| fault.of(&self.file))
    }

    fn find(&self, tile: TileId) -> Result<Option<Vec<u8>>, Fault> {
        let number = tile_number(tile);
        let mut entry = self.root.find(number);
        for _ in 0..MAX_LEAVES {
            match entry {
                Some(leaf) if leaf.is_directory() => {
                    let range = leaf.within(&self.header.leaves)?;
                    let read =
                        || Directory::read(&self.store.unpacked(&range, self.header.packed)?);
                    entry = self.leaves.get_or_read(range.start, read)?.find(number);
                }
                Some(entry) => {
                    let bytes = self.store.tile(&entry.within(&self.header.tiles)?)?;
                    return unpacked(bytes, self.header.tiles_packed).map(Some);
                }
                None => return Ok(None),
            }
        }
        Err(Fault::Damaged("its table of contents has no end"))
    }

    /// The shallowest zoom level in it.
    #[must_use]
    pub fn min_zoom(&self) -> u8 {
        *self.header.zooms.start()
    }

    /// The deepest zoom level in it; deeper views enlarge these tiles.
    #[must_use]
    pub fn max_zoom(&self) -> u8 {
        *self.header.zooms.end()
    }

    /// What its tiles hold.
    #[must_use]
    pub fn kind(&self) -> ContentKind {
        self.header.kind
    }

    /// Whom to credit, as its metadata says; empty where they say nothing.
    #[must_use]
    pub fn attribution(&self) -> &[Credit] {
        &self.attribution
    }

    /// The part of the world it covers; the whole of it where the file gives no sensible answer.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.header.bounds
    }
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// Whom to credit. A map is worth showing without its metadata, so damage to them is no error.
fn attribution(store: &Store, header: &Header, file: &str) -> Vec<Credit> {
    let metadata = metadata(store, header).unwrap_or_else(|fault| {
        tracing::warn!("nobody is credited for the map. {}", fault.of(file));
        serde_json::Value::Null
    });
    let attribution = metadata.get("attribution").and_then(|text| text.as_str());
    credits_in(attribution.unwrap_or_default())
}

fn metadata(store: &Store, header: &Header) -> Result<serde_json::Value, Fault> {
    let bytes = store.unpacked(&header.metadata, header.packed)?;
    serde_json::from_slice(&bytes).map_err(|_| Fault::Damaged("its metadata are no JSON"))
}

/// A tile out of the bytes that lie in the file, where `said` tells whether they should be packed.
fn unpacked(bytes: Cow<'_, [u8]>, said: bool) -> Result<Vec<u8>, Fault> {
    // Some writers pack their tiles and do not say so.
    if is_gzip(&bytes) {
        return gunzip(&bytes, MAX_TILE).map_err(|error| match error {
            GunzipError::TooLarge => Fault::Damaged("a tile is of absurd size"),
            GunzipError::Corrupt => Fault::Damaged("a tile cannot be unpacked"),
        });
    }
    if said {
        return Err(Fault::Damaged("a tile is not packed as the rest is"));
    }
    Ok(bytes.into_owned())
}

#[cfg(test)]
mod tests;
