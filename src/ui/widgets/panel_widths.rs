//! How wide the panels are: as the person chose, and narrower only while the window is small.

use std::ops::RangeInclusive;

use egui::{Panel, PanelState, Rect, Ui, accesskit::Action, vec2};

/// Show a panel of the `chosen` width in points, within `range`; the width that a person has chosen now. Only a
/// drag of the panel's edge changes it: a range that a small window narrows does not.
pub fn panel(
    ui: &mut Ui,
    name: &'static str,
    panel: Panel,
    chosen: f32,
    range: RangeInclusive<f32>,
    content: impl FnOnce(&mut Ui),
) -> f32 {
    // A panel keeps its width under its own id, and its edge is a widget below that.
    let id = ui.scope_id().with(name);
    let edge = id.with("__resize");
    let width = chosen.clamp(*range.start(), *range.end());
    if let Some(mut kept) = PanelState::load(ui.ctx(), id) {
        kept.outer_rect =
            Rect::from_min_size(kept.outer_rect.min, vec2(width, kept.outer_rect.height()));
        ui.data_mut(|data| data.insert_persisted(id, kept));
    }
    let dragged = ui
        .ctx()
        .read_response(edge)
        .is_some_and(|edge| edge.dragged() || edge.drag_stopped());
    let asked = ui.input(|input| {
        [Action::Increment, Action::Decrement, Action::SetValue]
            .into_iter()
            .any(|action| input.has_accesskit_action_request(edge, action))
    });
    let shown = panel
        .default_size(width)
        .size_range(range)
        .show(ui, content);
    if dragged || asked {
        shown.response.rect.width()
    } else {
        chosen
    }
}
