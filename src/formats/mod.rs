//! File formats: projects in, and out again for other programs.
//!
//! [`geojson`] reads and writes projects. [`export()`] writes them for others, one module for each
//! [`Format`]: they carry features and quotes, never the whole article. How files come to the disk is a
//! matter of [`crate::files`].

mod csv;
mod export;
pub mod geojson;
mod geopackage;
mod html;
mod kml;
mod look;
mod selection;
mod table;
mod web_annotation;

pub use export::{ExportError, Format, Options, export};
