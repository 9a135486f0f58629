//! Patterns of paths and of job names.

use std::borrow::Cow;

use globset::{Glob, GlobBuilder, GlobMatcher};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de;
use serde::{Deserialize, Deserializer};

use crate::config::Text;
use crate::yaml::GoType;

/// A path relative to the folder of the settings, or a pattern of such: `*` is any text within a name, `**` any
/// folders. What fits a folder fits all that is in it.
///
/// ```
/// use scrapelint::settings::FilePattern;
/// let pattern = FilePattern::new("legacy/**/*.yml").unwrap();
/// assert!(pattern.matches("legacy/a/prometheus.yml"));
/// assert!(!pattern.matches("other/legacy/prometheus.yml"));
/// assert!(FilePattern::new("legacy").unwrap().matches("legacy/a/prometheus.yml"));
/// ```
#[derive(Clone, Debug)]
pub struct FilePattern {
    text: String,
    matcher: GlobMatcher,
}

impl FilePattern {
    /// The pattern of this text, or nothing if it is none.
    pub fn new(text: &str) -> Option<Self> {
        let trimmed = text.strip_prefix("./").unwrap_or(text).trim_end_matches('/');
        if trimmed.is_empty() {
            return None;
        }
        let glob = GlobBuilder::new(trimmed).literal_separator(true).build().ok()?;
        Some(Self { text: trimmed.to_owned(), matcher: glob.compile_matcher() })
    }

    /// Whether a path, with `/` between its parts, or one of the folders that it is in fits.
    pub fn matches(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at).filter(|&at| at > 0);
        self.matcher.is_match(path) || ends.into_iter().any(|end| self.matcher.is_match(&path[..end]))
    }

    /// The path that it is, unless it is a pattern.
    pub fn literal(&self) -> Option<&str> {
        (!self.text.contains(['*', '?', '[', '{', '\\'])).then_some(&self.text)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// A job's name, or a pattern of such: `*` is any text.
#[derive(Clone, Debug)]
pub struct JobPattern {
    text: String,
    matcher: GlobMatcher,
}

impl JobPattern {
    /// The pattern of this text, or nothing if it is none.
    pub fn new(text: &str) -> Option<Self> {
        let glob = Glob::new(text).ok()?;
        Some(Self { text: text.to_owned(), matcher: glob.compile_matcher() })
    }

    /// Whether a job's name fits.
    pub fn matches(&self, job: &str) -> bool {
        self.text == job || self.matcher.is_match(job)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl GoType for FilePattern {
    const NAME: &'static str = "settings.FilePattern";
    const LIST: &'static str = "[]string";
}

impl GoType for JobPattern {
    const NAME: &'static str = "settings.JobPattern";
    const LIST: &'static str = "[]string";
}

impl<'de> Deserialize<'de> for FilePattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| de::Error::custom("a path, or a pattern with `*` and `**`"))
    }
}

impl<'de> Deserialize<'de> for JobPattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| de::Error::custom("a job's name, or a pattern with `*`"))
    }
}

macro_rules! text_schema {
    ($($type:ident)*) => {$(
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string" })
            }
        }
    )*};
}
text_schema! { FilePattern JobPattern }
