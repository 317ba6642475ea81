//! What judging suggestions does: edits of the project, and going on to the next suggestion.

use super::{edit::edit, selection::select};
use crate::{
    gazetteer::{Gazetteer, PlaceId},
    geoparse::ToponymKind,
    judge::{self, Accepted, Judged, NamedWords},
    project::{
        Scope, compose,
        ids::{FindingId, Handle},
    },
    quote::Evidence,
    text::Span,
    ui::state::{Notice, State, action::ReviewAction},
};

pub fn change(state: &mut State, action: ReviewAction) {
    match action {
        ReviewAction::Select(id) => {
            select(state, Some(Handle::Finding(id)));
            state.stepping_in_review = true;
        }
        ReviewAction::Choose(place) => {
            state.chosen_place = Some(place);
            state.reveal_choice();
        }
        ReviewAction::Accept { alike } => accept(state, alike),
        ReviewAction::Dismiss { alike } => dismiss(state, alike),
        ReviewAction::LeaveOut { alike } => leave_out(state, alike),
        ReviewAction::PlaceWords(words, place) => place_words(state, words, place),
        ReviewAction::AcceptSure => accept_sure(state),
        ReviewAction::OfferOthers(offer) => state.offers_other_places = offer,
        ReviewAction::Switch(place) => switch(state, place),
        ReviewAction::Check => check(state),
    }
}

/// The selected suggestion, with all that are alike if those are meant.
fn chosen(state: &State, alike: bool) -> Vec<FindingId> {
    let Some(id) = state.selected_finding() else {
        return Vec::new();
    };
    let group = state.document.judged().and_then(|judged| judged.alike(id));
    match group {
        Some(group) if alike => group.iter().collect(),
        _ => vec![id],
    }
}

fn accept(state: &mut State, alike: bool) {
    let (Some(id), Some(judged)) = (state.selected_finding(), state.document.judged()) else {
        return;
    };
    let (gazetteer, project) = (Gazetteer::bundled(), state.document.project());
    if let Some(tied) = judged.findings().figure(id) {
        let made = judge::accept_figure(project, gazetteer, judged, tied);
        let verb = verb(made.as_ref());
        carry_out(state, &[id], verb, made);
        return;
    }
    let chosen = chosen(state, alike);
    let made = match state.choice_for(id) {
        Some(place) => judge::accept_place(project, gazetteer, place, &words(judged, &chosen)),
        None => judge::leave_out(project, judged, &chosen),
    };
    let verb = verb(made.as_ref());
    carry_out(state, &chosen, verb, made);
}

/// Suggestions of places as words that name one.
fn words(judged: &Judged, chosen: &[FindingId]) -> Vec<NamedWords> {
    let toponyms = chosen
        .iter()
        .filter_map(|id| judged.findings().toponym(*id));
    toponyms
        .map(|toponym| NamedWords {
            span: toponym.span,
            kind: toponym.kind,
        })
        .collect()
}

/// What accepting comes to: what cannot be placed is listed as left out.
fn verb(accepted: Option<&Accepted>) -> &'static str {
    match accepted {
        Some(Accepted { feature: None, .. }) => "leave out",
        _ => "accept",
    }
}

fn leave_out(state: &mut State, alike: bool) {
    let chosen = chosen(state, alike);
    if let Some(judged) = state.document.judged() {
        let made = judge::leave_out(state.document.project(), judged, &chosen);
        carry_out(state, &chosen, "leave out", made);
    }
}

fn dismiss(state: &mut State, alike: bool) {
    let chosen = chosen(state, alike);
    let project = state.document.project();
    let (Some(article), Some(first)) = (project.article(), chosen.first()) else {
        return;
    };
    let scope = if alike {
        Scope::AllAlike
    } else {
        Scope::ThisMention
    };
    let evidence = Evidence::at(article, first.span);
    let (_, edit) = compose::dismiss(project, evidence, None, scope);
    let feature = None;
    carry_out(state, &chosen, "dismiss", Some(Accepted { feature, edit }));
}

/// Do it as one step, and select what is to be judged next.
fn carry_out(state: &mut State, judged: &[FindingId], verb: &str, made: Option<Accepted>) {
    let (Some(first), Some(made)) = (judged.first(), made) else {
        return;
    };
    let words = state.document.words(first.span);
    let name = match judged.len() {
        1 => format!("{verb} “{words}”"),
        count => format!("{verb} {count} × “{words}”"),
    };
    let next = after(state, *first);
    if !edit(state, name.clone(), None, made.edit) {
        return;
    }
    let is_open = |id: &FindingId| state.document.suggestion(*id).is_some();
    let next = next.into_iter().find(is_open).map(Handle::Finding);
    let stepping_in_review = state.stepping_in_review;
    select(state, next.or(made.feature.map(Handle::Feature)));
    state.stepping_in_review = stepping_in_review;
    // What else has moved is told already.
    let done = || Notice::of(format!("Done: {name}"));
    state.notice.get_or_insert_with(done);
}

/// What follows a suggestion, round the end: in the list, or in the text. Of those behind it, only as many as may
/// be judged with it.
fn after(state: &State, id: FindingId) -> Vec<FindingId> {
    let Some(judged) = state.document.judged() else {
        return Vec::new();
    };
    if state.stepping_in_review {
        let row = judged.row_of(id).unwrap_or_default();
        let alike = judged.group(row).into_iter().flat_map(|group| {
            let behind = group.iter().filter(move |other| *other > id);
            behind.chain(group.iter().filter(move |other| *other < id))
        });
        let rows = judged.group_count();
        let others = (1..rows).map(|by| (row + by) % rows);
        let firsts = others.filter_map(|row| judged.group(row)?.first());
        return alike.chain(firsts.take(64)).collect();
    }
    let open = judged.open();
    let at = open.partition_point(|suggestion| suggestion.id <= id);
    let behind = open[at..].iter().chain(&open[..at]);
    behind.map(|suggestion| suggestion.id).collect()
}

/// Give words that a person selected a place of the gazetteer.
fn place_words(state: &mut State, span: Span, place: PlaceId) {
    let gazetteer = Gazetteer::bundled();
    let words = [NamedWords {
        span,
        kind: ToponymKind::Place,
    }];
    let Some(made) = judge::accept_place(state.document.project(), gazetteer, place, &words) else {
        return;
    };
    let name = format!("place “{}”", gazetteer.place(place).name);
    if edit(state, name, None, made.edit) {
        state.selected_words = None;
        select(state, made.feature.map(Handle::Feature));
    }
}

/// Note that somebody has checked the selected feature, and go on to the next that nobody has.
fn check(state: &mut State) {
    let project = state.document.project();
    let Some(id) = state.selected_feature() else {
        return;
    };
    let (Some(feature), Some(reviewed)) = (project.feature(id), compose::review(project, id))
    else {
        return;
    };
    let name = format!("check {}", feature.name);
    if edit(state, name, None, reviewed) {
        let notice = state.notice.take();
        let next = state.document.unreviewed().first();
        select(state, Some(Handle::Feature(next.unwrap_or(id))));
        state.notice = notice;
    }
}

/// Let the selected feature stand for another place.
fn switch(state: &mut State, place: PlaceId) {
    let gazetteer = Gazetteer::bundled();
    let project = state.document.project();
    let Some(id) = state.selected_feature() else {
        return;
    };
    let (Some(before), Some(made)) = (
        project.feature(id),
        judge::switch_place(project, gazetteer, id, place),
    ) else {
        return;
    };
    let after = gazetteer.place(place).name;
    let about = judge::described(gazetteer, place);
    let name = format!("switch {} to {after}, {about}", before.name);
    if edit(state, name, None, made.edit) {
        let notice = state.notice.take();
        select(state, made.feature.map(Handle::Feature));
        state.offers_other_places = true;
        state.notice = notice;
    }
}

/// Everything that is sure, as one step.
fn accept_sure(state: &mut State) {
    let Some(judged) = state.document.judged() else {
        return;
    };
    let count = judged.sure().len();
    match judge::accept_sure(state.document.project(), judged) {
        Ok(made) if !made.is_empty() => {
            let name = format!("accept all {count} that are sure");
            if edit(state, name.clone(), None, made) {
                select(state, None);
                state.notice = Some(Notice::of(format!("Done: {name}")));
            }
        }
        Ok(_) => {}
        Err(error) => {
            tracing::error!(%error, "accepting all that is sure failed");
            state.troubles.push(error.to_string());
        }
    }
}
