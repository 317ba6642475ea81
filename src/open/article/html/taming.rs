//! What would cost the parser more time than any page is worth, taken out before it sees it: its time grows with
//! the square of a tag's attributes, and of the character references in a text.

use std::borrow::Cow;

/// No element of an article has more attributes. Those after them are left out.
const MOST_ATTRIBUTES: usize = 200;

/// Up to here character references cost nothing to speak of.
const FEW_REFERENCES: usize = 10_000;

/// More than this that stand for characters of the markup itself are in no article.
const MOST_REFERENCES: usize = 100_000;

/// The page without what costs too much; `None` where too much is left.
pub fn tame(page: &str) -> Option<Cow<'_, str>> {
    let page = without_excess_attributes(page);
    if count_references(&page) <= FEW_REFERENCES {
        return Some(page);
    }
    // Old pages in other scripts have each of their letters as a number.
    let page = with_numbers_as_characters(&page);
    (count_references(&page) <= MOST_REFERENCES).then_some(Cow::Owned(page))
}

fn count_references(page: &str) -> usize {
    page.matches('&').count()
}

fn without_excess_attributes(page: &str) -> Cow<'_, str> {
    let mut tamed = String::new();
    let mut kept_to = 0;
    let mut at = 0;
    while let Some(open) = page[at..].find('<') {
        at += open + 1;
        if let Some(comment) = page[at..].strip_prefix("!--") {
            at += 3 + comment.find("-->").unwrap_or(comment.len());
        } else if page[at..].starts_with(|first: char| first.is_ascii_alphabetic()) {
            let tag = tag(&page[at..]);
            if let Some(excess) = tag.excess {
                tamed.push_str(&page[kept_to..at + excess]);
                kept_to = at + tag.end;
            }
            at += tag.end;
        }
    }
    if kept_to == 0 {
        return Cow::Borrowed(page);
    }
    tamed.push_str(&page[kept_to..]);
    Cow::Owned(tamed)
}

/// Where a tag ends, at its “>”, and where the attributes begin that are too many.
struct Tag {
    end: usize,
    excess: Option<usize>,
}

fn tag(text: &str) -> Tag {
    let bytes = text.as_bytes();
    let mut excess = None;
    let mut attributes = 0;
    let space = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    let skip = |from: usize, while_: &dyn Fn(u8) -> bool| {
        let rest = &bytes[from..];
        from + rest.iter().take_while(|byte| while_(**byte)).count()
    };
    let mut at = skip(0, &|byte| !space(byte) && byte != b'>');
    loop {
        at = skip(at, &space);
        if at >= bytes.len() || bytes[at] == b'>' {
            return Tag { end: at, excess };
        }
        attributes += 1;
        if attributes > MOST_ATTRIBUTES {
            excess.get_or_insert(at);
        }
        // The first character belongs to the name, whatever it is.
        at = skip(at + 1, &|byte| !space(byte) && byte != b'>' && byte != b'=');
        let value = skip(at, &|byte| byte.is_ascii_whitespace());
        if bytes.get(value) != Some(&b'=') {
            continue;
        }
        at = skip(value + 1, &|byte| byte.is_ascii_whitespace());
        at = match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => {
                (skip(at + 1, &|byte| byte != quote) + 1).min(bytes.len())
            }
            _ => skip(at, &|byte| !byte.is_ascii_whitespace() && byte != b'>'),
        };
    }
}

/// Each reference by number as the character that it is, but for those that the markup is made of.
fn with_numbers_as_characters(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find("&#") {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let digits = rest[2..]
            .split(';')
            .next()
            .filter(|digits| digits.len() < 8);
        let character = digits.and_then(|digits| {
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            let character = char::from_u32(number.ok()?)?;
            let plain = !character.is_control() && !"<>&\"'".contains(character);
            plain.then_some((character, digits.len() + 3))
        });
        // Without its end a reference is left to the parser.
        if let Some((character, length)) = character.filter(|(_, length)| *length <= rest.len()) {
            text.push(character);
            rest = &rest[length..];
        } else {
            text.push_str("&#");
            rest = &rest[2..];
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_usual_page_is_left_as_it_is() {
        let page = "<!doctype html><p class=\"a > b\" id='c' hidden>1 &lt; 2 &#8211; <!-- <p a b> --> <br/>";
        assert!(matches!(tame(page), Some(Cow::Borrowed(same)) if same == page));
    }

    #[test]
    fn attributes_that_are_too_many_are_left_out_and_nothing_else() {
        let attributes: Vec<String> = (0..400).map(|n| format!(" a{n}=\"> {n}\"")).collect();
        let attributes = attributes.concat();
        let page = format!("<p{attributes}>Rain <b>fell</b>.</p>");
        let tamed = tame(&page).expect("a page");
        assert!(
            tamed.ends_with("a199=\"> 199\" >Rain <b>fell</b>.</p>"),
            "{tamed}"
        );
    }

    #[test]
    fn references_by_number_become_characters_and_those_of_the_markup_stay() {
        let page = "&#1050;&#x438;&#60;&#x3c;&#38;&#7;&amp;".repeat(3_000);
        let tamed = tame(&page).expect("a page");
        assert!(
            tamed.starts_with("Ки&#60;&#x3c;&#38;&#7;&amp;Ки"),
            "{}",
            &tamed[..60]
        );
        assert!(tame(&"&amp;".repeat(200_000)).is_none());
    }

    proptest! {
        #[test]
        fn any_text_is_tamed_without_a_panic(text in "[<>a-c =\"'/&#;x0-9é!-]{0,80}") {
            let tamed = without_excess_attributes(&text);
            prop_assert_eq!(tamed, text.as_str());
            let _ = with_numbers_as_characters(&text);
        }
    }
}
