//! One request to a tile server, and what its answer means.

use std::io::{self, Read};
use std::time::SystemTime;

use ureq::Agent;
use ureq::http::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH, RETRY_AFTER};
use ureq::http::{HeaderMap, StatusCode};
use ureq::{Body, Error};

use super::{
    freshness::ResponseRecord,
    options::FetcherOptions,
    retry::{Failure, retry_after},
    source::host_of,
};

/// Redirects followed for one tile.
const MAX_REDIRECTS: u32 = 5;

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
            .max_redirects(MAX_REDIRECTS)
            .max_redirects_will_error(true)
            .max_idle_connections_per_host(options.parallel())
            .timeout_resolve(Some(options.connect_timeout))
            .timeout_connect(Some(options.connect_timeout))
            .timeout_per_read(Some(options.read_timeout))
            .timeout_per_write(Some(options.read_timeout))
            .timeout_global(Some(options.overall_timeout));
        let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let config = if local { config.proxy(None) } else { config };
        Self {
            agent: config.build().new_agent(),
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
        let mut request = self.agent.get(url);
        if let Some(etag) = stored.and_then(|record| record.etag.as_deref()) {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(date) = stored.and_then(|record| record.last_modified.as_deref()) {
            request = request.header(IF_MODIFIED_SINCE, date);
        }
        let response = request.call().map_err(|error| {
            tracing::debug!("{url}: {error}");
            failure_of(&error, &host_of(url))
        })?;
        let (head, body) = response.into_parts();
        match head.status {
            StatusCode::OK => self
                .read(body, cancelled)
                .map(|body| ServerAnswer::Body(head.headers, body)),
            StatusCode::NOT_MODIFIED if stored.is_some() => {
                Ok(ServerAnswer::Unchanged(head.headers))
            }
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

/// What an error before any answer means.
fn failure_of(error: &Error, host: &str) -> Failure {
    match error {
        Error::TooManyRedirects => Failure::Unusable(format!(
            "{host} sends requests from one address to the next without end"
        )),
        Error::RequireHttpsOnly(_) => Failure::Unusable(format!(
            "{host} sends requests to an address without encryption"
        )),
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
