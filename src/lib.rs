//! Dateline reads a news article on a map: every mark on the map quotes the words it rests on,
//! and every place, distance and area in the text leads to its mark.
//!
//! The modules are rooms, one above the other: a room may use those below it and none above it.
//! From the bottom up:
//!
//! - What everything rests on: `own_name`, [`progress`], [`files`], [`worker`], [`settings`],
//!   [`basemap`], [`log`].
//! - Texts and places: [`text`], [`quote`], [`coordinates`], [`measure`], [`gazetteer`], [`geoparse`].
//! - What a person works on: [`project`], [`judge`], [`scene`], [`formats`], [`open`], [`validate`],
//!   [`document`].
//! - How it is used: `ui`, the window, with the feature `gui`, and [`cli`].
//!
//! `ARCHITECTURE.md` tells how they work together, and `tests/headless/rooms.rs` holds them to it.

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
