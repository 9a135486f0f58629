//! Keys that are not known, or stand twice.

use super::Words;
use super::shown::short;
use crate::config::RENAMED_KEYS;
use crate::finding::Safety;

/// Where a key stands.
#[derive(Clone, Copy)]
pub(super) enum Section<'s> {
    /// At the top level of the file.
    Top,
    /// Under this key.
    Named(&'s str),
    /// In an item of a file that is one list.
    Item,
}

impl Section<'_> {
    fn words(self) -> String {
        match self {
            Self::Top => "the top level".to_owned(),
            Self::Named(key) => short(key),
            Self::Item => "this list's items".to_owned(),
        }
    }
}

/// What is known of a key that its section does not have.
pub(super) enum Unknown {
    /// Another key was meant.
    Meant {
        /// It.
        name: &'static str,
        /// Why it has this name, behind it in a sentence.
        why: &'static str,
        /// How sure that is, as the safety of writing it.
        safety: Safety,
    },
    /// It belongs elsewhere, or to another program: what to do.
    Misplaced(&'static str),
    /// Nothing.
    Nothing,
}

impl Unknown {
    /// `nearest` finds the known key that was likely meant.
    pub(super) fn of(
        section: Section<'_>,
        key: &str,
        known: &'static [&'static str],
        nearest: impl FnOnce() -> Option<&'static str>,
    ) -> Self {
        let meant = |name, why, safety| Self::Meant { name, why, safety };
        if let Some((name, why)) = renamed(key).filter(|(name, _)| known.contains(name)) {
            let is_former = RENAMED_KEYS.iter().any(|renamed| renamed.old == key && renamed.new == name);
            return meant(name, why, if is_former { Safety::Safe } else { Safety::Unsafe });
        }
        if let Some(help) = misplaced(section, key) {
            return Self::Misplaced(help);
        }
        let snake = snake_case(key);
        if let Some(name) = known.iter().find(|known| **known == snake) {
            return meant(name, "", Safety::Safe);
        }
        nearest().map_or(Self::Nothing, |name| meant(name, "", Safety::Unsafe))
    }
}

/// A key that its section does not have.
pub(super) fn unknown_key(section: Section<'_>, key: &str, unknown: &Unknown) -> Words {
    let headline = format!("{} is not a key of {}", short(key), section.words());
    let (label, help) = match unknown {
        Unknown::Meant { name, why, .. } => {
            (format!("did you mean `{name}`?"), format!("write `{name}`{why}"))
        }
        Unknown::Misplaced(help) => ("Prometheus knows no such key here".to_owned(), (*help).to_owned()),
        Unknown::Nothing => (
            "Prometheus knows no such key here".to_owned(),
            "remove the key, or move it into the section it belongs to; check its indentation".to_owned(),
        ),
    };
    Words::new(headline, label, help)
}

/// `sourceLabels`, as Kubernetes objects spell it, for `source_labels`.
fn snake_case(key: &str) -> String {
    let mut snake = String::with_capacity(key.len() + 4);
    for c in key.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(if c == '-' { '_' } else { c.to_ascii_lowercase() });
    }
    snake
}

/// The name of a key that has another one in older versions of Prometheus or elsewhere, and a word about it.
fn renamed(key: &str) -> Option<(&'static str, &'static str)> {
    Some(match key {
        "target_groups" => ("static_configs", ": that is its name since Prometheus 0.20"),
        "scrape_classic_histograms" => {
            ("always_scrape_classic_histograms", ": the key was renamed in Prometheus 3.0")
        }
        "metric_relabelings" | "metricRelabelings" | "metrics_relabel_configs" => {
            ("metric_relabel_configs", "")
        }
        "relabelings" | "relabel_config" => ("relabel_configs", ""),
        "interval" => ("scrape_interval", ""),
        "timeout" => ("scrape_timeout", ""),
        "path" => ("metrics_path", ""),
        "name" | "job" => ("job_name", ""),
        "target" => ("targets", ", which is a list"),
        _ => return None,
    })
}

/// What to do with a key that belongs elsewhere, or to another program.
fn misplaced(section: Section<'_>, key: &str) -> Option<&'static str> {
    Some(match (section, key) {
        (_, "http_config") => "write the keys of `http_config` straight into this section",
        (Section::Named("queue_config"), "max_retries") => {
            "remove it: since Prometheus 2.11 a batch is sent again for as long as it takes"
        }
        (_, "if") => "remove it: `if` is VictoriaMetrics's; Prometheus has only `regex` over `source_labels`",
        (_, "pipeline_stages" | "positions" | "clients" | "journal") => {
            "remove it: it is a key of Promtail, not of Prometheus"
        }
        (
            _,
            "scrape_align_interval" | "scrape_offset" | "stream_parse" | "no_stale_markers" | "series_limit",
        ) => "remove it: it is a key of VictoriaMetrics's vmagent, not of Prometheus",
        (Section::Top, "groups") => {
            "name this file under `rule_files` of a configuration: it looks like one of rules"
        }
        (
            Section::Top,
            "job_name" | "static_configs" | "metrics_path" | "relabel_configs" | "metric_relabel_configs",
        ) => "indent it: it belongs to a job, an item of the list `scrape_configs`",
        (Section::Top, "scrape_interval" | "scrape_timeout" | "evaluation_interval" | "external_labels") => {
            "indent it: it belongs under `global`"
        }
        (Section::Top, "alertmanagers" | "alert_relabel_configs") => "indent it: it belongs under `alerting`",
        (Section::Top, _) if key.starts_with("x-") || key.starts_with('.') => {
            "remove it: Prometheus has no extension keys; set an anchor where its value is first used"
        }
        _ => return None,
    })
}

pub(super) fn duplicate_key(key: &str) -> Words {
    Words::new(
        format!("{} is set twice", short(key)),
        "set again here",
        "keep one of the two, with what both hold",
    )
}
