//! What panels and dialogs are made of. Nothing here knows the state of the window.

pub mod panel_widths;
pub mod place_search;
pub mod theme;
