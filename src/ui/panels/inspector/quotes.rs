//! Quotes in the inspector: each in its sentence, with its hedge and source, to be found in the
//! article or copied with its citation.

use egui::{self, Frame, Margin, Ui, vec2};
use egui_material_icons::icons;

use crate::{
    project::{
        feature::Feature,
        ids::{FeatureId, Handle},
    },
    quote::{Anchor, Evidence, MentionKind, Role},
    text::{Article, Span},
    ui::{
        state::{
            State,
            action::{Action, Memory},
        },
        widgets::{
            buttons::{icon_button, section},
            theme::{self, Palette},
        },
    },
};

/// So many quotes are shown before more are asked for.
const FIRST: usize = 30;

/// The words behind the feature, each in its sentence.
pub fn of_feature(
    ui: &mut Ui,
    state: &State,
    (id, feature): (FeatureId, &Feature),
    actions: &mut Vec<Action>,
) {
    let evidence: Vec<&Evidence> = feature.all_evidence().collect();
    section(
        ui,
        &match evidence.len() {
            0 => "Quotes".to_owned(),
            1 => "1 quote".to_owned(),
            count => format!("{count} quotes"),
        },
    );
    if evidence.is_empty() {
        ui.label(theme::muted(
            ui.ctx(),
            "No quote supports this feature: the file gives no evidence for it.",
        ));
        return;
    }
    let Some(article) = state.document.project().article() else {
        for one in evidence {
            ui.label(format!("“{}”", one.quote.exact));
        }
        ui.label(theme::muted(
            ui.ctx(),
            "The article itself is not in this file.",
        ));
        return;
    };
    let handle = Handle::Feature(id);
    let anchors = state.document.mentions().anchors(handle).iter().copied();
    // Claims say more than figures, and figures more than bare names.
    let mut ordered: Vec<(&Evidence, Anchor)> = evidence.into_iter().zip(anchors).collect();
    ordered.sort_by_key(|(one, _)| match one.mention {
        Some(MentionKind::Phrase) | None => 0,
        Some(MentionKind::Figure) => 1,
        Some(MentionKind::Name | MentionKind::Demonym) => 2,
    });
    // What is asked for is shown, wherever it stands.
    let asked = state.last_mention.or(state.reveal.inspector);
    let asked = ordered
        .iter()
        .position(|(_, anchor)| anchor.span() == asked && asked.is_some());
    let all = ordered.len();
    let shown = match state.panels.all_quotes {
        Some(of) if of == handle => all,
        _ => asked.map_or(FIRST, |asked| FIRST.max(asked + 1)),
    };
    for (one, anchor) in ordered.into_iter().take(shown) {
        quote(ui, state, article, (one, anchor), actions);
    }
    if shown < all && ui.link(format!("Show {} more", all - shown)).clicked() {
        actions.push(Action::Remember(Memory::AllQuotes(handle)));
    }
}

/// A quote in its sentence; a click goes to it in the article.
pub fn quote(
    ui: &mut Ui,
    state: &State,
    article: &Article,
    (evidence, anchor): (&Evidence, Anchor),
    actions: &mut Vec<Action>,
) {
    let palette = theme::palette(ui.ctx());
    let mentions = state.document.mentions();
    let mention = anchor
        .span()
        .filter(|span| mentions.exactly(*span).is_some());
    let current = mention.is_some() && mention == state.last_mention;
    let job = sentence(
        article,
        evidence,
        anchor,
        palette,
        ui.available_width() - 40.0,
    );
    let frame = Frame::new().inner_margin(Margin {
        left: 10,
        right: 0,
        top: 2,
        bottom: 2,
    });
    let response = frame
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                let width = ui.available_width() - 28.0;
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing.y = 2.0;
                    let button = egui::Label::new(job).wrap().sense(egui::Sense::click());
                    let response = ui.add(button);
                    response.widget_info(|| {
                        egui::WidgetInfo::labeled(
                            egui::Role::Link,
                            true,
                            format!("Quote: {}", evidence.quote.exact),
                        )
                    });
                    if let Some(mention) = mention {
                        if response.hovered() {
                            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
                        }
                        if response.on_hover_text("Show in the article").clicked() {
                            actions.push(Action::ShowMention(mention));
                        }
                    }
                    if let Some(line) = provenance(evidence, anchor) {
                        ui.label(theme::muted(ui.ctx(), line));
                    }
                });
                let name = format!("Copy quote: {}", evidence.quote.exact);
                if icon_button(ui, icons::ICON_CONTENT_COPY, &name)
                    .on_hover_text("Copy the quote with its citation")
                    .clicked()
                {
                    actions.push(Action::Copy {
                        text: cited(article, evidence, anchor),
                        what: "Quote".to_owned(),
                    });
                }
            });
        })
        .response;
    if mention.is_some() && mention == state.reveal.inspector {
        response.scroll_to_me(None);
    }
    let bar = egui::Rect::from_min_max(
        response.rect.left_top() + vec2(0.0, 3.0),
        response.rect.left_bottom() + vec2(if current { 4.0 } else { 2.0 }, -3.0),
    );
    let ink = if current {
        palette.accent
    } else {
        palette.hairline
    };
    ui.painter().rect_filled(bar, 1.0, ink);
}

/// The sentence with the quoted words in bold; a lost quote stands alone.
fn sentence(
    article: &Article,
    evidence: &Evidence,
    anchor: Anchor,
    palette: &Palette,
    width: f32,
) -> egui::text::LayoutJob {
    let plain = egui::TextFormat::simple(theme::serif(theme::QUOTE), palette.muted);
    let bold = egui::TextFormat::simple(theme::serif_bold(theme::QUOTE), palette.text);
    let mut job = egui::text::LayoutJob::default();
    job.wrap.max_width = width;
    match anchor.span() {
        Some(span) => {
            let around = article.sentence_around(span);
            let before = Span::new(around.start, span.start);
            let after = Span::new(span.end, around.end);
            job.append(article.words(before), 0.0, plain.clone());
            job.append(article.words(span), 0.0, bold);
            job.append(article.words(after), 0.0, plain);
        }
        None => job.append(&evidence.quote.exact, 0.0, bold),
    }
    job
}

/// Hedge and source of a claim, and whether the quote is where it was.
fn provenance(evidence: &Evidence, anchor: Anchor) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(hedge) = &evidence.hedge {
        parts.push(format!("“{hedge}”"));
    }
    if let Some(who) = &evidence.said_by {
        parts.push(format!("said by {who}"));
    } else if evidence.mention == Some(MentionKind::Phrase) {
        parts.push("no source named".to_owned());
    }
    if evidence.role == Some(Role::Actor) {
        parts.push("named as an actor".to_owned());
    }
    match anchor {
        Anchor::Exact(_) => {}
        Anchor::Moved(_) => parts.push("moved since it was recorded".to_owned()),
        Anchor::Lost => parts.push("not found in the article".to_owned()),
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// A quote as it goes to the clipboard: the sentence, and where it is from.
fn cited(article: &Article, evidence: &Evidence, anchor: Anchor) -> String {
    let words = anchor.span().map_or(evidence.quote.exact.as_str(), |span| {
        article.words(article.sentence_around(span))
    });
    format!("“{words}” — {}", article.citation())
}
