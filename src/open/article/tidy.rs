//! The last step for every text: one way to write newlines and letters, and nothing invisible
//! that would come between a name and those who look for it.

use unicode_normalization::UnicodeNormalization as _;

use crate::text::clean;

/// `text` with newlines as `\n`, without control characters (tabs stay) and invisible ones, in
/// Unicode's composed form (NFC), with one blank line between paragraphs. Words are untouched.
/// Quotes are recorded in this form, so that they can be found again.
pub fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let kept = text.chars().filter_map(|c| match c {
        // Old Macs' newline, vertical tab, form feed, and Unicode's own separators.
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\n' | '\t' => Some(c),
        _ if c.is_control() || is_invisible(c) => None,
        _ => Some(c),
    });
    clean(&kept.nfc().collect::<String>())
}

/// `text` in one line, tidied: for titles and names.
pub fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    tidy(&words.join(" "))
}

/// Soft hyphens, spaces without width and marks that turn the direction of writing: a page may
/// have them within a word, and nobody sees them. The joiners that some scripts need stay.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{200b}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn newlines_of_all_systems_part_paragraphs() {
        assert_eq!(tidy("a\r\nb\rc\u{2028}d\u{85}e"), "a\n\nb\n\nc\n\nd\n\ne");
    }

    #[test]
    fn letters_are_composed_and_what_nobody_sees_is_gone() {
        assert_eq!(tidy("Pok\u{ad}rovsk\0 e\u{301}\u{202e}"), "Pokrovsk é");
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing(text in any::<String>()) {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once.clone());
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
