//! The geoparser: what places, distances and areas an article names, and which ones they are.
//!
//! [`recognise`] says which words of a text name places, [`quantity`] finds the figures,
//! [`candidates`] the places a name may mean, [`resolve`] chooses among them and says why,
//! [`references`] and [`figure_places`] say what "the city" and the figures refer to, and [`certainty`] how
//! sure that is. `judge`, further up, turns the outcome into suggestions for the map. Nothing here
//! knows a window, a file or a network; the same text and address always give the same outcome.

mod bylines;
pub mod candidates;
pub mod certainty;
pub mod figure_places;
pub mod groups;
pub mod hints;
pub mod matches;
pub mod name_tokens;
pub mod outlet_country;
pub mod quantity;
pub mod recognise;
pub mod references;
pub mod resolve;
pub mod sense;
pub mod stated_distances;
pub mod surroundings;
pub mod tagger;
pub mod toponym;

pub use sense::{Candidate, Reason, Sense, ToponymKind};
pub use toponym::Toponym;

use std::sync::OnceLock;

use self::{
    certainty::Certainty, figure_places::PlacedFigure, matches::Match, name_tokens::NameToken,
    recognise::RecognisedName, resolve::Resolved, tagger::model::Model, toponym::at,
};
use crate::{
    gazetteer::Gazetteer,
    text::{Span, TokenisedText},
};

static MODEL: &[u8] = include_bytes!("../../data/tagger.bin");

/// The tagger's model that comes with the program. The first call unpacks it.
///
/// # Panics
///
/// If the program was built with a damaged file.
#[must_use]
pub fn bundled_model() -> &'static Model {
    static READ: OnceLock<Model> = OnceLock::new();
    READ.get_or_init(|| Model::from_bytes(MODEL).expect("the bundled model is whole"))
}

/// Find what a text names, with the bundled gazetteer and model.
#[must_use]
pub fn parse(text: &str, context: &Context) -> Parsed {
    let gazetteer = Gazetteer::bundled();
    let reading = TokenisedText::of(text);
    let tokens = name_tokens::name_tokens(&reading);
    let matches = matches::matches(gazetteer, text, &tokens);
    let hints = matches::hints(&tokens, &matches);
    let tags = tagger::tag(bundled_model(), text, &tokens, &hints);
    let mut mentions = recognise::recognise(gazetteer, text, &tokens, &matches, &tags);
    bylines::leave_out(text, &tokens, &mut mentions);
    let home = context
        .url
        .as_deref()
        .and_then(|url| outlet_country::home(gazetteer, url));
    let figures = quantity::quantities(&reading);
    let mut surroundings = surroundings::surroundings(text, &tokens, &mentions);
    stated_distances::measured_from_towns(&mentions, &figures, &mut surroundings);
    let distances = stated_distances::stated_distances(text, &tokens, &mentions, &figures);
    let known = resolve::Known {
        surroundings: &surroundings,
        distances: &distances,
        home: home.as_ref(),
    };
    let resolved = resolve::resolve(gazetteer, text, &mentions, &known);
    let toponyms: Vec<Toponym> = mentions
        .into_iter()
        .zip(resolved)
        .map(|(mention, resolved)| toponym(gazetteer, text, &mention, resolved))
        .collect();
    let references = references::references(gazetteer, text, &tokens, &toponyms);
    let figures = figure_places::place_figures(gazetteer, figures, &toponyms, &references);
    Parsed {
        toponyms,
        references,
        figures,
    }
}

fn toponym(
    gazetteer: &Gazetteer,
    text: &str,
    mention: &RecognisedName,
    resolved: Resolved,
) -> Toponym {
    let words = &text[mention.span.start..mention.span.end];
    let best = resolved.candidates.first();
    let recognised = certainty::likely_words(gazetteer, words, mention.recognised, best);
    Toponym {
        span: mention.span,
        kind: mention.kind,
        recognised,
        certainty: Certainty::of_words(resolved.choice, recognised),
        candidates: resolved.candidates,
        sense: resolved.sense,
    }
}

/// The gazetteer's names in a text, as training and tagging see them.
#[must_use]
pub fn hints(text: &str, tokens: &[NameToken]) -> Vec<hints::Hint> {
    let found: Vec<Match> = matches::matches(Gazetteer::bundled(), text, tokens);
    matches::hints(tokens, &found)
}

/// What is known of an article beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The address it was published at, which may tell where the outlet is at home.
    pub url: Option<String>,
}

/// Everything found in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// In reading order, none over another.
    pub toponyms: Vec<Toponym>,
    /// Words that refer back to one of them, in reading order.
    pub references: Vec<references::BackReference>,
    /// In reading order, none over another.
    pub figures: Vec<PlacedFigure>,
}

impl Parsed {
    /// The toponym whose words stand at exactly this span.
    #[must_use]
    pub fn toponym_at(&self, span: Span) -> Option<&Toponym> {
        at(&self.toponyms, span, |toponym| toponym.span)
    }

    /// The figure whose words stand at exactly this span.
    #[must_use]
    pub fn figure_at(&self, span: Span) -> Option<&PlacedFigure> {
        at(&self.figures, span, |tied| tied.quantity.span)
    }
}
