use std::time::{Duration, Instant, UNIX_EPOCH};

use super::{Backoff, Failure, Gate, Job, LONGEST_PAUSE, Leave, UNREACHABLE_AFTER, retry_after};
use crate::basemap::TileId;

const SECOND: Duration = Duration::from_secs(1);
const BACKOFF: Backoff = Backoff {
    base: SECOND,
    cap: Duration::from_mins(1),
};

fn tile(x: u32) -> Job {
    Job::Tile(TileId::new(10, x, 400).expect("in range"))
}

fn unreachable() -> Failure {
    Failure::Unreachable("The server is not there".to_owned())
}

fn refused(code: u16, retry_after: Option<Duration>) -> Failure {
    Failure::Refused { code, retry_after }
}

#[test]
fn pauses_grow_to_the_cap_and_differ_between_tiles_but_not_between_runs() {
    for failures in 1..100 {
        let pause = BACKOFF.pause(failures, tile(1));
        let full = SECOND
            .saturating_mul(1 << (failures - 1).min(20))
            .min(BACKOFF.cap);
        assert!(pause >= full / 2 && pause <= full, "{failures}: {pause:?}");
        assert_eq!(pause, BACKOFF.pause(failures, tile(1)));
    }
    let pauses = (0..50).map(|x| BACKOFF.pause(3, tile(x)));
    assert!(pauses.collect::<std::collections::BTreeSet<_>>().len() > 45);
}

#[test]
fn an_outage_lets_one_probe_through_at_a_time_and_ends_with_an_answer() {
    let start = Instant::now();
    let mut gate = Gate::new(BACKOFF, false);
    for _ in 1..UNREACHABLE_AFTER {
        assert!(!gate.failed(&unreachable(), tile(1), start));
        assert_eq!(gate.leave(start), Leave::Free);
    }
    assert!(gate.failed(&unreachable(), tile(1), start));
    let Leave::NotBefore(probe_at) = gate.leave(start) else {
        panic!("{:?}", gate.leave(start))
    };
    assert_eq!(gate.leave(probe_at), Leave::Probe);
    gate.sent(tile(1));
    assert!(!gate.failed(&unreachable(), tile(2), probe_at));
    assert_eq!(gate.leave(probe_at), Leave::Shut);
    assert!(!gate.failed(&unreachable(), tile(1), probe_at));
    assert!(matches!(gate.leave(probe_at), Leave::NotBefore(later) if later > probe_at));
    assert!(gate.answered());
    assert_eq!(gate.leave(start), Leave::Free);
}

#[test]
fn failures_with_answers_between_them_are_no_outage() {
    let now = Instant::now();
    let mut gate = Gate::new(BACKOFF, false);
    for _ in 0..20 {
        gate.failed(&unreachable(), tile(1), now);
        gate.answered();
    }
    assert_eq!(gate.leave(now), Leave::Free);
}

#[test]
fn a_429_ends_on_its_own_and_a_403_does_not() {
    let now = Instant::now();
    let mut gate = Gate::new(BACKOFF, false);
    assert!(gate.failed(&refused(429, Some(SECOND * 90)), tile(1), now));
    assert_eq!(gate.leave(now), Leave::NotBefore(now + SECOND * 90));
    assert_eq!(gate.leave(now + SECOND * 90), Leave::Free);

    assert!(gate.failed(&refused(403, None), tile(1), now + SECOND * 90));
    gate.failed(&refused(429, Some(SECOND)), tile(1), now + SECOND * 90);
    let much_later = now + SECOND * 1_000_000;
    gate.answered();
    assert_eq!(gate.leave(much_later), Leave::Shut);
    gate.reopen();
    assert_eq!(gate.leave(much_later), Leave::Free);
}

#[test]
fn no_server_can_impose_more_than_an_hour() {
    let now = Instant::now();
    let mut gate = Gate::new(BACKOFF, false);
    gate.failed(&refused(429, Some(Duration::MAX)), tile(1), now);
    assert_eq!(gate.leave(now), Leave::NotBefore(now + LONGEST_PAUSE));
}

#[test]
fn retry_after_is_read_as_seconds_or_as_a_date() {
    let now = UNIX_EPOCH + Duration::from_secs(784_111_777);
    assert_eq!(retry_after("120", now), Some(SECOND * 120));
    assert_eq!(retry_after(" 0 ", now), Some(Duration::ZERO));
    assert_eq!(
        retry_after("Sun, 06 Nov 1994 08:50:37 GMT", now),
        Some(SECOND * 60)
    );
    assert_eq!(
        retry_after("Sun, 06 Nov 1994 08:40:37 GMT", now),
        Some(Duration::ZERO)
    );
    assert_eq!(
        retry_after("99999999999999999999999", now),
        Some(LONGEST_PAUSE)
    );
    for nonsense in ["", "soon", "-5", "1.5"] {
        assert_eq!(retry_after(nonsense, now), None, "{nonsense:?}");
    }
}
