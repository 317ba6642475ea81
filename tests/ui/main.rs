//! The real window, driven as a person drives it: by pointer and keyboard events.

mod keyboard;
mod links;
mod network;
mod panels;
mod pixels;
#[expect(dead_code, reason = "the tests of tiles use all of it")]
#[path = "../support/server.rs"]
mod server;
mod support;
