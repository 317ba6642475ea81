//! `dateline lookup`: places by name, for people and for scripts.

use serde_json::Value;

use super::{Folder, Run};

fn lookup(arguments: &[&str]) -> Run {
    Folder::new().run(&[&["lookup"], arguments].concat())
}

#[test]
fn places_of_a_name_are_a_table_with_the_weightiest_first() {
    let run = lookup(&["Kiev"]);
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    let mut lines = run.out.lines();
    let heading = lines.next().expect("a heading");
    assert!(
        heading
            .split_whitespace()
            .take(3)
            .eq(["NAME", "KIND", "IN"]),
        "{heading}"
    );
    let first = lines.next().expect("a place");
    let cells: Vec<&str> = first
        .split("  ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    assert_eq!(
        cells,
        [
            "Kyiv",
            "capital",
            "Kyiv City, Ukraine",
            "50.45466",
            "30.52380",
            "2952301",
            "703448",
            "former"
        ]
    );
}

#[test]
fn an_abbreviation_is_taken_as_it_is_written() {
    for (written, place) in [
        ("U.S.", "United States"),
        ("Calif.", "California"),
        ("UAE", "United Arab Emirates"),
    ] {
        let run = lookup(&[written]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(
            run.out
                .lines()
                .nth(1)
                .is_some_and(|line| line.starts_with(place)),
            "{run:?}"
        );
    }
    assert!(!lookup(&["us"]).out.contains("United States"));
}

#[test]
fn a_name_may_be_followed_by_what_it_lies_in() {
    let run = lookup(&["Berlin, Ohio"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(
        run.out.lines().skip(1).all(|line| line.contains("Ohio")),
        "{run:?}"
    );
    assert_eq!(lookup(&["Berlin, Kenya"]).code, Some(1));
}

#[test]
fn an_unknown_name_gives_similar_ones_and_status_1() {
    let run = lookup(&["Kramatrosk"]);
    assert_eq!((run.code, &*run.err), (Some(1), ""));
    let mut lines = run.out.lines();
    assert_eq!(
        lines.next(),
        Some("no place of the name “Kramatrosk”; similar:")
    );
    assert!(lines.any(|line| line.starts_with("Kramatorsk")), "{run:?}");

    let run = lookup(&["—"]);
    assert_eq!(
        (run.code, &*run.out),
        (Some(1), "no place of the name “—”.\n")
    );
}

#[test]
fn a_long_list_is_cut_and_says_so() {
    let run = lookup(&["San José", "--limit", "2"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.out.lines().count(), 4, "{run:?}");
    assert!(
        run.out
            .lines()
            .last()
            .is_some_and(|line| line.starts_with("… and ")),
        "{run:?}"
    );
}

#[test]
fn scripts_read_json() {
    let run = lookup(&["Kursk region", "--json"]);
    assert_eq!(run.code, Some(0));
    let found: Value = serde_json::from_str(&run.out).expect("JSON");
    let oblast = &found["places"][0];
    assert_eq!(oblast["code"], "RU.41");
    assert_eq!(oblast["kind"], "admin1");
    assert_eq!(oblast["in"], serde_json::json!(["Russia"]));
    assert_eq!(oblast["population"], Value::Null);
}
