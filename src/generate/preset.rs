//! What is known of scraping something.

use std::fmt;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::catalogue::FILES;
use super::job::{Job, tree};
use super::job_tests::TargetTest;
use crate::config::http::Anything;
use crate::config::schema_of;
use crate::finding::nearest;
use crate::yaml::{Field, Tree, decode, parse};

/// A preset of a scrape job.
#[derive(Debug)]
pub struct Preset {
    /// What it is called, and what its job is called where no other name is given.
    pub name: &'static str,
    /// What is scraped.
    pub summary: String,
    /// Other names by which it may be asked for.
    pub aliases: Vec<String>,
    /// Where all this is said.
    pub sources: Vec<String>,
    pub(super) signs: Vec<String>,
    pub(super) images: Images,
    /// Targets that stand in the job where none are given.
    pub targets: Vec<String>,
    pub(super) refuses_underscore: bool,
    pub(super) notes: Vec<String>,
    pub(super) job: Job,
    pub(super) tests: Vec<TargetTest>,
}

/// What is known of container images.
#[derive(Debug)]
pub(super) struct Images {
    pub(super) serving: Vec<String>,
    pub(super) silent: Vec<String>,
    pub(super) switch: Vec<String>,
    pub(super) port_settings: Vec<String>,
    pub(super) watched: Vec<String>,
}

/// A file of `rules/packs/jobs`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["summary", "sources", "job"]))]
struct PresetFile {
    /// What is scraped, in a few words.
    summary: String,
    /// Other names by which the preset may be asked for.
    aliases: Vec<String>,
    /// Addresses of pages where all this is said.
    sources: Vec<String>,
    /// Targets that stand in the job where none are given. The port of the first is that of targets without one.
    targets: Vec<String>,
    /// Metrics that nothing else has: a dump with one of them is of this.
    signs: Vec<String>,
    /// Container images that serve these metrics, without registry and tag.
    images: Vec<String>,
    /// Container images that serve them only where that is switched on.
    silent_images: Vec<String>,
    /// Of these, one has to stand in the command or the environment of a silent image; without any, its port has to be listed.
    switch: Vec<String>,
    /// Variables of the environment of such a container that say where it listens.
    port_settings: Vec<String>,
    /// Container images that serve no metrics themselves, and whose metrics these are.
    watches: Vec<String>,
    /// Whether the target refuses host names with an underscore.
    refuses_underscore: Field<bool>,
    /// Keys of the scrape job, in block style. A comment above a key or an item is written into the job.
    job: Anything,
    /// Relabel tests of its steps, for a job that finds its targets itself: a `name`, the `labels` of a target as it is discovered,
    /// and what to `expect`.
    tests: Anything,
    /// What is to be done elsewhere. `{hosts}` stands for the names of the hosts, in quotes.
    notes: Vec<String>,
}

/// All presets, by name.
pub fn presets() -> &'static [Preset] {
    static PRESETS: LazyLock<Vec<Preset>> =
        LazyLock::new(|| FILES.iter().filter_map(|(name, text)| read(name, text)).collect());
    &PRESETS
}

/// The preset of this name.
///
/// # Errors
/// That there is none, and which one may be meant.
pub fn preset(name: &str) -> Result<&'static Preset, UnknownPreset> {
    let is_called =
        |preset: &&Preset| preset.name == name || preset.aliases.iter().any(|alias| alias == name);
    presets().iter().find(is_called).ok_or_else(|| UnknownPreset::new(name))
}

/// The JSON Schema of a preset's file.
pub fn job_preset_schema() -> Value {
    schema_of::<PresetFile>("job-preset", "A preset of `scrapelint generate job`").to_value()
}

fn read(name: &'static str, text: &str) -> Option<Preset> {
    let (document, _) = parse(text);
    let file = decode::<PresetFile>(&document)?.value;
    let (_, job) = document.entry(document.root()?, "job")?;
    let job = Job::read(&document, job);
    let tests = match document.entry(document.root()?, "tests") {
        Some((_, tests)) => tree(&document, tests),
        None => Tree::List(Vec::new()),
    };
    let Tree::List(tests) = tests else { return None };
    let tests = tests.into_iter().map(TargetTest::read).collect::<Option<_>>()?;
    let images = Images {
        serving: file.images,
        silent: file.silent_images,
        switch: file.switch,
        port_settings: file.port_settings,
        watched: file.watches,
    };
    let PresetFile { summary, aliases, sources, targets, signs, notes, .. } = file;
    let refuses_underscore = file.refuses_underscore.or(false);
    Some(Preset {
        name,
        summary,
        aliases,
        sources,
        signs,
        images,
        targets,
        refuses_underscore,
        notes,
        job,
        tests,
    })
}

/// A name that no preset has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPreset {
    name: String,
    meant: Option<&'static str>,
}

impl UnknownPreset {
    fn new(name: &str) -> Self {
        let all = presets().iter();
        let names: Vec<&'static str> =
            all.flat_map(|it| it.aliases.iter().map(String::as_str).chain([it.name])).collect();
        Self { name: name.to_owned(), meant: nearest(name, &names) }
    }
}

impl fmt::Display for UnknownPreset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, meant } = self;
        write!(formatter, "there is no preset `{name}`")?;
        match meant {
            Some(meant) => write!(formatter, "; did you mean `{meant}`?"),
            None => write!(formatter, "; `scrapelint generate job --list` lists them"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn each_file_is_a_preset() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/packs/jobs");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        names.sort();
        let known: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, known, "files, and those in src/generate/catalogue.rs");
        for (name, text) in FILES {
            let read = read(name, text).unwrap_or_else(|| panic!("{name} cannot be decoded"));
            assert!(!read.summary.is_empty() && !read.sources.is_empty(), "{name}");
            assert_eq!(read.job.discovers(), read.targets.is_empty(), "{name} has no targets, or two kinds");
            let comments = parse(text).0.comments().len();
            assert_eq!(read.job.remarks().len(), comments, "{name} has a comment that is not written");
        }
    }

    #[test]
    fn names_are_given_once() {
        let mut seen = HashSet::new();
        for preset in presets() {
            let names = preset.aliases.iter().map(String::as_str).chain([preset.name]);
            names.for_each(|name| assert!(seen.insert(name), "{name} is used twice"));
        }
    }

    #[test]
    fn a_misspelt_name_is_guessed() {
        assert_eq!(
            preset("djagno").unwrap_err().to_string(),
            "there is no preset `djagno`; did you mean `django`?"
        );
        assert_eq!(preset("postgres").unwrap().name, "postgres-exporter");
    }
}
