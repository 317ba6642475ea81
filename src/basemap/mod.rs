//! The map under the marks: tile sources on the network and tile archives on disk.
//!
//! [`Archive`] reads `PMTiles` files, the bundled offline map among them. `network` downloads tiles
//! and `feed` decodes those of an archive on its own thread; only a window needs these two, and
//! without the feature `gui` they are left out. Nothing here depends on a window: the caller passes
//! a `decode` function for the bytes of a tile, and a `wake` function that is called for new ones.

use std::fmt;
use std::io::Read;

mod archive;
mod attribution;
mod content;
#[cfg(feature = "gui")]
mod feed;
#[cfg(feature = "gui")]
mod network;

pub use archive::{Archive, ArchiveError, Bounds};
pub use content::{ContentKind, Credit};
#[cfg(feature = "gui")]
pub use feed::ArchiveFeed;
#[cfg(feature = "gui")]
pub use network::{
    Arrival, CachedTile, DiskCache, Fetcher, FetcherOptions, ResponseRecord, SourceError, Status,
    TileAddress, TileSource, UrlTemplate,
};

/// The bundled map: vector tiles of the world, which are a part of the program.
pub static BUNDLED: &[u8] = include_bytes!("../../assets/basemap.pmtiles");

/// The deepest zoom level at which a tile has an address here.
pub const MAX_ZOOM: u8 = 30;

/// The address of one square tile in the Web Mercator pyramid ("slippy map" scheme): at zoom
/// `z` the world is 2^z tiles wide and high, `x` counts eastwards from 180° W and `y` counts
/// southwards from about 85.05° N.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    zoom: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// The tile at `zoom`, `x`, `y`, or `None` where there is no such tile: a zoom above
    /// [`MAX_ZOOM`], or a column or row outside 0 .. 2^zoom.
    #[must_use]
    pub fn new(zoom: u8, x: u32, y: u32) -> Option<Self> {
        (zoom <= MAX_ZOOM && x < 1 << zoom && y < 1 << zoom).then_some(Self { zoom, x, y })
    }

    /// The zoom level, 0 for the tile that holds the whole world.
    #[must_use]
    pub fn zoom(self) -> u8 {
        self.zoom
    }

    /// The column, counted eastwards from the antimeridian.
    #[must_use]
    pub fn x(self) -> u32 {
        self.x
    }

    /// The row, counted southwards from the northern edge.
    #[must_use]
    pub fn y(self) -> u32 {
        self.y
    }

    /// The tile one zoom level up that contains this one, or `None` for the world tile.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        Some(Self {
            zoom: self.zoom.checked_sub(1)?,
            x: self.x / 2,
            y: self.y / 2,
        })
    }

    /// The tile at `zoom` that contains this one: itself at its own zoom, `None` deeper down.
    #[must_use]
    pub fn ancestor(self, zoom: u8) -> Option<Self> {
        let levels = self.zoom.checked_sub(zoom)?;
        Some(Self {
            zoom,
            x: self.x >> levels,
            y: self.y >> levels,
        })
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.zoom, self.x, self.y)
    }
}

/// Why compressed bytes could not be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GunzipError {
    /// More than the given limit would come out.
    TooLarge,
    /// The bytes are no complete gzip stream.
    Corrupt,
}

/// Whether `bytes` start like a gzip stream (RFC 1952).
fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// Unpacks a gzip stream into at most `limit` bytes, so that a small hostile file cannot claim
/// all memory.
fn gunzip(bytes: &[u8], limit: usize) -> Result<Vec<u8>, GunzipError> {
    let mut unpacked = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes).take(limit as u64 + 1);
    match reader.read_to_end(&mut unpacked) {
        Ok(_) if unpacked.len() > limit => Err(GunzipError::TooLarge),
        Ok(_) => Ok(unpacked),
        Err(_) => Err(GunzipError::Corrupt),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{GunzipError, MAX_ZOOM, TileId, gunzip};

    #[test]
    fn a_tile_outside_its_zoom_has_no_address() {
        assert!(TileId::new(0, 0, 0).is_some());
        assert!(TileId::new(0, 1, 0).is_none());
        assert!(TileId::new(3, 7, 8).is_none());
        assert!(TileId::new(MAX_ZOOM, (1 << MAX_ZOOM) - 1, 0).is_some());
        assert!(TileId::new(MAX_ZOOM + 1, 0, 0).is_none());
        assert!(TileId::new(255, 0, 0).is_none());
    }

    #[test]
    fn parents_and_children_agree() {
        let tile = TileId::new(9, 300, 171).expect("in range");
        for (x, y) in [(600, 342), (601, 342), (600, 343), (601, 343)] {
            let child = TileId::new(10, x, y).expect("in range");
            assert_eq!(child.parent(), Some(tile));
            assert_eq!(child.ancestor(9), Some(tile));
        }
        assert_eq!(tile.ancestor(9), Some(tile));
        assert_eq!(tile.ancestor(0), TileId::new(0, 0, 0));
        assert_eq!(tile.ancestor(10), None);
        assert_eq!(tile.ancestor(0).and_then(TileId::parent), None);
    }

    #[test]
    fn unpacking_stops_at_the_limit() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&vec![0; 1_000_000]).expect("in memory");
        let small = packer.finish().expect("in memory");
        assert_eq!(gunzip(&small, 1_000_000).map(|b| b.len()), Ok(1_000_000));
        assert_eq!(gunzip(&small, 999_999), Err(GunzipError::TooLarge));
        assert_eq!(
            gunzip(&small[..small.len() / 2], 1_000_000),
            Err(GunzipError::Corrupt)
        );
        assert_eq!(gunzip(b"no gzip", 1_000_000), Err(GunzipError::Corrupt));
    }
}
