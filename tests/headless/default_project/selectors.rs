//! Every quote stands in the article, at the code points it gives.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{File, list, words};

fn files() -> [File; 2] {
    [File::bundled(), File::harbour()]
}

fn number(value: &Value) -> usize {
    value
        .as_u64()
        .and_then(|number| number.try_into().ok())
        .expect("a count")
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[test]
fn each_selector_resolves_to_exactly_its_words_in_their_context() {
    for file in files() {
        let text: Vec<char> = file.text().chars().collect();
        let slice = |from: usize, to: usize| text[from..to].iter().collect::<String>();
        for (id, evidence) in file.evidence() {
            let [quote, position] = list(&evidence["selector"]) else {
                panic!("{id:?}: a quote and a position are needed: {evidence}");
            };
            assert_eq!(quote["type"], "TextQuoteSelector");
            assert_eq!(position["type"], "TextPositionSelector");
            let (start, end) = (number(&position["start"]), number(&position["end"]));
            assert_eq!(slice(start, end), words(evidence), "{id:?}");
            let part = |key: &str| quote[key].as_str().unwrap_or_default().to_owned();
            let (prefix, suffix) = (part("prefix"), part("suffix"));
            let (before, after) = (prefix.chars().count(), suffix.chars().count());
            assert_eq!(slice(start - before, start), prefix, "{id:?}");
            assert_eq!(slice(end, end + after), suffix, "{id:?}");
            // Context is only short where the text ends.
            assert!(before >= 16 || before == start, "{id:?}: {evidence}");
            assert!(
                after >= 16 || end + after == text.len(),
                "{id:?}: {evidence}"
            );
        }
    }
}

#[test]
fn each_selector_points_into_this_very_text() {
    for file in files() {
        let hash = hash(file.text());
        assert_eq!(file.article()["sha256"], hash.as_str());
        for (id, evidence) in file.evidence() {
            assert_eq!(evidence["source"], format!("urn:sha256:{hash}"), "{id:?}");
        }
    }
}

#[test]
fn no_quote_begins_or_ends_inside_a_word() {
    for file in files() {
        let text: Vec<char> = file.text().chars().collect();
        for (id, evidence) in file.evidence() {
            let position = &evidence["selector"][1];
            for edge in [number(&position["start"]), number(&position["end"])] {
                let letters = [edge.checked_sub(1), Some(edge)]
                    .into_iter()
                    .flatten()
                    .filter(|at| text.get(*at).is_some_and(|c| c.is_alphanumeric()));
                assert!(letters.count() < 2, "{id:?}: {:?}", words(evidence));
            }
        }
    }
}

#[test]
fn every_feature_rests_on_a_quote_and_quotes_nothing_twice() {
    for file in files() {
        for feature in file.features() {
            let evidence = list(&feature["properties"]["evidence"]);
            assert!(!evidence.is_empty(), "{}", feature["id"]);
            for (index, one) in evidence.iter().enumerate() {
                let again = &evidence[index + 1..];
                let twin = again
                    .iter()
                    .find(|other| other["selector"] == one["selector"]);
                assert_eq!(twin, None, "{}", feature["id"]);
            }
        }
    }
}
