//! The evidence of a feature as the web page and KML show it: its figures, each passage once and
//! in its sentence, and whether anybody reviewed it.

use std::{borrow::Cow, cmp::Reverse};

use super::{
    selection::{Found, Quote, Selection},
    table,
};
use crate::{
    measure,
    project::{feature::Feature, measured},
    quote::MentionKind,
    text::{Article, Span, TokenisedText},
};

/// How much of a sentence is shown on each side of a claim, and on each side of a mere name, in
/// code points. A page shows what it quotes, not the article.
const ABOUT_CLAIM: usize = 80;
const ABOUT_NAME: usize = 16;

/// A longer quote is shown by its beginning and its end, in code points. Formats for programs
/// have it whole.
const LONGEST: usize = 600;
const ENDS: [usize; 2] = [400, 120];

/// A quote as it is shown.
#[derive(Debug)]
pub struct ShownQuote<'a> {
    quote: Quote<'a>,
    /// The article's word for how sure the claim is: "within", "reportedly".
    pub hedge: Option<&'a str>,
    pub said_by: Option<&'a str>,
    room: usize,
}

/// The words that were quoted, with what stands about them in their sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Words<'a> {
    pub before: String,
    pub quoted: Cow<'a, str>,
    pub after: String,
}

/// What supports a feature.
#[derive(Debug, Default)]
pub struct Support<'a> {
    /// What is said of it, in the order of the evidence. A figure within a claim is shown there.
    pub claims: Vec<ShownQuote<'a>>,
    /// Where it is merely named.
    pub names: Vec<ShownQuote<'a>>,
}

impl<'a> Support<'a> {
    pub fn of(selection: &Selection<'a>, feature: &'a Feature) -> Self {
        let (names, claims): (Vec<Quote>, Vec<Quote>) =
            selection.quotes(feature).into_iter().partition(|quote| {
                let mention = quote.evidence.mention;
                matches!(mention, Some(MentionKind::Name | MentionKind::Demonym))
            });
        Self {
            claims: once(claims, ABOUT_CLAIM),
            names: once(names, ABOUT_NAME),
        }
    }
}

impl<'a> ShownQuote<'a> {
    fn of(quote: Quote<'a>, room: usize) -> Self {
        Self {
            hedge: quote.evidence.hedge.as_deref(),
            said_by: quote.evidence.said_by.as_deref(),
            room,
            quote,
        }
    }

    /// The quoted words, with something of their sentence where the article is at hand.
    pub fn words(&self, selection: &Selection) -> Words<'_> {
        let (before, after) = match (selection.article(), self.quote.span) {
            (Some(article), Some(span)) => around(article, span, self.room),
            _ => (String::new(), String::new()),
        };
        Words {
            before,
            quoted: shortened(&self.quote.text.exact),
            after,
        }
    }

    /// What is wrong with the quote.
    pub fn doubt(&self) -> Option<&'static str> {
        matches!(self.quote.found, Found::Lost | Found::Moved).then(|| self.quote.found.in_words())
    }
}

/// Each passage once: one that lies within another is shown there.
fn once(quotes: Vec<Quote<'_>>, room: usize) -> Vec<ShownQuote<'_>> {
    let mut passages: Vec<Option<ShownQuote>> = quotes
        .into_iter()
        .map(|quote| Some(ShownQuote::of(quote, room)))
        .collect();
    let mut order: Vec<(Span, usize)> = passages
        .iter()
        .enumerate()
        .filter_map(|(index, passage)| Some((passage.as_ref()?.quote.span?, index)))
        .collect();
    // Before all that lies within a passage comes the passage itself.
    order.sort_by_key(|(span, index)| (span.start, Reverse(span.end), *index));
    let mut whole: Option<(Span, usize)> = None;
    for (span, index) in order {
        match whole {
            Some((around, kept)) if around.contains(span) => {
                let part = passages[index].take();
                // The same words, as the evidence of the feature and of its figure.
                if let (Some(part), Some(kept)) = (part, &mut passages[kept])
                    && around == span
                {
                    kept.hedge = kept.hedge.or(part.hedge);
                    kept.said_by = kept.said_by.or(part.said_by);
                }
            }
            _ => whole = Some((span, index)),
        }
    }
    let mut kept: Vec<ShownQuote> = passages.into_iter().flatten().collect();
    // What does not stand in the article can only be compared word by word.
    kept.dedup_by(|b, a| {
        a.quote.span.is_none() && b.quote.span.is_none() && a.quote.text == b.quote.text
    });
    kept
}

/// What stands before and after the span in its sentence, at most `room` code points each.
fn around(article: &Article, span: Span, room: usize) -> (String, String) {
    // More than is shown, and less than a whole article that has no paragraphs.
    let reach = 5 * room;
    let text = article.text();
    let before = &text[text.floor_char_boundary(span.start.saturating_sub(reach))..span.start];
    let after = &text[span.end..text.ceil_char_boundary(text.len().min(span.end + reach))];
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    let near = Span::new(span.start - before.len(), span.end + after.len());
    let within = |sentence: &Span| {
        let sentence = Span::new(sentence.start + near.start, sentence.end + near.start);
        sentence.overlaps(span).then_some(sentence)
    };
    let sentence = TokenisedText::of(article.words(near))
        .sentence_spans()
        .iter()
        .filter_map(within)
        .reduce(|first, next| Span::new(first.start, next.end))
        .unwrap_or(span);
    let before = article.words(Span::new(sentence.start.min(span.start), span.start));
    let after = article.words(Span::new(span.end, sentence.end.max(span.end)));
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

/// The words, without the middle of very many.
pub fn shortened(words: &str) -> Cow<'_, str> {
    // Every code point has a byte at least.
    if words.len() <= LONGEST || words.chars().nth(LONGEST).is_none() {
        return Cow::Borrowed(words);
    }
    let start: String = words.chars().take(ENDS[0]).collect();
    let mut end: Vec<char> = words.chars().rev().take(ENDS[1]).collect();
    end.reverse();
    format!("{start} […] {}", String::from_iter(end)).into()
}

/// What the article states of a feature and what its geometry measures, each with its name.
pub fn figures(feature: &Feature) -> Vec<(&'static str, String)> {
    let mut figures: Vec<(&str, String)> = Vec::new();
    for stated in &feature.stated {
        let line = ("Stated", table::figure(stated));
        if !figures.contains(&line) {
            figures.push(line);
        }
    }
    let measured = measured::measure(feature);
    let drawn = [
        (
            "Radius as drawn",
            measured.radius_m.map(measure::length_in_words),
        ),
        (
            "Length as drawn",
            measured.length_m.map(measure::length_in_words),
        ),
        (
            "Area as drawn",
            measured.area_m2.map(measure::area_in_words),
        ),
    ];
    figures.extend(drawn.into_iter().filter_map(|(what, is)| Some((what, is?))));
    figures
}

/// Where what is stated and what is drawn disagree, as sentences.
pub fn disagreements(feature: &Feature) -> Vec<String> {
    let measured = measured::measure(feature);
    feature
        .stated
        .iter()
        .filter_map(|stated| measured::contradiction(stated, &measured))
        .map(|reason| format!("These disagree: {reason}."))
        .collect()
}

/// What readers have to know of a feature, but for whether it was reviewed: that is said apart.
pub fn notes(feature: &Feature) -> impl Iterator<Item = Cow<'_, str>> {
    let doubt = feature
        .doubt()
        .map(|doubt| Cow::Owned(format!("Unsure: {doubt}")));
    let notes = feature
        .notes
        .iter()
        .map(|note| Cow::Borrowed(note.as_str()));
    doubt.into_iter().chain(notes)
}

/// How much of the export nobody reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewShare {
    pub all: usize,
    pub unreviewed: usize,
}

impl ReviewShare {
    pub fn of(selection: &Selection) -> Self {
        let features = selection.features.iter();
        Self {
            all: selection.features.len(),
            unreviewed: features
                .filter(|(_, feature)| feature.is_unreviewed())
                .count(),
        }
    }

    /// Whether single marks have to say that nobody reviewed them.
    pub const fn is_mixed(self) -> bool {
        self.unreviewed > 0 && self.unreviewed < self.all
    }

    /// A sentence, where there is something to say; `sign` is what single marks bear.
    pub fn in_words(self, sign: &str) -> Option<String> {
        let Self { all, unreviewed } = self;
        Some(match unreviewed {
            0 => return None,
            1 if all == 1 => {
                "The only mark was found by a program; nobody has reviewed it.".to_owned()
            }
            _ if unreviewed == all => {
                format!("All {all} marks were found by a program; nobody has reviewed them.")
            }
            1 => format!(
                "1 of {all} marks was found by a program and reviewed by nobody; it is marked “{sign}”."
            ),
            _ => format!(
                "{unreviewed} of {all} marks were found by a program and reviewed by nobody; they are marked “{sign}”."
            ),
        })
    }
}

/// "once", "twice", "3 times"
pub fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        formats::ExportOptions,
        measure::unit::Unit,
        project::{
            ArticleState, Edit, Project, ProjectBuilder, UnknownMembers,
            feature::{Layer, Stated},
        },
        quote::Evidence,
        text::Imprint,
    };

    const TEXT: &str = "The pier burnt. Crews kept, they said, about 3 km from Ash Bay. Rain came.";

    /// A project with a feature that these words support.
    fn project(text: &str, words: &[&str]) -> Project {
        let article = Article::new(text.to_owned(), Imprint::default());
        let at = |words: &&str| {
            let start = text.find(words).expect("in the text");
            Evidence {
                mention: Some(MentionKind::Phrase),
                ..Evidence::at(&article, Span::new(start, start + words.len()))
            }
        };
        let evidence = words.iter().map(at).collect();
        let mut builder = ProjectBuilder::new(ArticleState::Text(Arc::new(article)));
        let layer = builder.layer(Layer::new("l", "L")).expect("a new layer");
        builder.feature(Feature {
            evidence,
            ..Feature::new(layer, None)
        });
        builder.finish(UnknownMembers::default())
    }

    fn only(project: &Project) -> &Feature {
        project.features().values().next().expect("a feature")
    }

    fn shown(project: &Project) -> Vec<[String; 3]> {
        let selection = Selection::of(project, &ExportOptions::default()).expect("all layers");
        let support = Support::of(&selection, only(project));
        let words = support.claims.iter().map(|claim| claim.words(&selection));
        words
            .map(|words| [words.before, words.quoted.into_owned(), words.after])
            .collect()
    }

    #[test]
    fn a_quote_stands_in_its_sentence() {
        assert_eq!(
            shown(&project(TEXT, &["about 3 km"])),
            [["Crews kept, they said, ", "about 3 km", " from Ash Bay."]]
        );
    }

    #[test]
    fn a_passage_that_supports_a_feature_and_its_figure_is_shown_once() {
        let mut project = project(TEXT, &["3 km", "about 3 km from Ash Bay", "Rain"]);
        let (id, feature) = project.features().iter().next().expect("a feature");
        let mut feature = feature.clone();
        let evidence = Evidence {
            hedge: Some("about".to_owned()),
            said_by: Some("crews".to_owned()),
            ..feature.evidence[1].clone()
        };
        feature.stated.push(Stated {
            value: 3.0,
            unit: Unit::Kilometre,
            hedge: None,
            said_by: None,
            evidence: Some(evidence),
            other: serde_json::Map::new(),
        });
        let edit = Edit::default().put_feature(id, feature);
        project.apply(edit).expect("it fits");
        let quoted: Vec<String> = shown(&project).into_iter().map(|[_, it, _]| it).collect();
        assert_eq!(quoted, ["about 3 km from Ash Bay", "Rain"]);
        let selection = Selection::of(&project, &ExportOptions::default()).expect("all layers");
        let support = Support::of(&selection, only(&project));
        let claim = &support.claims[0];
        assert_eq!((claim.hedge, claim.said_by), (Some("about"), Some("crews")));
    }

    #[test]
    fn of_a_long_sentence_and_a_long_quote_only_a_part_is_shown() {
        let many = "word ".repeat(400);
        let text = format!("{many}Ash {many}");
        let [before, quoted, after] = &shown(&project(&text, &["Ash"]))[0];
        assert_eq!(quoted, "Ash");
        assert!(before.starts_with("…\u{a0}word") && before.len() < 100);
        assert!(after.ends_with("word\u{a0}…") && after.len() < 100);
        let [_, quoted, _] = &shown(&project(&text, &[&text]))[0];
        assert!(quoted.contains(" […] ") && quoted.chars().count() < LONGEST);
        assert_eq!(shortened("short"), "short");
    }

    #[test]
    fn what_nobody_reviewed_is_counted() {
        let words = |all, unreviewed| ReviewShare { all, unreviewed }.in_words("new");
        assert_eq!(words(3, 0), None);
        for (all, unreviewed, start) in [
            (1, 1, "The only mark "),
            (3, 3, "All 3 marks "),
            (3, 1, "1 of 3 marks was "),
            (3, 2, "2 of 3 marks were "),
        ] {
            let sentence = words(all, unreviewed).unwrap_or_default();
            assert!(sentence.starts_with(start), "{sentence}");
            let mixed = ReviewShare { all, unreviewed }.is_mixed();
            assert_eq!(sentence.contains("marked “new”"), mixed, "{sentence}");
        }
    }
}
