//! The system's file chooser. It asks on a thread of its own, so that the window never waits.

use std::{
    path::PathBuf,
    pin::Pin,
    thread,
    time::{Duration, Instant},
};

use egui::Context;

use super::{Services, files};
use crate::{
    open::{self, article::Source},
    ui::state::{Page, State, action::FileAction, drafts::Field, outcome::Chosen},
};

/// A chooser that comes back with nothing sooner than this was never seen by anybody.
const NO_CHOOSER: Duration = Duration::from_millis(300);

type Choosing = Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>>;

/// Let the system's file chooser ask, on a thread of its own.
pub fn browse(state: &mut State, services: &Services, ctx: &Context, page: Page) {
    let choosing = dialog(state, page);
    let (sender, ctx) = (services.sender.clone(), ctx.clone());
    let began = Instant::now();
    let ask = move || {
        let path: Option<PathBuf> = pollster::block_on(choosing).map(|file| file.path().to_owned());
        let after = began.elapsed();
        // A window that is gone asks for nothing any more.
        let _ = sender.send(Chosen { page, path, after });
        ctx.request_repaint();
    };
    let thread = thread::Builder::new().name("file-chooser".to_owned());
    if let Err(error) = thread.spawn(ask) {
        tracing::warn!(%error, "no thread for the file chooser");
        no_chooser(state, page);
    }
}

fn dialog(state: &State, page: Page) -> Choosing {
    let mut dialog = rfd::AsyncFileDialog::new();
    if let Some(folder) = state.folder() {
        dialog = dialog.set_directory(folder);
    }
    match page {
        Page::SaveAs => {
            let dialog = dialog
                .set_title("Save the project")
                .set_file_name(state.file_name())
                .add_filter("Dateline project", &["geojson"]);
            Box::pin(dialog.save_file())
        }
        Page::Export(format) => {
            let dialog = dialog
                .set_title(format!("Export as {}", format.name()))
                .set_file_name(state.export_name(format))
                .add_filter(format.name(), &[format.extension()]);
            Box::pin(dialog.save_file())
        }
        _ => {
            let endings: Vec<&str> = open::endings().collect();
            let dialog = dialog
                .set_title("Open an article or a project")
                .add_filter("Articles and projects", &endings)
                .add_filter("All files", &["*"]);
            Box::pin(dialog.pick_file())
        }
    }
}

pub fn chosen(state: &mut State, services: &mut Services, ctx: &Context, chosen: Chosen) {
    let action = match (chosen.path, chosen.page) {
        (Some(path), Page::SaveAs) => FileAction::SaveTo(path),
        (Some(path), Page::Export(format)) => FileAction::ExportTo(format, path),
        (Some(path), _) => FileAction::Open(Source::File(path)),
        (None, page) => {
            if chosen.after < NO_CHOOSER {
                no_chooser(state, page);
            }
            return;
        }
    };
    files::change(state, services, ctx, action);
}

fn no_chooser(state: &mut State, page: Page) {
    let or_drop = if page == Page::Open {
        ", or drop the file on the window"
    } else {
        ""
    };
    let text = format!(
        "This system has no file chooser that answers. Type the path into the field below{or_drop}."
    );
    files::fault(state, page, Field::Chooser, text);
}
