//! A file that is open in the editor.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use lsp_types::{TextDocumentContentChangeEvent, Uri};
use percent_encoding::percent_decode_str;

use super::place::{Encoding, Places};
use super::{Equipment, Ground};
use crate::io::{DEFAULT_MAX_SIZE, Folder};
use crate::lint::{FileError, FileReport, Options, check, check_among};
use crate::source::Source;

/// Bytes of a file up to which it is checked while it is typed.
pub(super) const MAX_SIZE: usize = 4 << 20;

/// How long nothing must be typed before a file is checked; longer where checking it takes longer.
const PAUSE: Duration = Duration::from_millis(100);

/// A file that is open.
pub(super) struct OpenDocument {
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: String,
    /// What was found in `text`, unless it is due to be checked.
    pub(super) report: Option<FileReport>,
    /// When to check it.
    pub(super) due: Option<Instant>,
    /// What could not be done for it and was said already.
    pub(super) said: Vec<String>,
    cost: Duration,
}

impl OpenDocument {
    pub(super) fn new(uri: Uri, version: i32, text: String) -> Self {
        let due = Some(Instant::now());
        Self { uri, version, text, report: None, due, said: Vec::new(), cost: Duration::ZERO }
    }

    /// Takes what was typed.
    pub(super) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        for change in changes {
            match change.range {
                Some(range) => {
                    let span = Places::new(&self.text, encoding).span(range);
                    self.text.replace_range(span.range(), &change.text);
                }
                None => self.text = change.text,
            }
        }
        self.version = version;
        self.report = None;
        self.due = Some(Instant::now() + PAUSE.max(self.cost));
    }

    /// Where it lies, if it is a file; the name of one that was never saved decides what it is too.
    pub(super) fn path(&self) -> PathBuf {
        let uri = self.uri.as_str();
        let path =
            uri.strip_prefix("file://").map_or(uri, |path| path.find('/').map_or("", |at| &path[at..]));
        let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
        // `/C:/conf/prometheus.yml`
        let drive =
            path.strip_prefix('/').filter(|rest| cfg!(windows) && rest[..].chars().nth(1) == Some(':'));
        PathBuf::from(drive.unwrap_or(&path))
    }

    pub(super) fn is_file(&self) -> bool {
        self.uri.as_str().starts_with("file:")
    }

    pub(super) fn is_too_large(&self) -> bool {
        self.text.len() > MAX_SIZE
    }

    /// Sees to it that it is checked soon, since something around it has changed. Many such changes cost one check.
    pub(super) fn look_again(&mut self) {
        let soon = Instant::now() + PAUSE.max(self.cost);
        self.due = Some(self.due.map_or(soon, |due| due.min(soon)));
    }

    /// Checks it, and tells what could not be read for that. There is nothing to report of a file that is too large, or that
    /// settings leave out.
    pub(super) fn check(&mut self, ground: &dyn Ground) -> Result<Vec<FileError>, FileError> {
        self.due = None;
        self.report = None;
        let path = self.path();
        let equipment = if self.is_too_large() { None } else { ground.equipment(&path)? };
        let Some(Equipment { options, failures }) = equipment else { return Ok(Vec::new()) };
        let start = Instant::now();
        let source = Source::new(path.to_string_lossy(), self.text.clone());
        self.report = Some(self.recheck(source, &options));
        self.cost = start.elapsed();
        Ok(failures)
    }

    /// Checks another text in its place.
    pub(super) fn recheck(&self, source: Source, options: &Options) -> FileReport {
        match self.is_file() {
            true => check_among(source, options, &Folder::of(&self.path(), DEFAULT_MAX_SIZE)),
            false => check(source, options),
        }
    }
}
