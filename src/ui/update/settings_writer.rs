//! Writes the settings to disk a second after the first unsaved change.

use std::time::Duration;

use egui::Context;

use crate::{
    settings::{Folders, Settings},
    ui::state::{action::Action, outcome::Outcome},
};

/// How long after the first unsaved change the settings are written, in seconds: a dragged slider writes once.
const SAVE_AFTER: f64 = 1.0;

/// The settings as they are on the disk.
#[derive(Debug)]
pub struct SettingsWriter {
    folders: Folders,
    saved: Settings,
    save_at: Option<f64>,
}

impl SettingsWriter {
    #[must_use]
    pub const fn new(folders: Folders, saved: Settings) -> Self {
        Self {
            folders,
            saved,
            save_at: None,
        }
    }

    /// Write the settings once they have waited long enough; what came of it, if it failed.
    pub fn write_when_due(&mut self, ctx: &Context, settings: &Settings) -> Option<Action> {
        if *settings == self.saved {
            self.save_at = None;
            return None;
        }
        let now = ctx.input(|input| input.time);
        let due = *self.save_at.get_or_insert(now + SAVE_AFTER);
        if now < due {
            ctx.request_repaint_after(Duration::from_secs_f64(due - now));
            return None;
        }
        let error = self.write(settings)?;
        Some(Action::Outcome(Outcome::SettingsNotWritten(error)))
    }

    /// Write what was not written yet: the window closes.
    pub fn write_at_exit(&mut self, settings: &Settings) {
        if *settings != self.saved
            && let Some(error) = self.write(settings)
        {
            tracing::error!(error, "the settings were not saved");
        }
    }

    /// Why it failed, if it did.
    fn write(&mut self, settings: &Settings) -> Option<String> {
        self.save_at = None;
        // One attempt for each change: a full disk must not be asked again and again.
        self.saved = settings.clone();
        let path = self.folders.settings.as_ref()?;
        settings.save(path).err().map(|error| error.to_string())
    }
}
