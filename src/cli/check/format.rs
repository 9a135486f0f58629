//! The formats of findings, and which are written where.

use std::env;
use std::path::PathBuf;

use clap::ValueEnum;

use super::CheckArgs;
use crate::cli::output::{Format, Stop, go_apart};
use crate::io::repository_of;
use crate::settings::Root;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatKind {
    Full,
    Concise,
    Json,
    JsonLines,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Checkstyle,
}

/// What is written where.
pub(super) struct Formats {
    pub(super) formats: Vec<Format<FormatKind>>,
    /// Where GitHub takes the summary of a step from.
    pub(super) step_summary: Option<PathBuf>,
    /// What CI systems see paths from.
    pub(super) root: Root,
}

impl Formats {
    /// What arguments ask for; else, in a job on GitHub, what it shows; else drawings.
    pub(super) fn new(arguments: &CheckArgs) -> Result<Self, Stop> {
        let current = env::current_dir()?;
        let root = Root::new(repository_of(&current).unwrap_or(&current), &current);
        let asked_for = &arguments.output_format;
        go_apart(asked_for)?;
        let to_stdout = |kind| vec![Format { kind, file: None }];
        let is_on_github = env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
        let (formats, step_summary) = match (&asked_for[..], is_on_github) {
            ([], true) => (to_stdout(FormatKind::Github), step_summary()),
            ([], false) => (to_stdout(FormatKind::Full), None),
            (_, _) => (asked_for.clone(), None),
        };
        Ok(Self { formats, step_summary, root })
    }

    /// Whether what goes to standard output is for people.
    pub(super) fn are_for_people(&self) -> bool {
        let mut to_stdout = self.formats.iter().filter(|format| format.file.is_none());
        to_stdout.all(|format| matches!(format.kind, FormatKind::Full | FormatKind::Concise))
    }
}

fn step_summary() -> Option<PathBuf> {
    env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}
