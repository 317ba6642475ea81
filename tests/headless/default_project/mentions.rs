//! Every name, demonym and figure of the article leads somewhere, counted by reading the text.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{File, list, words};

/// Each name as the article writes it, how often it does, and the feature it is to lead to.
const NAMES: [(&str, usize, &str); 13] = [
    ("Pokrovsk", 14, "pokrovsk"),
    ("Donetsk", 7, "donetsk-oblast"),
    ("Kursk", 5, "kursk-oblast"),
    ("Luhansk", 2, "luhansk-oblast"),
    ("Kostiantynivka", 2, "kostiantynivka"),
    ("Druzhkivka", 1, "druzhkivka"),
    ("Kramatorsk", 1, "kramatorsk"),
    ("Sloviansk", 1, "sloviansk"),
    ("Toretsk", 1, "toretsk"),
    ("Kyiv", 1, "kyiv"),
    ("Moscow", 1, "moscow"),
    ("Russia", 12, "russia"),
    ("Ukraine", 5, "ukraine"),
];

/// Where a word stands in a text, in code points: whole words only, "Russia" but not "Russian".
fn occurrences(text: &[char], word: &str) -> Vec<u64> {
    let word: Vec<char> = word.chars().collect();
    let letter = |at: Option<usize>| {
        at.and_then(|at| text.get(at))
            .is_some_and(|c| c.is_alphabetic())
    };
    (0..text.len())
        .filter(|&at| text[at..].starts_with(&word))
        .filter(|&at| !letter(at.checked_sub(1)) && !letter(Some(at + word.len())))
        .map(|at| at as u64)
        .collect()
}

fn start(evidence: &Value) -> u64 {
    evidence["selector"][1]["start"]
        .as_u64()
        .expect("a position")
}

fn end(evidence: &Value) -> u64 {
    evidence["selector"][1]["end"].as_u64().expect("a position")
}

/// The evidence of one kind, in reading order.
fn of_kind<'a>(file: &'a File, kind: &str) -> Vec<(Option<&'a str>, &'a Value)> {
    let mut found = file.evidence();
    found.retain(|(_, evidence)| evidence["mention"] == kind);
    found.sort_by_key(|(_, evidence)| start(evidence));
    found
}

#[test]
fn fifty_three_names_of_places_lead_to_their_feature_once_each() {
    let file = File::bundled();
    let text: Vec<char> = file.text().chars().collect();
    let names = of_kind(&file, "name");
    let mut expected = Vec::new();
    for (name, count, id) in NAMES {
        let found = occurrences(&text, name);
        assert_eq!(found.len(), count, "{name}");
        expected.extend(found.into_iter().map(|at| (at, name, Some(id))));
    }
    expected.sort_unstable();
    let quoted: Vec<(u64, &str, Option<&str>)> = names
        .iter()
        .map(|(id, evidence)| (start(evidence), words(evidence), *id))
        .collect();
    assert_eq!(quoted, expected);
    assert_eq!(quoted.len(), 53);
}

#[test]
fn each_name_says_whether_the_place_or_those_who_act_are_meant() {
    let file = File::bundled();
    let mut actors: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, evidence) in of_kind(&file, "name") {
        match evidence["role"].as_str() {
            Some("actor") => *actors.entry(words(evidence)).or_default() += 1,
            Some("place") => {}
            _ => panic!("no role: {evidence}"),
        }
    }
    // Towns and regions do nothing in this article; governments and countries do.
    assert_eq!(
        actors.keys().copied().collect::<Vec<_>>(),
        ["Kyiv", "Moscow", "Russia", "Ukraine"]
    );
    assert_eq!((actors["Kyiv"], actors["Moscow"]), (1, 1));
    let role_in = |phrase: &str, name: &str| {
        let at = file.text().find(phrase).expect("the phrase");
        let before = file.text()[..at].chars().count()
            + phrase[..phrase.find(name).expect("the name")]
                .chars()
                .count();
        let names = of_kind(&file, "name");
        let (_, evidence) = names
            .iter()
            .find(|(_, evidence)| start(evidence) == before as u64)
            .unwrap_or_else(|| panic!("{phrase}"));
        evidence["role"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(role_in("Russia is advancing", "Russia"), "actor");
    assert_eq!(role_in("Ukraine has achieved", "Ukraine"), "actor");
    assert_eq!(role_in("Russia’s Kursk region", "Russia"), "place");
    assert_eq!(role_in("in eastern Ukraine", "Ukraine"), "place");
}

#[test]
fn seventeen_demonyms_are_listed_apart_from_the_map() {
    let file = File::bundled();
    let text: Vec<char> = file.text().chars().collect();
    let mut expected = occurrences(&text, "Russian");
    expected.extend(occurrences(&text, "Ukrainian"));
    expected.sort_unstable();
    assert_eq!(expected.len(), 17);
    let listed: Vec<&Value> = file
        .unmapped()
        .iter()
        .filter(|entry| entry["category"] == "demonym")
        .collect();
    let mut starts: Vec<u64> = listed
        .iter()
        .map(|entry| start(&entry["evidence"]))
        .collect();
    starts.sort_unstable();
    assert_eq!(starts, expected);
    let demonyms = of_kind(&file, "demonym");
    assert_eq!(demonyms.len(), 17);
    assert!(demonyms.iter().all(|(feature, _)| feature.is_none()));
}

/// Runs of digits with their separators, as `(start, end)` in code points.
fn numbers(text: &[char]) -> Vec<(u64, u64)> {
    let mut found: Vec<(u64, u64)> = Vec::new();
    for (at, c) in (0..).zip(text) {
        let at: u64 = at;
        let digit_follows = usize::try_from(at + 1)
            .ok()
            .and_then(|next| text.get(next))
            .is_some_and(char::is_ascii_digit);
        match found.last_mut() {
            Some((_, end))
                if *end == at && (c.is_ascii_digit() || ",.".contains(*c) && digit_follows) =>
            {
                *end += 1;
            }
            _ if c.is_ascii_digit() => found.push((at, at + 1)),
            _ => {}
        }
    }
    found
}

#[test]
fn every_figure_leads_to_a_feature_or_is_listed_with_the_reason() {
    let file = File::bundled();
    let text: Vec<char> = file.text().chars().collect();
    let figures = of_kind(&file, "figure");
    let numbers = numbers(&text);
    assert_eq!(numbers.len(), 8);
    for (from, to) in numbers {
        let holders = figures
            .iter()
            .filter(|(_, figure)| start(figure) <= from && to <= end(figure));
        assert_eq!(holders.count(), 1, "the number at {from}");
    }
    let quoted: Vec<(&str, Option<&str>)> = figures
        .iter()
        .map(|(id, evidence)| (words(evidence), *id))
        .collect();
    let (circle, area) = (Some("pokrovsk-10-km"), Some("kursk-incursion-area"));
    assert_eq!(
        quoted,
        [
            ("10 kilometers", circle),
            ("60,000", Some("pokrovsk")),
            ("10 kilometers", circle),
            ("6.2 miles", circle),
            ("1,000 square kilometers", area),
            ("386 square miles", area),
            ("between 1 and 3 kilometers", None),
        ]
    );
}

#[test]
fn stated_figures_are_what_their_words_say() {
    let file = File::bundled();
    let mut stated = Vec::new();
    for feature in file.features() {
        for figure in list(&feature["properties"]["stated"]) {
            stated.push((
                words(&figure["evidence"]),
                figure["value"].to_string(),
                figure["unit"].as_str().expect("a unit"),
                figure["hedge"].as_str().unwrap_or_default(),
            ));
        }
    }
    stated.sort_unstable();
    let expected = [
        ("1,000 square kilometers", "1000", "km²", "over"),
        ("10 kilometers", "10", "km", "reportedly within"),
        ("10 kilometers", "10", "km", "within"),
        ("386 square miles", "386", "sq mi", "over"),
        ("6.2 miles", "6.2", "mi", "reportedly within"),
        ("60,000", "60000", "people", "around"),
    ]
    .map(|(words, value, unit, hedge)| (words, value.to_owned(), unit, hedge));
    assert_eq!(stated, expected);
}

#[test]
fn what_is_not_on_the_map_has_a_reason() {
    let file = File::bundled();
    for entry in file.unmapped() {
        assert!(
            entry["reason"]
                .as_str()
                .is_some_and(|reason| reason.len() > 15),
            "{entry}"
        );
        assert!(
            ["demonym", "figure", "organisation", "vague_region"]
                .iter()
                .any(|category| entry["category"] == *category),
            "{entry}"
        );
    }
    for (phrase, category) in [
        ("between 1 and 3 kilometers", "figure"),
        ("Institute for the Study of War", "organisation"),
        ("eastern Ukraine", "vague_region"),
    ] {
        let listed = file
            .unmapped()
            .iter()
            .filter(|entry| words(&entry["evidence"]) == phrase && entry["category"] == category);
        assert_eq!(listed.count(), 1, "{phrase}");
    }
}

#[test]
fn one_claim_told_twice_is_one_feature_with_two_quotes() {
    let file = File::bundled();
    let claims: Vec<(&str, usize)> = file
        .features()
        .iter()
        .filter_map(|feature| {
            let quotes = list(&feature["properties"]["evidence"]);
            let told = quotes
                .iter()
                .filter(|quote| words(quote).contains("10 kilometers"));
            let told = told.count();
            (told > 0).then_some((feature["id"].as_str()?, told))
        })
        .collect();
    assert_eq!(claims, [("pokrovsk-10-km", 2)]);
}
