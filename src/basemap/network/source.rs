//! Where tiles come from: an address, what is found there, and whom to credit for it.
//!
//! A source is plain data, so the user can switch it, or give an address of their own, without a
//! new build of the program.

use serde::Deserialize;
use ureq::http::Uri;

use crate::basemap::{ContentKind, Credit, TileId};

/// Why an address cannot be used as a tile source. Each message is a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Neither http nor https.
    #[error("The tile address {0:?} must start with https:// or http://.")]
    Scheme(String),
    /// Not an address at all.
    #[error("The tile address {0:?} is not a valid web address.")]
    Invalid(String),
    /// `{z}`, `{x}` or `{y}` is not in it.
    #[error("The tile address {address:?} lacks {placeholder}, so every tile would be the same.")]
    Lacking {
        /// The address as given.
        address: String,
        /// The placeholder that is not there.
        placeholder: &'static str,
    },
    /// A placeholder this program does not fill in.
    #[error(
        "The tile address {address:?} contains {placeholder}, which is not supported; \
         {{z}}, {{x}} and {{y}} are. Put a fixed value in its place."
    )]
    Unsupported {
        /// The address as given.
        address: String,
        /// The placeholder found, braces included.
        placeholder: String,
    },
    /// A description of a source (`TileJSON`) that names no usable tiles.
    #[error("The description of the map source cannot be used: {0}.")]
    Description(String),
}

/// An address with `{z}`, `{x}` and `{y}` in it, one tile each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlTemplate(String);

impl UrlTemplate {
    /// Checks `template`.
    ///
    /// # Errors
    ///
    /// Where it is no http(s) address, lacks one of the three placeholders, or has others.
    pub fn new(template: &str) -> Result<Self, SourceError> {
        let address = template.trim().to_owned();
        for placeholder in ["{z}", "{x}", "{y}"] {
            if !address.contains(placeholder) {
                return Err(SourceError::Lacking {
                    address,
                    placeholder,
                });
            }
        }
        let filled = Self(address).url_of(0, 0, 0);
        if let Some(start) = filled.find(['{', '}']) {
            let rest = &filled[start..];
            let end = rest.find('}').map_or(rest.len(), |end| end + 1);
            return Err(SourceError::Unsupported {
                address: template.trim().to_owned(),
                placeholder: rest[..end].to_owned(),
            });
        }
        check_web_address(&filled, template)?;
        Ok(Self(template.trim().to_owned()))
    }

    /// The address of `tile`.
    #[must_use]
    pub fn url(&self, tile: TileId) -> String {
        self.url_of(tile.zoom(), tile.x(), tile.y())
    }

    /// The host that serves the tiles, without a port.
    #[must_use]
    pub fn host(&self) -> String {
        host_of(&self.url_of(0, 0, 0))
    }

    fn url_of(&self, zoom: u8, x: u32, y: u32) -> String {
        self.0
            .replace("{z}", &zoom.to_string())
            .replace("{x}", &x.to_string())
            .replace("{y}", &y.to_string())
    }

    fn is_https(&self) -> bool {
        is_https(&self.0)
    }
}

/// How the tiles of a source are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TileAddress {
    /// The tiles' own addresses.
    Template(UrlTemplate),
    /// The address of a `TileJSON` document (version 2 or 3), which is read first and again
    /// whenever it is older than its server lets it be kept, and which holds the template.
    TileJson(String),
}

/// One source of tiles on the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileSource {
    /// A stable name for settings.
    pub id: String,
    /// What the user calls it.
    pub name: String,
    /// Where it is.
    pub address: TileAddress,
    /// What its tiles hold, unless their bytes say otherwise (see [`ContentKind::of`]).
    pub kind: ContentKind,
    /// The side of a tile on screen in points, 256 for pictures and 512 for vector tiles.
    pub tile_size: u32,
    /// The shallowest zoom level it serves.
    pub min_zoom: u8,
    /// The deepest zoom level it serves; deeper views enlarge these tiles.
    pub max_zoom: u8,
    /// Whom to credit, in the order to show them.
    pub attribution: Vec<Credit>,
}

const OSM_COPYRIGHT: &str = "https://www.openstreetmap.org/copyright";

impl TileSource {
    /// The standard map of openstreetmap.org, under the OSMF tile usage policy.
    #[must_use]
    pub fn openstreetmap() -> Self {
        Self::raster(
            "openstreetmap",
            "OpenStreetMap",
            "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
            19,
            vec![
                Credit::linked("© OpenStreetMap contributors", OSM_COPYRIGHT),
                Credit::linked("Fix the map", "https://www.openstreetmap.org/fixthemap"),
            ],
        )
    }

    /// `OpenTopoMap`'s topographic map.
    #[must_use]
    pub fn opentopomap() -> Self {
        Self::raster(
            "opentopomap",
            "OpenTopoMap",
            "https://tile.opentopomap.org/{z}/{x}/{y}.png",
            17,
            vec![
                Credit::linked("Map data: © OpenStreetMap contributors", OSM_COPYRIGHT),
                Credit::linked(
                    "SRTM",
                    "https://www.earthdata.nasa.gov/data/instruments/srtm",
                ),
                Credit::linked("Map style: © OpenTopoMap", "https://opentopomap.org"),
                Credit::linked(
                    "CC-BY-SA",
                    "https://creativecommons.org/licenses/by-sa/3.0/",
                ),
            ],
        )
    }

    /// `OpenFreeMap`'s vector tiles in the `OpenMapTiles` schema. The tiles' addresses carry a
    /// date and change with every release, so they are read from its `TileJSON`.
    #[must_use]
    pub fn openfreemap() -> Self {
        Self {
            id: "openfreemap".to_owned(),
            name: "OpenFreeMap".to_owned(),
            address: TileAddress::TileJson("https://tiles.openfreemap.org/planet".to_owned()),
            kind: ContentKind::Vector,
            tile_size: 512,
            min_zoom: 0,
            max_zoom: 14,
            attribution: vec![
                Credit::linked("OpenFreeMap", "https://openfreemap.org"),
                Credit::linked("© OpenMapTiles", "https://www.openmaptiles.org/"),
                Credit::linked("Data from OpenStreetMap", OSM_COPYRIGHT),
            ],
        }
    }

    /// A source the user gives by its address template. Vector tiles are recognised by the
    /// extension `.pbf` or `.mvt`; the credit is the name of the host.
    ///
    /// # Errors
    ///
    /// As [`UrlTemplate::new`].
    pub fn custom(template: &str) -> Result<Self, SourceError> {
        let template = UrlTemplate::new(template)?;
        let path = template.0.split(['?', '#']).next().unwrap_or_default();
        let vector = [".pbf", ".mvt"]
            .iter()
            .any(|extension| path.to_ascii_lowercase().ends_with(extension));
        let host = template.host();
        let home = home_of(&template.url_of(0, 0, 0));
        Ok(Self {
            id: format!("custom:{}", template.0),
            name: host.clone(),
            attribution: vec![Credit::linked(&host, &home)],
            kind: if vector {
                ContentKind::Vector
            } else {
                ContentKind::Raster
            },
            tile_size: if vector { 512 } else { 256 },
            min_zoom: 0,
            max_zoom: if vector { 14 } else { 19 },
            address: TileAddress::Template(template),
        })
    }

    /// A source described by a `TileJSON` document at `url`, with vector tiles to zoom 14 in it.
    ///
    /// # Errors
    ///
    /// Where `url` is no http(s) address.
    pub fn described(url: &str) -> Result<Self, SourceError> {
        let url = url.trim();
        check_web_address(url, url)?;
        let host = host_of(url);
        Ok(Self {
            id: format!("described:{url}"),
            name: host.clone(),
            attribution: vec![Credit::linked(&host, url)],
            address: TileAddress::TileJson(url.to_owned()),
            ..Self::openfreemap()
        })
    }

    /// Whether every request of this source is to be made over https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        match &self.address {
            TileAddress::Template(template) => template.is_https(),
            TileAddress::TileJson(url) => is_https(url),
        }
    }

    /// The host that is asked first, for messages.
    #[must_use]
    pub fn host(&self) -> String {
        match &self.address {
            TileAddress::Template(template) => template.host(),
            TileAddress::TileJson(url) => host_of(url),
        }
    }

    /// Whether the source can have `tile` at all.
    #[must_use]
    pub fn covers(&self, tile: TileId) -> bool {
        (self.min_zoom..=self.max_zoom).contains(&tile.zoom())
    }

    /// A raster source whose template is known to be good.
    fn raster(id: &str, name: &str, template: &str, max_zoom: u8, credits: Vec<Credit>) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            address: TileAddress::Template(UrlTemplate(template.to_owned())),
            kind: ContentKind::Raster,
            tile_size: 256,
            min_zoom: 0,
            max_zoom,
            attribution: credits,
        }
    }
}

/// The template in the `TileJSON` document `body`, which was read from `address`.
///
/// # Errors
///
/// Where the document is not `TileJSON`, names no tiles, or would leave https for http.
pub(super) fn template_from_tile_json(
    address: &str,
    body: &[u8],
) -> Result<UrlTemplate, SourceError> {
    #[derive(Deserialize)]
    struct TileJson {
        tiles: Vec<String>,
    }
    let unusable = |why: &str| SourceError::Description(why.to_owned());
    let document: TileJson =
        serde_json::from_slice(body).map_err(|_| unusable("it is not a TileJSON document"))?;
    let first = document
        .tiles
        .first()
        .ok_or_else(|| unusable("it lists no tiles"))?;
    let template = UrlTemplate::new(first)?;
    if is_https(address) && !template.is_https() {
        return Err(unusable("its tiles are not served over https"));
    }
    Ok(template)
}

fn is_https(address: &str) -> bool {
    address
        .get(..8)
        .is_some_and(|start| start.eq_ignore_ascii_case("https://"))
}

/// Checks that `address` can be requested; `shown` is what the user typed.
fn check_web_address(address: &str, shown: &str) -> Result<(), SourceError> {
    let shown = || shown.trim().to_owned();
    let http = address
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("http://"));
    if !is_https(address) && !http {
        return Err(SourceError::Scheme(shown()));
    }
    match address.parse::<Uri>() {
        Ok(uri) if uri.host().is_some_and(|host| !host.is_empty()) => Ok(()),
        _ => Err(SourceError::Invalid(shown())),
    }
}

/// The host in `address`, or the address itself where it has none.
pub(super) fn host_of(address: &str) -> String {
    let uri = address.parse::<Uri>().ok();
    let host = uri.as_ref().and_then(Uri::host);
    host.unwrap_or(address).to_owned()
}

/// The front page of the server that `address` leads to, without any password in the address.
fn home_of(address: &str) -> String {
    let scheme = if is_https(address) { "https" } else { "http" };
    let uri = address.parse::<Uri>().ok();
    let port = uri.as_ref().and_then(Uri::port_u16);
    let port = port.map_or_else(String::new, |port| format!(":{port}"));
    format!("{scheme}://{}{port}/", host_of(address))
}

#[cfg(test)]
mod tests;
