//! What the geoparser makes of sentences of our own, and of the bundled article.

use dateline::{
    formats::geojson,
    gazetteer::Gazetteer,
    geoparse::{
        Context, Parsed, Sense, Toponym, ToponymKind,
        certainty::{Certainty, Uncertainty},
        figure_places::FigurePlace,
        parse,
    },
    text::Span,
};
use proptest::prelude::*;

fn parsed(text: &str) -> Parsed {
    parse(text, &Context::default())
}

/// Each toponym as "words → place, division, country", in reading order.
fn found(text: &str) -> Vec<String> {
    parsed(text)
        .toponyms
        .iter()
        .map(|toponym| format!("{} → {}", words(text, toponym.span), where_is(toponym)))
        .collect()
}

fn words(text: &str, span: Span) -> &str {
    &text[span.start..span.end]
}

fn where_is(toponym: &Toponym) -> String {
    let gazetteer = Gazetteer::bundled();
    let Some(best) = toponym.best() else {
        return "nowhere".to_owned();
    };
    let place = gazetteer.place(best.place);
    let division = gazetteer
        .admin1(best.place)
        .map(|division| gazetteer.place(division).name);
    match (division, place.country) {
        (Some(division), Some(country)) if division != place.name => {
            format!("{}, {division}, {country}", place.name)
        }
        (_, Some(country)) => format!("{}, {country}", place.name),
        _ => place.name.to_owned(),
    }
}

/// How sure the first toponym is.
fn certainty(text: &str) -> Certainty {
    parsed(text).toponyms[0].certainty
}

fn kinds(text: &str) -> Vec<(String, ToponymKind)> {
    parsed(text)
        .toponyms
        .iter()
        .map(|toponym| (words(text, toponym.span).to_owned(), toponym.kind))
        .collect()
}

#[test]
fn the_state_after_a_comma_tells_which_town_is_meant() {
    assert_eq!(
        found("The mill in Pineville, La., closed when the one in Pineville, N.C., opened."),
        [
            "Pineville → Pineville, Louisiana, US",
            "La. → Louisiana, US",
            "Pineville → Pineville, North Carolina, US",
            "N.C. → North Carolina, US",
        ]
    );
}

#[test]
fn the_other_places_of_an_article_tell_which_town_is_meant() {
    let text = "Firefighters from Xenia and Beavercreek helped their colleagues in Springfield \
                after the storm that crossed Dayton and the rest of Greene County.";
    let springfield = found(text)
        .into_iter()
        .find(|line| line.starts_with("Springfield"));
    assert_eq!(
        springfield.as_deref(),
        Some("Springfield → Springfield, Ohio, US")
    );
    let text = "Trains from Worcester and Boston ran late, and buses in Springfield did not run \
                at all, the Massachusetts authority said in Holyoke.";
    let springfield = found(text)
        .into_iter()
        .find(|line| line.starts_with("Springfield"));
    assert_eq!(
        springfield.as_deref(),
        Some("Springfield → Springfield, Massachusetts, US")
    );
}

#[test]
fn people_and_firms_that_look_like_places_are_none() {
    let text = "Paris Hilton met Jack London. Mr. Jordan, who sells china, said Chelsea Clinton \
                and Denzel Washington would not come.";
    assert_eq!(found(text), Vec::<String>::new());
}

#[test]
fn places_within_names_of_organisations_are_flagged() {
    let text = "The Boston Globe wrote to the Kenya Red Cross.";
    let nested: Vec<String> = kinds(text)
        .into_iter()
        .filter(|(_, kind)| *kind == ToponymKind::Nested)
        .map(|(words, _)| words)
        .collect();
    assert_eq!(nested, ["Boston", "Kenya"]);
}

#[test]
fn demonyms_lead_to_their_countries_and_are_flagged() {
    let text = "Kenyan farmers and two Danes met Peruvian buyers.";
    assert_eq!(
        found(text),
        [
            "Kenyan → Kenya, KE",
            "Danes → Denmark, DK",
            "Peruvian → Peru, PE"
        ]
    );
    assert!(
        kinds(text)
            .iter()
            .all(|(_, kind)| *kind == ToponymKind::Demonym)
    );
}

#[test]
fn abbreviations_are_places_and_the_words_they_look_like_are_not() {
    assert_eq!(
        found("The U.S. and the UK told us in May that it was in or out for the UAE."),
        [
            "U.S. → United States, US",
            "UK → United Kingdom, GB",
            "UAE → United Arab Emirates, AE"
        ]
    );
}

#[test]
fn capitals_possessives_and_hyphens_do_not_hide_a_name() {
    assert_eq!(
        found("NAIROBI, Kenya — Lagos's London-based traders left."),
        [
            "NAIROBI → Nairobi, Nairobi County, KE",
            "Kenya → Kenya, KE",
            "Lagos → Lagos, NG",
            "London → London, England, GB"
        ]
    );
}

#[test]
fn the_word_beside_a_name_tells_its_kind() {
    let text = "Shelling went on in the Donetsk region. Nobody left Donetsk region by road.";
    assert!(
        found(text)
            .iter()
            .all(|line| line == "Donetsk → Donetsk Oblast, UA")
    );
}

#[test]
fn old_names_lead_to_the_place_of_today() {
    let text = "He was born in Leningrad, studied in Bombay and died in Saigon.";
    assert_eq!(
        found(text),
        [
            "Leningrad → Saint Petersburg, Saint Petersburg City, RU",
            "Bombay → Mumbai, Maharashtra, IN",
            "Saigon → Ho Chi Minh City, Ho Chi Minh City (HCMC), VN"
        ]
    );
}

#[test]
fn what_is_too_close_to_call_says_so() {
    let text = "The fair in Springfield opens on Friday.";
    let Certainty::Unsure(Uncertainty::Several(count)) = certainty(text) else {
        panic!("{:?}", certainty(text));
    };
    assert!(count > 1);
    assert!(certainty("The fair in Kinshasa opens on Friday.").is_sure());
}

#[test]
fn a_small_town_that_nothing_speaks_for_is_unsure() {
    let name_only = Certainty::Unsure(Uncertainty::NameOnly);
    assert_eq!(
        certainty("The fair in Kotzebue opens on Friday."),
        name_only
    );
    assert!(certainty("The fair in Kotzebue, Alaska, opens on Friday.").is_sure());
}

#[test]
fn a_place_that_leads_without_ruling_out_the_others_is_not_sure() {
    let not_ruled_out = Certainty::Unsure(Uncertainty::NotRuledOut);
    assert_eq!(certainty("It rained in Paris."), not_ruled_out);
    assert!(certainty("It rained in Paris, France.").is_sure());
}

#[test]
fn words_of_one_meaning_have_one_sense_and_others_another() {
    let text = "The mill in Pineville, La., closed when the one in Pineville, N.C., opened. \
                Louisiana pays. Nobody in Louisiana knew.";
    let parsed = parsed(text);
    let senses = |name: &str| -> Vec<Sense> {
        let named = parsed.toponyms.iter();
        named
            .filter(|toponym| words(text, toponym.span) == name)
            .map(|toponym| toponym.sense)
            .collect()
    };
    let [louisiana, north_carolina] = senses("Pineville")[..] else {
        panic!("{:?}", senses("Pineville"));
    };
    assert_ne!(louisiana, north_carolina);
    let [first, second] = senses("Louisiana")[..] else {
        panic!("{:?}", senses("Louisiana"));
    };
    assert_eq!(first, second);
}

#[test]
fn a_figure_is_no_surer_than_its_place() {
    for text in [
        "The fire is within 12 miles of Springfield.",
        "The fire is within 12 miles of Flagstaff, Arizona.",
        "They walked 20 kilometres.",
    ] {
        let parsed = parsed(text);
        let figure = &parsed.figures[0];
        let expected = match figure.about.and_then(|span| parsed.toponym_at(span)) {
            Some(place) => place.certainty,
            None => Certainty::Unsure(Uncertainty::Unplaced),
        };
        assert_eq!(figure.certainty, expected, "{text}");
        assert_eq!(parsed.figure_at(figure.quantity.span), Some(figure));
    }
}

#[test]
fn a_stated_distance_tells_which_town_is_meant_and_that_none_is() {
    let toledo = parsed("It rained in Toledo, 70 km from Madrid, all day.");
    let best = toledo.toponyms[0].best().expect("a place");
    let said = "the text says how far it lies from another place";
    assert!(
        best.reasons.iter().any(|reason| reason.words == said),
        "{best:?}"
    );
    let text = "The smelter at Vinto, 8 km east of Oruro, Bolivia, closed.";
    let vinto = &parsed(text).toponyms[0];
    assert_eq!(words(text, vinto.span), "Vinto");
    assert_eq!(vinto.certainty, Certainty::Unsure(Uncertainty::NameOnly));
}

#[test]
fn names_with_a_possessive_in_them_are_found_whole() {
    let text =
        "Ships left Cox’s Bazar for St. John's in Canada. Norway's crews stayed in King's Lynn.";
    let found = found(text).join("; ");
    for name in ["Cox’s Bazar →", "St. John's →", "King's Lynn →", "Norway →"] {
        assert!(found.contains(name), "{name} {found}");
    }
}

#[test]
fn a_distance_is_measured_from_a_town_rather_than_its_district() {
    let text = "The fire is 5 km from Beja in Portugal.";
    let kind = |text: &str| {
        let best = parsed(text).toponyms[0].best().expect("a place").place;
        Gazetteer::bundled().place(best).kind
    };
    assert!(kind(text).is_settlement());
}

#[test]
fn the_river_is_not_the_county_that_is_named_after_it() {
    let text = "In Kenya the Tana River burst its banks.";
    let river = "Tana River → Tana River, KE";
    assert!(
        found(text).iter().any(|found| found == river),
        "{:?}",
        found(text)
    );
}

#[test]
fn every_candidate_has_its_reasons_in_words() {
    let parsed = parsed("Rain fell on Portland, Ore., and on Salem.");
    for toponym in &parsed.toponyms {
        assert!(!toponym.candidates.is_empty());
        for candidate in toponym.candidates.iter() {
            assert!(
                candidate
                    .reasons
                    .iter()
                    .all(|reason| reason.words.len() > 8)
            );
            assert!(!candidate.reasons.is_empty());
        }
        let shares: f32 = toponym
            .candidates
            .iter()
            .map(|candidate| candidate.share)
            .sum();
        assert!(shares <= 1.001);
    }
}

#[test]
fn words_that_refer_back_find_their_place() {
    let text = "Troops entered Flagstaff, Arizona, on Monday. Residents of the city fled.";
    let parsed = parsed(text);
    let reference = parsed.references.first().expect("a reference");
    assert_eq!(words(text, reference.span), "the city");
    assert_eq!(words(text, reference.toponym), "Flagstaff");
    let text = "Rain fell in Tana River County, Kenya. Roads in the county are cut.";
    let parsed = self::parsed(text);
    let about = parsed.references[0].toponym;
    assert_eq!(words(text, about), "Tana River County");
    assert_eq!(parsed.toponym_at(about), parsed.toponyms.first());
}

#[test]
fn a_distance_from_a_place_is_a_circle_about_it() {
    let text = "The fire is within 12 miles of Flagstaff, Arizona, officials said.";
    let parsed = parsed(text);
    let FigurePlace::Circle {
        radius_m, center, ..
    } = parsed.figures[0].outcome
    else {
        panic!("{:?}", parsed.figures[0].outcome);
    };
    assert!((radius_m - 19_312.0).abs() < 1.0);
    assert!((center.y - 35.2).abs() < 0.1 && (center.x + 111.65).abs() < 0.1);
}

#[test]
fn a_distance_between_two_places_is_the_line_between_them() {
    let text = "The 620 kilometres between Madrid and Barcelona took them six hours.";
    let found = parsed(text);
    let FigurePlace::Line { ends, .. } = &found.figures[0].outcome else {
        panic!("{:?}", found.figures[0].outcome);
    };
    let [madrid, barcelona] = ends.map(|end| (end.x.round(), end.y.round()));
    assert_eq!([madrid, barcelona], [(-4.0, 40.0), (2.0, 41.0)]);
    let ends = [found.figures[0].about, found.figures[0].to];
    let ends = ends.map(|end| words(text, end.expect("tied")));
    assert_eq!(ends, ["Madrid", "Barcelona"]);
}

#[test]
fn a_place_said_to_lie_so_far_from_another_is_the_line_between_them() {
    for (text, drawn) in [
        (
            "In Granada, 420 kilometres south of Madrid, it rained.",
            true,
        ),
        ("Toledo is about 70 km from Madrid.", true),
        ("Villages near Toledo within 70 km of Madrid burned.", false),
        ("The fire in Spain, 70 km from Madrid, is out.", false),
    ] {
        let outcome = &parsed(text).figures[0].outcome;
        assert_eq!(
            matches!(outcome, FigurePlace::Line { .. }),
            drawn,
            "{text}: {outcome:?}"
        );
    }
}

#[test]
fn the_city_is_never_the_one_whose_distance_it_measures() {
    let text = "Buses left Valparaíso at noon. They stopped in Talca, Chile. Crowds came from \
                Rancagua, 170 km from the city, too.";
    let found = parsed(text);
    assert_eq!(words(text, found.figures[0].about.expect("tied")), "Talca");
}

#[test]
fn the_capital_is_that_of_the_country_the_article_is_about() {
    let text = "Kenya and Mombasa, Kenya, expect rain, as do Nairobi and Kisumu. The minister was \
                in London. Floods came within 5 km of the capital.";
    let found = parsed(text);
    assert_eq!(
        words(text, found.figures[0].about.expect("tied")),
        "Nairobi"
    );
}

#[test]
fn what_cannot_be_placed_says_why() {
    for (text, reason) in [
        ("Winds of 90 mph hit Miami.", "speed"),
        ("They walked 20 kilometres.", "does not say"),
        ("It is 5 miles from the old barn.", "no place"),
        ("Troops stand 10 km from Poland.", "border"),
        (
            "It hit Madrid, 300 km to the north-east.",
            "how far Madrid lies",
        ),
        ("In Spain it was felt 300 km to the west.", "a direction"),
        ("It is 300 km between France and Poland.", "border"),
        ("It is 30 km between Madrid and the barn.", "One of the two"),
    ] {
        let parsed = parsed(text);
        let FigurePlace::Unplaced(found) = &parsed.figures[0].outcome else {
            panic!("{text}: {:?}", parsed.figures[0].outcome);
        };
        assert!(found.contains(reason), "{text}: {found}");
    }
}

/// Everything the bundled article names, with no rule written for it: the ids are GeoNames'.
#[test]
fn the_bundled_article_is_read_without_help() {
    let opened = geojson::read(dateline::cli::DEFAULT_PROJECT, "default").expect("reads");
    let article = opened.project.article().expect("has an article");
    let text = article.text();
    let parsed = parsed(text);
    let gazetteer = Gazetteer::bundled();
    let expected = [
        ("Russia", 2_017_370),
        ("Ukraine", 690_791),
        ("Russian", 2_017_370),
        ("Ukrainian", 690_791),
        ("Pokrovsk", 704_422),
        ("Kursk", 538_555),
        ("Donetsk", 709_716),
        ("Luhansk", 702_657),
        ("Kyiv", 703_448),
        ("Moscow", 524_901),
        ("Kostiantynivka", 705_104),
        ("Druzhkivka", 616_743),
        ("Kramatorsk", 704_508),
        ("Sloviansk", 693_468),
        ("Toretsk", 709_354),
    ];
    for toponym in &parsed.toponyms {
        let name = words(text, toponym.span);
        let id = toponym
            .best()
            .and_then(|best| gazetteer.place(best.place).geonames_id);
        let wanted = expected.iter().find(|(expected, _)| *expected == name);
        assert_eq!(id, wanted.map(|(_, id)| *id), "{name}");
    }
    for (name, _) in expected {
        let stands = text.match_indices(name).filter(|(at, _)| {
            let goes_on = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !goes_on(text[at + name.len()..].chars().next())
                && !goes_on(text[..*at].chars().next_back())
        });
        let found = parsed
            .toponyms
            .iter()
            .filter(|toponym| words(text, toponym.span) == name);
        assert_eq!(found.count(), stands.count(), "{name}");
    }
    let circle = parsed
        .figures
        .iter()
        .find_map(|figure| match figure.outcome {
            FigurePlace::Circle {
                place, radius_m, ..
            } => Some((place, radius_m)),
            _ => None,
        })
        .expect("a circle");
    assert_eq!(gazetteer.place(circle.0).geonames_id, Some(704_422));
    assert!((circle.1 - 10_000.0).abs() < 1e-6);
    let area = parsed
        .figures
        .iter()
        .find(|figure| words(text, figure.quantity.span).starts_with("1,000 square"))
        .expect("an area");
    assert_eq!(area.quantity.value.values(), Some((1e9, 1e9)));
    assert!(area.quantity.other.is_some_and(|other| other.agrees));
}

#[test]
fn the_same_text_always_gives_the_same() {
    let text = "Georgia and Jordan met in Columbia; Victoria, Cordoba and San Juan stayed away.";
    let first = parsed(text);
    for _ in 0..5 {
        assert_eq!(parsed(text), first);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_gives_spans_that_are_there(
        text in prop_oneof![
            "\\PC{0,120}",
            "([A-Z][a-z]{0,7}|of|the|,|\\.|-|’s|St\\.|U\\.S\\.|10 km|\n| ){0,60}",
            "(Paris|Georgia|New|York|, |Kenyan |within 3 miles of |the city |\u{301}|\u{0}){0,30}",
        ],
    ) {
        let parsed = parsed(&text);
        let mut end = 0;
        for toponym in &parsed.toponyms {
            prop_assert!(toponym.span.start >= end && toponym.span.end > toponym.span.start);
            prop_assert!(text.get(toponym.span.start..toponym.span.end).is_some());
            prop_assert!((0.0..=1.0).contains(&toponym.confidence()));
            end = toponym.span.end;
        }
        for reference in &parsed.references {
            prop_assert!(text.get(reference.span.start..reference.span.end).is_some());
            prop_assert!(parsed.toponym_at(reference.toponym).is_some());
        }
    }
}
