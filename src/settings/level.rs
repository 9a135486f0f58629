//! Whether a rule runs, and how severe its findings are.

use super::value::word_type;
use crate::finding::Severity;

/// What a rule is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It does not run.
    Off,
    /// It runs, with its own severity.
    On,
    /// It runs, with this severity.
    At(Severity),
}

word_type! {
    Level, "settings.Level", "`off`, `on`, `info`, `warning` or `error`", ["off", "on", "info", "warning", "error"];
}

impl Level {
    fn read(text: &str) -> Option<Self> {
        // What YAML 1.1 takes for a boolean is taken here as well.
        Some(match text {
            "off" | "false" => Self::Off,
            "on" | "true" => Self::On,
            "info" => Self::At(Severity::Info),
            "warning" => Self::At(Severity::Warning),
            "error" => Self::At(Severity::Error),
            _ => return None,
        })
    }
}
