//! How long a response may be used without asking its server again.
//!
//! The rules are RFC 9111's, as `http-cache-semantics` applies them for a cache of one user.
//! Where a response says nothing about its lifetime, it is kept for a week, the least that the
//! OSMF tile usage policy asks for.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http_cache_semantics::{CacheOptions, CachePolicy};
use serde::{Deserialize, Serialize};
use ureq::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, EXPIRES, LAST_MODIFIED, PRAGMA};
use ureq::http::{HeaderMap, HeaderName, Request, Response};

/// How long a response is fresh whose server does not say.
const UNSAID_LIFETIME: Duration = Duration::from_hours(7 * 24);

/// The longest lifetime believed, so that an absurd one cannot pin a tile for ever.
const LONGEST_LIFETIME: Duration = Duration::from_hours(365 * 24);

/// What is known of a stored response besides its body. Times are seconds since 1970 (UTC).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseRecord {
    /// The address it was asked for under.
    pub url: String,
    /// When it was fetched, or last confirmed by its server.
    pub fetched_at: u64,
    /// How long from then it may be used unasked, in seconds.
    pub lifetime: u64,
    /// Its entity tag, for asking whether it has changed.
    pub etag: Option<String>,
    /// Its date of change, for the same purpose.
    pub last_modified: Option<String>,
    /// Its media type, as the server gave it.
    pub content_type: Option<String>,
}

impl ResponseRecord {
    /// The record of a complete response (status 200) with `headers`, received at `now`, or
    /// `None` where it must not be stored.
    #[must_use]
    pub fn of_response(url: &str, headers: &HeaderMap, now: SystemTime) -> Option<Self> {
        Some(Self {
            url: url.to_owned(),
            fetched_at: seconds(now),
            lifetime: lifetime(url, headers, now)?.as_secs(),
            etag: text(headers, &ETAG),
            last_modified: text(headers, &LAST_MODIFIED),
            content_type: text(headers, &CONTENT_TYPE),
        })
    }

    /// This record after its server confirmed it (status 304) at `now`, or `None` where it must
    /// not be stored any longer. What the answer leaves unsaid stays as it was.
    #[must_use]
    pub fn confirmed(&self, headers: &HeaderMap, now: SystemTime) -> Option<Self> {
        let said = [CACHE_CONTROL, EXPIRES, PRAGMA]
            .iter()
            .any(|name| headers.contains_key(name));
        let lifetime = if said {
            lifetime(&self.url, headers, now)?.as_secs()
        } else {
            self.lifetime
        };
        Some(Self {
            fetched_at: seconds(now),
            lifetime,
            etag: text(headers, &ETAG).or_else(|| self.etag.clone()),
            last_modified: text(headers, &LAST_MODIFIED).or_else(|| self.last_modified.clone()),
            ..self.clone()
        })
    }

    /// Whether the response may be used at `now` without asking. A record from the future is
    /// not trusted: one of the two clocks was wrong.
    #[must_use]
    pub fn is_fresh(&self, now: SystemTime) -> bool {
        let now = seconds(now);
        let until = self.fetched_at.saturating_add(self.lifetime);
        self.fetched_at <= now && now < until
    }

    /// How long the response stays fresh after `now`; zero once it is stale.
    #[must_use]
    pub fn remaining(&self, now: SystemTime) -> Duration {
        if !self.is_fresh(now) {
            return Duration::ZERO;
        }
        let until = self.fetched_at.saturating_add(self.lifetime);
        Duration::from_secs(until.saturating_sub(seconds(now)))
    }
}

/// How long the response is fresh from `now`, or `None` where it must not be stored.
fn lifetime(url: &str, headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let options = CacheOptions {
        shared: false,
        // Guessing from Last-Modified would give recently changed tiles minutes.
        cache_heuristic: 0.0,
        ..CacheOptions::default()
    };
    let request = Request::get(url).body(()).ok()?;
    let mut response = Response::new(());
    *response.headers_mut() = headers.clone();
    let policy = CachePolicy::new_options(&request, &response, now, options);
    if !policy.is_storable() {
        return None;
    }
    let directives = headers
        .get_all(CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|directive| directive.trim().to_ascii_lowercase())
        .collect::<Vec<_>>();
    let said = headers.contains_key(EXPIRES)
        || headers.contains_key(PRAGMA)
        || directives
            .iter()
            .any(|d| d.starts_with("max-age") || d.starts_with("no-cache"));
    let lifetime = if said {
        policy.time_to_live(now)
    } else {
        UNSAID_LIFETIME
    };
    Some(lifetime.min(LONGEST_LIFETIME))
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use ureq::http::{HeaderMap, HeaderName, HeaderValue};

    use super::ResponseRecord;

    const DAY: u64 = 24 * 60 * 60;

    fn now() -> SystemTime {
        UNIX_EPOCH + Duration::from_hours(500_000)
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|&(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    fn lifetime(pairs: &[(&'static str, &'static str)]) -> Option<u64> {
        let record =
            ResponseRecord::of_response("http://t.example/0/0/0.png", &headers(pairs), now());
        record.map(|record| record.lifetime)
    }

    #[test]
    fn max_age_is_obeyed_less_the_age_the_response_already_had() {
        assert_eq!(lifetime(&[("cache-control", "max-age=3600")]), Some(3600));
        assert_eq!(
            lifetime(&[("cache-control", "public, max-age=3600"), ("age", "600")]),
            Some(3000)
        );
        assert_eq!(
            lifetime(&[("cache-control", "private, MAX-AGE=60")]).map(|s| s <= 60),
            Some(true)
        );
    }

    #[test]
    fn expires_counts_from_the_server_s_own_clock() {
        let pairs = [
            ("date", "Fri, 15 Jan 2027 07:00:00 GMT"),
            ("expires", "Sat, 16 Jan 2027 07:00:00 GMT"),
        ];
        assert_eq!(lifetime(&pairs), Some(DAY));
        assert_eq!(lifetime(&[("expires", "0")]), Some(0));
    }

    #[test]
    fn silence_means_a_week_even_for_a_tile_changed_a_moment_ago() {
        assert_eq!(lifetime(&[]), Some(7 * DAY));
        assert_eq!(lifetime(&[("cache-control", "public")]), Some(7 * DAY));
        assert_eq!(
            lifetime(&[("last-modified", "Fri, 15 Jan 2027 07:59:00 GMT")]),
            Some(7 * DAY)
        );
    }

    #[test]
    fn what_must_not_be_stored_is_not() {
        assert_eq!(
            lifetime(&[("cache-control", "no-store, max-age=3600")]),
            None
        );
        assert_eq!(lifetime(&[("cache-control", "no-cache")]), Some(0));
    }

    #[test]
    fn absurd_lifetimes_are_cut_to_a_year() {
        assert_eq!(
            lifetime(&[("cache-control", "max-age=18446744073709551615")]),
            Some(365 * DAY)
        );
        assert_eq!(
            lifetime(&[
                ("cache-control", "max-age=60"),
                ("age", "18446744073709551615")
            ]),
            Some(0)
        );
    }

    #[test]
    fn a_confirmation_renews_the_old_lifetime_unless_it_names_another() {
        let url = "http://t.example/0/0/0.png";
        let first = headers(&[("cache-control", "max-age=60"), ("etag", "\"a\"")]);
        let record = ResponseRecord::of_response(url, &first, now()).expect("storable");
        let later = now() + Duration::from_mins(2);
        assert!(record.is_fresh(now()) && !record.is_fresh(later));

        let renewed = record.confirmed(&headers(&[]), later).expect("storable");
        assert!(renewed.is_fresh(later));
        assert_eq!(renewed.etag.as_deref(), Some("\"a\""));
        assert_eq!(renewed.remaining(later), Duration::from_mins(1));

        let longer = record.confirmed(&headers(&[("cache-control", "max-age=600")]), later);
        assert_eq!(longer.map(|record| record.lifetime), Some(600));
        assert_eq!(
            record.confirmed(&headers(&[("cache-control", "no-store")]), later),
            None
        );
    }

    #[test]
    fn a_record_from_the_future_is_stale() {
        let record =
            ResponseRecord::of_response("http://t.example/0/0/0.png", &headers(&[]), now());
        let record = record.expect("storable");
        assert!(!record.is_fresh(now() - Duration::from_hours(1)));
    }
}
