//! What a metrics dump is of.

use std::collections::HashSet;

use super::preset::{Preset, presets};
use crate::cardinality::Cardinality;

/// Presets of languages: what is written in them has their metrics beside its own.
const LANGUAGES: [&str; 2] = ["go", "python"];

/// The preset of which a dump has the metrics.
pub fn guess(dump: &Cardinality) -> Option<&'static Preset> {
    let names: HashSet<&str> = dump.metrics.iter().map(|metric| metric.metric.as_str()).collect();
    let signs = |preset: &&Preset| preset.signs.iter().filter(|sign| names.contains(sign.as_str())).count();
    let found = presets().iter().filter(|preset| signs(preset) > 0);
    found.min_by_key(|preset| (LANGUAGES.contains(&preset.name), std::cmp::Reverse(signs(preset))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cardinality::survey;

    #[test]
    fn a_dump_is_recognised_by_metrics_that_nothing_else_has() {
        let of = |text: &str| guess(&survey(text, |_| ()).cardinality).map(|preset| preset.name);
        assert_eq!(
            of("python_info 1\ndjango_http_requests_before_middlewares_total 2\n"),
            Some("django-prometheus")
        );
        assert_eq!(of("go_info 1\nnode_uname_info 1\n"), Some("node-exporter"));
        assert_eq!(of("go_info 1\n"), Some("go"));
        assert_eq!(of("orders_total 1\n"), None);
    }
}
