//! What a figure speaks of, as the words around it say.

use super::{
    Bound, Link, Relation,
    compass::{Compass, compass},
    figure::Figure,
    lexicon::{is_calendar, is_determiner, is_function, is_place_noun},
    phrase::{PhraseReach, phrase_end, phrase_start},
    sentence::Sentence,
};
use crate::{measure::unit::Dimension, text::Span};

/// Nouns between the figure and its preposition: "10-mile exclusion zone around".
const MOST_NOUNS: usize = 4;

/// The link of a length, an area or a speed whose words end before `next` and start at `from`,
/// hedges included.
pub(super) fn link(
    s: &Sentence<'_>,
    figure: &Figure,
    bound: Option<Bound>,
    from: usize,
    next: usize,
) -> Link {
    let mut circle =
        bound == Some(Bound::Within) || (s.before(from, 1) == "of" && is_round(s.before(from, 2)));
    let mut at = over_measures(s, next);
    // "The 4,100-acre Alder Creek Reserve."
    if figure.attributive
        && s.is_capital(at)
        && !is_stretch(s.word(at))
        && !is_place_noun(s.word(at))
        && compass(s, at).is_none()
        && let Some((target, _)) = target(s, at)
    {
        return Link::Of { target };
    }
    if figure.attributive || is_stretch(s.word(at)) {
        (at, circle) = over_nouns(s, at, circle);
    }
    let length = figure.unit.dimension() == Dimension::Length;
    let found = length.then(|| bearing(s, at)).flatten();
    if let Some(link) = found.or_else(|| preposition(s, at, circle, figure)) {
        return with_subject(s, from, link);
    }
    if length && let Some(link) = direction(s, from, at) {
        return link;
    }
    Link::Unstated
}

/// Over "away", "wide", "in length", "to the", with or without hyphens.
fn over_measures(s: &Sentence<'_>, mut at: usize) -> usize {
    for _ in 0..3 {
        let word = at + usize::from(s.is_hyphen(at));
        match s.word(word) {
            "away" | "further" | "farther" | "long" | "wide" | "deep" | "high" | "tall"
            | "thick" | "broad" | "apart" | "deeper" | "closer" | "downstream" | "upstream"
            | "inland" => {
                at = word + 1;
            }
            "in" if matches!(
                s.word(word + 1),
                "length"
                    | "width"
                    | "diameter"
                    | "radius"
                    | "depth"
                    | "height"
                    | "size"
                    | "area"
                    | "circumference"
            ) =>
            {
                at = word + 2;
            }
            _ => break,
        }
    }
    at
}

fn over_nouns(s: &Sentence<'_>, start: usize, circle: bool) -> (usize, bool) {
    let mut at = start;
    let mut round = false;
    for _ in 0..MOST_NOUNS {
        let hyphen = usize::from(s.is_hyphen(at));
        let word = s.word(at + hyphen);
        if !s.is_word(at + hyphen) || is_function(word) || compass(s, at + hyphen).is_some() {
            break;
        }
        round |= is_round(word);
        at += hyphen + 1;
    }
    (at, circle || round)
}

/// "North of", "to the north-east of", "due south from".
fn bearing(s: &Sentence<'_>, at: usize) -> Option<Link> {
    let (compass, next) = heading(s, at)?;
    if !matches!(s.word(next), "of" | "from") {
        return None;
    }
    let (target, _) = target(s, next + 1)?;
    Some(Link::AwayFrom {
        target,
        relation: Relation::From(Some(compass)),
        subject: None,
    })
}

/// A direction with nothing it is taken from, in an aside to a name or on its own.
fn direction(s: &Sentence<'_>, from: usize, at: usize) -> Option<Link> {
    let (compass, next) = heading(s, at)?;
    // "It moved 10 km north along the river": the way it went. "North Street" is a name.
    let ends = !s.is_word(next) || matches!(s.word(next), "and" | "but" | "when" | "where");
    if !ends {
        return None;
    }
    let subject = subject(s, from).filter(|_| opens_aside(s, from));
    Some(subject.map_or(Link::Toward(compass), |subject| Link::Aside { subject }))
}

/// What stands before a figure that starts at `from` and is said to lie that far away: before a
/// comma or a bracket, or before a verb of lying.
fn subject(s: &Sentence<'_>, from: usize) -> Option<Span> {
    let lies = matches!(
        s.before(from, 1),
        "is" | "was" | "lies" | "lay" | "sits" | "stands" | "situated" | "located"
    );
    if !lies && !opens_aside(s, from) {
        return None;
    }
    phrase_start(s, from - 1).map(|start| s.span(start, from - 1))
}

fn opens_aside(s: &Sentence<'_>, from: usize) -> bool {
    from > 1 && matches!(s.before(from, 1), "," | "(" | "–" | "—")
}

/// The link with what lies there, where that is said.
fn with_subject(s: &Sentence<'_>, from: usize, link: Link) -> Link {
    match link {
        Link::AwayFrom {
            target,
            relation: relation @ Relation::From(_),
            ..
        } => Link::AwayFrom {
            target,
            relation,
            subject: subject(s, from),
        },
        other => other,
    }
}

/// "North", "to the north-east", "due south", and the position after it.
fn heading(s: &Sentence<'_>, at: usize) -> Option<(Compass, usize)> {
    let mut next = at;
    while matches!(s.word(next), "to" | "the" | "due" | "directly" | "just") && next < at + 3 {
        next += 1;
    }
    compass(s, next)
}

fn preposition(s: &Sentence<'_>, at: usize, circle: bool, figure: &Figure) -> Option<Link> {
    let length = figure.unit.dimension() == Dimension::Length;
    let away = |(target, _): (Span, usize)| Link::AwayFrom {
        target,
        relation: if circle {
            Relation::Within
        } else {
            Relation::From(None)
        },
        subject: None,
    };
    match s.word(at) {
        "of" if length && circle => target(s, at + 1).map(away),
        "of" => target(s, at + 1).map(|(target, _)| Link::Of { target }),
        "from" if length => {
            let (first, next) = target(s, at + 1)?;
            if !circle
                && s.word(next) == "to"
                && let Some((second, _)) = target(s, next + 1)
            {
                return Some(Link::Between {
                    from: first,
                    to: second,
                });
            }
            Some(away((first, next)))
        }
        "off" | "outside" | "beyond" | "past" | "behind" | "short" if length => {
            target(s, at + 1 + usize::from(s.word(at + 1) == "of")).map(away)
        }
        "around" | "surrounding" if length && (circle || figure.attributive) => {
            let (target, _) = target(s, at + 1)?;
            Some(Link::AwayFrom {
                target,
                relation: Relation::Within,
                subject: None,
            })
        }
        "into" | "inside" if length => target(s, at + 1).map(|(target, _)| Link::Into { target }),
        "between" if length => {
            let (from, next) = target(s, at + 1)?;
            if s.word(next) != "and" {
                return None;
            }
            let (to, _) = target(s, next + 1)?;
            Some(Link::Between { from, to })
        }
        "separating" if length => {
            let (from, next) = target(s, at + 1)?;
            if !matches!(s.word(next), "and" | "from") {
                return None;
            }
            let (to, _) = target(s, next + 1)?;
            Some(Link::Between { from, to })
        }
        "in" | "near" | "at" | "along" | "across" | "through" | "throughout" | "around"
        | "inside" | "outside" | "between" => {
            target(s, at + 1).map(|(target, _)| Link::In { target })
        }
        _ => None,
    }
}

/// The place phrase at `at` and the position after it; nothing where a time is spoken of.
fn target(s: &Sentence<'_>, at: usize) -> Option<(Span, usize)> {
    let next = phrase_end(s, at, PhraseReach::Place)?;
    // May and March are also names, but nothing begins with them that a figure is measured from.
    let first = at + usize::from(is_determiner(s.word(at)));
    let timed = is_calendar(s.word(first))
        || (at..=next).any(|at| is_calendar(s.word(at)) && !s.is_capital(at))
        || matches!(
            s.word(at),
            "total" | "all" | "fact" | "case" | "part" | "least" | "most" | "recent" | "speeds"
        );
    (!timed).then(|| (s.span(at, next), next))
}

/// Nouns for a length that reaches in every direction from a middle.
fn is_round(word: &str) -> bool {
    matches!(
        word,
        "radius" | "range" | "perimeter" | "circle" | "cordon" | "ring"
    )
}

/// Nouns that a length or an area is often put before without a hyphen.
fn is_stretch(word: &str) -> bool {
    is_round(word)
        || matches!(
            word,
            "stretch"
                | "strip"
                | "section"
                | "zone"
                | "buffer"
                | "exclusion"
                | "security"
                | "evacuation"
                | "corridor"
                | "belt"
                | "segment"
                | "line"
                | "front"
        )
}
