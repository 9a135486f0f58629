//! Checks again whenever a file changes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};

use super::{CheckArgs, check};
use crate::cli::output::{Stop, to_stderr, to_stdout};
use crate::io::find_folders;

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
    let written = arguments.output_format.iter().filter_map(|format| format.file.as_deref());
    let written: BTreeSet<PathBuf> = written.map(real).collect();
    let named = arguments.named();
    let mut rests_on = BTreeSet::new();
    // A change during a run must not be missed, so folders are watched before it.
    let mut folders = Folders::new(&sender, &named)?;
    let mut is_first = true;
    loop {
        if io::stdout().is_terminal() {
            to_stdout(|out| out.write_all(CLEAR.as_bytes()))?;
        }
        let mut read = Vec::new();
        match check(arguments, &mut read) {
            Err(stop) if is_first || matches!(stop, Stop::Closed) => return Err(stop),
            // It may be put right.
            Err(stop) => _ = stop.report(),
            Ok(_) => {}
        }
        if !read.is_empty() {
            rests_on = read.iter().map(|path| real(path)).collect();
        }
        folders.add(&rests_on)?;
        if !arguments.quiet {
            to_stderr(|out| match folders.unwatched.as_ref().filter(|_| is_first) {
                Some(error) => {
                    writeln!(out, "Watching for changes, though not in all folders ({error}); Ctrl-C ends.")
                }
                None => writeln!(out, "Watching for changes; Ctrl-C ends."),
            })?;
        }
        is_first = false;
        let matters = |path: &Path| !written.contains(path) && (is_yaml(path) || rests_on.contains(path));
        if wait(&events, |event| folders.change(event, matters))? == Change::Folders {
            folders = Folders::new(&sender, &named.union(&rests_on).cloned().collect())?;
        }
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

/// What an event is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Nothing,
    Files,
    /// Folders are there that were not, or are gone, so that others are to be watched.
    Folders,
}

/// The folders that are watched: files are replaced by new ones, so watching them is not enough.
struct Folders {
    watcher: RecommendedWatcher,
    known: BTreeSet<PathBuf>,
    /// Why some of those that are searched are not watched.
    unwatched: Option<notify::Error>,
}

impl Folders {
    /// Watches the folders of these files, and the folders among them with all below that are searched for files.
    fn new(sender: &Sender<notify::Result<Event>>, paths: &BTreeSet<PathBuf>) -> Result<Self, Stop> {
        let watcher = recommended_watcher(sender.clone()).map_err(unwatchable)?;
        let mut folders = Self { watcher, known: BTreeSet::new(), unwatched: None };
        folders.add(paths)?;
        let below = paths.iter().filter(|path| path.is_dir()).flat_map(|path| find_folders(path));
        folders.unwatched = below.filter_map(|folder| folders.watch(folder).err()).last();
        Ok(folders)
    }

    /// Watches the folders of these files, and folders among them.
    fn add(&mut self, paths: &BTreeSet<PathBuf>) -> Result<(), Stop> {
        for path in paths {
            let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
            if folder.is_dir() {
                self.watch(folder.to_path_buf()).map_err(unwatchable)?;
            }
        }
        Ok(())
    }

    fn watch(&mut self, folder: PathBuf) -> notify::Result<()> {
        if !self.known.contains(&folder) {
            self.watcher.watch(&folder, RecursiveMode::NonRecursive)?;
            self.known.insert(folder);
        }
        Ok(())
    }

    fn change(&self, event: &Event, matters: impl Fn(&Path) -> bool) -> Change {
        if event.need_rescan() {
            return Change::Folders;
        }
        let is_other_entry = match event.kind {
            EventKind::Access(_) => return Change::Nothing,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
            _ => false,
        };
        let mut paths = event.paths.iter().map(|path| real(path));
        if is_other_entry && paths.clone().any(|path| path.is_dir() || self.known.contains(&path)) {
            Change::Folders
        } else if paths.any(|path| matters(&path)) {
            Change::Files
        } else {
            Change::Nothing
        }
    }
}

/// Waits for a change that matters, and until nothing more changes.
fn wait(events: &Receiver<notify::Result<Event>>, judge: impl Fn(&Event) -> Change) -> Result<Change, Stop> {
    let mut change = Change::Nothing;
    loop {
        let event = match change {
            Change::Nothing => {
                events.recv().map_err(|_| Stop::Said("the watching of files has ended".to_owned()))?
            }
            _ => match events.recv_timeout(QUIET) {
                Ok(event) => event,
                Err(_) => return Ok(change),
            },
        };
        change = change.max(judge(&event.map_err(unwatchable)?));
    }
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
