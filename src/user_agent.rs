//! How the program names itself to servers.

/// The name and version of this program and, where the package names one, the address at which
/// its makers can be found, as the OSMF tile usage policy asks.
pub(crate) fn user_agent() -> String {
    let name = concat!("Dateline/", env!("CARGO_PKG_VERSION"));
    match env!("CARGO_PKG_REPOSITORY") {
        "" => name.to_owned(),
        repository => format!("{name} (+{repository})"),
    }
}
