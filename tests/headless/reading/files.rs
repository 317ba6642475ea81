//! Files as people have them.

use std::path::{Path, PathBuf};

use dateline::open::article::{ArticleError, FetchOptions, ReadArticle, Source, read};
use dateline::progress::Progress;

fn open(path: &Path) -> Result<ReadArticle, ArticleError> {
    let source = Source::File(path.to_owned());
    read(source, &Progress::unwatched(), &FetchOptions::default())
}

fn fixture(name: &str) -> ReadArticle {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
    open(&folder.join(name)).expect("an article")
}

fn paragraphs(reading: &ReadArticle) -> Vec<&str> {
    reading.article.text().split("\n\n").collect()
}

#[test]
fn a_page_gives_its_article_and_its_origin_and_nothing_around_it() {
    let reading = fixture("news_page.html");
    let imprint = &reading.article.imprint;
    assert_eq!(
        imprint.title.as_deref(),
        Some("Bridge at Storvik closed after flood")
    );
    assert_eq!(imprint.author.as_deref(), Some("Ingrid Falk, Jonas Berg"));
    assert_eq!(imprint.outlet.as_deref(), Some("The Valley Courier"));
    assert_eq!(
        imprint.published.as_deref(),
        Some("2024-05-06T07:30:00+02:00")
    );
    assert_eq!(
        imprint.url.as_deref(),
        Some("https://courier.example/news/storvik-bridge")
    );
    // A file was not retrieved by us.
    assert_eq!(imprint.retrieved, None);
    let paragraphs = paragraphs(&reading);
    assert_eq!(paragraphs[0], "Bridge at Storvik closed after flood");
    for whole in [
        "The bridge at Storvik on Sunday, seen from the north bank.",
        "A road under water",
        "“We have not seen the river this high since 1995,” she said, “and it has not yet reached its peak.”",
        "The school in Lerdal takes in families until Friday.",
        "The ferry at Sandnes runs every hour, day and night.",
    ] {
        assert!(paragraphs.contains(&whole), "{whole}\n{paragraphs:#?}");
    }
    let text = reading.article.text();
    assert!(
        text.contains("about 12\u{a0}kilometres to the east.")
            && text.contains("according to the operator.")
    );
    for outside in [
        "menu",
        "cookies",
        "Advertisement",
        "raincoats",
        "First!",
        "imprint",
        "must-not",
        "alternative",
        "color",
    ] {
        assert!(!text.contains(outside), "{outside}\n{text}");
    }
}

#[test]
fn a_page_in_windows_1251_is_read_and_what_it_does_not_say_stays_unknown() {
    let reading = fixture("windows_1251.html");
    let imprint = &reading.article.imprint;
    assert_eq!(
        imprint.title.as_deref(),
        Some("Наводнение в посёлке Речной")
    );
    assert_eq!(imprint.author.as_deref(), Some("Анна Лесная"));
    assert_eq!(
        (&imprint.outlet, &imprint.published, &imprint.url),
        (&None, &None, &None)
    );
    assert_eq!(reading.notes, Vec::<String>::new());
    let paragraphs = paragraphs(&reading);
    assert_eq!(paragraphs.len(), 4, "{paragraphs:#?}");
    assert!(paragraphs[3].starts_with("“We have not seen"));
}

#[test]
fn a_page_that_declares_the_wrong_charset_is_read_like_the_right_one() {
    let (right, wrong) = (fixture("windows_1251.html"), fixture("wrong_charset.html"));
    assert_eq!(right.article.text(), wrong.article.text());
    assert_eq!(wrong.notes.len(), 1);
}

#[test]
fn utf_16_markdown_and_wrapped_text_are_read() {
    let reading = fixture("utf_16.txt");
    assert_eq!(
        reading.article.imprint.title.as_deref(),
        Some("Bridge at Storvik closed")
    );
    assert!(
        reading
            .article
            .text()
            .ends_with("said Zoë Åberg.\n\nВода в реке поднялась.")
    );

    let reading = fixture("front_matter.md");
    let imprint = &reading.article.imprint;
    assert_eq!(imprint.outlet.as_deref(), Some("The Valley Courier"));
    assert_eq!(
        imprint.url.as_deref(),
        Some("https://courier.example/news/storvik-bridge")
    );
    assert_eq!(paragraphs(&reading).len(), 6, "{}", reading.article.text());

    let reading = fixture("wrapped.txt");
    assert_eq!(paragraphs(&reading).len(), 3);
    assert!(
        reading
            .article
            .text()
            .contains("a school in New Lerdal, about")
    );
}

#[test]
fn files_that_cannot_be_read_are_named_with_the_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = open(&folder.path().join("missing.txt")).expect_err("missing");
    assert!(
        missing
            .to_string()
            .contains("missing.txt: there is no such file"),
        "{missing}"
    );
    let directory = open(folder.path()).expect_err("a folder");
    assert!(
        directory
            .to_string()
            .contains("this is a folder, not a file"),
        "{directory}"
    );
    let large: PathBuf = folder.path().join("large.txt");
    let file = std::fs::File::create(&large).expect("a file");
    // As large as it claims, without taking room on the disk.
    file.set_len(10 << 30).expect("a sparse file");
    let error = open(&large).expect_err("too large");
    assert!(
        error
            .to_string()
            .contains("large.txt: this is more than the 4 MB"),
        "{error}"
    );
}
