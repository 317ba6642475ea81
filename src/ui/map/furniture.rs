//! What lies on the map without being part of it: buttons, the scale bar, credits, the badge.

use egui::{self, Align2, Area, Color32, Id, Pos2, Rect, RichText, Stroke, Ui, Vec2, vec2};
use egui_material_icons::icons;

use crate::{
    basemap::{Credit, Status},
    coordinates::{Mercator, mercator},
    measure,
    ui::{
        state::{State, action::Action, camera::View, command::Command},
        widgets::{
            buttons::map_button,
            theme::{self, Palette},
        },
    },
};

/// How far the furniture stays from the map's edge.
const EDGE: f32 = 12.0;

const BUTTONS: &str = "map buttons";
const CREDITS: &str = "map credits";
const BADGE: &str = "map badge";

/// The widest scale bar, in points.
const WIDEST_BAR: f64 = 120.0;

/// Zoom and fit buttons, top right.
pub fn buttons(ui: &Ui, state: &State, view: &View, actions: &mut Vec<Action>) {
    let size = Vec2::splat(32.0);
    let buttons = [
        (icons::ICON_ADD, Command::ZoomIn),
        (icons::ICON_REMOVE, Command::ZoomOut),
        (icons::ICON_CENTER_FOCUS_STRONG, Command::FitArticle),
        (icons::ICON_ZOOM_OUT_MAP, Command::FitAll),
    ];
    let at = view.rect.right_top() + vec2(-EDGE, EDGE);
    on_map(ui, BUTTONS, at, Align2::RIGHT_TOP, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for (icon, command) in buttons {
            let name = match command.keys_in_words() {
                Some(keys) => format!("{} ({keys})", command.label(state)),
                None => command.label(state),
            };
            if map_button(ui, icon, &name, size).clicked() {
                actions.extend(command.action(state));
            }
        }
    });
}

/// Widgets that lie on the map, above it for the pointer too.
fn on_map<R>(ui: &Ui, id: &str, at: Pos2, corner: Align2, add: impl FnOnce(&mut Ui) -> R) -> R {
    Area::new(Id::unique(id))
        .fixed_pos(at)
        .pivot(corner)
        .order(egui::Order::Middle)
        .constrain(false)
        .show(ui.ctx(), |ui| add(ui))
        .inner
}

/// A round length no wider than the bar may be: 1, 2 or 5 times a power of ten, in metres.
#[must_use]
pub fn scale_step(metres_per_point: f64) -> f64 {
    measure::round_below(metres_per_point * WIDEST_BAR)
}

/// The width in points of `length_m` on the ground, at the middle of the view, measured on the
/// ellipsoid along the parallel.
#[must_use]
pub fn bar_width(view: &View, length_m: f64) -> f32 {
    let center = view.camera.center;
    // A point on the screen, as a geodesic distance: exact where the sphere of Web Mercator is
    // off by up to 0.7 %.
    let probe = 10.0 / mercator::points_per_unit(view.camera.zoom);
    let west = mercator::unproject(Mercator {
        x: center.x - probe,
        y: center.y,
    });
    let east = mercator::unproject(Mercator {
        x: center.x + probe,
        y: center.y,
    });
    let (metres, _) = measure::distance_and_bearing(west, east);
    #[expect(clippy::cast_possible_truncation, reason = "a width on the screen")]
    let width = (length_m / (metres / 20.0)) as f32;
    width
}

/// The scale bar, bottom left.
#[must_use]
pub fn scale_bar(painter: &egui::Painter, view: &View, palette: &Palette) -> Rect {
    let latitude = mercator::unproject(view.camera.center).lat;
    let length_m = scale_step(mercator::metres_per_point(latitude, view.camera.zoom));
    let width = bar_width(view, length_m);
    let text = if length_m >= 1000.0 {
        format!("{} km", measure::grouped(length_m / 1000.0))
    } else {
        format!("{} m", measure::grouped(length_m))
    };
    let left = view.rect.left_bottom() + vec2(EDGE, -EDGE);
    let right = left + vec2(width, 0.0);
    let ticks = [left - vec2(0.0, 6.0), left, right, right - vec2(0.0, 6.0)];
    for (width, color) in [(4.0, palette.halo()), (1.5, palette.text)] {
        painter.add(egui::Shape::line(ticks.to_vec(), Stroke::new(width, color)));
    }
    let at = left + vec2(width / 2.0, -4.0);
    let text = text_with_halo(painter, at, Align2::CENTER_BOTTOM, &text, palette);
    text.union(Rect::from_two_pos(ticks[0], right))
}

fn text_with_halo(
    painter: &egui::Painter,
    at: Pos2,
    align: Align2,
    text: &str,
    palette: &Palette,
) -> Rect {
    for direction in 0..8_u8 {
        let (sin, cos) = (f32::from(direction) * std::f32::consts::FRAC_PI_4).sin_cos();
        painter.text(
            at + vec2(cos, sin) * 1.5,
            align,
            text,
            theme::sans(theme::SMALL),
            palette.halo(),
        );
    }
    painter.text(at, align, text, theme::sans(theme::SMALL), palette.text)
}

/// Where the buttons, the credits and the badge of the last frame lie: no label belongs under them.
#[must_use]
pub fn covered(ctx: &egui::Context, view: &View) -> [Rect; 3] {
    let covered = |id| {
        ctx.memory(|memory| memory.area_rect(Id::unique(id)))
            .map_or(Rect::NOTHING, |rect| rect.intersect(view.rect))
    };
    [BUTTONS, CREDITS, BADGE].map(covered)
}

/// The credits of what is on screen, bottom right, each a link.
pub fn credits(ui: &Ui, view: &View, credits: &[Credit], actions: &mut Vec<Action>) {
    let palette = theme::palette(ui.ctx());
    on_map(
        ui,
        CREDITS,
        view.rect.right_bottom(),
        Align2::RIGHT_BOTTOM,
        |ui| {
            ui.set_max_width(view.rect.width() * 0.6);
            egui::Frame::new()
                .fill(palette.panel.gamma_multiply(0.88))
                .inner_margin(egui::Margin::symmetric(8, 2))
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
                    ui.spacing_mut().interact_size.y = 16.0;
                    ui.horizontal_wrapped(|ui| {
                        for credit in credits {
                            let text = RichText::new(&credit.text).size(theme::SMALL);
                            match &credit.url {
                                Some(url) => {
                                    if ui
                                        .add(egui::Link::new(text.color(palette.accent)))
                                        .on_hover_text(url)
                                        .clicked()
                                    {
                                        actions.push(Action::OpenUrl(url.clone()));
                                    }
                                }
                                None => {
                                    ui.label(text.color(palette.muted));
                                }
                            }
                        }
                    });
                });
        },
    );
}

/// What is wrong with the online map, top left but `top` points lower, with a button to try
/// again.
pub fn badge(ui: &Ui, view: &View, status: &Status, top: f32, actions: &mut Vec<Action>) {
    if !status.is_trouble() {
        return;
    }
    let palette = theme::palette(ui.ctx());
    on_map(
        ui,
        BADGE,
        view.rect.left_top() + vec2(EDGE, EDGE + top),
        Align2::LEFT_TOP,
        |ui| {
            egui::Frame::new()
                .fill(palette.panel)
                .stroke(Stroke::new(1.0, palette.hairline))
                .corner_radius(theme::CORNER)
                .inner_margin(egui::Margin::symmetric(8, 2))
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.label(theme::icon(icons::ICON_CLOUD_OFF).color(palette.muted));
                        ui.label(format!("Online map: {}", status.badge()))
                            .on_hover_text(format!(
                                "{} The bundled map is shown.",
                                status.detail()
                            ));
                        if ui.button("Retry").clicked() {
                            actions.push(Action::RetryTiles);
                        }
                    });
                });
        },
    );
}

/// Nothing to draw with: only said when the graphics driver is missing.
pub fn no_renderer(painter: &egui::Painter, rect: Rect, palette: &Palette) {
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        "The map needs a graphics driver with Vulkan or OpenGL ES 3.",
        theme::sans(theme::BODY),
        palette.text,
    );
}

/// The faint ground that shows before any tile does.
pub fn ground(painter: &egui::Painter, rect: Rect, color: Color32) {
    painter.rect_filled(rect, 0.0, color);
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;
    use crate::{coordinates::LonLat, ui::state::camera::Camera};

    #[test]
    fn scale_bars_are_one_two_or_five() {
        for (metres_per_point, step) in [(1.0, 100.0), (2.0, 200.0), (4.9, 500.0), (150_000.0, 1e7)]
        {
            assert!(
                (scale_step(metres_per_point) - step).abs() < 1e-6,
                "{metres_per_point}"
            );
        }
    }

    #[test]
    fn the_bar_is_as_long_as_it_says_within_one_percent() {
        for latitude in [0.0, 48.3, -62.0, 75.0] {
            let view = View {
                rect: Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0)),
                camera: Camera {
                    center: mercator::project(LonLat::new(20.0, latitude)),
                    zoom: 8.5,
                },
            };
            let width = bar_width(&view, 20_000.0);
            let from = view.to_mercator(pos2(400.0 - width / 2.0, 300.0));
            let to = view.to_mercator(pos2(400.0 + width / 2.0, 300.0));
            let (metres, _) =
                measure::distance_and_bearing(mercator::unproject(from), mercator::unproject(to));
            assert!(
                (metres / 20_000.0 - 1.0).abs() < 0.01,
                "{latitude}: {metres}"
            );
        }
    }
}
