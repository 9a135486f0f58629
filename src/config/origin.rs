//! Where a value in force comes from.

use super::global::{DEFAULT_INTERVAL, DEFAULT_TIMEOUT, GlobalConfig, nonzero};
use super::{Duration, ScrapeConfig};
use crate::source::Span;
use crate::yaml::Field;

/// Where a value in force comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Written in the job.
    Job(Span),
    /// Written in `global`, and inherited.
    Global(Span),
    /// Written in the `global` of the file that names this one, and inherited.
    MainFile,
    /// A default of Prometheus.
    Default,
    /// A default or an inherited value, cut down to the interval because that is shorter.
    Clamped,
}

/// A value in force, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effective<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

fn written(field: &Field<Duration>) -> Option<(Duration, Option<Span>)> {
    Some((nonzero(field.or(Duration::ZERO))?, field.span()))
}

/// A value that is written down: in place `here`, or in another file.
fn effective(value: Duration, span: Option<Span>, here: fn(Span) -> Origin) -> Effective<Duration> {
    Effective { value, origin: span.map_or(Origin::MainFile, here) }
}

impl GlobalConfig {
    /// The interval that jobs inherit.
    pub fn effective_interval(&self) -> Effective<Duration> {
        match written(&self.scrape_interval) {
            Some((value, span)) => effective(value, span, Origin::Global),
            None => Effective { value: DEFAULT_INTERVAL, origin: Origin::Default },
        }
    }

    /// The timeout that jobs inherit, before a job's own interval cuts it down.
    pub fn effective_timeout(&self) -> Effective<Duration> {
        let interval = self.effective_interval().value;
        match written(&self.scrape_timeout) {
            Some((value, span)) => effective(value, span, Origin::Global),
            None if interval < DEFAULT_TIMEOUT => Effective { value: interval, origin: Origin::Clamped },
            None => Effective { value: DEFAULT_TIMEOUT, origin: Origin::Default },
        }
    }
}

impl ScrapeConfig {
    /// The interval in force, as `ScrapeConfig.Validate` finds it.
    pub fn effective_interval(&self, global: &GlobalConfig) -> Effective<Duration> {
        match written(&self.scrape_interval) {
            Some((value, span)) => effective(value, span, Origin::Job),
            None => global.effective_interval(),
        }
    }

    /// The timeout in force, as `ScrapeConfig.Validate` finds it.
    pub fn effective_timeout(&self, global: &GlobalConfig) -> Effective<Duration> {
        if let Some((value, span)) = written(&self.scrape_timeout) {
            return effective(value, span, Origin::Job);
        }
        let inherited = global.effective_timeout();
        let interval = self.effective_interval(global).value;
        if inherited.value > interval {
            return Effective { value: interval, origin: Origin::Clamped };
        }
        inherited
    }
}
