//! `dateline [FILE]`: the window.

use std::{path::Path, process::ExitCode};

use egui::{IconData, ViewportBuilder};

use super::Open;
use crate::{
    basemap::FetcherOptions,
    document::Document,
    open::{
        self,
        article::{self, Source},
    },
    progress::Progress,
    settings::{APP_ID, BasemapChoice, Folders},
    ui::{App, Launch},
};

const NO_DISPLAY: &str = "there is no display to open a window on. To draw the map as a picture instead: dateline render -o map.png";

static ICON: &[u8] = include_bytes!("../../assets/icon-256.png");

pub fn run(arguments: &Open) -> anyhow::Result<ExitCode> {
    let (document, open) = document(arguments.file.as_deref())?;
    anyhow::ensure!(has_display(), NO_DISPLAY);
    let folders = Folders::of_user();
    let settings = folders.load_settings();
    let window = settings.window;
    let launch = Launch {
        folders,
        settings,
        basemap: match (&arguments.tiles, arguments.offline) {
            (_, true) => Some(BasemapChoice::Offline),
            (Some(address), _) => Some(BasemapChoice::Custom(address.clone())),
            (None, _) => None,
        },
        network: FetcherOptions::default(),
        open,
        search: arguments.file.is_some(),
        ends_on_signals: true,
    };
    let mut viewport = ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title(format!("{} – Dateline", document.project().title()))
        .with_inner_size(window)
        .with_min_inner_size([400.0, 300.0]);
    if let Some(icon) = icon() {
        viewport = viewport.with_icon(icon);
    }
    let options = eframe::NativeOptions {
        viewport,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "Dateline",
        options,
        Box::new(|cc| Ok(Box::new(App::new(cc, document, launch)?))),
    )
    .map_err(|error| match error {
        // The display that is set does not answer. What winit adds is a line of its own source.
        eframe::Error::WinitEventLoop(_) => anyhow::anyhow!(NO_DISPLAY),
        other => anyhow::anyhow!("{NO_DISPLAY} (The window failed with: {other})"),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What the window begins with. A file is read first, so that a bad one is told of where it was
/// named; a web page is fetched while the window is open.
fn document(named: Option<&Path>) -> anyhow::Result<(Document, Option<Source>)> {
    let Some(named) = named else {
        return Ok((Document::new(super::read(None)?, None), None));
    };
    match Source::of_argument(named.as_os_str()) {
        Source::Address(address) => Ok((Document::empty(), Some(Source::Address(address)))),
        here => {
            let progress = Progress::unwatched();
            let import = open::open(here, &progress, &article::FetchOptions::default())?;
            Ok((Document::of(import), None))
        }
    }
}

/// On Linux a window needs Wayland or X11; other systems always have a display.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET") || set("DISPLAY")
}

fn icon() -> Option<IconData> {
    let image = image::load_from_memory(ICON).ok()?.into_rgba8();
    Some(IconData {
        width: image.width(),
        height: image.height(),
        rgba: image.into_raw(),
    })
}
