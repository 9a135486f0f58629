//! Where output goes, and what the terminal can do.

use std::env;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;

use super::INCOMPLETE;
use crate::finding::nearest;
use crate::io::create;
use crate::lint::FileError;
use crate::report::Look;

/// The exit code where the user broke off, as shells tell a command that SIGINT ended.
const INTERRUPTED: u8 = 130;

/// Why a command could not do its work.
pub(super) enum Stop {
    /// Said to the user.
    Said(String),
    /// The user has broken off; what that left.
    Interrupted(String),
    /// Whoever read the output has gone: nothing is left to be said.
    Closed,
}

impl Stop {
    /// Says it, and gives the exit code.
    pub(super) fn report(self) -> u8 {
        let (words, code) = match self {
            Self::Said(words) => (words, INCOMPLETE),
            Self::Interrupted(words) => (words, INTERRUPTED),
            Self::Closed => return INCOMPLETE,
        };
        _ = writeln!(io::stderr(), "scrapelint: {words}");
        code
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Said(error.to_string()) }
    }
}

impl From<FileError> for Stop {
    fn from(failure: FileError) -> Self {
        Self::Said(format!("{}: {}", failure.path, failure.reason))
    }
}

/// Writes to standard output. A reader that goes away early (`| head`) changes nothing about the outcome.
pub(super) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes to standard error.
pub(super) fn to_stderr(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
    let mut out = BufWriter::new(io::stderr().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a file: all of it, or nothing.
pub(super) fn to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
    create(path, write).map_err(|error| Stop::Said(format!("{}: cannot be written: {error}", path.display())))
}

/// Writes behind what a file holds.
pub(super) fn at_end_of_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Stop> {
    let named = |error: io::Error| Stop::Said(format!("{}: cannot be written: {error}", path.display()));
    let file = OpenOptions::new().create(true).append(true).open(path).map_err(named)?;
    let mut out = BufWriter::new(file);
    write(&mut out).and_then(|()| out.flush()).map_err(named)
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What the terminal behind `stream` can do.
pub(super) fn look(colour: Colour, stream: &impl IsTerminal) -> Look {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    let may_link = colour != Colour::Never;
    let colour = match colour {
        Colour::Auto => stream.is_terminal() && !is_set("NO_COLOR") && !is_dumb,
        Colour::Always => true,
        Colour::Never => false,
    };
    let links = may_link && stream.is_terminal() && !is_dumb && supports_hyperlinks::supports_hyperlinks();
    let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = columns.unwrap_or(100).clamp(60, 120);
    Look { colour, unicode: speaks_unicode(), links, width }
}

/// Whether the locale says anything but a character set without box drawings.
fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|it| !it.is_empty()));
    match locale {
        Some(locale) if locale == "C" || locale == "POSIX" => false,
        Some(locale) => {
            !locale.contains('.') || locale.to_ascii_lowercase().replace('-', "").contains("utf8")
        }
        None => true,
    }
}

/// An output format and where it goes: `json`, `json:report.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Format<K> {
    pub(super) kind: K,
    pub(super) file: Option<PathBuf>,
}

impl<K: ValueEnum> FromStr for Format<K> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) =
            text.split_once(':').map_or((text, None), |(name, file)| (name, Some(PathBuf::from(file))));
        if file.as_ref().is_some_and(|file| file.as_os_str().is_empty()) {
            return Err(format!("a file belongs behind the colon: `{name}:FILE`"));
        }
        let Ok(kind) = K::from_str(name, false) else {
            let known = K::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            let known: Vec<String> = known.map(|value| format!("`{}`", value.get_name())).collect();
            let names: Vec<&str> = known.iter().map(|name| name.trim_matches('`')).collect();
            let guess =
                nearest(name, &names).map_or(String::new(), |name| format!("did you mean `{name}`? "));
            let (last, first) = known.split_last().map_or(("", &[][..]), |(last, first)| (last, first));
            let first = first.join(", ");
            return Err(format!(
                "{guess}formats are {first} and {last}, each with `:FILE` behind it if wanted"
            ));
        };
        Ok(Self { kind, file })
    }
}

/// Whether formats go to different places.
///
/// # Errors
/// That two go to the same.
pub(super) fn go_apart<K>(formats: &[Format<K>]) -> Result<(), Stop> {
    for (at, format) in formats.iter().enumerate() {
        if formats[..at].iter().all(|other| other.file != format.file) {
            continue;
        }
        return Err(Stop::Said(match &format.file {
            Some(file) => format!("two output formats go to {}; give each a file of its own", file.display()),
            None => {
                "two output formats go to standard output; give all but one a file: `FORMAT:FILE`".to_owned()
            }
        }));
    }
    Ok(())
}
