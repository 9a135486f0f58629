//! The configurations that tests name.

use std::collections::HashMap;
use std::rc::Rc;

use super::material::Material;
use super::problem::{Problem, broken, choices};
use crate::config::Text;
use crate::finding::{Finding, short};
use crate::lint::{ConfigFile, Configuration, FileError, FileKind, JobAt};
use crate::settings::TargetVersion;
use crate::yaml::Spanned;

/// Configurations by path: each is read once.
pub(super) struct Configurations<'m> {
    material: &'m dyn Material,
    loaded: HashMap<String, Result<Rc<Configuration>, Unloadable>>,
}

/// Why a configuration cannot be used.
#[derive(Clone)]
struct Unloadable {
    message: String,
    label: String,
    help: Option<String>,
}

impl<'m> Configurations<'m> {
    pub(super) fn new(material: &'m dyn Material) -> Self {
        Self { material, loaded: HashMap::new() }
    }

    /// The configuration of this path; else what to say about it.
    pub(super) fn get(&mut self, path: &Spanned<Text>) -> Result<Rc<Configuration>, Problem> {
        let name = path.value().map_or("", |path| path);
        if !self.loaded.contains_key(name) {
            self.loaded.insert(name.to_owned(), self.load(name).map(Rc::new));
        }
        self.loaded[name].clone().map_err(|Unloadable { message, label, help }| {
            Finding { help, ..broken(path.span, message).with_label(label) }.into()
        })
    }

    fn load(&self, path: &str) -> Result<Configuration, Unloadable> {
        let source = self.material.read(path).map_err(unreadable)?;
        let configuration =
            Configuration::load(source, self.material.around(path).as_ref(), TargetVersion::default());
        let file = &configuration.main;
        if !matches!(file.kind, FileKind::Prometheus | FileKind::ScrapeConfigFile | FileKind::JobList) {
            return Err(Unloadable {
                message: format!("{} is no Prometheus configuration", file.source.path),
                label: String::new(),
                help: None,
            });
        }
        if let Some(failure) = configuration.failures.first() {
            return Err(unreadable(failure.clone()));
        }
        let refused = configuration.files().find_map(refused);
        refused.map_or(Ok(configuration), Err)
    }
}

fn unreadable(FileError { path, reason }: FileError) -> Unloadable {
    let label = "paths start at the folder of this file".to_owned();
    Unloadable { message: format!("{path}: {reason}"), label, help: None }
}

fn refused(file: &ConfigFile) -> Option<Unloadable> {
    let path = &file.source.path;
    Some(Unloadable {
        label: file.refusal.as_ref()?.lines().next().unwrap_or_default().to_owned(),
        message: format!("Prometheus would refuse {path}"),
        help: Some(format!("`scrapelint check {path}` shows what is wrong, and where")),
    })
}

/// The job of this name; else what to say about it.
pub(super) fn job<'c>(configuration: &'c Configuration, name: &Spanned<Text>) -> Result<JobAt<'c>, Problem> {
    let wanted = name.value().map_or("", |name| name);
    configuration.jobs().find(|at| at.job.name() == wanted).ok_or_else(|| {
        let known: Vec<&str> = configuration.jobs().map(|at| at.job.name()).collect();
        let path = &configuration.main.source.path;
        let finding = broken(name.span, format!("there is no job {} in {path}", short(wanted)));
        finding.with_help(choices(wanted, &known, "the jobs there")).into()
    })
}
