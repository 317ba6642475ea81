//! The geoparser: what places, distances and areas an article names, and which ones they are.
//!
//! A text is cut, names are looked up and tagged, [`recognise`] says which words name places, [`quantity`]
//! finds the figures, [`candidates`] the places a name may mean, [`resolve`] chooses among them and says why,
//! [`references`] and [`tie`] say what "the city" and the figures speak of, and [`certainty`] how sure that is.
//! The room above, `judge`, turns the outcome into suggestions for the map. Nothing here knows a window,
//! a file or a network, and the same text always gives the same outcome.

mod bylines;
pub mod candidates;
pub mod certainty;
pub mod chains;
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
pub mod tagger;
pub mod tie;
pub mod toponym;

pub use sense::{Candidate, Reason, Sense, ToponymKind};
pub use toponym::Toponym;

use std::sync::OnceLock;

use self::{
    certainty::Certainty, matches::Match, name_tokens::NameToken, recognise::RecognisedName,
    resolve::Resolved, tagger::model::Model, tie::TiedFigure, toponym::at,
};
use crate::{
    gazetteer::Gazetteer,
    text::{Reading, Span},
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
    let reading = Reading::of(text);
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
    let mut surroundings = chains::surroundings(text, &tokens, &mentions);
    stated_distances::measured_from_towns(&mentions, &figures, &mut surroundings);
    let apart = stated_distances::apart(text, &tokens, &mentions, &figures);
    let known = resolve::Known {
        surroundings: &surroundings,
        apart: &apart,
        home: home.as_ref(),
    };
    let resolved = resolve::resolve(gazetteer, text, &mentions, &known);
    let toponyms: Vec<Toponym> = mentions
        .into_iter()
        .zip(resolved)
        .map(|(mention, resolved)| toponym(gazetteer, text, &mention, resolved))
        .collect();
    let references = references::references(gazetteer, text, &tokens, &toponyms);
    let figures = tie::tie(gazetteer, figures, &toponyms, &references);
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
    pub figures: Vec<TiedFigure>,
}

impl Parsed {
    /// The toponym whose words stand at exactly this span.
    #[must_use]
    pub fn toponym_at(&self, span: Span) -> Option<&Toponym> {
        at(&self.toponyms, span, |toponym| toponym.span)
    }

    /// The figure whose words stand at exactly this span.
    #[must_use]
    pub fn figure_at(&self, span: Span) -> Option<&TiedFigure> {
        at(&self.figures, span, |tied| tied.quantity.span)
    }
}
