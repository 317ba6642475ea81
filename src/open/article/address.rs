//! Addresses of pages: which ones are fetched, and where a page may send us from them.

use url::Url;

use super::error::{ArticleError, WebFault};
use crate::hosts::{self, Gate};

/// An address to fetch, and the one to try if nothing answers there.
#[derive(Debug, PartialEq, Eq)]
pub struct Address {
    pub url: Url,
    /// The same without encryption, for an address that was typed without a scheme.
    pub unencrypted: Option<Url>,
}

/// Whether `text` is the address of a page and nothing else, with its scheme.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let text = text.trim();
    let starts = |scheme: &str| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    (starts("http://") || starts("https://")) && !text.contains(char::is_whitespace)
}

/// The address that was typed as `text`. Without a scheme it is meant to be https.
pub fn parse(text: &str) -> Result<Address, ArticleError> {
    let text = text.trim();
    let refused = |reason: &str| {
        // Names and passwords are not repeated in messages.
        let shown: String = match text.rsplit_once('@') {
            Some((_, after)) => format!("…@{after}"),
            None => text.to_owned(),
        };
        ArticleError::Address {
            address: shown.chars().take(200).collect(),
            reason: reason.to_owned(),
        }
    };
    if text.is_empty() {
        return Err(refused("it is empty"));
    }
    let has_scheme = text.split_once(':').is_some_and(|(scheme, rest)| {
        // What follows a host is a port.
        let port = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        !is_port && !scheme.contains(['/', '.', '[', '?', '#'])
    });
    let whole = if has_scheme {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let mut url = Url::parse(&whole).map_err(|error| refused(&error.to_string()))?;
    check(&url).map_err(refused)?;
    url.set_fragment(None);
    let unencrypted = (!has_scheme)
        .then(|| Url::parse(&format!("http://{text}")).ok())
        .flatten();
    Ok(Address { url, unencrypted })
}

/// The address that `from` sends to with a header `Location: {location}`, if the gate lets it pass.
pub fn redirect(from: &Url, location: &str, gate: &Gate) -> Result<Url, WebFault> {
    let refused = |reason: &str| WebFault::BadRedirect(reason.to_owned());
    let mut to = from
        .join(location)
        .map_err(|error| refused(&error.to_string()))?;
    check(&to).map_err(refused)?;
    if from.scheme() == "https" && to.scheme() == "http" {
        return Err(refused("it is not encrypted, and this page is"));
    }
    gate.check(&to)
        .map_err(|inwards| WebFault::BadRedirect(inwards.to_string()))?;
    to.set_fragment(None);
    Ok(to)
}

/// `text` if it is the address of a page, without the place in it, and without a password.
pub fn web_address(text: &str) -> Option<String> {
    let mut url = Url::parse(text.trim()).ok()?;
    check(&url).ok()?;
    url.set_fragment(None);
    Some(url.into())
}

/// Whether two addresses are of one site, whichever of its hosts for phones and the like answers.
pub fn same_site(a: &Url, b: &Url) -> bool {
    let bare = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        ["www.", "m.", "mobile.", "amp."]
            .iter()
            .find_map(|start| host.strip_prefix(start))
            .unwrap_or(host)
            .to_owned()
    };
    bare(a) == bare(b)
}

/// Whether the host is this computer or one in the local network, as far as its name tells.
pub fn is_nearby(url: &Url) -> bool {
    url.host().is_some_and(|host| hosts::is_local(&host))
}

fn check(url: &Url) -> Result<(), &'static str> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err("only http and https addresses are pages");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a user name or a password, which is never sent");
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("it names no server");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("an address")
    }

    #[test]
    fn without_a_scheme_https_is_meant_first() {
        for typed in ["example.org/a?b=c:d#e", " example.org/a?b=c:d "] {
            let address = parse(typed).expect("an address");
            assert_eq!(address.url, url("https://example.org/a?b=c:d"));
            let unencrypted = address.unencrypted.map(|url| url.scheme().to_owned());
            assert_eq!(unencrypted.as_deref(), Some("http"));
        }
        let local = parse("localhost:8080/a").expect("an address");
        assert_eq!(local.url, url("https://localhost:8080/a"));
        assert_eq!(
            parse("HTTP://example.org").expect("an address").unencrypted,
            None
        );
    }

    #[test]
    fn other_schemes_and_passwords_are_refused_without_repeating_them() {
        for wrong in [
            "",
            "ftp://example.org",
            "javascript:alert(1)",
            "mailto:a@b",
            "https://",
            "http://[",
            "data:,x",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        let error = parse("https://me:secret@example.org/").expect_err("a password");
        assert!(!error.to_string().contains("secret"), "{error}");
    }

    #[test]
    fn redirects_keep_encryption_and_stay_out_of_the_local_network() {
        let page = url("https://example.org/a/b");
        let gate = Gate::of("example.org");
        assert_eq!(
            redirect(&page, "../c", &gate),
            Ok(url("https://example.org/c"))
        );
        assert_eq!(
            redirect(&page, "//other.example/#x", &gate),
            Ok(url("https://other.example/"))
        );
        for wrong in [
            "http://example.org/",
            "file:///etc/passwd",
            "https://u@x.example",
            "https://192.168.0.1/",
            "https://[::1]/",
            "https://localhost/",
            "https://router/",
            "https://printer.lan./",
            "https://0x7f.1/",
            "https://[",
        ] {
            assert!(redirect(&page, wrong, &gate).is_err(), "{wrong}");
        }
        // Who types the address of a server at home may be sent about there, and not to its neighbours.
        let home = url("http://127.0.0.1/");
        let gate = Gate::of("127.0.0.1");
        assert!(redirect(&home, "http://127.0.0.1:81/", &gate).is_ok());
        assert!(redirect(&home, "http://localhost/", &gate).is_err());
        assert!(redirect(&home, "http://10.0.0.1/", &gate).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_an_address_or_is_refused(text in any::<String>()) {
            let _ = parse(&text);
            let _ = redirect(&url("https://example.org/"), &text, &Gate::of("example.org"));
            let _ = is_web_address(&text);
        }
    }
}
