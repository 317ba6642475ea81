//! Where sentences end: the one rule for it.

use std::ops::Range;

use super::{
    abbreviations::{Abbreviation, abbreviation},
    tokens::{Token, TokenKind},
};

/// Words that sentences begin with, in lower case and in order. With a capital they are names of
/// nothing.
const OPENERS: &[&str] = &[
    "a", "after", "all", "although", "among", "an", "and", "another", "any", "as", "at", "because",
    "before", "both", "but", "by", "despite", "during", "each", "even", "every", "few", "for",
    "from", "he", "her", "here", "his", "how", "however", "i", "if", "in", "instead", "it", "its",
    "many", "more", "most", "my", "neither", "no", "nor", "not", "now", "of", "on", "once", "one",
    "only", "or", "other", "others", "our", "over", "several", "she", "since", "so", "some",
    "still", "such", "that", "the", "their", "then", "there", "these", "they", "this", "those",
    "though", "through", "to", "under", "unless", "until", "we", "what", "when", "where",
    "whether", "which", "while", "who", "why", "with", "without", "yet", "you", "your",
];

/// How many words of a sentence are looked at, in how many tokens, to find one in lower case; in a
/// headline there is none.
const WORDS_AHEAD: usize = 3;
const TOKENS_AHEAD: usize = 8;

/// A quotation mark or two, a bracket and a dash may stand before the first word of a sentence.
const MOST_OPENING_MARKS: usize = 4;

/// The longest Roman number that counts the sections of a text: "XVIII."
const LONGEST_ROMAN: usize = 5;

/// Whether sentences begin with this word, which is in lower case.
#[must_use]
pub fn is_opener(word: &str) -> bool {
    OPENERS.binary_search(&word).is_ok()
}

/// The sentences of a text as ranges of its tokens, in order. Every token is in one of them.
///
/// A sentence ends with its line, before a bullet, and at `.`, `!`, `?` or `…`, closing quotation
/// marks and brackets included, when white space follows and then something that can begin a
/// sentence. The full stop of an abbreviation or of initials ends none. Only an abbreviation that
/// may stand anywhere ends one, and only before a word that sentences begin with.
#[must_use]
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..=tokens.len() {
        if at == tokens.len() || begins_at(text, tokens, at) {
            found.push(start..at);
            start = at;
        }
    }
    found
}

/// Whether a sentence begins at a token that is not the first.
fn begins_at(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if token.line_start || token.glued {
        return token.line_start;
    }
    if token.kind == TokenKind::Mark && is_bullet(token.of(text)) {
        return true;
    }
    match end_before(text, tokens, at) {
        None => false,
        Some(End::Marks) => can_begin(text, token),
        Some(End::Stop(stop)) => {
            can_begin(text, token) && !belongs_to_a_word(text, tokens, stop, at)
        }
    }
}

/// What ends a sentence.
enum End {
    /// A full stop alone, at this index.
    Stop(usize),
    /// Other marks, or several of them.
    Marks,
}

/// The end of a sentence that stands just before a token, if any does.
fn end_before(text: &str, tokens: &[Token], at: usize) -> Option<End> {
    let mut end = None;
    for index in (0..at).rev() {
        let token = &tokens[index];
        if token.kind != TokenKind::Mark {
            break;
        }
        match token.of(text) {
            "." if end.is_none() => end = Some(End::Stop(index)),
            "." | "!" | "?" | "…" => end = Some(End::Marks),
            closing if is_closing(closing) => {}
            _ => break,
        }
        if !token.glued {
            break;
        }
    }
    end
}

/// Whether a full stop, behind which something follows at `next`, is a part of the word before it
/// and ends no sentence.
fn belongs_to_a_word(text: &str, tokens: &[Token], stop: usize, next: usize) -> bool {
    let Some(at) = stop.checked_sub(1).filter(|_| tokens[stop].glued) else {
        return false;
    };
    let token = &tokens[at];
    let word = token.of(text);
    // "1. Fire", "IV. Fire", "b. Fire": a list.
    if token.line_start && counts_sections(token.kind, word) {
        return true;
    }
    if token.kind != TokenKind::Word {
        return false;
    }
    let opens = || opens_sentence(text, tokens, next);
    if let Some(abbreviation) = abbreviation(text, tokens, at) {
        return abbreviation == Abbreviation::Leads || !opens();
    }
    if let Some(whole) = with_stops_inside(text, tokens, at) {
        return matches!(whole, "e.g" | "E.g" | "i.e" | "I.e") || !opens();
    }
    // "Class 3A." is no initial.
    if token.glued && at > 0 && tokens[at - 1].kind == TokenKind::Number {
        return false;
    }
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        // "A. Smith"
        (Some(letter), None) if letter.is_uppercase() => true,
        // "c. 1850"
        (Some(_), None) => tokens[next].kind == TokenKind::Number,
        _ => has_only_consonants(word) && !opens(),
    }
}

/// Whether something at the beginning of a line is the number or letter of a section.
fn counts_sections(kind: TokenKind, word: &str) -> bool {
    let is_roman = |word: &str| {
        word.len() <= LONGEST_ROMAN && word.bytes().all(|letter| b"IVXLC".contains(&letter))
    };
    match kind {
        TokenKind::Number => true,
        TokenKind::Word => word.chars().count() == 1 || is_roman(word),
        TokenKind::Possessive | TokenKind::Mark => false,
    }
}

/// "U.S", "p.m", "Ph.D", of which the word at `at` is the end: one or two letters on both sides of
/// a full stop.
fn with_stops_inside<'a>(text: &'a str, tokens: &[Token], at: usize) -> Option<&'a str> {
    let first = at.checked_sub(2)?;
    let [before, stop, after] = &tokens[first..=at] else {
        return None;
    };
    let short =
        |token: &Token| token.kind == TokenKind::Word && token.of(text).chars().count() <= 2;
    let joined = stop.glued && after.glued && stop.of(text) == ".";
    (joined && short(before) && short(after)).then(|| &text[before.span.start..after.span.end])
}

/// "Cllr", "Bhd": words that cannot be spoken are short for others, listed or not.
fn has_only_consonants(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_uppercase())
        && (2..=5).contains(&word.len())
        && word[1..].bytes().all(|letter| letter.is_ascii_lowercase())
        && !word.contains(|letter: char| "aeiouyAEIOUY".contains(letter))
}

/// Whether the text that begins at `at` is surely a sentence: one of the words that sentences begin
/// with, and soon a word in lower case.
fn opens_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    let here = &tokens[at..];
    let marks = here.iter().take(MOST_OPENING_MARKS);
    let marks = marks
        .take_while(|token| token.kind == TokenKind::Mark)
        .count();
    let Some((first, rest)) = here.get(marks..).and_then(<[Token]>::split_first) else {
        return false;
    };
    if !first.capital {
        return false;
    }
    let word = first.of(text).to_lowercase();
    // "They’re"
    let word = word.split(['\'', '’']).next().unwrap_or_default();
    let rest = rest.iter().take(TOKENS_AHEAD);
    let rest = rest.take_while(|token| !token.line_start);
    let words = rest.filter(|token| token.kind == TokenKind::Word);
    let mut words = words.take(WORDS_AHEAD);
    is_opener(word) && words.any(|token| is_in_lower_case(text, token))
}

fn is_in_lower_case(text: &str, token: &Token) -> bool {
    token.kind == TokenKind::Word && token.of(text).starts_with(char::is_lowercase)
}

/// Whether a sentence may begin with this token, after a mark that ends sentences.
fn can_begin(text: &str, token: &Token) -> bool {
    match token.kind {
        TokenKind::Word => !is_in_lower_case(text, token),
        TokenKind::Number => true,
        TokenKind::Possessive => false,
        TokenKind::Mark => !matches!(
            token.of(text),
            "," | ";" | ":" | "." | "!" | "?" | "…" | ")" | "]" | "}" | "%" | "/"
        ),
    }
}

/// What may stand between the mark that ends a sentence and the white space after it. Quotation
/// marks that open in one language close in another.
fn is_closing(mark: &str) -> bool {
    matches!(
        mark,
        "\"" | "'" | "“" | "”" | "‘" | "’" | "«" | "»" | "‹" | "›" | ")" | "]" | "}"
    )
}

fn is_bullet(mark: &str) -> bool {
    matches!(mark, "•" | "‣" | "▪" | "◦" | "●")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::TokenisedText;

    fn split(text: &str) -> Vec<&str> {
        let spans = TokenisedText::of(text).sentence_spans();
        spans
            .into_iter()
            .map(|span| &text[span.start..span.end])
            .collect()
    }

    /// Sentences with a bar where one ends and the next begins.
    #[track_caller]
    fn check(cases: &[&str]) {
        for case in cases {
            let text = case.replace(" | ", " ");
            assert_eq!(split(&text).join(" | "), *case);
        }
    }

    #[test]
    fn an_abbreviation_before_a_name_does_not_end_a_sentence() {
        check(&[
            "They met Capt. Smith and Lt. Col. Jones. | Both left.",
            "He climbed Mt. Kenya with Dr. Rao, Sgt. Maj. Lee and Rev. Okello. | It rained.",
            "Snow fell on St. Louis and on Ft. Worth. | Trains stopped.",
            "Cllr. Khan and Ptl. Moss agreed.",
            "WOMEN OF ST. LOUIS MARCH ON GEN. SMITH",
        ]);
    }

    #[test]
    fn an_abbreviation_before_a_number_does_not_end_a_sentence() {
        check(&[
            "It opened on Sept. 12 and closed on Feb. 2. | Nobody came.",
            "No. 5 lies approx. 5 km away, vol. 3 says. | See fig. 4, pp. 10 and ca. 1900.",
            "She kept bees c. 1850 in Bldg. 4 on Rte. 66.",
            "FIRE ON SEPT. 12 IN UNIT NO. 5",
        ]);
        check(&[
            "Is he right? | No. | Nobody is.",
            "We saw the sun. | It set.",
        ]);
    }

    #[test]
    fn what_may_stand_anywhere_ends_a_sentence_before_a_word_that_opens_one() {
        check(&[
            "Acme Inc. said so. | It sued Acme Inc. | The court agreed.",
            "A mill in Fresno, Calif. | He built it.",
            "They flew to the U.S. | In May they came back.",
            "The U.S. Senate met at 5 p.m. Monday. | It rose at 9 p.m. | They were tired.",
            "He holds a Ph.D. | “The work was hard,” he said.",
            "She moved to Washington, D.C. | It’s far.",
            "Pay J. Smith Jr. | They’re waiting.",
            "It lies in Paducah, Ky. | The LST-9 came at 10 a.m. | On Monday, Li left.",
        ]);
    }

    #[test]
    fn what_may_stand_anywhere_ends_no_sentence_before_other_words() {
        check(&[
            "Acme Corp. Chairman Lee left Boston, Mass. Mayor Ruiz stayed.",
            "Roads, bridges, etc. Rivers rose.",
            "Sen. Ann Lee (D-Calif.) Tuesday said no.",
            "It is far, e.g. Paris vs. London, i.e. The Hague.",
            "Germany Asks U.S. To Send Relief Planes",
        ]);
    }

    #[test]
    fn initials_and_decimal_points_do_not_end_a_sentence() {
        check(&[
            "It fell 6.2 miles away. | Gen. A. Smith said “No.” | Then it ended",
            "George W. Bush and J.R.R. Tolkien met in the U. S. Senate.",
            "Visit example.com today. | It was 1.5.2024.",
            "They play in Class 3A. | Teams of 4B. | They lost.",
        ]);
    }

    #[test]
    fn quotes_brackets_and_several_marks_end_with_their_sentence() {
        check(&[
            "“Why?” | She asked twice. | (He did not.) | ‘Yes!’ | Well… | Then what?!",
            "“Why?” she asked. | Wait... | Nothing came.",
            "It stopped . . . and went on. | Go!",
            "„Es brennt.“ | Sie lief. | «Non.» | Elle part.",
        ]);
    }

    #[test]
    fn a_line_and_a_bullet_end_a_sentence_whatever_stands_there() {
        assert_eq!(
            split("Fire in Hull\nit burns\r\n\r\non"),
            ["Fire in Hull", "it burns", "on"]
        );
        assert_eq!(split("• Oslo • bread"), ["• Oslo", "• bread"]);
    }

    #[test]
    fn the_number_of_a_section_belongs_to_what_follows() {
        check(&[
            "1. Fire spread. | Rain fell.",
            "IV. Results",
            "b. Two towns",
        ]);
        check(&[
            "It was in 1999. | Rain fell.",
            "So did Henry II. | Rain fell.",
        ]);
    }

    #[test]
    fn an_empty_text_has_no_sentences() {
        assert!(split("").is_empty());
        assert!(split(" \n ").is_empty());
    }

    #[test]
    fn the_list_can_be_searched() {
        assert!(OPENERS.is_sorted());
    }

    #[test]
    fn the_time_taken_grows_with_the_text_alone() {
        for unit in ["U.S. ", "U.S.", ". ", ".", "St. ", "“‘(", "? The "] {
            let text = unit.repeat(400_000 / unit.len());
            let started = std::time::Instant::now();
            assert!(!split(&text).is_empty());
            assert!(started.elapsed().as_secs() < 10, "{unit}");
        }
    }

    proptest! {
        #[test]
        fn every_token_is_in_one_sentence(
            text in prop_oneof![
                "\\PC{0,200}",
                "([A-Z][a-z]{0,7}|the|,|\\.|!|”|\\(|St\\.|U\\.S\\.|No\\.|10|\n| |•){0,60}",
            ],
        ) {
            let tokens = crate::text::tokens::tokens(&text);
            let mut end = 0;
            for sentence in sentences(&text, &tokens) {
                prop_assert_eq!(sentence.start, end);
                prop_assert!(sentence.end > sentence.start);
                end = sentence.end;
            }
            prop_assert_eq!(end, tokens.len());
        }
    }
}
