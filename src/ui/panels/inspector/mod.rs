//! The inspector: all that is known of what is selected, and on what it rests.

pub mod decision;
pub mod quotes;
pub mod suggestion;

use eframe::egui::{self, RichText, ScrollArea, Stroke, Ui, vec2};
use egui_material_icons::icons;

use super::layers::icon_button;
use crate::{
    measure::{self, unit::Dimension},
    project::{
        Category,
        feature::{Feature, Stated},
        measured::{self, Measured},
        mentions::Subject,
    },
    quote::Role,
    ui::{
        map::drawing_tools::{Drawing, Target, Tool},
        state::{
            State,
            action::{Action, Review, coordinates},
            place_of, second_name,
        },
        widgets::theme::{self, Palette},
    },
};

pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    if let Some(index) = state.selected_suggestion() {
        // Below the places that may be meant, and never pushed out by them.
        egui::Panel::bottom("verdict")
            .exact_size(theme::CONTROL_HEIGHT + theme::GAP)
            .frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(0, 4)))
            .show(ui, |ui| decision::show(ui, state, index, actions));
    }
    ScrollArea::vertical()
        .id_salt((
            "inspector",
            state.selected,
            state.document.suggestions.len(),
        ))
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.add_space(4.0);
            match state.selected {
                Some(Subject::Feature(index)) => feature(ui, state, index, actions),
                Some(Subject::Unmapped(index)) => unmapped(ui, state, index, actions),
                Some(Subject::Suggestion(index)) => suggestion::show(ui, state, index, actions),
                None => nothing_selected(ui, state, actions),
            }
            ui.add_space(theme::MARGIN);
        });
}

fn feature(ui: &mut Ui, state: &State, index: usize, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui.ctx());
    let document = &state.document;
    let feature = &document.project.features[index];
    ui.label(RichText::new(&feature.name).font(theme::sans_bold(theme::NAME)));
    if let Some(local) = second_name(feature) {
        ui.label(RichText::new(local).color(palette.muted));
    }
    heading_line(ui, state, feature, palette);
    place(ui, state, index, palette, actions);
    ui.scope(|ui| {
        // Lines of text, not controls.
        ui.spacing_mut().interact_size.y = theme::TEXT_LINE;
        figures(ui, feature, &document.measured[index], palette);
    });
    quotes::of_feature(ui, state, feature, actions);
    notes(ui, feature, actions);
    basis(ui, feature);
    properties(ui, feature);
    change(ui, feature, index, actions);
}

/// What can be changed about the feature.
fn change(ui: &mut Ui, feature: &Feature, index: usize, actions: &mut Vec<Action>) {
    section(ui, "Change");
    ui.horizontal_wrapped(|ui| {
        let movable = matches!(feature.geometry, Some(geo::Geometry::Point(_)))
            || feature.center.is_some() && feature.radius_m.is_some();
        let name = if feature.radius_m.is_some() {
            "Move the circle…"
        } else {
            "Move the point…"
        };
        if movable && ui.button(name).clicked() {
            let target = Target::Feature(feature.id.clone());
            actions.push(Action::BeginDrawing(Drawing::new(Tool::Point, target)));
        }
        if ui.button("Take it off the map").clicked() {
            actions.push(Action::RemoveFeature(index));
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
        if let Some(layer) = state.document.project.layer(&feature.layer) {
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

fn place(ui: &mut Ui, state: &State, index: usize, palette: &Palette, actions: &mut Vec<Action>) {
    let feature = &state.document.project.features[index];
    let Some(at) = place_of(&state.document, index) else {
        ui.label(theme::muted(ui.ctx(), "No place on the map."));
        return;
    };
    let [decimal, ..] = coordinates(at);
    let item = state.document.scene.item_of(index);
    let within = item.is_some_and(|item| item.points.is_empty() && item.center.is_none());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if within {
            ui.label(theme::muted(ui.ctx(), "Around"));
        }
        ui.label(&decimal.1);
        if icon_button(ui, icons::ICON_CONTENT_COPY, "Copy coordinates").clicked() {
            actions.push(Action::Copy {
                text: decimal.1.clone(),
                what: "Coordinates".to_owned(),
            });
        }
        if icon_button(ui, icons::ICON_FILTER_CENTER_FOCUS, "Zoom to it").clicked() {
            actions.push(Action::ZoomToFeature(index));
        }
    });
    if let (Some(id), Some(url)) = (feature.geonames_id, feature.geonames_url()) {
        let link = egui::Link::new(RichText::new(format!("GeoNames {id}")).color(palette.accent));
        if ui.add(link).on_hover_text(&url).clicked() {
            actions.push(Action::OpenUrl(url));
        }
    }
    if suggestion::may_switch(feature) {
        suggestion::others(ui, state, index, actions);
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
            crate::ui::state::action::decimal(center),
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
                    .color(palette.layer(crate::project::feature::LayerColor::Red)),
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

fn notes(ui: &mut Ui, feature: &Feature, actions: &mut Vec<Action>) {
    if feature.notes.is_empty() {
        return;
    }
    section(ui, "Read this with care");
    for note in &feature.notes {
        ui.label(note);
    }
    if feature.is_unreviewed() && ui.button("It is right").clicked() {
        actions.push(Action::Review(Review::Check));
    }
}

fn unmapped(ui: &mut Ui, state: &State, index: usize, actions: &mut Vec<Action>) {
    let entry = &state.document.project.unmapped[index];
    ui.label(
        RichText::new(format!("“{}”", entry.evidence.quote.exact))
            .font(theme::sans_bold(theme::NAME)),
    );
    ui.label(theme::muted(ui.ctx(), "Not on the map"));
    section(ui, "Why");
    ui.label(&entry.reason);
    if let Some(article) = &state.document.project.article {
        section(ui, "Quote");
        quotes::quote(ui, state, article, &entry.evidence, actions);
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
    let project = &state.document.project;
    if project.unmapped.is_empty() {
        return;
    }
    section(ui, &format!("Not on the map ({})", project.unmapped.len()));
    let mut categories: Vec<&Category> = Vec::new();
    for entry in &project.unmapped {
        if !categories.contains(&&entry.category) {
            categories.push(&entry.category);
        }
    }
    for category in categories {
        let entries: Vec<usize> = (0..project.unmapped.len())
            .filter(|&index| project.unmapped[index].category == *category)
            .collect();
        let heading = format!("{} ({})", category.heading(), entries.len());
        egui::CollapsingHeader::new(RichText::new(heading))
            .id_salt(("unmapped", category.key()))
            .default_open(entries.len() <= 8)
            .show(ui, |ui| {
                for index in entries {
                    let entry = &project.unmapped[index];
                    let words = egui::Link::new(format!("“{}”", entry.evidence.quote.exact));
                    if ui.add(words).clicked() {
                        actions.push(Action::Select(Some(Subject::Unmapped(index))));
                    }
                    ui.label(theme::muted(ui.ctx(), &entry.reason));
                    ui.add_space(2.0);
                }
            });
    }
}

/// A heading with a hairline above it.
pub fn section(ui: &mut Ui, title: &str) {
    ui.add_space(theme::GAP);
    let palette = theme::palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), egui::Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.center().y,
        Stroke::new(1.0, palette.hairline),
    );
    ui.label(theme::heading(title));
}
