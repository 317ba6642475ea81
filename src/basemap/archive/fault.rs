//! Why an archive cannot be read.

use std::io;

/// Why an archive, or a tile in it, cannot be read. Each message is a sentence for the user.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There is no such file.
    #[error("The map file {file} was not found.")]
    NotFound {
        /// The file, as given.
        file: String,
    },
    /// The system would not let it be read.
    #[error("The map file {file} could not be read: {source}.")]
    Unreadable {
        /// The file, as given.
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// It is something else.
    #[error("{file} is not a map file that Dateline can read: {expected} is needed.")]
    NotPmTiles {
        /// The file, as given.
        file: String,
        /// What would be right.
        expected: &'static str,
    },
    /// It ends before its contents do.
    #[error("The map file {file} is incomplete; it may be an unfinished download.")]
    Truncated {
        /// The file, as given.
        file: String,
    },
    /// What it says of itself cannot be true.
    #[error("The map file {file} is damaged: {what}.")]
    Damaged {
        /// The file, as given.
        file: String,
        /// What is wrong.
        what: &'static str,
    },
    /// It holds tiles in a format that cannot be drawn.
    #[error("The map file {file} holds {format} tiles; Dateline draws PNG, JPEG and MVT tiles.")]
    Kind {
        /// The file, as given.
        file: String,
        /// The format of its tiles.
        format: &'static str,
    },
    /// It is packed in a way that is not supported.
    #[error("The map file {file} is compressed with {method}; Dateline reads gzip or none.")]
    Compression {
        /// The file, as given.
        file: String,
        /// The compression used.
        method: &'static str,
    },
}

/// As [`ArchiveError`], before it is known which file it is about.
#[derive(Debug)]
pub(super) enum Fault {
    Unreadable(io::Error),
    NotPmTiles(&'static str),
    Truncated,
    Damaged(&'static str),
    Kind(&'static str),
    Compression(&'static str),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Truncated,
            _ => Self::Unreadable(error),
        }
    }
}

impl Fault {
    /// The error about the file of that name.
    pub(super) fn of(self, file: &str) -> ArchiveError {
        let file = file.to_owned();
        match self {
            Self::Unreadable(source) => ArchiveError::Unreadable { file, source },
            Self::NotPmTiles(expected) => ArchiveError::NotPmTiles { file, expected },
            Self::Truncated => ArchiveError::Truncated { file },
            Self::Damaged(what) => ArchiveError::Damaged { file, what },
            Self::Kind(format) => ArchiveError::Kind { file, format },
            Self::Compression(method) => ArchiveError::Compression { file, method },
        }
    }
}
