//! Quotes in texts that were changed.

use proptest::prelude::*;

use super::*;
use crate::{quote::TextPositionSelector, text::Imprint};

fn article(text: &str) -> Article {
    Article::new(text.to_owned(), Imprint::default())
}

fn quote(article: &Article, words: &str) -> Evidence {
    let start = article.text().find(words).unwrap_or_default();
    Evidence::at(article, Span::new(start, start + words.len()))
}

#[test]
fn positions_count_code_points_not_bytes() {
    let article = article("Мыс’s gains");
    let evidence = quote(&article, "gains");
    assert_eq!(
        evidence.position,
        Some(TextPositionSelector { start: 6, end: 11 })
    );
    assert_eq!(evidence.quote.prefix, "Мыс’s ");
    assert_eq!(
        evidence.anchor(&article),
        Anchor::Exact(Span::new(11, 16)),
        "and come back as bytes"
    );
}

#[test]
fn a_quote_moves_with_its_context() {
    let before = article("The river rose. The town of Ash flooded; Ash was cut off.");
    let evidence = quote(&before, "Ash was cut");
    let after = article("Late on Monday the town of Ash flooded; Ash was cut off.");
    assert!(matches!(evidence.anchor(&after), Anchor::Moved(_)));
}

#[test]
fn words_that_occur_twice_without_telling_context_are_lost() {
    let text = article("Ash. Ash. Ash.");
    let evidence = Evidence {
        quote: TextQuoteSelector {
            exact: "Ash".to_owned(),
            ..TextQuoteSelector::default()
        },
        ..Evidence::default()
    };
    assert_eq!(evidence.anchor(&text), Anchor::Lost);
}

#[test]
fn a_wrong_position_is_never_trusted() {
    let text = article("Ash fell on the town.");
    let mut evidence = quote(&text, "Ash");
    evidence.position = Some(TextPositionSelector { start: 4, end: 8 });
    assert_eq!(evidence.anchor(&text), Anchor::Moved(Span::new(0, 3)));
    evidence.position = Some(TextPositionSelector {
        start: usize::MAX,
        end: 2,
    });
    assert_eq!(evidence.anchor(&text), Anchor::Moved(Span::new(0, 3)));
}

/// The words found for a quote in a changed text; `None` when they are lost.
fn after<'a>(before: &str, words: &str, text: &'a Article) -> Option<&'a str> {
    let evidence = quote(&article(before), words);
    evidence.anchor(text).span().map(|span| text.words(span))
}

#[test]
fn words_that_nearly_stay_the_same_are_found_and_known_as_others() {
    let before = "On Monday the column reached the harbour mole, officials said.";
    let text = article("On Monday the column reached the harbor mole, officials said.");
    let evidence = quote(&article(before), "reached the harbour mole");
    let Anchor::Moved(span) = evidence.anchor(&text) else {
        panic!("{:?}", evidence.anchor(&text));
    };
    assert_eq!(text.words(span), "reached the harbor mole");
    assert!(!evidence.is_verbatim(&text, span));
}

#[test]
fn words_found_approximately_are_whole_words() {
    let before = "Late at night the guards recaptured both towers and the gate by the river.";
    let text = article("Late at night the guards captured both towers and the gates by the river.");
    assert_eq!(
        after(before, "recaptured both towers and the gate", &text),
        Some("captured both towers and the gates")
    );
}

#[test]
fn a_number_that_changed_loses_the_quote() {
    let before = "The front is 10 km from the town and 100 km from the sea.";
    for (words, changed) in [
        (
            "10 km from the town",
            "The front is 12 km from the town and 100 km from the sea.",
        ),
        (
            "10 km from the town",
            "The front is 110 km from the town and 100 km from the sea.",
        ),
        (
            "10 km from the town",
            "The front is 10 m from the town and 100 km from the sea.",
        ),
        (
            "front is 10",
            "The front is 100 km from the town and 100 km from the sea.",
        ),
        (
            "front is 10",
            "The front is 10.5 km from the town and 100 km from the sea.",
        ),
    ] {
        assert_eq!(after(before, words, &article(changed)), None, "{changed}");
    }
}

#[test]
fn a_negation_that_came_or_went_loses_the_quote() {
    let before = "Officials say the garrison has left the island since then.";
    let words = "the garrison has left the island";
    for changed in [
        "Officials say the garrison has not left the island since then.",
        "Officials say the garrison hasn’t left the island since then.",
        "Officials say the garrison never left the island since then.",
    ] {
        assert_eq!(after(before, words, &article(changed)), None, "{changed}");
        assert_eq!(
            after(changed, "garrison", &article(before)),
            Some("garrison")
        );
    }
    let claim = "Reports say: has left the island since then.";
    let denied = article("Later reports say: has not left the island since then.");
    assert_eq!(
        after(claim, "left the island", &denied),
        None,
        "just before it"
    );
}

#[test]
fn a_name_is_not_taken_for_one_that_is_spelled_nearly_alike() {
    let before = "New sanctions against Iran were agreed on Friday.";
    let text = article("New sanctions against Iraq were agreed on Friday.");
    for words in ["Iran", "sanctions against Iran"] {
        assert_eq!(after(before, words, &text), None);
    }
    let text = article("Then the town of Ashford flooded, and all was cut off.");
    let before = "So the town of Ash flooded, and all was cut off.";
    assert_eq!(after(before, "Ash", &text), None, "nor for a part of one");
}

#[test]
fn places_that_fit_equally_well_are_no_place() {
    let before = "The old harbour mole was hit.";
    let twice = article("The old harbor mole was hit. The old harbor mole was hit.");
    assert_eq!(after(before, "old harbour mole", &twice), None);
}

#[test]
fn a_long_quote_needs_no_context() {
    let words = "the bridge over the northern channel was closed to all heavy vehicles";
    let before = format!("Yesterday, {words} until further notice.");
    let text = article(
        "An update. Officials wrote: the bridge over the northern channel was closed for all heavy vehicles!",
    );
    assert_eq!(
        after(&before, words, &text),
        Some("the bridge over the northern channel was closed for all heavy vehicles")
    );
}

proptest! {
    #[test]
    fn every_span_of_every_text_is_found_again(
        text in "\\PC{0,400}", from: prop::sample::Index, to: prop::sample::Index,
    ) {
        let article = article(&text);
        let boundaries: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (from, to) = (*from.get(&boundaries), *to.get(&boundaries));
        let (start, end) = (from.min(to), from.max(to));
        prop_assume!(start < end);
        let evidence = Evidence::at(&article, Span::new(start, end));
        prop_assert_eq!(evidence.anchor(&article), Anchor::Exact(Span::new(start, end)));
    }

    #[test]
    fn any_selector_on_any_text_gives_words_that_are_there(
        text in "\\PC{0,80}", exact in "\\PC{0,6}", start in 0usize..99, end in 0usize..99,
    ) {
        let article = article(&text);
        let evidence = Evidence {
            quote: TextQuoteSelector { exact: exact.clone(), ..TextQuoteSelector::default() },
            position: Some(TextPositionSelector { start, end }),
            ..Evidence::default()
        };
        if let Some(span) = evidence.anchor(&article).span() {
            prop_assert_eq!(article.words(span), exact);
        }
    }

    #[test]
    fn a_text_put_before_moves_every_quote(
        text in "[A-Za-z ,.]{40,200}", more in "[A-Z][a-z ]{0,60}\\.\n\n",
        from: prop::sample::Index, length in 1_usize..30,
    ) {
        let before = article(&text);
        let start = from.index(text.len());
        let end = (start + length).min(text.len());
        let evidence = Evidence::at(&before, Span::new(start, end));
        let after = article(&format!("{more}{text}"));
        let span = Span::new(start + more.len(), end + more.len());
        match evidence.anchor(&after) {
            Anchor::Moved(found) => prop_assert_eq!(found, span),
            Anchor::Exact(found) => prop_assert_eq!(after.words(found), after.words(span)),
            // The same context in two places, or letters that became part of a word.
            Anchor::Lost => {}
        }
    }

    #[test]
    fn arbitrary_texts_and_quotes_never_panic(
        text in "\\PC{0,120}", exact in "\\PC{0,40}", prefix in "\\PC{0,9}",
        suffix in "\\PC{0,9}", start in 0_usize..150, length in 0_usize..50,
    ) {
        let article = article(&text);
        let evidence = Evidence {
            quote: TextQuoteSelector { exact, prefix, suffix },
            position: Some(TextPositionSelector { start, end: start + length }),
            ..Evidence::default()
        };
        if let Some(span) = evidence.anchor(&article).span() {
            prop_assert!(!article.words(span).is_empty());
        }
    }

    #[test]
    fn a_changed_text_never_changes_a_number_of_a_quote(
        words in "[a-z]{3,9} [a-z]{3,9}", old in 0_u32..2000, new in 0_u32..2000,
    ) {
        let text = |number: u32| format!("It was said that {words} {number} kilometres away from us.");
        let before = article(&text(old));
        let after = article(&text(new));
        let evidence = quote(&before, &format!("{words} {old} kilometres"));
        if old == new {
            prop_assert!(matches!(evidence.anchor(&after), Anchor::Exact(_)));
        } else {
            prop_assert_eq!(evidence.anchor(&after), Anchor::Lost);
        }
    }
}

#[test]
fn a_quote_of_a_book_s_length_is_given_up_at_once() {
    let text = article(&"very long ".repeat(400_000));
    let mut evidence = quote(&text, "very");
    evidence.position = None;
    evidence.quote.exact = "very lonh ".repeat(100_000);
    let before = std::time::Instant::now();
    assert_eq!(evidence.anchor(&text), Anchor::Lost);
    assert!(before.elapsed().as_secs() < 5, "{:?}", before.elapsed());
    // A quote that is longer than its text is nowhere in it.
    assert_eq!(evidence.anchor(&article("very lonh")), Anchor::Lost);
}
