//! Pages over https, and servers that cannot prove who they are.

use dateline::open::article::{ArticleError, FetchOptions, ReadArticle, Source, WebFault, read};
use dateline::progress::Progress;
use rcgen::date_time_ymd;

use super::{options, page};
use crate::https::Authority;
use crate::server::{Reply, Server};

/// The address of `path` as it is typed without a scheme.
fn typed(server: &Server, path: &str) -> String {
    format!("{}{path}", server.address())
}

fn encrypted(server: &Server, path: &str) -> String {
    format!("https://{}{path}", server.address())
}

/// Read the page, with nobody trusted but `authority`.
fn fetch(address: String, authority: &Authority) -> Result<ReadArticle, ArticleError> {
    let options = FetchOptions {
        authorities: Some(vec![authority.certificate()]),
        ..options()
    };
    read(Source::Address(address), &Progress::unwatched(), &options)
}

#[test]
fn a_page_comes_over_https_from_a_server_that_is_vouched_for() {
    let authority = Authority::new();
    let server = authority.server("127.0.0.1", |_| {});
    server.on("/flood", [page()]);
    let address = encrypted(&server, "/flood");
    let reading = fetch(address.clone(), &authority).expect("a page");
    assert!(reading.article.text().starts_with("Flood at Lund"));
    assert_eq!(reading.article.imprint.url, Some(address));
    assert_eq!(reading.notes, Vec::<String>::new());
}

#[test]
fn an_address_without_a_scheme_is_read_over_https_and_nothing_is_said_of_it() {
    let authority = Authority::new();
    let server = authority.server("127.0.0.1", |_| {});
    server.on("/flood", [page()]);
    let reading = fetch(typed(&server, "/flood"), &authority).expect("a page");
    let url = reading.article.imprint.url;
    assert_eq!(url, Some(encrypted(&server, "/flood")));
    assert_eq!(reading.notes, Vec::<String>::new());
    assert_eq!(server.count("/flood"), 1);
}

#[test]
fn a_page_without_encryption_may_send_to_one_with_it_and_never_back() {
    let authority = Authority::new();
    let server = authority.server("127.0.0.1", |_| {});
    let plain = Server::start();
    server.on("/flood", [page()]);
    plain.on("/flood", [Reply::redirect(&encrypted(&server, "/flood"))]);
    let reading = fetch(plain.url("/flood"), &authority).expect("a page");
    let url = reading.article.imprint.url;
    assert_eq!(url, Some(encrypted(&server, "/flood")));

    server.on("/back", [Reply::redirect(&plain.url("/secret"))]);
    let error = fetch(encrypted(&server, "/back"), &authority).expect_err("not followed");
    assert!(error.to_string().contains("it is not encrypted"), "{error}");
    assert_eq!(plain.count("/secret"), 0);
}

#[test]
fn a_server_that_cannot_prove_who_it_is_is_told_of_and_nothing_is_asked_of_it() {
    let authority = Authority::new();
    let unknown = Authority::new().server("127.0.0.1", |_| {});
    let of_another = authority.server("news.example", |_| {});
    let expired = authority.server("127.0.0.1", |about| {
        about.not_before = date_time_ymd(2020, 1, 1);
        about.not_after = date_time_ymd(2021, 1, 1);
    });
    for server in [unknown, of_another, expired] {
        server.on("*", [page()]);
        // Without a scheme, too, this is no reason to go on without encryption.
        for address in [encrypted(&server, "/flood"), typed(&server, "/flood")] {
            let error = fetch(address, &authority).expect_err("not proven");
            let certificate = ArticleError::Web {
                host: "127.0.0.1".to_owned(),
                fault: WebFault::Certificate,
            };
            assert_eq!(error, certificate);
            let sentence = error.to_string();
            assert!(sentence.contains("certificate is not valid"), "{sentence}");
            assert!(sentence.contains("Save the page"), "{sentence}");
        }
        assert_eq!(server.requests().len(), 0);
    }
}

#[test]
fn nobody_of_a_test_s_own_is_trusted_by_default() {
    let server = Authority::new().server("127.0.0.1", |_| {});
    server.on("*", [page()]);
    let source = Source::Address(encrypted(&server, "/flood"));
    let error = read(source, &Progress::unwatched(), &options()).expect_err("not trusted");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert_eq!(server.requests().len(), 0);
}
