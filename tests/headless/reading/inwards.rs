//! A page leads to no host of this computer or its network, whatever the host is called. Somebody who types an
//! address there may.

use std::{
    collections::HashMap,
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use dateline::{
    hosts::Names,
    open::article::{ArticleError, FetchOptions, ReadArticle, Source, WebFault, read},
    progress::Progress,
};

use super::{options, page};
use crate::server::{Reply, Server};

/// A resolver that knows these names.
fn names(list: &[(&str, &str)]) -> Names {
    let list = list.iter().map(|(name, address)| {
        let address = address.parse().expect("an address");
        ((*name).to_owned(), vec![address])
    });
    Names::Listed(Arc::new(list.collect::<HashMap<_, _>>()))
}

fn fetch(address: &str, options: &FetchOptions) -> Result<ReadArticle, ArticleError> {
    let source = Source::Address(address.to_owned());
    read(source, &Progress::unwatched(), options)
}

fn is_held_back(result: &Result<ReadArticle, ArticleError>) -> bool {
    let Err(ArticleError::Web { fault, .. }) = result else {
        return false;
    };
    matches!(fault, WebFault::BadRedirect(why) if why.contains("within your own network"))
}

#[test]
fn a_name_that_was_typed_may_be_of_a_server_at_home() {
    let server = Server::start();
    server.on("/flood", [page()]);
    let options = FetchOptions {
        names: names(&[("wiki.lan", "127.0.0.1")]),
        ..options()
    };
    let port = server.address().port();
    let read = fetch(&format!("http://wiki.lan:{port}/flood"), &options).expect("a page");
    assert!(read.article.text().contains("Lund"));
}

#[test]
fn what_a_page_leads_to_is_held_back_by_what_its_name_resolves_to() {
    let (server, inside) = (Server::start(), Server::start());
    inside.on("/secret", [page()]);
    let port = inside.address().port();
    let options = FetchOptions {
        names: names(&[
            ("news.example", "127.0.0.1"),
            ("harmless.example", "127.0.0.1"),
            ("cloud.example", "169.254.169.254"),
            ("mapped.example", "::ffff:127.0.0.1"),
            ("nat.example", "64:ff9b::7f00:1"),
        ]),
        ..options()
    };
    let start = format!("http://news.example:{}/", server.address().port());
    for host in [
        "harmless.example",
        "HARMLESS.example.",
        "cloud.example",
        "mapped.example",
        "nat.example",
        "127.0.0.1",
        "0x7f000001",
        "2130706433",
        "0177.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "localhost",
        "localhost.",
        "router",
        "a.internal",
        "a.lan.",
        "169.254.169.254",
    ] {
        let to = format!("http://{host}:{port}/secret");
        server.on("/", [Reply::redirect(&to)]);
        let result = fetch(&start, &options);
        // A name with a dot at its end is another one to the resolver of this test.
        let unknown = matches!(
            &result,
            Err(ArticleError::Web {
                fault: WebFault::HostNotFound,
                ..
            })
        );
        assert!(
            is_held_back(&result) || unknown,
            "{host}: {:?}",
            result.err()
        );
    }
    assert_eq!(inside.count("/secret"), 0);
    // To itself a server may send, by another path or port.
    inside.on("/public", [page()]);
    server.on(
        "/",
        [Reply::redirect(&format!(
            "http://news.example:{port}/public"
        ))],
    );
    fetch(&start, &options).expect("a page of the same host");
}

#[test]
fn the_second_hop_is_looked_at_as_the_first_is() {
    let server = Server::start();
    let port = server.address().port();
    let options = FetchOptions {
        names: names(&[
            ("news.example", "127.0.0.1"),
            ("inside.example", "10.0.0.1"),
        ]),
        ..options()
    };
    server.on("/", [Reply::redirect("/next")]);
    server.on("/next", [Reply::redirect("http://inside.example/")]);
    let result = fetch(&format!("http://news.example:{port}/"), &options);
    assert!(is_held_back(&result), "{:?}", result.err());
    assert_eq!(server.count("/next"), 1);
}

/// A proxy that resolves all names to one server; the hosts it was asked for.
fn proxy(server: SocketAddr) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let asked = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&asked);
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let list = Arc::clone(&list);
            thread::spawn(move || tunnel(client, server, &list));
        }
    });
    (address, asked)
}

fn tunnel(mut client: TcpStream, server: SocketAddr, asked: &Mutex<Vec<String>>) -> Option<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let host = head.strip_prefix("CONNECT ")?.split(' ').next()?.to_owned();
    asked.lock().expect("no test panicked").push(host);
    let mut server = TcpStream::connect(server).ok()?;
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").ok()?;
    let (mut from_client, mut to_server) = (client.try_clone().ok()?, server.try_clone().ok()?);
    thread::spawn(move || {
        let _ = std::io::copy(&mut from_client, &mut to_server);
        to_server.shutdown(Shutdown::Write)
    });
    std::io::copy(&mut server, &mut client).ok()?;
    client.shutdown(Shutdown::Both).ok()
}

#[test]
fn behind_a_proxy_what_is_written_decides_and_names_are_the_proxys() {
    let server = Server::start();
    let (proxy, asked) = proxy(server.address());
    let options = FetchOptions {
        proxy: ureq::Proxy::new(&format!("http://{proxy}")).ok(),
        ..options()
    };
    server.on("/", [Reply::redirect("http://other.example/flood")]);
    server.on("/flood", [page()]);
    let read = fetch("http://news.example/", &options).expect("a page");
    assert!(read.article.text().contains("Lund"));
    let so_far = asked.lock().expect("no test panicked").len();
    assert_eq!(so_far, 2, "both were asked of the proxy");
    for host in [
        "127.0.0.1",
        "10.0.0.1",
        "localhost",
        "router",
        "a.internal",
        "[fd00::1]",
    ] {
        server.on("/", [Reply::redirect(&format!("http://{host}/flood"))]);
        let result = fetch("http://news.example/", &options);
        assert!(is_held_back(&result), "{host}: {:?}", result.err());
    }
    let asked = asked.lock().expect("no test panicked");
    assert!(
        asked.iter().all(|host| host.ends_with(".example:80")),
        "{asked:?}"
    );
}
