//! Dateline shows a news article on a map: every mark quotes the words it rests on, and every
//! place, distance and area in the text leads to its mark or to the reason why it has none.
//!
//! The modules are layers, called rooms: each uses only those below it. From the bottom up:
//!
//! - What everything rests on: `user_agent`, [`progress`], [`hosts`], [`files`], [`worker`],
//!   [`settings`], [`basemap`], [`log`].
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
pub mod hosts;
pub mod judge;
pub mod log;
pub mod measure;
pub mod open;
pub mod progress;
pub mod project;
pub mod quote;
pub mod scene;
pub mod settings;
pub mod text;
#[cfg(feature = "gui")]
pub mod ui;
mod user_agent;
pub mod validate;
pub mod worker;
