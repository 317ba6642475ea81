//! The bytes of an archive and its directories, given out with care.

use std::collections::BTreeMap;
use std::fs::File;
use std::future::Future;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use pmtiles::{
    AsyncBackend, BackendResponse, DirEntry, Directory, DirectoryCache, PmtError, PmtResult,
};

use crate::basemap::gunzip;

/// The largest directory or metadata accepted, packed or not, in bytes.
const MAX_DIRECTORY: usize = 8 << 20;
/// The largest tile accepted as it lies in the file, in bytes.
const MAX_PACKED_TILE: usize = 16 << 20;
/// Directories are kept in memory up to about this size, in bytes.
const MAX_DIRECTORIES_KEPT: usize = 32 << 20;
/// The length of the fixed part at the start of the file.
const HEADER: usize = 127;

/// The bytes of an archive.
pub(super) struct Store {
    place: Place,
    length: u64,
    /// The parts that the crate unpacks without a limit, which are therefore tried first.
    packed: Vec<Range<u64>>,
}

/// Where the bytes are.
pub(super) enum Place {
    Memory(&'static [u8]),
    File(Mutex<File>),
}

impl Store {
    /// Checks that the parts the header speaks of lie within `length` bytes.
    pub(super) fn new(place: Place, length: u64) -> PmtResult<Self> {
        let mut store = Self {
            place,
            length,
            packed: Vec::new(),
        };
        let header = store.bytes(0, HEADER.min(usize::try_from(length).unwrap_or(HEADER)))?;
        if !header.starts_with(b"PMTiles\x03") || header.len() < HEADER {
            return Err(match header.strip_prefix(b"PMTiles") {
                Some([] | [3, ..]) => io::Error::from(io::ErrorKind::UnexpectedEof).into(),
                Some(_) => PmtError::UnsupportedPmTilesVersion,
                None => PmtError::InvalidMagicNumber,
            });
        }
        // Root directory, metadata, leaf directories and tiles, each an offset and a length in
        // little-endian order, follow the magic number and the version.
        let mut sections = header[8..72].chunks_exact(8).map(|number| {
            number
                .iter()
                .rev()
                .fold(0, |value: u64, byte| value << 8 | u64::from(*byte))
        });
        while let (Some(start), Some(section_length)) = (sections.next(), sections.next()) {
            let end = start
                .checked_add(section_length)
                .ok_or(PmtError::InvalidHeader)?;
            if end > length {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            store.packed.push(start..end);
        }
        store.packed.pop();
        let is_packed = header[97] == 2;
        if is_packed {
            store.check_unpacked_size(&store.packed[0], &store.bytes_of(&store.packed[0])?)?;
        } else {
            store.packed.clear();
        }
        Ok(store)
    }

    fn bytes_of(&self, range: &Range<u64>) -> PmtResult<Vec<u8>> {
        let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        if length > MAX_DIRECTORY {
            return Err(PmtError::InvalidEntry);
        }
        self.bytes(range.start, length)
    }

    /// Exactly `length` bytes from `offset`, which must lie within the archive.
    fn bytes(&self, offset: u64, length: usize) -> PmtResult<Vec<u8>> {
        let end = offset
            .checked_add(length as u64)
            .filter(|end| *end <= self.length);
        if end.is_none() || length > MAX_PACKED_TILE {
            return Err(PmtError::InvalidEntry);
        }
        match &self.place {
            Place::Memory(bytes) => {
                let start = usize::try_from(offset).map_err(|_| PmtError::InvalidEntry)?;
                let part = bytes
                    .get(start..start + length)
                    .ok_or(PmtError::InvalidEntry)?;
                Ok(part.to_vec())
            }
            Place::File(file) => {
                let mut part = vec![0; length];
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(offset))?;
                file.read_exact(&mut part)?;
                Ok(part)
            }
        }
    }

    /// Makes sure that a packed directory does not unpack to more than is sensible.
    fn check_unpacked_size(&self, range: &Range<u64>, bytes: &[u8]) -> PmtResult<()> {
        let overlaps = |packed: &&Range<u64>| range.start < packed.end && packed.start < range.end;
        if self.packed.iter().any(|packed| overlaps(&packed)) {
            let fits = bytes.len() <= MAX_DIRECTORY && gunzip(bytes, MAX_DIRECTORY).is_ok();
            return if fits {
                Ok(())
            } else {
                Err(PmtError::InvalidEntry)
            };
        }
        Ok(())
    }
}

impl AsyncBackend for Store {
    fn read_exact(
        &self,
        offset: u64,
        length: usize,
    ) -> impl Future<Output = PmtResult<BackendResponse>> + Send {
        let read = || {
            let bytes = self.bytes(offset, length)?;
            self.check_unpacked_size(&(offset..offset + length as u64), &bytes)?;
            Ok(BackendResponse::new(bytes.into()))
        };
        std::future::ready(read())
    }

    fn read(
        &self,
        offset: u64,
        length: usize,
    ) -> impl Future<Output = PmtResult<BackendResponse>> + Send {
        // Only the start of the file is read so, up to its end; its root directory is checked.
        let available = self.length.saturating_sub(offset).min(length as u64);
        let available = usize::try_from(available).unwrap_or(length);
        let bytes = self.bytes(offset, available);
        std::future::ready(bytes.map(|bytes| BackendResponse::new(bytes.into())))
    }
}

/// Leaf directories read before, by their offset.
#[derive(Default)]
pub(super) struct Directories {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    directories: BTreeMap<u64, Directory>,
    size: usize,
}

impl DirectoryCache for Directories {
    async fn get_dir_entry_or_insert(
        &self,
        offset: u64,
        tile_id: pmtiles::TileId,
        fetcher: impl Future<Output = PmtResult<Directory>> + Send,
    ) -> PmtResult<Option<DirEntry>> {
        let kept = |kept: &Kept| {
            kept.directories
                .get(&offset)
                .map(|it| it.find_tile_id(tile_id).copied())
        };
        let known = kept(&self.kept.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(entry) = known {
            return Ok(entry);
        }
        let directory = fetcher.await?;
        let entry = directory.find_tile_id(tile_id).copied();
        let size = directory.get_approx_byte_size();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.size + size > MAX_DIRECTORIES_KEPT {
            // Reading a directory again is cheap, so which are dropped matters little.
            *kept = Kept::default();
        }
        kept.size += size;
        kept.directories.insert(offset, directory);
        Ok(entry)
    }
}
