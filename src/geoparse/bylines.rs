//! Who wrote an article, in a line of its own: "By Victoria Santa Cruz and Paris Whitfield". These are no places.

use super::{name_tokens::NameToken, recognise::RecognisedName};

/// A byline has at most so many tokens.
const LONGEST: usize = 12;

/// Leave out the mentions that stand in a byline, before its first word in lower case that is not "and":
/// "By Paris Whitfield in London" was written in London.
pub fn leave_out(text: &str, tokens: &[NameToken], mentions: &mut Vec<RecognisedName>) {
    mentions.retain(|mention| !is_in_byline(text, tokens, mention));
}

fn is_in_byline(text: &str, tokens: &[NameToken], mention: &RecognisedName) -> bool {
    let word = |at: usize| &text[tokens[at].span.start..tokens[at].span.end];
    let first = mention.start.saturating_sub(LONGEST);
    let Some(start) = (first..mention.start)
        .rev()
        .find(|&at| tokens[at].line_start)
    else {
        return false;
    };
    let names = |at: usize| tokens[at].capital || matches!(word(at), "and" | "," | "&" | ".");
    // A sentence may begin with "By" too: "By Tuesday, Paris was calm."
    let end = (mention.end..tokens.len())
        .find(|&at| tokens[at].line_start)
        .unwrap_or(tokens.len());
    let is_sentence = end - start > LONGEST || word(end - 1) == ".";
    matches!(word(start), "By" | "BY") && !is_sentence && (start..mention.start).all(names)
}

#[cfg(test)]
mod tests {
    use crate::geoparse::{Context, parse};

    fn found(text: &str) -> Vec<&str> {
        let parsed = parse(text, &Context::default());
        let toponyms = parsed.toponyms.iter();
        toponyms
            .map(|toponym| &text[toponym.span.start..toponym.span.end])
            .collect()
    }

    #[test]
    fn those_who_wrote_it_are_no_places() {
        assert_eq!(
            found(
                "Floods in Sylhet\nBy Victoria Santa Cruz and Paris Whitfield\n\nRain fell in Dhaka."
            ),
            ["Sylhet", "Dhaka"]
        );
    }

    #[test]
    fn where_it_was_written_is_one_and_sentences_are_none() {
        assert_eq!(
            found("By Paris Whitfield in London\n\nRain fell."),
            ["London"]
        );
        assert!(found("By Friday, people in Paris were calm.").contains(&"Paris"));
    }
}
