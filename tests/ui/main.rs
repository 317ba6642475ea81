//! The real window, driven as a person drives it: by pointer and keyboard events.

mod keyboard;
mod links;
mod panels;
mod support;
