//! Where the features stand, measured on the ellipsoid by other means than the program's: through
//! earth-centred coordinates and the plane that touches the ground.

use serde_json::Value;

use super::{File, list, notes, words};

/// WGS 84: the equatorial radius in metres and the first eccentricity squared.
const RADIUS_M: f64 = 6_378_137.0;
const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_3;

fn lon_lat(value: &Value) -> [f64; 2] {
    match list(value) {
        [lon, lat] => [lon, lat].map(|degrees| degrees.as_f64().expect("a number")),
        _ => panic!("no position: {value}"),
    }
}

fn earth_centred([lon, lat]: [f64; 2]) -> [f64; 3] {
    let (sin_lat, cos_lat) = lat.to_radians().sin_cos();
    let (sin_lon, cos_lon) = lon.to_radians().sin_cos();
    let normal = RADIUS_M / (1.0 - ECCENTRICITY_2 * sin_lat * sin_lat).sqrt();
    [
        normal * cos_lat * cos_lon,
        normal * cos_lat * sin_lon,
        normal * (1.0 - ECCENTRICITY_2) * sin_lat,
    ]
}

/// The straight distance in metres, which over 10 km is shorter than the geodesic by 1 mm.
fn distance_m(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (a, b) = (earth_centred(a), earth_centred(b));
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).powi(2))
        .sum::<f64>()
        .sqrt()
}

/// East and north of `origin` in metres, on the plane that touches the ground there.
fn east_north(origin: [f64; 2], at: [f64; 2]) -> [f64; 2] {
    let (sin_lat, cos_lat) = origin[1].to_radians().sin_cos();
    let (sin_lon, cos_lon) = origin[0].to_radians().sin_cos();
    let (from, to) = (earth_centred(origin), earth_centred(at));
    let [x, y, z] = [0, 1, 2].map(|axis| to[axis] - from[axis]);
    [
        y * cos_lon - x * sin_lon,
        z * cos_lat - sin_lat * (x * cos_lon + y * sin_lon),
    ]
}

/// The area of a ring in m², positive when it runs counter-clockwise.
fn area_m2(ring: &[[f64; 2]]) -> f64 {
    let flat: Vec<[f64; 2]> = ring.iter().map(|at| east_north(ring[0], *at)).collect();
    let doubled: f64 = flat
        .windows(2)
        .map(|pair| {
            let ([x1, y1], [x2, y2]) = (pair[0], pair[1]);
            x1 * y2 - x2 * y1
        })
        .sum();
    doubled / 2.0
}

/// The only ring of a polygon.
fn ring(feature: &Value) -> Vec<[f64; 2]> {
    assert_eq!(feature["geometry"]["type"], "Polygon");
    match list(&feature["geometry"]["coordinates"]) {
        [ring] => list(ring).iter().map(lon_lat).collect(),
        rings => panic!("{} rings", rings.len()),
    }
}

fn point(feature: &Value) -> [f64; 2] {
    assert_eq!(feature["geometry"]["type"], "Point", "{}", feature["id"]);
    lon_lat(&feature["geometry"]["coordinates"])
}

#[test]
fn the_circle_is_ten_kilometres_all_around_its_centre() {
    let file = File::bundled();
    let [id] = file.ids_in("radius")[..] else {
        panic!("one feature in the layer");
    };
    let circle = file.feature(id);
    let properties = &circle["properties"];
    assert_eq!(properties["radius_m"].as_f64(), Some(10_000.0));
    let center = lon_lat(&properties["center"]);
    assert!(distance_m(center, point(file.feature("pokrovsk"))) < 0.1);
    assert_eq!(properties["geometry_basis"], "derived");
    let ring = ring(circle);
    assert!(ring.len() > 128, "{} positions", ring.len());
    assert_eq!(ring.first(), ring.last());
    for at in &ring {
        let distance = distance_m(center, *at);
        assert!((distance - 10_000.0).abs() < 10.0, "{at:?}: {distance} m");
    }
    let ratio = area_m2(&ring) / (std::f64::consts::PI * 1e8);
    assert!(
        (ratio - 1.0).abs() < 1e-3,
        "{ratio} of πr², counter-clockwise"
    );
    let notes = notes(circle);
    for word in ["city’s edge", "centre", "smaller than the zone claimed"] {
        assert!(notes.contains(word), "{word}: {notes}");
    }
}

#[test]
fn the_incursion_area_is_schematic_and_joins_two_quotes() {
    let file = File::bundled();
    let [id] = file.ids_in("incursion")[..] else {
        panic!("one feature in the layer");
    };
    let area = file.feature(id);
    let properties = &area["properties"];
    let km2 = area_m2(&ring(area)) / 1e6;
    assert!((km2 - 1_102.0).abs() < 2.0, "{km2} km²");
    assert_eq!(properties["geometry_basis"], "schematic");
    let [size, place] = list(&properties["evidence"]) else {
        panic!("two quotes");
    };
    assert!(words(size).contains("over 1,000 square kilometers (386 square miles)"));
    assert!(
        !words(size).contains("Kursk"),
        "the sentence does not name it"
    );
    assert!(words(place).contains("Kursk"));
    assert!(!words(place).contains("1,000"));
    let notes = notes(area);
    for word in [
        "our inference",
        "schematic",
        "20 to 25 August 2024",
        "corroborates nothing",
    ] {
        assert!(notes.contains(word), "{word}: {notes}");
    }
    assert!(
        properties["as_of"]
            .as_str()
            .is_some_and(|day| day.contains("August 2024"))
    );
}

#[test]
fn fighting_is_two_marks_without_a_radius() {
    let file = File::bundled();
    let mut towns = Vec::new();
    for id in file.ids_in("fighting") {
        let mark = file.feature(id);
        for figure in ["radius_m", "center", "stated"] {
            assert_eq!(mark["properties"].get(figure), None, "{id}: none is stated");
        }
        let town = ["pokrovsk", "toretsk"]
            .into_iter()
            .find(|town| distance_m(point(mark), point(file.feature(town))) < 2_000.0);
        towns.push(town.unwrap_or_else(|| panic!("{id} is far from both")));
    }
    towns.sort_unstable();
    assert_eq!(towns, ["pokrovsk", "toretsk"]);
}

#[test]
fn the_belt_joins_the_five_cities_that_form_it() {
    let file = File::bundled();
    let [id] = file.ids_in("belt")[..] else {
        panic!("one feature in the layer");
    };
    let belt = file.feature(id);
    assert_eq!(belt["geometry"]["type"], "LineString");
    assert_eq!(belt["properties"]["geometry_basis"], "schematic");
    let mut stops: Vec<[f64; 2]> = list(&belt["geometry"]["coordinates"])
        .iter()
        .map(lon_lat)
        .collect();
    let quote = words(&belt["properties"]["evidence"][0]);
    let mut cities = [
        "pokrovsk",
        "kostiantynivka",
        "druzhkivka",
        "kramatorsk",
        "sloviansk",
    ]
    .map(|id| {
        let city = file.feature(id);
        assert!(quote.contains(city["properties"]["name"].as_str().expect("a name")));
        point(city)
    });
    stops.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    cities.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    assert_eq!(stops, cities);
}

#[test]
fn capitals_that_stand_for_governments_have_a_symbol_of_their_own() {
    let file = File::bundled();
    let places = file.ids_in("places");
    assert_eq!(places.len(), 8);
    for id in places {
        let properties = &file.feature(id)["properties"];
        let capital = id == "kyiv" || id == "moscow";
        let symbol = properties["marker-symbol"].as_str().unwrap_or("circle");
        assert_eq!(symbol == "circle", !capital, "{id}: {symbol}");
        assert_eq!(
            properties["role"],
            if capital { "actor" } else { "place" },
            "{id}"
        );
        assert!(properties["geonames_id"].is_u64(), "{id}");
        assert!(properties["names"].is_object(), "{id} in its own script");
        point(file.feature(id));
    }
}

#[test]
fn regions_and_countries_are_areas() {
    let file = File::bundled();
    let mut regions = file.ids_in("regions");
    regions.sort_unstable();
    assert_eq!(
        regions,
        [
            "donetsk-oblast",
            "kursk-oblast",
            "luhansk-oblast",
            "russia",
            "ukraine"
        ]
    );
    for id in regions {
        let kind = file.feature(id)["geometry"]["type"]
            .as_str()
            .unwrap_or_default();
        assert!(kind == "Polygon" || kind == "MultiPolygon", "{id}: {kind}");
    }
    // The official area is 29,997 km²; the border is drawn for maps at 1:10 million.
    let kursk = area_m2(&ring(file.feature("kursk-oblast"))) / 1e6;
    assert!((kursk / 29_997.0 - 1.0).abs() < 0.03, "{kursk} km²");
}

#[test]
fn whatever_is_drawn_by_hand_says_that_it_is_schematic() {
    let file = File::bundled();
    for layer in ["incursion", "fighting", "belt"] {
        for id in file.ids_in(layer) {
            assert_eq!(
                file.feature(id)["properties"]["geometry_basis"],
                "schematic",
                "{id}"
            );
        }
    }
}
