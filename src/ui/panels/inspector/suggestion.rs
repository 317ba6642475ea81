//! The inspector of a suggestion: the places it may mean with what speaks for each, and what can
//! be done about it.

use egui::{
    Align, Button, Layout, Response, RichText, Role, TextFormat, Ui, WidgetInfo, text::LayoutJob,
};

use super::quotes;
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    geoparse::{Candidate, certainty::FindingKind, figure_places::PlacedFigure},
    judge::{Drawn, Judged, described},
    project::{
        feature::{Feature, GeometryBasis},
        ids::{FeatureId, FindingId, Handle},
    },
    quote::{Anchor, Evidence},
    ui::{
        panels::{
            place_search::{self, Beginning},
            review::about,
        },
        state::{
            State,
            action::{Action, Memory, ReviewAction},
            drafts::SearchFor,
            drawing::{Drawing, DrawingTarget, Tool},
        },
        widgets::{
            buttons::section,
            theme::{self, Palette},
        },
    },
};

/// How many candidates are shown before more are asked for.
const FIRST: usize = 3;

/// How many reasons are given for a place.
const REASONS: usize = 3;

pub fn show(ui: &mut Ui, state: &State, id: FindingId, actions: &mut Vec<Action>) {
    let document = &state.document;
    let (Some(judged), Some(suggestion)) = (document.judged(), document.suggestion(id)) else {
        return;
    };
    let words = document.words(id.span);
    ui.label(RichText::new(format!("“{words}”")).font(theme::sans_bold(theme::NAME)));
    let sure = suggestion.certainty.in_words(id.kind);
    ui.label(theme::muted(
        ui.ctx(),
        format!("Suggested, not on the map yet · {sure}"),
    ));
    match judged.findings().figure(id) {
        Some(tied) => what_figure(ui, state, judged, (id, tied)),
        None => which_place(ui, state, judged, id, actions),
    }
    by_hand(ui, state, judged, id, actions);
    if let Some(article) = document.project().article() {
        section(ui, "In the article");
        let evidence = Evidence::at(article, id.span);
        let anchor = Anchor::Exact(id.span);
        quotes::quote(ui, state, article, (&evidence, anchor), actions);
    }
}

/// What a figure comes to, and what that depends on.
fn what_figure(
    ui: &mut Ui,
    state: &State,
    judged: &Judged,
    (id, tied): (FindingId, &PlacedFigure),
) {
    let (meant, _) = about(state, id);
    ui.label(meant);
    let explained = match judged.drawn(state.document.project(), tied) {
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

fn which_place(
    ui: &mut Ui,
    state: &State,
    judged: &Judged,
    id: FindingId,
    actions: &mut Vec<Action>,
) {
    let candidates = judged.findings().candidates(id);
    let chosen = state.choice_for(id);
    if candidates.is_empty() {
        ui.label(theme::muted(
            ui.ctx(),
            "The gazetteer has no place of this name.",
        ));
    }
    let of = Handle::Finding(id);
    let choose = |place: PlaceId| Action::Review(ReviewAction::Choose(place));
    list(ui, state, of, (candidates, chosen), choose, actions);
    let beginning = Beginning {
        typed: state.document.words(id.span),
        meanwhile: "",
    };
    place_search::search(ui, state, SearchFor::Handle(of), beginning, choose, actions);
}

/// Candidates to choose among, the first of them and the chosen one until more are asked for.
fn list(
    ui: &mut Ui,
    state: &State,
    of: Handle,
    (candidates, chosen): (&[Candidate], Option<PlaceId>),
    choose: impl Fn(PlaceId) -> Action,
    actions: &mut Vec<Action>,
) {
    ui.with_layout(Layout::top_down_justified(Align::LEFT), |ui| {
        let all = state.panels.all_candidates == Some(of);
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
            actions.push(Action::Remember(Memory::AllCandidates(of)));
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
    let of_record = feature.basis == GeometryBasis::Gazetteer || feature.geonames_id.is_some();
    feature.point().is_some() && of_record
}

/// The other places that a feature's words may mean, when they are asked for.
pub fn others(
    ui: &mut Ui,
    state: &State,
    (id, feature): (FeatureId, &Feature),
    actions: &mut Vec<Action>,
) {
    if !state.offers_other_places {
        if ui.link("Other places of this name…").clicked() {
            actions.push(Action::Review(ReviewAction::OfferOthers(true)));
        }
        return;
    }
    section(ui, "Other places of this name");
    let judged = state.document.judged();
    let candidates = judged.map_or(&[][..], |judged| judged.candidates_of_feature(id));
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
    let of = Handle::Feature(id);
    let switch = |place: PlaceId| Action::Review(ReviewAction::Switch(place));
    list(ui, state, of, (candidates, meant), switch, actions);
    // Without candidates the gazetteer is asked for the name.
    let name = if candidates.is_empty() {
        feature.name.as_str()
    } else {
        ""
    };
    let beginning = Beginning {
        typed: "",
        meanwhile: name,
    };
    place_search::search(ui, state, SearchFor::Handle(of), beginning, switch, actions);
    ui.horizontal_wrapped(|ui| {
        if ui.button("Move the point…").clicked() {
            let drawing = Drawing::new(Tool::Point, DrawingTarget::Feature(id));
            actions.push(Action::BeginDrawing(drawing));
        }
        if ui.button("Leave it as it is").clicked() {
            actions.push(Action::Review(ReviewAction::OfferOthers(false)));
        }
    });
}

/// A candidate with its number on the map, what it is, and why.
fn row(ui: &mut Ui, number: usize, candidate: &Candidate, selected: bool) -> Response {
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
        WidgetInfo::selected(Role::RadioButton, true, selected, label)
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
fn by_hand(ui: &mut Ui, state: &State, judged: &Judged, id: FindingId, actions: &mut Vec<Action>) {
    section(ui, "Or by hand");
    ui.horizontal_wrapped(|ui| {
        let target = DrawingTarget::Words(id.span);
        let parsed = judged.findings().parsed();
        let circle = Drawing::circle(state.document.project(), Some(parsed), id.span);
        let point = (id.kind == FindingKind::Name).then(|| Drawing::new(Tool::Point, target));
        let choices = [
            ("Click its place…", point),
            ("Draw a circle…", Some(circle)),
            ("Draw an area…", Some(Drawing::new(Tool::Area, target))),
        ];
        for (name, drawing) in choices {
            if let Some(drawing) = drawing
                && ui.button(name).clicked()
            {
                actions.push(Action::BeginDrawing(drawing));
            }
        }
    });
}
