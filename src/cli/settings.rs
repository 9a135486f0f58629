//! The settings in force for a file.

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use clap::Args;

use super::output::Stop;
use crate::io::{DEFAULT_MAX_SIZE, find_settings, read};
use crate::lint::{FileError, FileReport, SettingsFile, read_settings};
use crate::settings::{Root, Settings};

/// Which settings count.
#[derive(Args, Default)]
pub(super) struct SettingsArgs {
    /// Take the settings from this file, for all files, instead of looking for scrapelint.yaml.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// Take no settings from any file.
    #[arg(long)]
    pub(super) isolated: bool,
}

/// Settings, and where they come from.
pub(super) struct InForce {
    pub(super) settings: Arc<Settings>,
    /// What their paths are relative to.
    pub(super) root: Root,
    /// The file, and what is wrong with it; nothing where there is no file.
    pub(super) file: Option<FileReport>,
}

/// Finds and remembers the settings of folders.
pub(super) struct SettingsFinder {
    current: PathBuf,
    /// Those that count for all files.
    fixed: Option<Rc<InForce>>,
    by_file: HashMap<PathBuf, Rc<InForce>>,
    by_folder: HashMap<PathBuf, Rc<InForce>>,
    none: Rc<InForce>,
}

impl SettingsFinder {
    /// Finds settings as the arguments say. A file that they name must be there.
    pub(super) fn new(arguments: &SettingsArgs) -> Result<Self, Stop> {
        let current = env::current_dir()?;
        let none =
            Rc::new(InForce { settings: Arc::default(), root: Root::new(&current, &current), file: None });
        let fixed = match &arguments.config {
            Some(path) => Some(Rc::new(load(path, &current)?)),
            None => arguments.isolated.then(|| Rc::clone(&none)),
        };
        Ok(Self { current, fixed, by_file: HashMap::new(), by_folder: HashMap::new(), none })
    }

    /// What counts where there are no settings.
    pub(super) fn none(&self) -> Rc<InForce> {
        Rc::clone(&self.none)
    }

    /// The settings for what is given no path.
    pub(super) fn here(&mut self) -> Result<Rc<InForce>, FileError> {
        let current = self.current.clone();
        self.in_folder(&current)
    }

    /// The settings for a file.
    pub(super) fn of_file(&mut self, path: &Path) -> Result<Rc<InForce>, FileError> {
        let full = self.current.join(path);
        self.in_folder(full.parent().unwrap_or(&full))
    }

    fn in_folder(&mut self, folder: &Path) -> Result<Rc<InForce>, FileError> {
        if let Some(known) = self.fixed.as_ref().or_else(|| self.by_folder.get(folder)) {
            return Ok(Rc::clone(known));
        }
        let in_force = match find_settings(folder) {
            None => Rc::clone(&self.none),
            Some(path) => match self.by_file.get(&path) {
                Some(known) => Rc::clone(known),
                None => {
                    let shown = path.strip_prefix(&self.current).unwrap_or(&path);
                    let loaded = Rc::new(load(shown, &self.current)?);
                    self.by_file.insert(path, Rc::clone(&loaded));
                    loaded
                }
            },
        };
        self.by_folder.insert(folder.to_path_buf(), Rc::clone(&in_force));
        Ok(in_force)
    }

    /// All files of settings that counted for something.
    pub(super) fn used(&self) -> Vec<Rc<InForce>> {
        let mut used: Vec<_> = self.fixed.iter().chain(self.by_file.values()).map(Rc::clone).collect();
        used.sort_by(|a, b| a.path().cmp(&b.path()));
        used
    }
}

impl InForce {
    /// The path of the file.
    pub(super) fn path(&self) -> Option<&str> {
        self.file.as_ref().map(|file| &*file.source.path)
    }

    /// Whether they leave a file out that was not asked for by name.
    pub(super) fn excludes(&self, path: &str) -> bool {
        let Self { settings, root, .. } = self;
        if !settings.exclude.is_given() {
            return false;
        }
        let path = root.relative(path);
        settings.exclude.values().any(|pattern| pattern.matches(&path))
    }
}

fn load(path: &Path, current: &Path) -> Result<InForce, FileError> {
    let source = read(path, DEFAULT_MAX_SIZE)?;
    let folder = path.parent().unwrap_or(path);
    let SettingsFile { settings, report } = read_settings(source);
    Ok(InForce {
        settings: Arc::new(settings),
        root: Root::new(current.join(folder), current),
        file: Some(report),
    })
}
