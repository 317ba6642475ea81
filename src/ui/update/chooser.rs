//! The system's file chooser. It asks on a thread of its own, so that the window never waits.

use std::{
    path::PathBuf,
    pin::Pin,
    thread,
    time::{Duration, Instant},
};

use eframe::egui::Context;

use crate::{
    open::article::Source,
    ui::{
        App,
        state::{Page, action::FileAction, drafts::Field},
    },
};

/// A chooser that comes back with nothing sooner than this was never seen by anybody.
const NO_CHOOSER: Duration = Duration::from_millis(300);

/// What the system's file chooser came back with.
#[derive(Debug)]
pub(in crate::ui) struct Chosen {
    pub page: Page,
    pub path: Option<PathBuf>,
    pub after: Duration,
}

impl App {
    /// Let the system's file chooser ask, on a thread of its own.
    pub(in crate::ui) fn browse(&mut self, ctx: &Context, page: Page) {
        let mut dialog = rfd::AsyncFileDialog::new();
        if let Some(folder) = self.state.folder() {
            dialog = dialog.set_directory(folder);
        }
        let (sender, ctx) = (self.work.sender.clone(), ctx.clone());
        let choosing: Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> =
            if page == Page::SaveAs {
                let dialog = dialog
                    .set_title("Save the project")
                    .set_file_name(self.state.file_name())
                    .add_filter("Dateline project", &["geojson"]);
                Box::pin(dialog.save_file())
            } else if let Page::Export(format) = page {
                let dialog = dialog
                    .set_title(format!("Export as {}", format.name()))
                    .set_file_name(self.state.export_name(format))
                    .add_filter(format.name(), &[format.extension()]);
                Box::pin(dialog.save_file())
            } else {
                let text = ["txt", "md", "html", "htm", "geojson", "json"];
                let dialog = dialog
                    .set_title("Open an article or a project")
                    .add_filter("Articles and projects", &text)
                    .add_filter("All files", &["*"]);
                Box::pin(dialog.pick_file())
            };
        let began = Instant::now();
        let ask = move || {
            let path = pollster::block_on(choosing).map(|file| file.path().to_owned());
            let after = began.elapsed();
            // A window that is gone asks for nothing any more.
            let _ = sender.send(Chosen { page, path, after });
            ctx.request_repaint();
        };
        let thread = thread::Builder::new().name("file-chooser".to_owned());
        if let Err(error) = thread.spawn(ask) {
            tracing::warn!("no thread for the file chooser: {error}");
            self.no_chooser(page);
        }
    }

    pub(in crate::ui) fn chosen(&mut self, ctx: &Context, chosen: Chosen) {
        match chosen.path {
            Some(path) if chosen.page == Page::SaveAs => {
                self.file(ctx, FileAction::SaveTo(path));
            }
            Some(path) if let Page::Export(format) = chosen.page => {
                self.file(ctx, FileAction::ExportTo(format, path));
            }
            Some(path) => self.file(ctx, FileAction::Open(Source::File(path))),
            None if chosen.after < NO_CHOOSER => self.no_chooser(chosen.page),
            None => {}
        }
    }

    fn no_chooser(&mut self, page: Page) {
        let or_drop = if page == Page::Open {
            ", or drop the file on the window"
        } else {
            ""
        };
        let text = format!(
            "This system has no file chooser that answers. Type the path into the field below{or_drop}."
        );
        self.fault(page, Field::Chooser, text);
    }
}
