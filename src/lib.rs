//! Dateline reads a news article on a map: every mark quotes the words it rests on, and every
//! place, distance and area in the text leads to its mark.
//!
//! The modules form three rings, and dependencies only point inwards. Domain, in reading order:
//! [`article`], [`evidence`], [`feature`], [`project`], [`mentions`], [`measure`], [`validate`].
//! Edges: [`formats`]. `ARCHITECTURE.md` tells how they work together.

pub mod article;
pub mod evidence;
pub mod feature;
pub mod formats;
pub mod measure;
pub mod mentions;
pub mod project;
pub mod validate;
