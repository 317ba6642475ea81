//! What tiles hold, and whom to credit for them.

use serde::{Deserialize, Serialize};

/// A line that must be visible while the tiles it belongs to are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// What is shown, as the licence words it.
    pub text: String,
    /// Where a click on it leads, if anywhere.
    pub url: Option<String>,
}

impl Credit {
    /// A credit with `text`, linked to `url`.
    #[must_use]
    pub fn linked(text: &str, url: &str) -> Self {
        Self {
            text: text.to_owned(),
            url: Some(url.to_owned()),
        }
    }
}

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContentKind {
    /// A finished picture (PNG, JPEG or WebP).
    Raster,
    /// Geometry to be drawn here (Mapbox Vector Tile).
    Vector,
}

impl ContentKind {
    /// Whether the tiles are finished pictures, which have colours of their own.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Raster)
    }

    /// The side of a tile on the screen in points, where nothing else is said.
    #[must_use]
    pub const fn tile_size(self) -> u32 {
        match self {
            Self::Raster => 256,
            Self::Vector => 512,
        }
    }

    /// What `body` holds: a known picture format by its first bytes, else what the source
    /// `declared`, except that a declared picture which is not one and starts like a vector
    /// tile's layer is a vector tile. Servers of custom sources need not follow file extensions.
    #[must_use]
    pub fn of(body: &[u8], declared: Self) -> Self {
        let picture = body.starts_with(b"\x89PNG\r\n\x1a\n")
            || body.starts_with(b"\xff\xd8\xff")
            || body.starts_with(b"GIF8")
            || (body.starts_with(b"RIFF") && body.get(8..12) == Some(b"WEBP"));
        // A vector tile is a protobuf message whose field 3, of wire type 2, is a layer.
        if picture {
            Self::Raster
        } else if body.first() == Some(&0x1a) {
            Self::Vector
        } else {
            declared
        }
    }
}
