//! Reads articles from files, and from a server on this machine that behaves as badly as servers do.

mod encrypted;
mod faults;
mod files;
mod inwards;

use std::time::Duration;

use dateline::open::article::{ArticleError, FetchOptions, ReadArticle, Source, read};
use dateline::progress::Progress;

use crate::server::{Reply, Server};

const PAGE: &str = "<!doctype html><html><head><title>Flood at Lund</title></head><body><article>\
    <h1>Flood at Lund</h1><p>The water rose by two metres within a day, the council said.</p>\
    </article></body></html>";

/// Options that do not let a test wait.
fn options() -> FetchOptions {
    FetchOptions {
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_millis(400),
        overall_timeout: Duration::from_secs(4),
        ..FetchOptions::default()
    }
}

fn page() -> Reply {
    Reply::body(PAGE).with("Content-Type", "text/html; charset=utf-8")
}

fn fetch(address: &str) -> Result<ReadArticle, ArticleError> {
    let source = Source::Address(address.to_owned());
    read(source, &Progress::unwatched(), &options())
}

/// The sentence that is shown when `reply` is all there is.
fn failure(reply: Reply) -> String {
    let server = Server::start();
    server.on("/", [reply]);
    match fetch(&server.url("/")) {
        Ok(reading) => panic!("it was read: {:?}", reading.article.text()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_page_is_asked_for_once_in_our_own_name_and_without_saying_where_we_come_from() {
    let server = Server::start();
    server.on("/news/flood", [page().with("Set-Cookie", "id=1")]);
    let address = server.url("/news/flood#comments");
    let reading = fetch(&address).expect("a page");
    let article = reading.article;
    assert!(
        article
            .text()
            .starts_with("Flood at Lund\n\nThe water rose")
    );
    assert_eq!(article.imprint.url, Some(server.url("/news/flood")));
    let today = article.imprint.retrieved.unwrap_or_default();
    assert_eq!(
        (today.len(), today.matches('-').count()),
        (10, 2),
        "{today}"
    );
    assert_eq!(reading.notes, Vec::<String>::new());
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let headers = &requests[0].headers;
    let ours = concat!("Dateline/", env!("CARGO_PKG_VERSION"));
    assert!(headers["user-agent"].starts_with(ours));
    for sent in headers.keys() {
        let needed = ["host", "user-agent", "accept", "accept-encoding"];
        assert!(needed.contains(&sent.as_str()), "{sent}");
    }
}

#[test]
fn five_redirects_are_followed_without_cookies_and_a_sixth_is_not() {
    let server = Server::start();
    for n in 0..6 {
        let to = if n == 2 {
            server.url("/3")
        } else {
            format!("/{}", n + 1)
        };
        let reply = Reply::redirect(&to).with("Set-Cookie", "id=1");
        server.on(&format!("/{n}"), [reply]);
    }
    server.on("/6", [page()]);
    let reading = fetch(&server.url("/1")).expect("five redirects");
    assert_eq!(reading.article.imprint.url, Some(server.url("/6")));
    let requests = server.requests();
    assert!(requests.iter().all(|request| {
        !request.headers.contains_key("cookie") && !request.headers.contains_key("referer")
    }));
    let sentence = fetch(&server.url("/0"))
        .expect_err("six redirects")
        .to_string();
    assert!(sentence.contains("more than 5 times"), "{sentence}");
    assert_eq!(server.count("/6"), 1);
}

#[test]
fn an_address_without_a_scheme_is_tried_with_encryption_first() {
    let server = Server::start();
    server.on("/flood", [page()]);
    let typed = server.url("/flood").replace("http://", "");
    let reading = fetch(&typed).expect("a page without encryption");
    assert_eq!(reading.article.imprint.url, Some(server.url("/flood")));
    let note = reading.notes.concat();
    assert!(note.contains("without encryption"), "{note}");
    // Asked for by its scheme, nothing else is tried.
    let sentence = fetch(&server.url("/flood").replace("http", "https"))
        .expect_err("no encryption here")
        .to_string();
    assert!(sentence.contains("connection"), "{sentence}");
    assert_eq!(server.count("/flood"), 1);
}

#[test]
fn nothing_is_asked_of_the_network_while_offline() {
    let server = Server::start();
    let options = FetchOptions {
        offline: true,
        ..options()
    };
    let source = Source::Address(server.url("/"));
    let sentence = read(source, &Progress::unwatched(), &options)
        .expect_err("offline")
        .to_string();
    assert!(sentence.contains("while Dateline is offline"), "{sentence}");
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn the_charset_of_the_server_or_the_page_may_be_wrong() {
    let russian = include_bytes!("../../fixtures/articles/windows_1251.html");
    let lying = include_bytes!("../../fixtures/articles/wrong_charset.html");
    for (body, header) in [
        (russian, "text/html"),
        (russian, "text/html; charset=UTF-8"),
        (russian, "text/html; charset=\"windows-1252\""),
    ] {
        let server = Server::start();
        server.on("/", [Reply::body(body).with("Content-Type", header)]);
        let article = fetch(&server.url("/")).expect("a page").article;
        assert!(
            article
                .text()
                .starts_with("Наводнение в посёлке Речной\n\nВода"),
            "{header}"
        );
    }
    let server = Server::start();
    server.on("/", [Reply::body(lying).with("Content-Type", "text/html")]);
    let reading = fetch(&server.url("/")).expect("a page");
    assert!(reading.article.text().contains("Вода в реке поднялась"));
    assert!(
        reading.notes.concat().contains("windows-1251"),
        "{:?}",
        reading.notes
    );
}

#[test]
fn text_and_markdown_are_read_as_what_they_are() {
    let server = Server::start();
    let markdown = include_bytes!("../../fixtures/articles/front_matter.md");
    let plain = "text/plain; charset=utf-8";
    server.on("/a.md", [Reply::body(markdown).with("Content-Type", plain)]);
    server.on(
        "/a",
        [Reply::body("The *water* rose.").with("Content-Type", plain)],
    );
    let article = fetch(&server.url("/a.md")).expect("Markdown").article;
    assert_eq!(
        article.imprint.author.as_deref(),
        Some("Ingrid Falk, Jonas Berg")
    );
    // What the file claims about another site is not where it was found.
    let article = fetch(&server.url("/a")).expect("text").article;
    assert_eq!(article.text(), "The *water* rose.");
}

#[test]
fn a_packed_page_is_unpacked() {
    let server = Server::start();
    let packed = crate::server::gzip(PAGE.as_bytes());
    server.on("/", [Reply::body(packed).with("Content-Encoding", "gzip")]);
    let article = fetch(&server.url("/")).expect("a page").article;
    assert!(article.text().contains("The water rose"));
}
