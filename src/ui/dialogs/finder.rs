//! Ctrl+K: finds anything there is a name for, and goes there or does it.

use eframe::egui::{self, Id, Key, Modifiers, TextEdit, TextFormat, Ui, text::LayoutJob};

use crate::{
    formats::Format,
    gazetteer::Gazetteer,
    judge::described,
    project::mentions::Subject,
    text::{Span, find},
    ui::{
        dialogs,
        state::{
            Page, State,
            action::{Action, FileAction, Review},
        },
        widgets::{place_search, theme},
    },
};

/// How many finds of each kind are shown.
const OF_EACH: usize = 5;

/// How many passages of the article.
const PASSAGES: usize = 8;

const IN_THE_ARTICLE: &str = "In the article";

/// Something found: what it is called, what it is, and what choosing it does.
struct Find {
    /// The heading of what is of its kind.
    group: &'static str,
    /// What stands before the name, in the words of the article.
    before: String,
    name: String,
    what: String,
    actions: Vec<Action>,
}

pub fn show(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let (question, at) = (Id::unique("finder question"), Id::unique("finder row"));
    let before = actions.len();
    dialogs::page(
        ui,
        "finder",
        "Find anything",
        520.0,
        actions,
        |ui, actions| {
            let known: Option<String> = ui.memory(|memory| memory.data.get_temp(question));
            let fresh = known.is_none();
            let mut text = known.unwrap_or_default();
            // Before the field, which would take the arrows for itself.
            let step = |ui: &Ui, key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            let (down, up) = (step(ui, Key::ArrowDown), step(ui, Key::ArrowUp));
            let hint = "Words of the article, a place, a layer or a command";
            let field = TextEdit::singleline(&mut text)
                .hint_text(hint)
                .desired_width(f32::INFINITY);
            let response = ui.add(field);
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find anything")
            });
            if fresh {
                response.request_focus();
            }
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            ui.memory_mut(|memory| memory.data.insert_temp(question, text.clone()));
            let finds = finds(ui, state, text.trim());
            let mut row: usize = ui.memory(|memory| memory.data.get_temp(at)).unwrap_or(0);
            if response.changed() {
                row = 0;
            }
            row = (row + usize::from(down)).saturating_sub(usize::from(up));
            row = row.min(finds.len().saturating_sub(1));
            ui.memory_mut(|memory| memory.data.insert_temp(at, row));
            if finds.is_empty() {
                ui.label(theme::muted(ui.ctx(), "Nothing of this name was found."));
            }
            let most = (ui.ctx().content_rect().height() - 160.0).max(120.0);
            egui::ScrollArea::vertical()
                .max_height(most)
                .min_scrolled_height(most)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.with_layout(egui::Layout::top_down_justified(egui::Align::LEFT), |ui| {
                        let mut group = "";
                        for (index, find) in finds.into_iter().enumerate() {
                            if find.group != group {
                                group = find.group;
                                ui.add_space(if index == 0 { 0.0 } else { 4.0 });
                                ui.label(theme::muted(ui.ctx(), group));
                            }
                            let chosen = line(ui, &find, index == row, down || up).clicked()
                                || entered && index == row;
                            if chosen {
                                actions.push(Action::SetPage(None));
                                actions.extend(find.actions);
                            }
                        }
                    });
                });
        },
    );
    if actions[before..].contains(&Action::SetPage(None)) {
        ui.memory_mut(|memory| {
            memory.data.remove_temp::<String>(question);
            memory.data.remove_temp::<usize>(at);
        });
    }
}

fn line(ui: &mut Ui, find: &Find, selected: bool, moved: bool) -> egui::Response {
    let palette = theme::palette(ui.ctx());
    let mut job = LayoutJob::default();
    let format = |font, ink| TextFormat::simple(font, ink);
    let passage = find.group == IN_THE_ARTICLE;
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
    let response = ui.add(egui::Button::selectable(selected, job).truncate());
    response.widget_info(|| {
        let label = if passage {
            format!("In the article: {}{}{}", find.before, find.name, find.what)
        } else {
            format!("{}, {}", find.name, find.what)
        };
        egui::WidgetInfo::selected(egui::Role::Button, true, selected, label)
    });
    if selected && moved {
        response.scroll_to_me(None);
    }
    response
}

fn finds(ui: &Ui, state: &State, question: &str) -> Vec<Find> {
    let wanted = question.to_lowercase();
    let fits = |text: &str| text.to_lowercase().contains(&wanted);
    let document = &state.document;
    let project = &document.project;
    let mut found = Vec::new();
    let features = project.features.iter().enumerate();
    let features = features.filter(|(_, feature)| {
        fits(&feature.name) || feature.names.values().any(|name| fits(name))
    });
    found.extend(features.take(OF_EACH).map(|(index, feature)| Find {
        group: "On the map",
        before: String::new(),
        name: feature.name.clone(),
        what: "on the map".to_owned(),
        actions: vec![Action::Select(Some(Subject::Feature(index)))],
    }));
    if !wanted.is_empty() {
        let suggestions = document.groups.iter().filter_map(|group| group.first());
        let suggestions =
            suggestions.filter(|&&index| fits(document.words(&document.suggestions[index])));
        found.extend(suggestions.take(OF_EACH).map(|&index| Find {
            group: "Suggestions",
            before: String::new(),
            name: format!("“{}”", document.words(&document.suggestions[index])),
            what: "suggestion".to_owned(),
            actions: vec![Action::Review(Review::Select(index))],
        }));
        found.extend(quotes(state, &fits));
        found.extend(passages(ui, state, question));
    }
    let layers = project.layers.iter().enumerate();
    let layers = layers.filter(|(_, layer)| fits(&layer.name));
    found.extend(layers.take(OF_EACH).map(|(index, layer)| Find {
        group: "Layers",
        before: String::new(),
        name: layer.name.clone(),
        what: "layer: zoom to it".to_owned(),
        actions: vec![
            Action::SetLayerVisible(index, true),
            Action::ZoomToLayer(index),
        ],
    }));
    found.extend(commands().into_iter().filter(|find| fits(&find.name)));
    // A letter or two name no place yet.
    if question.chars().count() > 2 {
        let gazetteer = Gazetteer::bundled();
        let places = place_search::found(ui, Id::unique("finder places"), question);
        found.extend(places.into_iter().map(|id| {
            let place = gazetteer.place(id);
            Find {
                group: "Places of the world",
                before: String::new(),
                name: place.name.to_owned(),
                what: format!("{}: look at it", described(gazetteer, id)),
                actions: vec![Action::LookAt(place.lon_lat)],
            }
        }));
    }
    found
}

/// Marked words of the article that hold what is looked for.
fn quotes(state: &State, fits: &impl Fn(&str) -> bool) -> Vec<Find> {
    let document = &state.document;
    let Some(article) = &document.project.article else {
        return Vec::new();
    };
    let mentions = document.mentions.list().iter().enumerate();
    mentions
        .map(|(index, mention)| (index, article.words(mention.span)))
        .filter(|(_, words)| fits(words))
        .take(OF_EACH)
        .map(|(index, words)| Find {
            group: "Quotes",
            before: String::new(),
            name: format!("“{words}”"),
            what: "quote".to_owned(),
            actions: vec![Action::SelectMention(index)],
        })
        .collect()
}

/// Passages of the article, marked or not. They are kept until the question changes.
fn passages(ui: &Ui, state: &State, question: &str) -> Vec<Find> {
    let Some(article) = &state.document.project.article else {
        return Vec::new();
    };
    let id = Id::unique("finder passages");
    let asked = (question.to_owned(), article.sha256().to_owned());
    let known: Option<((String, String), Vec<Span>)> = ui.memory(|memory| memory.data.get_temp(id));
    let spans = if let Some((_, spans)) = known.filter(|(before, _)| *before == asked) {
        spans
    } else {
        let spans = state.document.find_words(question, PASSAGES);
        ui.memory_mut(|memory| memory.data.insert_temp(id, (asked, spans.clone())));
        spans
    };
    spans
        .into_iter()
        .map(|span| {
            let passage = find::passage(article.text(), span);
            Find {
                group: IN_THE_ARTICLE,
                before: passage.before,
                name: passage.words,
                what: passage.after,
                actions: vec![Action::ShowWords(passage.span)],
            }
        })
        .collect()
}

fn commands() -> Vec<Find> {
    [
        ("Open…", "Ctrl+O", Action::SetPage(Some(Page::Open))),
        ("Save", "Ctrl+S", Action::File(FileAction::Save)),
        (
            "Save as…",
            "Ctrl+Shift+S",
            Action::SetPage(Some(Page::SaveAs)),
        ),
        ("Undo", "Ctrl+Z", Action::Undo),
        ("Redo", "Ctrl+Shift+Z", Action::Redo),
        (
            "Accept all sure suggestions",
            "review",
            Action::Review(Review::AcceptSure),
        ),
        (
            "Look for places in the article",
            "review",
            Action::File(FileAction::Search),
        ),
        ("Fit the article", "map", Action::FitArticle),
        ("Fit all", "map", Action::FitAll),
        ("Keys", "F1", Action::SetPage(Some(Page::Help))),
        (
            "About Dateline",
            "credits",
            Action::SetPage(Some(Page::About)),
        ),
    ]
    .into_iter()
    .map(|(name, what, action)| (name.to_owned(), what.to_owned(), action))
    .chain(Format::ALL.into_iter().map(|format| {
        let name = format!("Export as {}…", format.name());
        let action = Action::SetPage(Some(Page::Export(format)));
        (name, format.description().to_owned(), action)
    }))
    .map(|(name, what, action)| Find {
        group: "Commands",
        before: String::new(),
        name,
        what,
        actions: vec![action],
    })
    .collect()
}
