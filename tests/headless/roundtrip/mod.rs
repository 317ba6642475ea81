//! Reading and writing projects: what goes in comes out, whatever it is.

mod conformance;
mod damage;
mod older;
mod unknown;

use dateline::{
    coordinates::LonLat,
    formats::geojson::{self, Opened},
    project::{Project, shapes},
};
use geo::Geometry;
use proptest::prelude::*;

fn read(text: &str) -> Opened {
    geojson::read(text.as_bytes(), "Layer").unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Written and read again.
fn again(project: &Project) -> Opened {
    read(&geojson::write(project))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_project_written_and_read_again_is_the_same(project in crate::arbitrary::project()) {
        prop_assert_eq!(&again(&project).project, &project);
    }

    #[test]
    fn writing_what_was_read_writes_the_same_bytes(project in crate::arbitrary::project()) {
        let text = geojson::write(&project);
        prop_assert_eq!(geojson::write(&read(&text).project), text);
    }

    #[test]
    fn what_is_written_is_sound_geojson(project in crate::arbitrary::project()) {
        // Those that were set aside before are again, and a missing article is told of; of the rest
        // there is nothing to say.
        let known = project.unknown_members().unread.len() + usize::from(project.cited().is_some());
        let opened = again(&project);
        prop_assert_eq!(opened.diagnostics.len(), known, "{:?}", opened.diagnostics);
    }
}

#[test]
fn drawn_shapes_are_made_as_files_hold_them() {
    let clockwise = [(0.0, 0.0), (0.0, 1.000_000_04), (1.0, 1.0)];
    let area = shapes::area("A", &clockwise.map(|(lon, lat)| LonLat::new(lon, lat)));
    let circle = shapes::circle("B", LonLat::new(30.123_456_78, 50.0), 5_000.0);
    let project = crate::projects::of(None, vec![area.expect("an area"), circle]);
    let text = geojson::write(&project);
    let opened = read(&text);
    assert_eq!(geojson::write(&opened.project), text);
    assert_eq!(opened.diagnostics, []);
    let shapes = |project: &Project| -> Vec<Option<Geometry>> {
        let features = project.features().values();
        features
            .map(|feature| feature.geometry().cloned())
            .collect()
    };
    assert_eq!(shapes(&opened.project), shapes(&project));
}
