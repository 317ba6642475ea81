//! The places a name may mean, with what can be said of each before the rest of the article is
//! looked at: how well the name fits, and how weighty the place is.

use geo::Coord;

use super::{
    quantity::{Amount, figure_in_words},
    sense::Reason,
};
use crate::{
    gazetteer::{Gazetteer, NameForm, Named, PlaceId, PlaceKind},
    measure::unit::Unit,
};

/// A place a name may mean, with what resolving needs of it at hand.
#[derive(Clone, Debug)]
pub struct UnscoredCandidate {
    pub place: PlaceId,
    pub form: NameForm,
    pub kind: PlaceKind,
    pub country: Option<PlaceId>,
    pub admin1: Option<PlaceId>,
    pub admin2: Option<PlaceId>,
    /// On the unit sphere.
    pub position: [f64; 3],
    pub prior: f32,
}

/// Names with thousands of bearers ("San José") are cut: the list is in order of weight.
const MOST: usize = 250;

/// What a division loses against the seat that it is named after.
const NAMED_AFTER_SEAT: f32 = 1.2;

/// The candidates of a name, weightiest first.
#[must_use]
pub fn candidates(gazetteer: &Gazetteer, names: &[Named]) -> Vec<UnscoredCandidate> {
    let mut options: Vec<UnscoredCandidate> = Vec::new();
    for named in names.iter().take(MOST) {
        let option = option(gazetteer, *named);
        match options.iter_mut().find(|other| other.place == option.place) {
            Some(other) if other.prior >= option.prior => {}
            Some(other) => *other = option,
            None => options.push(option),
        }
    }
    // A division that is named after its seat is mostly called by its full name.
    let seats: Vec<PlaceId> = options
        .iter()
        .filter(|option| matches!(option.kind, PlaceKind::Capital | PlaceKind::Seat))
        .filter_map(|option| option.admin1)
        .collect();
    for option in &mut options {
        if option.kind == PlaceKind::Admin1 && seats.contains(&option.place) {
            option.prior -= NAMED_AFTER_SEAT;
        }
    }
    options.sort_by(|a, b| b.prior.total_cmp(&a.prior).then(a.place.cmp(&b.place)));
    options
}

fn option(gazetteer: &Gazetteer, named: Named) -> UnscoredCandidate {
    let place = gazetteer.place(named.place);
    UnscoredCandidate {
        place: named.place,
        form: named.form,
        kind: place.kind,
        country: place.country.and_then(|code| gazetteer.country(code)),
        admin1: gazetteer.admin1(named.place),
        admin2: gazetteer.admin2(named.place),
        position: on_sphere(place.lon_lat),
        prior: importance(place.kind, place.population, named.form)
            + form_fits(named.form, place.kind),
    }
}

/// How weighty a place is, about 1 for a hamlet and 7 for a capital of millions.
fn importance(kind: PlaceKind, population: u32, form: NameForm) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a number below 10")]
    let inhabitants = (f64::from(population) + 10.0).log10() as f32 * 0.8;
    match kind {
        PlaceKind::Country => 7.5,
        PlaceKind::Continent => 6.5,
        PlaceKind::Territory => 5.2,
        PlaceKind::Region | PlaceKind::Ocean => 5.0,
        PlaceKind::Admin1 => 5.5,
        PlaceKind::Admin2 if form == NameForm::Short => 2.6,
        PlaceKind::Sea => 4.5,
        PlaceKind::River | PlaceKind::Mountains | PlaceKind::Desert => 3.5,
        PlaceKind::Admin2 | PlaceKind::Lake | PlaceKind::Island => 3.2,
        PlaceKind::Mountain => 2.5,
        PlaceKind::Capital => inhabitants + 1.2,
        PlaceKind::Seat => inhabitants + 0.4,
        PlaceKind::MinorSeat | PlaceKind::Town => inhabitants,
        PlaceKind::Section => inhabitants - 0.6,
    }
}

fn form_fits(form: NameForm, kind: PlaceKind) -> f32 {
    match form {
        NameForm::Primary | NameForm::Demonym | NameForm::Abbreviation | NameForm::Postal => 0.0,
        NameForm::Short if kind == PlaceKind::Admin1 => -0.8,
        NameForm::Short | NameForm::Former => -0.4,
        NameForm::Alternate => match kind {
            PlaceKind::Country | PlaceKind::Territory | PlaceKind::Admin1 | PlaceKind::Capital => {
                -0.3
            }
            _ => -1.6,
        },
    }
}

fn on_sphere(lon_lat: Coord) -> [f64; 3] {
    let (lon, lat) = (lon_lat.x.to_radians(), lon_lat.y.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// The distance between two candidates in kilometres, on a sphere of 6,371 km.
#[must_use]
pub fn distance_km(a: &UnscoredCandidate, b: &UnscoredCandidate) -> f64 {
    let dot: f64 = a.position.iter().zip(&b.position).map(|(a, b)| a * b).sum();
    dot.clamp(-1.0, 1.0).acos() * 6_371.0
}

impl UnscoredCandidate {
    /// Whether it is something that other places lie in.
    #[must_use]
    pub const fn is_container(&self) -> bool {
        matches!(
            self.kind,
            PlaceKind::Country | PlaceKind::Territory | PlaceKind::Admin1 | PlaceKind::Admin2
        )
    }

    /// Whether `other` lies in it.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        if self.place == other.place {
            return false;
        }
        match self.kind {
            PlaceKind::Country | PlaceKind::Territory => other.country == Some(self.place),
            PlaceKind::Admin1 => other.admin1 == Some(self.place),
            PlaceKind::Admin2 => other.admin2 == Some(self.place),
            _ => false,
        }
    }

    /// The reason that its weight is, in words.
    #[must_use]
    pub fn weight_reason(&self, gazetteer: &Gazetteer) -> Reason {
        let place = gazetteer.place(self.place);
        let kind = self.kind.in_words();
        let article = if kind.starts_with(['a', 'e', 'i', 'o']) {
            "an"
        } else {
            "a"
        };
        let mut words = format!("it is {article} {kind}");
        if place.population > 0 {
            let people =
                figure_in_words(Amount::Exactly(f64::from(place.population)), Unit::People);
            words = format!("{words} of {people}");
        }
        Reason {
            weight: self.prior,
            words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> (Vec<UnscoredCandidate>, &'static Gazetteer<'static>) {
        let gazetteer = Gazetteer::bundled();
        let names: Vec<Named> = gazetteer.exact(name).collect();
        (candidates(gazetteer, &names), gazetteer)
    }

    #[test]
    fn the_weightiest_comes_first() {
        let (paris, gazetteer) = of("Paris");
        assert_eq!(gazetteer.place(paris[0].place).country, Some("FR"));
        assert!(paris.len() > 5);
        assert!(paris.windows(2).all(|pair| pair[0].prior >= pair[1].prior));
    }

    #[test]
    fn a_division_yields_to_the_seat_it_is_named_after() {
        let (found, _) = of("Valparaíso");
        assert_eq!(found[0].kind, PlaceKind::Seat);
        let (found, _) = of("Georgia");
        assert_eq!(found[0].kind, PlaceKind::Country);
    }

    #[test]
    fn containers_hold_what_lies_in_them() {
        let (ohio, _) = of("Ohio");
        let (xenia, _) = of("Xenia");
        let state = ohio.iter().find(|option| option.kind == PlaceKind::Admin1);
        let state = state.expect("a state");
        assert!(xenia.iter().any(|town| state.holds(town)));
        assert!(!state.holds(state));
        assert!(!xenia[0].is_container());
    }

    #[test]
    fn distances_are_those_of_a_globe() {
        let (london, _) = of("London");
        let (paris, _) = of("Paris");
        assert!((distance_km(&london[0], &paris[0]) - 343.0).abs() < 3.0);
        assert!(distance_km(&paris[0], &paris[0]) < 1e-3);
    }

    #[test]
    fn weight_is_told_in_words() {
        let (found, gazetteer) = of("Valparaíso");
        let words = found[0].weight_reason(gazetteer).words;
        assert!(words.starts_with("it is a regional capital of "), "{words}");
        assert!(words.contains(',') && words.contains("people"), "{words}");
    }
}
