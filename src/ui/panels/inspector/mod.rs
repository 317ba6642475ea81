//! The inspector: all that is known of what is selected, and on what it rests.

mod decision;
mod quotes;
mod suggestion;

use egui::{self, RichText, ScrollArea, Ui};
use egui_material_icons::icons;

use crate::{
    coordinates::{in_words, mercator},
    measure::{self, unit::Dimension},
    project::{
        feature::{Feature, LayerColor, Stated},
        ids::{FeatureId, Handle, UnmappedId},
        measured::{self, Measured},
    },
    quote::{Anchor, Role},
    ui::{
        state::{
            State,
            action::{Action, Memory, ReviewAction},
            drawing::{Drawing, DrawingTarget, Tool},
            second_name,
        },
        widgets::{
            buttons::{icon_button, section},
            theme::{self, Palette},
        },
    },
};

/// A list of so many entries is open from the beginning.
const SHORT_LIST: usize = 8;

pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    if let Some(id) = state.selected_finding() {
        // Below the places that may be meant, and never pushed out by them.
        egui::Panel::bottom("verdict")
            .exact_size(theme::CONTROL_HEIGHT + theme::GAP)
            .frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(0, 4)))
            .show(ui, |ui| decision::show(ui, state, id, actions));
    }
    ScrollArea::vertical()
        .id_salt((
            "inspector",
            state.selected,
            state.document.suggestions().len(),
        ))
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.add_space(4.0);
            match state.selected {
                Some(Handle::Feature(id)) => feature(ui, state, id, actions),
                Some(Handle::Unmapped(id)) => unmapped(ui, state, id, actions),
                Some(Handle::Finding(id)) => suggestion::show(ui, state, id, actions),
                Some(Handle::Dismissal(_) | Handle::Layer(_)) | None => {
                    nothing_selected(ui, state, actions);
                }
            }
            ui.add_space(theme::MARGIN);
        });
    if state.reveal.inspector.is_some() {
        actions.push(Action::Remember(Memory::InspectorRevealed));
    }
}

fn feature(ui: &mut Ui, state: &State, id: FeatureId, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui.ctx());
    let Some(feature) = state.document.project().feature(id) else {
        return;
    };
    ui.label(RichText::new(&feature.name).font(theme::sans_bold(theme::NAME)));
    if let Some(local) = second_name(feature) {
        ui.label(RichText::new(local).color(palette.muted));
    }
    heading_line(ui, state, feature, palette);
    place(ui, state, (id, feature), palette, actions);
    ui.scope(|ui| {
        // Lines of text, not controls.
        ui.spacing_mut().interact_size.y = theme::TEXT_LINE;
        figures(ui, feature, &state.document.measured(id), palette);
    });
    quotes::of_feature(ui, state, (id, feature), actions);
    notes(ui, feature, actions);
    basis(ui, feature);
    properties(ui, feature);
    change(ui, (id, feature), actions);
}

/// What can be changed about the feature.
fn change(ui: &mut Ui, (id, feature): (FeatureId, &Feature), actions: &mut Vec<Action>) {
    section(ui, "Change");
    ui.horizontal_wrapped(|ui| {
        let movable =
            feature.point().is_some() || feature.center.is_some() && feature.radius_m.is_some();
        let name = if feature.radius_m.is_some() {
            "Move the circle…"
        } else {
            "Move the point…"
        };
        if movable && ui.button(name).clicked() {
            let target = DrawingTarget::Feature(id);
            actions.push(Action::BeginDrawing(Drawing::new(Tool::Point, target)));
        }
        if ui.button("Take it off the map").clicked() {
            actions.push(Action::RemoveFeature(id));
        }
    });
}

/// What else the file says of the feature, as it says it.
fn properties(ui: &mut Ui, feature: &Feature) {
    let plain = feature
        .other_properties
        .iter()
        .filter(|(_, value)| !value.is_null());
    let mut any = false;
    for (key, value) in plain {
        if !any {
            section(ui, "Properties");
            any = true;
        }
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.label(theme::muted(ui.ctx(), key));
            ui.label(text);
        });
    }
}

/// Layer, kind and, for names of governments, the role.
fn heading_line(ui: &mut Ui, state: &State, feature: &Feature, palette: &Palette) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if let Some(layer) = state.document.project().layer(feature.layer) {
            let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(10.0), egui::Sense::hover());
            ui.painter()
                .circle_filled(rect.center(), 5.0, palette.layer(layer.color));
            ui.label(&layer.name);
            if !layer.visible {
                ui.label(theme::muted(ui.ctx(), "(layer hidden)"));
            }
        }
        if let Some(kind) = &feature.kind {
            ui.label(theme::muted(ui.ctx(), format!("· {kind}")));
        }
        if feature.role == Some(Role::Actor) {
            ui.label(theme::muted(ui.ctx(), "· named as an actor"));
        }
    });
}

fn place(
    ui: &mut Ui,
    state: &State,
    (id, feature): (FeatureId, &Feature),
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    let Some(item) = state.document.scene().item(id) else {
        ui.label(theme::muted(ui.ctx(), "No place on the map."));
        return;
    };
    // As the file gives it, where it gives one.
    let at = feature.point().or(feature.center);
    let at = at.unwrap_or_else(|| mercator::unproject(item.place()));
    let decimal = in_words::decimal(at);
    let within = item.points.is_empty() && item.center.is_none();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if within {
            ui.label(theme::muted(ui.ctx(), "Around"));
        }
        ui.label(&decimal);
        if icon_button(ui, icons::ICON_CONTENT_COPY, "Copy coordinates").clicked() {
            actions.push(Action::Copy {
                text: decimal.clone(),
                what: "Coordinates".to_owned(),
            });
        }
        if icon_button(ui, icons::ICON_FILTER_CENTER_FOCUS, "Zoom to it").clicked() {
            actions.push(Action::ZoomToFeature(id));
        }
    });
    if let (Some(record), Some(url)) = (feature.geonames_id, feature.geonames_url()) {
        let link =
            egui::Link::new(RichText::new(format!("GeoNames {record}")).color(palette.accent));
        if ui.add(link).on_hover_text(&url).clicked() {
            actions.push(Action::OpenUrl(url));
        }
    }
    if suggestion::may_switch(feature) {
        suggestion::others(ui, state, (id, feature), actions);
    }
}

fn basis(ui: &mut Ui, feature: &Feature) {
    section(ui, "Geometry");
    ui.label(feature.basis.explained());
    if let Some(as_of) = &feature.as_of {
        ui.label(format!("As of {as_of}"));
    }
    if let (Some(center), Some(radius_m)) = (feature.center, feature.radius_m) {
        ui.label(format!(
            "Circle of {} about {}",
            measure::length_in_words(radius_m),
            in_words::decimal(center),
        ));
    }
    let follows = match feature.measured_from.as_slice() {
        [] => return,
        [center] => format!("Its centre follows the mark of “{}”.", center.quote.exact),
        ends => {
            let ends: Vec<String> = ends
                .iter()
                .map(|end| format!("“{}”", end.quote.exact))
                .collect();
            format!("Its ends follow the marks of {}.", ends.join(" and "))
        }
    };
    ui.label(theme::muted(ui.ctx(), follows));
}

/// What the article states beside what the geometry measures.
fn figures(ui: &mut Ui, feature: &Feature, measured: &Measured, palette: &Palette) {
    let drawn = [
        ("Radius", measured.radius_m.map(measure::length_in_words)),
        ("Length", measured.length_m.map(measure::length_in_words)),
        ("Area", measured.area_m2.map(measure::area_in_words)),
    ];
    if feature.stated.is_empty() && drawn.iter().all(|(_, value)| value.is_none()) {
        return;
    }
    section(
        ui,
        if feature.stated.is_empty() {
            "Measured"
        } else {
            "Stated and measured"
        },
    );
    for stated in unique(&feature.stated) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if let Some(hedge) = &stated.hedge {
                ui.label(RichText::new(hedge).italics());
            }
            ui.label(
                RichText::new(measure::quantity(stated.value, stated.unit))
                    .font(theme::sans_bold(theme::BODY)),
            );
            let who = stated.said_by.as_ref().map_or_else(
                || "· no source named".to_owned(),
                |who| format!("· said by {who}"),
            );
            ui.label(theme::muted(ui.ctx(), who));
        });
        if let Some(reason) = measured::contradiction(stated, measured) {
            ui.label(
                RichText::new(format!("These disagree: {reason}."))
                    .color(palette.layer(LayerColor::Red)),
            );
        }
    }
    for (what, value) in drawn {
        if let Some(value) = value {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                ui.label(theme::muted(ui.ctx(), format!("{what} as drawn")));
                ui.label(RichText::new(value).font(theme::sans_bold(theme::BODY)));
            });
        }
    }
    if feature
        .stated
        .iter()
        .any(|stated| stated.unit.dimension() == Dimension::Count)
    {
        ui.label(theme::muted(
            ui.ctx(),
            "A head count has no measure on the map.",
        ));
    }
}

/// The same figure with the same hedge and source is said once, however often it stands.
fn unique(stated: &[Stated]) -> Vec<&Stated> {
    let mut found: Vec<&Stated> = Vec::new();
    for one in stated {
        let known = found.iter().any(|other| {
            other.value.total_cmp(&one.value).is_eq()
                && other.unit == one.unit
                && other.hedge == one.hedge
                && other.said_by == one.said_by
        });
        if !known {
            found.push(one);
        }
    }
    found
}

/// What has to be known in reading it: why the program is in doubt, and what was noted.
fn notes(ui: &mut Ui, feature: &Feature, actions: &mut Vec<Action>) {
    let doubt = feature.doubt();
    if doubt.is_none() && feature.notes.is_empty() && !feature.is_unreviewed() {
        return;
    }
    section(ui, "Read this with care");
    if feature.is_unreviewed() {
        ui.label("Found by the program; nobody has reviewed it.");
    }
    if let Some(doubt) = doubt {
        ui.label(format!("Unsure: {doubt}"));
    }
    for note in &feature.notes {
        ui.label(note);
    }
    if feature.is_unreviewed() && ui.button("It is right").clicked() {
        actions.push(Action::Review(ReviewAction::Check));
    }
}

fn unmapped(ui: &mut Ui, state: &State, id: UnmappedId, actions: &mut Vec<Action>) {
    let project = state.document.project();
    let Some(entry) = project.unmapped().get(id) else {
        return;
    };
    ui.label(
        RichText::new(format!("“{}”", entry.evidence.quote.exact))
            .font(theme::sans_bold(theme::NAME)),
    );
    ui.label(theme::muted(ui.ctx(), "Not on the map"));
    section(ui, "Why");
    ui.label(&entry.reason);
    if let Some(article) = project.article() {
        section(ui, "Quote");
        let anchor = state
            .document
            .mentions()
            .anchors(Handle::Unmapped(id))
            .first();
        let anchor = anchor.copied().unwrap_or(Anchor::Lost);
        quotes::quote(ui, state, article, (&entry.evidence, anchor), actions);
    }
    ui.add_space(theme::GAP);
    let back = egui::Link::new("Everything that is not on the map");
    if ui.add(back).clicked() {
        actions.push(Action::Select(None));
    }
}

/// With nothing selected: what to do, and what the map does not show.
fn nothing_selected(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.label(theme::muted(
        ui.ctx(),
        "Select a mark on the map or marked words in the article to see what they rest on.",
    ));
    let project = state.document.project();
    if project.unmapped().is_empty() {
        return;
    }
    section(
        ui,
        &format!("Not on the map ({})", project.unmapped().len()),
    );
    for (category, entries) in state.document.unmapped_lists().iter() {
        let heading = format!("{} ({})", category.heading(), entries.len());
        egui::CollapsingHeader::new(RichText::new(heading))
            .id_salt(("unmapped", category.key()))
            .default_open(entries.len() <= SHORT_LIST)
            .show(ui, |ui| {
                for id in entries {
                    let Some(entry) = project.unmapped().get(*id) else {
                        continue;
                    };
                    let words = egui::Link::new(format!("“{}”", entry.evidence.quote.exact));
                    if ui.add(words).clicked() {
                        actions.push(Action::Select(Some(Handle::Unmapped(*id))));
                    }
                    ui.label(theme::muted(ui.ctx(), &entry.reason));
                    ui.add_space(2.0);
                }
            });
    }
}
