//! What is being done, how far it is, and a way to stop it.

use egui::{Label, Role, Sense, Ui, WidgetInfo, vec2};

use super::theme;
use crate::progress::Doing;

/// Show what is being done; whether it is to be cancelled, where it can be.
pub fn progress(ui: &mut Ui, doing: &Doing, can_cancel: bool) -> bool {
    let cancelled = ui.horizontal(|ui| {
        let cancelled = can_cancel && ui.button("Cancel").clicked();
        let what = if doing.what.is_empty() {
            "Working"
        } else {
            &doing.what
        };
        ui.add(Label::new(format!("{what}…")).truncate());
        cancelled
    });
    let palette = theme::palette(ui.ctx());
    let size = vec2(ui.available_width(), 3.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &doing.what));
    ui.painter().rect_filled(rect, 1.5, palette.hairline);
    // Without a known share a third of the bar stands for “under way”.
    let mut done = rect;
    done.set_width(rect.width() * doing.fraction.unwrap_or(0.33).clamp(0.0, 1.0));
    ui.painter().rect_filled(done, 1.5, palette.accent);
    cancelled.inner
}
