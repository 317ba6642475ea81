//! Replaces an article's text and finds its quotes in the other.

use std::sync::Arc;

use super::{
    ArticleState, Dismissal, Edit, Project, Scope, Unmapped,
    feature::{Feature, Stated},
    ids::Handle,
};
use crate::{
    quote::{Anchor, Evidence, SearchBudget},
    text::{Article, Span, source_iri},
};

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
    /// What the quote is of.
    pub holder: Handle,
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
    /// What the quote is of.
    pub holder: Handle,
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
    let budget = SearchBudget::default();
    let edit = rewritten(project, None, |holder, evidence| {
        let words = || evidence.quote.exact.clone();
        match evidence.anchor_within(&article, &budget) {
            Anchor::Exact(span) => {
                report.exact += 1;
                record(evidence, &article, span, old_source.as_deref());
            }
            Anchor::Moved(span) => {
                let verbatim = evidence.is_verbatim(&article, span);
                report.moved.push(Moved {
                    holder,
                    words: words(),
                    span,
                    verbatim,
                });
                if verbatim {
                    record(evidence, &article, span, old_source.as_deref());
                }
            }
            Anchor::Lost => report.lost.push(Lost {
                holder,
                words: words(),
            }),
        }
    });
    let edit = edit.put_article(ArticleState::Text(Arc::new(article)));
    (edit, report)
}

/// Accept the words that the quotes of `holder` are found at now, and record them; `None` when
/// none of them has moved.
#[must_use]
pub fn confirm(project: &Project, holder: Handle) -> Option<Edit> {
    let article = project.article()?;
    let edit = rewritten(project, Some(holder), |_, evidence| {
        if let Anchor::Moved(span) = evidence.anchor(article) {
            // It may point into an earlier text of the article, whose hash is not known any more.
            let known = evidence.source.clone();
            let known = known.filter(|source| source.starts_with("urn:sha256:"));
            record(evidence, article, span, known.as_deref());
        }
    });
    (!edit.is_empty()).then_some(edit)
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

/// The edit that replaces whatever holds a quote that `visit` changes; with `only`, of nothing else.
fn rewritten(
    project: &Project,
    only: Option<Handle>,
    mut visit: impl FnMut(Handle, &mut Evidence),
) -> Edit {
    let wanted = |holder: Handle| only.is_none_or(|only| only == holder);
    let mut edit = Edit::default();
    for (id, feature) in project.features().iter() {
        let holder = Handle::Feature(id);
        if !wanted(holder) {
            continue;
        }
        let mut after = Quotes::of(feature);
        for evidence in after.all() {
            visit(holder, evidence);
        }
        if after != Quotes::of(feature) {
            edit = edit.put_feature(id, after.put_into(feature));
        }
    }
    for (id, entry) in project.unmapped().iter() {
        let holder = Handle::Unmapped(id);
        let mut evidence = entry.evidence.clone();
        if wanted(holder) {
            visit(holder, &mut evidence);
        }
        if evidence != entry.evidence {
            let entry = Unmapped {
                evidence,
                ..entry.clone()
            };
            edit = edit.put_unmapped(id, entry);
        }
    }
    for (id, entry) in project.dismissed().iter() {
        let holder = Handle::Dismissal(id);
        let mut evidence = entry.evidence.clone();
        // What dismisses all that are alike needs no place.
        if wanted(holder) && entry.scope != Scope::AllAlike {
            visit(holder, &mut evidence);
        }
        if evidence != entry.evidence {
            let entry = Dismissal {
                evidence,
                ..entry.clone()
            };
            edit = edit.put_dismissal(id, entry);
        }
    }
    edit
}

/// The quotes of a feature, apart from it: its geometry need not be copied to look at them.
#[derive(PartialEq)]
struct Quotes {
    evidence: Vec<Evidence>,
    stated: Vec<Stated>,
    measured_from: Vec<Evidence>,
}

impl Quotes {
    fn of(feature: &Feature) -> Self {
        Self {
            evidence: feature.evidence.clone(),
            stated: feature.stated.clone(),
            measured_from: feature.measured_from.clone(),
        }
    }

    fn all(&mut self) -> impl Iterator<Item = &mut Evidence> {
        let stated = self.stated.iter_mut();
        let of_figures = stated.filter_map(|stated| stated.evidence.as_mut());
        self.evidence
            .iter_mut()
            .chain(of_figures)
            .chain(&mut self.measured_from)
    }

    fn put_into(self, feature: &Feature) -> Feature {
        Feature {
            evidence: self.evidence,
            stated: self.stated,
            measured_from: self.measured_from,
            ..feature.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        measure::unit::Unit,
        project::{
            Category, ProjectBuilder, UnknownMembers,
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

    fn project_of(state: ArticleState) -> Project {
        let stated = Stated {
            value: 10.0,
            unit: Unit::Kilometre,
            hedge: None,
            said_by: None,
            evidence: Some(quote("10 km of coast")),
            other: serde_json::Map::new(),
        };
        let mut builder = ProjectBuilder::new(state);
        let layer = builder.layer(Layer::new("l", "L")).expect("a new layer");
        builder.feature(Feature {
            evidence: vec![quote("Ashford"), quote("near the old harbour mole")],
            stated: vec![stated],
            ..Feature::new(layer, None)
        });
        builder.unmapped(Unmapped {
            evidence: quote("Elmton"),
            category: Category::VagueRegion,
            reason: "unknown".to_owned(),
            other: serde_json::Map::new(),
        });
        builder.dismissal(Dismissal {
            evidence: quote("Oakham"),
            ..Dismissal::default()
        });
        builder.finish(UnknownMembers::default())
    }

    fn project() -> Project {
        project_of(ArticleState::Text(Arc::new(article(BEFORE))))
    }

    fn feature(project: &Project) -> (Handle, &Feature) {
        let (id, feature) = project.features().iter().next().expect("a feature");
        (Handle::Feature(id), feature)
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
        assert_eq!(report.lost[0].holder, self::feature(&project).0);

        let before = project.clone();
        let inverse = project.apply(edit).expect("it fits");
        let now = project.article().expect("an article");
        let (_, feature) = self::feature(&project);
        let (_, feature_before) = self::feature(&before);
        assert!(matches!(feature.evidence[0].anchor(now), Anchor::Exact(_)));
        assert_eq!(feature.evidence[0].source, Some(now.source_iri()));
        assert_eq!(
            feature.evidence[1], feature_before.evidence[1],
            "other words are not recorded unless somebody says so"
        );
        assert_eq!(feature.stated, feature_before.stated);
        assert!(matches!(
            project
                .unmapped()
                .values()
                .next()
                .expect("an entry")
                .evidence
                .anchor(now),
            Anchor::Exact(_)
        ));
        project.apply(inverse).expect("it fits");
        assert_eq!(project, before);
    }

    #[test]
    fn an_article_takes_the_place_of_its_citation_until_that_is_undone() {
        let cited = article(BEFORE);
        let citing = project_of(ArticleState::Cited(Arc::new(Cited {
            imprint: cited.imprint.clone(),
            sha256: cited.sha256().to_owned(),
            other: serde_json::Map::new(),
        })));
        let mut project = citing.clone();
        let (edit, report) = replace_article(&project, article(AFTER));
        assert_eq!((report.exact, report.moved.len()), (1, 3));
        let inverse = project.apply(edit).expect("it fits");
        let now = project.article().expect("an article");
        assert_eq!(project.cited(), None);
        assert_eq!(
            feature(&project).1.evidence[0].source,
            Some(now.source_iri()),
            "the quotes are of the new text"
        );
        project.apply(inverse).expect("it fits");
        assert_eq!(project, citing);
    }

    #[test]
    fn new_words_are_recorded_when_somebody_confirms_them() {
        let mut project = project();
        let (holder, _) = feature(&project);
        assert_eq!(confirm(&project, holder), None, "nothing has moved");
        let (edit, _) = replace_article(&project, article(AFTER));
        project.apply(edit).expect("it fits");
        let edit = confirm(&project, holder).expect("a quote to confirm");
        project.apply(edit).expect("it fits");
        let quote = &feature(&project).1.evidence[1];
        let now = project.article().expect("an article");
        assert_eq!(quote.quote.exact, "near the old harbor mole");
        assert_eq!(quote.source, Some(now.source_iri()));
        assert!(matches!(quote.anchor(now), Anchor::Exact(_)));
        assert_eq!(confirm(&project, holder), None);
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
