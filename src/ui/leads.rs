//! Words of the article that refer back to a place: "the city" leads to the mark of the city.
//! They are derived, and no evidence of the project.

use eframe::egui::{CursorIcon, Id, Shape, Stroke, Ui, pos2};

use super::{
    action::Action, article::link_row, document::Document, passages::Set, state::State,
    theme::Palette,
};
use crate::{
    article::Span,
    geoparse::suggest::{Source, Standing},
    mentions::Subject,
};

/// Words that lead to what other words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    pub span: Span,
    pub subject: Subject,
}

/// The references of an article whose place is on the map or suggested, in reading order; those
/// within marked words have their mark already.
#[must_use]
pub fn of(document: &Document) -> Vec<Lead> {
    let Some(parsed) = &document.parsed else {
        return Vec::new();
    };
    let leads_to = |toponym: usize| match document.standings.get(toponym)? {
        Standing::OnMap(feature) => Some(Subject::Feature(feature)),
        Standing::Open { .. } => {
            let span = parsed.toponyms.get(toponym)?.span;
            let mut near = document.suggestions_within(span);
            near.find(|(_, suggestion)| suggestion.source == Source::Toponym(toponym))
                .map(|(index, _)| Subject::Suggestion(index))
        }
        Standing::Off(_) => None,
    };
    parsed
        .references
        .iter()
        .filter(|reference| document.mentions.within(reference.span).next().is_none())
        .filter_map(|reference| {
            Some(Lead {
                span: reference.span,
                subject: leads_to(reference.toponym)?,
            })
        })
        .collect()
}

/// Faint dots under the words; a click selects what they lead to and leaves the page where it is.
pub fn show(ui: &Ui, state: &State, set: &Set<'_>, palette: &Palette, actions: &mut Vec<Action>) {
    let leads = &state.document.leads;
    let from = leads.partition_point(|lead| lead.span.start < set.span.start);
    let here = leads[from..]
        .iter()
        .take_while(|lead| lead.span.start < set.span.end);
    for lead in here {
        let is_lit = [state.selected, state.hover].contains(&Some(lead.subject));
        for (row, rect) in set.rows(lead.span).iter().enumerate() {
            let y = rect.bottom() - 4.0;
            let line = [pos2(rect.left(), y), pos2(rect.right(), y)];
            let ink = if is_lit {
                palette.accent
            } else {
                palette.muted
            };
            if is_lit {
                ui.painter().line_segment(line, Stroke::new(1.0, ink));
            } else {
                ui.painter()
                    .extend(Shape::dotted_line(&line, ink, 3.0, 0.6));
            }
            let id = Id::unique(("lead", lead.span, row));
            let response = link_row(ui, id, *rect, row == 0, || {
                let name = name_of(&state.document, lead.subject);
                format!("{}: refers to {name}", set.article.words(lead.span))
            });
            if response.hovered() {
                ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
                actions.push(Action::Hover(lead.subject));
            }
            if response.clicked() {
                actions.push(Action::Select(Some(lead.subject)));
            }
            response.on_hover_ui(|ui| {
                let name = name_of(&state.document, lead.subject);
                ui.label(format!("Refers to {name}, as far as the program can tell"));
            });
        }
    }
}

fn name_of(document: &Document, subject: Subject) -> String {
    match subject {
        Subject::Feature(feature) => document.project.features[feature].name.clone(),
        Subject::Suggestion(index) => document.words(&document.suggestions[index]).to_owned(),
        Subject::Unmapped(index) => {
            let entry = &document.project.unmapped[index];
            entry.evidence.quote.exact.clone()
        }
    }
}
