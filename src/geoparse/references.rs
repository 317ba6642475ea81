//! Words that refer back to a place: "the city", "the region".

use std::collections::HashMap;

use super::{name_tokens::NameToken, sense::ToponymKind, toponym::Toponym};
use crate::{
    gazetteer::{Gazetteer, PlaceId, PlaceKind},
    text::{Span, TokenKind},
};

/// What "the …" may stand for.
fn refers_to(word: &str, kind: PlaceKind) -> bool {
    use PlaceKind as K;
    match word {
        "city" | "town" | "village" | "municipality" | "settlement" => kind.is_settlement(),
        "capital" => kind == K::Capital,
        "country" | "nation" | "republic" | "kingdom" => matches!(kind, K::Country | K::Territory),
        "region" | "oblast" | "province" | "state" | "territory" => {
            matches!(kind, K::Admin1 | K::Region)
        }
        "county" | "parish" | "district" => kind == K::Admin2,
        "river" => kind == K::River,
        "island" => kind == K::Island,
        "lake" => kind == K::Lake,
        "sea" => kind == K::Sea,
        "continent" => kind == K::Continent,
        _ => false,
    }
}

/// How many toponyms back a reference may reach.
const REACH: usize = 20;

/// Words that refer back to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackReference {
    pub span: Span,
    /// The words of the toponym that they refer to.
    pub toponym: Span,
}

/// The references of a text, in reading order.
#[must_use]
pub fn references(
    gazetteer: &Gazetteer,
    text: &str,
    tokens: &[NameToken],
    toponyms: &[Toponym],
) -> Vec<BackReference> {
    let word = |token: &NameToken| &text[token.span.start..token.span.end];
    let country = main_country(gazetteer, toponyms);
    let mut references = Vec::new();
    let mut before = 0;
    let mut named: HashMap<PlaceId, usize> = HashMap::new();
    for pair in tokens.windows(2) {
        let (article, noun) = (&pair[0], &pair[1]);
        let definite = matches!(word(article), "the" | "The");
        if !definite || noun.kind != TokenKind::Word || noun.capital {
            continue;
        }
        let span = Span::new(article.span.start, noun.span.end);
        // "the city of Perth", "the state legislature" speak of something else.
        if text[span.end..].starts_with(" of ") {
            continue;
        }
        while let Some(toponym) = toponyms.get(before)
            && toponym.span.start < span.start
        {
            if let Some(best) = toponym.best() {
                *named.entry(best.place).or_default() += 1;
            }
            before += 1;
        }
        let measured = toponyms[..before]
            .last()
            .filter(|last| text.get(last.span.end..span.start).is_some_and(is_measured))
            .and_then(|last| Some(last.best()?.place));
        let fits = |id: PlaceId| {
            let place = gazetteer.place(id);
            // "The capital" is that of the country the article is about.
            let elsewhere = word(noun) == "capital" && place.country != country;
            // Kenya's counties are what elsewhere are regions.
            let called =
                place.kind == PlaceKind::Admin1 && place.name.to_lowercase().ends_with(word(noun));
            (called || refers_to(word(noun), place.kind)) && !elsewhere && measured != Some(id)
        };
        // What the article names most is what it means by "the city"; among equals the latest.
        let first = before.saturating_sub(REACH);
        let antecedent = (first..before)
            .zip(&toponyms[first..before])
            .filter(|(_, toponym)| toponym.kind == ToponymKind::Place)
            .filter_map(|(index, toponym)| Some((index, toponym.best()?.place)))
            .filter(|(_, place)| fits(*place))
            .max_by_key(|(index, place)| (named.get(place), *index));
        if let Some((index, _)) = antecedent {
            let toponym = toponyms[index].span;
            references.push(BackReference { span, toponym });
        }
    }
    references
}

/// Whether words between a place and "the city" measure how far they are apart: "Talca, 100 km from
/// the city", in which the city is another one.
fn is_measured(between: &str) -> bool {
    let figure = between.contains(|char: char| char.is_ascii_digit())
        || ["kilomet", "mile", " km"]
            .iter()
            .any(|unit| between.contains(unit));
    between.len() < 80
        && figure
        && !between.contains(['.', '\n'])
        && (between.ends_with(" from ") || between.ends_with(" of "))
}

/// The country that most of the names lie in.
fn main_country<'a>(gazetteer: &'a Gazetteer<'_>, toponyms: &[Toponym]) -> Option<&'a str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for toponym in toponyms {
        if let Some(country) = toponym
            .best()
            .and_then(|best| gazetteer.place(best.place).country)
        {
            *counts.entry(country).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))
        .map(|(country, _)| country)
}
