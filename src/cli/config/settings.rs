//! `scrapelint config init` and `scrapelint config show`

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::output::{Stop, to_stderr, to_stdout};
use crate::cli::settings::{InForce, SettingsArgs, SettingsFinder};
use crate::cli::{CLEAN, INCOMPLETE};
use crate::settings::{FILE_NAMES, Settings, TEMPLATE};
use crate::source::{LineIndex, Span};
use crate::yaml::{Field, NodeId, parse};

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ShowArgs {
    /// The file whose settings are shown; without it, those of this folder.
    path: Option<PathBuf>,
    #[command(flatten)]
    settings: SettingsArgs,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint config show
  scrapelint config show conf/prometheus.yml";

/// Writes a commented file of settings, unless there is one.
pub(super) fn init() -> Result<u8, Stop> {
    if let Some(name) = FILE_NAMES.into_iter().find(|name| Path::new(name).exists()) {
        return Err(Stop::Said(format!("{name} is there already, and stays as it is")));
    }
    let [name, _] = FILE_NAMES;
    let mut file = OpenOptions::new().write(true).create_new(true).open(name)?;
    file.write_all(TEMPLATE.as_bytes())?;
    to_stdout(|out| {
        writeln!(out, "Wrote {name}. `scrapelint check` finds it from files in this folder and below.")
    })?;
    Ok(CLEAN)
}

/// Prints the settings in force, as a file of settings that would say the same.
pub(super) fn show(arguments: &ShowArgs) -> Result<u8, Stop> {
    let mut finder = SettingsFinder::new(&arguments.settings)?;
    let in_force = match &arguments.path {
        Some(path) if path.is_dir() => finder.of_file(&path.join(FILE_NAMES[0]))?,
        Some(path) => finder.of_file(path)?,
        None => finder.here()?,
    };
    let text = described(&in_force);
    to_stdout(|out| out.write_all(text.as_bytes()))?;
    match in_force.file.as_ref().filter(|file| file.incomplete) {
        None => Ok(CLEAN),
        Some(file) => {
            let words = "something is wrong in this file; `scrapelint check` tells what";
            to_stderr(|out| writeln!(out, "{}: {words}", file.source.path))?;
            Ok(INCOMPLETE)
        }
    }
}

/// A key with the place of its value, if it is set to something that counts.
type Given = Option<(NodeId, Span)>;

fn given<T>(field: &Field<T>) -> Given {
    field.value()?;
    Some((field.key()?, field.span()?))
}

/// Each key with the value that counts without it.
fn keys(settings: &Settings) -> [(&'static str, Given); 10] {
    [
        ("preset: recommended", given(&settings.preset)),
        ("select: []", given(&settings.select)),
        ("ignore: []", given(&settings.ignore)),
        ("rules: {}", given(&settings.rules)),
        ("overrides: []", given(&settings.overrides)),
        ("target-version: \"3.14\"", given(&settings.target_version)),
        ("fail-on: warning", given(&settings.fail_on)),
        ("files: [\"**/prometheus.yml\", \"**/prometheus.yaml\"]", given(&settings.files)),
        ("exclude: []", given(&settings.exclude)),
        ("metrics: {}", given(&settings.metrics)),
    ]
}

fn described(in_force: &InForce) -> String {
    let source = in_force.file.as_ref().map(|file| &file.source);
    let text = source.map_or("", |source| &source.text);
    let (document, _) = parse(text);
    let lines = LineIndex::new(text);
    let mut shown = match in_force.path() {
        Some(path) => format!("# settings of {path}\n"),
        None => "# no file of settings\n".to_owned(),
    };
    for (default, given) in keys(&in_force.settings) {
        match given {
            Some((key, value)) => {
                let start = document.outer_span(key).start as usize;
                let line = lines.position(text, start).line;
                let written = text[start..value.end as usize].trim_end();
                shown += &format!("\n# set in line {line}\n{written}\n");
            }
            None => shown += &format!("\n# not set\n{default}\n"),
        }
    }
    shown
}
