//! The lines of YAML that many Markdown files begin with: only what says where a text comes from.

use super::{address::web_address, tidy::one_line};
use crate::text::Imprint;

/// The front matter of `text`, and what follows it. `None` if the text begins otherwise.
pub fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches('\u{feff}');
    let rest = text.strip_prefix("---")?;
    let rest = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        let end = line.trim_end();
        if matches!(end, "---" | "...") {
            return (at > 0).then(|| (&rest[..at], &rest[at + line.len()..]));
        }
        // A line between two rules that is none of YAML's shows that they are just rules.
        let is_yaml = end.is_empty()
            || end.starts_with([' ', '\t', '#', '-'])
            || end.split_once(':').is_some_and(|(key, value)| {
                !key.contains(' ') && (value.is_empty() || value.starts_with([' ', '\t']))
            });
        if !is_yaml {
            return None;
        }
        at += line.len();
    }
    None
}

/// What front matter tells of a text's origin.
pub fn imprint(yaml: &str) -> Imprint {
    let value = |keys: &[&str]| keys.iter().find_map(|key| value_of(yaml, key));
    Imprint {
        title: value(&["title", "headline"]),
        outlet: value(&["outlet", "publisher", "publication", "site", "site_name"]),
        author: value(&["author", "authors", "byline"]),
        url: value(&["url", "canonical", "canonical_url", "source", "link"])
            .and_then(|url| web_address(&url)),
        published: value(&["published", "date", "datePublished", "pubdate"]),
        ..Imprint::default()
    }
}

/// The value of a key at the outermost level: a word, a quoted text, or a list of such.
fn value_of(yaml: &str, wanted: &str) -> Option<String> {
    let mut lines = yaml.lines();
    let value = lines.by_ref().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim_matches('"')
            .eq_ignore_ascii_case(wanted)
            .then_some(value.trim())
    })?;
    let items: Vec<String> = if value.is_empty() {
        lines
            .map_while(|line| line.trim_start().strip_prefix("- "))
            .filter_map(scalar)
            .collect()
    } else if let Some(list) = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        list.split(',').filter_map(scalar).collect()
    } else {
        scalar(value).into_iter().collect()
    };
    (!items.is_empty()).then(|| items.join(", "))
}

fn scalar(value: &str) -> Option<String> {
    let value = value.trim();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => {
            let inner = &value[1..];
            let end = inner.rfind(quote).unwrap_or(inner.len());
            match quote {
                '"' => inner[..end].replace("\\\"", "\"").replace("\\\\", "\\"),
                _ => inner[..end].replace("''", "'"),
            }
        }
        // Texts over several lines, anchors, aliases and maps are not read.
        '|' | '>' | '&' | '*' | '{' => return None,
        _ => value.split(" #").next().unwrap_or_default().to_owned(),
    };
    let value = one_line(&value);
    (!value.is_empty() && value != "null" && value != "~").then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origin_is_read_and_nothing_is_made_up() {
        let yaml = "title: \"Flood: the \\\"worst\\\"\"\nauthors:\n  - A. Lind\n  - 'B. O''Hara'\n\
                    date: 2024-05-06 # as printed\nurl: https://example.org/flood\ntags: [a, b]\n";
        let read = imprint(yaml);
        assert_eq!(read.title.as_deref(), Some("Flood: the \"worst\""));
        assert_eq!(read.author.as_deref(), Some("A. Lind, B. O'Hara"));
        assert_eq!(read.published.as_deref(), Some("2024-05-06"));
        assert_eq!(read.url.as_deref(), Some("https://example.org/flood"));
        assert_eq!(read.outlet, None);
        assert_eq!(
            imprint("title: null\nurl: javascript:x\n"),
            Imprint::default()
        );
    }

    #[test]
    fn two_rules_are_not_front_matter() {
        assert_eq!(split("---\nA line of prose.\n---\n"), None);
        assert_eq!(split("---\n---\nText"), None);
        assert_eq!(split("---\ntitle: A\n"), None);
        assert_eq!(
            split("---\r\ntitle: A\r\n---\r\nText"),
            Some(("title: A\r\n", "Text"))
        );
    }
}
