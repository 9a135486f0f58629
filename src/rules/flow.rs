//! Which labels a target can have at each step of its relabeling.
//!
//! What is known is only what cannot be: a label that no service discovery gives, that Prometheus does not set and no
//! earlier step makes. Wherever that is not certain, a label may be there.

use std::collections::HashMap;

use crate::config::sd::{Discoveries, Provider};
use crate::config::{RelabelConfig, ScrapeConfig};
use crate::finding::nearest;
use crate::rules::effect::{Effect, effect, names_one};
use crate::rules::step::decodes;
use crate::rules::{Chain, Stage};
use crate::yaml::Spanned;

/// More steps than this that may act on any label, and nothing is known behind them: looking at each of them for each
/// label would take too long.
const MOST: usize = 64;

/// Labels that every target has before the first step (scrape/target.go, `PopulateLabels`).
pub(crate) const OF_TARGETS: [&str; 9] = [
    "__address__",
    "__always_scrape_classic_histograms__",
    "__convert_classic_histograms_to_nhcb__",
    "__metrics_path__",
    "__scheme__",
    "__scrape_interval__",
    "__scrape_native_histograms__",
    "__scrape_timeout__",
    "job",
];

/// The same of Alertmanagers (notifier/alertmanager.go, `AlertmanagerFromGroup`).
pub(crate) const OF_ALERTMANAGERS: [&str; 3] = ["__address__", "__alerts_path__", "__scheme__"];

/// The labels of a job's targets, or of Alertmanagers, on their way through relabeling.
pub(super) struct Flow<'c> {
    pub(super) steps: &'c [Spanned<RelabelConfig>],
    defaults: &'static [&'static str],
    pub(super) job: Option<&'c ScrapeConfig>,
    pub(super) discoveries: Discoveries<'c>,
    /// What the service discoveries give.
    pub(super) providers: Vec<&'static Provider>,
    /// Steps by the one label they set.
    setters: HashMap<&'c str, Vec<usize>>,
    /// Steps that may set or remove many labels.
    wild: Vec<usize>,
}

impl<'c> Flow<'c> {
    /// What is known of a chain; nothing if its targets may have any label, or none at all are looked for.
    pub(super) fn of(chain: Chain<'c>) -> Option<Self> {
        let discoveries: Discoveries<'c> = chain.discoveries()?;
        if discoveries.is_empty() || chain.steps.iter().any(|step| !decodes(step)) {
            return None;
        }
        let mut setters: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut wild = Vec::new();
        for (position, step) in chain.steps.iter().enumerate() {
            let step = step.value()?;
            match names_one(step) {
                Some("") => {}
                Some(label) => setters.entry(label).or_default().push(position),
                None => wild.push(position),
            }
        }
        Some(Self {
            steps: chain.steps,
            defaults: if chain.stage == Stage::Target { &OF_TARGETS } else { &OF_ALERTMANAGERS },
            job: chain.job,
            providers: discoveries.provided()?,
            discoveries,
            setters,
            wild,
        })
    }

    /// Whether a target may have this label before the step at this position.
    pub(super) fn may_have(&self, label: &str, before: usize) -> bool {
        let Some(acting) = self.acting(label, before) else { return true };
        for position in acting.into_iter().rev() {
            let Some(step) = self.steps[position].value() else { return true };
            match effect(step, label) {
                Effect::MaySet => return true,
                Effect::Removes => return false,
                Effect::None => {}
            }
        }
        self.may_begin_with(label)
    }

    /// The steps before a position that may set or remove a label, in order; nothing if there are too many to look at.
    pub(super) fn acting(&self, label: &str, before: usize) -> Option<Vec<usize>> {
        let set = self.setters.get(label).map_or(&[][..], Vec::as_slice);
        let earlier = |steps: &'_ [usize]| steps.partition_point(|&position| position < before);
        let (set, wild) = (&set[..earlier(set)], &self.wild[..earlier(&self.wild)]);
        let mut acting = [set, wild].concat();
        acting.sort_unstable();
        (acting.len() <= MOST).then_some(acting)
    }

    /// Whether a target may have this label before the first step.
    fn may_begin_with(&self, label: &str) -> bool {
        self.defaults.contains(&label)
            || self.providers.iter().any(|provider| provider.provides(label))
            // Some service discoveries name the instance.
            || label == "instance" && !self.providers.is_empty()
            || self.is_parameter(label)
            || self.given_labels().any(|given| given == label)
    }

    fn is_parameter(&self, label: &str) -> bool {
        let Some(name) = label.strip_prefix("__param_") else { return false };
        let parameters = self.job.and_then(|job| job.params.value());
        parameters.is_some_and(|parameters| {
            parameters.entries().iter().any(|(key, _)| key.value().is_some_and(|key| &**key == name))
        })
    }

    /// The labels of static targets.
    pub(super) fn given_labels(&self) -> impl Iterator<Item = &str> {
        let labels = self.discoveries.static_configs.values().filter_map(|group| group.labels.value());
        labels.flat_map(|labels| labels.entries()).filter_map(|(name, _)| name.value().map(|name| &**name))
    }

    /// Whether static targets have a label that begins with this, or steps make one.
    pub(super) fn gives_prefix(&self, start: &str) -> bool {
        self.given_labels().any(|label| label.starts_with(start))
            || self.setters.keys().any(|label| label.starts_with(start))
    }

    /// The first step that sets this label and no other.
    pub(super) fn first_setter(&self, label: &str) -> Option<usize> {
        self.setters.get(label)?.first().copied()
    }

    /// The label that was likely meant, of those that a target may have before the step at this position.
    pub(super) fn nearest(&self, label: &str, before: usize) -> Option<String> {
        let provided: Vec<String> = self.providers.iter().flat_map(|provider| provider.names()).collect();
        let set = self.setters.iter().filter(|(_, positions)| positions[0] < before).map(|(label, _)| *label);
        let all = set.chain(self.defaults.iter().copied()).chain(self.given_labels());
        let all = all.chain(provided.iter().map(String::as_str).filter(|name| !name.ends_with('*')));
        let families = provided.iter().filter_map(|name| in_family(label, name.strip_suffix("_*")?));
        let families: Vec<String> = families.collect();
        let all = all.chain(families.iter().map(String::as_str));
        let mut known: Vec<&str> = all.filter(|known| *known != label).collect();
        known.sort_unstable();
        nearest(label, &known).map(str::to_owned)
    }
}

/// A label as one of a family of names, whatever it begins with: `a_labels_app` of `a_label` is `a_label_app`.
fn in_family(label: &str, family: &str) -> Option<String> {
    let depth = family.matches('_').count();
    let (end, _) = label.match_indices('_').nth(depth)?;
    Some(format!("{family}{}", &label[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{GlobalConfig, Mode, load};
    use crate::goregex::Wrapper;
    use crate::relabel::{TargetStage, static_targets};
    use crate::rules::proof::matches;
    use crate::rules::values::Values;
    use crate::yaml::parse;

    /// Targets of recorded configurations have no label, and no value, that was said to be impossible.
    #[test]
    fn what_is_known_holds_for_recorded_targets() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/conformance/populate.jsonl");
        let lines = std::fs::read_to_string(path).unwrap();
        let (mut labels, mut values) = (0, 0);
        for line in lines.lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let (document, _) = parse(case["yaml"].as_str().unwrap());
            let config = load(&document, Mode::Server).config;
            let empty = GlobalConfig::default();
            let global = config.global.value().unwrap_or(&empty);
            for job in config.jobs() {
                let Some(flow) = Flow::of(Chain::of_targets(job)) else { continue };
                let Ok(stage) = TargetStage::new(job, global, Wrapper::Prometheus3) else { continue };
                for target in static_targets(&job.static_configs) {
                    let mut now = stage.discovered(&target.labels);
                    for (position, step) in stage.trace(&target.labels).steps.iter().enumerate() {
                        for (label, _) in now.iter() {
                            assert!(flow.may_have(label, position), "{}: {label} at {position}", case["id"]);
                            labels += 1;
                        }
                        let read = job.relabel_configs.items()[position].value().unwrap();
                        let read = read.source_labels.values().map(|label| label.to_string());
                        for label in read.chain(now.iter().map(|(label, _)| label.to_owned())) {
                            let value = now.get(&label);
                            let is_known = match flow.values(&label, position) {
                                Some(Values::OneOf(known)) => known.iter().any(|known| known == value),
                                Some(Values::Like(form)) => matches(form.pattern, value) == Some(true),
                                None => continue,
                            };
                            // What nothing sets is empty, whatever it would be otherwise.
                            let is_absent = value.is_empty() && !flow.may_have(&label, position);
                            assert!(is_known || is_absent, "{}: {label}={value} at {position}", case["id"]);
                            values += 1;
                        }
                        for change in &step.changes {
                            now.set(&change.label, &change.after);
                        }
                    }
                }
            }
        }
        assert!(labels > 10_000 && values > 5_000, "{labels} labels, {values} values");
    }
}
