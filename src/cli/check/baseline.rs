//! Holds back what a baseline knows, or writes one.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::CheckArgs;
use super::gather::{Came, Checked, Gathered};
use super::ruling::Rulings;
use crate::cli::output::Stop;
use crate::io::{Folder, read, write};
use crate::lint::{Baseline, InBaseline};
use crate::rules::Rule;
use crate::settings::Root;

/// Holds back what the baseline knows; before that, writes it if that is asked for.
pub(super) fn settle(
    gathered: &mut Gathered,
    rulings: &Rulings<'_>,
    arguments: &CheckArgs,
) -> Result<(), Stop> {
    let Some(path) = &arguments.baseline else { return Ok(()) };
    let current = std::env::current_dir()?;
    let root = Root::new(path.parent().unwrap_or(Path::new("")), current);
    let old = if arguments.write_baseline && !path.exists() { None } else { Some(load(path, arguments)?) };
    let judged = Judged::of(gathered, &root);
    let is_judged = |path: &str, rule: &Rule| judged.is_judged(path, rule, &root);
    let baseline = match old {
        Some(baseline) if !arguments.write_baseline => baseline,
        old => {
            let text = Baseline::text(in_baseline(gathered, &root), old.as_ref(), is_judged);
            store(path, &text, arguments)?;
            load(path, arguments)?
        }
    };
    let Some(mut stale) = baseline.hold_back(in_baseline(gathered, &root), is_judged) else { return Ok(()) };
    let ruling = rulings.without_settings();
    ruling.options.selection.apply(&path.to_string_lossy(), &mut stale.findings);
    if !stale.findings.is_empty() {
        let folder = Folder::of(path, 0);
        gathered.files.push(Checked { came: Came::Beside, report: stale, inherited: None, folder, ruling });
    }
    Ok(())
}

fn in_baseline<'g>(gathered: &'g mut Gathered, root: &Root) -> Vec<InBaseline<'g>> {
    let files = gathered.files.iter_mut().filter(|file| file.came != Came::Beside);
    files
        .map(|file| InBaseline { path: root.relative(&file.report.source.path), report: &mut file.report })
        .collect()
}

/// What was looked at in this run.
struct Judged {
    /// For each file, the selection of its rules; nothing where rules could not look at all of it.
    files: HashMap<String, Option<(crate::lint::Selection, String)>>,
}

impl Judged {
    fn of(gathered: &Gathered, root: &Root) -> Self {
        let files = gathered.files.iter().filter(|file| file.came != Came::Beside);
        let files = files.map(|file| {
            let report = &file.report;
            let is_whole = report.skipped.is_none() && report.refusals() == 0 && !report.incomplete;
            let path = &report.source.path;
            let selection = is_whole.then(|| (file.ruling.options.selection.clone(), path.clone()));
            (root.relative(path), selection)
        });
        Self { files: files.collect() }
    }

    /// Whether a rule looked at all of a file, or the file is gone.
    fn is_judged(&self, path: &str, rule: &Rule, root: &Root) -> bool {
        match self.files.get(path) {
            Some(Some((selection, path))) => selection.may_find(rule, path),
            Some(None) => false,
            None => !root.folder().join(path).exists(),
        }
    }
}

fn load(path: &Path, arguments: &CheckArgs) -> Result<Baseline, Stop> {
    let source = read(path, arguments.max_size())?;
    let unreadable = |reason| Stop::Said(format!("{}: no baseline: {reason}", path.display()));
    Baseline::read(source).map_err(unreadable)
}

fn store(path: &Path, text: &str, arguments: &CheckArgs) -> Result<(), Stop> {
    let said = |reason: String| Stop::Said(format!("{}: cannot be written: {reason}", path.display()));
    if path.exists() {
        let old = read(path, arguments.max_size())?;
        return write(path, &old, text).map_err(said);
    }
    fs::write(path, text).map_err(|error| said(error.to_string()))
}
