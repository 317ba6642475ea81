use std::time::{Duration, Instant};

use super::{Next, Queue};
use crate::basemap::{
    Status, TileId, TileSource,
    network::{
        retry::{Backoff, Failure, Job},
        source::UrlTemplate,
    },
};

const BACKOFF: Backoff = Backoff {
    base: Duration::from_secs(1),
    cap: Duration::from_mins(1),
};
const HOUR: Duration = Duration::from_hours(1);

fn tile(x: u32) -> TileId {
    TileId::new(9, x, 7).expect("in range")
}

fn unreachable() -> Failure {
    Failure::Unreachable("The server is not there".to_owned())
}

/// A queue of the tiles `wanted`, none of which is on disk.
fn queue(wanted: &[TileId], now: Instant) -> Queue {
    let mut queue = Queue::new(&TileSource::openstreetmap(), BACKOFF, false);
    assert_eq!(queue.want(wanted), Some(Vec::new()));
    while let Next::LookUp(Job::Tile(tile)) = queue.next(false, now) {
        queue.not_on_disk(tile, false);
    }
    queue
}

#[test]
fn tiles_are_looked_up_and_then_fetched_best_first() {
    let now = Instant::now();
    let mut queue = Queue::new(&TileSource::openstreetmap(), BACKOFF, false);
    queue.want(&[tile(2), tile(1), tile(2)]);
    assert_eq!(queue.status(now), Status::Loading(2));
    assert_eq!(queue.next(false, now), Next::LookUp(Job::Tile(tile(2))));
    assert_eq!(queue.next(false, now), Next::LookUp(Job::Tile(tile(1))));
    assert_eq!(queue.next(true, now), Next::Sleep(None));
    queue.not_on_disk(tile(1), false);
    queue.not_on_disk(tile(2), false);
    assert_eq!(queue.next(false, now), Next::Sleep(None));
    assert_eq!(queue.next(true, now), Next::Fetch(Job::Tile(tile(2))));
    queue.answered(tile(2), true);
    queue.found(tile(1));
    assert_eq!(queue.status(now), Status::Idle);
}

#[test]
fn a_failed_tile_waits_while_others_go_ahead() {
    let now = Instant::now();
    let mut queue = queue(&[tile(1), tile(2)], now);
    assert_eq!(queue.next(true, now), Next::Fetch(Job::Tile(tile(1))));
    queue.failed(tile(1), Failure::Status(503), false, now);
    assert_eq!(queue.status(now).badge(), "server answered 503");
    assert_eq!(queue.next(true, now), Next::Fetch(Job::Tile(tile(2))));
    queue.answered(tile(2), true);
    let Next::Sleep(Some(due)) = queue.next(true, now) else {
        panic!("nothing is due yet");
    };
    assert_eq!(queue.next(true, due), Next::Fetch(Job::Tile(tile(1))));
    queue.answered(tile(1), true);
    assert_eq!(queue.status(now), Status::Idle);
}

#[test]
fn a_failed_tile_still_waits_after_a_look_elsewhere() {
    let now = Instant::now();
    let mut queue = queue(&[tile(1)], now);
    queue.next(true, now);
    queue.failed(tile(1), Failure::Status(503), false, now);
    queue.want(&[]);
    assert_eq!(queue.status(now), Status::Idle);
    queue.want(&[tile(1)]);
    assert_eq!(queue.next(true, now), Next::LookUp(Job::Tile(tile(1))));
    // While it waits, an outdated copy is better than none.
    assert!(queue.wants_outdated(tile(1), now));
    queue.not_on_disk(tile(1), true);
    assert!(!queue.wants_outdated(tile(1), now));
    assert!(matches!(queue.next(true, now), Next::Sleep(Some(_))));
}

#[test]
fn the_end_of_an_outage_frees_all_tiles_at_once() {
    let now = Instant::now();
    let wanted = [1, 2, 3, 4].map(tile);
    let mut queue = queue(&wanted, now);
    for tile in &wanted[..3] {
        assert_eq!(queue.next(true, now), Next::Fetch(Job::Tile(*tile)));
    }
    for tile in &wanted[..3] {
        queue.failed(*tile, unreachable(), false, now);
    }
    assert_eq!(queue.status(now).badge(), "offline");
    // The outage made the disk worth another look.
    while let Next::LookUp(Job::Tile(tile)) = queue.next(true, now) {
        queue.not_on_disk(tile, false);
    }
    let later = now + HOUR;
    assert_eq!(queue.next(true, later), Next::Fetch(Job::Tile(tile(1))));
    assert_eq!(queue.next(true, later), Next::Sleep(None));
    queue.answered(tile(1), true);
    for tile in &wanted[1..] {
        assert_eq!(queue.next(true, now), Next::Fetch(Job::Tile(*tile)));
    }
}

#[test]
fn a_copy_held_back_while_the_server_fell_silent_is_looked_up_again() {
    let now = Instant::now();
    let mut queue = Queue::new(&TileSource::openstreetmap(), BACKOFF, false);
    queue.want(&[1, 2, 3, 4, 5].map(tile));
    for x in 1..6 {
        assert_eq!(queue.next(false, now), Next::LookUp(Job::Tile(tile(x))));
    }
    // All but the last look-up end, with outdated copies that need not be shown yet.
    (1..5).for_each(|x| queue.held_back(tile(x), now));
    for x in 1..5 {
        assert_eq!(queue.next(true, now), Next::Fetch(Job::Tile(tile(x))));
    }
    assert!(!queue.wants_outdated(tile(5), now));
    (1..4).for_each(|x| queue.failed(tile(x), unreachable(), true, now));
    assert_eq!(queue.status(now).badge(), "offline");
    queue.held_back(tile(5), now);
    let mut looked_up = Vec::new();
    while let Next::LookUp(Job::Tile(tile)) = queue.next(false, now) {
        queue.not_on_disk(tile, true);
        looked_up.push(tile);
    }
    assert!(looked_up.contains(&tile(5)), "{looked_up:?}");
}

#[test]
fn a_probe_that_needed_no_server_leaves_the_way_free_for_the_next() {
    let now = Instant::now();
    let mut queue = queue(&[1, 2, 3].map(tile), now);
    for _ in 0..3 {
        queue.next(true, now);
    }
    (1..4).for_each(|x| queue.failed(tile(x), unreachable(), false, now));
    while let Next::LookUp(Job::Tile(tile)) = queue.next(true, now) {
        queue.not_on_disk(tile, false);
    }
    let later = now + HOUR;
    assert_eq!(queue.next(true, later), Next::Fetch(Job::Tile(tile(1))));
    queue.found(tile(1));
    assert_eq!(queue.next(true, later), Next::Fetch(Job::Tile(tile(2))));
}

#[test]
fn a_description_that_cannot_be_renewed_is_used_a_little_longer() {
    let now = Instant::now();
    let mut queue = Queue::new(&TileSource::openfreemap(), BACKOFF, false);
    assert_eq!(queue.next(true, now), Next::Sleep(None));
    queue.want(&[tile(1)]);
    assert_eq!(queue.next(false, now), Next::LookUp(Job::Describe));
    assert_eq!(queue.next(true, now), Next::Sleep(None));
    let old = UrlTemplate::new("https://t.example/old/{z}/{x}/{y}").expect("good");
    queue.described(Some((old, Duration::ZERO)), false, now);
    assert_eq!(queue.next(true, now), Next::LookUp(Job::Tile(tile(1))));
    queue.not_on_disk(tile(1), false);
    assert_eq!(queue.next(true, now), Next::Fetch(Job::Describe));
    queue.description_failed(Failure::Status(500), now);
    assert_eq!(queue.status(now).badge(), "server answered 500");
    assert_eq!(queue.next(true, now), Next::Fetch(Job::Tile(tile(1))));
    assert_eq!(
        queue.url(tile(1)).as_deref(),
        Some("https://t.example/old/9/1/7")
    );

    let new = UrlTemplate::new("https://t.example/new/{z}/{x}/{y}").expect("good");
    queue.answered(tile(1), false);
    queue.want(&[tile(1), tile(2)]);
    queue.described(Some((new, HOUR)), true, now);
    queue.want(&[tile(2)]);
    // What did not exist under the old address may exist under the new one.
    assert_eq!(queue.want(&[tile(1)]), Some(Vec::new()));
    assert_eq!(queue.len(), 1);
}
