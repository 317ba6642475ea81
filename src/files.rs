//! Writing files so that a crash, a full disk or a power cut leaves either the old file or the
//! new one, whole.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// What a file being written is called until it is whole: hidden, and known by this ending. One
/// that is left behind by a crash can be deleted.
const UNFINISHED: &str = ".dateline-unfinished";

/// Links that lead to links are followed up to this depth, as Linux does.
const MAX_LINKS: usize = 40;

/// Why a file was not written. What was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{}: the folder “{}” is not there. Choose another folder, or make this one.", path.display(), folder.display())]
    NoFolder { path: PathBuf, folder: PathBuf },
    #[error("{}: you may not write here. Choose another place, or change the permissions.", path.display())]
    NotAllowed { path: PathBuf },
    #[error("{}: there is no room left for it. Make room and save again, or choose another disk.", path.display())]
    Full { path: PathBuf },
    #[error("{}: this is a folder. Give a name for the file in it.", path.display())]
    IsFolder { path: PathBuf },
    #[error("{}: it could not be written ({reason}). Try again, or choose another place.", path.display())]
    Other { path: PathBuf, reason: String },
}

impl WriteError {
    /// What a failed attempt to write the file at `path` comes to.
    #[must_use]
    pub fn of(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::NoFolder {
                folder: folder_of(&target(&path)).to_owned(),
                path,
            },
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Self::NotAllowed { path }
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::Full { path }
            }
            ErrorKind::IsADirectory => Self::IsFolder { path },
            _ => Self::Other {
                path,
                reason: error.to_string(),
            },
        }
    }
}

/// Write a file that others may read too, as far as the user's mask allows: under another name in
/// the same folder, synced to the disk, then renamed into place, and the folder synced.
///
/// A link is followed, and the file it leads to is replaced. The permissions of a file that is
/// there are kept, and one that may not be written is left alone. A device or a pipe is written
/// to directly.
///
/// # Errors
/// See [`WriteError`]. If the folder cannot be synced after the renaming, the new file is in
/// place but may not outlive a power cut; that is an error too.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    write_to(&target(path), bytes, 0o666).map_err(|error| WriteError::of(path, &error))
}

/// As [`write_atomic`], but a file that is new can be read by nobody but the user.
///
/// # Errors
/// As [`write_atomic`].
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    write_to(&target(path), bytes, 0o600).map_err(|error| WriteError::of(path, &error))
}

/// `mode` holds the permissions of a new file, from which the system takes the user's mask away.
#[cfg_attr(
    not(unix),
    expect(unused_variables, reason = "only Unix has permission bits")
)]
fn write_to(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let there = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if let Some(metadata) = &there {
        // Renaming would replace a file that may not be written, and a device by a file.
        let mut file = OpenOptions::new().write(true).open(path)?;
        if !metadata.is_file() {
            return file.write_all(bytes);
        }
        if metadata.permissions().readonly() {
            return Err(ErrorKind::PermissionDenied.into());
        }
    }
    let folder = folder_of(path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(metadata) = there {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(folder)
}

/// The renaming itself is on the disk only when the folder is.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder) {
        Ok(folder) => match folder.sync_all() {
            // Some file systems, such as those over a network, cannot sync a folder.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::InvalidInput | ErrorKind::Unsupported
                ) =>
            {
                Ok(())
            }
            result => result,
        },
        // One may be allowed to write in a folder and not to list it.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(error),
    }
}

/// Other systems have no way to ask for it.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
const fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Where links lead, even when no file is there yet.
fn target(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = folder_of(&target).join(next),
            Err(_) => break,
        }
    }
    target
}

/// What a file looked like from outside at one time, to find out whether it was changed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
}

impl Stamp {
    /// The stamp of the file, links followed; `None` when there is no file to be seen. Take it
    /// before reading the file: a change in between is then noticed, not missed.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            modified: metadata.modified().ok(),
            bytes: metadata.len(),
        })
    }
}
