//! Reading credits out of the HTML that map files carry as their attribution.

use super::Credit;

/// The longest attribution read; the rest of a longer one is noise.
const MAX_LENGTH: usize = 10_000;

/// The credits in `html`: each link is one, and so is each piece of plain text between them that
/// has a letter or digit in it. Nothing but text and web addresses is taken over.
pub(super) fn credits_in(html: &str) -> Vec<Credit> {
    let mut credits = Vec::new();
    let mut text = String::new();
    let mut link = None;
    let mut rest = &html[..html.floor_char_boundary(MAX_LENGTH)];
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let Some(length) = rest[start..].find('>') else {
            rest = "";
            break;
        };
        let tag = &rest[start + 1..start + length];
        rest = &rest[start + length + 1..];
        let name = tag
            .split(|c: char| c.is_ascii_whitespace())
            .next()
            .unwrap_or_default();
        if name.eq_ignore_ascii_case("a") {
            credits.extend(credit(&mut text, None));
            link = href(tag);
        } else if name.eq_ignore_ascii_case("/a") {
            credits.extend(credit(&mut text, link.take()));
        } else {
            // A line break or a paragraph separates words.
            text.push(' ');
        }
    }
    text.push_str(rest);
    credits.extend(credit(&mut text, link));
    credits
}

/// The credit for the text collected so far, which is then empty.
fn credit(text: &mut String, url: Option<String>) -> Option<Credit> {
    let words = with_characters(&std::mem::take(text));
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let separators = [' ', '|', ',', ';', '·', '-', '–'];
    let words = words.trim_matches(separators).to_owned();
    words
        .contains(char::is_alphanumeric)
        .then_some(Credit { text: words, url })
}

/// The web address that the tag `a …` links to.
fn href(tag: &str) -> Option<String> {
    let start = tag.to_ascii_lowercase().find("href=")? + "href=".len();
    let value = tag.get(start..)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split(quote).next()?,
        None => value.split_ascii_whitespace().next()?,
    };
    let value = with_characters(value);
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| value.starts_with(scheme));
    web.then_some(value)
}

/// `text` with the character references that attributions use resolved.
fn with_characters(text: &str) -> String {
    [
        ("&copy;", "©"),
        ("&#169;", "©"),
        ("&nbsp;", " "),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (reference, character)| {
        text.replace(reference, character)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::credits_in;

    fn shown(html: &str) -> Vec<(String, Option<String>)> {
        credits_in(html)
            .into_iter()
            .map(|credit| (credit.text, credit.url))
            .collect()
    }

    #[test]
    fn links_become_credits_and_tags_vanish() {
        let html = r#"<a href="https://protomaps.com" target=_blank>Protomaps</a> &copy; <b>Open</b>
            <A HREF='https://www.openstreetmap.org/copyright?a=1&amp;b=2'>OpenStreetMap</A>"#;
        assert_eq!(
            shown(html),
            [
                (
                    "Protomaps".to_owned(),
                    Some("https://protomaps.com".to_owned())
                ),
                ("© Open".to_owned(), None),
                (
                    "OpenStreetMap".to_owned(),
                    Some("https://www.openstreetmap.org/copyright?a=1&b=2".to_owned())
                ),
            ]
        );
    }

    #[test]
    fn plain_text_is_one_credit_and_separators_are_none() {
        assert_eq!(shown("Natural Earth"), [("Natural Earth".to_owned(), None)]);
        assert_eq!(shown(" | <br> &nbsp; "), []);
        assert_eq!(
            shown("<a href=javascript:alert(1)>x</a>"),
            [("x".to_owned(), None)]
        );
    }

    proptest! {
        #[test]
        fn no_text_upsets_it(html in "[<>a/ href='\"&;©é]{0,60}") {
            for credit in credits_in(&html) {
                prop_assert!(!credit.text.is_empty());
            }
        }
    }
}
