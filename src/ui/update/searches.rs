//! Looking for something: in the gazetteer, in the article, and anywhere.

use super::selection;
use crate::{
    gazetteer::Gazetteer,
    judge::{Group, Judged, described},
    project::ids::Handle,
    text::find,
    ui::state::{
        State,
        action::{Action, LayerAction, ReviewAction, Tab},
        command::Command,
        drafts::{Field, SearchFor},
        searches::{ArticleSearch, Find, FindGroup, FindTarget, Finder},
    },
};

/// How many finds of each kind are shown.
const OF_EACH: usize = 5;
/// How many passages of the article.
const PASSAGES: usize = 8;
/// How many places of the gazetteer.
const PLACES: usize = 8;
/// How many places in the article are gone through.
const IN_ARTICLE: usize = 1_000;

pub fn change(state: &mut State, width: f32, action: Action) {
    match action {
        Action::FindInArticle => {
            state.article_search.get_or_insert_default();
            super::panels::set_page(state, None);
            state.panels.search_is_new = true;
            state.settings.article_open = true;
            state.tab = Tab::Article;
        }
        Action::NextFound { forward } => next_found(state, width, forward),
        Action::CloseArticleSearch => {
            state.article_search = None;
            state.found_words = None;
        }
        Action::LookUp(of, question) => look_up(state, of, question),
        _ => {}
    }
}

/// Something else stands in the field of a search.
pub fn enter(state: &mut State, field: Field, text: String) {
    match field {
        Field::Finder => {
            state.finder = Finder {
                found: finds(state, text.trim()),
                question: text,
                row: 0,
            };
        }
        Field::Gazetteer(of) => {
            let search = state.place_searches.get_mut(of);
            search.typed = Some(text.clone());
            search.is_new = true;
            look_up(state, of, text.trim().to_owned());
        }
        Field::InArticle => find_in_article(state, text),
        _ => {}
    }
}

/// A finder that was opened shows what there is, before anything is typed.
pub fn begin(state: &mut State) {
    state.finder = Finder {
        found: finds(state, ""),
        ..Finder::default()
    };
}

fn look_up(state: &mut State, of: SearchFor, question: String) {
    let found = if question.is_empty() {
        Vec::new()
    } else {
        Gazetteer::bundled().fuzzy(&question, PLACES)
    };
    let search = state.place_searches.get_mut(of);
    search.found = found.into_iter().map(|named| named.place).collect();
    search.asked = question;
}

fn find_in_article(state: &mut State, question: String) {
    let found = state.document.find_words(question.trim(), IN_ARTICLE);
    // From where the reader is, not from the top.
    let here = state
        .found_words
        .or(state.last_mention)
        .map_or(0, |words| words.start);
    let at = found.partition_point(|words| words.start < here);
    let at = if at < found.len() { at } else { 0 };
    state.found_words = found.get(at).copied();
    state.reveal.article = state.found_words;
    state.article_search = Some(ArticleSearch {
        question,
        found,
        at,
    });
}

fn next_found(state: &mut State, width: f32, forward: bool) {
    let Some(search) = &mut state.article_search else {
        return;
    };
    let count = search.found.len();
    if count == 0 {
        return;
    }
    search.at = if forward {
        (search.at + 1) % count
    } else {
        (search.at + count - 1) % count
    };
    if let Some(words) = search.found.get(search.at).copied() {
        selection::show_words(state, width, words);
    }
}

/// What choosing a find comes to.
pub fn follow(state: &State, target: FindTarget) -> Vec<Action> {
    let mut actions = vec![Action::SetPage(None)];
    match target {
        FindTarget::Handle(handle) => actions.push(Action::Select(Some(handle))),
        FindTarget::Suggestion(id) => actions.push(Action::Review(ReviewAction::Select(id))),
        FindTarget::Mention(words) => actions.push(Action::SelectMention(words)),
        FindTarget::Words(words) => actions.push(Action::ShowWords(words)),
        FindTarget::Layer(id) => actions.extend([
            Action::Layer(id, LayerAction::SetVisible(true)),
            Action::Layer(id, LayerAction::ZoomTo),
        ]),
        FindTarget::Command(command) => actions.extend(command.action(state)),
        FindTarget::Place(place) => actions.push(Action::LookAt(place)),
    }
    actions
}

/// Everything there is a name for that fits a question.
fn finds(state: &State, question: &str) -> Vec<Find> {
    let wanted = question.to_lowercase();
    let fits = |text: &str| text.to_lowercase().contains(&wanted);
    let mut found = features(state, &fits);
    if !wanted.is_empty() {
        found.extend(suggestions(state, &fits));
        found.extend(quotes(state, &fits));
        found.extend(passages(state, question));
    }
    found.extend(layers(state, &fits));
    found.extend(commands(state, &fits));
    // A letter or two name no place yet.
    if question.chars().count() > 2 {
        found.extend(places(question));
    }
    found
}

fn find(group: FindGroup, name: String, what: impl Into<String>, target: FindTarget) -> Find {
    Find {
        group,
        before: String::new(),
        name,
        what: what.into(),
        target,
    }
}

fn features(state: &State, fits: &impl Fn(&str) -> bool) -> Vec<Find> {
    let features = state.document.project().features().iter();
    features
        .filter(|(_, feature)| fits(&feature.name) || feature.names.values().any(|name| fits(name)))
        .take(OF_EACH)
        .map(|(id, feature)| {
            let target = FindTarget::Handle(Handle::Feature(id));
            find(FindGroup::OnMap, feature.name.clone(), "on the map", target)
        })
        .collect()
}

fn suggestions(state: &State, fits: &impl Fn(&str) -> bool) -> Vec<Find> {
    let document = &state.document;
    let groups = document.judged().into_iter().flat_map(Judged::groups);
    groups
        .filter_map(Group::first)
        .map(|id| (id, document.words(id.span)))
        .filter(|(_, words)| fits(words))
        .take(OF_EACH)
        .map(|(id, words)| {
            let name = format!("“{words}”");
            find(
                FindGroup::Suggestions,
                name,
                "suggestion",
                FindTarget::Suggestion(id),
            )
        })
        .collect()
}

/// Marked words of the article that hold what is looked for.
fn quotes(state: &State, fits: &impl Fn(&str) -> bool) -> Vec<Find> {
    let document = &state.document;
    let mentions = document.mentions().list().iter();
    mentions
        .map(|mention| (mention.span, document.words(mention.span)))
        .filter(|(_, words)| fits(words))
        .take(OF_EACH)
        .map(|(span, words)| {
            let name = format!("“{words}”");
            find(FindGroup::Quotes, name, "quote", FindTarget::Mention(span))
        })
        .collect()
}

/// Passages of the article, marked or not.
fn passages(state: &State, question: &str) -> Vec<Find> {
    let Some(article) = state.document.project().article() else {
        return Vec::new();
    };
    let spans = state.document.find_words(question, PASSAGES).into_iter();
    spans
        .map(|span| {
            let passage = find::passage(article.text(), span);
            Find {
                group: FindGroup::InArticle,
                before: passage.before,
                name: passage.words,
                what: passage.after,
                target: FindTarget::Words(passage.span),
            }
        })
        .collect()
}

fn layers(state: &State, fits: &impl Fn(&str) -> bool) -> Vec<Find> {
    let layers = state.document.project().layers().iter();
    layers
        .filter(|(_, layer)| fits(&layer.name))
        .take(OF_EACH)
        .map(|(id, layer)| {
            let name = layer.name.clone();
            find(
                FindGroup::Layers,
                name,
                "layer: zoom to it",
                FindTarget::Layer(id),
            )
        })
        .collect()
}

/// The commands that can be used now.
fn commands(state: &State, fits: &impl Fn(&str) -> bool) -> Vec<Find> {
    let commands = Command::ALL.into_iter();
    commands
        .filter(|command| fits(command.facts().name))
        // Escape and the like mean nothing by their name.
        .filter(|command| command.facts().menu.is_some() && *command != Command::FindAnything)
        .filter(|command| command.action(state).is_some())
        .map(|command| {
            let what = command.keys_in_words();
            let what = what.unwrap_or_else(|| command.facts().what.to_owned());
            let name = command.name(state);
            find(
                FindGroup::Commands,
                name,
                what,
                FindTarget::Command(command),
            )
        })
        .collect()
}

fn places(question: &str) -> Vec<Find> {
    let gazetteer = Gazetteer::bundled();
    let places = gazetteer.fuzzy(question, PLACES).into_iter();
    places
        .map(|named| {
            let place = gazetteer.place(named.place);
            let what = format!("{}: look at it", described(gazetteer, named.place));
            let target = FindTarget::Place(place.lon_lat.into());
            find(FindGroup::Places, place.name.to_owned(), what, target)
        })
        .collect()
}
