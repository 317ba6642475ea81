//! Why an article could not be read, in sentences that name the source and the remedy.

use std::io;
use std::time::Duration;

/// The most bytes a text or a page may have: long books have about 1 MB, and web pages of
/// newspapers, with all that is not their article, seldom 2 MB.
pub const MAX_BYTES: usize = 4 << 20;

/// Why an article could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArticleError {
    #[error("{name}: {reason}. Check the path and that you may read the file.")]
    Unreadable { name: String, reason: String },
    #[error("{name}: this is {what}, not a file. Save the text as a file and give its path.")]
    NotAFile {
        name: String,
        /// With its article, as in “a folder”.
        what: &'static str,
    },
    #[error(
        "{name}: this is more than the {} MB that an article may have. Open a shorter text, or paste the part you want to read.",
        MAX_BYTES >> 20
    )]
    TooLarge { name: String },
    #[error("{name}: this seems to be {what}, not text. {}", .remedy.unwrap_or("Save it as text or HTML and open that."))]
    NotText {
        name: String,
        /// With its article, as in “a PDF document”.
        what: &'static str,
        /// What to do instead, where that is something special.
        remedy: Option<&'static str>,
    },
    #[error(
        "{name}: there is no text in it to read. If it is a page that builds itself in the browser, select its text there, copy it and paste it here."
    )]
    NoText { name: String },
    #[error(
        "{name}: the page is built in a way that cannot be taken apart ({reason}). Select its text in your browser, copy it and paste it here."
    )]
    Unusable { name: String, reason: &'static str },
    #[error(
        "“{address}” is not an address that a page can be fetched from: {reason}. Give one such as https://example.org/page."
    )]
    Address { address: String, reason: String },
    #[error("{host}: {fault}. Save the page in your browser and open the file.")]
    Web { host: String, fault: WebFault },
    #[error(
        "{host}: nothing is fetched while Dateline is offline. Allow the network, or save the page in your browser and open the file."
    )]
    Offline { host: String },
    #[error("Reading was cancelled.")]
    Cancelled,
}

/// What went wrong between this computer and a server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebFault {
    #[error("no such server was found; check the address, or this computer may be offline")]
    HostNotFound,
    #[error("the server takes no connections")]
    ConnectionRefused,
    #[error("the server did not answer within {} s", .0.as_secs_f32().ceil())]
    NoAnswer(Duration),
    #[error("the page began to arrive and then nothing more came for {} s", .0.as_secs_f32().ceil())]
    Stalled(Duration),
    #[error("the page was not complete after {} s", .0.as_secs_f32().ceil())]
    TooSlow(Duration),
    #[error(
        "the server could not prove that it is the one it claims to be (its certificate is not valid)"
    )]
    Certificate,
    #[error("no encrypted connection could be made")]
    NoEncryption,
    #[error("it sends from one address to the next, more than {0} times")]
    TooManyRedirects(usize),
    #[error("it sends to an address that is not followed: {0}")]
    BadRedirect(String),
    #[error("{}", status(*.0))]
    Status(u16),
    #[error("it does not answer like a web server")]
    NotHttp,
    #[error("the page is packed in a way that was not asked for ({0})")]
    Packed(String),
    #[error("only part of the page arrived")]
    CutShort,
    #[error("the connection failed ({0})")]
    Broken(String),
}

impl ArticleError {
    pub(super) fn unreadable(name: &str, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "you may not read it".to_owned(),
            _ => error.to_string(),
        };
        Self::Unreadable {
            name: name.to_owned(),
            reason,
        }
    }
}

fn status(code: u16) -> String {
    let what = match code {
        401 | 407 => "the page asks for a password or a login",
        402 => "the page is for subscribers",
        403 => "the server refuses to hand this page out",
        404 | 410 => "there is no such page",
        429 => "the server has had too many requests and asks to wait",
        451 => "the page is withheld for legal reasons",
        500..=599 => "the server has a fault of its own",
        _ => "the server gave an answer that is no page",
    };
    format!("{what} ({code})")
}
