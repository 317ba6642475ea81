//! What the words beside a name say of its place: "Pineville, La.", "Kursk region".

use super::{
    groups::{KindWord, Surroundings},
    name_tokens::NameToken,
    recognise::RecognisedName,
};

/// What stands beside each mention.
#[must_use]
pub fn surroundings(
    text: &str,
    tokens: &[NameToken],
    mentions: &[RecognisedName],
) -> Vec<Surroundings> {
    containers(text, tokens, mentions)
        .into_iter()
        .zip(kinds(text, tokens, mentions))
        .map(|(inside, kind)| Surroundings { inside, kind })
        .collect()
}

/// What the words beside each mention say of its kind: "Kursk region", "the city of Perth",
/// "Coffee, Dale and Pike counties", "the regions of Luhansk and Donetsk".
fn kinds(text: &str, tokens: &[NameToken], mentions: &[RecognisedName]) -> Vec<Option<KindWord>> {
    let word = |at: usize| &text[tokens[at].span.start..tokens[at].span.end];
    let listed = |a: &RecognisedName, b: &RecognisedName| {
        let between = a.end..b.start;
        !between.is_empty()
            && between.len() <= 2
            && between
                .into_iter()
                .all(|at| matches!(word(at), "," | "and" | "or" | "&"))
    };
    let mut kinds = vec![None; mentions.len()];
    let mut several = false;
    for (index, mention) in mentions.iter().enumerate().rev() {
        let after = (mention.end < tokens.len())
            .then(|| kind_word(word(mention.end)))
            .flatten()
            .or_else(|| apposition(text, tokens, mention.end))
            .or_else(|| nature(text, tokens, mention));
        let next = mentions.get(index + 1);
        kinds[index] = match (after, next) {
            (Some((kind, plural)), _) => {
                several = plural;
                Some(kind)
            }
            (None, Some(next)) if several && listed(mention, next) => kinds[index + 1],
            _ => {
                several = false;
                None
            }
        };
    }
    let mut several = false;
    for (index, mention) in mentions.iter().enumerate() {
        let start = mention.start;
        let before = (start > 1 && word(start - 1) == "of")
            .then(|| kind_word(word(start - 2)))
            .flatten();
        match before {
            Some((kind, plural)) => {
                several = plural;
                kinds[index] = kinds[index].or(Some(kind));
            }
            None if several && index > 0 && listed(&mentions[index - 1], mention) => {
                kinds[index] = kinds[index].or(kinds[index - 1]);
            }
            None => several = false,
        }
    }
    kinds
}

/// "The Tana River": the article and the last word of the name tell that it is no town.
fn nature(text: &str, tokens: &[NameToken], mention: &RecognisedName) -> Option<(KindWord, bool)> {
    let word = |at: usize| &text[tokens[at].span.start..tokens[at].span.end];
    let definite = mention.start > 0 && matches!(word(mention.start - 1), "the" | "The");
    // "The Tana River County", "the Swan River Valley"
    let goes_on = tokens.get(mention.end).is_some_and(|next| next.capital);
    let natural = mention.end > mention.start + 1
        && matches!(
            word(mention.end - 1),
            "River"
                | "Creek"
                | "Lake"
                | "Sea"
                | "Mountains"
                | "Hills"
                | "Desert"
                | "Ocean"
                | "Gulf"
                | "Peninsula"
                | "Strait"
        );
    (definite && natural && !goes_on).then_some((KindWord::Nature, false))
}

/// "Florida, a small village in …": what the words after the comma make of the name before it.
fn apposition(text: &str, tokens: &[NameToken], end: usize) -> Option<(KindWord, bool)> {
    let word = |at: usize| Some(&text[tokens.get(at)?.span.start..tokens.get(at)?.span.end]);
    let opens = word(end)? == "," && matches!(word(end + 1)?, "a" | "an");
    let kind = |at: usize| kind_word(word(at)?).filter(|(_, several)| !several);
    opens.then(|| (end + 2..end + 5).find_map(kind))?
}

/// The kind that a word tells, and whether it tells it of several.
fn kind_word(word: &str) -> Option<(KindWord, bool)> {
    let kind = match word {
        "region" | "oblast" | "province" | "state" | "prefecture" | "governorate" | "regions"
        | "oblasts" | "provinces" | "states" | "prefectures" | "governorates" => KindWord::Division,
        "county" | "parish" | "district" | "counties" | "parishes" | "districts" => {
            KindWord::County
        }
        "city" | "town" | "village" | "suburb" | "port" | "township" | "hamlet" | "cities"
        | "towns" | "villages" | "suburbs" => KindWord::Town,
        "republic" | "kingdom" => KindWord::Country,
        _ => return None,
    };
    Some((kind, word.ends_with('s')))
}

/// For each mention the mention that it is said to lie in, if the text says so by a comma or a bracket.
fn containers(text: &str, tokens: &[NameToken], mentions: &[RecognisedName]) -> Vec<Option<usize>> {
    let word = |at: usize| &text[tokens[at].span.start..tokens[at].span.end];
    let mut containers = vec![None; mentions.len()];
    for index in 1..mentions.len() {
        let (inner, outer) = (&mentions[index - 1], &mentions[index]);
        let between = inner.end..outer.start;
        let joined = match between.len() {
            // "Lagos in Nigeria"
            1 => matches!(word(inner.end), "," | "(" | "in"),
            // "Cork, in Ireland"
            2 => word(inner.end) == "," && matches!(word(inner.end + 1), "in"),
            _ => false,
        };
        if joined {
            containers[index - 1] = Some(index);
        }
    }
    containers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        geoparse::{ToponymKind, name_tokens::name_tokens},
        text::{Span, TokenisedText},
    };

    /// Mentions of the words that start with a capital and are no first word of a sentence.
    fn mentions(text: &str, tokens: &[NameToken]) -> Vec<RecognisedName> {
        let mut mentions = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            if token.capital && !token.sentence_start {
                mentions.push(RecognisedName {
                    start: at,
                    end: at + 1,
                    span: Span::new(token.span.start, token.span.end),
                    kind: ToponymKind::Place,
                    recognised: 1.0,
                    names: Vec::new(),
                });
            }
        }
        assert!(!text.is_empty());
        mentions
    }

    fn kinds_in(text: &str) -> Vec<Option<KindWord>> {
        let tokens = name_tokens(&TokenisedText::of(text));
        kinds(text, &tokens, &mentions(text, &tokens))
    }

    #[test]
    fn a_word_after_the_name_tells_its_kind_and_a_plural_that_of_a_list() {
        assert_eq!(
            kinds_in("He saw Coffee, Dale and Pike counties, and Perth city, and Rome."),
            [
                Some(KindWord::County),
                Some(KindWord::County),
                Some(KindWord::County),
                Some(KindWord::Town),
                None
            ]
        );
    }

    #[test]
    fn the_name_of_a_river_tells_that_it_is_one() {
        let kind = |text: &str, end: usize| {
            let tokens = name_tokens(&TokenisedText::of(text));
            let mut mention = mentions(text, &tokens).remove(0);
            mention.end = end;
            nature(text, &tokens, &mention).map(|(kind, _)| kind)
        };
        assert_eq!(
            kind("On the Tana River it rained.", 4),
            Some(KindWord::Nature)
        );
        assert_eq!(kind("On the Tana River County it rained.", 4), None);
        assert_eq!(kind("It rained in Fall River today.", 5), None);
    }

    #[test]
    fn a_word_before_the_name_tells_its_kind_too() {
        assert_eq!(
            kinds_in("In the regions of Luhansk and Donetsk and the city of Perth it rained."),
            [
                Some(KindWord::Division),
                Some(KindWord::Division),
                Some(KindWord::Town)
            ]
        );
    }

    #[test]
    fn a_comma_or_a_bracket_tells_the_container() {
        let text = "From Cork, Ireland, to Salem (Oregon) and Perth in Scotland and Rome.";
        let tokens = name_tokens(&TokenisedText::of(text));
        let mentions = mentions(text, &tokens);
        assert_eq!(
            containers(text, &tokens, &mentions),
            [Some(1), None, Some(3), None, Some(5), None, None]
        );
    }
}
