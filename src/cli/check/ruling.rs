//! What files are checked with: what was asked for, and behind it the settings of each.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::CheckArgs;
use super::dumps::DumpReader;
use crate::cli::output::Stop;
use crate::cli::packs::{paths, read_packs};
use crate::cli::settings::{InForce, SettingsFinder};
use crate::config::Mode;
use crate::finding::Severity;
use crate::io::{Input, find_fitting, find_inputs};
use crate::lint::{Date, FileError, FileReport, Options, Selection};
use crate::settings::{FailOn, FilePattern};

/// What a file is checked with.
pub(super) struct Ruling {
    pub(super) options: Options,
    /// The severity from which its findings make the command fail.
    pub(super) fail_on: Severity,
    in_force: Rc<InForce>,
}

impl Ruling {
    /// Whether settings leave a file out that was found in a folder.
    pub(super) fn excludes(&self, path: &str) -> bool {
        self.in_force.excludes(path)
    }
}

/// Rulings by the settings that they rest on.
pub(super) struct Rulings<'a> {
    arguments: &'a CheckArgs,
    selection: Selection,
    finder: SettingsFinder,
    pub(super) dumps: DumpReader,
    none: Rc<Ruling>,
    /// By the path of the settings.
    known: HashMap<String, Rc<Ruling>>,
}

impl<'a> Rulings<'a> {
    pub(super) fn new(arguments: &'a CheckArgs) -> Result<Self, Stop> {
        let preset = arguments.preset.map(Into::into);
        let selection = Selection::new(preset, arguments.select.clone(), arguments.ignore.clone());
        let selection = selection.map_err(|unknown| Stop::Said(unknown.to_string()))?;
        let finder = SettingsFinder::new(&arguments.settings)?;
        let mut dumps = DumpReader::new(arguments)?;
        let none = Rc::new(ruling(arguments, &selection, finder.none(), &mut dumps));
        Ok(Self { arguments, selection, finder, dumps, none, known: HashMap::new() })
    }

    /// The files to check: those that were named, else those that settings name, else what is found below this folder.
    pub(super) fn inputs(&mut self) -> Result<(Vec<Input>, Vec<FileError>), Stop> {
        if self.arguments.paths.is_empty() {
            let here = self.finder.here().map_err(Stop::from)?;
            let patterns: Vec<&FilePattern> = here.settings.files.values().collect();
            if !patterns.is_empty() {
                return Ok(find_fitting(&patterns, &here.root));
            }
        }
        let (mut inputs, failures) = find_inputs(&self.arguments.paths);
        if self.arguments.as_found {
            inputs = inputs.into_iter().map(Input::as_found).collect();
        }
        Ok((inputs, failures))
    }

    /// What a file is checked with.
    pub(super) fn of_file(&mut self, path: &Path) -> Result<Rc<Ruling>, FileError> {
        let in_force = self.finder.of_file(path)?;
        let Some(name) = in_force.path() else { return Ok(Rc::clone(&self.none)) };
        if let Some(known) = self.known.get(name) {
            return Ok(Rc::clone(known));
        }
        let made = Rc::new(ruling(self.arguments, &self.selection, Rc::clone(&in_force), &mut self.dumps));
        self.known.insert(name.to_owned(), Rc::clone(&made));
        Ok(made)
    }

    /// What a file is checked with where there are no settings.
    pub(super) fn without_settings(&self) -> Rc<Ruling> {
        Rc::clone(&self.none)
    }

    /// The files that say how others are to be checked: settings, packs, dumps, a baseline.
    pub(super) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        let used = self.finder.used();
        let settings: Vec<PathBuf> = used.iter().filter_map(|it| it.path()).map(PathBuf::from).collect();
        let packs: Vec<PathBuf> = used.iter().flat_map(|it| paths(it)).collect();
        settings.into_iter().chain(packs).chain(self.dumps.paths()).chain(self.arguments.baseline.clone())
    }

    /// Files of settings that counted and that something is wrong with.
    pub(super) fn broken_settings(&self) -> Vec<FileReport> {
        let used = self.finder.used();
        let files = used.iter().filter_map(|in_force| in_force.file.as_ref());
        files.filter(|file| !file.findings.is_empty()).cloned().collect()
    }
}

fn ruling(
    arguments: &CheckArgs,
    selection: &Selection,
    in_force: Rc<InForce>,
    dumps: &mut DumpReader,
) -> Ruling {
    let settings = &in_force.settings;
    let (packs, failures) = read_packs(&in_force);
    dumps.note_failures(failures);
    let target_version = settings.target_version.value().copied().unwrap_or_default();
    let fail_on = settings.fail_on.value().copied().unwrap_or_default();
    let selection = match in_force.file {
        Some(_) => selection.clone().behind(Arc::clone(settings), in_force.root.clone()),
        None => selection.clone(),
    };
    Ruling {
        options: Options {
            selection,
            mode: if arguments.agent { Mode::Agent } else { Mode::Server },
            today: today(),
            target_version: arguments.target_version.unwrap_or(target_version),
            dumps: dumps.of(&in_force),
            packs,
            ..Options::default()
        },
        fail_on: arguments.fail_on.map_or(fail_on, |severity| FailOn(severity.into())).0,
        in_force,
    }
}

/// The day that it is in UTC.
pub(in crate::cli) fn today() -> Option<Date> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Date::from_days_since_1970(since_1970.as_secs() / 86_400))
}
