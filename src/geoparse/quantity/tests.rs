//! Sentences, and what is to be read in them.

use std::fmt::Write as _;

use super::*;

mod hostile;

fn quantities(text: &str) -> Vec<Quantity> {
    super::quantities(&TokenisedText::of(text))
}

/// A quantity as one line: figure; hedge and bound; other unit; link; speaker.
fn line(text: &str, quantity: &Quantity) -> String {
    let words = |span: Span| &text[span.start..span.end];
    let mut line = words(quantity.figure).to_owned();
    if let Some(hedge) = &quantity.hedge {
        let _ = write!(line, "; {} {:?}", hedge.word, hedge.bound);
    }
    if let Some(other) = &quantity.other {
        let sign = if other.agrees { "=" } else { "≠" };
        let _ = write!(line, "; {sign} {}", words(other.span));
    }
    let _ = match quantity.link {
        Link::AwayFrom {
            target,
            relation,
            subject,
        } => {
            let subject = subject.map_or("", words);
            let lies = if subject.is_empty() { "" } else { " lies " };
            let relation = match relation {
                Relation::Within => "within",
                Relation::From(None) => "from",
                Relation::From(Some(compass)) => compass.symbol(),
            };
            write!(line, "; {subject}{lies}{relation}: {}", words(target))
        }
        Link::Into { target } => write!(line, "; into: {}", words(target)),
        Link::Between { from, to } => write!(line, "; between: {}, {}", words(from), words(to)),
        Link::Of { target } => write!(line, "; of: {}", words(target)),
        Link::In { target } => write!(line, "; in: {}", words(target)),
        Link::Aside { subject } => write!(line, "; aside to: {}", words(subject)),
        Link::Toward(compass) => write!(line, "; toward {}", compass.symbol()),
        Link::Unstated => Ok(()),
    };
    if let Some(speaker) = quantity.said_by {
        let _ = write!(line, "; said by: {}", words(speaker));
    }
    line
}

fn lines(text: &str) -> Vec<String> {
    quantities(text)
        .iter()
        .map(|quantity| line(text, quantity))
        .collect()
}

/// Sentences, each followed by a line with the quantities it is to give.
#[track_caller]
fn check(cases: &str) {
    let mut lines_of_cases = cases.lines().map(str::trim).filter(|line| !line.is_empty());
    while let (Some(text), Some(expected)) = (lines_of_cases.next(), lines_of_cases.next()) {
        assert_eq!(
            format!("=> {}", lines(text).join(" | ")),
            expected,
            "{text}"
        );
    }
}

#[test]
fn the_default_article_gives_its_five_figures() {
    let json: serde_json::Value =
        serde_json::from_str(include_str!("../../../data/default.geojson")).expect("JSON");
    let text = json["dateline"]["article"]["text"].as_str().expect("text");
    assert_eq!(
        lines(text),
        [
            "10 kilometers; within Within",
            "60,000; around About; of: Pokrovsk",
            "10 kilometers; reportedly within Within; = 6.2 miles; within: the city’s edge",
            "1,000 square kilometers; over AtLeast; = 386 square miles; of: Russian territory",
            "between 1 and 3 kilometers; in: some areas",
        ]
    );
    let found = quantities(text);
    assert_eq!(found[2].value, Amount::Exactly(10_000.0));
    assert_eq!(found[3].value, Amount::Exactly(1e9));
    assert_eq!(found[4].value, Amount::Range(1_000.0, 3_000.0));
    assert_eq!(
        &text[found[2].span.start..found[2].span.end],
        "10 kilometers (6.2 miles)"
    );
    let words: Vec<String> = found.iter().map(in_words).collect();
    assert_eq!(
        words,
        [
            "within 10\u{a0}km",
            "around 60,000\u{a0}people",
            "reportedly within 10\u{a0}km",
            "over 1,000\u{a0}km²",
            "between 1 and 3\u{a0}km"
        ]
    );
}

#[test]
fn distances_are_tied_to_what_they_are_measured_from() {
    check(
        "
        The depot lies 30 km (19 mi) north of Lindau.
            => 30 km; = 19 mi; The depot lies N: Lindau
        In Nairobi, some 370 km west of Garissa, it rained.
            => 370 km; some About; Nairobi lies W: Garissa
        Avon lies about 12 miles from Bray.
            => 12 miles; about About; Avon lies from: Bray
        They came within 5 km of Bray, 9 km from Avon.
            => 5 km; within Within; within: Bray | 9 km; Bray lies from: Avon
        It burned 12 miles to the south-east of Salem, Ohio.
            => 12 miles; SE: Salem
        Smoke rose about 40km WNW of the port.
            => 40km; about About; WNW: the port
        They camped 5 miles from the border.
            => 5 miles; from: the border
        They camped within 5 miles from the border.
            => 5 miles; within Within; within: the border
        Troops came to within half a mile of the river.
            => half a mile; within Within; within: the river
        A wreck lies 3 nautical miles off the coast of Elba.
            => 3 nautical miles; A wreck lies from: the coast of Elba
        The mine is two-and-a-half miles outside Kiruna.
            => two-and-a-half miles; The mine lies from: Kiruna
        Drones flew 300 kilometres into Norland.
            => 300 kilometres; into: Norland
        A 30-kilometer exclusion zone around the plant stays.
            => 30-kilometer; within: the plant
        Police closed everything within a 6.2-mile radius of Tours.
            => 6.2-mile; within Within; within: Tours
        in a radius of 20 km around Vik
            => 20 km; within: Vik
        The 35 miles between Avon and Bray are closed.
            => 35 miles; between: Avon, Bray
        The race to rebuild 10 km from Avon to Bray
            => 10 km; between: Avon, Bray
        a 5-km-wide strip along the Dnister River
            => 5-km; in: the Dnister River
        a 12-km stretch of the Via Alta
            => 12-km; of: the Via Alta
        It was a few miles from Chartres.
            => a few miles; from: Chartres
        The 130-mile Tagra River froze.
            => 130-mile; of: Tagra River
        Rebel Forces Within Ten Kilometers of Vik
            => Ten Kilometers; Within Within; within: Vik
        They are two to three kilometers short of Vik, or a mile and a half.
            => two to three kilometers; from: Vik | a mile and a half
        The fire is 10 to 15 miles, perhaps 20 miles, from Vik.
            => 10 to 15 miles | 20 miles; perhaps About
        It lies 10 km from here.
            => 10 km
        It moved 10 km in July.
            => 10 km
        They drove to Lindau, 18 miles to the southwest, and back.
            => 18 miles; aside to: Lindau
        They drove to Lindau (about 18 miles north).
            => 18 miles; about About; aside to: Lindau
        The quake was felt 480 km to the north-west.
            => 480 km; toward NW
        It crept 10 km north along the river.
            => 10 km
        It moved 10 km on Monday.
            => 10 km",
    );
}

#[test]
fn abbreviations_do_not_part_a_figure_from_what_it_is_measured_from() {
    check(
        "
        On Sept. 12 it burned 5 km (3 mi.) from St. Ives.
            => 5 km; = 3 mi.; from: St. Ives
        Gov. Ruiz said it burned 12 miles north of Mt. Vernon.
            => 12 miles; N: Mt. Vernon; said by: Gov. Ruiz
        The mill of Acme Inc. stands 5 km from Lt. Col. Lee’s farm.
            => 5 km; from: Lt. Col. Lee’s farm",
    );
}

#[test]
fn areas_and_speeds_are_read_with_what_they_measure() {
    check(
        "
        The fire burned 1,200 acres near Alder Creek.
            => 1,200 acres; in: Alder Creek
        nearly 50,000 hectares (124,000 acres) of farmland burned
            => 50,000 hectares; nearly Nearly; = 124,000 acres; of: farmland
        an area of some 600 sq. mi. in Norland
            => 600 sq. mi.; some About; in: Norland
        Gusts of up to 270km/h (168 mph) tore at the roofs.
            => 270km/h; up to AtMost; = 168 mph
        gusts of 60 to 70 miles an hour
            => 60 to 70 miles an hour
        moving at 13 knots
            => 13 knots
        The zone is 10 by 20 km (6 by 12 miles).
            => 10 by 20 km; = 6 by 12 miles",
    );
    assert_eq!(quantities("at 36 km/h")[0].value, Amount::Exactly(10.0));
}

#[test]
fn hedges_stand_on_either_side_and_inside() {
    check(
        "
        10 miles or so
            => 10 miles; or so About
        10 km (6 miles) or more from Vik
            => 10 km; or more AtLeast; = 6 miles; from: Vik
        a mile or two from Vik
            => a mile; or two About; from: Vik
        It lies approx. 10 km from Vik.
            => 10 km; approx. About; from: Vik
        10+ miles
            => 10+ miles; + AtLeast
        100-odd kilometres
            => 100-odd kilometres; odd About
        no more than 10 miles
            => 10 miles; no more than AtMost
        ~10 km
            => 10 km; ~ About
        just 10 km from Vik
            => 10 km; just Stressed; from: Vik",
    );
}

#[test]
fn a_population_belongs_to_its_place() {
    check(
        "
        Vik, with a pre-war population of around 60,000, fell.
            => 60,000; around About; of: Vik
        Vik’s population is 60,000.
            => 60,000; of: Vik
        The population of Vik was 60,000 in 2020.
            => 60,000; of: Vik
        The population of Vik in 2020 was 60,000.
            => 60,000; of: Vik
        Vik has an estimated population of 1.5 million.
            => 1.5 million; of: Vik
        Vik (population 60,000) fell.
            => 60,000; of: Vik
        Vik (pop. 60,000) fell.
            => 60,000; of: Vik
        Vik, home to 60,000 people, fell.
            => 60,000 people; of: Vik
        Vik is home to more than 60,000 people.
            => 60,000 people; more than AtLeast; of: Vik
        Vik, a city of 60,000, fell.
            => 60,000; of: Vik
        They left the town of 800 at night.
            => 800; of: the town
        Vik’s 60,000 residents left.
            => 60,000 residents; of: Vik
        About 60,000 people live in Vik.
            => 60,000 people; About About; of: Vik
        Some 5m people live in Norland.
            => 5m people; Some About; of: Norland
        Vik, a port in western Norland with a population of 9,000, fell.
            => 9,000; of: Vik
        Salem, Ohio, with a population of 12,000, fell.
            => 12,000; of: Salem, Ohio
        a town with a population of sixty thousand
            => sixty thousand; of: a town",
    );
}

#[test]
fn other_counts_of_people_are_no_population() {
    for text in [
        "60,000 people fled.",
        "Three residents were hurt.",
        "The wolf population of 60 grew.",
        "The population grew by 5 percent.",
        "The Muslim population of 2,000 left.",
        "A city of 24 bridges.",
        "In 2019 it had 3 members.",
    ] {
        assert_eq!(lines(text), [""; 0], "{text}");
    }
}

#[test]
fn what_is_no_measure_of_the_land_is_left_out() {
    for text in [
        "It raised $10 m from banks.",
        "It raised 10 m in March.",
        "5m people watched.",
        "She won the 100 m.",
        "She won the 400-meter hurdles and the 100 meters.",
        "a 10K run, a 10-mile run",
        "He ran for 120 yards and a touchdown.",
        "It was 30 degrees at 10:30 on day 5.",
        "Mile 22 and Three Mile Island, 8 Mile Road",
        "two Miles Davis records",
        "They were on their feet, then on two feet.",
        "a 5-foot-10 guard who is 6 feet tall",
        "the 6-foot, 4-inch guard",
        "a 9 mm round, 10 cm wide",
        "It costs $500 an acre and 75 cents a mile.",
        "He tied two knots in a yard.",
        "It does 40 miles per gallon and two miles a day.",
        "It had 10 foot soldiers.",
        "500 cubic metres",
    ] {
        assert_eq!(lines(text), [""; 0], "{text}");
    }
}

#[test]
fn who_says_a_figure_is_found_in_its_sentence() {
    check(
        "
        The front is 10 km from Vik, according to local officials.
            => 10 km; The front lies from: Vik; said by: local officials
        The army said it took 10 square miles. It lost 5 square miles.
            => 10 square miles; said by: The army | 5 square miles
        Ana Ruiz, head of the rescue team, said they were 2 miles from Vik.
            => 2 miles; from: Vik; said by: Ana Ruiz, head of the rescue team",
    );
}

#[test]
fn figures_that_contradict_each_other_are_told() {
    check(
        "
        10 km (8 miles) from Vik
            => 10 km; ≠ 8 miles; from: Vik
        10 km (6 miles) from Vik
            => 10 km; = 6 miles; from: Vik",
    );
}

#[test]
fn a_figure_in_short_keeps_the_decimals_it_was_stated_with() {
    for (amount, unit, expected) in [
        (Amount::Exactly(0.25), Unit::Mile, "0.25\u{a0}mi"),
        (Amount::Exactly(1_250.5), Unit::Kilometre, "1,250.5\u{a0}km"),
        (Amount::Exactly(1.0), Unit::Acre, "1\u{a0}acre"),
        (Amount::By(10.0, 20.0), Unit::Kilometre, "10 by 20\u{a0}km"),
        (Amount::Vague, Unit::Mile, "an unstated number of mi"),
    ] {
        assert_eq!(figure_in_words(amount, unit), expected);
    }
    let stated = |text: &str| in_words(&quantities(text)[0]);
    assert_eq!(stated("Some 10 miles"), "some 10\u{a0}mi");
    assert_eq!(stated("~10 miles"), "~10\u{a0}mi");
    assert_eq!(stated("10 miles or so"), "10\u{a0}mi or so");
    assert_eq!(stated("10-plus miles"), "more than 10\u{a0}mi");
}
