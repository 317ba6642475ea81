//! Which hosts are on the public internet, and which are this computer or in its own network. Somebody who types
//! an address may mean either; where a page, a tile server or a description leads by itself must be public, or
//! the host that was typed. What counts is the address that a name resolves to.

use std::{
    collections::HashMap,
    error::Error as StdError,
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use ureq::{
    Agent, Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use url::{Host, Url};

/// The last part of names that are never public.
const LOCAL_ENDS: [&str; 6] = ["localhost", "local", "internal", "lan", "home", "intranet"];

/// A host was to be asked that is not public, by something that nobody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotPublic {
    pub host: String,
}

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is within your own network", self.host)
    }
}

impl StdError for NotPublic {}

/// Whether an address is one of the public internet.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// The blocks are those of IANA's registry of special-purpose addresses (RFC 6890 and its updates).
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = a == 0
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        // Carrier-grade NAT, protocol assignments, the old 6to4 relays, benchmarks, reserved.
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let v4 = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // IPv4 in other clothes: mapped, translated (NAT64) and tunnelled (6to4).
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        // Protocol assignments, Teredo among them, and documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        // All other addresses that were ever given out.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Whether a host is not public, as far as what is written of it tells.
#[must_use]
pub fn is_local(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => !is_public_v4(*address),
        Host::Ipv6(address) => !is_public_v6(*address),
        Host::Domain(name) => is_local_name(name),
    }
}

fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    match name.rsplit_once('.') {
        // A name of one label is looked up in the network's own domain.
        None => true,
        Some((rest, last)) => {
            let second = rest.rsplit('.').next();
            LOCAL_ENDS.contains(&last) || (second, last) == (Some("home"), "arpa")
        }
    }
}

/// The host of an address as it is compared: without the dot that names may end in, and without the brackets
/// about a number.
fn comparable(host: &str) -> String {
    host.trim_matches(['[', ']'])
        .trim_end_matches('.')
        .to_ascii_lowercase()
}

/// What may be asked beside the host that somebody typed: public hosts.
#[derive(Clone, Debug)]
pub struct Gate {
    typed: String,
}

impl Gate {
    /// A gate for what leads on from an address that somebody typed.
    #[must_use]
    pub fn of(typed_host: &str) -> Self {
        Self {
            typed: comparable(typed_host),
        }
    }

    fn is_typed(&self, host: &str) -> bool {
        comparable(host) == self.typed
    }

    /// Whether an address may be asked, as far as what is written of it tells. A proxy is told no more than
    /// this; without one the [resolver](Self::agent) has the last word.
    ///
    /// # Errors
    /// When it leads inwards.
    pub fn check(&self, url: &Url) -> Result<(), NotPublic> {
        let host = url.host_str().unwrap_or_default();
        let inwards = url.host().is_none_or(|host| is_local(&host));
        if inwards && !self.is_typed(host) {
            return Err(NotPublic {
                host: host.to_owned(),
            });
        }
        Ok(())
    }

    /// An agent that connects to no host that the gate holds back, whatever its name resolves to.
    #[must_use]
    pub fn agent(&self, config: Config, names: Names) -> Agent {
        let resolver = Guarded {
            gate: self.clone(),
            names,
        };
        Agent::with_parts(config, DefaultConnector::default(), resolver)
    }
}

/// How names become addresses: as the system does it, or as a test wants it.
#[derive(Clone, Default)]
pub enum Names {
    #[default]
    OfSystem,
    Listed(Arc<HashMap<String, Vec<IpAddr>>>),
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OfSystem => "OfSystem",
            Self::Listed(_) => "Listed",
        })
    }
}

impl Names {
    fn look_up(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let system = DefaultResolver::default();
        let (Self::Listed(list), Some(host)) = (self, uri.host()) else {
            return system.resolve(uri, config, timeout);
        };
        if host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
            return system.resolve(uri, config, timeout);
        }
        let usual = if uri.scheme_str() == Some("https") {
            443
        } else {
            80
        };
        let port = uri.port_u16().unwrap_or(usual);
        let mut addresses = system.empty();
        for address in list.get(host).into_iter().flatten().take(4) {
            addresses.push(SocketAddr::new(*address, port));
        }
        if addresses.is_empty() {
            return Err(Error::HostNotFound);
        }
        Ok(addresses)
    }
}

/// Looks names up, and keeps addresses back that are not public.
#[derive(Debug)]
struct Guarded {
    gate: Gate,
    names: Names,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let addresses = self.names.look_up(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        // Who set the proxy up trusts it.
        let is_proxy = config.proxy().is_some_and(|proxy| proxy.uri() == uri);
        let public = addresses.iter().all(|address| is_public(address.ip()));
        if public || is_proxy || self.gate.is_typed(host) {
            return Ok(addresses);
        }
        Err(Error::Other(Box::new(NotPublic {
            host: host.to_owned(),
        })))
    }
}

/// The host that was held back, if that is what an error is about.
#[must_use]
pub fn held_back(error: &Error) -> Option<&NotPublic> {
    match error {
        Error::Other(inner) => inner.downcast_ref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(text: &str) -> bool {
        is_public(text.parse().expect("an address"))
    }

    #[test]
    fn special_addresses_are_not_public_whatever_they_are_written_as() {
        for inwards in [
            "0.0.0.0",
            "0.1.2.3",
            "127.0.0.1",
            "127.9.9.9",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "febf::1",
            "fc00::1",
            "fdff::1",
            "fec0::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "2001::1",
            "2001:db8::1",
            "100::1",
            "::ffff:169.254.169.254",
        ] {
            assert!(!public(inwards), "{inwards}");
        }
        for outwards in [
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:101:101::1",
            "2001:4860:4860::8888",
        ] {
            assert!(public(outwards), "{outwards}");
        }
    }

    #[test]
    fn names_of_the_own_network_are_known_by_their_ends() {
        for local in [
            "localhost",
            "LOCALHOST.",
            "router",
            "nas.",
            "a.local",
            "a.b.local.",
            "x.localhost",
            "db.internal",
            "printer.lan",
            "a.home.arpa",
            "home.arpa",
        ] {
            assert!(is_local_name(local), "{local}");
        }
        for other in [
            "example.org",
            "example.org.",
            "local.example",
            "lan.example.com",
            "in-addr.arpa",
        ] {
            assert!(!is_local_name(other), "{other}");
        }
    }

    #[test]
    fn what_is_written_is_held_back_unless_it_was_typed() {
        let url = |text: &str| Url::parse(text).expect("an address");
        let gate = Gate::of("maps.lan");
        assert_eq!(gate.check(&url("http://maps.lan/a")), Ok(()));
        assert_eq!(gate.check(&url("http://MAPS.lan./a")), Ok(()));
        assert_eq!(gate.check(&url("https://example.org/")), Ok(()));
        for inwards in [
            "http://other.lan/",
            "http://127.0.0.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://127.0.0.1./",
            "http://[::1]/",
            "http://[::ffff:7f00:1]/",
            "http://localhost./",
            "http://①②⑦.0.0.1/",
            "http://%6c%6f%63%61%6c%68%6f%73%74/",
            "http://router/",
            "http://0/",
        ] {
            assert!(gate.check(&url(inwards)).is_err(), "{inwards}");
        }
        let home = Gate::of("127.0.0.1");
        assert_eq!(home.check(&url("http://127.0.0.1:8080/")), Ok(()));
        assert!(home.check(&url("http://127.0.0.2/")).is_err());
    }
}
