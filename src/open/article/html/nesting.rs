//! How deeply a page is nested, told before it is parsed: parsing takes time with the square of
//! the depth, and a few megabytes of opening tags would never end.

/// Pages nest some tens of elements. Tags that were forgotten to close add to that.
const DEEPEST: usize = 2000;

/// Elements that never have content, or that the next one of their kind closes.
const SHALLOW: [&str; 30] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot", "option",
    "optgroup", "rt", "rp", "html", "body",
];

/// Elements whose content is not markup.
const RAW: [&str; 8] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];

/// Whether more elements may be open at some place of `page` than any article needs.
pub fn is_too_deep(page: &str) -> bool {
    let mut rest = page;
    let mut depth = 0_usize;
    let mut in_drawing = false;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let closes = rest.starts_with('/');
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        let length = tag
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
            .unwrap_or(tag.len());
        let name = tag[..length].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        rest = &tag[length..];
        if name == "svg" {
            in_drawing = !closes;
        }
        if SHALLOW.contains(&name.as_str()) {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
            continue;
        }
        let attributes = rest.find('>').map_or(rest, |end| &rest[..end]);
        // Only in drawings does a slash close an element.
        if in_drawing && attributes.ends_with('/') {
            continue;
        }
        if RAW.contains(&name.as_str()) && !in_drawing {
            rest = after_raw(rest, &name);
            continue;
        }
        depth += 1;
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// What follows the end tag of `name`.
fn after_raw<'a>(text: &'a str, name: &str) -> &'a str {
    text.match_indices("</")
        .map(|(at, _)| &text[at + 2..])
        .find(|end| {
            end.get(..name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name))
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_what_is_open_and_not_what_there_is() {
        assert!(!is_too_deep(&"<div><p>A<br></div>".repeat(5000)));
        assert!(!is_too_deep(&"<li>A<td>B".repeat(5000)));
        assert!(!is_too_deep(&format!(
            "<svg>{}</svg>",
            "<path d='M0 0'/>".repeat(5000)
        )));
        assert!(!is_too_deep(&format!(
            "<script>{}</script>",
            "a<b;".repeat(5000)
        )));
        assert!(!is_too_deep(&"1 < 2 <> </ <!-- <div> -->".repeat(5000)));
        assert!(is_too_deep(&"<div>".repeat(5000)));
        assert!(is_too_deep(&"<b/>".repeat(5000)));
    }
}
