//! The inspector of a suggestion: the places it may mean with what speaks for each, and what can
//! be done about it.

use eframe::egui::{self, Button, Id, RichText, TextFormat, Ui, text::LayoutJob, vec2};

use super::{
    action::{Action, Review},
    draw::{Drawing, Target, Tool},
    inspector::section,
    places, quotes,
    review::about,
    state::State,
    theme::{self, Palette},
};
use crate::{
    evidence::Evidence,
    gazetteer::{Gazetteer, PlaceId},
    geoparse::{
        Candidate,
        suggest::{self, described},
        tie::Outcome,
    },
};

/// How many candidates are shown before more are asked for.
const FIRST: usize = 3;

/// How many reasons are given for a place.
const REASONS: usize = 3;

pub fn show(ui: &mut Ui, state: &State, index: usize, actions: &mut Vec<Action>) {
    let document = &state.document;
    let (Some(suggestion), Some(parsed)) = (document.suggestions.get(index), &document.parsed)
    else {
        return;
    };
    let words = document.words(suggestion);
    ui.label(RichText::new(format!("“{words}”")).font(theme::sans_bold(theme::NAME)));
    let (meant, why) = about(state, index);
    ui.label(theme::muted(
        ui.ctx(),
        format!("Suggested, not on the map yet · {why}"),
    ));
    let figure = suggest::figure_of(parsed, suggestion);
    let placed = match figure {
        Some(tied) => !matches!(tied.outcome, Outcome::Unplaced(_)),
        None => state.choice_for(index).is_some(),
    };
    if figure.is_some() {
        ui.label(meant);
    }
    ui.add_space(4.0);
    buttons(ui, state, index, placed, figure.is_some(), actions);
    match figure {
        Some(tied) => {
            section(ui, "On the map");
            ui.label(match &tied.outcome {
                Outcome::Circle { .. } => "A circle of this radius about the place. It is drawn from the place’s point, not from its edge.",
                Outcome::Line { .. } => "A straight line between the two places, to compare with the figure.",
                Outcome::OfPlace(_) => "No shape of its own: the figure is noted with the place it is said of.",
                Outcome::Unplaced(reason) => reason,
            });
        }
        None => which_place(ui, state, index, actions),
    }
    by_hand(ui, state, index, figure.is_some(), actions);
    if let Some(article) = &document.project.article {
        section(ui, "In the article");
        let evidence = Evidence::at(article, suggestion.span);
        quotes::quote(ui, state, article, &evidence, actions);
    }
}

fn buttons(
    ui: &mut Ui,
    state: &State,
    index: usize,
    placed: bool,
    figure: bool,
    actions: &mut Vec<Action>,
) {
    let palette = theme::palette(ui.ctx());
    let alike = if figure {
        1
    } else {
        state.document.alike(index).len()
    };
    let all = state.document.alike(index).len();
    let mut add = |ui: &mut Ui, name: String, keys: &str, main: bool, action: Review| {
        let button = if main {
            let text = RichText::new(&name).color(palette.panel);
            Button::new(text).fill(palette.accent)
        } else {
            Button::new(&name)
        };
        if ui.add(button).on_hover_text(keys).clicked() {
            actions.push(Action::Review(action));
        }
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        if placed {
            let one = Review::Accept { alike: false };
            add(
                ui,
                "Accept".to_owned(),
                "Put it on the map (Enter)",
                true,
                one,
            );
            if alike > 1 {
                let name = format!("Accept all {alike} alike");
                let all = Review::Accept { alike: true };
                add(
                    ui,
                    name,
                    "The same words in the same use (Shift+Enter)",
                    false,
                    all,
                );
            }
        }
        let one = Review::Dismiss { alike: false };
        add(
            ui,
            "Dismiss".to_owned(),
            "Suggest it no more (Del)",
            false,
            one,
        );
        let name = if all > 1 {
            format!("Dismiss all {all} alike")
        } else {
            "Dismiss all alike".to_owned()
        };
        let every = Review::Dismiss { alike: true };
        add(
            ui,
            name,
            "These words are never suggested again (Shift+Del)",
            false,
            every,
        );
        let out = Review::LeaveOut { alike: true };
        let hover = "List it as named by the article but not on the map, with the reason";
        add(ui, "List as not on the map".to_owned(), hover, !placed, out);
    });
}

fn which_place(ui: &mut Ui, state: &State, index: usize, actions: &mut Vec<Action>) {
    let document = &state.document;
    let Some(parsed) = &document.parsed else {
        return;
    };
    let candidates = suggest::candidates(parsed, &document.suggestions[index]);
    section(ui, "Which place?");
    let chosen = state.choice_for(index);
    if candidates.is_empty() {
        ui.label(theme::muted(
            ui.ctx(),
            "The gazetteer has no place of this name.",
        ));
    }
    ui.with_layout(egui::Layout::top_down_justified(egui::Align::LEFT), |ui| {
        let more = ui
            .scope_id()
            .with(("more", document.suggestions[index].span));
        let all = ui.memory(|memory| memory.data.get_temp(more).unwrap_or(false));
        for (number, candidate) in candidates.iter().enumerate() {
            // What is chosen is shown wherever it stands.
            if number >= FIRST && !all && chosen != Some(candidate.place) {
                continue;
            }
            let selected = chosen == Some(candidate.place);
            if row(ui, number + 1, candidate, selected).clicked() {
                actions.push(Action::Review(Review::Choose(candidate.place)));
            }
        }
        let rest = candidates.len().saturating_sub(FIRST);
        if rest > 0 && !all && ui.link(format!("Show {rest} more")).clicked() {
            ui.memory_mut(|memory| memory.data.insert_temp(more, true));
        }
        // A place found in the gazetteer joins the list while it is chosen.
        let known = |place| candidates.iter().any(|candidate| candidate.place == place);
        if let Some(place) = chosen.filter(|place| !known(*place)) {
            places::row(ui, place, true);
        }
    });
    let id = Id::unique(("search for", document.suggestions[index].span));
    let words = document.words(&document.suggestions[index]);
    let pick = |place: PlaceId| Action::Review(Review::Choose(place));
    places::search(ui, id, (words, ""), pick, actions);
}

/// A candidate with its number on the map, what it is, and why.
fn row(ui: &mut Ui, number: usize, candidate: &Candidate, selected: bool) -> egui::Response {
    let gazetteer = Gazetteer::bundled();
    let palette = theme::palette(ui.ctx());
    let name = gazetteer.place(candidate.place).name;
    let about = described(gazetteer, candidate.place);
    let share = (candidate.share * 100.0).round();
    let reasons = reasons(candidate);
    let job = words(
        number,
        name,
        &format!("{share:.0} % · {about}"),
        &reasons,
        palette,
    );
    let response = ui.add(Button::selectable(selected, job).wrap());
    response.widget_info(|| {
        let label = format!("{number}. {name}, {about}, {share:.0} %: {reasons}");
        egui::WidgetInfo::selected(egui::Role::RadioButton, true, selected, label)
    });
    response
}

fn reasons(candidate: &Candidate) -> String {
    let words = candidate.reasons.iter().take(REASONS);
    let words: Vec<String> = words
        .map(|reason| {
            let against = if reason.weight < 0.0 { "against: " } else { "" };
            format!("{against}{}", reason.words)
        })
        .collect();
    words.join("; ")
}

fn words(number: usize, name: &str, about: &str, reasons: &str, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    let small = |ink| TextFormat::simple(theme::sans(theme::SMALL), ink);
    let bold = TextFormat::simple(theme::sans_bold(theme::BODY), palette.text);
    job.append(&format!("{number}  {name}\n"), 0.0, bold);
    job.append(about, 0.0, small(palette.text));
    if !reasons.is_empty() {
        job.append(&format!("\n{reasons}"), 0.0, small(palette.muted));
    }
    job
}

/// Where the gazetteer does not help.
fn by_hand(ui: &mut Ui, state: &State, index: usize, figure: bool, actions: &mut Vec<Action>) {
    let document = &state.document;
    let span = document.suggestions[index].span;
    section(ui, "Or by hand");
    ui.horizontal_wrapped(|ui| {
        let point = Drawing::new(Tool::Point, Target::Words(span));
        let parsed = document.parsed.as_deref();
        let circle = Drawing::circle(&document.project, parsed, span);
        let choices = [
            ("Click its place…", point, figure),
            ("Draw a circle…", circle, false),
            (
                "Draw an area…",
                Drawing::new(Tool::Area, Target::Words(span)),
                false,
            ),
        ];
        for (name, drawing, hidden) in choices {
            if !hidden && ui.button(name).clicked() {
                actions.push(Action::BeginDrawing(drawing));
            }
        }
    });
}
