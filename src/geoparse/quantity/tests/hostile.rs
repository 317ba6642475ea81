//! What no text may do to the reader, however odd.

use proptest::prelude::*;

use super::*;

/// Text of what the reader looks for, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "10",
        "1,000",
        "½",
        "1/2",
        "one",
        "hundred",
        "and",
        "a",
        "half",
        "km",
        "miles",
        "square",
        "-",
        "–",
        "(",
        ")",
        "/",
        ",",
        ".",
        "to",
        "between",
        "from",
        "of",
        "within",
        "about",
        "or",
        "so",
        "north",
        "the",
        "city’s",
        "edge",
        "Pokrovsk",
        "population",
        "people",
        "said",
        "per",
        "hour",
        "\n",
        "é",
        "“",
        "m",
        "ft",
        "ha",
        "+",
        "million",
        "home",
        "with",
        "it",
    ]);
    let gap = prop::sample::select(vec!["", " ", "\u{a0}"]);
    prop::collection::vec((words, gap), 0..40).prop_map(|parts| {
        parts
            .into_iter()
            .fold(String::new(), |mut text, (word, gap)| {
                text.push_str(word);
                text.push_str(gap);
                text
            })
    })
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans_of_itself(text in prop_oneof![".*", hostile()]) {
        let found = quantities(&text);
        let mut end = 0;
        for quantity in &found {
            let mut spans = vec![quantity.span, quantity.figure];
            spans.extend(quantity.hedge.as_ref().map(|hedge| hedge.span));
            spans.extend(quantity.other.map(|other| other.span));
            spans.extend(quantity.said_by);
            match quantity.link {
                Link::AwayFrom {
                    target,
                    subject: Some(subject),
                    ..
                } => spans.extend([target, subject]),
                Link::AwayFrom { target, .. }
                | Link::Into { target }
                | Link::Of { target }
                | Link::In { target } => spans.push(target),
                Link::Between { from, to } => spans.extend([from, to]),
                Link::Aside { subject } => spans.push(subject),
                Link::Toward(_) | Link::Unstated => {}
            }
            for span in spans {
                prop_assert!(span.start < span.end, "{span:?}");
                prop_assert!(text.get(span.start..span.end).is_some(), "{span:?}");
            }
            prop_assert!(quantity.span.start >= end);
            prop_assert!(quantity.span.contains(quantity.figure));
            end = quantity.span.end;
            if let Some((low, high)) = quantity.value.values() {
                prop_assert!(low.is_finite() && high.is_finite());
            }
            prop_assert!(!in_words(quantity).is_empty());
        }
        prop_assert_eq!(found, quantities(&text));
    }
}

#[test]
fn the_time_taken_grows_with_the_text_alone() {
    // One sentence each, without an end; a quadratic search would take minutes.
    for unit in [
        "1 ",
        "1,",
        "one hundred and ",
        "about ",
        "10 km ",
        "10 km of ",
        "10 km (",
        "a half ",
        "1 000 ",
        "of 60,000 ",
        "population ",
        "Aa-",
        "said ",
        "north-",
        "U.S.",
        "9",
        "to 1 ",
    ] {
        let text = unit.repeat(200_000 / unit.len());
        let started = std::time::Instant::now();
        let found = quantities(&text);
        assert!(found.len() <= text.len());
        assert!(started.elapsed().as_secs() < 10, "{unit}");
    }
}
