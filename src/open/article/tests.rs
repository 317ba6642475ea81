//! Anything at all as any kind of source.

use proptest::prelude::*;

use super::*;

fn bytes(name: &str, bytes: &[u8]) -> Result<ReadArticle, ArticleError> {
    let source = Source::Bytes {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    read(source, &Progress::unwatched(), &FetchOptions::default())
}

/// What holds for every article: no invisible controls, and paragraphs that are spans of it.
fn check(article: &Article) {
    let text = article.text();
    assert!(
        !text
            .chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t')
    );
    assert!(!text.contains("\n\n\n") && !text.starts_with('\n') && !text.ends_with('\n'));
    assert!(
        article
            .paragraphs()
            .all(|span| !article.words(span).is_empty())
    );
    assert_eq!(article.paragraphs().count(), text.split("\n\n").count());
    assert_eq!(article.code_points().len(), text.chars().count());
}

/// Pieces that have a meaning to one reader or another, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>"),
        Just("</p>"),
        Just("<div>"),
        Just("</div>"),
        Just("<b>"),
        Just("<table><tr><td>"),
        Just("<script>"),
        Just("</script>"),
        Just("<!--"),
        Just("-->"),
        Just("<svg><path/>"),
        Just("<article>"),
        Just("<h1>"),
        Just("<pre>"),
        Just("</pre>"),
        Just("<br><br>"),
        Just("<meta charset=koi8-r>"),
        Just("<script type=application/ld+json>{\"@type\":\"Article\",\"author\":"),
        Just("&amp;"),
        Just("&#0;"),
        Just("---\n"),
        Just("title: x\n"),
        Just("# "),
        Just("> "),
        Just("- "),
        Just("[a](b)"),
        Just("![a](b)"),
        Just("```\n"),
        Just("| a | b |\n|---|---|\n"),
        Just("**"),
        Just("\n"),
        Just("\n\n"),
        Just("\u{0}"),
        Just("Words, of a sentence. "),
        Just("\u{301}"),
        Just("Вода "),
        Just("\u{feff}"),
        Just("\r"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_make_an_article_or_an_error(content in any::<Vec<u8>>(), extension in "txt|md|html|") {
        if let Ok(reading) = bytes(&format!("a.{extension}"), &content) {
            check(&reading.article);
        }
    }

    #[test]
    fn any_mixture_of_marks_makes_an_article_or_an_error(content in pieces(), extension in "txt|md|html|") {
        if let Ok(reading) = bytes(&format!("a.{extension}"), content.as_bytes()) {
            check(&reading.article);
        }
        if let Ok(reading) = read(Source::pasted(content), &Progress::unwatched(), &FetchOptions::default()) {
            check(&reading.article);
        }
    }

    #[test]
    fn words_of_a_plain_text_are_all_kept(words in prop::collection::vec("[a-zé]{1,9}", 1..80)) {
        let text = words.join(" ");
        let reading = bytes("a.txt", text.as_bytes()).expect("plain text");
        prop_assert_eq!(reading.article.text(), text.as_str());
    }
}

#[test]
fn what_was_pasted_or_named_is_told_apart() {
    let address = Source::Address("https://example.org/a".to_owned());
    assert_eq!(Source::pasted("https://example.org/a".to_owned()), address);
    assert_eq!(Source::named("https://example.org/a"), address);
    let text = "See https://example.org/a".to_owned();
    assert_eq!(Source::pasted(text.clone()), Source::Text(text));
    assert_eq!(Source::named("a/b.txt"), Source::File("a/b.txt".into()));
    assert_eq!(
        Source::named("file:///a/b%20c.txt"),
        Source::File("/a/b c.txt".into())
    );
}

#[test]
fn a_text_that_is_too_large_or_empty_is_refused_with_the_remedy() {
    let large = bytes("a.txt", "words ".repeat(1 << 20).as_bytes());
    assert!(large.is_err_and(|error| error.to_string().contains("4 MB")));
    for empty in [
        "",
        " \n\t",
        "<html><body><script>x</script></body></html>",
        "***",
    ] {
        let error = bytes("a.html", empty.as_bytes()).err();
        let none = ArticleError::NoText {
            name: "a.html".to_owned(),
        };
        assert_eq!(error, Some(none), "{empty}");
    }
}

#[test]
fn the_headline_is_a_paragraph_of_the_text_and_only_once() {
    let reading =
        bytes("a.md", b"---\ntitle: Flood at Lund\n---\nThe water rose.").expect("Markdown");
    assert_eq!(reading.article.text(), "Flood at Lund\n\nThe water rose.");
    let reading = bytes("a.md", b"# Flood at Lund\n\nThe water rose.").expect("Markdown");
    assert_eq!(reading.article.text(), "Flood at Lund\n\nThe water rose.");
}

#[test]
fn a_reading_that_is_cancelled_says_so() {
    let progress = Progress::unwatched();
    progress.cancel();
    let page = format!(
        "<article>{}</article>",
        "<p>Words, of a sentence. ".repeat(20_000)
    );
    let source = Source::Text(page);
    assert_eq!(
        read(source, &progress, &FetchOptions::default()),
        Err(ArticleError::Cancelled)
    );
}
