//! What is remembered between runs: a small JSON file in the configuration folder.
//!
//! Reading never fails: what cannot be read is left out, and the defaults stand in.

use std::{
    io,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use crate::files::{WriteError, write_private};

/// One reverse-DNS name for the .desktop file, the icon, the window and the folders.
pub const APP_ID: &str = "org.dateline.Dateline";

/// How wide the panels can be, in points.
pub const ARTICLE_WIDTHS: RangeInclusive<f32> = 280.0..=620.0;
pub const SIDE_WIDTHS: RangeInclusive<f32> = 260.0..=480.0;

/// How many documents' looks are remembered.
const LOOKS: usize = 50;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

/// Which map lies over the bundled one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BasemapChoice {
    #[default]
    OpenStreetMap,
    OpenFreeMap,
    OpenTopoMap,
    /// A URL template, or the path of a .pmtiles file.
    Custom(String),
    /// Only the bundled map; nothing is asked of the network.
    Offline,
}

/// How a layer was left; `id` is what files call it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerLook {
    pub id: String,
    pub visible: bool,
    pub opacity: f32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub theme: ThemeChoice,
    pub basemap: BasemapChoice,
    /// The last custom map, kept while another is chosen.
    pub custom_map: String,
    pub article_open: bool,
    pub side_open: bool,
    pub article_width: f32,
    pub side_width: f32,
    /// Window size in points.
    pub window: [f32; 2],
    /// How the layers of a document were left, by a key of its own, the latest last.
    looks: Vec<(String, Vec<LayerLook>)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            basemap: BasemapChoice::default(),
            custom_map: String::new(),
            article_open: true,
            side_open: true,
            article_width: 380.0,
            side_width: 320.0,
            window: [1280.0, 800.0],
            looks: Vec::new(),
        }
    }
}

impl Settings {
    /// Read the settings; a missing or damaged file gives the defaults.
    #[must_use]
    pub fn load(path: &Path) -> Self {
        let mut settings = Self::read(path).unwrap_or_else(|error| {
            let path = path.display();
            if error.kind() == io::ErrorKind::NotFound {
                tracing::debug!("{path}: there are no settings yet");
            } else {
                tracing::warn!("{path}: the settings are the usual ones, because {error}");
            }
            Self::default()
        });
        settings.make_sane();
        settings
    }

    fn read(path: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }

    /// Write the settings, whole or not at all, and make the folder when it is missing.
    pub fn save(&self, path: &Path) -> Result<(), WriteError> {
        let of = |error: &io::Error| WriteError::of(path, error);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| of(&error))?;
        }
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|error| of(&error.into()))?;
        bytes.push(b'\n');
        write_private(path, &bytes)
    }

    /// An edited file must not make a window that cannot be used.
    fn make_sane(&mut self) {
        let sane = |value: f32, range: RangeInclusive<f32>, default: f32| {
            if value.is_finite() {
                value.clamp(*range.start(), *range.end())
            } else {
                default
            }
        };
        self.article_width = sane(self.article_width, ARTICLE_WIDTHS, 380.0);
        self.side_width = sane(self.side_width, SIDE_WIDTHS, 320.0);
        self.window[0] = sane(self.window[0], 400.0..=8_000.0, 1280.0);
        self.window[1] = sane(self.window[1], 300.0..=8_000.0, 800.0);
    }

    /// How the layers of a document were left, top to bottom, if that is remembered.
    #[must_use]
    pub fn look(&self, key: &str) -> Option<&[LayerLook]> {
        let (_, look) = self.looks.iter().find(|(known, _)| known == key)?;
        Some(look)
    }

    /// Remember how the layers of a document were left.
    pub fn remember_look(&mut self, key: &str, look: Vec<LayerLook>) {
        self.looks.retain(|(known, _)| known != key);
        self.looks.push((key.to_owned(), look));
        let surplus = self.looks.len().saturating_sub(LOOKS);
        self.looks.drain(..surplus);
    }
}

/// Where settings, tiles and logs are kept, after the platform's conventions (XDG on Linux).
#[derive(Clone, Debug, Default)]
pub struct Folders {
    pub settings: Option<PathBuf>,
    pub tiles: Option<PathBuf>,
    pub log: Option<PathBuf>,
    /// Of the journals of unsaved work.
    pub journals: Option<PathBuf>,
}

impl Folders {
    /// The settings kept there, or the defaults.
    #[must_use]
    pub fn load_settings(&self) -> Settings {
        let path = self.settings.as_deref();
        path.map_or_else(Settings::default, Settings::load)
    }

    /// The user's folders; nothing is remembered where there is no home.
    #[must_use]
    pub fn of_user() -> Self {
        ProjectDirs::from("org", "dateline", "dateline").map_or_else(Self::default, |dirs| Self {
            settings: Some(dirs.config_dir().join("settings.json")),
            tiles: Some(dirs.cache_dir().join("tiles")),
            log: Some(state(&dirs).join("log")),
            journals: Some(state(&dirs).join("journals")),
        })
    }
}

/// Not every system has a folder for what is neither data nor settings.
fn state(dirs: &ProjectDirs) -> &Path {
    dirs.state_dir().unwrap_or(dirs.data_local_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look() -> Vec<LayerLook> {
        vec![LayerLook {
            id: "a".to_owned(),
            visible: false,
            opacity: 0.5,
        }]
    }

    #[test]
    fn settings_come_back_as_they_were_saved() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("deep/settings.json");
        let mut settings = Settings {
            theme: ThemeChoice::Dark,
            basemap: BasemapChoice::Custom("https://example.org/{z}/{x}/{y}.png".to_owned()),
            ..Settings::default()
        };
        settings.remember_look("k", look());
        settings.save(&path).expect("saved");
        assert_eq!(Settings::load(&path), settings);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let metadata = std::fs::metadata(&path).expect("a file");
            assert_eq!(metadata.permissions().mode() & 0o077, 0, "for nobody else");
        }
    }

    #[test]
    fn a_damaged_file_gives_the_defaults() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("settings.json");
        for text in ["", "{", "[1]", r#"{"theme": 7}"#] {
            std::fs::write(&path, text).expect("written");
            assert_eq!(Settings::load(&path), Settings::default());
        }
        std::fs::write(&path, r#"{"window": [1e9, -4], "unknown": 1}"#).expect("written");
        let [width, height] = Settings::load(&path).window;
        assert!(width <= 8_000.0 && height >= 300.0);
    }

    #[test]
    fn saving_where_nothing_can_be_written_says_so() {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        let below_a_file = file.path().join("settings.json");
        assert!(Settings::default().save(&below_a_file).is_err());
    }

    #[test]
    fn the_looks_of_the_latest_documents_are_remembered() {
        let mut settings = Settings::default();
        for number in 0..=LOOKS {
            settings.remember_look(&number.to_string(), look());
        }
        assert_eq!(settings.look("0"), None);
        assert_eq!(settings.look("1"), Some(look().as_slice()));
    }
}
