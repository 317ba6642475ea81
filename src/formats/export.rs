//! Exporting a project: which formats there are, and one function for all of them.

use std::time::SystemTime;

use super::{csv, geojson, geopackage, html, kml, selection::Selection, web_annotation};
use crate::project::Project;

/// The formats a project can be exported to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    GeoJson,
    Kml,
    Csv,
    GeoPackage,
    WebAnnotation,
    Html,
}

/// What is exported, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Only this layer: its id, or else its name in any case. `None` for all layers.
    pub layer: Option<String>,
    /// Leave out layers that are hidden. A layer that is asked for by name is never left out.
    pub visible_only: bool,
    /// When the export is made, for the formats that say so. It is passed in, so that the same
    /// project gives the same bytes.
    pub exported_at: Option<SystemTime>,
}

/// Why a project could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("there is no layer “{wanted}”; {}", known_layers(.known))]
    NoSuchLayer {
        wanted: String,
        /// The ids of the layers there are.
        known: Vec<String>,
    },
    #[error(
        "the {format} could not be made ({reason}). This is a fault of the program; another format may still serve."
    )]
    Failed {
        format: &'static str,
        reason: String,
    },
}

impl ExportError {
    pub(super) fn failed(format: Format, reason: &dyn std::fmt::Display) -> Self {
        Self::Failed {
            format: format.name(),
            reason: reason.to_string(),
        }
    }
}

fn known_layers(ids: &[String]) -> String {
    if ids.is_empty() {
        return "the project has no layers.".to_owned();
    }
    format!("the layers are: {}.", ids.join(", "))
}

/// What a format is, and who writes it.
struct Facts {
    key: &'static str,
    name: &'static str,
    extension: &'static str,
    media_type: &'static str,
    description: &'static str,
    write: fn(&Selection) -> Result<Vec<u8>, ExportError>,
}

impl Format {
    pub const ALL: [Self; 6] = [
        Self::GeoJson,
        Self::Kml,
        Self::Csv,
        Self::GeoPackage,
        Self::WebAnnotation,
        Self::Html,
    ];

    const fn facts(self) -> Facts {
        match self {
            Self::GeoJson => Facts {
                key: "geojson",
                name: "GeoJSON",
                extension: "geojson",
                media_type: "application/geo+json",
                description: "Features with their quotes, for any GIS; opens in Dateline again",
                write: |selection| Ok(geojson::export::write(selection)),
            },
            Self::Kml => Facts {
                key: "kml",
                name: "KML",
                extension: "kml",
                media_type: "application/vnd.google-earth.kml+xml",
                description: "Folders of styled placemarks, for Google Earth and the like",
                write: kml::write,
            },
            Self::Csv => Facts {
                key: "csv",
                name: "CSV table",
                extension: "csv",
                media_type: "text/csv; charset=utf-8",
                description: "One row for each quote, for spreadsheets and statistics",
                write: csv::write,
            },
            Self::GeoPackage => Facts {
                key: "gpkg",
                name: "GeoPackage",
                extension: "gpkg",
                media_type: "application/geopackage+sqlite3",
                description: "One database with a table for each layer and one for the quotes",
                write: geopackage::write,
            },
            Self::WebAnnotation => Facts {
                key: "web-annotation",
                name: "Web Annotations",
                extension: "jsonld",
                media_type: "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"",
                description: "One annotation for each quote (W3C JSON-LD), for annotation tools",
                write: |selection| Ok(web_annotation::write(selection)),
            },
            Self::Html => Facts {
                key: "html",
                name: "Web page",
                extension: "html",
                media_type: "text/html; charset=utf-8",
                description: "One page with map, claims and quotes that can be published as it is",
                write: |selection| Ok(html::write(selection)),
            },
        }
    }

    /// The word used on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.facts().key
    }

    /// What it is called in menus.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// The ending of file names, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        self.facts().extension
    }

    /// The media type, with its parameters.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        self.facts().media_type
    }

    /// What it is good for, in a line.
    #[must_use]
    pub const fn description(self) -> &'static str {
        self.facts().description
    }

    /// Whether an export is text, which can be shown and piped.
    #[must_use]
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::GeoPackage)
    }

    /// The format that files with this ending have, in any case and without the dot.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| {
            let also = match format {
                Self::GeoJson => "json",
                Self::Html => "htm",
                _ => format.extension(),
            };
            [format.extension(), also]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
        })
    }
}

/// The bytes of a file in this format. They carry features and quotes, never the whole article.
///
/// # Errors
/// When the layer asked for does not exist, or the format cannot hold what the project has.
pub fn export(
    project: &Project,
    format: Format,
    options: &ExportOptions,
) -> Result<Vec<u8>, ExportError> {
    (format.facts().write)(&Selection::of(project, options)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_format_has_a_key_an_ending_and_a_name_of_its_own() {
        for of in [Format::key, Format::extension, Format::name] {
            let all: BTreeSet<&str> = Format::ALL.into_iter().map(of).collect();
            assert_eq!(all.len(), Format::ALL.len());
        }
        for format in Format::ALL {
            assert_eq!(Format::from_extension(format.extension()), Some(format));
        }
        assert_eq!(Format::from_extension("JSON"), Some(Format::GeoJson));
        assert_eq!(Format::from_extension("shp"), None);
    }
}
