//! What becomes of a series before it is sent to a remote place (storage/remote/queue_manager.go, `StoreSeries`).

use super::chain::{Chain, Dialect, Outcome, Unusable};
use super::{Labels, Stage, Trace};
use crate::config::{GlobalConfig, RemoteWriteConfig};
use crate::goregex::Wrapper;

/// What Prometheus does with the series that it sends to one remote place.
#[derive(Debug)]
pub struct WriteStage {
    chain: Chain,
    external: Labels,
}

impl WriteStage {
    /// The stage of one remote place; `external` are the external labels in force
    /// ([`external_labels`](super::external_labels)).
    ///
    /// # Errors
    ///
    /// Names the first relabel step that cannot be run.
    pub fn new(
        remote: &RemoteWriteConfig,
        global: &GlobalConfig,
        external: Labels,
        wrapper: Wrapper,
    ) -> Result<Self, Unusable> {
        let dialect = Dialect { scheme: global.name_scheme(), wrapper };
        Ok(Self { chain: Chain::compile(remote.write_relabel_configs.items(), dialect)?, external })
    }

    /// The stage this is.
    pub const fn stage(&self) -> Stage {
        Stage::Write
    }

    /// The relabel steps.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// A series with the external labels that it has not itself.
    pub fn attach(&self, series: &Labels) -> Labels {
        let mut labels = series.clone();
        labels.add_missing(&self.external);
        labels
    }

    /// What of the external labels a series lacks: Prometheus adds those one by one.
    pub(super) fn added<'l>(&'l self, series: &'l Labels) -> impl Iterator<Item = (&'l str, &'l str)> {
        self.external.iter().filter(|(name, _)| !series.contains(name))
    }

    /// Adds the external labels to a series as it is stored, and relabels it.
    pub fn run(&self, series: &Labels) -> Outcome {
        self.chain.run_parts(series.iter(), self.added(series))
    }

    /// What each relabel step does to a series as it is stored.
    pub fn trace(&self, series: &Labels) -> Trace {
        self.chain.trace_parts(series.iter(), self.added(series))
    }
}
