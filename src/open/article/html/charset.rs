//! The encoding a page says it is in, read before anything can be decoded.

/// Browsers look at 1,024 bytes; some pages have longer comments before.
const LOOK_AT: usize = 4096;

/// The label of the encoding that the start of a page declares: in a `meta` element or in XML's
/// first line.
pub fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOK_AT)]).to_ascii_lowercase();
    let of_meta = head.split("<meta").skip(1).find_map(|meta| {
        let meta = meta.split('>').next().unwrap_or_default();
        value(meta.split_once("charset")?.1)
    });
    let of_xml = || {
        let line = head
            .trim_start()
            .strip_prefix("<?xml")?
            .split("?>")
            .next()?;
        value(line.split_once("encoding")?.1)
    };
    of_meta.or_else(of_xml)
}

/// The value after an equals sign, with or without quotes.
fn value(text: &str) -> Option<String> {
    let value = text.trim_start().strip_prefix('=')?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let end = value
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '?'))
        .unwrap_or(value.len());
    (end > 0).then(|| value[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::declared;

    #[test]
    fn the_label_is_found_in_all_its_forms() {
        for page in [
            "<meta charset=koi8-r>",
            "<META  CHARSET = 'KOI8-R' >",
            "<meta name=a><meta http-equiv=x content=\"text/html; charset=koi8-r\">",
            "<?xml version=\"1.0\" encoding=\"koi8-r\"?><html>",
        ] {
            assert_eq!(
                declared(page.as_bytes()).as_deref(),
                Some("koi8-r"),
                "{page}"
            );
        }
        assert_eq!(
            declared(b"charset=koi8-r <meta charset> <meta charset=>"),
            None
        );
    }
}
