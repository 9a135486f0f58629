//! Checks again whenever a file changes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};

use super::{CheckArgs, check};
use crate::cli::output::{Stop, to_stderr, to_stdout};

/// How long nothing may change before the files are checked: editors write in several steps.
const QUIET: Duration = Duration::from_millis(100);
/// Puts a terminal's cursor at the top of an empty screen.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// Checks, and checks again after each change. Ends only with an error: that the first run has, or the watching.
pub(super) fn watch(arguments: &CheckArgs) -> Result<u8, Stop> {
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Stop::Said("standard input cannot be watched; name a file or a folder".to_owned()));
    }
    let (sender, events) = mpsc::channel();
    let mut folders =
        Folders { watcher: recommended_watcher(sender).map_err(unwatchable)?, known: BTreeSet::new() };
    // A change during the first run must not be missed.
    folders.add(&arguments.named())?;
    let written = arguments.output_format.iter().filter_map(|format| format.file.as_deref());
    let written: BTreeSet<PathBuf> = written.map(real).collect();
    let mut is_first = true;
    loop {
        if io::stdout().is_terminal() {
            to_stdout(|out| out.write_all(CLEAR.as_bytes()))?;
        }
        let mut rests_on = Vec::new();
        match check(arguments, &mut rests_on) {
            Err(stop) if is_first || matches!(stop, Stop::Closed) => return Err(stop),
            // It may be put right.
            Err(stop) => _ = stop.report(),
            Ok(_) => {}
        }
        is_first = false;
        let rests_on: BTreeSet<PathBuf> = rests_on.iter().map(|path| real(path)).collect();
        folders.add(&rests_on)?;
        if !arguments.quiet {
            to_stderr(|out| writeln!(out, "Watching for changes; Ctrl-C ends."))?;
        }
        wait(&events, |path| !written.contains(path) && (is_yaml(path) || rests_on.contains(path)))?;
    }
}

impl CheckArgs {
    /// What the arguments name, or the current folder.
    fn named(&self) -> BTreeSet<PathBuf> {
        match &self.paths[..] {
            [] => BTreeSet::from([real(Path::new("."))]),
            paths => paths.iter().map(|path| real(path)).collect(),
        }
    }
}

/// The folders that are watched: files are replaced by new ones, so watching them is not enough.
struct Folders {
    watcher: RecommendedWatcher,
    known: BTreeSet<PathBuf>,
}

impl Folders {
    /// Watches the folders of these files, and folders among them.
    fn add(&mut self, paths: &BTreeSet<PathBuf>) -> Result<(), Stop> {
        for path in paths {
            let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
            if folder.is_dir() && self.known.insert(folder.to_path_buf()) {
                self.watcher.watch(folder, RecursiveMode::NonRecursive).map_err(unwatchable)?;
            }
        }
        Ok(())
    }
}

/// Waits for a change of a path that matters, and until nothing more changes.
fn wait(events: &Receiver<notify::Result<Event>>, matters: impl Fn(&Path) -> bool) -> Result<(), Stop> {
    loop {
        let event = events.recv().map_err(|_| Stop::Said("the watching of files has ended".to_owned()))?;
        let Event { kind, paths, .. } = event.map_err(unwatchable)?;
        if !matches!(kind, EventKind::Access(_)) && paths.iter().any(|path| matters(&real(path))) {
            break;
        }
    }
    while events.recv_timeout(QUIET).is_ok() {}
    Ok(())
}

/// Whether a file may be one to be checked, even if it was not there before.
fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml")
}

/// The path of a file from the root, its folder without symbolic links. The file need not be there.
fn real(path: &Path) -> PathBuf {
    let Some(name) = path.file_name() else {
        return fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(folder).map_or_else(|_| path.to_path_buf(), |folder| folder.join(name))
}

fn unwatchable(error: notify::Error) -> Stop {
    Stop::Said(format!("files cannot be watched: {error}"))
}
