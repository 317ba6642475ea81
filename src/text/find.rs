//! Finding words in a text whatever their case, accents and punctuation.

use super::{
    Span, fold,
    tokens::{Token, TokenKind, tokens},
};

/// How much of the text is shown before and after what was found, in bytes at most.
const CONTEXT: usize = 60;

/// A text made ready for being searched; making it takes time with the text's length, and so does a
/// search, but a thousand times less.
#[derive(Clone, Debug, Default)]
pub struct Searchable {
    /// The words of the text, folded, a space between them.
    folded: String,
    /// Where each word that folds to something begins: in the folded text, and its span in the
    /// text itself.
    words: Vec<(usize, Span)>,
}

/// Words that were found, with the text around them, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub span: Span,
    pub before: String,
    pub words: String,
    pub after: String,
}

impl Searchable {
    #[must_use]
    pub fn of(text: &str) -> Self {
        let tokens = tokens(text);
        let mut made = Self::default();
        for (at, token) in tokens.iter().enumerate() {
            let folded = fold(token.of(text));
            if folded.is_empty() {
                continue;
            }
            if !made.folded.is_empty() && !continues_a_word(text, &tokens[..=at]) {
                made.folded.push(' ');
            }
            made.words.push((made.folded.len(), token.span));
            made.folded.push_str(&folded);
        }
        made
    }

    /// Where the words of a question stand one after the other, the last of them perhaps only by
    /// its beginning; whole words of the text in reading order, at most `limit` places.
    #[must_use]
    pub fn find(&self, question: &str, limit: usize) -> Vec<Span> {
        let wanted = Self::of(question).folded;
        if wanted.is_empty() {
            return Vec::new();
        }
        let starts_word = |at: &usize| *at == 0 || self.folded.as_bytes()[at - 1] == b' ';
        self.folded
            .match_indices(&wanted)
            .map(|(at, _)| at)
            .filter(starts_word)
            .take(limit)
            .filter_map(|at| {
                let (_, first) = self.word_at(at)?;
                let (_, last) = self.word_at(at + wanted.len() - 1)?;
                Some(Span::new(first.start, last.end))
            })
            .collect()
    }

    /// The word that a byte of the folded text belongs to.
    fn word_at(&self, at: usize) -> Option<(usize, Span)> {
        let after = self.words.partition_point(|(start, _)| *start <= at);
        self.words.get(after.checked_sub(1)?).copied()
    }
}

/// Whether the last of these tokens is one word with the one before it for somebody who looks for
/// them: "Kenya’s", and "U.S.", which is "us" without its full stops.
fn continues_a_word(text: &str, tokens: &[Token]) -> bool {
    match tokens {
        [.., last] if last.kind == TokenKind::Possessive => last.glued,
        [.., first, stop, last] => {
            let is_word = |token: &Token| token.kind == TokenKind::Word;
            let joined = stop.glued && last.glued && stop.of(text) == ".";
            joined && is_word(first) && is_word(last)
        }
        _ => false,
    }
}

/// What was found in `text` at `span`, with as much around it as a line holds.
#[must_use]
pub fn passage(text: &str, span: Span) -> Passage {
    let line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    // What stands around words belongs to what stands around them: quotation marks, commas.
    let found = &text[span.start..span.end];
    let kept = found.trim_matches(|c: char| !c.is_alphanumeric());
    let start = span.start + found.find(kept).unwrap_or(0);
    let span = Span::new(start, start + kept.len());
    let mut from = span.start.saturating_sub(CONTEXT);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (span.end + CONTEXT).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let (before, after) = (&text[from..span.start], &text[span.end..to]);
    // Of the paragraph alone, and no piece of a word at either end.
    let (before, cut) = match (before.rsplit_once('\n'), from) {
        (Some((_, rest)), _) => (rest, false),
        (None, 0) => (before, false),
        (None, _) => (before.split_once(' ').map_or("", |(_, rest)| rest), true),
    };
    let (after, cut_after) = match after.split_once('\n') {
        Some((rest, _)) => (rest, false),
        None if to == text.len() => (after, false),
        None => (after.rsplit_once(' ').map_or("", |(rest, _)| rest), true),
    };
    let spaced = |edge: bool| if edge { " " } else { "" };
    let mark = |cut: bool| if cut { "…" } else { "" };
    let ends = before.ends_with(char::is_whitespace) && !line(before).is_empty();
    Passage {
        span,
        before: format!("{}{}{}", mark(cut), line(before), spaced(ends)),
        words: line(kept),
        after: format!(
            "{}{}{}",
            spaced(after.starts_with(char::is_whitespace)),
            line(after),
            mark(cut_after)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Flood at Łódź\n\nThe river rose near Łódź-Widzew, “Ivan said”; O’Brien \
        left. River boats stopped.\nThe rivers are high, and the party is over.";

    fn found(question: &str) -> Vec<&str> {
        let spans = Searchable::of(TEXT).find(question, 10);
        spans
            .into_iter()
            .map(|span| &TEXT[span.start..span.end])
            .collect()
    }

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        assert_eq!(found("lodz"), ["Łódź", "Łódź"]);
        assert_eq!(found("ŁÓDŹ Widzew"), ["Łódź-Widzew"]);
        assert_eq!(found("widzew ivan"), ["Widzew, “Ivan"]);
        assert_eq!(found("obrien"), ["O’Brien"]);
        assert_eq!(found("RIVER"), ["river", "River", "rivers"]);
    }

    #[test]
    fn a_question_is_cut_as_the_text_is() {
        let text = "The U.S. fleet lay 10km off Kenya’s coast.";
        let found = |question: &str| {
            let spans = Searchable::of(text).find(question, 10);
            let found = spans.into_iter().map(|span| &text[span.start..span.end]);
            found.collect::<Vec<_>>()
        };
        assert_eq!(found("us fleet"), ["U.S. fleet"]);
        assert_eq!(found("U.S."), ["U.S"]);
        assert_eq!(found("10 km"), ["10km"]);
        assert_eq!(found("10km"), ["10km"]);
        assert_eq!(found("kenyas"), ["Kenya’s"]);
        assert_eq!(found("kenya"), ["Kenya"]);
        assert_eq!(found("kenya's coast"), ["Kenya’s coast"]);
    }

    #[test]
    fn words_are_found_by_their_beginnings_and_over_the_ends_of_lines() {
        assert_eq!(found("art"), [""; 0], "not within “party”");
        assert_eq!(found("river b"), ["River boats"]);
        assert_eq!(found("stopped the riv"), ["stopped.\nThe rivers"]);
        assert_eq!(found("  "), [""; 0]);
        assert_eq!(found("no such words"), [""; 0]);
    }

    #[test]
    fn no_more_places_are_looked_for_than_are_wanted() {
        assert_eq!(Searchable::of(TEXT).find("river", 2).len(), 2);
    }

    #[test]
    fn a_passage_is_a_line_of_its_paragraph_with_what_was_found_in_it() {
        let span = Searchable::of(TEXT).find("ivan", 1)[0];
        let line = passage(TEXT, span);
        assert_eq!(line.words, "Ivan");
        assert_eq!(line.before, "The river rose near Łódź-Widzew, “");
        assert_eq!(line.after, " said”; O’Brien left. River boats stopped.");
        let long = "word ".repeat(60);
        let line = passage(&long, Span::new(150, 154));
        assert!(line.before.starts_with("…word") && line.before.ends_with("word "));
        assert!(line.after.starts_with(" word") && line.after.ends_with("word…"));
    }
}
