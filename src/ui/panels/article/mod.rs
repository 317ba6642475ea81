//! The article as a page to read, its mentions marked in the colours of their layers.

pub mod coverage;
pub mod references;
pub mod suggestions;

use std::ops::Range;

use eframe::egui::{
    self, Align, Color32, Galley, Id, Pos2, Rect, ScrollArea, Sense, Stroke, TextFormat, Ui,
    WidgetInfo, pos2,
    style::ScrollAnimation,
    text::{CharIndex, LayoutJob},
    vec2,
};

use self::suggestions::Set;
use crate::{
    project::mentions::{Mention, Subject},
    text::{Article, Span, date},
    ui::{
        state::{
            Page, State,
            action::{Action, Picker},
        },
        widgets::theme::{self, Palette},
    },
};

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    Title,
    Heading,
    /// The same line twice in a row: a picture's caption without its picture.
    Caption,
    Body,
}

pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui.ctx());
    let Some(article) = &state.document.project.article else {
        no_article(ui, state, palette, actions);
        return;
    };
    egui::Panel::bottom("coverage")
        .exact_size(coverage::height(state))
        .frame(
            egui::Frame::new()
                .fill(palette.paper)
                .inner_margin(egui::Margin::symmetric(24, 4)),
        )
        .show(ui, |ui| coverage::coverage(ui, state, actions));
    ScrollArea::vertical()
        .id_salt(("article", text_of(state)))
        .auto_shrink(false)
        .show(ui, |ui| {
            egui::Frame::new()
                .inner_margin(egui::Margin::symmetric(24, 16))
                .show(ui, |ui| {
                    ui.set_max_width(ui.available_width().min(theme::ARTICLE_LINE));
                    ui.spacing_mut().item_spacing.y = 12.0;
                    imprint(ui, article);
                    let paragraphs: Vec<Span> = article.paragraphs().collect();
                    let mut page = Vec::with_capacity(paragraphs.len());
                    for (index, span) in paragraphs.iter().enumerate() {
                        let setting = setting(article, &paragraphs, index);
                        page.push(paragraph(ui, state, article, *span, setting, actions));
                    }
                    suggestions::select_words(ui, state, &page, actions);
                    if let Some(rights) = &article.imprint.rights {
                        ui.add_space(theme::GAP);
                        ui.label(theme::muted(ui.ctx(), rights));
                    }
                });
        });
}

fn no_article(ui: &mut Ui, state: &State, palette: &Palette, actions: &mut Vec<Action>) {
    let what = if state.document.project.features.is_empty() {
        "There is neither an article nor any feature here."
    } else {
        "This file has features but no article, so nothing here quotes its source."
    };
    egui::Frame::new().inner_margin(24).show(ui, |ui| {
        ui.label(theme::heading("No article"));
        ui.label(
            egui::RichText::new(format!(
                "{what} A Dateline project carries its article and shows it in this place."
            ))
            .color(palette.muted),
        );
        if ui.button("Open an article…").clicked() {
            actions.push(Action::SetPage(Some(Page::Open)));
        }
    });
}

/// Who published it and when, or that this is not given.
fn imprint(ui: &mut Ui, article: &Article) {
    let imprint = &article.imprint;
    // A date is not parted at the end of a line.
    let published = imprint.published.as_deref();
    let published = published.map(|raw| date::in_words(raw).replace(' ', "\u{a0}"));
    let known: Vec<&str> = [&imprint.outlet, &imprint.author, &published]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let line = if known.is_empty() {
        "Outlet, author and date not given".to_owned()
    } else {
        known.join(" · ")
    };
    ui.label(theme::muted(ui.ctx(), line));
}

fn setting(article: &Article, paragraphs: &[Span], index: usize) -> Setting {
    let words = article.words(paragraphs[index]);
    let same = |other: Option<usize>| {
        other
            .and_then(|other| paragraphs.get(other))
            .is_some_and(|other| article.words(*other) == words)
    };
    if same(index.checked_sub(1)) || same(Some(index + 1)) {
        return Setting::Caption;
    }
    if index == 0 && article.imprint.title.as_deref() == Some(words) {
        return Setting::Title;
    }
    let ends_like_prose = words.ends_with(['.', '!', '?', '…', ':', '"', '”', '’']);
    if !ends_like_prose && words.chars().count() < 100 {
        return Setting::Heading;
    }
    Setting::Body
}

fn paragraph<'a>(
    ui: &mut Ui,
    state: &State,
    article: &'a Article,
    span: Span,
    setting: Setting,
    actions: &mut Vec<Action>,
) -> Set<'a> {
    let palette = theme::palette(ui.ctx());
    let (font, leading, ink) = match setting {
        Setting::Title => (theme::serif_bold(theme::ARTICLE_TITLE), 31.0, palette.text),
        Setting::Heading => (theme::sans_bold(theme::HEADING), 22.0, palette.text),
        Setting::Caption => (theme::sans(theme::SMALL), 18.0, palette.muted),
        Setting::Body => (
            theme::serif(theme::ARTICLE_TEXT),
            theme::ARTICLE_LEADING,
            palette.text,
        ),
    };
    if setting == Setting::Heading {
        ui.add_space(4.0);
    }
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width();
    let format = TextFormat {
        line_height: Some(leading),
        valign: Align::Center,
        ..TextFormat::simple(font, ink)
    };
    job.append(article.words(span), 0.0, format);
    let galley = ui.painter().layout_job(job);
    let (rect, response) = ui.allocate_exact_size(
        vec2(ui.available_width(), galley.size().y),
        Sense::CLICK | Sense::DRAG,
    );
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, article.words(span)));
    let origin = rect.min;
    let mentions = &state.document.mentions;
    let within: Vec<usize> = mentions.within(span).collect();
    let set = Set {
        article,
        span,
        galley: std::sync::Arc::clone(&galley),
        rect,
        response,
    };
    // Tints lie under the words, lines over them.
    let placed: Vec<(usize, Vec<Rect>)> = within
        .iter()
        .map(|&index| {
            let mention = &mentions.list()[index];
            (index, set.rows(mention.span))
        })
        .collect();
    for (index, rects) in &placed {
        tint(ui, state, *index, rects, rect, palette);
    }
    suggestions::tints(ui, state, &set, palette);
    ui.painter().galley(origin, galley, ink);
    for (index, rects) in &placed {
        underline(ui, state, *index, &within, rects, palette);
    }
    // In reading order, in which words inside others come after them: so they are on top for the
    // pointer, and Tab goes through the text as a reader does.
    for (index, rects) in &placed {
        interact(ui, state, article, *index, (span, rects), actions);
    }
    references::show(ui, state, &set, palette, actions);
    suggestions::suggestions(ui, state, &set, palette, actions);
    suggestions::offer(ui, state, &set, actions);
    set
}

/// The rectangles of a mention in a laid out paragraph, one for each row it touches.
pub fn rows(
    galley: &Galley,
    article: &Article,
    paragraph: Span,
    mention: Span,
    origin: Pos2,
) -> Vec<Rect> {
    let wanted = chars_between(article, paragraph, mention);
    let mut found = Vec::new();
    let mut first = 0;
    for row in &galley.rows {
        let count = row.row.glyphs.len();
        let from = wanted.start.clamp(first, first + count) - first;
        let to = wanted.end.clamp(first, first + count) - first;
        if from < to {
            let left = row.pos.x + row.row.x_offset(CharIndex(from));
            let right = row.pos.x + row.row.x_offset(CharIndex(to));
            found.push(Rect::from_min_max(
                origin + vec2(left, row.pos.y),
                origin + vec2(right, row.pos.y + row.row.size.y),
            ));
        }
        first += count;
    }
    found
}

/// A mention's characters, counted from the start of its paragraph.
fn chars_between(article: &Article, paragraph: Span, mention: Span) -> Range<usize> {
    let points = article.code_points();
    let start = points.count_to(paragraph.start);
    let from = points.count_to(mention.start.max(paragraph.start)) - start;
    let to = points.count_to(mention.end.min(paragraph.end)) - start;
    from..to
}

/// The colour of a mention: that of its first visible feature's layer, else of its first.
fn color_of(state: &State, mention: &Mention, palette: &Palette) -> Option<Color32> {
    let project = &state.document.project;
    let feature = mention
        .features()
        .min_by_key(|&feature| state.visible_rank(feature).unwrap_or(usize::MAX))?;
    let layer = project.layer(&project.features[feature].layer)?;
    Some(palette.layer(layer.color))
}

fn concerns(mention: &Mention, subject: Option<Subject>) -> bool {
    subject.is_some_and(|subject| mention.subjects.contains(&subject))
}

fn tint(ui: &Ui, state: &State, index: usize, rects: &[Rect], paragraph: Rect, palette: &Palette) {
    let mention = &state.document.mentions.list()[index];
    let color = color_of(state, mention, palette).unwrap_or(palette.muted);
    let selected = concerns(mention, state.selected);
    let strength = if selected {
        0.24
    } else if concerns(mention, state.hover) {
        0.12
    } else {
        return;
    };
    for rect in rects {
        ui.painter().rect_filled(
            rect.expand2(vec2(1.0, 0.0)),
            2.0,
            color.gamma_multiply(strength),
        );
    }
    if selected && let (Some(first), Some(last)) = (rects.first(), rects.last()) {
        let strong = state.mention == Some(index);
        let bar = Rect::from_min_max(
            pos2(paragraph.left() - 14.0, first.top() + 2.0),
            pos2(
                paragraph.left() - if strong { 9.0 } else { 11.0 },
                last.bottom() - 2.0,
            ),
        );
        ui.painter().rect_filled(bar, 1.0, color);
    }
}

/// A line under the words in the layer's colour; dotted and muted when they are not on the map.
/// Words within other marked words have their line above the outer one.
fn underline(
    ui: &Ui,
    state: &State,
    index: usize,
    within: &[usize],
    rects: &[Rect],
    palette: &Palette,
) {
    let list = state.document.mentions.list();
    let mention = &list[index];
    let holds_others = within
        .iter()
        .any(|&other| other != index && mention.span.contains(list[other].span));
    let drop = if holds_others { 4.0 } else { 0.0 };
    for rect in rects {
        let y = rect.bottom() - 4.0 + drop;
        let (left, right) = (pos2(rect.left(), y), pos2(rect.right(), y));
        match color_of(state, mention, palette) {
            Some(color) => {
                let width = if holds_others { 1.5 } else { 2.0 };
                ui.painter()
                    .line_segment([left, right], Stroke::new(width, color));
            }
            None => {
                ui.painter().extend(egui::Shape::dotted_line(
                    &[left, right],
                    palette.muted,
                    4.0,
                    1.0,
                ));
            }
        }
    }
}

fn interact(
    ui: &Ui,
    state: &State,
    article: &Article,
    index: usize,
    (paragraph, rects): (Span, &[Rect]),
    actions: &mut Vec<Action>,
) {
    let mention = &state.document.mentions.list()[index];
    let project = &state.document.project;
    for (row, rect) in rects.iter().enumerate() {
        // A mention across paragraphs is met in each of them.
        let id = Id::unique(("mention", mention.span, paragraph.start, row));
        let response = link_row(ui, id, *rect, row == 0, || {
            article.words(mention.span).to_owned()
        });
        if row == 0 && state.scroll_to == Some(mention.span) {
            ui.scroll_to_rect_animation(*rect, Some(Align::Center), ScrollAnimation::none());
        }
        if let Some(subject) = mention.subjects.first()
            && response.hovered()
        {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
            actions.push(Action::Hover(*subject));
        }
        if response.clicked() {
            let features: Vec<usize> = mention.features().collect();
            if features.len() > 1 {
                actions.push(Action::OpenPicker(Picker {
                    at: response.interact_pointer_pos().unwrap_or(rect.center()),
                    features,
                    mention: Some(index),
                }));
            } else {
                actions.push(Action::SelectMention(index));
            }
        }
        if let Some(unmapped) = mention.unmapped() {
            response.on_hover_ui(|ui| {
                ui.label(format!(
                    "Not on the map: {}",
                    project.unmapped[unmapped].reason
                ));
            });
        }
    }
}

/// A row of words that lead somewhere. The keyboard and screen readers meet the words once, not
/// once for each row.
pub fn link_row(
    ui: &Ui,
    id: Id,
    rect: Rect,
    first: bool,
    label: impl Fn() -> String,
) -> egui::Response {
    let sense = if first { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id, sense);
    if first {
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Link, true, label()));
    }
    if response.has_focus() {
        let stroke = Stroke::new(2.0, theme::palette(ui.ctx()).accent);
        ui.painter()
            .rect_stroke(rect.expand(2.0), 2.0, stroke, egui::StrokeKind::Outside);
    }
    response
}

/// What tells the text that is shown from others: where it was scrolled to means nothing in another.
pub fn text_of(state: &State) -> Option<String> {
    let article = state.document.project.article.as_ref()?;
    Some(article.sha256().to_owned())
}
