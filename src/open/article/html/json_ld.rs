//! What a page tells search engines of its article, as JSON within a script element.

use dom_query::Document;
use serde_json::Value;

use super::line;
use crate::text::Imprint;

/// Objects nested more deeply are not looked at.
const DEEPEST: usize = 8;

/// The origin of the article as the page's JSON-LD gives it, in the vocabulary of schema.org.
pub fn imprint(document: &Document) -> Imprint {
    let scripts = document.select("script[type=\"application/ld+json\"]");
    let values: Vec<Value> = scripts
        .iter()
        .filter_map(|script| serde_json::from_str(script.text().trim()).ok())
        .collect();
    let Some(article) = values.iter().find_map(|value| article_in(value, DEEPEST)) else {
        return Imprint::default();
    };
    Imprint {
        title: text(article, &["headline", "name"]),
        outlet: article.get("publisher").and_then(names),
        author: article.get("author").and_then(names),
        url: text(article, &["url", "mainEntityOfPage"]),
        published: text(article, &["datePublished", "dateCreated"]),
        ..Imprint::default()
    }
}

/// The first object that is an article, in reading order.
fn article_in(value: &Value, depth: usize) -> Option<&Value> {
    if depth == 0 {
        return None;
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| article_in(item, depth - 1)),
        Value::Object(object) if object.get("@type").is_some_and(is_article) => Some(value),
        Value::Object(object) => ["@graph", "mainEntity"]
            .iter()
            .filter_map(|key| object.get(*key))
            .find_map(|inner| article_in(inner, depth - 1)),
        _ => None,
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => {
            kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind.ends_with("Report")
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// The first of the members that is a text; of an object, its id.
fn text(object: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match object.get(*key)? {
        Value::String(text) => line(text),
        Value::Object(inner) => inner.get("@id")?.as_str().and_then(line),
        _ => None,
    })
}

/// The names of a person, an organisation, or a list of them.
fn names(value: &Value) -> Option<String> {
    match value {
        // Some give the address of a profile where a name belongs.
        Value::String(name) => line(name).filter(|name| !name.contains("://")),
        Value::Object(object) => line(object.get("name")?.as_str()?),
        Value::Array(items) => {
            let people = items.iter().filter(|item| !item.is_array());
            let names: Vec<String> = people.filter_map(names).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}
