//! Jobs of all kinds: quick, stale, cancelled, panicking.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::*;

/// A worker, and what hears when the window would be woken.
fn worker() -> (Worker<u32>, Receiver<()>) {
    let (woken, wakes) = channel();
    let woken: Mutex<Sender<()>> = Mutex::new(woken);
    let worker = Worker::start("test-worker", move || {
        let woken = woken.lock().unwrap_or_else(PoisonError::into_inner);
        woken.send(()).unwrap_or_default();
    });
    (worker, wakes)
}

fn wait_for(worker: &Worker<u32>, wakes: &Receiver<()>) -> Vec<(Generation, JobResult<u32>)> {
    loop {
        wakes
            .recv_timeout(Duration::from_secs(10))
            .expect("the window is woken");
        let outcomes = worker.take();
        if !outcomes.is_empty() {
            return outcomes;
        }
    }
}

/// Works until it is asked to stop.
fn until_cancelled(progress: &Progress) -> u32 {
    progress.say("Waiting", Some(0.5));
    while !progress.cancelled() {
        thread::sleep(Duration::from_millis(1));
    }
    0
}

#[test]
fn outcomes_come_in_the_order_of_their_jobs_and_once() {
    let (worker, wakes) = worker();
    worker.submit(1, |_| 10);
    worker.submit(1, |_| 20);
    let mut outcomes = wait_for(&worker, &wakes);
    if outcomes.len() == 1 {
        outcomes.extend(wait_for(&worker, &wakes));
    }
    assert_eq!(outcomes, [(1, Ok(10)), (1, Ok(20))]);
    assert!(worker.take().is_empty());
    assert_eq!(worker.doing(), None);
}

#[test]
fn a_newer_generation_stops_the_older_one_and_drops_its_outcomes() {
    let (worker, wakes) = worker();
    worker.submit(1, until_cancelled);
    worker.submit(1, |_| 1);
    worker.submit(2, |_| 2);
    assert_eq!(wait_for(&worker, &wakes), [(2, Ok(2))]);
    // What is stale from the start is never done.
    worker.submit(1, |_| 1);
    assert_eq!(worker.doing(), None);
}

#[test]
fn after_a_cancel_nothing_is_heard_of_the_job_and_the_next_one_is_done() {
    let (worker, wakes) = worker();
    worker.submit(1, until_cancelled);
    wakes
        .recv_timeout(Duration::from_secs(10))
        .expect("it tells what it does");
    let doing = worker.doing().expect("it is at work");
    assert_eq!(
        (doing.what.as_str(), doing.fraction),
        ("Waiting", Some(0.5))
    );
    worker.cancel();
    assert_eq!(worker.doing(), None);
    worker.submit(1, |_| 7);
    assert_eq!(wait_for(&worker, &wakes), [(1, Ok(7))]);
}

#[test]
fn a_job_that_panics_is_an_error_and_the_worker_lives_on() {
    let (worker, wakes) = worker();
    worker.submit(1, |_| panic!("a deliberate panic of this test"));
    let outcomes = wait_for(&worker, &wakes);
    let Some((1, Err(error))) = outcomes.first() else {
        panic!("no error: {outcomes:?}");
    };
    assert!(error.to_string().contains("a deliberate panic"), "{error}");
    worker.submit(1, |_| 3);
    assert_eq!(wait_for(&worker, &wakes), [(1, Ok(3))]);
}

#[test]
fn dropping_a_worker_returns_at_once_and_ends_its_job() {
    let (worker, wakes) = worker();
    let (ended, end) = channel();
    worker.submit(1, move |progress| {
        progress.say("At work", None);
        let outcome = until_cancelled(progress);
        ended.send(()).unwrap_or_default();
        outcome
    });
    wakes
        .recv_timeout(Duration::from_secs(10))
        .expect("it has begun");
    let before = Instant::now();
    drop(worker);
    assert!(before.elapsed() < Duration::from_millis(100));
    end.recv_timeout(Duration::from_secs(10))
        .expect("the job ends");
}
