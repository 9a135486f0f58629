//! The command as its users meet it.

mod baseline;
mod cardinality;
mod check;
#[path = "../common/mod.rs"]
mod common;
mod compose;
mod docs;
mod drop_rules;
mod evidence;
mod families;
mod formats;
mod generate;
mod github;
mod help;
#[cfg(unix)]
mod interactive;
mod limits;
mod observed;
mod output;
mod packages;
mod pre_commit;
mod relabel;
mod repairs;
mod schemas;
mod settings;
mod suppress;
#[cfg(unix)]
mod terminal;
mod test_command;
mod test_findings;
mod test_update;
mod tools;
mod versions;
mod watch;
#[cfg(unix)]
mod wizard;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What a run of the command gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("an exit code"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// The command, in a folder, without what the environment would change.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(tools::binary());
    command.current_dir(folder).args(arguments);
    for name in [
        "NO_COLOR",
        "LC_ALL",
        "LC_CTYPE",
        "LANG",
        "TERM",
        "GITHUB_ACTIONS",
        "GITHUB_STEP_SUMMARY",
        "FORCE_HYPERLINK",
    ] {
        command.env_remove(name);
    }
    command
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    command(folder, arguments).stdin(Stdio::null()).output().expect("the command runs").into()
}

pub(crate) fn run_with_stdin(folder: &Path, arguments: &[&str], stdin: &str) -> Run {
    let mut command = command(folder, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command runs");
    child.stdin.take().expect("a pipe").write_all(stdin.as_bytes()).expect("standard input is read");
    child.wait_with_output().expect("the command ends").into()
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// A configuration about which there is nothing to say.
pub(crate) const HEALTHY: &str = "global:
  scrape_interval: 15s
  scrape_timeout: 10s
scrape_configs:
  - job_name: node
    static_configs:
      - targets: [node:9100]
";
