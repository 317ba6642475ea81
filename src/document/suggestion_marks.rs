//! Where suggestions stand on the map: one mark for each place, however often it is named, and a shape for
//! each circle and line.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    coordinates::{LonLat, Mercator, mercator},
    gazetteer::{Gazetteer, PlaceId},
    geoparse::certainty::FindingKind,
    judge::{self, Drawn, Judged, Placement, Rejudged},
    measure,
    project::{
        Project,
        ids::{FeatureId, FindingId},
    },
    scene::{ChangeNumber, Scene},
    text::Span,
};

/// How many sides a suggested circle has.
const SIDES: u16 = 72;

/// A place that nobody has accepted yet.
#[derive(Clone, Debug, PartialEq)]
pub struct PointMark {
    pub place: PlaceId,
    pub name: String,
    /// Whether it is a country, a sea or another wide place rather than a spot.
    pub wide: bool,
    pub at: Mercator,
    /// The feature that is on the map for the same record: accepting the suggestion gives it more
    /// words, and its name stands there already.
    pub known: Option<FeatureId>,
    /// The suggestions it stands for; never empty.
    findings: BTreeSet<FindingId>,
}

impl PointMark {
    /// The first suggestion it stands for.
    #[must_use]
    pub fn first(&self) -> Option<FindingId> {
        self.findings.first().copied()
    }

    /// Whether it stands for one of these.
    #[must_use]
    pub fn stands_for(&self, id: FindingId) -> bool {
        self.findings.contains(&id)
    }
}

/// A circle or a line that nobody has accepted yet.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapeMark {
    /// What it is drawn about, or begins at.
    pub at: Mercator,
    /// The outline of a circle, or the ends of a line.
    pub outline: Vec<Mercator>,
    /// How far the outline reaches from there at most, and on the whole, in the units of the map.
    pub reach: f64,
    pub mean_reach: f64,
    pub measured_from: MeasuredFrom,
}

/// What a suggested shape is measured from: the words of toponyms, where the text has them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MeasuredFrom {
    Circle {
        about: Option<Span>,
        radius_m: f64,
    },
    /// The ends of a line, in the order of its outline.
    Line([Option<Span>; 2]),
}

impl ShapeMark {
    fn new(at: Mercator, outline: Vec<Mercator>, measured_from: MeasuredFrom) -> Self {
        let distances = outline.iter().map(|to| (to.x - at.x).hypot(to.y - at.y));
        #[expect(clippy::cast_precision_loss, reason = "a few corners")]
        let corners = outline.len().max(1) as f64;
        Self {
            at,
            reach: distances.clone().fold(0.0, f64::max),
            mean_reach: distances.sum::<f64>() / corners,
            outline,
            measured_from,
        }
    }

    #[must_use]
    pub const fn is_circle(&self) -> bool {
        matches!(self.measured_from, MeasuredFrom::Circle { .. })
    }

    /// Whether the words that it is measured from are among some.
    #[must_use]
    pub fn is_measured_from(&self, words: impl Fn(Span) -> bool) -> bool {
        match self.measured_from {
            MeasuredFrom::Circle { about, .. } => about.is_some_and(words),
            MeasuredFrom::Line(ends) => ends.into_iter().flatten().any(words),
        }
    }

    /// The outline as it would be if toponyms stood where `place` says of them; nothing where it says
    /// nothing of any that this shape is measured from.
    #[must_use]
    pub fn outline_with(&self, place: impl Fn(Span) -> Option<LonLat>) -> Option<Vec<Mercator>> {
        match self.measured_from {
            MeasuredFrom::Circle { about, radius_m } => Some(ring(place(about?)?, radius_m)),
            MeasuredFrom::Line(ends) => {
                let moved = ends.map(|end| end.and_then(&place).map(mercator::project));
                let both = self.outline.iter().zip(moved);
                moved
                    .iter()
                    .any(Option::is_some)
                    .then(|| both.map(|(&at, moved)| moved.unwrap_or(at)).collect())
            }
        }
    }
}

/// The marks of all suggestions of a document.
#[derive(Clone, Debug, Default)]
pub struct SuggestionMarks {
    points: BTreeMap<PlaceId, PointMark>,
    shapes: BTreeMap<FindingId, ShapeMark>,
    /// The place that each suggestion of a place is meant for.
    places: HashMap<FindingId, PlaceId>,
    /// The shapes about each place, by the bits of its coordinates.
    about: HashMap<[u64; 2], BTreeSet<FindingId>>,
    /// When they last changed.
    last_change: ChangeNumber,
}

impl SuggestionMarks {
    /// Follow what was judged anew.
    pub fn update(
        &mut self,
        project: &Project,
        scene: &Scene,
        judged: &Judged,
        rejudged: &Rejudged,
    ) {
        match rejudged {
            Rejudged::All => {
                self.points.clear();
                self.places.clear();
                self.about.clear();
                let before = std::mem::take(&mut self.shapes);
                for suggestion in judged.open() {
                    let before = before.get(&suggestion.id);
                    self.add(project, scene, judged, suggestion.id, before);
                }
            }
            Rejudged::Some(findings) => {
                for &id in findings {
                    let before = self.remove(id);
                    if judged.suggestion(id).is_some() {
                        self.add(project, scene, judged, id, before.as_ref());
                    }
                }
            }
        }
        self.last_change = ChangeNumber::next();
    }

    /// When the marks last changed.
    #[must_use]
    pub const fn last_change(&self) -> ChangeNumber {
        self.last_change
    }

    pub fn points(&self) -> impl Iterator<Item = &PointMark> {
        self.points.values()
    }

    pub fn shapes(&self) -> impl Iterator<Item = (FindingId, &ShapeMark)> {
        self.shapes.iter().map(|(id, mark)| (*id, mark))
    }

    /// The mark that stands for a place.
    #[must_use]
    pub fn of_place(&self, place: PlaceId) -> Option<&PointMark> {
        self.points.get(&place)
    }

    /// The shapes that are drawn about a place, or begin at it.
    pub fn shapes_about(&self, at: Mercator) -> impl Iterator<Item = &ShapeMark> {
        let about = self.about.get(&bits(at)).into_iter().flatten();
        about.filter_map(|id| self.shapes.get(id))
    }

    /// The mark of a suggestion that is a place.
    #[must_use]
    pub fn point(&self, id: FindingId) -> Option<&PointMark> {
        self.points.get(self.places.get(&id)?)
    }

    /// The shape of a suggestion that is a figure.
    #[must_use]
    pub fn shape(&self, id: FindingId) -> Option<&ShapeMark> {
        self.shapes.get(&id)
    }

    /// Take the marks of a suggestion away; the shape, if it had one.
    fn remove(&mut self, id: FindingId) -> Option<ShapeMark> {
        if let Some(place) = self.places.remove(&id)
            && let Some(mark) = self.points.get_mut(&place)
        {
            mark.findings.remove(&id);
            if mark.findings.is_empty() {
                self.points.remove(&place);
            }
        }
        let shape = self.shapes.remove(&id)?;
        if let Some(about) = self.about.get_mut(&bits(shape.at)) {
            about.remove(&id);
            if about.is_empty() {
                self.about.remove(&bits(shape.at));
            }
        }
        Some(shape)
    }

    /// Add the marks of a suggestion. The outline of a circle that was there `before` is taken over:
    /// computing thousands of them takes a moment.
    fn add(
        &mut self,
        project: &Project,
        scene: &Scene,
        judged: &Judged,
        id: FindingId,
        before: Option<&ShapeMark>,
    ) {
        match id.kind {
            FindingKind::Name => self.add_point(scene, judged, id),
            FindingKind::Figure => {
                if let Some(shape) = shape(project, judged, id, before) {
                    self.about.entry(bits(shape.at)).or_default().insert(id);
                    self.shapes.insert(id, shape);
                }
            }
        }
    }

    fn add_point(&mut self, scene: &Scene, judged: &Judged, id: FindingId) {
        let Some(Placement::Open {
            place: Some(place),
            known,
        }) = judged.placement(id.span)
        else {
            return;
        };
        let record = Gazetteer::bundled().place(place);
        // A mark that was moved by hand is where the record is meant to be.
        let moved = known.and_then(|feature| scene.item(feature));
        let moved = moved.and_then(|item| item.points.first().copied());
        let at = moved.unwrap_or_else(|| mercator::project(record.lon_lat.into()));
        let mark = self.points.entry(place).or_insert_with(|| PointMark {
            place,
            name: record.name.to_owned(),
            wide: judge::is_wide(record.kind),
            at,
            known,
            findings: BTreeSet::new(),
        });
        mark.at = at;
        mark.known = known;
        mark.findings.insert(id);
        self.places.insert(id, place);
    }
}

fn shape(
    project: &Project,
    judged: &Judged,
    id: FindingId,
    before: Option<&ShapeMark>,
) -> Option<ShapeMark> {
    let tied = judged.findings().figure(id)?;
    match judged.drawn(project, tied) {
        Drawn::Circle { site, radius_m } => {
            let at = mercator::project(site.at);
            let measured_from = MeasuredFrom::Circle {
                about: tied.about,
                radius_m,
            };
            let same = before.filter(|same| same.at == at && same.measured_from == measured_from);
            let outline = same.map(|same| same.outline.clone());
            let outline = outline.unwrap_or_else(|| ring(site.at, radius_m));
            Some(ShapeMark::new(at, outline, measured_from))
        }
        Drawn::Line(ends) => {
            let ends = ends.map(|site| mercator::project(site.at));
            let measured_from = MeasuredFrom::Line([tied.about, tied.to]);
            Some(ShapeMark::new(ends[0], ends.to_vec(), measured_from))
        }
        Drawn::OfPlace(_) | Drawn::Nowhere(_) => None,
    }
}

const fn bits(at: Mercator) -> [u64; 2] {
    [at.x.to_bits(), at.y.to_bits()]
}

/// The outline of a circle on the map.
#[must_use]
pub fn ring(center: LonLat, radius_m: f64) -> Vec<Mercator> {
    let circle = measure::circle(center, radius_m, SIDES);
    let ring = circle.exterior().coords();
    ring.map(|&at| mercator::project(at.into())).collect()
}
