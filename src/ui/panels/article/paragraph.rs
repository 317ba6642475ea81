//! One paragraph of the article, with the marks of the words that lead somewhere.

use std::sync::Arc;

use egui::{Color32, CursorIcon, Id, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::{
    laid_out::LaidOutParagraph, paragraph_style::ParagraphStyle, references, selected_words,
    suggestions,
};
use crate::{
    project::{
        ids::{FeatureId, Handle},
        mentions::Mention,
    },
    text::{Article, Span},
    ui::{
        state::{
            State,
            action::{Action, Picker},
        },
        widgets::{
            buttons::link_row,
            theme::{self, Palette},
        },
    },
};

pub fn show<'a>(
    ui: &mut Ui,
    state: &State,
    article: &'a Article,
    (span, setting, rect): (Span, ParagraphStyle, Rect),
    actions: &mut Vec<Action>,
) -> LaidOutParagraph<'a> {
    let palette = theme::palette(ui.ctx());
    let galley = ui
        .painter()
        .layout_job(setting.job(ui, article.words(span), rect.width()));
    let id = Id::unique(("paragraph", span));
    let response = ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, article.words(span)));
    let set = LaidOutParagraph {
        article,
        span,
        galley: Arc::clone(&galley),
        rect,
        response,
    };
    // Tints lie under the words, lines over them.
    let mentions = state.document.mentions();
    let within: Vec<&Mention> = mentions.within(span).collect();
    let placed: Vec<(&Mention, Vec<Rect>)> = within
        .iter()
        .map(|mention| (*mention, set.rows(mention.span)))
        .collect();
    for (mention, rects) in &placed {
        tint(ui, state, mention, rects, rect, palette);
    }
    suggestions::tints(ui, state, &set, palette);
    selected_words::tints(ui, state, &set, palette);
    ui.painter().galley(rect.min, galley, palette.text);
    for (mention, rects) in &placed {
        underline(ui, state, mention, &within, rects, palette);
    }
    // In reading order, in which words inside others come after them: so they are on top for the
    // pointer, and Tab goes through the text as a reader does.
    for (mention, rects) in &placed {
        interact(ui, state, article, mention, (span, rects), actions);
    }
    references::show(ui, state, &set, palette, actions);
    suggestions::show(ui, state, &set, palette, actions);
    selected_words::offer(ui, state, &set, actions);
    set
}

/// The colour of a mention: that of its first visible feature's layer, else of its first.
fn color_of(state: &State, mention: &Mention, palette: &Palette) -> Option<Color32> {
    let feature = mention
        .features()
        .min_by_key(|&feature| state.visible_rank(feature).unwrap_or(usize::MAX))?;
    let layer = state.document.project().layer_of(feature)?;
    Some(palette.layer(layer.color))
}

fn concerns(mention: &Mention, handle: Option<Handle>) -> bool {
    handle.is_some_and(|handle| mention.leads_to(handle))
}

fn tint(
    ui: &Ui,
    state: &State,
    mention: &Mention,
    rects: &[Rect],
    paragraph: Rect,
    palette: &Palette,
) {
    let selected = concerns(mention, state.selected);
    let strength = if selected {
        0.24
    } else if concerns(mention, state.hover) {
        0.12
    } else {
        return;
    };
    let color = color_of(state, mention, palette).unwrap_or(palette.muted);
    for rect in rects {
        ui.painter().rect_filled(
            rect.expand2(vec2(1.0, 0.0)),
            2.0,
            color.gamma_multiply(strength),
        );
    }
    if selected && let (Some(first), Some(last)) = (rects.first(), rects.last()) {
        let strong = state.last_mention == Some(mention.span);
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
    mention: &Mention,
    within: &[&Mention],
    rects: &[Rect],
    palette: &Palette,
) {
    let holds_others = within
        .iter()
        .any(|other| other.span != mention.span && mention.span.contains(other.span));
    let drop = if holds_others { 4.0 } else { 0.0 };
    let color = color_of(state, mention, palette);
    for rect in rects {
        let y = rect.bottom() - 4.0 + drop;
        let line = [pos2(rect.left(), y), pos2(rect.right(), y)];
        if let Some(color) = color {
            let width = if holds_others { 1.5 } else { 2.0 };
            ui.painter().line_segment(line, Stroke::new(width, color));
        } else {
            let dots = Shape::dotted_line(&line, palette.muted, 4.0, 1.0);
            ui.painter().extend(dots);
        }
    }
}

fn interact(
    ui: &Ui,
    state: &State,
    article: &Article,
    mention: &Mention,
    (paragraph, rects): (Span, &[Rect]),
    actions: &mut Vec<Action>,
) {
    for (row, rect) in rects.iter().enumerate() {
        // A mention across paragraphs is met in each of them.
        let id = Id::unique(("mention", mention.span, paragraph.start, row));
        let response = link_row(ui, id, *rect, row == 0, || {
            article.words(mention.span).to_owned()
        });
        if let Some(handle) = mention.subjects().next()
            && response.hovered()
        {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
            actions.push(Action::Hover(handle));
        }
        if response.clicked() {
            let features: Vec<FeatureId> = mention.features().collect();
            if features.len() > 1 {
                actions.push(Action::OpenPicker(Picker {
                    at: response.interact_pointer_pos().unwrap_or(rect.center()),
                    features,
                    mention: Some(mention.span),
                }));
            } else {
                actions.push(Action::SelectMention(mention.span));
            }
        }
        if let Some(unmapped) = mention.unmapped() {
            response.on_hover_ui(|ui| {
                let entry = state.document.project().unmapped().get(unmapped);
                let reason = entry.map_or("", |entry| entry.reason.as_str());
                ui.label(format!("Not on the map: {reason}"));
            });
        }
    }
}
