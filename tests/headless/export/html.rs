//! The web page: sound markup that asks for nothing and runs nothing of a text's.

use base64::Engine as _;
use dateline::{
    formats::Format,
    geoparse,
    project::{Project, feature::Review},
    quote::Evidence,
    text::{Article, Imprint},
};
use sha2::{Digest as _, Sha256};

use super::{projects, text};
use crate::projects::{change, change_all, change_imprint, change_layers, change_unmapped, nth};

/// The elements that the page is made of.
const ELEMENTS: [&str; 45] = [
    "a",
    "article",
    "blockquote",
    "body",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "g",
    "h1",
    "h2",
    "h3",
    "head",
    "header",
    "html",
    "input",
    "label",
    "li",
    "main",
    "mark",
    "meta",
    "p",
    "path",
    "rect",
    "script",
    "section",
    "span",
    "style",
    "summary",
    "svg",
    "text",
    "time",
    "title",
    "tspan",
    "ul",
    "b",
    "i",
    "em",
    "strong",
    "ol",
    "br",
];

const VOID: [&str; 2] = ["input", "meta"];

/// The page in parts: tags without their brackets, and what stands between them.
fn parts(page: &str) -> Vec<(bool, &str)> {
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("HTML");
    let mut parts = Vec::new();
    while let Some(start) = rest.find('<') {
        parts.push((false, &rest[..start]));
        let end = start + rest[start..].find('>').expect("the end of a tag");
        let tag = &rest[start + 1..end];
        parts.push((true, tag));
        rest = &rest[end + 1..];
        // What is in these two is no markup.
        if let raw @ ("style" | "script") = tag {
            let end = rest.find(&format!("</{raw}>")).expect("its end");
            parts.push((false, &rest[..end]));
            rest = &rest[end..];
        }
    }
    parts.push((false, rest));
    parts
}

/// What a reader reads.
pub fn words(page: &str) -> String {
    let parts = parts(page);
    let texts = parts.iter().filter(|(tag, _)| !tag).map(|(_, text)| *text);
    let texts: String = texts.collect();
    texts
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn content<'a>(page: &'a str, element: &str) -> &'a str {
    let parts = parts(page);
    let at = parts.iter().position(|part| *part == (true, element));
    parts[at.expect("the element") + 1].1
}

/// Known elements only, each closed, and one script, which is the page's own.
pub fn check(project: &Project) {
    let page = text(project, Format::Html);
    let mut open: Vec<&str> = Vec::new();
    let mut scripts = 0;
    for (is_tag, part) in parts(&page) {
        if !is_tag {
            continue;
        }
        if let Some(name) = part.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{page}");
            continue;
        }
        let (name, attributes) = part.split_once(' ').unwrap_or((part, ""));
        assert!(ELEMENTS.contains(&name), "<{part}>");
        scripts += usize::from(name == "script");
        // An even number of quotation marks: none of a text's own.
        assert_eq!(attributes.matches('"').count() % 2, 0, "<{part}>");
        for attribute in attributes.split('"').step_by(2) {
            let name = attribute.trim().trim_end_matches('=');
            assert!(
                !name.starts_with("on") && name != "style" && name != "src",
                "<{part}>"
            );
        }
        if let Some((_, link)) = attributes.split_once("href=\"") {
            let web = ["#", "https://", "http://", "HTTPS://", "HTTP://"];
            assert!(web.iter().any(|start| link.starts_with(start)), "<{part}>");
        }
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert_eq!(open, [""; 0]);
    assert_eq!(scripts, 1);
}

#[test]
fn the_page_shows_each_feature_and_claim_and_what_is_not_on_the_map() {
    for project in projects() {
        check(&project);
        let page = text(&project, Format::Html);
        let words = words(&page);
        assert!(words.contains(project.title()));
        assert!(words.contains("Not given"), "what is not known is said");
        assert!(words.contains("2026-01-31"));
        assert!(words.contains("Natural Earth"), "the credits of the ground");
        for feature in project.features().values() {
            assert!(words.contains(&feature.name), "{}", feature.name);
            for note in &feature.notes {
                assert!(words.contains(note), "{note}");
            }
            for evidence in feature.all_evidence() {
                assert!(words.contains(&evidence.quote.exact), "{evidence:?}");
            }
        }
        for entry in project.unmapped().values() {
            assert!(words.contains(&entry.reason), "{}", entry.reason);
        }
    }
}

#[test]
fn marks_and_quotes_lead_to_each_other_without_a_script() {
    for project in projects() {
        let page = text(&project, Format::Html);
        let mut marks = 0;
        for index in 1..=project.features().len() {
            assert!(page.contains(&format!("id=\"feature-{index}\"")));
            let mark = page.contains(&format!("id=\"mark-{index}\" href=\"#feature-{index}\""));
            let link = page.contains(&format!("href=\"#mark-{index}\""));
            assert_eq!(mark, link, "{index}");
            marks += usize::from(mark);
        }
        assert!(marks * 2 > project.features().len(), "{marks}");
    }
}

#[test]
fn the_page_allows_its_own_style_and_script_and_asks_the_network_for_nothing() {
    for project in projects() {
        let page = text(&project, Format::Html);
        let policy = page
            .split_once("Content-Security-Policy\" content=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(policy, _)| policy.replace("&#39;", "'"))
            .expect("a policy");
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        for element in ["style", "script"] {
            let hash = Sha256::digest(content(&page, element));
            let hash = base64::engine::general_purpose::STANDARD.encode(hash);
            assert!(
                policy.contains(&format!("{element}-src 'sha256-{hash}'")),
                "{policy}"
            );
        }
        for request in ["url(", "@import", "<link", "<img", "<iframe", " src="] {
            assert!(!page.contains(request), "{request}");
        }
    }
}

#[test]
fn hostile_texts_are_shown_as_what_they_are() {
    let hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)></style></svg>&amp;";
    let evil = || hostile.to_owned();
    for mut project in projects() {
        change_imprint(&mut project, |imprint| {
            imprint.title = Some(evil());
            imprint.outlet = Some(evil());
            imprint.url = Some(format!("javascript:{hostile}"));
            imprint.rights = Some(evil());
        });
        change_layers(&mut project, |layer| layer.name = evil());
        let quote = |evidence: &mut Evidence| {
            evidence.quote.exact = evil();
            evidence.hedge = Some(evil());
            evidence.said_by = Some(evil());
        };
        change_all(&mut project, |feature| {
            feature.evidence.iter_mut().for_each(quote);
            feature.notes.push(evil());
            feature.names.insert(evil(), evil());
            feature.name = evil();
            feature.kind = Some(evil());
            feature.as_of = Some(evil());
            feature.review = Review::Pending {
                doubt: Some(evil()),
            };
        });
        change_unmapped(&mut project, |entry| {
            quote(&mut entry.evidence);
            entry.reason = evil();
        });
        check(&project);
        let page = text(&project, Format::Html);
        assert!(!page.contains("<img") && !page.contains("<script>alert"));
        assert!(words(&page).contains(hostile));
    }
}

#[test]
fn a_page_of_nothing_is_a_page() {
    check(&Project::default());
}

/// As `dateline extract` makes it of a text of one figure.
fn unreviewed() -> Project {
    let text = "Crews kept within 7 km of Valparaíso, Chile. Rain fell on Lima.";
    let article = Article::new(text.to_owned(), Imprint::default());
    let parsed = geoparse::parse(text, &geoparse::Context::default());
    dateline::judge::accept_all(article, parsed).expect("fits")
}

#[test]
fn what_nobody_reviewed_is_said_once_and_at_single_marks_only_where_others_were() {
    let mut project = unreviewed();
    let all = project.features().len();
    assert!(all > 3);
    let page = words(&text(&project, Format::Html));
    assert_eq!(page.matches("nobody has reviewed").count(), 1);
    assert!(page.contains(&format!("All {all} marks")), "{page}");
    assert_eq!(page.matches("not reviewed").count(), 0);
    // One was looked at.
    change(&mut project, 0, |feature| feature.review = Review::Done);
    let page = words(&text(&project, Format::Html));
    let left = all - 1;
    assert!(page.contains(&format!("{left} of {all} marks were found")));
    // At each of them, and where the sign is explained.
    assert_eq!(page.matches("not reviewed").count(), left + 1, "{page}");
}

#[test]
fn the_figure_of_a_circle_is_quoted_once() {
    let page = text(&unreviewed(), Format::Html);
    let circle = page
        .split("<article")
        .skip(1)
        .find(|entry| entry.contains("Within 7\u{a0}km"));
    let circle = circle.expect("an entry");
    assert_eq!(circle.matches("<blockquote>").count(), 1, "{circle}");
    assert!(circle.contains("<mark>7 km</mark>"), "{circle}");
}

#[test]
fn a_quote_as_long_as_a_book_does_not_fill_the_page() {
    let [mut project, _] = projects();
    change(&mut project, 0, |feature| {
        feature.evidence[0].quote.exact = "word ".repeat(1 << 20);
    });
    let mut quote = nth(&project, 1).evidence[0].clone();
    quote.quote.exact = "none ".repeat(1 << 20);
    change_unmapped(&mut project, |entry| entry.evidence = quote.clone());
    assert!(text(&project, Format::Html).len() < 1 << 20);
    assert!(text(&project, Format::Kml).len() < 1 << 20);
}

#[test]
fn the_map_can_be_read_on_a_wide_and_on_a_narrow_screen_and_is_never_wider_than_it() {
    for project in projects() {
        let page = text(&project, Format::Html);
        for names in ["names wide", "names narrow"] {
            let (_, set) = page
                .split_once(&format!("class=\"{names}\""))
                .expect("a set");
            assert!(set.contains(&nth(&project, 0).name), "{names}");
        }
        let style = content(&page, "style");
        assert!(style.contains("@container (max-width: 36rem)"));
        // Nothing has to be scrolled sideways.
        assert!(!style.contains("overflow-x"), "{style}");
        let widths = style.split("min-width: ").skip(1);
        for width in widths.filter(|width| !width.starts_with("60rem)")) {
            assert!(width.starts_with("0;"), "{width}");
        }
    }
}
