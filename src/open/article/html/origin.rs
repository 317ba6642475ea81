//! Where a page says its article comes from. What it does not say is left unknown.

use dom_query::Document;
use url::Url;

use super::{json_ld, line};
use crate::{
    open::article::{same_site, web_address},
    text::Imprint,
};

/// Longer texts are not the name of anybody.
const LONGEST_NAME: usize = 120;

/// The origin of the article on a page that was fetched from `address`, if it was fetched.
pub fn imprint(document: &Document, address: Option<&Url>) -> Imprint {
    let told = json_ld::imprint(document);
    let outlet = told
        .outlet
        .or_else(|| meta(document, &["og:site_name", "citation_journal_title"]));
    let title = shown_title(document)
        .or(told.title)
        .or_else(|| meta(document, &["og:title", "twitter:title", "citation_title"]))
        .or_else(|| only(document, "h1"))
        .or_else(|| window_title(document, outlet.as_deref()));
    let author = told
        .author
        .or_else(|| named_author(document))
        .filter(|author| author.chars().count() <= LONGEST_NAME);
    Imprint {
        title,
        outlet,
        author,
        url: canonical(document, told.url, address),
        published: told.published.or_else(|| published(document)),
        ..Imprint::default()
    }
}

/// The name in a byline: “By A. Lind” gives “A. Lind”.
pub fn author_of_byline(byline: &str) -> Option<String> {
    let name = ["By ", "by ", "BY "]
        .iter()
        .find_map(|by| byline.strip_prefix(by))
        .unwrap_or(byline);
    line(name).filter(|name| name.chars().count() <= LONGEST_NAME)
}

/// The headline as readers see it, if the article has just one.
fn shown_title(document: &Document) -> Option<String> {
    ["article h1", "main h1", "[itemprop=\"headline\"]"]
        .iter()
        .find_map(|place| only(document, place))
}

/// The text of the only element that `selector` finds.
fn only(document: &Document, selector: &str) -> Option<String> {
    let found = document.select(selector);
    (found.length() == 1).then(|| line(&found.text())).flatten()
}

/// The window's title, without the outlet's name at its end.
fn window_title(document: &Document, outlet: Option<&str>) -> Option<String> {
    let title = only(document, "head title")?;
    let without = outlet
        .and_then(|outlet| title.strip_suffix(outlet))
        .map(|title| title.trim_end_matches([' ', '|', '-', '–', '—', '·', ':']))
        .filter(|title| !title.is_empty());
    Some(without.unwrap_or(&title).to_owned())
}

fn named_author(document: &Document) -> Option<String> {
    let names = [
        "author",
        "article:author",
        "parsely-author",
        "dc.creator",
        "citation_author",
    ];
    meta(document, &names)
        // Some give the address of a profile where a name belongs.
        .filter(|name| !name.contains("://"))
        .or_else(|| only(document, "[itemprop=\"author\"] [itemprop=\"name\"]"))
        .or_else(|| only(document, "a[rel=\"author\"]"))
        .and_then(|name| author_of_byline(&name))
}

fn published(document: &Document) -> Option<String> {
    let names = [
        "article:published_time",
        "parsely-pub-date",
        "dc.date",
        "dc.date.issued",
        "citation_publication_date",
        "date",
    ];
    let attribute = |selector: &str, name: &str| {
        let found = document.select(selector);
        (found.length() == 1)
            .then(|| found.attr(name))
            .flatten()
            .and_then(|value| line(&value))
    };
    meta(document, &names)
        .or_else(|| attribute("[itemprop=\"datePublished\"][datetime]", "datetime"))
        .or_else(|| attribute("[itemprop=\"datePublished\"][content]", "content"))
        // Several times on a page may be those of comments, changes or other articles.
        .or_else(|| attribute("article time[datetime]", "datetime"))
        .or_else(|| attribute("time[datetime]", "datetime"))
}

/// The first of the `names` that the page's head gives a value to.
fn meta(document: &Document, names: &[&str]) -> Option<String> {
    let metas = document.select("meta[content]");
    names.iter().find_map(|name| {
        metas.iter().find_map(|meta| {
            let is_meant = [meta.attr("property"), meta.attr("name")]
                .into_iter()
                .flatten()
                .any(|given| given.trim().eq_ignore_ascii_case(name));
            is_meant
                .then(|| meta.attr("content"))
                .flatten()
                .and_then(|content| line(&content))
        })
    })
}

/// The address the page gives as its own. A page that was fetched is believed only for addresses
/// of the same site; else the address it was fetched from is the one that is known.
fn canonical(document: &Document, told: Option<String>, address: Option<&Url>) -> Option<String> {
    let link = document
        .select("link[rel=\"canonical\"][href]")
        .attr("href");
    let candidates = [
        link.map(|href| href.to_string()),
        meta(document, &["og:url"]),
        told,
    ];
    let given = candidates.into_iter().flatten().find_map(|given| {
        let absolute = match address {
            Some(base) => base.join(&given).ok()?,
            None => Url::parse(&given).ok()?,
        };
        let believed = address.is_none_or(|address| same_site(address, &absolute));
        believed.then(|| web_address(absolute.as_str())).flatten()
    });
    given.or_else(|| address.and_then(|address| web_address(address.as_str())))
}
