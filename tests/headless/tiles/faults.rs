//! Servers, networks and disks that fail.

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use dateline::basemap::{FetcherOptions, Status};
use dateline::hosts::Names;

use super::window::{LONG, Window, options, path, source, tile, tiles};
use super::{folder, fresh, stale};
use crate::server::{self, Reply, Server};

#[test]
fn a_stale_tile_stands_in_while_the_server_is_in_trouble() {
    let server = Server::start();
    server.on(&path(1), [stale("tile old")]);
    let cache = folder();
    Window::new(source(&server.url("")), options(Some(cache.path()))).get(&[1]);

    server.on(&path(1), [Reply::status(500)]);
    let mut window = Window::new(source(&server.url("")), options(Some(cache.path())));
    window.get(&[1]);
    assert_eq!(window.text(1), Some("tile old"));
    assert_eq!(window.fetcher.status().badge(), "server answered 500");
    assert!(window.fetcher.status().detail().contains("older copy"));

    server.on(&path(1), [fresh("tile new")]);
    window.wait("the new tile", |window| window.text(1) == Some("tile new"));
    window.wait("all well", |window| window.fetcher.status() == Status::Idle);
    assert_eq!(window.arrived.len(), 2);
}

#[test]
fn without_a_network_stored_tiles_show_and_a_server_that_returns_is_noticed() {
    let server = Server::start();
    let address = server.address();
    let source = source(&server.url(""));
    (0..8).for_each(|n| server.on(&path(n), [stale("tile old")]));
    let cache = folder();
    Window::new(source.clone(), options(Some(cache.path()))).get(&[0, 1, 2, 3, 4, 5, 6, 7]);
    drop(server);

    let mut window = Window::new(source, options(Some(cache.path())));
    window.fetcher.want(&tiles(0..12));
    window.wait("the stored tiles", |window| {
        (0..8).all(|n| window.text(n).is_some())
    });
    window.wait("being offline", |window| {
        matches!(window.fetcher.status(), Status::Offline { .. })
    });
    assert_eq!(window.fetcher.status().badge(), "offline");
    let arrived = window.arrived.len();
    window.linger();
    assert_eq!(
        window.arrived.len(),
        arrived,
        "stored tiles came more than once"
    );

    let server = Server::start_at(address);
    (0..12).for_each(|n| server.on(&path(n), [fresh("tile new")]));
    window.wait("the new tiles", |window| {
        (0..12).all(|n| window.text(n) == Some("tile new"))
    });
    window.wait("all well", |window| window.fetcher.status() == Status::Idle);
}

#[test]
fn an_unreachable_server_is_tried_with_one_request_at_a_time() {
    let server = Server::start();
    (0..20).for_each(|n| server.on(&path(n), [Reply::Stall]));
    let options = FetcherOptions {
        read_timeout: Duration::from_millis(60),
        ..options(None)
    };
    let mut window = Window::new(source(&server.url("")), options);
    window.fetcher.want(&tiles(0..20));
    window.wait("being offline", |window| {
        matches!(window.fetcher.status(), Status::Offline { .. })
    });
    assert!(window.fetcher.status().detail().contains("in time"));
    // Those sent before it was noticed may reach the server a little later; after them comes
    // nothing but the best tile, again and again.
    let asked = server.requests().len();
    window.wait("further attempts", |_| {
        server.requests().len() >= asked + 12
    });
    let requests = server.requests();
    let last = requests[asked + 6..]
        .iter()
        .map(|request| request.path.as_str());
    assert!(
        last.clone().all(|path| last.clone().next() == Some(path)),
        "{requests:?}"
    );
}

#[test]
fn a_server_that_answers_all_with_errors_is_tried_with_one_request_at_a_time() {
    let server = Server::start();
    (0..40).for_each(|n| server.on(&path(n), [Reply::status(500)]));
    let patient = FetcherOptions {
        backoff_base: Duration::from_millis(200),
        backoff_cap: Duration::from_secs(10),
        ..options(None)
    };
    let mut window = Window::new(source(&server.url("")), patient);
    window.fetcher.want(&tiles(0..40));
    window.wait("the trouble", |window| {
        window.fetcher.status().badge() == "server answered 500"
    });
    thread::sleep(Duration::from_secs(1));
    let asked = server.requests().len();
    assert!(asked <= 20, "{asked} requests in a second");
    // Another tile is tried each time, because it may be that one alone that fails.
    (1..40).for_each(|n| server.on(&path(n), [fresh("tile")]));
    window.wait("the other tiles", |window| {
        (1..40).all(|n| window.text(n).is_some())
    });
}

#[test]
fn a_tile_that_is_sent_back_to_itself_costs_one_request() {
    let server = Server::start();
    server.on(&path(1), [Reply::redirect(&path(1))]);
    let patient = FetcherOptions {
        backoff_base: Duration::from_mins(1),
        backoff_cap: Duration::from_mins(1),
        ..options(None)
    };
    let mut window = Window::new(source(&server.url("")), patient);
    window.fetcher.want(&[tile(1)]);
    window.wait("giving up", |window| {
        window.fetcher.status().detail().contains("without end")
    });
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_map_server_sends_nobody_into_the_own_network() {
    let (server, inside) = (Server::start(), Server::start());
    let port = inside.address().port();
    let hosts = ["maps.example", "harmless.example"].map(|name| {
        let home = std::net::Ipv4Addr::LOCALHOST.into();
        (name.to_owned(), vec![home])
    });
    let names = Names::Listed(Arc::new(HashMap::from(hosts)));
    for (n, host) in [
        "harmless.example",
        "localhost",
        "10.0.0.1",
        "[::1]",
        "router",
    ]
    .into_iter()
    .enumerate()
    {
        let n = u32::try_from(n).expect("a few");
        server.on(
            &path(n),
            [Reply::redirect(&format!("http://{host}:{port}/secret"))],
        );
        let options = FetcherOptions {
            names: names.clone(),
            ..options(None)
        };
        let address = format!("http://maps.example:{}", server.address().port());
        let mut window = Window::new(source(&address), options);
        window.fetcher.want(&[tile(n)]);
        window.wait("the refusal", |window| {
            window
                .fetcher
                .status()
                .detail()
                .contains("within your own network")
        });
    }
    assert_eq!(inside.requests().len(), 0);
}

#[test]
fn a_403_ends_all_requests_until_the_user_tries_again() {
    let server = Server::start();
    (0..40).for_each(|n| server.on(&path(n), [Reply::status(403)]));
    let mut window = Window::new(source(&server.url("")), options(None));
    window.fetcher.want(&tiles(0..20));
    window.wait("the refusal", |window| {
        matches!(
            window.fetcher.status(),
            Status::Refused {
                code: 403,
                retry_after: None,
                ..
            }
        )
    });
    window.wait("the end of requests under way", |_| server.running() == 0);
    window.linger();
    let asked = server.requests().len();
    assert!(asked <= 6, "{asked} requests");
    window.fetcher.want(&tiles(20..40));
    window.linger();
    assert_eq!(server.requests().len(), asked);
    assert_eq!(window.fetcher.status().badge(), "refused (403)");
    assert!(window.fetcher.status().detail().contains("Retry"));

    (0..40).for_each(|n| server.on(&path(n), [fresh("tile")]));
    window.fetcher.retry_now();
    window.wait("the tiles", |window| {
        (20..40).all(|n| window.text(n).is_some())
    });
    assert!(!window.fetcher.status().is_trouble());
}

#[test]
fn a_429_pauses_for_as_long_as_it_says_and_then_goes_on() {
    let server = Server::start();
    let busy = |pause| Reply::status(429).with("Retry-After", pause);
    server.on(&path(1), [busy("3600")]);
    server.on(&path(2), [fresh("tile 2")]);
    let mut window = Window::new(source(&server.url("")), options(None));
    window.fetcher.want(&[tile(1)]);
    window.wait("the refusal", |window| {
        matches!(
            window.fetcher.status(),
            Status::Refused {
                code: 429,
                retry_after: Some(_),
                ..
            }
        )
    });
    window.fetcher.want(&[tile(2)]);
    window.linger();
    assert_eq!(server.requests().len(), 1);
    assert!(window.fetcher.status().detail().contains("minutes"));

    server.on(&path(1), [busy("1"), fresh("tile 1")]);
    window.fetcher.want(&[tile(1)]);
    window.fetcher.retry_now();
    window.wait("the tile", |window| window.text(1).is_some());
    assert_eq!(server.count(&path(1)), 3);
    window.wait("all well", |window| window.fetcher.status() == Status::Idle);
}

#[test]
fn bad_answers_are_named_asked_for_again_and_never_stored() {
    let lasting = |body: &[u8]| Reply::body(body).with("Cache-Control", "max-age=3600");
    let bomb = server::gzip(&[b't'; 15_000]);
    let bad = [
        (Reply::status(500), "in trouble"),
        (lasting(b"garbage"), "no map tile (no tile at all)"),
        (
            lasting(b"\n<!DOCTYPE html><p>Please log in</p>"),
            "log in first",
        ),
        (
            Reply::Truncated(b"tile that is cut short".to_vec()),
            "only part",
        ),
        (lasting(&[b't'; 15_000]), "absurd size"),
        (
            lasting(&bomb).with("Content-Encoding", "gzip"),
            "absurd size",
        ),
        (lasting(&[0x1f, 0x8b, 8, 0]), "damaged"),
    ];
    let server = Server::start();
    let cache = folder();
    for (n, (bad, words)) in (0..).zip(bad) {
        server.on(&path(n), [bad]);
        let mut window = Window::new(source(&server.url("")), options(Some(cache.path())));
        window.fetcher.want(&[tile(n)]);
        window.wait("a third attempt", |_| server.count(&path(n)) >= 3);
        let status = window.fetcher.status();
        assert!(matches!(status, Status::Degraded { failing: 1, .. }));
        assert!(status.detail().contains(words), "{}", status.detail());
        let shards = fs::read_dir(cache.path()).expect("a folder");
        assert_eq!(shards.count(), 0, "bad tile {n} was stored");
    }
    server.on(&path(0), [Reply::status(500), fresh("tile")]);
    let mut window = Window::new(source(&server.url("")), options(Some(cache.path())));
    window.get(&[0]);
    assert_eq!(window.text(0), Some("tile"));
    window.wait("all well", |window| window.fetcher.status() == Status::Idle);
}

#[test]
fn a_decoder_that_panics_is_one_bad_tile_and_no_more() {
    let server = Server::start();
    server.on(&path(1), [Reply::body("tile 1")]);
    server.on(&path(2), [Reply::body("tile 2")]);
    let mut window = Window::decoding(source(&server.url("")), options(None), |id, _| {
        assert_ne!(id, tile(1), "this panic is part of the test");
        Ok("tile".to_owned())
    });
    window.fetcher.want(&[tile(1), tile(2)]);
    window.wait("the good tile", |window| window.text(2).is_some());
    window.wait("another attempt", |_| server.count(&path(1)) >= 8);
}

#[test]
fn dropping_the_fetcher_does_not_wait_for_a_stalled_server_and_wakes_nobody_after() {
    let server = Server::start();
    (0..8).for_each(|n| server.on(&path(n), [fresh("tile").held()]));
    let patient = FetcherOptions {
        read_timeout: LONG * 10,
        overall_timeout: LONG * 10,
        ..options(None)
    };
    let mut window = Window::new(source(&server.url("")), patient);
    window.fetcher.want(&tiles(0..8));
    window.wait("requests under way", |_| server.running() == 6);
    let woken = window.woken.clone();
    let (done, dropped) = mpsc::channel();
    thread::spawn(move || {
        drop(window);
        done.send(()).expect("somebody waits");
    });
    dropped
        .recv_timeout(LONG)
        .expect("dropped without waiting for the server");
    let before = woken.load(Ordering::SeqCst);
    server.release();
    thread::sleep(Duration::from_millis(200));
    assert_eq!(woken.load(Ordering::SeqCst), before);
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn a_server_that_sends_drop_by_drop_is_given_up() {
    let server = Server::start();
    server.on(&path(1), [Reply::Drip, fresh("tile")]);
    let hasty = FetcherOptions {
        overall_timeout: Duration::from_millis(300),
        ..options(None)
    };
    let mut window = Window::new(source(&server.url("")), hasty);
    window.get(&[1]);
    assert_eq!(window.text(1), Some("tile"));
    assert!(server.count(&path(1)) >= 2);
}

#[test]
fn a_cache_that_cannot_be_written_is_a_note_and_the_map_works() {
    let server = Server::start();
    (0..5).for_each(|n| server.on(&path(n), [fresh("tile")]));
    let dir = folder();
    let in_the_way = dir.path().join("file");
    fs::write(&in_the_way, "no folder").expect("writable");
    let mut window = Window::new(source(&server.url("")), options(Some(&in_the_way)));
    window.get(&[0, 1, 2, 3, 4]);
    assert!(!window.fetcher.status().is_trouble());
    let note = window.fetcher.cache_note().expect("a note");
    assert!(note.contains("not kept"), "{note}");
}
