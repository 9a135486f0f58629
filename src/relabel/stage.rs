//! The places where Prometheus relabels.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// A place where Prometheus relabels.
///
/// ```
/// use scrapelint::relabel::Stage;
///
/// assert_eq!("metric".parse(), Ok(Stage::Metric));
/// assert_eq!(Stage::Metric.key(), "metric_relabel_configs");
/// let error = "sample".parse::<Stage>().unwrap_err();
/// assert_eq!(error.to_string(), r#"unknown stage "sample": use target, metric, write or alert"#);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The targets of a job, before they are scraped.
    Target,
    /// The samples of a job, after they are scraped.
    Metric,
    /// Samples before they are sent to a remote place.
    Write,
    /// Alerts before they are sent to Alertmanagers.
    Alert,
}

impl Stage {
    /// All stages, in the order in which data passes them.
    pub const ALL: [Self; 4] = [Self::Target, Self::Metric, Self::Write, Self::Alert];

    /// The word for it: `target`, `metric`, `write`, `alert`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Metric => "metric",
            Self::Write => "write",
            Self::Alert => "alert",
        }
    }

    /// The key that holds its steps.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Target => "relabel_configs",
            Self::Metric => "metric_relabel_configs",
            Self::Write => "write_relabel_configs",
            Self::Alert => "alert_relabel_configs",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A word that is no stage; its text names those there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownStage(String);

impl fmt::Display for UnknownStage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "unknown stage {:?}: use target, metric, write or alert", self.0)
    }
}

impl std::error::Error for UnknownStage {}

impl FromStr for Stage {
    type Err = UnknownStage;

    fn from_str(word: &str) -> Result<Self, UnknownStage> {
        Self::ALL
            .into_iter()
            .find(|stage| stage.as_str() == word)
            .ok_or_else(|| UnknownStage(word.to_owned()))
    }
}
