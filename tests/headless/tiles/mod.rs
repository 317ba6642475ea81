//! Fetching tiles from a server on this machine that behaves as badly as servers do.

use std::sync::atomic::Ordering;

use dateline::basemap::{Arrival, FetcherOptions, Status, TileSource};

mod faults;
mod window;

use crate::server::{Reply, Server};
use window::{Window, options, path, source, tile, tiles};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn fresh(body: &str) -> Reply {
    Reply::body(body).with("Cache-Control", "max-age=3600")
}

fn stale(body: &str) -> Reply {
    Reply::body(body)
        .with("Cache-Control", "max-age=0")
        .with("ETag", "\"v1\"")
}

#[test]
fn requests_carry_our_own_name_and_never_ask_caches_to_stand_aside() {
    let server = Server::start();
    server.on(&path(1), [Reply::body("tile 1")]);
    let mut window = Window::new(source(&server.url("")), options(None));
    window.get(&[1]);
    assert_eq!(window.text(1), Some("tile 1"));
    let requests = server.requests();
    let headers = &requests[0].headers;
    let name = headers.get("user-agent").map_or("", String::as_str);
    let ours = concat!("Dateline/", env!("CARGO_PKG_VERSION"));
    assert!(name.starts_with(ours), "{name}");
    assert!(!headers.contains_key("cache-control") && !headers.contains_key("pragma"));
    window.wait("the end of loading", |window| {
        window.fetcher.status() == Status::Idle
    });
    window.wait("being woken", |window| {
        window.woken.load(Ordering::SeqCst) > 0
    });
}

#[test]
fn a_tile_in_view_is_delivered_once_and_again_after_it_was_out_of_view() {
    let server = Server::start();
    server.on(&path(1), [fresh("tile 1")]);
    server.on(&path(2), [fresh("tile 2")]);
    let cache = folder();
    let mut window = Window::new(source(&server.url("")), options(Some(cache.path())));
    window.get(&[1]);
    window.fetcher.want(&[tile(1), tile(2)]);
    window.wait("the arrival of tile 2", |window| window.text(2).is_some());
    window.linger();
    assert_eq!(window.arrived.len(), 2);
    window.fetcher.want(&[]);
    window.fetcher.want(&[tile(1)]);
    window.wait("the return of tile 1", |window| window.arrived.len() == 3);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn fresh_tiles_are_not_asked_for_again_not_even_in_the_next_run() {
    let server = Server::start();
    server.on(&path(1), [fresh("tile 1")]);
    // Nothing said about its lifetime: good for a week.
    server.on(&path(2), [Reply::body("tile 2")]);
    server.on(
        &path(3),
        [Reply::body("tile 3").with("Cache-Control", "no-store")],
    );
    let cache = folder();
    for _ in 0..3 {
        let mut window = Window::new(source(&server.url("")), options(Some(cache.path())));
        window.get(&[1, 2, 3]);
        assert_eq!(window.text(2), Some("tile 2"));
    }
    assert_eq!([1, 2, 3].map(|n| server.count(&path(n))), [1, 1, 3]);
}

#[test]
fn a_stale_tile_is_confirmed_by_its_tag_and_then_fresh() {
    let server = Server::start();
    let confirmation = Reply::status(304).with("Cache-Control", "max-age=3600");
    server.on(&path(1), [stale("tile 1"), confirmation]);
    let cache = folder();
    for _ in 0..3 {
        let mut window = Window::new(source(&server.url("")), options(Some(cache.path())));
        window.get(&[1]);
        assert_eq!(window.text(1), Some("tile 1"));
        window.wait("the end of loading", |window| {
            window.fetcher.status() == Status::Idle
        });
        assert_eq!(window.arrived.len(), 1);
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(
        requests[1].headers.get("if-none-match").map(String::as_str),
        Some("\"v1\"")
    );
}

#[test]
fn a_stored_tile_that_cannot_be_decoded_is_fetched_once_more() {
    let server = Server::start();
    server.on(&path(1), [fresh("tile one"), fresh("tile two")]);
    let cache = folder();
    Window::new(source(&server.url("")), options(Some(cache.path()))).get(&[1]);
    let picky = |_, body: &[u8]| {
        let text = String::from_utf8_lossy(body).into_owned();
        if text == "tile two" {
            Ok(text)
        } else {
            Err("not to my liking".to_owned())
        }
    };
    let options = options(Some(cache.path()));
    let mut window = Window::decoding(source(&server.url("")), options, picky);
    window.get(&[1]);
    assert_eq!(window.text(1), Some("tile two"));
    assert_eq!(server.requests().len(), 2);
    assert!(!server.requests()[1].headers.contains_key("if-none-match"));
}

#[test]
fn a_tile_that_does_not_exist_is_asked_for_once() {
    let server = Server::start();
    for (n, code) in (0..).zip([404, 410, 204]) {
        server.on(&path(n), [Reply::status(code)]);
    }
    let mut window = Window::new(source(&server.url("")), options(None));
    window.get(&[0, 1, 2]);
    assert!((0..3).all(|n| window.last(n) == Some(&Arrival::Missing)));
    window.fetcher.want(&[]);
    window.fetcher.want(&tiles(0..3));
    window.wait("being told again", |window| window.arrived.len() == 6);
    assert_eq!(server.requests().len(), 3);
    assert_eq!(window.fetcher.status(), Status::Idle);
}

#[test]
fn at_most_six_downloads_run_at_a_time() {
    let server = Server::start();
    (0..30).for_each(|n| server.on(&path(n), [fresh("tile").held()]));
    let options = FetcherOptions {
        max_parallel: 50,
        ..options(None)
    };
    let mut window = Window::new(source(&server.url("")), options);
    window.fetcher.want(&tiles(0..30));
    window.wait("six requests", |_| server.running() == 6);
    window.linger();
    server.release();
    window.wait("all tiles", |window| {
        (0..30).all(|n| window.text(n).is_some())
    });
    assert_eq!(server.most_running(), 6);
}

#[test]
fn what_is_not_wanted_any_more_is_not_asked_for() {
    let server = Server::start();
    (0..10).for_each(|n| server.on(&path(n), [fresh("tile").held()]));
    let options = FetcherOptions {
        max_parallel: 1,
        ..options(None)
    };
    let mut window = Window::new(source(&server.url("")), options);
    window.fetcher.want(&tiles(0..9));
    window.wait("the first request", |_| server.running() == 1);
    window.fetcher.want(&[tile(9)]);
    server.release();
    window.wait("both tiles", |window| window.arrived.len() == 2);
    assert!(window.text(9).is_some());
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn stored_tiles_do_not_wait_behind_a_stalled_server() {
    let server = Server::start();
    server.on(&path(50), [fresh("tile")]);
    let cache = folder();
    Window::new(source(&server.url("")), options(Some(cache.path()))).get(&[50]);
    (0..10).for_each(|n| server.on(&path(n), [Reply::Stall]));
    let mut window = Window::new(source(&server.url("")), options(Some(cache.path())));
    window.fetcher.want(&tiles(0..10));
    window.wait("all threads being stuck", |_| server.running() == 6);
    window.fetcher.want(&tiles([0, 1, 2, 3, 50]));
    window.wait("the stored tile", |window| window.text(50).is_some());
}

#[test]
fn five_redirects_are_followed_and_not_a_sixth() {
    let server = Server::start();
    server.on(&path(1), [Reply::redirect("/5")]);
    server.on(&path(2), [Reply::redirect("/6")]);
    for left in 2..=6 {
        server.on(
            &format!("/{left}"),
            [Reply::redirect(&format!("/{}", left - 1))],
        );
    }
    server.on("/1", [fresh("tile")]);
    let mut window = Window::new(source(&server.url("")), options(None));
    window.get(&[1]);
    window.fetcher.want(&[tile(2)]);
    window.wait("giving up", |window| {
        window.fetcher.status().detail().contains("without end")
    });
    assert_eq!(server.count("/1"), 1);
}

#[test]
fn compressed_tiles_arrive_unpacked_whether_or_not_a_header_says_so() {
    let packed = crate::server::gzip(b"tile inside");
    let server = Server::start();
    server.on(
        &path(1),
        [Reply::body(&packed).with("Content-Encoding", "gzip")],
    );
    server.on(&path(2), [Reply::body(&packed)]);
    let cache = folder();
    for _ in 0..2 {
        let mut window = Window::new(source(&server.url("")), options(Some(cache.path())));
        window.get(&[1, 2]);
        assert_eq!([1, 2].map(|n| window.text(n)), [Some("tile inside"); 2]);
    }
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn switched_off_the_network_is_left_alone_and_stored_tiles_show() {
    let server = Server::start();
    server.on(&path(1), [stale("tile 1")]);
    let cache = folder();
    Window::new(source(&server.url("")), options(Some(cache.path()))).get(&[1]);
    let off = FetcherOptions {
        offline: true,
        ..options(Some(cache.path()))
    };
    let mut window = Window::new(source(&server.url("")), off);
    window.fetcher.want(&[tile(1), tile(2)]);
    window.wait("the stored tile", |window| window.text(1).is_some());
    window.linger();
    assert_eq!(server.requests().len(), 1);
    assert_eq!(window.fetcher.status().badge(), "offline");
}

#[test]
fn a_described_source_is_read_first_and_followed_when_its_tiles_move() {
    let server = Server::start();
    let describe = |version: &str, age: &str| {
        let tiles = server.url(&format!("/{version}/{{z}}/{{x}}/{{y}}.pbf"));
        Reply::body(format!(r#"{{"tilejson":"3.0.0","tiles":["{tiles}"]}}"#))
            .with("Cache-Control", age)
    };
    server.on(
        "/planet",
        [Reply::status(500), describe("one", "max-age=3600")],
    );
    server.on("/one/9/1/7.pbf", [fresh("tile one")]);
    server.on("/one/9/2/7.pbf", [fresh("tile two")]);
    let cache = folder();
    let source = TileSource::described(&server.url("/planet")).expect("a good address");
    for n in [1, 2] {
        let mut window = Window::new(source.clone(), options(Some(cache.path())));
        window.get(&[n]);
        assert!(window.text(n).is_some());
    }
    assert_eq!(server.count("/planet"), 2);

    // Its time over, it is read again before anything else is asked for.
    let other = folder();
    server.on(
        "/planet",
        [
            describe("one", "max-age=0"),
            describe("two", "max-age=3600"),
        ],
    );
    server.on("/two/9/3/7.pbf", [fresh("tile moved")]);
    for (n, text) in [(1, "tile one"), (3, "tile moved")] {
        let mut window = Window::new(source.clone(), options(Some(other.path())));
        window.get(&[n]);
        assert_eq!(window.text(n), Some(text));
    }
    assert_eq!(server.count("/planet"), 4);
    assert_eq!(server.count("/one/9/3/7.pbf"), 0);
}
