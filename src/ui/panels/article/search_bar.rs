//! Looking for words in the article.

use egui::{Align, Key, Layout, Role, TextEdit, Ui, WidgetInfo};
use egui_material_icons::icons;

use crate::ui::{
    state::{
        State,
        action::{Action, Memory},
        drafts::Field,
        searches::ArticleSearch,
    },
    widgets::{buttons::icon_button, theme},
};

/// A field for the words, which of their places is shown, and the ways to the others.
pub fn show(ui: &mut Ui, state: &State, search: &ArticleSearch, actions: &mut Vec<Action>) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        if icon_button(ui, icons::ICON_CLOSE, "Close the search (Esc)").clicked() {
            actions.push(Action::CloseArticleSearch);
        }
        for (icon, name, forward) in [
            (icons::ICON_KEYBOARD_ARROW_DOWN, "Next place (Enter)", true),
            (
                icons::ICON_KEYBOARD_ARROW_UP,
                "Previous place (Shift+Enter)",
                false,
            ),
        ] {
            if icon_button(ui, icon, name).clicked() {
                actions.push(Action::NextFound { forward });
            }
        }
        ui.label(theme::muted(ui.ctx(), count(search)));
        let mut question = search.question.clone();
        let field = TextEdit::singleline(&mut question)
            .hint_text("Find in the article")
            .desired_width(f32::INFINITY);
        let field = ui.add(field);
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Find in the article"));
        if field.changed() {
            actions.push(Action::Enter(Field::InArticle, question));
        }
        if field.lost_focus() {
            let (enter, escape, shift) = ui.input(|input| {
                (
                    input.key_pressed(Key::Enter),
                    input.key_pressed(Key::Escape),
                    input.modifiers.shift,
                )
            });
            if enter {
                // It keeps the focus, so that Enter goes on from place to place.
                field.request_focus();
                actions.push(Action::NextFound { forward: !shift });
            } else if escape {
                actions.push(Action::CloseArticleSearch);
            }
        }
        if state.panels.search_is_new {
            field.request_focus();
            actions.push(Action::Remember(Memory::SearchShown));
        }
    });
}

fn count(search: &ArticleSearch) -> String {
    match (search.question.trim(), search.found.len()) {
        ("", _) => String::new(),
        (_, 0) => "none".to_owned(),
        (_, all) => format!("{} of {all}", search.at + 1),
    }
}
