//! The inspector of a suggestion: the places it may mean with what speaks for each, and what can
//! be done about it.

use eframe::egui::{self, Button, Id, RichText, TextFormat, Ui, text::LayoutJob};
use geo::Geometry;

use super::{quotes, section};
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    geoparse::{Candidate, tie::Tied},
    judge::{self, Drawn, described},
    project::feature::{Feature, GeometryBasis},
    quote::Evidence,
    ui::{
        map::drawing_tools::{Drawing, Target, Tool},
        panels::review::about,
        state::{
            State,
            action::{Action, Review},
        },
        widgets::{
            place_search,
            theme::{self, Palette},
        },
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
    let certainty = suggestion.certainty_in_words();
    ui.label(theme::muted(
        ui.ctx(),
        format!("Suggested, not on the map yet · {certainty}"),
    ));
    let figure = judge::figure_of(parsed, suggestion);
    match figure {
        Some(tied) => what_figure(ui, state, index, tied),
        None => which_place(ui, state, index, actions),
    }
    by_hand(ui, state, index, figure.is_some(), actions);
    if let Some(article) = &document.project.article {
        section(ui, "In the article");
        let evidence = Evidence::at(article, suggestion.span);
        quotes::quote(ui, state, article, &evidence, actions);
    }
}

/// What a figure comes to, and what that depends on.
fn what_figure(ui: &mut Ui, state: &State, index: usize, tied: &Tied) {
    let document = &state.document;
    let (meant, _) = about(state, index);
    ui.label(meant);
    let explained = match document.standings.drawn(&document.project, tied) {
        Drawn::Circle { site, .. } if site.feature.is_some() => format!(
            "It is drawn from the point of {}, not from its edge, and moves with that mark.",
            site.name
        ),
        Drawn::Circle { site, .. } => format!(
            "It is drawn from the point of {}, not from its edge. That place is still to be judged; the circle follows what you decide.",
            site.name
        ),
        Drawn::Line(_) => {
            "A straight line between the points of the two places, to compare with the figure. The article may count along a road."
                .to_owned()
        }
        Drawn::OfPlace(_) => {
            "No shape of its own: the figure is noted with the place it is said of.".to_owned()
        }
        Drawn::Nowhere(reason) => reason,
    };
    ui.label(theme::muted(ui.ctx(), explained));
}

fn which_place(ui: &mut Ui, state: &State, index: usize, actions: &mut Vec<Action>) {
    let document = &state.document;
    let Some(parsed) = &document.parsed else {
        return;
    };
    let candidates = judge::candidates(parsed, &document.suggestions[index]);
    let chosen = state.choice_for(index);
    if candidates.is_empty() {
        ui.label(theme::muted(
            ui.ctx(),
            "The gazetteer has no place of this name.",
        ));
    }
    let more = Id::unique(("more", document.suggestions[index].span));
    let choose = |place: PlaceId| Action::Review(Review::Choose(place));
    list(ui, candidates, chosen, more, choose, actions);
    let id = Id::unique(("search for", document.suggestions[index].span));
    let words = document.words(&document.suggestions[index]);
    place_search::search(ui, id, (words, ""), choose, actions);
}

/// Candidates to choose among, the first of them and the chosen one until more are asked for.
fn list(
    ui: &mut Ui,
    candidates: &[Candidate],
    chosen: Option<PlaceId>,
    more: Id,
    choose: impl Fn(PlaceId) -> Action,
    actions: &mut Vec<Action>,
) {
    ui.with_layout(egui::Layout::top_down_justified(egui::Align::LEFT), |ui| {
        let all = ui.memory(|memory| memory.data.get_temp(more).unwrap_or(false));
        let mut hidden = 0;
        for (number, candidate) in candidates.iter().enumerate() {
            let selected = chosen == Some(candidate.place);
            // What is chosen is shown wherever it stands.
            if number >= FIRST && !all && !selected {
                hidden += 1;
                continue;
            }
            if row(ui, number + 1, candidate, selected).clicked() {
                actions.push(choose(candidate.place));
            }
        }
        if hidden > 0 && ui.link(format!("Show {hidden} more")).clicked() {
            ui.memory_mut(|memory| memory.data.insert_temp(more, true));
        }
        // A place found in the gazetteer joins the list while it is chosen.
        let known = |place| candidates.iter().any(|candidate| candidate.place == place);
        if let Some(place) = chosen.filter(|place| !known(*place)) {
            place_search::row(ui, place, true);
        }
    });
}

/// Whether a feature stands, or may have stood, for a record of the gazetteer.
pub fn may_switch(feature: &Feature) -> bool {
    let point = matches!(feature.geometry, Some(Geometry::Point(_)));
    point && (feature.basis == GeometryBasis::Gazetteer || feature.geonames_id.is_some())
}

/// The other places that a feature's words may mean, when they are asked for.
pub fn others(ui: &mut Ui, state: &State, index: usize, actions: &mut Vec<Action>) {
    if !state.others {
        if ui.link("Other places of this name…").clicked() {
            actions.push(Action::Review(Review::OfferOthers(true)));
        }
        return;
    }
    section(ui, "Other places of this name");
    let document = &state.document;
    let feature = &document.project.features[index];
    let candidates = of_feature(state, index);
    let gazetteer = Gazetteer::bundled();
    // A record without an id is known by its name and its point.
    let is_meant = |place: PlaceId| {
        let place = gazetteer.place(place);
        match place.geonames_id {
            Some(id) => feature.geonames_id == Some(id.into()),
            None => feature.name == place.name && feature.geonames_id.is_none(),
        }
    };
    let mut places = candidates.iter().map(|candidate| candidate.place);
    let meant = places.find(|place| is_meant(*place));
    let switch = |place: PlaceId| Action::Review(Review::Switch(place));
    let more = Id::unique(("more", &feature.id));
    list(ui, candidates, meant, more, switch, actions);
    // Without candidates the gazetteer is asked for the name.
    let name = if candidates.is_empty() {
        feature.name.as_str()
    } else {
        ""
    };
    let id = Id::unique(("switch", &feature.id));
    place_search::search(ui, id, ("", name), switch, actions);
    ui.horizontal_wrapped(|ui| {
        if ui.button("Move the point…").clicked() {
            let target = Target::Feature(feature.id.clone());
            actions.push(Action::BeginDrawing(Drawing::new(Tool::Point, target)));
        }
        if ui.button("Leave it as it is").clicked() {
            actions.push(Action::Review(Review::OfferOthers(false)));
        }
    });
}

/// The places that the words behind a feature may mean, best first.
pub fn of_feature(state: &State, index: usize) -> &[Candidate] {
    let document = &state.document;
    document.parsed.as_ref().map_or(&[], |parsed| {
        judge::candidates_of_feature(parsed, &document.standings, index)
    })
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
