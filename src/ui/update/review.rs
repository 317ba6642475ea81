//! What judging suggestions does: edits of the project, and going on to the next suggestion.

use std::collections::HashMap;

use crate::{
    document::Stop,
    gazetteer::{Gazetteer, PlaceId},
    geoparse::{Parsed, ToponymKind},
    judge::{self, Accepted, Place, Standings, Suggestion},
    project::{
        Edit, Project, Scope, compose,
        mentions::{Mentions, Subject},
    },
    quote::Evidence,
    text::Span,
    ui::state::{Notice, State, action::Review},
};

pub fn review(state: &mut State, action: Review) {
    match action {
        Review::Select(index) => {
            crate::ui::update::select(state, Some(Subject::Suggestion(index)));
            state.by_list = true;
        }
        Review::Choose(place) => {
            state.choice = Some(place);
            state.reveal_choice();
        }
        Review::Accept { alike } => accept(state, alike),
        Review::Dismiss { alike } => dismiss(state, alike),
        Review::LeaveOut { alike } => {
            let chosen = chosen(state, alike);
            if let Some(parsed) = state.document.parsed.clone() {
                let spans = suggestions_of(state, &chosen);
                let edit = judge::leave_out(&state.document.project, &parsed, &spans);
                carry_out(state, &chosen, "leave out", edit);
            }
        }
        Review::PlaceWords(span, place) => place_words(state, span, place),
        Review::AcceptSure => accept_sure(state),
        Review::OfferOthers(offer) => state.others = offer,
        Review::Switch(place) => switch(state, place),
        Review::Check => check(state),
    }
}

/// The selected suggestion, with all that are alike if those are meant.
fn chosen(state: &State, alike: bool) -> Vec<usize> {
    let Some(index) = state.selected_suggestion() else {
        return Vec::new();
    };
    if alike {
        state.document.alike(index).to_vec()
    } else {
        vec![index]
    }
}

fn suggestions_of(state: &State, indices: &[usize]) -> Vec<Suggestion> {
    let list = &state.document.suggestions;
    indices
        .iter()
        .filter_map(|&index| list.get(index).copied())
        .collect()
}

fn accept(state: &mut State, alike: bool) {
    let Some(index) = state.selected_suggestion() else {
        return;
    };
    let Some(parsed) = state.document.parsed.clone() else {
        return;
    };
    let (gazetteer, project) = (Gazetteer::bundled(), &state.document.project);
    let suggestion = state.document.suggestions[index];
    if let Some(tied) = judge::figure_of(&parsed, &suggestion) {
        let edit = judge::figure(project, gazetteer, &parsed, &state.document.standings, tied);
        let verb = verb(edit.as_ref());
        carry_out(state, &[index], verb, edit);
        return;
    }
    let chosen = chosen(state, alike);
    let suggestions = suggestions_of(state, &chosen);
    let edit = match state.choice_for(index) {
        Some(place) => {
            let words: Vec<Place> = suggestions
                .iter()
                .filter_map(|one| {
                    let kind = judge::toponym_of(&parsed, one)?.kind;
                    Some(Place {
                        span: one.span,
                        kind,
                    })
                })
                .collect();
            judge::place(project, gazetteer, place, &words)
        }
        None => judge::leave_out(project, &parsed, &suggestions),
    };
    let verb = verb(edit.as_ref());
    carry_out(state, &chosen, verb, edit);
}

/// What accepting comes to: what cannot be placed is listed as left out.
fn verb(accepted: Option<&Accepted>) -> &'static str {
    match accepted {
        Some(Accepted { id: None, .. }) => "leave out",
        _ => "accept",
    }
}

fn dismiss(state: &mut State, alike: bool) {
    let chosen = chosen(state, alike);
    let Some(article) = &state.document.project.article else {
        return;
    };
    let Some(first) = suggestions_of(state, &chosen).first().copied() else {
        return;
    };
    let scope = if alike {
        Scope::AllAlike
    } else {
        Scope::ThisMention
    };
    let evidence = Evidence::at(article, first.span);
    let edit = compose::dismiss(&state.document.project, evidence, None, scope);
    carry_out(state, &chosen, "dismiss", Some(Accepted { id: None, edit }));
}

/// Do it as one step, and select what is to be judged next.
fn carry_out(state: &mut State, judged: &[usize], verb: &str, accepted: Option<Accepted>) {
    let Some(&first) = judged.first() else {
        return;
    };
    let Some(Accepted { id, edit }) = accepted else {
        return;
    };
    let words = state
        .document
        .words(&state.document.suggestions[first])
        .to_owned();
    let name = match judged.len() {
        1 => format!("{verb} “{words}”"),
        count => format!("{verb} {count} × “{words}”"),
    };
    let next = after(state, first);
    if !state.edit(name.clone(), None, edit) {
        return;
    }
    let list = &state.document.suggestions;
    let next = next
        .into_iter()
        .find_map(|span| list.iter().position(|one| one.span == span));
    let by_list = state.by_list;
    let subject = match (
        next,
        id.and_then(|id| state.document.project.feature_index(&id)),
    ) {
        (Some(next), _) => Some(Subject::Suggestion(next)),
        (None, feature) => feature.map(Subject::Feature),
    };
    crate::ui::update::select(state, subject);
    state.by_list = by_list;
    // What else has moved is told already.
    let done = || Notice::of(format!("Done: {name}"));
    state.notice.get_or_insert_with(done);
}

/// What follows a suggestion, round the end: in the list, or in the text.
fn after(state: &State, index: usize) -> Vec<Span> {
    let document = &state.document;
    let mut order: Vec<usize> = if state.by_list {
        document.groups.iter().flatten().copied().collect()
    } else {
        (0..document.suggestions.len()).collect()
    };
    if let Some(at) = order.iter().position(|&other| other == index) {
        order.rotate_left(at + 1);
    }
    order
        .into_iter()
        .map(|index| document.suggestions[index].span)
        .collect()
}

/// Give words that a person selected a place of the gazetteer.
fn place_words(state: &mut State, span: Span, place: PlaceId) {
    let gazetteer = Gazetteer::bundled();
    let words = [Place {
        span,
        kind: ToponymKind::Place,
    }];
    let Some(made) = judge::place(&state.document.project, gazetteer, place, &words) else {
        return;
    };
    let name = format!("place “{}”", gazetteer.place(place).name);
    if state.edit(name, None, made.edit) {
        state.words = None;
        let feature = made
            .id
            .and_then(|id| state.document.project.feature_index(&id));
        crate::ui::update::select(state, feature.map(Subject::Feature));
    }
}

/// Let the selected feature stand for another place.
/// Note that somebody has checked the selected feature, and go on to the next that nobody has.
fn check(state: &mut State) {
    let Some(index) = state.selected_feature() else {
        return;
    };
    let feature = &state.document.project.features[index];
    let name = format!("check {}", feature.name);
    let Some(edit) = compose::review(&state.document.project, &feature.id) else {
        return;
    };
    if state.edit(name, None, edit) {
        let notice = state.notice.take();
        let next = crate::ui::panels::review::unreviewed(state)
            .first()
            .copied();
        crate::ui::update::select(state, Some(Subject::Feature(next.unwrap_or(index))));
        state.notice = notice;
    }
}

fn switch(state: &mut State, place: PlaceId) {
    let gazetteer = Gazetteer::bundled();
    let project = &state.document.project;
    let Some(index) = state.selected_feature() else {
        return;
    };
    let Some(made) = judge::switch(project, gazetteer, index, place) else {
        return;
    };
    let before = &project.features[index].name;
    let (after, about) = (
        gazetteer.place(place).name,
        judge::described(gazetteer, place),
    );
    let name = format!("switch {before} to {after}, {about}");
    if state.edit(name, None, made.edit) {
        let notice = state.notice.take();
        let feature = made
            .id
            .and_then(|id| state.document.project.feature_index(&id));
        crate::ui::update::select(state, feature.map(Subject::Feature));
        state.others = true;
        state.notice = notice;
    }
}

fn is_demonym(parsed: &Parsed, suggestion: &Suggestion) -> bool {
    judge::toponym_of(parsed, suggestion)
        .is_some_and(|toponym| toponym.kind == ToponymKind::Demonym)
}

/// Everything that is sure, as one step: places first, so that figures find them.
fn accept_sure(state: &mut State) {
    let Some(parsed) = state.document.parsed.clone() else {
        return;
    };
    let gazetteer = Gazetteer::bundled();
    let sure: Vec<Suggestion> = judge::sure(&state.document.suggestions).copied().collect();
    let (figures, places): (Vec<Suggestion>, Vec<Suggestion>) = sure
        .iter()
        .partition(|one| judge::figure_of(&parsed, one).is_some());
    let standings = &state.document.standings;
    let mut after = state.document.project.clone();
    // Each edit is made for the project as the ones before it left it, so it fits.
    let carry_out = |after: &mut Project, made: Option<Accepted>| {
        if let Some(made) = made {
            let _ = after.apply(made.edit);
        }
    };
    // All words for one place in the same use in one go, in the order of the first of them.
    let mut words: Vec<(PlaceId, Vec<Place>)> = Vec::new();
    let mut known: HashMap<(PlaceId, ToponymKind), usize> = HashMap::new();
    let mut people = Vec::new();
    for one in &places {
        if is_demonym(&parsed, one) {
            people.push(*one);
            continue;
        }
        let toponym = judge::toponym_of(&parsed, one);
        let Some((toponym, place)) = toponym.zip(standings.place_of(one)) else {
            continue;
        };
        let at = *known.entry((place, toponym.kind)).or_insert(words.len());
        if at == words.len() {
            words.push((place, Vec::new()));
        }
        words[at].1.push(Place {
            span: one.span,
            kind: toponym.kind,
        });
    }
    for (place, words) in words {
        let made = judge::place(&after, gazetteer, place, &words);
        carry_out(&mut after, made);
    }
    // People and things of a place are no place: they are listed with that reason.
    let made = judge::leave_out(&after, &parsed, &people);
    carry_out(&mut after, made);
    let standings = Standings::of(&after, &Mentions::of(&after), &parsed);
    for one in &figures {
        let made = judge::figure_of(&parsed, one)
            .and_then(|tied| judge::figure(&after, gazetteer, &parsed, &standings, tied));
        carry_out(&mut after, made);
    }
    let edit = Edit::drafted(&state.document.project, |draft| *draft = after);
    if let Some(edit) = edit {
        let name = format!("accept all {} that are sure", sure.len());
        if state.edit(name.clone(), None, edit) {
            crate::ui::update::select(state, None);
            state.notice = Some(Notice::of(format!("Done: {name}")));
        }
    }
}

/// Go to the next or previous words that lead somewhere, or are suggested to; round the end.
pub fn step(state: &mut State, by: i32) {
    let stops = &state.document.stops;
    let count = stops.len();
    if count == 0 {
        return;
    }
    let here = match (state.selected_suggestion(), state.mention) {
        (Some(suggestion), _) => Some(Stop::Suggestion(suggestion)),
        (None, mention) => mention.map(Stop::Mention),
    };
    let here = here.and_then(|here| stops.iter().position(|stop| *stop == here));
    let next = match here {
        Some(current) if by > 0 => (current + 1) % count,
        Some(current) => (current + count - 1) % count,
        None if by > 0 => 0,
        None => count - 1,
    };
    match stops[next] {
        Stop::Mention(index) => {
            let mention = &state.document.mentions.list()[index];
            let subject = mention.subjects.first().copied();
            crate::ui::update::select_mention(state, index, subject);
        }
        Stop::Suggestion(index) => {
            crate::ui::update::select(state, Some(Subject::Suggestion(index)));
        }
    }
}
