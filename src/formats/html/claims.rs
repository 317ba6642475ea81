//! What the page says of each feature: the figures, the quotes, where the geometry comes from,
//! and what is not on the map.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::web_address;
use crate::{
    article::{Article, Span},
    evidence::{MentionKind, Role},
    feature::Feature,
    formats::{
        selection::{Found, Quote, Selection},
        table::{self, QuoteRow},
    },
    measure,
    project::Category,
};

/// How much of a sentence is shown on each side of a claim, and on each side of a mere name, in
/// code points. A page shows what it quotes, not the article.
const ABOUT_CLAIM: usize = 80;
const ABOUT_NAME: usize = 16;

/// Where a feature is, for the reader of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    OnMap,
    OutsideMap,
    Nowhere,
}

/// All that is known of a feature.
pub fn of_feature(selection: &Selection, index: usize, place: Place) -> Markup {
    let feature = &selection.project.features[index];
    let rows = QuoteRow::of_feature(selection, feature);
    let quotes = rows.iter().filter_map(|row| row.quote.as_ref());
    let is_name = |quote: &&Quote| {
        matches!(
            quote.evidence.mention,
            Some(MentionKind::Name | MentionKind::Demonym)
        )
    };
    let (names, claims): (Vec<&Quote>, Vec<&Quote>) = quotes.partition(is_name);
    // A figure is shown within the claim that it is a part of.
    let part_of = |part: &Quote, whole: &Quote| {
        part.span
            .zip(whole.span)
            .is_some_and(|(part, whole)| whole.contains(part) && part != whole)
    };
    let claims: Vec<&Quote> = claims
        .iter()
        .filter(|part| !claims.iter().any(|whole| part_of(part, whole)))
        .copied()
        .collect();
    let count = names.len();
    html! {
        article .feature id={ "feature-" (index) } data-feature=(index) {
            h3 {
                (feature.name)
                @for (tag, name) in &feature.names { span .other lang=(tag) { (name) } }
            }
            p .where {
                @if let Some(kind) = &feature.kind { (kind) " · " }
                @if feature.role == Some(Role::Actor) { "named as an actor · " }
                (located(selection, index, place))
            }
            (figures(feature))
            @for quote in &claims { (claim(selection, quote)) }
            @if count > 0 {
                details open[claims.is_empty() && count <= 2] {
                    summary { "Named " (times(count)) }
                    ul .named { @for quote in &names { li { (words(selection, quote, ABOUT_NAME)) (lost(quote)) } } }
                }
            }
            @if rows.is_empty() { p .quiet { "No quote supports this." } }
            @for note in &feature.notes { p .note { (note) } }
            p .basis {
                (table::basis(feature.basis))
                @if let Some(as_of) = &feature.as_of { ", as of " (as_of) }
                "."
                @if let (Some(id), Some(url)) = (feature.geonames_id, feature.geonames_url()) {
                    " " a href=(url) rel="noopener noreferrer" { "GeoNames " (id) } "."
                }
            }
        }
    }
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}

fn located(selection: &Selection, index: usize, place: Place) -> Markup {
    let Some(at) = selection.place(index) else {
        return html! { "no place on the map" };
    };
    let north = if at.y < 0.0 { "S" } else { "N" };
    let east = if at.x < 0.0 { "W" } else { "E" };
    html! {
        @match place {
            Place::OnMap => { a href={ "#mark-" (index) } { "on the map" } }
            Place::OutsideMap => { "outside the part of the world shown" }
            Place::Nowhere => { "no place on the map" }
        }
        " · " span .figures { (format!("{:.4}° {north}, {:.4}° {east}", at.y.abs(), at.x.abs())) }
    }
}

/// What the article states, beside what the geometry measures.
fn figures(feature: &Feature) -> Markup {
    let measured = measure::measure(feature);
    let drawn = [
        ("Radius", measured.radius_m.map(measure::length_in_words)),
        ("Length", measured.length_m.map(measure::length_in_words)),
        ("Area", measured.area_m2.map(measure::area_in_words)),
    ];
    let mut stated: Vec<String> = Vec::new();
    for one in &feature.stated {
        let line = table::figure(one);
        if !stated.contains(&line) {
            stated.push(line);
        }
    }
    let contradictions = feature
        .stated
        .iter()
        .filter_map(|stated| measure::contradiction(stated, &measured));
    html! {
        @if !stated.is_empty() || drawn.iter().any(|(_, value)| value.is_some()) {
            dl {
                @for line in &stated { dt { "Stated" } dd { (line) } }
                @for (what, value) in drawn {
                    @if let Some(value) = value { dt { (what) " as drawn" } dd { (value) } }
                }
            }
        }
        @for reason in contradictions { p .note { "These disagree: " (reason) "." } }
    }
}

fn claim(selection: &Selection, quote: &Quote) -> Markup {
    let evidence = quote.evidence;
    html! {
        figure .claim {
            blockquote { (words(selection, quote, ABOUT_CLAIM)) }
            figcaption {
                @if let Some(hedge) = &evidence.hedge { "“" (hedge) "” · " }
                @if let Some(who) = &evidence.said_by { "said by " (who) } @else { "no source named" }
                (lost(quote))
            }
        }
    }
}

fn lost(quote: &Quote) -> Markup {
    html! {
        @if matches!(quote.found, Found::Lost | Found::Moved) { span .quiet { " · " (quote.found.in_words()) } }
    }
}

/// The quoted words, with something of their sentence where the article is at hand.
fn words(selection: &Selection, quote: &Quote, room: usize) -> Markup {
    let (before, after) = match (selection.article(), quote.span) {
        (Some(article), Some(span)) => around(article, span, room),
        _ => (String::new(), String::new()),
    };
    html! { (before) mark { (quote.text.exact) } (after) }
}

/// What stands before and after the span in its sentence, at most `room` code points each.
fn around(article: &Article, span: Span, room: usize) -> (String, String) {
    let sentence = article.sentence_around(span);
    let before = article.words(Span::new(sentence.start, span.start));
    let after = article.words(Span::new(span.end, sentence.end));
    let surplus = before.chars().count().saturating_sub(room);
    let kept: String = before.chars().skip(surplus).collect();
    let before = if surplus > 0 {
        // From the start of a word on.
        let word = kept.find(char::is_whitespace).unwrap_or(0);
        format!("…\u{a0}{}", kept[word..].trim_start())
    } else {
        kept
    };
    let mut end: String = after.chars().take(room).collect();
    if end.len() < after.len() {
        end.truncate(end.rfind(char::is_whitespace).unwrap_or(end.len()));
        end.push_str("\u{a0}…");
    }
    (before, end)
}

/// What the article names and the map does not show, with the reasons.
pub fn unmapped(selection: &Selection) -> Markup {
    let mut by_category: BTreeMap<&Category, Vec<_>> = BTreeMap::new();
    for entry in selection.unmapped() {
        by_category.entry(&entry.category).or_default().push(entry);
    }
    html! {
        @if !by_category.is_empty() {
            section .unmapped id="not-on-the-map" {
                h2 { "Not on the map" }
                @for (category, entries) in by_category {
                    h3 { (category.heading()) }
                    ul {
                        @for entry in entries {
                            li { "“" (entry.evidence.quote.exact) "” – " (entry.reason) }
                        }
                    }
                }
            }
        }
    }
}

/// Where the article is from; what is not known is called that.
pub fn imprint(selection: &Selection) -> Markup {
    let Some(imprint) = selection.project.imprint() else {
        return html! { p .imprint { "No article is given." } };
    };
    let address = imprint.url.as_deref();
    html! {
        dl .imprint {
            @for (what, value) in [
                ("Outlet", &imprint.outlet),
                ("Author", &imprint.author),
                ("Published", &imprint.published),
                ("Retrieved", &imprint.retrieved),
            ] {
                div { dt { (what) } dd { (value.as_deref().unwrap_or("not given")) } }
            }
            div {
                dt { "Address" }
                dd {
                    @match (address, address.and_then(web_address)) {
                        (_, Some(url)) => { a href=(url) rel="noopener noreferrer" { (url) } }
                        (Some(text), None) => { (text) }
                        (None, None) => { "not given" }
                    }
                }
            }
        }
    }
}
