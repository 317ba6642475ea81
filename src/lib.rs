//! Dateline reads a news article on a map: every mark on the map quotes the words it rests on,
//! and every place, distance and area in the text leads to its mark.
//!
//! The modules form three rings, and dependencies only point inwards. In reading order:
//!
//! - Domain: [`article`], [`evidence`], [`gazetteer`], [`geoparse`], [`feature`], [`project`],
//!   [`history`], [`mentions`], [`measure`], [`progress`], [`validate`].
//! - Edges: [`files`], [`formats`], [`scene`], [`basemap`], [`settings`], [`worker`].
//! - Faces: [`cli`], and `ui` with the feature `gui`.
//!
//! `ARCHITECTURE.md` tells how they work together.

pub mod basemap;
pub mod cli;
pub mod coordinates;
pub mod document;
pub mod files;
pub mod formats;
pub mod gazetteer;
pub mod geoparse;
pub mod judge;
pub mod log;
pub mod measure;
pub mod open;
mod own_name;
pub mod progress;
pub mod project;
pub mod quote;
pub mod scene;
pub mod settings;
pub mod text;
#[cfg(feature = "gui")]
pub mod ui;
pub mod validate;
pub mod worker;
