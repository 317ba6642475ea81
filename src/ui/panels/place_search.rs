//! Looking a place up in the gazetteer, as it is typed.

use egui::{self, TextEdit, TextFormat, Ui, text::LayoutJob};

use crate::{
    gazetteer::{Gazetteer, PlaceId},
    judge::described,
    ui::{
        state::{
            State,
            action::{Action, Memory},
            drafts::{Field, SearchFor},
        },
        widgets::theme,
    },
};

/// What a search begins with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beginning<'a> {
    /// What stands in the field; it was looked up before, by the geoparser.
    pub typed: &'a str,
    /// What is looked up as long as the field is empty.
    pub meanwhile: &'a str,
}

/// A field and what it finds; a click on a place, or Enter for the first, does what `pick` says.
pub fn search(
    ui: &mut Ui,
    state: &State,
    of: SearchFor,
    beginning: Beginning<'_>,
    pick: impl Fn(PlaceId) -> Action,
    actions: &mut Vec<Action>,
) {
    let known = state.place_searches.get(of);
    let label = ui.label(theme::muted(ui.ctx(), "Search the gazetteer"));
    let typed = known.and_then(|search| search.typed.as_deref());
    let mut text = typed.unwrap_or(beginning.typed).to_owned();
    let field = TextEdit::singleline(&mut text)
        .hint_text("Name of a place")
        .desired_width(f32::INFINITY);
    let field = ui.add(field).labelled_by(label.id);
    if field.changed() {
        actions.push(Action::Enter(Field::Gazetteer(of), text.clone()));
    }
    let is_typed = !text.trim().is_empty();
    let question = if is_typed {
        text.trim()
    } else {
        beginning.meanwhile.trim()
    };
    if question.is_empty() || (is_typed && text == beginning.typed) {
        return;
    }
    let Some(found) = known
        .filter(|search| search.asked == question)
        .map(|search| &search.found)
    else {
        // What is typed is looked up as it is entered.
        if !field.changed() {
            actions.push(Action::LookUp(of, question.to_owned()));
        }
        return;
    };
    if is_typed && found.is_empty() {
        ui.label(theme::muted(
            ui.ctx(),
            "No place of this name. Try another spelling.",
        ));
    }
    // Enter takes the first.
    if is_typed
        && field.lost_focus()
        && ui.input(|input| input.key_pressed(egui::Key::Enter))
        && let Some(&first) = found.first()
    {
        actions.push(pick(first));
    }
    let shown = ui.with_layout(egui::Layout::top_down_justified(egui::Align::LEFT), |ui| {
        for &place in found {
            if row(ui, place, false).clicked() {
                actions.push(pick(place));
            }
        }
    });
    if known.is_some_and(|search| search.is_new) {
        let all = field.rect.union(shown.response.rect);
        ui.scroll_to_rect(all, None);
        actions.push(Action::Remember(Memory::PlacesShown(of)));
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
