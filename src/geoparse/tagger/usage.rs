//! How a word is used elsewhere in the article: after "in", after a title, before "said".

use super::lexicon::Lexicon;
use crate::{
    geoparse::{hints::Hint, name_tokens::NameToken},
    text::TokenKind,
};

/// Words after which a name is likely a place's.
const LOCATIVE: &[&str] = &[
    "across",
    "around",
    "at",
    "from",
    "in",
    "inside",
    "into",
    "near",
    "north",
    "outside",
    "south",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "west",
    "east",
    "within",
];

/// Words before a person's name.
const TITLES: &[&str] = &[
    "Adm.",
    "Archbishop",
    "Attorney",
    "Bishop",
    "Capt.",
    "Captain",
    "Cardinal",
    "Chairman",
    "Chancellor",
    "Chief",
    "Coach",
    "Col.",
    "Commissioner",
    "Councillor",
    "Councilman",
    "Councilwoman",
    "Cpl.",
    "Deputy",
    "Detective",
    "Dr",
    "Dr.",
    "Father",
    "Gen.",
    "General",
    "Gov.",
    "Governor",
    "Judge",
    "Justice",
    "King",
    "Lady",
    "Lord",
    "Lt.",
    "Maj.",
    "Mayor",
    "Minister",
    "Miss",
    "Mr",
    "Mr.",
    "Mrs",
    "Mrs.",
    "Ms",
    "Ms.",
    "Officer",
    "Pastor",
    "Pope",
    "President",
    "Prince",
    "Princess",
    "Principal",
    "Prof.",
    "Professor",
    "Queen",
    "Rep.",
    "Rev.",
    "Secretary",
    "Sen.",
    "Senator",
    "Sgt.",
    "Sheikh",
    "Sheriff",
    "Sir",
    "Sister",
    "Spokesman",
    "Spokeswoman",
    "Superintendent",
    "Supt.",
    "Trooper",
];

/// Words after a person's name.
const SPEECH: &[&str] = &[
    "added",
    "adds",
    "told",
    "said",
    "says",
    "asked",
    "who",
    "whose",
    "wrote",
    "testified",
];

/// Uses, as bits; all are below 1 << [`BITS`].
pub const BITS: u8 = 7;
const AFTER_PLACE_WORD: u8 = 1;
const AFTER_TITLE: u8 = 2;
const CHAINED: u8 = 4;
const SPEAKS: u8 = 8;
const LOWER: u8 = 16;
const AFTER_FIRST_NAME: u8 = 32;
const HEADED: u8 = 64;

/// The use of the token `at`, of which `lists` has the word lists that each token is in.
#[must_use]
pub fn usage(text: &str, tokens: &[NameToken], hints: &[Hint], lists: &[u8], at: usize) -> u8 {
    let word = |at: usize| &text[tokens[at].span.start..tokens[at].span.end];
    let token = &tokens[at];
    if token.kind != TokenKind::Word {
        return 0;
    }
    if !token.capital {
        return LOWER;
    }
    let mut bits = 0;
    let next = tokens.get(at + 1);
    if at > 0 && !token.line_start {
        let before = word(at - 1);
        if LOCATIVE.contains(&before) && !next.is_some_and(|next| next.capital) {
            bits |= AFTER_PLACE_WORD;
        }
        if tokens[at - 1].capital {
            if TITLES.binary_search(&before).is_ok() {
                bits |= AFTER_TITLE;
            } else if lists[at - 1] & Lexicon::GIVEN_NAME != 0 {
                bits |= AFTER_FIRST_NAME;
            }
        }
    }
    if let Some(next) = next {
        let following = word(at + 1);
        if following == ","
            && tokens.get(at + 2).is_some_and(|after| after.capital)
            && hints[at + 2].is_container()
        {
            bits |= CHAINED;
        }
        if next.kind == TokenKind::Word && SPEECH.contains(&following) {
            bits |= SPEAKS;
        }
        if matches!(
            following,
            "County" | "Parish" | "Province" | "Oblast" | "city" | "region"
        ) {
            bits |= HEADED;
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_titles_can_be_searched() {
        assert!(TITLES.is_sorted());
    }
}
