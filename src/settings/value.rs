//! Words that settings know.

use crate::finding::Severity;

/// Makes a type read one of a few words, or say which there are.
macro_rules! word_type {
    ($($type:ident, $name:literal, $expected:literal, [$($word:literal),*];)*) => {$(
        impl $crate::yaml::GoType for $type {
            const NAME: &'static str = $name;
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = $crate::config::Text::deserialize(deserializer)?;
                Self::read(&text).ok_or_else(|| serde::de::Error::custom($expected))
            }
        }

        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "enum": [$($word),*] })
            }
        }
    )*};
}
pub(super) use word_type;

/// Which rules run unasked. Each holds the ones before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// Quiet on healthy configurations.
    #[default]
    Recommended,
    /// For those who want more said.
    Strict,
    /// Everything.
    All,
}

impl Preset {
    /// The word used in pages, settings and arguments.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Strict => "strict",
            Self::All => "all",
        }
    }

    fn read(text: &str) -> Option<Self> {
        [Self::Recommended, Self::Strict, Self::All].into_iter().find(|preset| preset.as_str() == text)
    }
}

/// The severity from which findings make a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailOn(pub Severity);

impl Default for FailOn {
    fn default() -> Self {
        Self(Severity::Warning)
    }
}

impl FailOn {
    fn read(text: &str) -> Option<Self> {
        let known = [Severity::Error, Severity::Warning, Severity::Info];
        known.into_iter().find(|severity| severity.as_str() == text).map(Self)
    }
}

word_type! {
    Preset, "settings.Preset", "`recommended`, `strict` or `all`", ["recommended", "strict", "all"];
    FailOn, "settings.FailOn", "`error`, `warning` or `info`", ["error", "warning", "info"];
}
