//! A job for what metrics dumps show.

use std::path::PathBuf;

use super::batch::Batch;
use super::ground::is_taken;
use crate::cli::output::Stop;
use crate::cli::size::MaxFileSize;
use crate::finding::{listed, short};
use crate::generate::{JobRequest, Preset, Trial, guess, limits, make, preset};
use crate::io::read_dump;
use crate::lint::Options;

/// How many times as much as in the dumps there is room for.
const HEADROOM: f64 = 2.0;

/// Makes the job of what has answered with these dumps: of a preset that is given, or that they show.
pub(super) fn job(
    paths: &[PathBuf],
    given: Option<&'static Preset>,
    request: &JobRequest,
    size: MaxFileSize,
) -> Result<Batch, Stop> {
    let mut is_whole = true;
    let mut dumps = Vec::new();
    for path in paths {
        let dump = read_dump(path, size.bytes())?;
        is_whole &= is_taken(&dump)?;
        dumps.push(dump);
    }
    let trial = Trial::without_configuration(&dumps, Options::default()).map_err(Stop::Said)?;
    let found = given.or_else(|| guess(&trial.cardinality));
    let mut notes = Vec::new();
    let preset = match found {
        Some(preset) => preset,
        None => preset("generic").map_err(|unknown| Stop::Said(unknown.to_string()))?,
    };
    if given.is_none() {
        notes.push(match found {
            Some(preset) => format!("by its metrics, preset `{}`: {}", preset.name, preset.summary),
            None => "its metrics do not say what it is; --preset does, where there is one for it".to_owned(),
        });
    }
    let mut made = make(preset, request).map_err(Stop::Said)?;
    made.limit(&limits(&trial.extent, HEADROOM));
    let names: Vec<&str> = dumps.iter().map(|dump| &*dump.path).collect();
    notes.push(format!("the limits have room for {HEADROOM} times what is in {}", listed(&names)));
    for id in trial.cardinality.id_labels.iter().filter(|id| !id.rides_along) {
        notes.push(format!(
            "the label {} holds IDs: each new one brings new series, and the limit of samples is all that stops them; \
             `scrapelint generate drop-rules --metrics {}` shows what can be left out, and what that would lose",
            short(&id.label),
            names.join(" ")
        ));
    }
    let dumps = dumps.iter().map(|dump| dump.path.clone()).collect();
    Ok(Batch { made: vec![made], notes, dumps, is_doubtful: !is_whole, ..Batch::default() })
}
