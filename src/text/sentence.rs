//! Where sentences end, well enough to show a quote in its context.

use super::Span;

/// The sentences of one paragraph, as byte ranges into it.
///
/// A sentence ends at `.`, `!`, `?` or `…` (closing quotes and brackets included) when white
/// space and then something other than a lower-case letter follows, and the word before the stop
/// is not a single letter ("U. S."), a common title, or short for a word that figures follow.
pub fn sentences(paragraph: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = paragraph.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next_at, next)) = chars.peek() {
            if !matches!(
                next,
                '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '.' | '!' | '?'
            ) {
                break;
            }
            end = next_at + next.len_utf8();
            chars.next();
        }
        let rest = &paragraph[end..];
        let follows = rest.trim_start();
        let separated = follows.len() < rest.len();
        let ends = separated
            && !follows.starts_with(char::is_lowercase)
            && !(end == at + 1 && c == '.' && abbreviated(&paragraph[start..at]));
        if ends {
            found.push(Span::new(start, end));
            start = paragraph.len() - follows.len();
        }
    }
    if start < paragraph.len() {
        found.push(Span::new(start, paragraph.len()));
    }
    found
}

fn abbreviated(before: &str) -> bool {
    const SHORT: [&str; 19] = [
        "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Sgt", "Sen", "Rep", "Gov", "St",
        "No", "approx", "ca", "est", "pop", "Pop",
    ];
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    SHORT.contains(&word) || (word.chars().count() == 1 && word.chars().all(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::sentences;

    fn split(text: &str) -> Vec<&str> {
        sentences(text)
            .into_iter()
            .map(|span| &text[span.start..span.end])
            .collect()
    }

    #[test]
    fn a_decimal_point_and_initials_do_not_end_a_sentence() {
        assert_eq!(
            split("It fell 6.2 miles away. Gen. A. Smith said “No.” Then it ended"),
            [
                "It fell 6.2 miles away.",
                "Gen. A. Smith said “No.”",
                "Then it ended"
            ]
        );
    }

    #[test]
    fn an_empty_paragraph_has_no_sentences() {
        assert!(sentences("").is_empty());
    }
}
