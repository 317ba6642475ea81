//! Which features have the geometry that they had before an edit: what was computed of it is kept.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use geo::CoordsIter as _;

use crate::project::{Project, feature::Feature};

/// The geometries of a project's features, so that they are recognised later.
#[derive(Clone, Debug, Default)]
pub struct Geometries(Vec<u64>);

impl Geometries {
    #[must_use]
    pub fn of(project: &Project) -> Self {
        Self(project.features.iter().map(mark).collect())
    }

    /// For each feature of `self` which one of `before` it is, when its geometry is the same.
    #[must_use]
    pub fn in_common(&self, before: &Self) -> Vec<Option<usize>> {
        let known: HashMap<u64, usize> = before.0.iter().copied().zip(0..).collect();
        let marks = self.0.iter();
        marks.map(|mark| known.get(mark).copied()).collect()
    }
}

/// A number that tells the feature and its geometry: ids are unique, so two features never share
/// it.
fn mark(feature: &Feature) -> u64 {
    let mut hasher = DefaultHasher::new();
    feature.id.hash(&mut hasher);
    let center = feature.center.map(|at| [at.x.to_bits(), at.y.to_bits()]);
    (center, feature.radius_m.map(f64::to_bits)).hash(&mut hasher);
    if let Some(geometry) = &feature.geometry {
        std::mem::discriminant(geometry).hash(&mut hasher);
        for at in geometry.coords_iter() {
            [at.x.to_bits(), at.y.to_bits()].hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use geo::coord;

    use super::*;
    use crate::project::shapes;

    #[test]
    fn features_are_recognised_while_their_geometry_is_the_same() {
        let feature = |id: &str, x: f64| Feature {
            id: id.to_owned(),
            ..shapes::circle("A circle", coord! { x: x, y: 50.0 }, 5_000.0)
        };
        let project = |features: Vec<Feature>| {
            Geometries::of(&Project {
                features,
                ..Project::default()
            })
        };
        let before = project(vec![
            feature("a", 30.0),
            feature("b", 31.0),
            feature("c", 32.0),
        ]);
        let renamed = Feature {
            name: "Another name".to_owned(),
            ..feature("c", 32.0)
        };
        let after = project(vec![renamed, feature("d", 30.0), feature("b", 31.5)]);
        assert_eq!(after.in_common(&before), [Some(2), None, None]);
    }
}
