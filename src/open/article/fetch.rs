//! One page from the web: no cookies, no referrer, and nothing that the page refers to.

use std::io::{self, Read as _};
use std::time::{Duration, Instant};

use ureq::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use ureq::http::{HeaderMap, HeaderName};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Timeout};
use url::Url;

use super::{
    ArticleError, FetchOptions, MAX_BYTES, WebFault,
    address::{self, Address},
    kind::{Hints, refuse_other_data},
};
use crate::{
    hosts::{self, Gate},
    progress::Progress,
};

/// Redirects followed for one page.
const MOST_REDIRECTS: usize = 5;

/// What is asked for, best first.
const WANTED: &str =
    "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.8, */*;q=0.1";

/// A page as it came.
pub struct FetchedPage {
    pub bytes: Vec<u8>,
    pub hints: Hints,
    /// Where it was found after all redirects.
    pub url: Url,
    /// Whether it came without encryption because there was no other way.
    pub unencrypted: bool,
}

/// Fetches the page at `address`, within the times and the size that are allowed.
pub fn fetch(
    address: &Address,
    options: &FetchOptions,
    progress: &Progress,
) -> Result<FetchedPage, ArticleError> {
    let gate = Gate::of(&host(&address.url));
    let fetch = Fetch {
        options,
        progress,
        until: Instant::now() + options.overall_timeout,
        agent: agent(options, &gate),
        gate,
    };
    let page = fetch.page(&address.url);
    let (Err(ArticleError::Web { fault, .. }), Some(unencrypted)) = (&page, &address.unencrypted)
    else {
        return page;
    };
    // A certificate that is not valid may mean that somebody listens. Whoever else does not
    // speak https may still speak http.
    let may_speak_http = matches!(
        fault,
        WebFault::ConnectionRefused
            | WebFault::NoAnswer(_)
            | WebFault::NoEncryption
            | WebFault::NotHttp
            | WebFault::Broken(_)
    );
    if !may_speak_http {
        return page;
    }
    let plain = fetch.page(unencrypted).map(|page| FetchedPage {
        unencrypted: page.url.scheme() == "http",
        ..page
    });
    // Of two failures the first is the one that was asked about.
    if matches!(plain, Err(ArticleError::Web { .. })) && !matches!(fault, WebFault::NoEncryption) {
        return page;
    }
    plain
}

fn agent(options: &FetchOptions, gate: &Gate) -> Agent {
    let roots = options
        .authorities
        .as_ref()
        .map_or(RootCerts::WebPki, |all| {
            let all = all.iter().map(|der| Certificate::from_der(der).to_owned());
            all.into()
        });
    let config = Agent::config_builder()
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .http_status_as_error(false)
        .user_agent(options.user_agent.as_str())
        // Followed here, where each of them is looked at.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_idle_connections(0)
        .timeout_resolve(Some(options.connect_timeout))
        .timeout_connect(Some(options.connect_timeout))
        .timeout_per_read(Some(options.read_timeout))
        .timeout_per_write(Some(options.read_timeout));
    let config = match &options.proxy {
        Some(proxy) => config.proxy(Some(proxy.clone())),
        None => config,
    };
    let config = config.build();
    gate.agent(config, options.names.clone())
}

struct Fetch<'a> {
    options: &'a FetchOptions,
    progress: &'a Progress,
    /// When all of it has to be done.
    until: Instant,
    agent: Agent,
    /// Where redirects may lead.
    gate: Gate,
}

impl Fetch<'_> {
    fn page(&self, start: &Url) -> Result<FetchedPage, ArticleError> {
        let mut url = start.clone();
        for _ in 0..=MOST_REDIRECTS {
            let host = host(&url);
            let failed = |fault| ArticleError::Web {
                host: host.clone(),
                fault,
            };
            self.progress
                .say(&format!("Asking {host} for the page"), None);
            let (head, body) = self.ask(&url).map_err(failed)?;
            let status = head.status.as_u16();
            tracing::debug!("{url}: {status}");
            if matches!(status, 301 | 302 | 303 | 307 | 308) {
                let location = text_of(&head.headers, &LOCATION)
                    .ok_or_else(|| failed(WebFault::BadRedirect("none is given".to_owned())))?;
                url = address::redirect(&url, &location, &self.gate).map_err(failed)?;
                continue;
            }
            if !(200..300).contains(&status) {
                return Err(failed(WebFault::Status(status)));
            }
            let hints = hints(&head.headers, &url);
            let packing = text_of(&head.headers, &CONTENT_ENCODING).unwrap_or_default();
            if !matches!(
                packing.to_ascii_lowercase().as_str(),
                "" | "identity" | "gzip" | "x-gzip"
            ) {
                return Err(failed(WebFault::Packed(packing)));
            }
            let bytes = self.receive(body, &host)?;
            return Ok(FetchedPage {
                bytes,
                hints,
                url,
                unencrypted: false,
            });
        }
        Err(ArticleError::Web {
            host: host(start),
            fault: WebFault::TooManyRedirects(MOST_REDIRECTS),
        })
    }

    fn ask(&self, url: &Url) -> Result<(ureq::http::response::Parts, Body), WebFault> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(WebFault::TooSlow(self.options.overall_timeout));
        }
        let config = self
            .agent
            .get(url.as_str())
            .header(ACCEPT, WANTED)
            .config()
            .timeout_global(Some(left));
        // No proxy could reach a server on this machine.
        let config = if address::is_nearby(url) {
            config.proxy(None)
        } else {
            config
        };
        let answer = config.build().call();
        let response = answer.map_err(|error| {
            tracing::warn!("{url}: {error}");
            self.fault_of(&error)
        })?;
        Ok(response.into_parts())
    }

    /// The body, unpacked, cut off at the largest size there may be.
    fn receive(&self, body: Body, host: &str) -> Result<Vec<u8>, ArticleError> {
        let too_large = || ArticleError::TooLarge {
            name: host.to_owned(),
        };
        let promised = body.content_length();
        if promised.is_some_and(|length| length > MAX_BYTES as u64) {
            return Err(too_large());
        }
        let failed = |fault| ArticleError::Web {
            host: host.to_owned(),
            fault,
        };
        let mut reader = body.into_reader();
        let mut bytes = Vec::new();
        let mut chunk = vec![0; 16 << 10];
        let mut looked = false;
        loop {
            if self.progress.cancelled() {
                return Err(ArticleError::Cancelled);
            }
            // A server may send a byte now and then for ever.
            if Instant::now() > self.until {
                return Err(failed(WebFault::TooSlow(self.options.overall_timeout)));
            }
            match reader.read(&mut chunk) {
                Ok(0) => return Ok(bytes),
                Ok(length) => bytes.extend_from_slice(&chunk[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    return Err(failed(match Error::from(error) {
                        Error::Timeout(Timeout::Global) => {
                            WebFault::TooSlow(self.options.overall_timeout)
                        }
                        Error::Timeout(_) => WebFault::Stalled(self.options.read_timeout),
                        _ => WebFault::CutShort,
                    }));
                }
            }
            if bytes.len() > MAX_BYTES {
                return Err(too_large());
            }
            // A long recording is not fetched to the end only to be refused.
            if !looked && bytes.len() >= 512 {
                looked = true;
                refuse_other_data(&bytes[..512], host)?;
            }
            self.progress.say(
                &format!("Fetching the page from {host}"),
                fraction(bytes.len(), promised),
            );
        }
    }

    fn fault_of(&self, error: &Error) -> WebFault {
        if let Some(inwards) = hosts::held_back(error) {
            return WebFault::BadRedirect(inwards.to_string());
        }
        let no_answer = |time: Duration| WebFault::NoAnswer(time);
        match error {
            Error::HostNotFound => WebFault::HostNotFound,
            Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
                no_answer(self.options.connect_timeout)
            }
            Error::Timeout(Timeout::Global) => no_answer(self.options.overall_timeout),
            Error::Timeout(_) => no_answer(self.options.read_timeout),
            Error::Io(error) => match error.kind() {
                io::ErrorKind::ConnectionRefused => WebFault::ConnectionRefused,
                io::ErrorKind::TimedOut => no_answer(self.options.connect_timeout),
                _ => of_encryption(&error.to_string())
                    .unwrap_or_else(|| WebFault::Broken(error.to_string())),
            },
            Error::Tls(_) | Error::Rustls(_) => {
                of_encryption(&error.to_string()).unwrap_or(WebFault::NoEncryption)
            }
            Error::Protocol(_) | Error::LargeResponseHeader(..) => WebFault::NotHttp,
            other => WebFault::Broken(other.to_string()),
        }
    }
}

/// The library below tells certificates from other failures of encryption only in words.
fn of_encryption(words: &str) -> Option<WebFault> {
    let words = words.to_ascii_lowercase();
    if words.contains("certificate") {
        return Some(WebFault::Certificate);
    }
    let encryption = [
        "corrupt message",
        "tls",
        "handshake",
        "peer is incompatible",
    ];
    encryption
        .iter()
        .any(|word| words.contains(word))
        .then_some(WebFault::NoEncryption)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes of a few megabytes, for a bar on the screen"
)]
fn fraction(received: usize, promised: Option<u64>) -> Option<f32> {
    let promised = promised.filter(|length| *length > 0)?;
    Some((received as f32 / promised as f32).min(1.0))
}

/// The host as messages name it.
fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn hints(headers: &HeaderMap, url: &Url) -> Hints {
    let header = text_of(headers, &CONTENT_TYPE).unwrap_or_default();
    let mut parts = header.split(';');
    let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .map(|(_, value)| value.trim().trim_matches(['"', '\'']).to_owned());
    Hints {
        content_type: (!essence.is_empty()).then_some(essence),
        charset,
        ..Hints::of_name(url.path())
    }
}
