//! Tidying a text copied from a page, without changing a word of it.

/// Lines trimmed, lines without words dropped, one blank line between paragraphs. Words,
/// apostrophes and repeated captions stay as they are; offsets are counted in the result.
#[must_use]
pub fn clean(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        // `trim` takes every White_Space character away, the no-break space among them.
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}'))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn lines_of_spaces_go_and_paragraphs_stand_apart() {
        assert_eq!(
            clean("\u{feff} A ’s \n\u{a0}\n\n\tB\r\nC"),
            "A ’s\n\nB\n\nC"
        );
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        let once = clean(" a\n b \n\n\n c ");
        assert_eq!(clean(&once), once);
    }
}
