//! One request to a tile server, and what its answer means.

use std::io::{self, Read};
use std::time::{Duration, Instant, SystemTime};

use ureq::Agent;
use ureq::http::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION, RETRY_AFTER};
use ureq::http::{HeaderMap, StatusCode};
use ureq::{Body, Error};
use url::Url;

use super::{
    freshness::ResponseRecord,
    options::FetcherOptions,
    retry::{Failure, retry_after},
};
use crate::hosts::{self, Gate, NotPublic};

/// Redirects followed for one tile.
const MAX_REDIRECTS: usize = 5;

/// What a server answered.
pub(super) enum ServerAnswer {
    /// A whole body, with any transfer compression removed.
    Body(HeaderMap, Vec<u8>),
    /// What is stored is still right (304).
    Unchanged(HeaderMap),
    /// There is nothing at this address.
    Nothing,
}

/// A client for one source. Connections are kept open between requests.
pub(super) struct Client {
    agent: Agent,
    /// Where redirects, and the addresses in a description, may lead.
    gate: Gate,
    https_only: bool,
    overall_timeout: Duration,
    max_body_bytes: usize,
}

impl Client {
    /// A client that names itself `options.user_agent`. With `https_only` it follows no redirect
    /// that leaves https. A server on this machine (`host` is a loopback address) is asked
    /// directly even where a proxy is configured, since no proxy could reach it.
    pub(super) fn new(options: &FetcherOptions, https_only: bool, host: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .https_only(https_only)
            .user_agent(options.user_agent.as_str())
            // Followed here, where each of them is looked at.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections_per_host(options.parallel())
            .timeout_resolve(Some(options.connect_timeout))
            .timeout_connect(Some(options.connect_timeout))
            .timeout_per_read(Some(options.read_timeout))
            .timeout_per_write(Some(options.read_timeout));
        let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let config = if local { config.proxy(None) } else { config };
        let gate = Gate::of(host);
        Self {
            agent: gate.agent(config.build(), options.names.clone()),
            gate,
            https_only,
            overall_timeout: options.overall_timeout,
            max_body_bytes: options.max_body_bytes,
        }
    }

    /// Asks for `url`. With `stored` the server is asked to send a body only if that one is out
    /// of date. Reading stops early, with any failure, once `cancelled` says so.
    pub(super) fn get(
        &self,
        url: &str,
        stored: Option<&ResponseRecord>,
        cancelled: impl Fn() -> bool,
    ) -> Result<ServerAnswer, Failure> {
        let mut url = Url::parse(url)
            .map_err(|error| Failure::Unusable(format!("{url} is no address: {error}")))?;
        let mut asked = Vec::new();
        let until = Instant::now() + self.overall_timeout;
        loop {
            self.gate.check(&url).map_err(|inwards| inside(&inwards))?;
            let host = url.host_str().unwrap_or_default().to_owned();
            let (head, body) = self.ask(&url, stored, until)?;
            let location = head
                .headers
                .get(LOCATION)
                .filter(|_| head.status.is_redirection());
            let Some(location) = location.filter(|_| head.status != StatusCode::NOT_MODIFIED)
            else {
                return self.answer(head, body, stored.is_some(), cancelled);
            };
            let to = location.to_str().ok().and_then(|to| url.join(to).ok());
            let to = to.ok_or_else(|| {
                Failure::Unusable(format!("{host} sends requests to an address that is none"))
            })?;
            asked.push(std::mem::replace(&mut url, to));
            // What was asked already would send the same way again.
            if asked.len() > MAX_REDIRECTS || asked.contains(&url) {
                return Err(Failure::Unusable(format!(
                    "{host} sends requests from one address to the next without end"
                )));
            }
            if self.https_only && url.scheme() != "https" {
                return Err(Failure::Unusable(format!(
                    "{host} sends requests to an address without encryption"
                )));
            }
        }
    }

    /// One request, and nothing that its answer leads to.
    fn ask(
        &self,
        url: &Url,
        stored: Option<&ResponseRecord>,
        until: Instant,
    ) -> Result<(ureq::http::response::Parts, Body), Failure> {
        let left = until.saturating_duration_since(Instant::now());
        let request = self.agent.get(url.as_str());
        let mut request = request.config().timeout_global(Some(left)).build();
        if let Some(etag) = stored.and_then(|record| record.etag.as_deref()) {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(date) = stored.and_then(|record| record.last_modified.as_deref()) {
            request = request.header(IF_MODIFIED_SINCE, date);
        }
        let response = request.call().map_err(|error| {
            tracing::debug!("{url}: {error}");
            failure_of(&error, url.host_str().unwrap_or_default())
        })?;
        Ok(response.into_parts())
    }

    /// What an answer means that leads no further; `conditional`: it may be that nothing has changed.
    fn answer(
        &self,
        head: ureq::http::response::Parts,
        body: Body,
        conditional: bool,
        cancelled: impl Fn() -> bool,
    ) -> Result<ServerAnswer, Failure> {
        match head.status {
            StatusCode::OK => self
                .read(body, cancelled)
                .map(|body| ServerAnswer::Body(head.headers, body)),
            StatusCode::NOT_MODIFIED if conditional => Ok(ServerAnswer::Unchanged(head.headers)),
            StatusCode::NO_CONTENT | StatusCode::NOT_FOUND | StatusCode::GONE => {
                Ok(ServerAnswer::Nothing)
            }
            // 418 and 451 are what some servers give to clients and places they have shut out.
            status if matches!(status.as_u16(), 401 | 402 | 403 | 407 | 418 | 429 | 451) => {
                let pause = head
                    .headers
                    .get(RETRY_AFTER)
                    .and_then(|value| value.to_str().ok());
                Err(Failure::Refused {
                    code: status.as_u16(),
                    retry_after: pause.and_then(|value| retry_after(value, SystemTime::now())),
                })
            }
            status => Err(Failure::Status(status.as_u16())),
        }
    }

    fn read(&self, body: Body, cancelled: impl Fn() -> bool) -> Result<Vec<u8>, Failure> {
        let promised = body.content_length();
        let limit = self.max_body_bytes;
        let too_large =
            || Failure::Unusable("The map server sent a tile of absurd size".to_owned());
        if promised.is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        let mut reader = body.into_with_config().limit(limit as u64).reader();
        let mut received = Vec::new();
        let mut chunk = vec![0; 16 * 1024];
        loop {
            if cancelled() {
                return Err(Failure::Unusable("The request was given up".to_owned()));
            }
            match reader.read(&mut chunk) {
                Ok(0) => return Ok(received),
                Ok(length) => received.extend_from_slice(&chunk[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    return Err(match Error::from(error) {
                        Error::BodyExceedsLimit(_) => too_large(),
                        Error::Timeout(_) => Failure::Unusable(
                            "The map server began to send a tile and then stalled".to_owned(),
                        ),
                        _ => {
                            Failure::Unusable("The map server sent only part of a tile".to_owned())
                        }
                    });
                }
            }
        }
    }
}

/// A map server has no business with the devices in this house.
fn inside(inwards: &NotPublic) -> Failure {
    Failure::Unusable(format!("The map server sends requests inwards: {inwards}"))
}

/// What an error before any answer means.
fn failure_of(error: &Error, host: &str) -> Failure {
    if let Some(inwards) = hosts::held_back(error) {
        return inside(inwards);
    }
    match error {
        Error::HostNotFound => Failure::Unreachable(format!(
            "The map server {host} could not be found; this computer may be offline"
        )),
        Error::Timeout(_) => Failure::Unreachable(format!("{host} did not answer in time")),
        Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            Failure::Unreachable(format!("{host} takes no connections"))
        }
        Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => {
            Failure::Unreachable(format!("{host} did not answer in time"))
        }
        Error::Tls(_) | Error::Rustls(_) => {
            Failure::Unreachable(format!("No secure connection to {host} could be made"))
        }
        Error::Protocol(_) | Error::LargeResponseHeader(..) => {
            Failure::Unusable(format!("{host} does not answer like a web server"))
        }
        _ => Failure::Unreachable(format!("The connection to {host} failed")),
    }
}
