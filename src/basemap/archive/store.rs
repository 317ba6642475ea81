//! The bytes of an archive, given out with care: every read is checked against the file's length,
//! and nothing is unpacked beyond a limit.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::{directory::Directory, fault::Fault, header};
use crate::basemap::gunzip;

/// The largest directory or metadata accepted, packed or not, in bytes.
const MAX_DIRECTORY: usize = 8 << 20;
/// The largest tile accepted as it lies in the file, in bytes.
const MAX_PACKED_TILE: usize = 16 << 20;
/// Directories are kept in memory up to about this size, in bytes.
const MAX_DIRECTORIES_KEPT: usize = 32 << 20;

/// The bytes of an archive.
pub(super) struct Store {
    pub(super) place: ByteSource,
    pub(super) length: u64,
}

/// Where the bytes are.
pub(super) enum ByteSource {
    Memory(&'static [u8]),
    File(Mutex<File>),
}

impl Store {
    /// The first bytes, as many as a header has or the file holds.
    pub(super) fn start(&self) -> Result<Cow<'static, [u8]>, Fault> {
        let end = self.length.min(header::LENGTH as u64);
        self.bytes(&(0..end), header::LENGTH)
    }

    /// A tile as it lies in the file.
    pub(super) fn tile(&self, range: &Range<u64>) -> Result<Cow<'static, [u8]>, Fault> {
        self.bytes(range, MAX_PACKED_TILE)
    }

    /// A directory or the metadata, unpacked.
    pub(super) fn unpacked(
        &self,
        range: &Range<u64>,
        packed: bool,
    ) -> Result<Cow<'static, [u8]>, Fault> {
        let bytes = self.bytes(range, MAX_DIRECTORY)?;
        if !packed {
            return Ok(bytes);
        }
        gunzip(&bytes, MAX_DIRECTORY)
            .map(Cow::Owned)
            .map_err(|_| Fault::Damaged("its table of contents cannot be unpacked"))
    }

    /// The bytes in `range`, which must lie within the archive and be no more than `most`.
    fn bytes(&self, range: &Range<u64>, most: usize) -> Result<Cow<'static, [u8]>, Fault> {
        let absurd = || Fault::Damaged("its parts are of absurd size");
        let length = range.end.checked_sub(range.start).ok_or_else(absurd)?;
        let length = usize::try_from(length).map_err(|_| absurd())?;
        if length > most || range.end > self.length {
            return Err(absurd());
        }
        match &self.place {
            ByteSource::Memory(bytes) => {
                let start = usize::try_from(range.start).map_err(|_| absurd())?;
                let part = bytes.get(start..start + length).ok_or_else(absurd)?;
                Ok(Cow::Borrowed(part))
            }
            ByteSource::File(file) => {
                let mut part = vec![0; length];
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(range.start))?;
                file.read_exact(&mut part)?;
                Ok(Cow::Owned(part))
            }
        }
    }
}

/// Directories read before, by where they start in the file.
#[derive(Default)]
pub(super) struct Directories {
    kept: Mutex<KeptDirectories>,
}

#[derive(Default)]
struct KeptDirectories {
    directories: BTreeMap<u64, Arc<Directory>>,
    size: usize,
}

impl Directories {
    /// The directory that starts at `offset`, which `read` reads if it is not at hand.
    pub(super) fn get_or_read(
        &self,
        offset: u64,
        read: impl FnOnce() -> Result<Directory, Fault>,
    ) -> Result<Arc<Directory>, Fault> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept().directories.get(&offset).map(Arc::clone);
        if let Some(directory) = known {
            return Ok(directory);
        }
        let directory = Arc::new(read()?);
        let mut kept = kept();
        if kept.size + directory.size() > MAX_DIRECTORIES_KEPT {
            // Reading a directory again is cheap, so which are dropped matters little.
            *kept = KeptDirectories::default();
        }
        kept.size += directory.size();
        kept.directories.insert(offset, Arc::clone(&directory));
        Ok(directory)
    }
}
