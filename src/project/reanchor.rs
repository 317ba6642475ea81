//! Another text for the same article: what becomes of the quotes.

use super::{Dismissal, Edit, Project, Scope, Unmapped, edit::Splice, feature::Feature};
use crate::{
    quote::{Anchor, Evidence},
    text::{Article, Span, source_iri},
};

/// What a quote belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// The feature with this id, for its own evidence and that of its stated figures.
    Feature(String),
    /// An index into [`Project::unmapped`].
    Unmapped(usize),
    /// An index into [`Project::dismissed`].
    Dismissed(usize),
}

/// What became of the quotes of a project, for a person to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many stand where they stood.
    pub exact: usize,
    pub moved: Vec<Moved>,
    pub lost: Vec<Lost>,
}

/// A quote that was found in another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub holder: Holder,
    /// The words that were recorded.
    pub words: String,
    /// Where they are now, in the new text.
    pub span: Span,
    /// Whether the words there are the same. If not, the quote was left as it was recorded, and
    /// is moved until somebody [confirms](confirm) the new words.
    pub verbatim: bool,
}

/// A quote that was not found. It was left as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub holder: Holder,
    /// The words that were recorded.
    pub words: String,
}

/// Put another article in the place of the project's, or of the one it cites, and record the quotes anew where their
/// very words are found in it, exact or moved. All others stay as they were recorded: those with
/// other words until they are confirmed, those that are lost until somebody sees to them.
#[must_use]
pub fn replace_article(project: &Project, article: Article) -> (Edit, Report) {
    let mut report = Report::default();
    let old_source = project.article_sha256().map(source_iri);
    let edit = rewritten(project, |holder, evidence| {
        let words = || evidence.quote.exact.clone();
        match evidence.anchor(&article) {
            Anchor::Exact(span) => {
                report.exact += 1;
                record(evidence, &article, span, old_source.as_deref());
            }
            Anchor::Moved(span) => {
                let verbatim = evidence.is_verbatim(&article, span);
                report.moved.push(Moved {
                    holder: holder.clone(),
                    words: words(),
                    span,
                    verbatim,
                });
                if verbatim {
                    record(evidence, &article, span, old_source.as_deref());
                }
            }
            Anchor::Lost => report.lost.push(Lost {
                holder: holder.clone(),
                words: words(),
            }),
        }
    });
    let mut edits = vec![Edit::Article(Box::new(Some(article)))];
    edits.extend(edit);
    (Edit::All(edits), report)
}

/// Accept the words that the quotes of `holder` are found at now, and record them; `None` when
/// none of them has moved.
#[must_use]
pub fn confirm(project: &Project, holder: &Holder) -> Option<Edit> {
    let article = project.article.as_ref()?;
    let edits = rewritten(project, |each, evidence| {
        if each == holder
            && let Anchor::Moved(span) = evidence.anchor(article)
        {
            // It may point into an earlier text of the article, whose hash is not known any more.
            let known = evidence.source.clone();
            let known = known.filter(|source| source.starts_with("urn:sha256:"));
            record(evidence, article, span, known.as_deref());
        }
    });
    (!edits.is_empty()).then_some(Edit::All(edits))
}

/// Let a quote say where its words are. A source other than the old text stays: another program
/// may know it.
fn record(evidence: &mut Evidence, article: &Article, span: Span, old_source: Option<&str>) {
    let now = Evidence::at(article, span);
    evidence.quote = now.quote;
    evidence.position = now.position;
    if evidence.source.as_deref() == old_source {
        evidence.source = now.source;
    }
}

/// The edits that replace what holds a quote that `visit` changes.
fn rewritten(project: &Project, mut visit: impl FnMut(&Holder, &mut Evidence)) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (index, feature) in project.features.iter().enumerate() {
        let holder = Holder::Feature(feature.id.clone());
        let mut evidence = feature.evidence.clone();
        let mut stated = feature.stated.clone();
        let of_figures = stated
            .iter_mut()
            .filter_map(|stated| stated.evidence.as_mut());
        for evidence in evidence.iter_mut().chain(of_figures) {
            visit(&holder, evidence);
        }
        let mut measured_from = feature.measured_from.clone();
        for evidence in &mut measured_from {
            visit(&holder, evidence);
        }
        if evidence != feature.evidence
            || stated != feature.stated
            || measured_from != feature.measured_from
        {
            let feature = Feature {
                measured_from,
                stated,
                evidence,
                ..feature.clone()
            };
            edits.push(Edit::Features(Splice::replace(index, feature)));
        }
    }
    for (index, entry) in project.unmapped.iter().enumerate() {
        let mut evidence = entry.evidence.clone();
        visit(&Holder::Unmapped(index), &mut evidence);
        if evidence != entry.evidence {
            let entry = Unmapped {
                evidence,
                ..entry.clone()
            };
            edits.push(Edit::Unmapped(Splice::replace(index, entry)));
        }
    }
    for (index, entry) in project.dismissed.iter().enumerate() {
        // What dismisses all that are alike needs no place.
        if entry.scope == Scope::AllAlike {
            continue;
        }
        let mut evidence = entry.evidence.clone();
        visit(&Holder::Dismissed(index), &mut evidence);
        if evidence != entry.evidence {
            let entry = Dismissal {
                evidence,
                ..entry.clone()
            };
            edits.push(Edit::Dismissed(Splice::replace(index, entry)));
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        measure::unit::Unit,
        project::{
            Category,
            feature::{Layer, Stated},
        },
        text::{Cited, Imprint},
    };

    const BEFORE: &str = "Ashford was quiet. The road to Oakham was closed near the old harbour \
        mole. Five boats left Elmton; 10 km of coast was fenced off.";
    const AFTER: &str = "Ashford was quiet. Rain fell. The road to Oakham was closed near the old \
        harbor mole. Five boats left Elmton; 12 km of coast was fenced off.";

    fn article(text: &str) -> Article {
        Article::new(text, Imprint::default())
    }

    fn quote(words: &str) -> Evidence {
        let start = BEFORE.find(words).expect("words of the text");
        Evidence::at(&article(BEFORE), Span::new(start, start + words.len()))
    }

    fn project() -> Project {
        let stated = Stated {
            value: 10.0,
            unit: Unit::Kilometre,
            hedge: None,
            said_by: None,
            evidence: Some(quote("10 km of coast")),
            other: serde_json::Map::new(),
        };
        Project {
            article: Some(article(BEFORE)),
            layers: vec![Layer::new("l", "L")],
            features: vec![Feature {
                evidence: vec![quote("Ashford"), quote("near the old harbour mole")],
                stated: vec![stated],
                ..Feature::new("a", "l", None)
            }],
            unmapped: vec![Unmapped {
                evidence: quote("Elmton"),
                category: Category::VagueRegion,
                reason: "unknown".to_owned(),
                other: serde_json::Map::new(),
            }],
            dismissed: vec![Dismissal {
                evidence: quote("Oakham"),
                ..Dismissal::default()
            }],
            ..Project::default()
        }
    }

    #[test]
    fn quotes_follow_their_words_into_a_new_text_and_the_report_says_how() {
        let mut project = project();
        let (edit, report) = replace_article(&project, article(AFTER));
        assert_eq!(report.exact, 1);
        let moved: Vec<_> = report
            .moved
            .iter()
            .map(|moved| (moved.words.as_str(), moved.verbatim))
            .collect();
        assert_eq!(
            moved,
            [
                ("near the old harbour mole", false),
                ("Elmton", true),
                ("Oakham", true)
            ]
        );
        assert_eq!(report.lost.len(), 1);
        assert_eq!(report.lost[0].words, "10 km of coast");
        assert_eq!(report.lost[0].holder, Holder::Feature("a".to_owned()));

        let before = project.clone();
        let inverse = project.apply(edit).expect("it fits");
        let now = project.article.clone().expect("an article");
        let feature = &project.features[0];
        assert!(matches!(feature.evidence[0].anchor(&now), Anchor::Exact(_)));
        assert_eq!(feature.evidence[0].source, Some(now.source_iri()));
        assert_eq!(
            feature.evidence[1], before.features[0].evidence[1],
            "other words are not recorded unless somebody says so"
        );
        assert_eq!(feature.stated, before.features[0].stated);
        assert!(matches!(
            project.unmapped[0].evidence.anchor(&now),
            Anchor::Exact(_)
        ));
        project.apply(inverse).expect("it fits");
        assert_eq!(project, before);
    }

    #[test]
    fn an_article_takes_the_place_of_its_citation_until_that_is_undone() {
        let mut citing = project();
        let cited = citing.article.take().expect("an article");
        citing.cited = Some(Cited {
            imprint: cited.imprint.clone(),
            sha256: cited.sha256().to_owned(),
            other: serde_json::Map::new(),
        });
        let mut project = citing.clone();
        let (edit, report) = replace_article(&project, article(AFTER));
        assert_eq!((report.exact, report.moved.len()), (1, 3));
        let inverse = project.apply(edit).expect("it fits");
        let now = project.article.as_ref().expect("an article");
        assert_eq!(project.cited, None);
        assert_eq!(
            project.features[0].evidence[0].source,
            Some(now.source_iri()),
            "the quotes are of the new text"
        );
        project.apply(inverse).expect("it fits");
        assert_eq!(project, citing);
    }

    #[test]
    fn new_words_are_recorded_when_somebody_confirms_them() {
        let mut project = project();
        let holder = Holder::Feature("a".to_owned());
        assert_eq!(confirm(&project, &holder), None, "nothing has moved");
        let (edit, _) = replace_article(&project, article(AFTER));
        project.apply(edit).expect("it fits");
        let edit = confirm(&project, &holder).expect("a quote to confirm");
        project.apply(edit).expect("it fits");
        let quote = &project.features[0].evidence[1];
        let now = project.article.as_ref().expect("an article");
        assert_eq!(quote.quote.exact, "near the old harbor mole");
        assert_eq!(quote.source, Some(now.source_iri()));
        assert!(matches!(quote.anchor(now), Anchor::Exact(_)));
        assert_eq!(confirm(&project, &holder), None);
    }

    #[test]
    fn the_same_text_again_changes_nothing() {
        let project = project();
        let (edit, report) = replace_article(&project, article(BEFORE));
        assert_eq!(
            (report.exact, report.moved.len(), report.lost.len()),
            (5, 0, 0)
        );
        let mut again = project.clone();
        again.apply(edit).expect("it fits");
        assert_eq!(again, project);
    }
}
