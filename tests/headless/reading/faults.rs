//! What servers do wrong, and what is then said.

use std::net::TcpListener;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use dateline::open::article::{ArticleError, FetchOptions, Source, read};
use dateline::progress::Progress;

use super::{failure, fetch, page};
use crate::server::{Reply, Server, gzip};

const REMEDY: &str = "Save the page in your browser and open the file.";

/// A body without a length, which ends when the connection does.
fn unmeasured(body: &[u8]) -> Vec<u8> {
    [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", body].concat()
}

#[test]
fn each_refusal_has_its_own_sentence_with_host_and_remedy() {
    for (status, said) in [
        (401, "asks for a password"),
        (402, "for subscribers"),
        (403, "refuses to hand this page out"),
        (404, "there is no such page"),
        (410, "there is no such page"),
        (429, "too many requests"),
        (451, "legal reasons"),
        (500, "a fault of its own"),
        (503, "a fault of its own"),
        (418, "an answer that is no page"),
    ] {
        let sentence = failure(Reply::status(status).with("Content-Type", "text/html"));
        assert!(sentence.starts_with("127.0.0.1: "), "{sentence}");
        assert!(
            sentence.contains(said) && sentence.contains(&status.to_string()),
            "{sentence}"
        );
        assert!(sentence.ends_with(REMEDY), "{sentence}");
    }
}

#[test]
fn redirects_that_lead_nowhere_are_told_of() {
    for (to, said) in [
        ("/", "more than 5 times"),
        ("ftp://127.0.0.1/", "only http and https"),
        ("file:///etc/hostname", "only http and https"),
        ("http://me:secret@127.0.0.1/", "user name or a password"),
        ("http://", "an address that is not followed"),
    ] {
        let sentence = failure(Reply::redirect(to));
        assert!(
            sentence.contains(said) && sentence.ends_with(REMEDY),
            "{to}: {sentence}"
        );
        assert!(!sentence.contains("secret"), "{sentence}");
    }
    let sentence = failure(Reply::status(302));
    assert!(sentence.contains("none is given"), "{sentence}");
}

#[test]
fn a_body_of_any_claimed_or_real_size_is_cut_off_at_the_limit() {
    let before = Instant::now();
    let claim =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10737418240\r\n\r\n<p>";
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 1 << 20);
    for reply in [
        // A server that claims 10 GB, and then stalls or sends them.
        Reply::Raw(claim.to_vec(), Vec::new()),
        Reply::Raw(claim.to_vec(), b"words ".repeat(1000)),
        Reply::Raw(unmeasured(b"<p>"), b"words ".repeat(1000)),
        Reply::body(bomb).with("Content-Encoding", "gzip"),
    ] {
        let sentence = failure(reply);
        assert!(sentence.contains("more than the 4 MB"), "{sentence}");
        assert!(sentence.starts_with("127.0.0.1: "), "{sentence}");
    }
    assert!(before.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_server_that_stalls_is_given_up() {
    let sentence = failure(Reply::Stall);
    assert!(sentence.contains("did not answer within 1 s"), "{sentence}");
    let stalls = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>The water rose".to_vec();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/", listener.local_addr().expect("bound"));
    let (done, wait) = channel::<()>();
    let server = thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).expect("a request");
        stream.write_all(&stalls).expect("sent");
        // Holds the connection open until the test has seen what it wants.
        wait.recv().unwrap_or_default();
    });
    let sentence = fetch(&address).expect_err("stalled").to_string();
    assert!(sentence.contains("nothing more came for 1 s"), "{sentence}");
    drop(done);
    server.join().expect("the server ends");
    // A byte now and then for ever is no stall, and ends all the same.
    let before = Instant::now();
    let sentence = failure(Reply::Drip);
    assert!(sentence.contains("not complete after 4 s"), "{sentence}");
    assert!(before.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_cancel_takes_effect_at_once_whatever_the_server_does() {
    for reply in [Reply::Stall, Reply::Drip, Reply::redirect("/").held()] {
        let server = Server::start();
        server.on("/", [reply.clone()]);
        let progress = Progress::unwatched();
        let (for_thread, address) = (progress.clone(), server.url("/"));
        let (ended, end) = channel();
        thread::spawn(move || {
            let outcome = read(
                Source::Address(address),
                &for_thread,
                &FetchOptions::default(),
            );
            ended.send(outcome).unwrap_or_default();
        });
        while server.running() == 0 {
            thread::sleep(Duration::from_millis(5));
        }
        assert!(progress.doing().what.contains("127.0.0.1"));
        let before = Instant::now();
        progress.cancel();
        let outcome = end
            .recv_timeout(Duration::from_secs(5))
            .expect("it returns");
        assert_eq!(outcome, Err(ArticleError::Cancelled), "{reply:?}");
        assert!(
            before.elapsed() < Duration::from_millis(200),
            "{:?}",
            before.elapsed()
        );
    }
}

#[test]
fn answers_that_are_no_article_are_named() {
    let typed = |body: &[u8], kind: &str| failure(Reply::body(body).with("Content-Type", kind));
    let pdf = typed(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "application/pdf");
    assert!(pdf.contains("a PDF document"), "{pdf}");
    let png = typed(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "text/html");
    assert!(png.contains("a picture"), "{png}");
    let zip = typed(b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0", "text/plain");
    assert!(zip.contains("a packed archive"), "{zip}");
    let json = typed(
        br#"{"type": "FeatureCollection", "features": []}"#,
        "application/json",
    );
    assert!(json.contains("JSON data"), "{json}");
    let empty = failure(Reply::body("").with("Content-Type", "text/html"));
    assert!(empty.contains("there is no text in it"), "{empty}");
    let script = typed(
        b"<html><body><div id=app></div><script>run()</script></body></html>",
        "text/html",
    );
    assert!(script.contains("copy it and paste it here"), "{script}");
    let brotli = failure(page().with("Content-Encoding", "br"));
    assert!(brotli.contains("not asked for (br)"), "{brotli}");
}

#[test]
fn broken_connections_are_told_of() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/", free.local_addr().expect("bound"));
    drop(free);
    let sentence = fetch(&address).expect_err("nobody there").to_string();
    assert!(
        sentence.contains("takes no connections") && sentence.ends_with(REMEDY),
        "{sentence}"
    );

    let sentence = failure(Reply::Truncated(
        b"<p>The water rose by two metres".to_vec(),
    ));
    assert!(
        sentence.contains("only part of the page arrived"),
        "{sentence}"
    );
    let sentence = failure(Reply::Raw(
        b"220 mail.example ESMTP\r\n\r\n".to_vec(),
        Vec::new(),
    ));
    assert!(
        sentence.contains("does not answer like a web server"),
        "{sentence}"
    );
    let sentence = failure(Reply::Raw(Vec::new(), Vec::new()));
    assert!(sentence.contains("the connection failed"), "{sentence}");
    let broken = failure(Reply::body("this is not gzip").with("Content-Encoding", "gzip"));
    assert!(broken.contains("only part of the page arrived"), "{broken}");
}

#[test]
fn addresses_that_are_none_are_refused_before_anything_is_sent() {
    for wrong in [
        "",
        "ftp://127.0.0.1/",
        "javascript:alert(1)",
        "http://a b/",
        "https://me:pw@127.0.0.1/",
    ] {
        let error = fetch(wrong).expect_err(wrong);
        assert!(
            matches!(error, ArticleError::Address { .. }),
            "{wrong}: {error}"
        );
    }
}
