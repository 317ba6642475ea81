//! Looking a place up in the gazetteer, as it is typed.

use eframe::egui::{self, Id, TextEdit, TextFormat, Ui, text::LayoutJob};

use super::theme;
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    judge::described,
    ui::state::action::Action,
};

/// How many places are shown.
const SHOWN: usize = 8;

/// A field and what it finds; a click on a place, or Enter for the first, does what `pick` says.
/// `start` is what the field begins with; `meanwhile` is looked up as long as it is empty.
pub fn search(
    ui: &mut Ui,
    id: Id,
    (start, meanwhile): (&str, &str),
    pick: impl Fn(PlaceId) -> Action,
    actions: &mut Vec<Action>,
) {
    let label = ui.label(theme::muted(ui.ctx(), "Search the gazetteer"));
    let known: Option<String> = ui.memory(|memory| memory.data.get_temp(id));
    let mut text = known.unwrap_or_else(|| start.to_owned());
    let field = TextEdit::singleline(&mut text)
        .hint_text("Name of a place")
        .desired_width(f32::INFINITY);
    let field = ui.add(field).labelled_by(label.id);
    // An untouched field looks nothing up: what it starts with was looked up by the geoparser.
    if field.changed() {
        ui.memory_mut(|memory| memory.data.insert_temp(id, text.clone()));
    }
    let typed = !text.trim().is_empty();
    let question = if typed { text.trim() } else { meanwhile.trim() };
    if question.is_empty() || (typed && text == start) {
        return;
    }
    let found = found(ui, id, question);
    if typed && found.is_empty() {
        ui.label(theme::muted(
            ui.ctx(),
            "No place of this name. Try another spelling.",
        ));
    }
    // Enter takes the first.
    if typed
        && field.lost_focus()
        && ui.input(|input| input.key_pressed(egui::Key::Enter))
        && let Some(&first) = found.first()
    {
        actions.push(pick(first));
    }
    let shown = ui.with_layout(egui::Layout::top_down_justified(egui::Align::LEFT), |ui| {
        for place in found {
            if row(ui, place, false).clicked() {
                actions.push(pick(place));
            }
        }
    });
    if field.changed() {
        let all = field.rect.union(shown.response.rect);
        ui.scroll_to_rect(all, None);
    }
}

/// A place as a row to click.
pub fn row(ui: &mut Ui, place: PlaceId, selected: bool) -> egui::Response {
    let gazetteer = Gazetteer::bundled();
    let name = gazetteer.place(place).name;
    let about = described(gazetteer, place);
    let palette = theme::palette(ui.ctx());
    let mut job = LayoutJob::default();
    let format = |font, ink| TextFormat::simple(font, ink);
    job.append(name, 0.0, format(theme::sans(theme::BODY), palette.text));
    job.append(
        &format!("  {about}"),
        0.0,
        format(theme::sans(theme::SMALL), palette.muted),
    );
    let button = egui::Button::selectable(selected, job).truncate();
    let response = ui.add(button);
    response.widget_info(|| {
        egui::WidgetInfo::selected(
            egui::Role::Button,
            true,
            selected,
            format!("{name}, {about}"),
        )
    });
    response
}

/// What a question finds, kept until the question changes: looking up takes some milliseconds.
#[must_use]
pub fn found(ui: &Ui, id: Id, question: &str) -> Vec<PlaceId> {
    let id = id.with("found");
    let known: Option<(String, Vec<PlaceId>)> = ui.memory(|memory| memory.data.get_temp(id));
    if let Some((_, places)) = known.filter(|(asked, _)| asked == question) {
        return places;
    }
    let named = Gazetteer::bundled().fuzzy(question, SHOWN);
    let places: Vec<PlaceId> = named.into_iter().map(|named| named.place).collect();
    let entry = (question.to_owned(), places.clone());
    ui.memory_mut(|memory| memory.data.insert_temp(id, entry));
    places
}
