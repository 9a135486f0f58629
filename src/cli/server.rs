//! `scrapelint server`

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use std::{fs, io};

use clap::Args;

use super::check::{DumpReader, linked, today};
use super::output::Stop;
use super::packs::read_packs;
use super::settings::{InForce, SettingsArgs, SettingsFinder};
use super::{CLEAN, FINDINGS};
use crate::config::Mode;
use crate::io::DEFAULT_MAX_SIZE;
use crate::lint::{FileError, Options, Selection};
use crate::rules::{Dumps, JobDump};
use crate::server::{Equipment, Ground, serve};

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ServerArgs {
    #[command(flatten)]
    settings: SettingsArgs,
    /// The configurations are for Prometheus in agent mode.
    #[arg(long)]
    agent: bool,
    /// Many editors say so; there is no other way.
    #[arg(long, hide = true)]
    stdio: bool,
}

const EXAMPLES: &str = "\
It speaks the Language Server Protocol on standard input and output: editors start it.

Examples:
  scrapelint server
  scrapelint server --config monitoring/scrapelint.yaml";

pub(super) fn run(arguments: &ServerArgs) -> Result<u8, Stop> {
    // What is wrong with the arguments is told before the first message.
    SettingsFinder::new(&arguments.settings)?;
    let input = io::BufReader::new(io::stdin());
    let desk = Desk { arguments, shelf: RefCell::new(Shelf::empty()) };
    let in_order = serve(input, &mut io::stdout().lock(), &desk);
    Ok(if in_order { CLEAN } else { FINDINGS })
}

/// What files are checked with while they are edited.
struct Desk<'a> {
    arguments: &'a ServerArgs,
    shelf: RefCell<Shelf>,
}

impl Ground for Desk<'_> {
    /// Settings are looked for each time: they may be changed meanwhile.
    fn equipment(&self, path: &Path) -> Result<Option<Equipment>, FileError> {
        let unusable =
            |_| FileError { path: path.display().to_string(), reason: "has no usable settings".to_owned() };
        let in_force = SettingsFinder::new(&self.arguments.settings).map_err(unusable)?.of_file(path)?;
        let (settings, root) = (&in_force.settings, &in_force.root);
        if in_force.excludes(&path.to_string_lossy()) {
            return Ok(None);
        }
        let (packs, mut failures) = read_packs(&in_force);
        let (dumps, unread) = self.shelf.borrow_mut().dumps(&in_force);
        failures.extend(unread);
        let options = Options {
            selection: Selection::default().behind(Arc::clone(settings), root.clone()),
            mode: if self.arguments.agent { Mode::Agent } else { Mode::Server },
            today: today(),
            target_version: settings.target_version.value().copied().unwrap_or_default(),
            dumps,
            packs,
            ..Options::default()
        };
        Ok(Some(Equipment { options, failures }))
    }
}

/// Bytes of metrics dumps up to which they count while one types; with more, checking a file would take seconds.
const MAX_DUMPS: u64 = 16 << 20;

/// Metrics dumps that settings name, read once as long as they stay as they are.
struct Shelf {
    reader: DumpReader,
    /// As they were read.
    stamps: HashMap<PathBuf, Option<Stamp>>,
}

/// When a file was changed, and its size.
type Stamp = (Option<SystemTime>, u64);

impl Shelf {
    fn empty() -> Self {
        Self { reader: DumpReader::up_to(DEFAULT_MAX_SIZE), stamps: HashMap::new() }
    }

    /// The dumps for files with these settings, and what could not be read.
    fn dumps(&mut self, in_force: &InForce) -> (Dumps, Vec<FileError>) {
        if self.stamps.iter().any(|(path, known)| stamp(path) != *known) {
            *self = Self::empty();
        }
        let mut dumps = Vec::new();
        let mut size = 0;
        for (job, path) in linked(in_force) {
            let stamp = *self.stamps.entry(path.clone()).or_insert_with_key(|path| stamp(path));
            let on_disk = stamp.map_or(0, |(_, size)| size);
            let source = if size + on_disk > MAX_DUMPS { None } else { self.reader.read(&path) };
            // A compressed one is larger than it looks.
            size += source.as_ref().map_or(on_disk, |source| source.text.len() as u64);
            if size > MAX_DUMPS {
                let reason = format!(
                    "names more than {} MiB of metrics dumps: they do not count while you type, but for `scrapelint check`",
                    MAX_DUMPS >> 20
                );
                let path = in_force.path().unwrap_or_default().to_owned();
                return (Dumps::default(), vec![FileError { path, reason }]);
            }
            dumps.extend(source.map(|source| JobDump { job: Some(job.clone()), source }));
        }
        (dumps.into_iter().collect(), self.reader.take_failures())
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let about = fs::metadata(path).ok()?;
    Some((about.modified().ok(), about.len()))
}
