//! The configurations that tests name.

use std::collections::HashMap;
use std::rc::Rc;

use super::material::Material;
use super::problem::{broken, choices};
use super::subject::StepPlace;
use crate::config::{Config, GlobalConfig, Loaded, Mode, RelabelConfig, ScrapeConfig, Text, load, load_jobs};
use crate::finding::{Finding, short};
use crate::lint::{Options, check};
use crate::source::{LineIndex, Source};
use crate::yaml::{Document, Spanned, parse};

/// A configuration that Prometheus takes, and the files that it names for more jobs.
#[derive(Debug)]
pub(super) struct Configuration {
    pub(super) main: Loadable,
    others: Vec<Loadable>,
    no_global: GlobalConfig,
}

/// A file with jobs.
#[derive(Debug)]
pub(super) struct Loadable {
    pub(super) source: Source,
    pub(super) config: Config,
    lines: LineIndex,
}

impl Loadable {
    /// Where relabel steps of the file stand.
    pub(super) fn places(&self, rules: &[Spanned<RelabelConfig>]) -> Vec<StepPlace> {
        places(&self.source, &self.lines, rules)
    }
}

/// Where relabel steps of a file stand.
pub(super) fn places(source: &Source, lines: &LineIndex, rules: &[Spanned<RelabelConfig>]) -> Vec<StepPlace> {
    let place = |rule: &Spanned<RelabelConfig>| StepPlace {
        path: source.path.clone(),
        line: lines.line(rule.span.start as usize) + 1,
        action: rule.value().and_then(RelabelConfig::action).unwrap_or_default().as_str(),
    };
    rules.iter().map(place).collect()
}

impl Configuration {
    /// Its `global`.
    pub(super) fn global(&self) -> &GlobalConfig {
        self.main.config.global.value().unwrap_or(&self.no_global)
    }

    /// The job of this name and the file that it stands in; else what to say about the name.
    pub(super) fn job(&self, name: &Spanned<Text>) -> Result<(&Loadable, &ScrapeConfig), Finding> {
        let wanted = name.value().map_or("", |name| name);
        let jobs = || {
            let files = std::iter::once(&self.main).chain(&self.others);
            files.flat_map(|file| file.config.jobs().map(move |job| (file, job)))
        };
        jobs().find(|(_, job)| job.name() == wanted).ok_or_else(|| {
            let known: Vec<&str> = jobs().map(|(_, job)| job.name()).collect();
            let path = &self.main.source.path;
            broken(name.span, format!("there is no job {} in {path}", short(wanted))).with_help(choices(
                wanted,
                &known,
                "the jobs there",
            ))
        })
    }
}

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
    pub(super) fn get(&mut self, path: &Spanned<Text>) -> Result<Rc<Configuration>, Finding> {
        let name = path.value().map_or("", |path| path);
        if !self.loaded.contains_key(name) {
            self.loaded.insert(name.to_owned(), self.load(name).map(Rc::new));
        }
        self.loaded[name].clone().map_err(|Unloadable { message, label, help }| Finding {
            help,
            ..broken(path.span, message).with_label(label)
        })
    }

    fn load(&self, path: &str) -> Result<Configuration, Unloadable> {
        let source = self.material.read(path).map_err(|error| Unloadable {
            message: format!("{}: {}", error.path, error.reason),
            label: "paths start at the folder of this file".to_owned(),
            help: None,
        })?;
        let main = loaded(source, |document| load(document, Mode::Server))?;
        let mut configuration =
            Configuration { main, others: Vec::new(), no_global: GlobalConfig::default() };
        let patterns = configuration.main.config.scrape_config_files.values();
        let around = self.material.around(path);
        let sources: Vec<_> = patterns.flat_map(|pattern| around.matching(pattern)).collect();
        for source in sources {
            let source = source.map_err(|error| Unloadable {
                message: format!("{}: {}", error.path, error.reason),
                label: "names this file".to_owned(),
                help: None,
            })?;
            let other = loaded(source, |document| load_jobs(document, configuration.global()))?;
            configuration.others.push(other);
        }
        Ok(configuration)
    }
}

fn loaded(source: Source, load: impl FnOnce(&Document<'_>) -> Loaded) -> Result<Loadable, Unloadable> {
    let (document, syntax) = parse(&source.text);
    let loaded = load(&document);
    if syntax.is_none() && source.not_text.is_none() && loaded.is_ok() {
        let lines = LineIndex::new(&source.text);
        return Ok(Loadable { source, config: loaded.config, lines });
    }
    let path = source.path.clone();
    // The report has no secrets in its words.
    let error = check(source, &Options::default()).prometheus_error;
    Err(Unloadable {
        message: format!("{path} is no configuration that Prometheus takes"),
        label: error.and_then(|error| error.lines().next().map(str::to_owned)).unwrap_or_default(),
        help: Some(format!("`scrapelint check {path}` shows what is wrong, and where")),
    })
}
