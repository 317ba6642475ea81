//! File formats: reading and saving projects, and exporting them.
//!
//! [`geojson`] reads and saves projects. [`export()`] writes them for other programs, with a module
//! for each [`Format`]: features and quotes, never the whole article. [`crate::files`] does the
//! writing to disk.

mod csv;
mod export;
pub mod geojson;
mod geopackage;
mod html;
mod kml;
pub(crate) mod look;
mod selection;
mod support;
mod table;
mod web_annotation;

pub use export::{ExportError, ExportOptions, Format, export};

/// An address that a link may lead to: the web, and no script.
fn web_address(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    (web && !text.contains(|c: char| c.is_control() || c.is_whitespace())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_web_only() {
        assert_eq!(
            web_address("https://a.example/x"),
            Some("https://a.example/x")
        );
        for other in ["javascript:alert(1)", "data:text/html,x", "", "HTTPS://a b"] {
            assert_eq!(web_address(other), None, "{other}");
        }
    }
}
