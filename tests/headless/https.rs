//! Servers on this machine that speak https, and an authority that vouches for them.

use std::net::Ipv4Addr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::server::Server;

/// Whoever signs certificates: made for a test, and known to nobody else.
pub struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub fn new() -> Self {
        let mut about = CertificateParams::default();
        about.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self {
            certificate: about.self_signed(&key).expect("a certificate").into(),
            issuer: Issuer::new(about, key),
        }
    }

    /// Its own certificate, as DER.
    pub fn certificate(&self) -> Vec<u8> {
        self.certificate.to_vec()
    }

    /// A server with a certificate for `host`, changed by `change` before it is signed.
    pub fn server(&self, host: &str, change: impl FnOnce(&mut CertificateParams)) -> Server {
        let mut about = CertificateParams::new([host.to_owned()]).expect("a name");
        change(&mut about);
        let key = KeyPair::generate().expect("a key");
        let certificate = about.signed_by(&key, &self.issuer).expect("a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.into()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .expect("the certificate is of the key");
        let config = Arc::new(config);
        Server::start_through((Ipv4Addr::LOCALHOST, 0).into(), move |stream| {
            let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
            Box::new(StreamOwned::new(connection, stream))
        })
    }
}
