//! The real window, driven as a person drives it: by pointer and keyboard events.

mod articles;
mod asking;
mod bars;
mod decided;
mod drawing;
mod files;
mod keyboard;
mod links;
mod network;
mod panels;
mod pixels;
mod reading;
mod review;
#[expect(dead_code, reason = "other tests use the rest of it")]
#[path = "../headless/server.rs"]
mod server;
mod support;
mod unreviewed;
mod unsaved_work;
#[cfg(unix)]
mod writing;
