//! Projects saved before there was a `review` member: sentences in their notes said the same.

use dateline::{
    document::Document,
    project::{Project, feature::Review},
    validate,
};

use super::{again, read};

/// A project of an article in which one mark was reviewed and one has a note of its own.
const SAVED: &str = include_str!("../../fixtures/projects/review_in_notes.geojson");

fn reviews(project: &Project) -> Vec<(&str, bool, Option<&str>)> {
    let features = project.features().values();
    let reviews = features.map(|feature| match &feature.review {
        Review::Done => (feature.name.as_str(), false, None),
        Review::Pending { doubt } => (feature.name.as_str(), true, doubt.as_deref()),
    });
    reviews.collect()
}

#[test]
fn what_was_said_in_notes_is_what_a_feature_says_of_its_review() {
    let opened = read(SAVED);
    assert_eq!(opened.diagnostics, []);
    let chatham = "it may be Chatham (Sangamon County), town in Illinois, United States, or Chatham (Cook County), part of a town in Illinois, United States.";
    let georgia = "it may be Georgia, region in United States, or Georgia, country.";
    assert_eq!(
        reviews(&opened.project),
        [
            ("Chatham", true, Some(chatham)),
            ("Georgia", true, Some(georgia)),
            ("Springfield", false, None),
            ("Illinois", true, None),
            ("Nairobi", true, None),
            ("Jacksonville", true, None),
            ("Decatur", true, None),
            ("Taylorville", true, None),
            ("About 12\u{a0}km – Chatham", true, None),
            ("Within 5\u{a0}km – Jacksonville", true, None),
            ("More than 40\u{a0}km – Decatur", true, None),
        ]
    );
    let notes = |project: &Project| -> Vec<Vec<String>> {
        let features = project.features().values();
        features.map(|feature| feature.notes.clone()).collect()
    };
    let mut only = vec![Vec::new(); 11];
    only[3] = vec!["Seen on site.".to_owned()];
    assert_eq!(notes(&opened.project), only);
}

#[test]
fn what_such_a_project_says_is_the_same_after_saving_it() {
    let before = read(SAVED).project;
    let after = again(&before).project;
    assert_eq!(after, before);
    assert_eq!(reviews(&after), reviews(&before));
    let document = Document::new(read(SAVED), None);
    assert_eq!(document.unreviewed().len(), 10);
    assert_eq!(document.mentions().lost(), 0);
    assert!(!document.is_unsaved());
    assert_eq!(validate::validate(&read(SAVED)), []);
}
