//! What panels and dialogs are made of. Nothing here knows the state of the window.

pub mod buttons;
pub mod panel_widths;
pub mod progress;
pub mod theme;
