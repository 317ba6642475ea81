//! Reviewing a project that `dateline extract` made, in which everything is on the map already.

use dateline::{
    formats::geojson,
    geoparse, judge,
    text::{Article, Imprint},
    ui::state::action::{Action, Tab},
};
use egui::{Key, Modifiers};

use crate::{articles::*, support::*};

fn extracted(text: &str) -> &'static [u8] {
    let parsed = geoparse::parse(text, &geoparse::Context::default());
    let article = Article::new(text, Imprint::default());
    let project = judge::accept_all(article, parsed).expect("fits");
    geojson::write(&project).into_bytes().leak()
}

fn unreviewed(window: &Window) -> usize {
    let features = features(window).into_iter();
    features.filter(|(_, one)| one.is_unreviewed()).count()
}

#[test]
fn marks_that_nobody_reviewed_are_listed_and_checked_one_by_one() {
    let mut window = open(extracted(STORM), USUAL);
    apply(&mut window, Action::SetSideTab(Tab::Review));
    settle(&mut window);
    let count = unreviewed(&window);
    assert!(count > 4, "{count}");
    assert!(shows(&window, &format!("Review ({count})")));
    let mut features = features(&window).into_iter();
    let first = features.find(|(_, one)| one.doubt().is_some());
    let first = first.expect("Springfield is unsure").1.name;
    click_named(&mut window, &format!("{first} – unsure"));
    let selected = state(&window).selected_feature().expect("a mark");
    click_in_inspector(&mut window, "It is right");
    assert_eq!(unreviewed(&window), count - 1);
    let feature = |id| project(&window).feature(id).expect("there");
    assert_eq!(feature(selected).doubt(), None);
    let next = state(&window).selected_feature().expect("the next");
    assert!(feature(next).is_unreviewed());
    chord(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(unreviewed(&window), count);
}

fn click_in_inspector(window: &mut Window, name: &str) {
    let at = in_inspector(window, name);
    click(window, at);
}
