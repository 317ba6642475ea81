//! Of the bundled gazetteer, and of damaged ones.

use proptest::prelude::*;

use super::{
    layout::{HEAD, MAGIC},
    *,
};

fn places(name: &str) -> Vec<Place<'static>> {
    let gazetteer = Gazetteer::bundled();
    gazetteer
        .exact(name)
        .map(|named| gazetteer.place(named.place))
        .collect()
}

fn ids(name: &str) -> Vec<u32> {
    places(name)
        .iter()
        .filter_map(|place| place.geonames_id)
        .collect()
}

#[test]
fn names_old_and_new_lead_to_the_place() {
    for (name, id) in [
        ("Kiev", 703_448),
        ("Kyiv", 703_448),
        ("Київ", 703_448),
        ("Киев", 703_448),
        ("Konstantinovka", 705_104),
        ("Kostiantynivka", 705_104),
        ("Dzerzhinsk", 709_354),
        ("Toretsk", 709_354),
        ("Dnipropetrovsk", 709_930),
        ("Dnipro", 709_930),
        ("Rylsk", 695_019),
        ("Ryl'sk", 695_019),
        ("Rylʹsk", 695_019),
        ("Oboyan", 516_400),
        ("Oboyan’", 516_400),
        ("Leningrad", 498_817),
        ("Bombay", 1_275_339),
        ("Saigon", 1_566_083),
        ("Rangoon", 1_298_824),
        ("Burma", 1_327_865),
        ("Swaziland", 934_841),
        ("Zaire", 203_312),
        ("ZAÏRE", 203_312),
        ("Danes", 2_623_032),
        ("Texans", 4_736_286),
        ("St Louis", 4_407_066),
    ] {
        assert!(ids(name).contains(&id), "{name}: {:?}", ids(name));
    }
}

#[test]
fn divisions_are_found_by_all_that_they_are_called() {
    for (names, code) in [
        (
            &["Kursk Oblast", "Kursk region", "Kursk oblast", "Kursk"][..],
            "RU.41",
        ),
        (&["Donetsk Oblast", "Donetsk region", "Donetsk"], "UA.05"),
        (&["Luhansk Oblast", "Luhansk region", "Luhansk"], "UA.14"),
        (&["Louisiana", "State of Louisiana"], "US.LA"),
        (&["Rapides Parish", "Rapides"], "US.LA.079"),
        (
            &["County Cork", "Cork County", "Co. Cork", "Cork"],
            "IE.M.04",
        ),
        (&["Cook County", "Cook"], "US.IL.031"),
        (&["Fairfield County"], "US.CT.001"),
    ] {
        for name in names {
            let codes: Vec<String> = places(name).iter().filter_map(Place::code).collect();
            assert!(codes.iter().any(|other| other == code), "{name}: {codes:?}");
        }
    }
}

#[test]
fn abbreviations_are_written_as_newspapers_write_them() {
    let gazetteer = Gazetteer::bundled();
    let codes = |written| -> Vec<(Option<String>, NameForm)> {
        gazetteer
            .abbreviation(written)
            .map(|named| (gazetteer.place(named.place).code(), named.form))
            .collect()
    };
    let newspaper = |code: &str| vec![(Some(code.to_owned()), NameForm::Abbreviation)];
    assert_eq!(codes("U.S."), newspaper("US"));
    assert_eq!(codes("UK"), newspaper("GB"));
    assert_eq!(codes("Ont."), newspaper("CA.08"));
    assert_eq!(codes("N.S.W."), newspaper("AU.02"));
    assert_eq!(codes("CA"), [(Some("US.CA".to_owned()), NameForm::Postal)]);
    for word in ["us", "in", "In", "or", "me", "ont.", ""] {
        assert_eq!(codes(word), [], "{word}");
    }
}

#[test]
fn a_walk_goes_word_by_word_and_knows_whole_names() {
    let gazetteer = Gazetteer::bundled();
    let mut walk = gazetteer.walk();
    assert!(walk.names().is_none());
    assert!(!walk.step(""));
    assert!(walk.step("new"));
    let branch = walk;
    assert!(walk.step("york"));
    let names = walk.names().expect("New York is a name");
    assert!(names.count() > 1, "the city and the state");
    assert!(!walk.step("qwertz"));
    assert!(walk.step("city"), "a step that leads nowhere is not taken");
    let mut walk = branch;
    assert!(walk.step("south"));
    assert!(walk.names().is_none());
    assert!(walk.step("wales") && walk.names().is_some());
}

#[test]
fn prefixes_give_the_weightiest_places_once_each() {
    let gazetteer = Gazetteer::bundled();
    for prefix in ["", "s", "san", "kra", "united states", "донец"] {
        let names = gazetteer.prefix(prefix, 50);
        assert!(names.is_sorted_by(|a, b| a.place < b.place), "{prefix}");
        assert!(!names.is_empty(), "{prefix}");
    }
    let first = |prefix| {
        gazetteer
            .prefix(prefix, 1)
            .first()
            .map(|named| gazetteer.place(named.place).name)
    };
    assert_eq!(first("unit"), Some("United States"));
    assert_eq!(first("kramat"), Some("Kramatorsk"));
    assert_eq!(gazetteer.prefix("qwxz", 5), []);
    assert_eq!(gazetteer.prefix("a", 0), []);
}

#[test]
fn misspelt_names_are_found() {
    let gazetteer = Gazetteer::bundled();
    for (typed, meant) in [
        ("Kramatrosk", "Kramatorsk"),
        ("Washingtn", "Washington"),
        ("Pokrovks", "Pokrovsk"),
    ] {
        let found = gazetteer.fuzzy(typed, 5);
        assert!(
            found
                .iter()
                .any(|named| gazetteer.place(named.place).name == meant),
            "{typed}"
        );
    }
    let found = gazetteer.fuzzy("Paris", 8);
    assert!(
        found.len() == 8 && gazetteer.place(found[0].place).country == Some("FR"),
        "exact names come first"
    );
}

#[test]
fn the_bundled_gazetteer_is_complete() {
    let gazetteer = Gazetteer::bundled();
    let settlement = |place: &Place| {
        matches!(
            place.kind,
            PlaceKind::Capital
                | PlaceKind::Seat
                | PlaceKind::MinorSeat
                | PlaceKind::Town
                | PlaceKind::Section
        )
    };
    let cities = gazetteer
        .places()
        .filter(|place| settlement(place) && place.geonames_id.is_some())
        .count();
    assert_eq!(cities, 234_908, "cities500 of GeoNames");
    for capital in ["Kyiv", "Moscow", "Washington", "London", "Paris", "Tokyo"] {
        assert_eq!(places(capital)[0].kind, PlaceKind::Capital, "{capital}");
    }
    let counties = gazetteer
        .places()
        .filter(|place| place.kind == PlaceKind::Admin2 && place.country == Some("US"))
        .count();
    assert!(counties > 3_100, "{counties} counties");
    for place in gazetteer.places() {
        assert!(!place.name.is_empty());
        assert!(
            place.lon_lat.x.abs() <= 180.0 && place.lon_lat.y.abs() <= 90.0,
            "{place:?}"
        );
        if place.admin1.is_some() {
            assert!(
                gazetteer
                    .admin1(place.id)
                    .is_some_and(|id| gazetteer.place(id).kind == PlaceKind::Admin1)
            );
        }
        if place.admin2.is_some() {
            assert!(
                gazetteer
                    .admin2(place.id)
                    .is_some_and(|id| gazetteer.place(id).kind == PlaceKind::Admin2)
            );
        }
    }
}

#[test]
fn countries_have_the_points_and_ids_of_geonames() {
    let gazetteer = Gazetteer::bundled();
    let known = |code| {
        let place = gazetteer.country(code).map(|id| gazetteer.place(id));
        place.map(|place| {
            (
                place.geonames_id.unwrap_or(0),
                place.lon_lat.y,
                place.lon_lat.x,
            )
        })
    };
    assert_eq!(known("US"), Some((6_252_001, 39.76, -98.5)));
    assert_eq!(known("RU"), Some((2_017_370, 60.0, 100.0)));
    assert_eq!(known("CN"), Some((1_814_991, 35.0, 105.0)));
    assert_eq!(known("XX"), None);
}

fn small() -> Vec<u8> {
    let place = |name: &str, kind: &str, admin1: &str| Entry {
        name: name.to_owned(),
        geonames_id: Some(7),
        lon_lat: [30.5, -50.25],
        population: 12,
        kind: kind.to_owned(),
        country: "RR".to_owned(),
        admin1: admin1.to_owned(),
        ..Entry::default()
    };
    let mut entries = vec![
        place("Ruritania", "country", ""),
        place("Ash Oblast", "admin1", "RR.01"),
    ];
    entries.extend((0..40).map(|number| place(&format!("Ash {number}"), "town", "RR.01")));
    entries[0].names = vec![
        ("Ruritanian".into(), "demonym".into()),
        ("R.R.".into(), "abbreviation".into()),
    ];
    make(&entries).expect("places that fit together")
}

/// Ask everything that can be asked.
fn use_all(gazetteer: &Gazetteer) {
    for place in gazetteer.places() {
        let _ = (
            place.code(),
            gazetteer.admin1(place.id),
            gazetteer.admin2(place.id),
        );
        let _ = gazetteer.exact(place.name).count();
    }
    let _ = (
        gazetteer.prefix("", 99),
        gazetteer.fuzzy("ash 3", 9),
        gazetteer.country("RR"),
    );
    let _ = gazetteer.abbreviation("R.R.").count();
}

#[test]
fn a_small_gazetteer_gives_back_what_it_was_made_of() {
    let bytes = small();
    let gazetteer = Gazetteer::read(&bytes).expect("a sound file");
    use_all(&gazetteer);
    let named: Vec<Named> = gazetteer.exact("ash  7").collect();
    assert_eq!(named.len(), 1);
    let place = gazetteer.place(named[0].place);
    assert_eq!(
        (place.name, place.country, place.admin1),
        ("Ash 7", Some("RR"), Some("01"))
    );
    assert_eq!(
        (place.lon_lat.x, place.lon_lat.y, place.population),
        (30.5, -50.25, 12)
    );
    assert_eq!(gazetteer.prefix("ash", 99).len(), 41);
    assert_eq!(
        gazetteer.exact("RURITANIAN").next().map(|named| named.form),
        Some(NameForm::Demonym)
    );
    assert_eq!(small(), bytes, "the same bytes each time");
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let lost = Entry {
        name: "Ash".into(),
        kind: "town".into(),
        country: "RR".into(),
        ..Entry::default()
    };
    let error = make(&[lost]).expect_err("there is no such country");
    assert_eq!(error.to_string(), "place 0, “Ash”: its country is unknown");
    assert!(matches!(Gazetteer::read(b"{}"), Err(Error::NotAGazetteer)));
    assert!(Gazetteer::read(&small()[..HEAD]).is_err());
}

proptest! {
    #[test]
    fn damage_is_found(at: prop::sample::Index, with in 1u8..=255, cut: prop::sample::Index) {
        let sound = small();
        let mut bytes = sound.clone();
        bytes[at.index(sound.len())] ^= with;
        prop_assert!(Gazetteer::read(&bytes).is_err());
        prop_assert!(Gazetteer::read(&sound[..cut.index(sound.len())]).is_err());
    }

    #[test]
    fn a_right_checksum_over_wrong_tables_does_no_harm(at: prop::sample::Index, with in 1u8..=255) {
        let mut bytes = small();
        let tables = layout::word(&bytes[MAGIC.len() + 8..]);
        let at = tables + at.index(bytes.len() - tables);
        bytes[at] ^= with;
        let mut crc = flate2::Crc::new();
        crc.update(&bytes[MAGIC.len() + 4..]);
        bytes[MAGIC.len()..MAGIC.len() + 4].copy_from_slice(&crc.sum().to_le_bytes());
        if let Ok(gazetteer) = Gazetteer::read(&bytes) {
            use_all(&gazetteer);
        }
    }

    #[test]
    fn no_question_is_a_panic(name in "\\PC{0,30}") {
        let gazetteer = Gazetteer::bundled();
        let found = gazetteer.fuzzy(&name, 5);
        prop_assert!(found.len() <= 5);
        prop_assert!(gazetteer.prefix(&name, 5).len() <= 5);
        let _ = (gazetteer.exact(&name).count(), gazetteer.abbreviation(&name).count());
    }
}
