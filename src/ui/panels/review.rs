//! The review list: what was found in the article and is still to be judged, what is most in
//! doubt first.

use eframe::egui::{
    self, Align, Align2, FontId, Layout, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo,
    pos2,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use crate::{
    gazetteer::Gazetteer,
    geoparse::quantity::in_words,
    judge::{self, Drawn},
    project::mentions::Subject,
    ui::{
        state::{
            State,
            action::{Action, FileAction, Review},
        },
        widgets::theme::{self, Palette},
    },
};

/// A narrower list does not say in which order it is.
const ROOM_FOR_ORDER: f32 = 280.0;

pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let document = &state.document;
    if document.suggestions.is_empty() {
        nothing(ui, state, actions);
        return;
    }
    let sure = judge::sure(&document.suggestions).count();
    ui.horizontal(|ui| {
        let open = document.suggestions.len();
        let order = if ui.available_width() < ROOM_FOR_ORDER {
            ""
        } else {
            ", unsure first"
        };
        ui.label(theme::muted(ui.ctx(), format!("{open} to review{order}")));
        if sure > 0 {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = ui.button(format!("Accept {sure} sure"));
                let button = button.on_hover_text("Accept all that are sure, in one step");
                button.widget_info(|| {
                    let name = format!("Accept the {sure} sure ones");
                    WidgetInfo::labeled(egui::Role::Button, true, name)
                });
                if button.clicked() {
                    actions.push(Action::Review(Review::AcceptSure));
                }
            });
        }
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    let rows = document.groups.len();
    // Going on to a row brings it into sight.
    let current = state.selected_suggestion().and_then(|index| {
        let mut groups = document.groups.iter();
        groups.position(|group| group.contains(&index))
    });
    let shown_last = ui.scope_id().with("shown");
    let last: Option<usize> = ui
        .memory(|memory| memory.data.get_temp(shown_last))
        .flatten();
    let mut area = ScrollArea::vertical()
        .id_salt(("review", super::article::text_of(state)))
        .auto_shrink([false, true]);
    if let Some(row) = current.filter(|_| last != current) {
        #[expect(clippy::cast_precision_loss, reason = "a row's number")]
        let top = row as f32 * theme::REVIEW_ROW;
        let height = ui.available_height();
        area = area.vertical_scroll_offset((top - (height - theme::REVIEW_ROW) / 2.0).max(0.0));
    }
    ui.memory_mut(|memory| memory.data.insert_temp(shown_last, current));
    area.show_rows(ui, theme::REVIEW_ROW, rows, |ui, range| {
        for row in range {
            group(ui, state, &document.groups[row], actions);
        }
    });
}

fn nothing(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let document = &state.document;
    let has_article = document.project.article.is_some();
    let text = match (&document.parsed, &state.busy) {
        (None, Some(_)) => "The places that the article names will be listed here.",
        (Some(_), _) => {
            "Nothing is left to review: all that was found is on the map, listed as not on it, or dismissed."
        }
        (None, None) if has_article => {
            "Places, distances and areas that the article names and the map does not show are listed here once they were looked for."
        }
        (None, None) => "Open an article, and what it names is listed here for review.",
    };
    let unreviewed = unreviewed(state);
    if !unreviewed.is_empty() {
        list_unreviewed(ui, state, &unreviewed, actions);
        return;
    }
    ui.label(theme::muted(ui.ctx(), text));
    if document.parsed.is_none()
        && has_article
        && state.busy.is_none()
        && ui.button("Look for more in the article").clicked()
    {
        actions.push(Action::File(FileAction::Search));
    }
}

/// The features that the program put on the map and nobody has judged, those it was unsure of first.
#[must_use]
pub fn unreviewed(state: &State) -> Vec<usize> {
    let features = &state.document.project.features;
    let mut found: Vec<usize> = (0..features.len())
        .filter(|&index| features[index].is_unreviewed())
        .collect();
    found.sort_by_key(|&index| !features[index].is_unsure());
    found
}

fn list_unreviewed(ui: &mut Ui, state: &State, found: &[usize], actions: &mut Vec<Action>) {
    let text = match found.len() {
        1 => "The program put one mark on the map that nobody has reviewed.".to_owned(),
        count => format!(
            "The program put {count} marks on the map that nobody has reviewed. Select one, and say below whether it is right."
        ),
    };
    ui.label(theme::muted(ui.ctx(), text));
    let features = &state.document.project.features;
    ScrollArea::vertical()
        .id_salt("unreviewed")
        .auto_shrink([false, true])
        .show_rows(ui, theme::TEXT_LINE, found.len(), |ui, rows| {
            for &index in &found[rows] {
                let feature = &features[index];
                let selected = state.selected_feature() == Some(index);
                let name = if feature.is_unsure() {
                    format!("{} – unsure", feature.name)
                } else {
                    feature.name.clone()
                };
                let row = egui::Button::selectable(selected, name).truncate();
                if ui.add(row).clicked() {
                    actions.push(Action::Select(Some(Subject::Feature(index))));
                }
            }
        });
}

/// A suggestion, with all that are alike, as a row.
fn group(ui: &mut Ui, state: &State, group: &[usize], actions: &mut Vec<Action>) {
    let Some(&first) = group.first() else {
        return;
    };
    let palette = theme::palette(ui.ctx());
    let size = vec2(ui.available_width(), theme::REVIEW_ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let selected = state
        .selected_suggestion()
        .is_some_and(|index| group.contains(&index));
    let words = state.document.words(&state.document.suggestions[first]);
    let (place, why) = about(state, first);
    response.widget_info(|| {
        let label = format!("“{words}”: {place}; {why}");
        WidgetInfo::selected(egui::Role::Button, true, selected, label)
    });
    let fill = if selected {
        Some(palette.accent.gamma_multiply(0.14))
    } else {
        response
            .hovered()
            .then(|| palette.accent.gamma_multiply(0.06))
    };
    let inner = rect.shrink2(vec2(0.0, 2.0));
    if let Some(fill) = fill {
        ui.painter().rect_filled(inner, theme::CORNER, fill);
    }
    if response.has_focus() {
        let stroke = Stroke::new(2.0, palette.accent);
        let kind = egui::StrokeKind::Inside;
        ui.painter().rect_stroke(inner, theme::CORNER, stroke, kind);
    }
    let left = rect.left() + 26.0;
    sign(
        ui,
        state,
        first,
        pos2(rect.left() + 13.0, rect.top() + 15.0),
        palette,
    );
    let right = rect.right() - 6.0;
    let mut room = right - left;
    if group.len() > 1 {
        let count = format!("× {}", group.len());
        let font = theme::sans(theme::SMALL);
        let at = pos2(right, rect.top() + 15.0);
        let taken = ui
            .painter()
            .text(at, Align2::RIGHT_CENTER, count, font, palette.muted);
        room -= taken.width() + 8.0;
    }
    let mut y = rect.top() + 5.0;
    let lines = [
        (
            format!("“{words}”"),
            theme::sans_bold(theme::BODY),
            palette.text,
            room,
        ),
        (place, theme::sans(theme::SMALL), palette.text, right - left),
        (why, theme::sans(theme::SMALL), palette.muted, right - left),
    ];
    for (text, font, ink, room) in lines {
        line(
            ui,
            &text,
            font,
            ink,
            Rect::from_min_size(pos2(left, y), vec2(room, 18.0)),
        );
        y += 17.0;
    }
    if response.hovered() {
        actions.push(Action::Hover(Subject::Suggestion(first)));
    }
    // Enter on a row that is selected already accepts it.
    if response.clicked() {
        actions.push(if selected && response.has_focus() {
            Action::Review(Review::Accept { alike: false })
        } else {
            Action::Review(Review::Select(first))
        });
    }
}

/// A line of text, cut off where it is too long.
fn line(ui: &Ui, text: &str, font: FontId, ink: egui::Color32, rect: Rect) {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, ink);
    job.wrap = TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(rect.min, galley, ink);
}

/// Hollow as on the map; with a question mark in it where there is doubt.
fn sign(ui: &Ui, state: &State, index: usize, at: Pos2, palette: &Palette) {
    let stroke = Stroke::new(theme::HOLLOW_STROKE, palette.accent);
    if state.document.suggestions[index].certainty.is_sure() {
        ui.painter().circle_stroke(at, theme::HOLLOW_RADIUS, stroke);
        return;
    }
    ui.painter()
        .circle_stroke(at, theme::HOLLOW_RADIUS_SELECTED, stroke);
    let font = theme::sans_bold(theme::SMALL);
    ui.painter()
        .text(at, Align2::CENTER_CENTER, "?", font, palette.text);
}

/// What a suggestion means, and how sure that is, in a line each.
pub fn about(state: &State, index: usize) -> (String, String) {
    let Some(parsed) = &state.document.parsed else {
        return (String::new(), String::new());
    };
    let suggestion = &state.document.suggestions[index];
    let certainty = suggestion.certainty_in_words();
    if let Some(tied) = judge::figure_of(parsed, suggestion) {
        let figure = in_words(&tied.quantity);
        return match state
            .document
            .standings
            .drawn(&state.document.project, tied)
        {
            Drawn::Circle { site, .. } => {
                (format!("Circle, {figure}, about {}", site.name), certainty)
            }
            Drawn::Line([from, to]) => {
                let ends = format!("from {} to {}", from.name, to.name);
                (format!("Line, {figure}, {ends}"), certainty)
            }
            Drawn::OfPlace(site) => (format!("{figure}, said of {}", site.name), certainty),
            Drawn::Nowhere(reason) => (figure, reason),
        };
    }
    let Some(toponym) = judge::toponym_of(parsed, suggestion) else {
        return (String::new(), certainty);
    };
    let meant = state.document.standings.place_of(suggestion);
    let place = meant.map_or_else(
        || "No place of this name is known".to_owned(),
        |meant| {
            let gazetteer = Gazetteer::bundled();
            let name = gazetteer.place(meant).name;
            format!("{name}, {}", judge::described(gazetteer, meant))
        },
    );
    let used = judge::use_in_words(toponym.kind).map(str::to_owned);
    let mut candidates = toponym.candidates.iter();
    let meant = candidates.find(|candidate| Some(candidate.place) == meant);
    let reason = meant.and_then(|meant| meant.reasons.first());
    let reason = used.or_else(|| reason.map(|reason| reason.words.clone()));
    (
        place,
        std::iter::once(certainty)
            .chain(reason)
            .collect::<Vec<_>>()
            .join(" · "),
    )
}
