//! Plain text: lines that were broken to fit a width are joined, and a headline is recognised.

use super::{Extract, tidy::tidy};
use crate::text::Imprint;

/// A first line with more characters is no headline.
const LONGEST_TITLE: usize = 150;

/// Lines may be broken at this many characters; longer ones show that nobody broke them.
const WIDEST: usize = 100;

/// The paragraphs of a plain text. Of its origin only the title is known, and only if the first
/// line stands alone, is short and does not end as a sentence does.
pub fn read(text: &str) -> Extract {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let unbroken = if is_broken_to_width(&lines) {
        join(&lines)
    } else {
        text.clone()
    };
    let first = lines.iter().position(|line| !line.is_empty());
    let alone = first.is_some_and(|at| lines.get(at + 1).is_some_and(|next| next.is_empty()));
    let tidied = tidy(&unbroken);
    let title = tidied
        .split_once("\n\n")
        .map(|(first, _)| first)
        .filter(|first| {
            alone
                && first.chars().count() <= LONGEST_TITLE
                && !first.ends_with(['.', ',', ';', ':', '…'])
        });
    let imprint = Imprint {
        title: title.map(str::to_owned),
        ..Imprint::default()
    };
    Extract {
        text: tidied,
        imprint,
    }
}

/// Whether lines end where the next word did not fit, in a text whose paragraphs are parted by
/// blank lines.
fn is_broken_to_width(lines: &[&str]) -> bool {
    let length = |line: &str| line.chars().count();
    let widest = lines.iter().map(|line| length(line)).max().unwrap_or(0);
    if !(40..=WIDEST).contains(&widest) {
        return false;
    }
    let (mut full, mut inner) = (0_usize, 0_usize);
    for pair in lines.windows(2) {
        let Some(word) = pair[1].split_whitespace().next() else {
            continue;
        };
        if !pair[0].is_empty() {
            inner += 1;
            full += usize::from(length(pair[0]) + 1 + length(word) > widest);
        }
    }
    full >= 2 && full * 10 >= inner * 8
}

fn join(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut before = "";
    for line in lines {
        text.push_str(match (before.is_empty(), line.is_empty()) {
            (false, false) => " ",
            _ => "\n",
        });
        text.push_str(line);
        before = line;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_title_if_it_stands_alone_and_is_no_sentence() {
        let read = read("\nFlood at Lund\n\nThe water rose.");
        assert_eq!(read.imprint.title.as_deref(), Some("Flood at Lund"));
        assert_eq!(read.text, "Flood at Lund\n\nThe water rose.");
        for untitled in [
            "The water rose.\n\nIt fell.",
            "Flood at Lund\nThe water rose.",
            "Flood at Lund",
            &format!("{}\n\nText.", "long ".repeat(40)),
        ] {
            assert_eq!(super::read(untitled).imprint.title, None, "{untitled}");
        }
    }

    #[test]
    fn lines_broken_to_a_width_are_joined() {
        let text = "The water rose for two days and then began to\n\
                    fall, the mayor of New\u{20}Harbour said on Monday, but\n\
                    the road to the north is still under two metres\n\
                    deep mud.\n\n\
                    It opens on Friday.";
        let read = read(text);
        assert_eq!(read.text.lines().count(), 3, "{}", read.text);
        assert!(read.text.contains("began to fall, the mayor"));
    }

    #[test]
    fn lists_and_verses_keep_their_lines() {
        let text = "Closed today:\n\nthe bridge\nthe road to the northern villages of the county\nthe ferry";
        assert_eq!(read(text).text.split("\n\n").count(), 4);
    }
}
