//! A web page into the article it holds: its main text in paragraphs, and its origin.

mod charset;
mod json_ld;
mod nesting;
mod origin;
mod taming;
mod text;

pub use charset::declared as declared_charset;

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use url::Url;

use super::{
    ArticleError, Extract,
    tidy::{one_line, tidy},
};

/// Pages with more elements are not articles, and searching them takes too long.
const MOST_ELEMENTS: usize = 100_000;

/// Parts of a page that are not its article, for pages whose article cannot be found.
const AROUND: [&str; 7] = ["nav", "header", "footer", "aside", "form", "dialog", "menu"];

/// Names that mark advertisements in the middle of an article, which Readability lets stand.
const ADVERTISEMENTS: &str = ".ad, .ads, .advert, .advertisement, .advertising, .ad-slot, \
    .ad-unit, .ad-container, .adsbygoogle, .sponsored";

/// The article of `page`, which was fetched from `address` if it was fetched at all. Scripts are
/// not run and nothing the page refers to is loaded.
///
/// The main text is what Readability, the reader view of
/// Firefox, would show; where it finds none, all text outside of menus and the like.
pub fn read(page: &str, name: &str, address: Option<&Url>) -> Result<Extract, ArticleError> {
    let document = parse(page, name)?;
    let mut imprint = origin::imprint(&document, address);
    remove_advertisements(&document);
    let all = document.body().map(|body| tidy(&text::of(&body, &AROUND)));
    let (main, byline) = main_text(document);
    // A short page is easily taken for no article at all.
    let body = [main, all.unwrap_or_default()]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    if imprint.author.is_none() {
        imprint.author = byline.as_deref().and_then(origin::author_of_byline);
    }
    Ok(Extract {
        text: body,
        imprint,
    })
}

/// The text of a piece of HTML within another text.
pub fn fragment(html: &str, name: &str) -> Result<String, ArticleError> {
    let document = parse(html, name)?;
    Ok(text::of(&document.root(), &[]))
}

fn parse(page: &str, name: &str) -> Result<Document, ArticleError> {
    let unusable = |reason| ArticleError::Unusable {
        name: name.to_owned(),
        reason,
    };
    if nesting::is_too_deep(page) {
        return Err(unusable("its elements are nested too deeply"));
    }
    let page = taming::tame(page)
        .ok_or_else(|| unusable("it has too many character references (“&…;”)"))?;
    let document = Document::from(&*page);
    if document.root().descendants_it().count() > 4 * MOST_ELEMENTS {
        return Err(unusable("it has too many elements"));
    }
    Ok(document)
}

fn remove_advertisements(document: &Document) {
    for marked in &document.select(ADVERTISEMENTS) {
        // The same names are sometimes given to what holds the whole page.
        if !marked.select("h1, article, main").exists() && !marked.is("body, article, main") {
            marked.remove();
        }
    }
}

/// The main text, and what stands where authors are named.
fn main_text(document: Document) -> (String, Option<String>) {
    let config = Config {
        max_elements_to_parse: MOST_ELEMENTS,
        // Read by `json_ld`, which knows more of its forms.
        disable_json_ld: true,
        ..Config::default()
    };
    let article = Readability::with_document(document, None, Some(config))
        .and_then(|mut readability| readability.parse());
    let article = match article {
        Ok(article) => article,
        Err(error) => {
            tracing::debug!("all text of the page is taken, because no article was found: {error}");
            return Default::default();
        }
    };
    let content = Document::from(article.content);
    let main = tidy(&text::of(&content.root(), &["form", "nav"]));
    (main, article.byline.map(|byline| one_line(&byline)))
}

/// `text` as one line; `None` if it has no words.
fn line(text: &str) -> Option<String> {
    Some(one_line(text)).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests;
