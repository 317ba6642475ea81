//! A self-contained web page: a map with the claims and quotes it rests on, to publish and print.
//!
//! It loads nothing from the network and works without a script: the script only highlights a mark
//! with its quotes, and keeps the list from scrolling while a mark is in view. On a wide screen the
//! map stays beside the list; it is drawn beyond its frame, so that it fills a window of any shape.
//! A content security policy allows only the page's own style and script, by their hashes, so that
//! a hostile text could not run even if it got past the escaping.

mod claims;
mod frame;
mod ground;
mod labels;
mod map;

use std::fmt::Write as _;

use base64::Engine as _;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use self::{claims::OnPageMap, frame::Frame, ground::Ground};
use super::{selection::Selection, support::ReviewShare};
use crate::project::{
    feature::{Feature, GeometryBasis},
    ids::FeatureId,
    mentions::Mentions,
};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

pub fn write(selection: &Selection) -> Vec<u8> {
    let frame = Frame::of(selection);
    let ground = Ground::of(&frame);
    page(selection, &frame, &ground).into_string().into_bytes()
}

fn page(selection: &Selection, frame: &Frame, ground: &Ground) -> Markup {
    let title = selection.project.title();
    let review = ReviewShare::of(selection);
    let style = style(selection.layers.len());
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(&style),
        hash(SCRIPT)
    );
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ "Dateline " (env!("CARGO_PKG_VERSION")) };
                title { (title) " – read on a map" }
                style { (PreEscaped(style)) }
            }
            body {
                header {
                    a .skip href="#entries" { "Skip the map" }
                    p .kicker { "Read on a map" }
                    h1 { (title) }
                    (claims::imprint(selection))
                    (claims::standing(review))
                }
                main {
                    (map(selection, frame, ground))
                    div .entries id="entries" tabindex="-1" {
                        @for (id, layer) in &selection.layers {
                            @let features: Vec<_> = selection.features_of(*id).collect();
                            @if !features.is_empty() {
                                section {
                                    h2 .(layer.color.key()) { (layer.name) }
                                    @for (id, feature) in features {
                                        (claims::of_feature(selection, (id, feature), place(selection, frame, id), review))
                                    }
                                }
                            }
                        }
                        (claims::unmapped(selection))
                    }
                }
                (about(selection, ground))
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn map(selection: &Selection, frame: &Frame, ground: &Ground) -> Markup {
    let schematic = selection
        .features
        .iter()
        .any(|(_, feature)| feature.basis == GeometryBasis::Schematic);
    let outside: Vec<&str> = selection
        .features
        .iter()
        .filter(|(id, _)| {
            matches!(
                place(selection, frame, *id),
                OnPageMap::AtEdge | OnPageMap::OutsideMap
            )
        })
        .map(|(_, feature)| feature.name.as_str())
        .collect();
    html! {
        figure .map {
            div .sheet { (map::svg(selection, frame, ground)) }
            figcaption {
                ul .legend {
                    @for (rank, (id, layer)) in selection.layers.iter().enumerate() {
                        @let features: Vec<&Feature> = selection.features_of(*id).map(|(_, feature)| feature).collect();
                        li {
                            label {
                                input type="checkbox" id={ "show-" (rank) } checked[layer.is_shown()] autocomplete="off";
                                (map::swatch(layer, &features))
                                span { (layer.name) }
                                span .count { (features.len()) }
                            }
                        }
                    }
                }
                p {
                    @if schematic { "Dashed outlines are schematic: drawn by hand, not surveyed. " }
                    @if !outside.is_empty() { "Outside this map or at its edge: " (listed(&outside)) ". " }
                    span .credits { "Map: " (ground.credits.join("; ")) }
                }
            }
        }
    }
}

/// The first names, and how many more there are.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 12;
    let (shown, more) = names.split_at(names.len().min(MOST));
    match more.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn place(selection: &Selection, frame: &Frame, id: FeatureId) -> OnPageMap {
    match selection.scene.item(id) {
        Some(item) if frame.shows(item) => OnPageMap::OnMap,
        Some(item) if frame.draws(item) => OnPageMap::AtEdge,
        Some(_) => OnPageMap::OutsideMap,
        None => OnPageMap::Nowhere,
    }
}

/// How the page came about, and what it rests on.
fn about(selection: &Selection, ground: &Ground) -> Markup {
    let project = selection.project;
    let coverage = selection
        .article()
        .filter(|_| selection.whole)
        .map(|_| Mentions::of(project).coverage().clone());
    html! {
        footer {
            h2 { "About this page" }
            p {
                "Each mark rests on words of the article, which are quoted beside it; the article itself is not reproduced. "
                @if let Some(coverage) = coverage {
                    "Of what it names, " (coverage.mapped()) " mentions are on the map, and "
                    (coverage.not_mapped()) " are listed as not on the map. "
                }
            }
            @if let Some(sha256) = project.article_sha256() {
                p { "The quotes are of the text with the SHA-256 " span .hash { (sha256) } "." }
            }
            p {
                @if let Some(rights) = project.imprint().and_then(|imprint| imprint.rights.as_deref()) { (rights) " " }
                @if let Some(credits) = selection.credits() { (credits) " " }
                "Ground of the map: " (ground.credits.join("; ")) "."
            }
            p {
                "Made with Dateline " (env!("CARGO_PKG_VERSION"))
                @if let Some((day, _)) = selection.exported_at() { ", " time datetime=(day) { (day) } }
                "."
            }
        }
    }
}

/// The page's style, with the rules by which the list of layers hides and shows them.
fn style(layers: usize) -> String {
    let mut style = STYLE.to_owned();
    for rank in 0..layers {
        let _ = writeln!(
            style,
            "body:has(#show-{rank}:not(:checked)) .layer-{rank} {{ display: none; }}"
        );
    }
    style
}

/// What a content security policy calls an inline style or script.
fn hash(text: &str) -> String {
    let base64 = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text));
    format!("sha256-{base64}")
}
