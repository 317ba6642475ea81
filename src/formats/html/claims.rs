//! What the page says of each feature: the figures, the quotes, where the geometry comes from,
//! and what is not on the map.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::{
    formats::{
        selection::Selection,
        support::{self, ReviewShare, ShownQuote, Support, times},
        table, web_address,
    },
    project::{Category, feature::Feature, ids::FeatureId},
    quote::Role,
    text::date,
};

/// What a mark bears that nobody reviewed, where others were.
const UNREVIEWED: &str = "not reviewed";

/// So many names at most are shown without being asked for.
const FEW_NAMES: usize = 2;

/// Where a feature is, for the reader of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnPageMap {
    OnMap,
    /// Where the map goes on when the window is larger than the frame.
    AtEdge,
    OutsideMap,
    Nowhere,
}

/// All that is known of a feature.
pub fn of_feature(
    selection: &Selection,
    (id, feature): (FeatureId, &Feature),
    place: OnPageMap,
    review: ReviewShare,
) -> Markup {
    let number = selection.number(id);
    let Support { claims, names } = Support::of(selection, feature);
    let count = names.len();
    let figures = support::figures(feature);
    html! {
        article .feature id={ "feature-" (number) } data-feature=(number) {
            h3 {
                (feature.name)
                @for (tag, name) in &feature.names {
                    @if *name != feature.name { " " span .other lang=(tag) { (name) } }
                }
                @if review.is_mixed() && feature.is_unreviewed() { " " span .sign { (UNREVIEWED) } }
            }
            p .where {
                @if let Some(kind) = &feature.kind { (kind) " · " }
                @if feature.role == Some(Role::Actor) { "named as an actor · " }
                (located(selection, id, place))
            }
            @if !figures.is_empty() {
                dl { @for (what, value) in figures { dt { (what) } dd { (value) } } }
            }
            @for reason in support::disagreements(feature) { p .note { (reason) } }
            @for quote in &claims { (claim(selection, quote)) }
            @if count > 0 {
                details open[claims.is_empty() && count <= FEW_NAMES] {
                    summary { "Named " (times(count)) }
                    ul .named { @for quote in &names { li { (words(selection, quote)) (doubt(quote)) } } }
                }
            }
            @if claims.is_empty() && names.is_empty() && feature.stated.is_empty() {
                p .quiet { "No quote supports this." }
            }
            @for note in support::notes(feature) { p .note { (note) } }
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

fn located(selection: &Selection, id: FeatureId, place: OnPageMap) -> Markup {
    let Some(at) = selection.place(id) else {
        return html! { "no place on the map" };
    };
    let north = if at.lat < 0.0 { "S" } else { "N" };
    let east = if at.lon < 0.0 { "W" } else { "E" };
    let mark = format!("#mark-{}", selection.number(id));
    html! {
        span .figures { (format!("{:.4}° {north}, {:.4}° {east}", at.lat.abs(), at.lon.abs())) }
        " · "
        @match place {
            OnPageMap::OnMap => { a href=(mark) { "on the map" } }
            OnPageMap::AtEdge => { a href=(mark) { "at the edge of the map" } }
            OnPageMap::OutsideMap => { "outside the part of the world shown" }
            OnPageMap::Nowhere => { "no place on the map" }
        }
    }
}

fn claim(selection: &Selection, quote: &ShownQuote) -> Markup {
    html! {
        figure .claim {
            blockquote { (words(selection, quote)) }
            figcaption {
                @if let Some(hedge) = quote.hedge { "“" (hedge) "” · " }
                @if let Some(who) = quote.said_by { "said by " (who) } @else { "no source named" }
                (doubt(quote))
            }
        }
    }
}

fn doubt(quote: &ShownQuote) -> Markup {
    html! { @if let Some(doubt) = quote.doubt() { span .quiet { " · " (doubt) } } }
}

/// The quoted words, with something of their sentence where the article is at hand.
fn words(selection: &Selection, quote: &ShownQuote) -> Markup {
    let words = quote.words(selection);
    html! { (words.before) mark { (words.quoted) } (words.after) }
}

/// What the article names and the map does not show, with the reasons.
pub fn unmapped(selection: &Selection) -> Markup {
    let mut by_category: BTreeMap<&Category, Vec<_>> = BTreeMap::new();
    for (_, entry) in selection.unmapped() {
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
                            li { "“" (support::shortened(&entry.evidence.quote.exact)) "” – " (entry.reason) }
                        }
                    }
                }
            }
        }
    }
}

/// How much of it nobody reviewed, once for the whole page.
pub fn standing(review: ReviewShare) -> Markup {
    html! {
        @if let Some(sentence) = review.in_words(UNREVIEWED) { p .standing { (sentence) } }
    }
}

/// Where the article is from; what is not known is called that.
pub fn imprint(selection: &Selection) -> Markup {
    let Some(imprint) = selection.project.imprint() else {
        return html! { p .imprint { "No article is given." } };
    };
    let address = imprint.url.as_deref();
    let day = |raw: &Option<String>| raw.as_deref().map(date::in_words);
    let given = [
        ("Outlet", "outlet", imprint.outlet.clone()),
        ("Author", "author", imprint.author.clone()),
        ("Published", "day of publication", day(&imprint.published)),
        ("Retrieved", "", day(&imprint.retrieved)),
        ("Address", "address", imprint.url.clone()),
    ];
    let missing: Vec<&str> = given
        .iter()
        .filter(|(_, word, value)| value.is_none() && !word.is_empty())
        .map(|(_, word, _)| *word)
        .collect();
    html! {
        dl .imprint {
            @for (what, _, value) in &given[..4] {
                @if let Some(value) = value { div { dt { (what) } dd { (value) } } }
            }
            @if let Some(text) = address {
                div {
                    dt { "Address" }
                    dd {
                        @match web_address(text) {
                            Some(url) => { a href=(url) rel="noopener noreferrer" { (url) } }
                            None => { (text) }
                        }
                    }
                }
            }
            @if !missing.is_empty() { div { dt { "Not given:" } dd { (missing.join(", ")) } } }
        }
    }
}
