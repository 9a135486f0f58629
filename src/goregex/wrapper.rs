//! The texts that Prometheus puts around a pattern.

/// What Prometheus puts around a pattern before Go reads it: anchors, and in Prometheus 3 the flag that lets `.` match
/// newlines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Wrapper {
    /// `^(?s:` and `)$`
    #[default]
    Prometheus3,
    /// `^(?:` and `)$`
    Prometheus2,
}

impl Wrapper {
    /// That of a major version of Prometheus.
    pub fn of_major(version: u8) -> Self {
        if version < 3 { Self::Prometheus2 } else { Self::Prometheus3 }
    }

    /// The text in front of the pattern.
    pub fn before(self) -> &'static str {
        match self {
            Self::Prometheus3 => "^(?s:",
            Self::Prometheus2 => "^(?:",
        }
    }

    /// The text behind the pattern.
    pub fn behind(self) -> &'static str {
        ")$"
    }
}
