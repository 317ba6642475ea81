//! How quickly the gazetteer is ready and answers, and what it costs in memory.
//!
//! `cargo bench --bench gazetteer` prints medians beside what they should be. Figures never fail
//! the benchmark, since machines differ.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::{
    env, fs,
    hint::black_box,
    time::{Duration, Instant},
};

use dateline::gazetteer::Gazetteer;

/// Rounds over all names; the median of them counts.
const ROUNDS: usize = 201;

const EXACT: &[&str] = &[
    "Kyiv",
    "Kiev",
    "Kursk region",
    "San José",
    "Springfield",
    "no such place",
    "Łódź",
    "Торецк",
];
const PREFIXES: &[&str] = &["s", "san", "new y", "kram", "united", "до", "county", "x"];
const MISSPELT: &[&str] = &[
    "Kramatrosk",
    "Sloviansk",
    "san fransisco",
    "Dzerzinsk",
    "Pokrvsk",
    "Saint Petersbrug",
];

fn main() {
    // `cargo test --all-targets` starts benchmarks too, without this argument.
    if !env::args().any(|argument| argument == "--bench") {
        println!("Nothing is measured without --bench; use cargo bench.");
        return;
    }
    let before = resident_mb();
    let start = Instant::now();
    let gazetteer = Gazetteer::bundled();
    row("Ready (once)", start.elapsed(), "< 200 ms");
    row(
        "Exact name (median)",
        each(EXACT, |name| gazetteer.exact(name).count()),
        "< 10 µs",
    );
    row(
        "First 10 of a prefix (median)",
        each(PREFIXES, |name| gazetteer.prefix(name, 10).len()),
        "< 10 µs",
    );
    row(
        "Misspelt name (median)",
        each(MISSPELT, |name| gazetteer.fuzzy(name, 10).len()),
        "< 10 ms",
    );
    for &name in MISSPELT {
        row(
            &format!("  “{name}”"),
            each(&[name], |name| gazetteer.fuzzy(name, 10).len()),
            "",
        );
    }
    if let (Some(before), Some(after)) = (before, resident_mb()) {
        println!(
            "{:<34}{before:>7.1} MB, then {after:.1} MB",
            "Memory of the process (resident)"
        );
    }
}

fn row(what: &str, time: Duration, aim: &str) {
    println!("{what:<34}{:>10.2} µs  {aim}", time.as_secs_f64() * 1e6);
}

/// The median time of one call.
fn each(names: &[&str], call: impl Fn(&str) -> usize) -> Duration {
    let mut rounds: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            for name in names {
                black_box(call(black_box(name)));
            }
            start.elapsed() / u32::try_from(names.len()).unwrap_or(1)
        })
        .collect();
    rounds.sort_unstable();
    rounds[ROUNDS / 2]
}

/// What Linux says; elsewhere nothing.
fn resident_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kb: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb * 1.024e-3)
}
