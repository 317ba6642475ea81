//! Tiles in one file: `PMTiles`, version 3.
//!
//! The format and its directories are the `pmtiles` crate's business. What is added here is that
//! a damaged or hostile file costs no more than an honest one: every read is checked against the
//! file's length, and nothing is unpacked before it is known to what size. Files are read, not
//! mapped, since a mapped file that another program cuts short ends the process.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use pmtiles::{AsyncPmTilesReader, Compression, PmtError, TileCoord, TileType};

use super::{
    ContentKind, Credit, GunzipError, MAX_ZOOM, TileId,
    archive::store::{Directories, Place, Store},
    attribution::credits_in,
    gunzip, is_gzip,
};

mod store;

/// The largest tile accepted once unpacked, in bytes.
const MAX_TILE: usize = 64 << 20;

/// Why an archive, or a tile in it, cannot be read. Each message is a sentence for the user.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There is no such file.
    #[error("The map file {file} was not found.")]
    NotFound {
        /// The file, as given.
        file: String,
    },
    /// The system would not let it be read.
    #[error("The map file {file} could not be read: {source}.")]
    Unreadable {
        /// The file, as given.
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// It is something else.
    #[error("{file} is not a map file that Dateline can read: {expected} is needed.")]
    NotPmTiles {
        /// The file, as given.
        file: String,
        /// What would be right.
        expected: &'static str,
    },
    /// It ends before its contents do.
    #[error("The map file {file} is incomplete; it may be an unfinished download.")]
    Truncated {
        /// The file, as given.
        file: String,
    },
    /// What it says of itself cannot be true.
    #[error("The map file {file} is damaged: {what}.")]
    Damaged {
        /// The file, as given.
        file: String,
        /// What is wrong.
        what: &'static str,
    },
    /// It holds tiles in a format that cannot be drawn.
    #[error("The map file {file} holds {format} tiles; Dateline draws PNG, JPEG and MVT tiles.")]
    Kind {
        /// The file, as given.
        file: String,
        /// The format of its tiles.
        format: &'static str,
    },
    /// It is packed in a way that is not supported.
    #[error("The map file {file} is compressed with {method}; Dateline reads gzip or none.")]
    Compression {
        /// The file, as given.
        file: String,
        /// The compression used.
        method: &'static str,
    },
}

/// The part of the world that an archive covers, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The western edge's longitude.
    pub west: f64,
    /// The southern edge's latitude.
    pub south: f64,
    /// The eastern edge's longitude.
    pub east: f64,
    /// The northern edge's latitude.
    pub north: f64,
}

/// An open `PMTiles` archive. Reading a tile needs no exclusive access, so worker threads may
/// share one.
pub struct Archive {
    reader: AsyncPmTilesReader<Store, Directories>,
    file: String,
    kind: ContentKind,
    attribution: Vec<Credit>,
}

impl Archive {
    /// Opens an archive that is part of the program.
    ///
    /// # Errors
    ///
    /// Where `bytes` are no archive that can be used.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self, ArchiveError> {
        let store = Place::Memory(bytes);
        Self::new(store, bytes.len() as u64, "that is built in".to_owned())
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
        Self::new(Place::File(Mutex::new(file)), metadata.len(), name())
    }

    fn new(place: Place, length: u64, file: String) -> Result<Self, ArchiveError> {
        let store = Store::new(place, length).map_err(|error| named(error, &file))?;
        let reader = AsyncPmTilesReader::try_from_cached_source(store, Directories::default());
        let reader = pollster::block_on(reader).map_err(|error| named(error, &file))?;
        let header = reader.get_header();
        let kind = match header.tile_type {
            TileType::Png | TileType::Jpeg => Ok(ContentKind::Raster),
            TileType::Mvt => Ok(ContentKind::Vector),
            TileType::Webp => Err("WebP"),
            TileType::Avif => Err("AVIF"),
            TileType::Mlt => Err("MapLibre"),
            TileType::Unknown => Err("unknown"),
        };
        let kind = kind.map_err(|format| ArchiveError::Kind {
            file: file.clone(),
            format,
        })?;
        if let Some(method) = unsupported(header.tile_compression) {
            return Err(ArchiveError::Compression { file, method });
        }
        if header.min_zoom > header.max_zoom || header.max_zoom > MAX_ZOOM {
            return Err(ArchiveError::Damaged {
                file,
                what: "its zoom levels make no sense",
            });
        }
        // A map is worth showing without its metadata.
        let metadata = pollster::block_on(reader.get_metadata()).unwrap_or_default();
        let metadata = serde_json::from_str::<serde_json::Value>(&metadata).unwrap_or_default();
        let attribution = metadata.get("attribution").and_then(|text| text.as_str());
        let attribution = credits_in(attribution.unwrap_or_default());
        Ok(Self {
            reader,
            file,
            kind,
            attribution,
        })
    }

    /// The tile at `tile`, unpacked, or `None` where the archive has none.
    ///
    /// # Errors
    ///
    /// Where the file is damaged at that place or cannot be read any more.
    pub fn tile(&self, tile: TileId) -> Result<Option<Vec<u8>>, ArchiveError> {
        let named = |error| named(error, &self.file);
        let address = TileCoord::new(tile.zoom(), tile.x(), tile.y()).map_err(named)?;
        let Some(bytes) = pollster::block_on(self.reader.get_tile(address)).map_err(named)? else {
            return Ok(None);
        };
        // Some writers pack their tiles and do not say so.
        if !is_gzip(&bytes) {
            return match self.reader.get_header().tile_compression {
                Compression::Gzip => Err(self.damaged("a tile is not packed as the rest is")),
                _ => Ok(Some(bytes.to_vec())),
            };
        }
        gunzip(&bytes, MAX_TILE)
            .map(Some)
            .map_err(|error| match error {
                GunzipError::TooLarge => self.damaged("a tile is of absurd size"),
                GunzipError::Corrupt => self.damaged("a tile cannot be unpacked"),
            })
    }

    /// The shallowest zoom level in it.
    #[must_use]
    pub fn min_zoom(&self) -> u8 {
        self.reader.get_header().min_zoom
    }

    /// The deepest zoom level in it; deeper views enlarge these tiles.
    #[must_use]
    pub fn max_zoom(&self) -> u8 {
        self.reader.get_header().max_zoom
    }

    /// What its tiles hold.
    #[must_use]
    pub fn kind(&self) -> ContentKind {
        self.kind
    }

    /// Whom to credit, as its metadata says; empty where they say nothing.
    #[must_use]
    pub fn attribution(&self) -> &[Credit] {
        &self.attribution
    }

    /// The part of the world it covers; the whole of it where the file gives no sensible answer.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let header = self.reader.get_header();
        let (west, east) = (header.min_longitude, header.max_longitude);
        let (south, north) = (header.min_latitude, header.max_latitude);
        let sensible = -180.0 <= west
            && west < east
            && east <= 180.0
            && -90.0 <= south
            && south < north
            && north <= 90.0;
        if sensible {
            Bounds {
                west,
                south,
                east,
                north,
            }
        } else {
            Bounds {
                west: -180.0,
                south: -90.0,
                east: 180.0,
                north: 90.0,
            }
        }
    }

    fn damaged(&self, what: &'static str) -> ArchiveError {
        ArchiveError::Damaged {
            file: self.file.clone(),
            what,
        }
    }
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// The name of a compression that is not supported.
fn unsupported(compression: Compression) -> Option<&'static str> {
    match compression {
        Compression::Brotli => Some("Brotli"),
        Compression::Zstd => Some("Zstandard"),
        Compression::None | Compression::Gzip | Compression::Unknown => None,
    }
}

/// What the crate's error means for `file`.
fn named(error: PmtError, file: &str) -> ArchiveError {
    let file = file.to_owned();
    match error {
        PmtError::InvalidMagicNumber => ArchiveError::NotPmTiles {
            file,
            expected: "a PMTiles file",
        },
        PmtError::UnsupportedPmTilesVersion => ArchiveError::NotPmTiles {
            file,
            expected: "version 3 of the PMTiles format",
        },
        PmtError::UnsupportedCompression(method) => ArchiveError::Compression {
            file,
            method: unsupported(method).unwrap_or("an unknown method"),
        },
        PmtError::Reading(source) if source.kind() == io::ErrorKind::UnexpectedEof => {
            ArchiveError::Truncated { file }
        }
        PmtError::Reading(source) if source.kind() != io::ErrorKind::InvalidData => {
            ArchiveError::Unreadable { file, source }
        }
        PmtError::InvalidHeader => ArchiveError::Damaged {
            file,
            what: "its header makes no sense",
        },
        PmtError::InvalidTileType => ArchiveError::Kind {
            file,
            format: "unknown",
        },
        PmtError::InvalidCompression => ArchiveError::Compression {
            file,
            method: "an unknown method",
        },
        _ => ArchiveError::Damaged {
            file,
            what: "its table of contents makes no sense",
        },
    }
}

#[cfg(test)]
mod tests;
