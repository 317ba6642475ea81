//! Words that refer back to a place: "the city", "the region".

use std::{collections::HashMap, sync::Arc};

use super::{
    Toponym, ToponymKind,
    tokens::{Token, TokenKind},
};
use crate::{
    article::Span,
    gazetteer::{Gazetteer, PlaceId, PlaceKind},
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

/// The references of a text, each with the candidates of the toponym it refers to.
#[must_use]
pub fn references(
    gazetteer: &Gazetteer,
    text: &str,
    tokens: &[Token],
    toponyms: &[Toponym],
) -> Vec<Toponym> {
    let word = |token: &Token| &text[token.span.start..token.span.end];
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
        // What the article names most is what it means by "the city"; among equals the latest.
        let antecedent = toponyms[before.saturating_sub(REACH)..before]
            .iter()
            .filter(|toponym| toponym.kind == ToponymKind::Place)
            .filter_map(|toponym| Some((toponym, toponym.best()?.place)))
            .filter(|(_, place)| refers_to(word(noun), gazetteer.place(*place).kind))
            .max_by_key(|(toponym, place)| (named.get(place), toponym.span.start));
        if let Some((antecedent, _)) = antecedent {
            references.push(Toponym {
                span,
                kind: ToponymKind::Reference,
                recognised: antecedent.recognised * 0.8,
                candidates: Arc::clone(&antecedent.candidates),
                resolution: antecedent.resolution,
            });
        }
    }
    references
}
