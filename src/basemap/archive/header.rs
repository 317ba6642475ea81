//! The fixed part at the start of a `PMTiles` file, version 3.

use std::ops::{Range, RangeInclusive};

use super::{bounds::Bounds, fault::Fault};
use crate::basemap::{ContentKind, MAX_ZOOM};

/// How long the header is, in bytes.
pub(super) const LENGTH: usize = 127;

const MAGIC: &[u8] = b"PMTiles";
const VERSION: u8 = 3;

/// What the header says, checked as far as that needs nothing but the header and the file's length.
pub(super) struct Header {
    /// Where the root directory lies in the file.
    pub(super) root: Range<u64>,
    /// Where the metadata lies, a packed piece of JSON.
    pub(super) metadata: Range<u64>,
    /// Where the other directories lie.
    pub(super) leaves: Range<u64>,
    /// Where the tiles lie.
    pub(super) tiles: Range<u64>,
    /// Whether the directories and the metadata are packed with gzip.
    pub(super) packed: bool,
    /// Whether the file says that its tiles are packed with gzip.
    pub(super) tiles_packed: bool,
    pub(super) kind: ContentKind,
    pub(super) zooms: RangeInclusive<u8>,
    pub(super) bounds: Bounds,
}

impl Header {
    /// Reads the header out of the first [`LENGTH`] bytes of a file that is `file_length` bytes
    /// long, or out of fewer bytes where the file is shorter than that.
    pub(super) fn read(start: &[u8], file_length: u64) -> Result<Self, Fault> {
        check_magic(start)?;
        let bytes: &[u8; LENGTH] = start.try_into().map_err(|_| Fault::Truncated)?;
        let section = |at| section(bytes, at, file_length);
        Ok(Self {
            root: section(8)?,
            metadata: section(24)?,
            leaves: section(40)?,
            tiles: section(56)?,
            packed: is_packed(bytes[97])?.ok_or(Fault::Compression("an unknown method"))?,
            tiles_packed: is_packed(bytes[98])?.unwrap_or(false),
            kind: kind(bytes[99])?,
            zooms: zooms(bytes[100], bytes[101])?,
            bounds: bounds(bytes),
        })
    }
}

fn check_magic(start: &[u8]) -> Result<(), Fault> {
    match start.strip_prefix(MAGIC) {
        Some([VERSION, ..]) => Ok(()),
        Some([]) => Err(Fault::Truncated),
        Some(_) => Err(Fault::NotPmTiles("version 3 of the PMTiles format")),
        None => Err(Fault::NotPmTiles("a PMTiles file")),
    }
}

/// The part of the file whose offset and length stand at `at`; it must lie within the file.
fn section(header: &[u8; LENGTH], at: usize, file_length: u64) -> Result<Range<u64>, Fault> {
    let start = u64::from_le_bytes(bytes_at(header, at));
    let length = u64::from_le_bytes(bytes_at(header, at + 8));
    let end = start
        .checked_add(length)
        .ok_or(Fault::Damaged("its header makes no sense"))?;
    if end > file_length {
        return Err(Fault::Truncated);
    }
    Ok(start..end)
}

/// The `N` bytes of the header from `at` on.
fn bytes_at<const N: usize>(header: &[u8; LENGTH], at: usize) -> [u8; N] {
    std::array::from_fn(|index| header[at + index])
}

/// Whether a code of compression stands for gzip; `None` where the writer did not say.
fn is_packed(code: u8) -> Result<Option<bool>, Fault> {
    match code {
        0 => Ok(None),
        1 => Ok(Some(false)),
        2 => Ok(Some(true)),
        3 => Err(Fault::Compression("Brotli")),
        4 => Err(Fault::Compression("Zstandard")),
        _ => Err(Fault::Compression("an unknown method")),
    }
}

fn kind(code: u8) -> Result<ContentKind, Fault> {
    match code {
        1 => Ok(ContentKind::Vector),
        2 | 3 => Ok(ContentKind::Raster),
        4 => Err(Fault::Kind("WebP")),
        5 => Err(Fault::Kind("AVIF")),
        6 => Err(Fault::Kind("MapLibre")),
        _ => Err(Fault::Kind("unknown")),
    }
}

fn zooms(shallowest: u8, deepest: u8) -> Result<RangeInclusive<u8>, Fault> {
    if shallowest > deepest || deepest > MAX_ZOOM {
        return Err(Fault::Damaged("its zoom levels make no sense"));
    }
    Ok(shallowest..=deepest)
}

/// The part of the world that the file covers; the whole of it where the file gives no sensible
/// answer.
fn bounds(header: &[u8; LENGTH]) -> Bounds {
    let degrees = |at| f64::from(i32::from_le_bytes(bytes_at(header, at))) / 1e7;
    let said = Bounds {
        west: degrees(102),
        south: degrees(106),
        east: degrees(110),
        north: degrees(114),
    };
    if said.are_sensible() {
        said
    } else {
        Bounds::WORLD
    }
}
