//! Checks the bundled project, read here as plain JSON and counted and measured without the
//! program's own code, because that code made the file.

mod geometry;
mod mentions;
#[path = "../../../data/build/recipe.rs"]
mod recipe;
mod selectors;

use std::{
    fs,
    path::{Path, PathBuf},
};

use dateline::{formats::geojson, validate::validate};
use serde_json::Value;

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A project file, as JSON.
#[derive(Debug)]
struct File(Value);

impl File {
    fn open(path: &str) -> Self {
        Self(serde_json::from_str(&text_of(&repository(path))).expect("JSON"))
    }

    fn bundled() -> Self {
        Self::open("data/default.geojson")
    }

    fn harbour() -> Self {
        Self::open("tests/fixtures/harbour/project.geojson")
    }

    fn article(&self) -> &Value {
        &self.0["dateline"]["article"]
    }

    fn text(&self) -> &str {
        self.article()["text"].as_str().expect("a text")
    }

    fn layers(&self) -> &[Value] {
        list(&self.0["dateline"]["layers"])
    }

    fn unmapped(&self) -> &[Value] {
        list(&self.0["dateline"]["unmapped"])
    }

    fn features(&self) -> &[Value] {
        list(&self.0["features"])
    }

    fn feature(&self, id: &str) -> &Value {
        let mut found = self.features().iter().filter(|feature| feature["id"] == id);
        let feature = found.next().unwrap_or_else(|| panic!("no feature {id}"));
        assert!(found.next().is_none(), "{id} stands twice");
        feature
    }

    fn ids_in(&self, layer: &str) -> Vec<&str> {
        self.features()
            .iter()
            .filter(|feature| feature["properties"]["layer"] == layer)
            .filter_map(|feature| feature["id"].as_str())
            .collect()
    }

    /// Every piece of evidence, with the id of its feature, or none where it is not on the map.
    fn evidence(&self) -> Vec<(Option<&str>, &Value)> {
        let mut all = Vec::new();
        for feature in self.features() {
            let id = Some(feature["id"].as_str().expect("an id"));
            let properties = &feature["properties"];
            all.extend(
                list(&properties["evidence"])
                    .iter()
                    .map(|evidence| (id, evidence)),
            );
            all.extend(
                list(&properties["stated"])
                    .iter()
                    .map(|stated| (id, &stated["evidence"])),
            );
        }
        all.extend(
            self.unmapped()
                .iter()
                .map(|entry| (None, &entry["evidence"])),
        );
        all
    }
}

/// A list; nothing where there is none.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The words that a piece of evidence quotes.
fn words(evidence: &Value) -> &str {
    evidence["selector"][0]["exact"].as_str().expect("a quote")
}

/// All notes of a feature, as one text.
fn notes(feature: &Value) -> String {
    let notes: Vec<&str> = list(&feature["properties"]["notes"])
        .iter()
        .filter_map(Value::as_str)
        .collect();
    notes.join(" ")
}

#[test]
fn the_text_is_the_source_without_navigation_advertisement_and_empty_lines() {
    let source = text_of(&repository("data/build/default/article.txt"));
    let mut cleaned = String::new();
    for line in source.split('\n').skip(3) {
        let line = line.trim_matches([' ', '\t', '\r', '\u{a0}']);
        if line.is_empty() || line == "Advertisement" {
            continue;
        }
        if !cleaned.is_empty() {
            cleaned.push_str("\n\n");
        }
        cleaned.push_str(line);
    }
    let bundled = File::bundled();
    assert_eq!(bundled.text(), cleaned);
    let code_points = cleaned.chars().count();
    assert!(code_points.abs_diff(2_690) < 10, "{code_points}");
}

#[test]
fn captions_and_both_kinds_of_apostrophe_are_kept() {
    let bundled = File::bundled();
    let caption = "\n\nRussia's Push Towards Pokrovsk\n\nRussia's Push Towards Pokrovsk\n\n";
    assert!(bundled.text().contains(caption));
    assert!(bundled.text().contains("Kyiv’s"));
    assert!(!bundled.text().contains("HOME") && !bundled.text().contains("Advertisement"));
}

#[test]
fn what_the_source_does_not_give_is_null_and_not_invented() {
    let bundled = File::bundled();
    for member in ["outlet", "author", "url", "published", "retrieved"] {
        assert_eq!(
            bundled.article().get(member),
            Some(&Value::Null),
            "{member}"
        );
    }
    let title = bundled.article()["title"].as_str().expect("a title");
    assert!(
        bundled.text().starts_with(title),
        "the title is the text's own first line"
    );
}

#[test]
fn a_note_says_on_what_terms_the_article_is_here() {
    let bundled = File::bundled();
    let rights = bundled.article()["rights"].as_str().expect("a rights note");
    for words in ["supplied as source material", "not covered by", "licence"] {
        assert!(rights.contains(words), "{words}: {rights}");
    }
}

#[test]
fn the_six_layers_stand_in_order_and_only_the_last_is_off() {
    let bundled = File::bundled();
    let layers: Vec<(&str, bool)> = bundled
        .layers()
        .iter()
        .map(|layer| {
            (
                layer["name"].as_str().expect("a name"),
                layer["visible"] == true,
            )
        })
        .collect();
    assert_eq!(
        layers,
        [
            ("Places named", true),
            ("Pokrovsk, 10 km radius", true),
            ("Kursk incursion area", true),
            ("Fighting reported", true),
            ("Defensive belt", true),
            ("Regions named", false),
        ]
    );
    for feature in bundled.features() {
        let layer = &feature["properties"]["layer"];
        assert!(
            bundled.layers().iter().any(|known| known["id"] == *layer),
            "{layer}"
        );
    }
}

#[test]
fn nothing_is_found_wrong_with_either_project() {
    for path in [
        "data/default.geojson",
        "tests/fixtures/harbour/project.geojson",
    ] {
        let opened = geojson::open(&repository(path)).expect("it opens");
        assert_eq!(validate(&opened), [], "{path}");
        assert!(opened.project.unknown_members().unread.is_empty());
    }
}

#[test]
fn building_a_project_again_writes_the_very_same_bytes() {
    for (folder, made) in [
        ("data/build/default", "data/default.geojson"),
        (
            "tests/fixtures/harbour",
            "tests/fixtures/harbour/project.geojson",
        ),
    ] {
        let project = recipe::build(&repository(folder).join("recipe.json")).expect("it builds");
        let (built, made) = (geojson::write(&project), text_of(&repository(made)));
        // Not `assert_eq`, which would print both files.
        let differs = built
            .lines()
            .zip(made.lines())
            .find(|(built, made)| built != made);
        assert_eq!(differs, None, "{folder}");
        assert!(built == made, "{folder}: one is longer");
    }
}

#[test]
fn opening_and_writing_a_project_changes_no_byte() {
    for path in [
        "data/default.geojson",
        "tests/fixtures/harbour/project.geojson",
    ] {
        let text = text_of(&repository(path));
        let opened = geojson::read(text.as_bytes(), "x").expect("it opens");
        assert!(geojson::write(&opened.project) == text, "{path}");
    }
}

#[test]
fn no_program_code_names_a_place() {
    // Parts of words, so that other endings and adjectives are found as well.
    let mut places: Vec<String> = [
        "russia",
        "ukrain",
        "росси",
        "украин",
        "україн",
        "donbas",
        "institute for the study",
    ]
    .map(str::to_owned)
    .to_vec();
    for file in [File::bundled(), File::harbour()] {
        for feature in file.features() {
            let properties = &feature["properties"];
            if matches!(
                properties["kind"].as_str(),
                Some("city" | "capital" | "region" | "country")
            ) {
                let names = properties["names"]
                    .as_object()
                    .into_iter()
                    .flat_map(|names| names.values());
                for name in names.chain([&properties["name"]]) {
                    let name = name.as_str().expect("a name").to_lowercase();
                    let name = name
                        .trim_end_matches(" region")
                        .trim_end_matches(" область");
                    places.push(name.to_owned());
                }
            }
        }
    }
    assert!(places.iter().any(|place| place == "kursk"), "{places:?}");
    let mut folders = vec![repository("src")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files += 1;
                // Tests and comments may give examples; the program itself knows no place.
                let text = text_of(&path);
                let program = text.split("#[cfg(test)]\nmod tests {").next();
                let is_test = path.ends_with("tests.rs") || path.iter().any(|part| part == "tests");
                let lines = program
                    .filter(|_| !is_test)
                    .unwrap_or_default()
                    .to_lowercase();
                for (number, line) in (1..).zip(lines.lines()) {
                    if line.trim_start().starts_with("//") {
                        continue;
                    }
                    let named = places.iter().find(|place| line.contains(place.as_str()));
                    assert_eq!(named, None, "{}:{number}", path.display());
                }
            }
        }
    }
    assert!(files > 40, "{files} files were read");
}
