//! Ctrl+K: finds anything there is a name for, and goes there or does it.

use egui::{
    Align, Button, Key, Layout, Modifiers, Response, Role, ScrollArea, TextEdit, TextFormat, Ui,
    WidgetInfo, text::LayoutJob,
};

use super::frame;
use crate::ui::{
    state::{
        State,
        action::{Action, Memory},
        drafts::Field,
        searches::{Find, FindGroup},
    },
    widgets::theme,
};

pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    frame::page(
        ui,
        "finder",
        "Find anything",
        520.0,
        actions,
        |ui, actions| {
            let finder = &state.finder;
            // Before the field, which would take the arrows for itself.
            let step = |ui: &Ui, key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            let (down, up) = (step(ui, Key::ArrowDown), step(ui, Key::ArrowUp));
            let mut question = finder.question.clone();
            let hint = "Words of the article, a place, a layer or a command";
            let field = TextEdit::singleline(&mut question)
                .hint_text(hint)
                .desired_width(f32::INFINITY);
            let field = ui.add(field);
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Find anything"));
            if state.panels.page_is_new {
                field.request_focus();
            }
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if field.changed() {
                actions.push(Action::Enter(Field::Finder, question));
            }
            let last = finder.found.len().saturating_sub(1);
            let row = (finder.row + usize::from(down)).saturating_sub(usize::from(up));
            let row = row.min(last);
            if row != finder.row {
                actions.push(Action::Remember(Memory::FinderRow(row)));
            }
            if finder.found.is_empty() {
                ui.label(theme::muted(ui.ctx(), "Nothing of this name was found."));
            }
            let most = (ui.ctx().content_rect().height() - 160.0).max(120.0);
            ScrollArea::vertical()
                .max_height(most)
                .min_scrolled_height(most)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.with_layout(Layout::top_down_justified(Align::LEFT), |ui| {
                        let mut group = None;
                        for (index, find) in finder.found.iter().enumerate() {
                            if group != Some(find.group) {
                                ui.add_space(if group.is_none() { 0.0 } else { 4.0 });
                                ui.label(theme::muted(ui.ctx(), find.group.heading()));
                                group = Some(find.group);
                            }
                            let selected = index == row;
                            if line(ui, find, selected, down || up).clicked() || entered && selected
                            {
                                actions.push(Action::Follow(find.target));
                            }
                        }
                    });
                });
        },
    );
}

fn line(ui: &mut Ui, find: &Find, selected: bool, moved: bool) -> Response {
    let palette = theme::palette(ui.ctx());
    let mut job = LayoutJob::default();
    let format = |font, ink| TextFormat::simple(font, ink);
    let passage = find.group == FindGroup::InArticle;
    let small = format(theme::sans(theme::SMALL), palette.muted);
    let name = if passage {
        theme::sans_bold(theme::BODY)
    } else {
        theme::sans(theme::BODY)
    };
    job.append(&find.before, 0.0, small.clone());
    job.append(&find.name, 0.0, format(name, palette.text));
    let apart = if passage { "" } else { "   " };
    job.append(&format!("{apart}{}", find.what), 0.0, small);
    let response = ui.add(Button::selectable(selected, job).truncate());
    response.widget_info(|| {
        let label = if passage {
            format!("In the article: {}{}{}", find.before, find.name, find.what)
        } else {
            format!("{}, {}", find.name, find.what)
        };
        WidgetInfo::selected(Role::Button, true, selected, label)
    });
    if selected && moved {
        response.scroll_to_me(None);
    }
    response
}
