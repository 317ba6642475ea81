//! Everything that needs no window: files in and out, the article, the geoparser, the command line.
//! One program holds these tests, because linking one takes as long as running it.

mod arbitrary;
mod cli;
mod crash;
mod default_project;
mod derived;
mod editing;
mod export;
mod geoparsing;
mod https;
mod journal;
mod kills;
mod projects;
mod reading;
mod rooms;
mod roundtrip;
mod saving;
mod server;
#[cfg(feature = "gui")]
mod tiles;
