//! The review list: what was found in the article and is still to be judged, what is most in
//! doubt first.

use egui::{
    self, Align, Align2, FontId, Layout, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo,
    pos2,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use crate::{
    gazetteer::Gazetteer,
    geoparse::quantity::in_words,
    judge::{self, Drawn, Group, Judged},
    project::ids::{FindingId, Handle},
    text::Article,
    ui::{
        state::{
            State,
            action::{Action, FileAction, Memory, ReviewAction},
            command::Command,
        },
        widgets::theme::{self, Palette},
    },
};

/// A narrower list does not say in which order it is.
const ROOM_FOR_ORDER: f32 = 280.0;

pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(judged) = state
        .document
        .judged()
        .filter(|judged| !judged.open().is_empty())
    else {
        nothing(ui, state, actions);
        return;
    };
    ui.horizontal(|ui| {
        let open = judged.open().len();
        let order = if ui.available_width() < ROOM_FOR_ORDER {
            ""
        } else {
            ", unsure first"
        };
        ui.label(theme::muted(ui.ctx(), format!("{open} to review{order}")));
        let sure = judged.sure().len();
        if sure > 0 {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = ui.button(format!("Accept {sure} sure"));
                let button = button.on_hover_text(Command::AcceptSure.tooltip());
                button.widget_info(|| {
                    let name = format!("Accept the {sure} sure ones");
                    WidgetInfo::labeled(egui::Role::Button, true, name)
                });
                if button.clicked() {
                    actions.push(Action::Review(ReviewAction::AcceptSure));
                }
            });
        }
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    let article = state.document.project().article();
    let mut area = ScrollArea::vertical()
        .id_salt(("review", article.map(Article::sha256)))
        .auto_shrink([false, true]);
    // Going on to a row brings it into sight.
    let selected = state.selected_finding();
    let shown = state.panels.review_shows;
    if selected != shown {
        actions.push(Action::Remember(Memory::ReviewShows(selected)));
        let row = selected.and_then(|id| judged.row_of(id));
        let same_row = row.is_some() && row == shown.and_then(|id| judged.row_of(id));
        if let Some(row) = row.filter(|_| !same_row) {
            #[expect(clippy::cast_precision_loss, reason = "a row's number")]
            let top = row as f32 * theme::REVIEW_ROW;
            let height = ui.available_height();
            area = area.vertical_scroll_offset((top - (height - theme::REVIEW_ROW) / 2.0).max(0.0));
        }
    }
    area.show_rows(ui, theme::REVIEW_ROW, judged.group_count(), |ui, rows| {
        for group in rows.filter_map(|row| judged.group(row)) {
            self::group(ui, state, judged, group, actions);
        }
    });
}

fn nothing(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let document = &state.document;
    if !document.unreviewed().is_empty() {
        list_unreviewed(ui, state, actions);
        return;
    }
    let has_article = document.project().article().is_some();
    let text = match (document.judged(), &state.busy) {
        (None, Some(_)) => "The places that the article names will be listed here.",
        (Some(_), _) => {
            "Nothing is left to review: all that was found is on the map, listed as not on it, or dismissed."
        }
        (None, None) if has_article => {
            "Places, distances and areas that the article names and the map does not show are listed here once they were looked for."
        }
        (None, None) => "Open an article, and what it names is listed here for review.",
    };
    ui.label(theme::muted(ui.ctx(), text));
    if document.judged().is_none()
        && has_article
        && state.busy.is_none()
        && ui.button("Look for more in the article").clicked()
    {
        actions.push(Action::File(FileAction::Search));
    }
}

/// The features that the program put on the map and nobody has judged.
fn list_unreviewed(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let unreviewed = state.document.unreviewed();
    let text = match unreviewed.len() {
        1 => "The program put one mark on the map that nobody has reviewed.".to_owned(),
        count => format!(
            "The program put {count} marks on the map that nobody has reviewed. Select one, and say below whether it is right."
        ),
    };
    ui.label(theme::muted(ui.ctx(), text));
    ScrollArea::vertical()
        .id_salt("unreviewed")
        .auto_shrink([false, true])
        .show_rows(ui, theme::TEXT_LINE, unreviewed.len(), |ui, rows| {
            for id in unreviewed.iter().skip(rows.start).take(rows.len()) {
                let Some(feature) = state.document.project().feature(id) else {
                    continue;
                };
                let selected = state.selected_feature() == Some(id);
                let name = if feature.doubt().is_some() {
                    format!("{} – unsure", feature.name)
                } else {
                    feature.name.clone()
                };
                let row = egui::Button::selectable(selected, name).truncate();
                if ui.add(row).clicked() {
                    actions.push(Action::Select(Some(Handle::Feature(id))));
                }
            }
        });
}

/// A suggestion, with all that are alike, as a row.
fn group(ui: &mut Ui, state: &State, judged: &Judged, group: Group<'_>, actions: &mut Vec<Action>) {
    let Some(first) = group.first() else {
        return;
    };
    let palette = theme::palette(ui.ctx());
    let size = vec2(ui.available_width(), theme::REVIEW_ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let selected = state
        .selected_finding()
        .is_some_and(|selected| group.contains(selected));
    let words = state.document.words(first.span);
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
    let is_sure = judged
        .suggestion(first)
        .is_some_and(|suggestion| suggestion.certainty.is_sure());
    let at = pos2(rect.left() + 13.0, rect.top() + 15.0);
    sign(ui, is_sure, at, palette);
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
        actions.push(Action::Hover(Handle::Finding(first)));
    }
    // Enter on a row that is selected already accepts it.
    if response.clicked() {
        actions.push(if selected && response.has_focus() {
            Action::Review(ReviewAction::Accept { alike: false })
        } else {
            Action::Review(ReviewAction::Select(first))
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
fn sign(ui: &Ui, is_sure: bool, at: Pos2, palette: &Palette) {
    let stroke = Stroke::new(theme::HOLLOW_STROKE, palette.accent);
    if is_sure {
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
pub fn about(state: &State, id: FindingId) -> (String, String) {
    let (Some(judged), Some(suggestion)) = (state.document.judged(), state.document.suggestion(id))
    else {
        return (String::new(), String::new());
    };
    let certainty = suggestion.certainty.in_words(id.kind);
    if let Some(tied) = judged.findings().figure(id) {
        let figure = in_words(&tied.quantity);
        return match judged.drawn(state.document.project(), tied) {
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
    let Some(toponym) = judged.findings().toponym(id) else {
        return (String::new(), certainty);
    };
    let meant = judged.place_of(id);
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
    let why: Vec<String> = std::iter::once(certainty).chain(reason).collect();
    (place, why.join(" · "))
}
