//! The configuration as Prometheus will use it: defaults filled in, values of `global` inherited, each with its origin.

mod inherit;
mod print;
mod walk;

use std::sync::LazyLock;

use serde::Serialize;

use super::GlobalConfig;
use super::load::Loaded;
use super::schema::{SchemaOf, schema_of_prometheus};
use crate::yaml::{Document, Tree};

/// Whether secrets are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Redaction {
    /// `<redacted>` stands for each.
    #[default]
    Redacted,
    /// As they are.
    Shown,
}

/// Where a value in force comes from. Lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "origin", rename_all = "snake_case")]
pub enum ValueOrigin {
    /// It is written here.
    Written {
        /// The line.
        line: usize,
    },
    /// A null stands here, which makes it empty.
    Null {
        /// The line.
        line: usize,
    },
    /// It is written in `global`, and inherited.
    Global {
        /// The line.
        line: usize,
    },
    /// It is written in `global` of the file that names this one, and inherited.
    MainFile,
    /// It is a default of Prometheus.
    Default,
    /// It is an inherited or default timeout, cut down to the interval because that is shorter.
    Clamped,
}

/// The whole configuration in force.
#[derive(Clone, Debug)]
pub struct EffectiveConfig {
    sections: Section,
}

/// Keys of a section, in order: those written first, then what else is in force.
type Section = Vec<(String, Node)>;

#[derive(Clone, Debug)]
enum Node {
    Scalar(Tree, ValueOrigin),
    List(Vec<Node>),
    Section(Section),
}

/// One value in force.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EffectiveValue {
    /// Where it belongs: `scrape_configs[0].scrape_interval`.
    pub path: String,
    /// The value; a number, a boolean, a text, null, or an empty list or mapping.
    pub value: serde_json::Value,
    /// Where it comes from.
    #[serde(flatten)]
    pub origin: ValueOrigin,
}

/// The configuration in force; `loaded` is what [`load`](super::load) made of the same document. Of one that Prometheus
/// refuses, as much as decodes.
pub fn effective_config(document: &Document<'_>, loaded: &Loaded, redaction: Redaction) -> EffectiveConfig {
    let mut sections = walk::Walk::new(document, schema_of_prometheus(), redaction).root();
    inherit::complete(&mut sections, &loaded.config, document);
    EffectiveConfig { sections }
}

impl EffectiveConfig {
    /// The jobs in force of a file that this configuration names in `scrape_config_files`; `loaded` is what
    /// [`load_jobs`](super::load_jobs) made of it with `global`, the one of this configuration.
    pub fn jobs_of(
        &self,
        document: &Document<'_>,
        loaded: &Loaded,
        global: &GlobalConfig,
        redaction: Redaction,
    ) -> EffectiveConfig {
        static SCHEMA: LazyLock<serde_json::Value> = LazyLock::new(|| SchemaOf::ScrapeConfigFile.schema());
        let mut sections = walk::Walk::new(document, &SCHEMA, redaction).root();
        inherit::complete_jobs_of_file(&mut sections, loaded, (&self.sections, global), document);
        EffectiveConfig { sections }
    }
}
