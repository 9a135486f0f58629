//! A job for what metrics dumps show.

use std::path::PathBuf;

use super::batch::Batch;
use super::ground::is_taken;
use crate::cardinality::Cardinality;
use crate::cli::output::Stop;
use crate::cli::size::MaxFileSize;
use crate::finding::{listed, short};
use crate::generate::{Extent, JobRequest, Preset, Trial, guess, limits, make, preset};
use crate::io::read_dump;
use crate::lint::Options;

/// How many times as much as in the dumps there is room for.
const HEADROOM: f64 = 2.0;

/// What targets have answered, and what that is taken for.
pub(super) struct Observed {
    dumps: Vec<String>,
    /// Whether Prometheus would take them all.
    is_whole: bool,
    cardinality: Cardinality,
    extent: Extent,
    guessed: Option<&'static Preset>,
}

impl Observed {
    pub(super) fn read(paths: &[PathBuf], size: MaxFileSize, options: &Options) -> Result<Self, Stop> {
        let mut is_whole = true;
        let mut dumps = Vec::new();
        for path in paths {
            let dump = read_dump(path, size.bytes())?;
            is_whole &= is_taken(&dump)?;
            dumps.push(dump);
        }
        let trial = Trial::without_configuration(&dumps, options.clone()).map_err(Stop::Said)?;
        let Trial { cardinality, extent, .. } = trial;
        let dumps = dumps.iter().map(|dump| dump.path.clone()).collect();
        Ok(Self { dumps, is_whole, guessed: guess(&cardinality), cardinality, extent })
    }

    /// The preset that they show; the one for anything if they show none.
    pub(super) fn preset(&self) -> Result<&'static Preset, Stop> {
        let any = || preset("generic").map_err(|unknown| Stop::Said(unknown.to_string()));
        self.guessed.map_or_else(any, Ok)
    }

    /// What they are taken for.
    pub(super) fn guess(&self) -> String {
        match self.guessed {
            Some(preset) => format!("by its metrics, preset `{}`: {}", preset.name, preset.summary),
            None => "its metrics do not say what it is; --preset does, where there is one for it".to_owned(),
        }
    }

    /// Makes the job: of a preset that is given, or that they show.
    pub(super) fn job(&self, given: Option<&'static Preset>, request: &JobRequest) -> Result<Batch, Stop> {
        let mut notes = Vec::new();
        if given.is_none() {
            notes.push(self.guess());
        }
        let mut made = make(given.map_or_else(|| self.preset(), Ok)?, request).map_err(Stop::Said)?;
        made.limit(&limits(&self.extent, HEADROOM));
        let names: Vec<&str> = self.dumps.iter().map(String::as_str).collect();
        notes.push(format!("the limits have room for {HEADROOM} times what is in {}", listed(&names)));
        for id in self.cardinality.id_labels.iter().filter(|id| !id.rides_along) {
            notes.push(format!(
                "the label {} holds IDs: each new one brings new series, and the limit of samples is all that stops them; \
                 `scrapelint generate drop-rules --metrics {}` shows what can be left out, and what that would lose",
                short(&id.label),
                names.join(" ")
            ));
        }
        let dumps = self.dumps.clone();
        Ok(Batch { made: vec![made], notes, dumps, is_doubtful: !self.is_whole, ..Batch::default() })
    }
}
