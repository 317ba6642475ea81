//! Where an outlet is at home, as far as its address tells: "kurier.example.at" is Austrian.
//!
//! Only the country of the address's ending is taken. Towns in the names of outlets are mostly
//! those that many countries have ("Richmond", "Columbus"), and guessing which does more harm
//! than good.

use super::candidates::{UnscoredCandidate, candidates};
use crate::gazetteer::{Gazetteer, NameForm, Named};

/// Endings of two letters that outlets of all countries use.
const GENERIC: &[&str] = &["ai", "co", "fm", "io", "me", "tv", "ws"];

/// The country that the ending of an address stands for.
#[must_use]
pub fn home(gazetteer: &Gazetteer, url: &str) -> Option<UnscoredCandidate> {
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = address.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let (_, ending) = host.trim_end_matches('.').rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    if ending.len() != 2 || GENERIC.contains(&ending.as_str()) {
        return None;
    }
    let code = if ending == "uk" {
        "GB".to_owned()
    } else {
        ending.to_ascii_uppercase()
    };
    let place = gazetteer.country(&code)?;
    let form = NameForm::Primary;
    candidates(gazetteer, &[Named { place, form }]).pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(url: &str) -> Option<&'static str> {
        let gazetteer = Gazetteer::bundled();
        home(gazetteer, url).map(|home| gazetteer.place(home.place).name)
    }

    #[test]
    fn an_ending_tells_the_country() {
        assert_eq!(name("https://www.tagblatt.at/a/b?c"), Some("Austria"));
        assert_eq!(name("http://user@paper.co.uk:8080"), Some("United Kingdom"));
        assert_eq!(name("paper.COM.AU."), Some("Australia"));
    }

    #[test]
    fn most_addresses_tell_nothing() {
        for url in [
            "",
            "https://",
            "https://news.example/x",
            "https://startup.io",
            "://",
            "at",
        ] {
            assert_eq!(name(url), None, "{url}");
        }
    }
}
