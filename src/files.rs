//! Writing files so that a crash, a full disk or a power cut leaves either the old file or the
//! new one, whole.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

/// What a file being written is called until it is whole: hidden, and known by this ending. One
/// that is left behind by a crash can be deleted.
const UNFINISHED: &str = ".dateline-unfinished";

/// An unfinished file as old as this was left behind by a crash, unless somebody has it locked.
const ABANDONED: Duration = Duration::from_secs(10);

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
    let mut file = unfinished_in(folder, mode)?;
    file.write_all(bytes)?;
    if let Some(metadata) = there {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(folder)
}

/// A file that is being written in a folder. It is locked as long as that goes on, so that
/// [`remove_unfinished`] knows it from one that was left behind.
#[cfg_attr(
    not(unix),
    expect(unused_variables, reason = "only Unix has permission bits")
)]
fn unfinished_in(folder: &Path, mode: u32) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    let file = builder.tempfile_in(folder)?;
    // Some file systems know no locks. What is being written there is only protected by its age.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// Remove what a crash left behind of files that were being written in a folder.
pub fn remove_unfinished(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            continue;
        };
        if !(name.starts_with('.') && name.ends_with(UNFINISHED)) {
            continue;
        }
        let is_old = || {
            let metadata = entry.metadata().ok()?;
            Some(metadata.modified().ok()?.elapsed().ok()? > ABANDONED)
        };
        let free = File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if free && is_old() == Some(true) {
            let removed = fs::remove_file(entry.path());
            tracing::info!(
                "{}: an unfinished file is removed: {removed:?}",
                entry.path().display()
            );
        }
    }
}

/// Makes a folder and those above it, for nobody but the user.
///
/// # Errors
/// When one of them cannot be made.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Let a file that is made with these options be for nobody but the user.
pub fn only_for_owner(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Write a file that can be read by nobody but the user, whole, in the place of the one that is there, and
/// keep it open to be added to.
///
/// # Errors
/// When the disk is full, say. What was there before is still there.
pub fn replace_private(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let folder = folder_of(path);
    let mut file = unfinished_in(folder, 0o600)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    let file = file.persist(path)?;
    sync_folder(folder)?;
    Ok(file)
}

/// Whether the file at `path` is the one that is open. Another may have been put there, or none.
#[must_use]
#[cfg(unix)]
pub fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(there)) => id(open) == id(there),
        _ => false,
    }
}

/// Other systems do not let a file be removed that is open.
#[must_use]
#[cfg(not(unix))]
pub fn is_at(_: &File, path: &Path) -> bool {
    path.is_file()
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

/// What was in a file at one time, to find out whether it was changed since: neither its time nor its size
/// tells for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp([u8; 32]);

impl Stamp {
    /// The stamp of a file that holds these bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The stamp of the file, links followed; `None` when there is no file to be read. This reads all of it.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        if !fs::metadata(path).ok()?.is_file() {
            return None;
        }
        let mut file = File::open(path).ok()?;
        let mut hash = Sha256::new();
        let mut part = vec![0; 1 << 16];
        loop {
            match file.read(&mut part) {
                Ok(0) => return Some(Self(hash.finalize().into())),
                Ok(bytes) => hash.update(&part[..bytes]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
        }
    }
}
