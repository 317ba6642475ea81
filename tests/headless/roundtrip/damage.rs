//! Files that were damaged at random: nothing panics, and no feature goes missing.

use dateline::{
    formats::geojson::{self, Opened},
    project::{measured::measure, mentions::Mentions},
    scene::Scene,
    validate::validate,
};
use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::Value;

use crate::arbitrary;

/// How many features a file holds, whatever state they are in.
fn count(file: &Value) -> usize {
    match file["type"].as_str() {
        Some("FeatureCollection") => file["features"].as_array().map_or(0, Vec::len),
        _ => 1,
    }
}

/// Whatever is derived from a file that opens can be derived, and saving it loses no feature.
fn exercise(opened: &Opened, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("it opened");
    let text = text.trim_start_matches('\u{feff}');
    let file: Value = serde_json::from_str(text).expect("it opened");
    let project = &opened.project;
    assert_eq!(
        project.features().len() + project.unknown_members().unread.len(),
        count(&file)
    );
    let reported = opened
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.unreadable);
    assert!(
        reported.count() >= project.unknown_members().unread.len(),
        "each one set aside is reported"
    );
    for finding in validate(opened) {
        assert!(finding.to_string().contains(finding.code));
    }
    let mentions = Mentions::of(project);
    let coverage = mentions.coverage();
    assert_eq!(
        coverage.mapped() + coverage.not_mapped(),
        mentions.list().len()
    );
    let scene = Scene::of(project);
    for (id, feature) in project.features().iter() {
        assert!(feature.geometry().is_some() || scene.item(id).is_none());
        let area = measure(feature).area_m2.unwrap_or_default();
        assert!(area.is_finite(), "{area}");
    }
    let again = super::again(project).project;
    assert_eq!(again.features().len(), project.features().len());
    assert_eq!(
        again.unknown_members().unread,
        project.unknown_members().unread
    );
}

fn try_to_open(bytes: &[u8]) {
    match geojson::read(bytes, "Layer") {
        Ok(opened) => exercise(&opened, bytes),
        Err(error) => assert!(error.to_string().len() > 20, "a sentence: {error}"),
    }
}

/// The value number `index` of a file, counted through its objects and lists.
fn nth<'a>(value: &'a mut Value, index: &mut usize) -> Option<&'a mut Value> {
    if *index == 0 {
        return Some(value);
    }
    *index -= 1;
    match value {
        Value::Object(object) => object.values_mut().find_map(|value| nth(value, index)),
        Value::Array(list) => list.iter_mut().find_map(|value| nth(value, index)),
        _ => None,
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(object) => object.values().map(size).sum(),
        Value::Array(list) => list.iter().map(size).sum(),
        _ => 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_open_or_are_refused(bytes in vec(any::<u8>(), 0..200)) {
        try_to_open(&bytes);
    }

    #[test]
    fn any_json_opens_or_is_refused(value in arbitrary::value()) {
        try_to_open(value.to_string().as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_file_with_damaged_bytes_opens_or_is_refused(
        project in arbitrary::project(),
        damage in vec((any::<Index>(), any::<u8>(), 0_usize..30), 1..4),
    ) {
        let mut bytes = geojson::write(&project).into_bytes();
        for (at, byte, length) in damage {
            let at = at.index(bytes.len());
            match length {
                0..10 => bytes[at] = byte,
                10..20 => bytes.insert(at, byte),
                _ => {
                    let end = bytes.len().min(at + length);
                    bytes.drain(at..end);
                }
            }
        }
        try_to_open(&bytes);
    }

    #[test]
    fn a_file_with_values_of_the_wrong_type_opens_or_is_refused(
        project in arbitrary::project(),
        damage in vec((any::<Index>(), arbitrary::value()), 1..6),
    ) {
        let mut file: Value = serde_json::from_str(&geojson::write(&project)).expect("JSON");
        for (at, value) in damage {
            let values = size(&file);
            *nth(&mut file, &mut at.index(values)).expect("within the size") = value;
        }
        try_to_open(file.to_string().as_bytes());
    }

    #[test]
    fn a_file_whose_values_changed_places_opens_or_is_refused(
        project in arbitrary::project(), from: Index, to: Index,
    ) {
        let mut file: Value = serde_json::from_str(&geojson::write(&project)).expect("JSON");
        let values = size(&file);
        let taken = nth(&mut file, &mut from.index(values)).expect("a value").clone();
        *nth(&mut file, &mut to.index(values)).expect("a value") = taken;
        try_to_open(file.to_string().as_bytes());
    }
}
