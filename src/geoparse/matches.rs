//! Every place where a name of the gazetteer stands in a text, overlapping ones included.

use super::{
    hints::{Hint, KindRank, NamePart},
    name_tokens::NameToken,
};
use crate::{
    gazetteer::{Gazetteer, NameForm, Named, PlaceKind},
    text::{Span, TokenKind, fold},
};

/// A run of tokens that is a name of the gazetteer.
#[derive(Clone, Debug)]
pub struct Match {
    /// Indices of tokens, `end` exclusive.
    pub start: usize,
    pub end: usize,
    /// What it may mean, weightiest first.
    pub names: Vec<Named>,
    pub rank: KindRank,
}

/// A name has at most so many tokens.
const LONGEST: usize = 8;

/// The words of a span of tokens.
#[must_use]
pub fn span_of(tokens: &[NameToken], start: usize, end: usize) -> Span {
    Span::new(tokens[start].span.start, tokens[end - 1].span.end)
}

/// All matches, in order of their start, longer ones first.
#[must_use]
pub fn matches(gazetteer: &Gazetteer, text: &str, tokens: &[NameToken]) -> Vec<Match> {
    let mut matches = Vec::new();
    for start in 0..tokens.len() {
        if tokens[start].capital {
            matches_at(gazetteer, text, tokens, start, &mut matches);
        }
    }
    matches
}

/// "UN" and "FAO" stand for no towns of those letters, unless the whole line shouts.
fn is_acronym(text: &str, tokens: &[NameToken], at: usize) -> bool {
    let capitals = |at: usize| {
        let span = tokens[at].span;
        let word = &text[span.start..span.end];
        tokens[at].capital && word.len() > 1 && !word.chars().any(char::is_lowercase)
    };
    let short = tokens[at].span.len() <= 4;
    let shouts = (at > 0 && capitals(at - 1)) || (at + 1 < tokens.len() && capitals(at + 1));
    short && capitals(at) && !shouts
}

fn matches_at(
    gazetteer: &Gazetteer,
    text: &str,
    tokens: &[NameToken],
    start: usize,
    into: &mut Vec<Match>,
) {
    let first = into.len();
    let word = |at: usize| &text[tokens[at].span.start..tokens[at].span.end];
    let abbreviated: Vec<Named> = gazetteer.abbreviation(word(start)).collect();
    let acronym = is_acronym(text, tokens, start);
    let mut walk = gazetteer.walk();
    for (end, token) in tokens.iter().enumerate().skip(start).take(LONGEST) {
        // A hyphen or a dash joins the words of a name; the index has a space for it.
        if token.kind == TokenKind::Mark {
            let joins = end > start && token.glued && matches!(word(end), "-" | "–" | "‑");
            if joins {
                continue;
            }
            break;
        }
        if end > start && token.line_start {
            break;
        }
        // "Cox's Bazar", "St. John's": the ending may belong to the name.
        let possessive = token.kind == TokenKind::Possessive;
        let goes_on = if possessive {
            walk.lengthen("s")
        } else {
            walk.step(&fold(word(end)))
        };
        if !goes_on {
            break;
        }
        let ends_well =
            token.capital || token.kind == TokenKind::Number || possessive && end > start + 1;
        if ends_well {
            let names: Vec<Named> = walk.names().into_iter().flatten().collect();
            let too_short = acronym && end == start;
            if !names.is_empty() && !too_short {
                into.push(Match {
                    start,
                    end: end + 1,
                    rank: names
                        .iter()
                        .map(|named| rank(gazetteer, *named))
                        .max()
                        .unwrap_or_default(),
                    names,
                });
            }
        }
    }
    if !abbreviated.is_empty() {
        // What it abbreviates comes before the towns that happen to be called so.
        let found = into[first..]
            .iter_mut()
            .find(|found| found.end == start + 1);
        if let Some(found) = found {
            found.names.splice(0..0, abbreviated);
            found.rank = KindRank::Abbreviation;
        } else {
            into.push(Match {
                start,
                end: start + 1,
                names: abbreviated,
                rank: KindRank::Abbreviation,
            });
        }
    }
    into[first..].reverse();
}

fn rank(gazetteer: &Gazetteer, named: Named) -> KindRank {
    if named.form == NameForm::Demonym {
        return KindRank::Demonym;
    }
    let place = gazetteer.place(named.place);
    // Among a million other spellings there is one for nearly every word: "South", "Middle".
    if named.form == NameForm::Alternate
        && !matches!(
            place.kind,
            PlaceKind::Country | PlaceKind::Territory | PlaceKind::Region
        )
        && place.population < 1_000_000
    {
        return KindRank::Village;
    }
    match place.kind {
        PlaceKind::Country | PlaceKind::Territory => KindRank::Country,
        PlaceKind::Admin1 => KindRank::State,
        PlaceKind::Admin2 => KindRank::County,
        PlaceKind::Continent | PlaceKind::Region => KindRank::Region,
        kind if kind.is_settlement() => match place.population {
            500_000.. => KindRank::Metropolis,
            50_000.. => KindRank::City,
            5_000.. => KindRank::Town,
            _ => KindRank::Village,
        },
        _ => KindRank::Water,
    }
}

/// What the gazetteer knows of each token: the longest name about it, and the weightiest of those.
#[must_use]
pub fn hints(tokens: &[NameToken], matches: &[Match]) -> Vec<Hint> {
    let mut hints = vec![Hint::default(); tokens.len()];
    let mut length = vec![0; tokens.len()];
    for found in matches {
        let size = found.end - found.start;
        for at in found.start..found.end {
            if (size, found.rank) <= (length[at], hints[at].rank) {
                continue;
            }
            length[at] = size;
            let part = match (at == found.start, at + 1 == found.end) {
                (true, true) => NamePart::Whole,
                (true, false) => NamePart::First,
                (false, true) => NamePart::Last,
                (false, false) => NamePart::Middle,
            };
            hints[at] = Hint {
                rank: found.rank,
                part,
            };
        }
    }
    hints
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{geoparse::name_tokens::name_tokens, text::TokenisedText};

    /// The words of every match, with what they rank as.
    fn found(text: &str) -> Vec<(&str, KindRank)> {
        let tokens = name_tokens(&TokenisedText::of(text));
        matches(Gazetteer::bundled(), text, &tokens)
            .iter()
            .map(|found| {
                let span = span_of(&tokens, found.start, found.end);
                (&text[span.start..span.end], found.rank)
            })
            .collect()
    }

    #[test]
    fn longer_names_come_before_the_shorter_ones_in_them() {
        let found = found("in New York City today");
        assert_eq!(found[0].0, "New York City");
        assert_eq!(found[1].0, "New York");
    }

    #[test]
    fn a_hyphen_and_a_possessive_do_not_hide_a_name() {
        let found = found("Guinea-Bissau’s coast");
        assert!(
            found.contains(&("Guinea-Bissau", KindRank::Country)),
            "{found:?}"
        );
    }

    #[test]
    fn abbreviations_count_as_written_and_acronyms_are_no_towns() {
        assert_eq!(found("U.S. us")[0], ("U.S.", KindRank::Abbreviation));
        assert!(found("the UN and the FAO met").is_empty());
        // A line that shouts has no acronyms.
        assert!(
            found("FLOOD IN OSLO")
                .iter()
                .any(|(words, _)| *words == "OSLO")
        );
    }

    #[test]
    fn the_longest_name_about_a_token_is_its_hint() {
        let text = "near New Zealand";
        let tokens = name_tokens(&TokenisedText::of(text));
        let hints = hints(&tokens, &matches(Gazetteer::bundled(), text, &tokens));
        assert_eq!(hints[0], Hint::default());
        assert_eq!(
            (hints[1].rank, hints[1].part),
            (KindRank::Country, NamePart::First)
        );
        assert_eq!(
            (hints[2].rank, hints[2].part),
            (KindRank::Country, NamePart::Last)
        );
    }
}
