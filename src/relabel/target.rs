//! The life of a target, from discovery to the URL that is scraped (scrape/target.go of Prometheus 3.14).

use std::collections::BTreeMap;

use super::chain::{Chain, Dialect, Outcome, Unusable};
use super::endpoint::{Endpoint, check_address, query};
use super::found::{ADDRESS, static_targets};
use super::{Labels, Stage, Trace};
use crate::config::{Duration, GlobalConfig, ScrapeConfig};
use crate::goregex::Wrapper;
use crate::yaml::{Field, go_quote};

/// What Prometheus does with the targets of a job.
///
/// It is the way of Prometheus 3.14. Of Prometheus 2 only the wrapper of regular expressions is modelled; that one also
/// added a port to an address without one, and let `params` win over a target's own `__param_…` labels.
///
/// ```
/// use scrapelint::config::{GlobalConfig, Mode, load};
/// use scrapelint::goregex::Wrapper;
/// use scrapelint::relabel::{Labels, TargetOutcome, TargetStage};
///
/// let text = "scrape_configs: [{job_name: web, relabel_configs: [{target_label: __scheme__, replacement: https}]}]";
/// let (document, _) = scrapelint::yaml::parse(text);
/// let config = load(&document, Mode::Server).config;
/// let job = config.jobs().next().unwrap();
/// let stage = TargetStage::new(job, &GlobalConfig::default(), Wrapper::Prometheus3).unwrap();
///
/// let found = Labels::from_iter([("__address__", "a:80"), ("zone", "x")]);
/// assert_eq!(stage.discovered(&found).get("__scrape_interval__"), "1m");
/// let TargetOutcome::Active(target) = stage.run(&found) else { panic!("dropped or refused") };
/// assert_eq!(target.url, "https://a:80/metrics");
/// assert_eq!(target.public_labels().to_string(), r#"{instance="a:80", job="web", zone="x"}"#);
/// ```
#[derive(Debug)]
pub struct TargetStage {
    chain: Chain,
    /// Labels that a target gets where it has none of the name, in the order in which Prometheus sets them.
    defaults: Vec<(String, String)>,
    parameters: BTreeMap<String, Vec<String>>,
}

/// A target that is scraped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// All labels that remain, also those that begin with `__` and are on no sample.
    pub labels: Labels,
    /// What is requested.
    pub url: String,
}

/// What becomes of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetOutcome {
    /// It is used.
    Active(Target),
    /// A relabel step dropped it.
    Dropped {
        /// The step, from 0.
        step: usize,
        /// The labels just before that step.
        labels: Labels,
    },
    /// Prometheus finds something wrong with it once it is relabeled, and leaves it out.
    Failed {
        /// What is wrong, in Prometheus's words.
        error: String,
        /// The labels behind the last step.
        labels: Labels,
    },
}

/// The prefix of labels that Prometheus removes once a target is relabeled.
const META: &str = "__meta_";
const PARAMETER: &str = "__param_";
const INTERVAL: &str = "__scrape_interval__";
const TIMEOUT: &str = "__scrape_timeout__";
const PATH: &str = "__metrics_path__";
pub(super) const SCHEME: &str = "__scheme__";
const INSTANCE: &str = "instance";

/// Labels that hold a truth value, and what messages call them.
const NATIVE_HISTOGRAMS: (&str, &str) = ("__scrape_native_histograms__", "scrape native histograms");
const CLASSIC_HISTOGRAMS: (&str, &str) =
    ("__always_scrape_classic_histograms__", "always scrape classic histograms");
const CONVERTED_HISTOGRAMS: (&str, &str) =
    ("__convert_classic_histograms_to_nhcb__", "convert classic histograms to nhcb");

impl TargetStage {
    /// The stage of a job that inherits from `global`.
    ///
    /// # Errors
    ///
    /// Names the first relabel step that cannot be run.
    pub fn new(job: &ScrapeConfig, global: &GlobalConfig, wrapper: Wrapper) -> Result<Self, Unusable> {
        let dialect = Dialect { scheme: job.name_scheme(global), wrapper };
        Ok(Self {
            chain: Chain::compile(job.relabel_configs.items(), dialect)?,
            defaults: defaults(job, global),
            parameters: parameters(job),
        })
    }

    /// The stage this is.
    pub const fn stage(&self) -> Stage {
        Stage::Target
    }

    /// The relabel steps.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The labels that relabeling starts with: those that were found, and what the job says of the rest
    /// (`PopulateDiscoveredLabels`).
    pub fn discovered(&self, found: &Labels) -> Labels {
        self.in_order(found).collect()
    }

    /// The same in the order in which Prometheus sets them, which counts where `labelmap` gives several labels one name.
    ///
    /// Prometheus takes found labels, and parameters, in no fixed order; here they come sorted.
    pub(super) fn in_order<'l>(&'l self, found: &'l Labels) -> impl Iterator<Item = (&'l str, &'l str)> {
        let defaults = self.defaults.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        found.iter().chain(defaults.filter(|(name, _)| !found.contains(name)))
    }

    /// What becomes of a target that was found: it gets the labels it lacks, is relabeled and checked
    /// (`PopulateLabels`).
    pub fn run(&self, found: &Labels) -> TargetOutcome {
        match self.chain.run_parts([], self.in_order(found)) {
            Outcome::Dropped { step, labels } => TargetOutcome::Dropped { step, labels },
            Outcome::Kept(labels) => self.finish(labels),
        }
    }

    /// The labels that series get from the first static target of the job that is scraped; the job's name alone if there
    /// is none.
    pub fn first_public_labels(&self, job: &ScrapeConfig) -> Labels {
        let mut active =
            static_targets(&job.static_configs).filter_map(|target| match self.run(&target.labels) {
                TargetOutcome::Active(target) => Some(target.public_labels()),
                TargetOutcome::Dropped { .. } | TargetOutcome::Failed { .. } => None,
            });
        active.next().unwrap_or_else(|| Labels::from_iter([("job", job.name())]))
    }

    /// What each relabel step does to a target that was found; [`TargetStage::finish`] takes what the last one leaves.
    pub fn trace(&self, found: &Labels) -> Trace {
        self.chain.trace_parts([], self.in_order(found))
    }

    /// What becomes of a target once its labels are relabeled: the checks, in Prometheus's order, the label `instance`,
    /// and the URL.
    pub fn finish(&self, labels: Labels) -> TargetOutcome {
        if let Err(error) = check(&labels) {
            return TargetOutcome::Failed { error, labels };
        }
        let kept = labels.iter().filter(|(name, _)| !name.starts_with(META));
        let mut target: Labels = kept.collect();
        if !target.contains(INSTANCE) {
            target.set(INSTANCE, labels.get(ADDRESS));
        }
        let url = self.url(&target);
        TargetOutcome::Active(Target { labels: target, url })
    }

    /// `Target.URL`
    fn url(&self, labels: &Labels) -> String {
        let mut parameters: BTreeMap<&str, Vec<&str>> = self
            .parameters
            .iter()
            .map(|(name, values)| (name.as_str(), values.iter().map(String::as_str).collect()))
            .collect();
        for (label, value) in labels.iter() {
            let Some(name) = label.strip_prefix(PARAMETER) else { continue };
            let values = parameters.entry(name).or_default();
            match values.first_mut() {
                Some(first) => *first = value,
                None => values.push(value),
            }
        }
        let query = query(parameters);
        let (scheme, host, path) = (labels.get(SCHEME), labels.get(ADDRESS), labels.get(PATH));
        Endpoint { scheme, host, path, query: &query }.to_string()
    }
}

impl Target {
    /// The labels that samples of the target get: all that do not begin with `__`.
    pub fn public_labels(&self) -> Labels {
        self.labels.iter().filter(|(name, _)| !name.starts_with("__")).collect()
    }
}

fn defaults(job: &ScrapeConfig, global: &GlobalConfig) -> Vec<(String, String)> {
    let switch = |own: &Field<bool>, inherited: &Field<bool>| {
        own.value().or(inherited.value()).copied().unwrap_or_default().to_string()
    };
    let fixed = [
        ("job", job.name().to_owned()),
        (INTERVAL, job.interval(global).to_string()),
        (TIMEOUT, job.timeout(global).to_string()),
        (PATH, job.metrics_path.text_or("/metrics").to_owned()),
        (SCHEME, job.scheme.text_or("http").to_owned()),
        (
            CONVERTED_HISTOGRAMS.0,
            switch(&job.convert_classic_histograms_to_nhcb, &global.convert_classic_histograms_to_nhcb),
        ),
        (
            CLASSIC_HISTOGRAMS.0,
            switch(&job.always_scrape_classic_histograms, &global.always_scrape_classic_histograms),
        ),
        (NATIVE_HISTOGRAMS.0, switch(&job.scrape_native_histograms, &global.scrape_native_histograms)),
    ];
    let fixed = fixed.map(|(name, value)| (name.to_owned(), value));
    let of_parameters = parameters(job)
        .into_iter()
        .filter_map(|(name, values)| Some((format!("{PARAMETER}{name}"), values.into_iter().next()?)));
    fixed.into_iter().chain(of_parameters).collect()
}

fn parameters(job: &ScrapeConfig) -> BTreeMap<String, Vec<String>> {
    let entries = job.params.value().into_iter().flat_map(|parameters| parameters.entries());
    entries
        .map(|(name, values)| {
            let values = values.value().map_or(&[][..], Vec::as_slice).iter();
            let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
            let values = values.map(|value| text(value.value().map(|value| &**value))).collect();
            (text(name.value().map(|name| &**name)), values)
        })
        .collect()
}

/// The checks on a target's labels behind relabeling, in Prometheus's order and words.
fn check(labels: &Labels) -> Result<(), String> {
    let address = labels.get(ADDRESS);
    if address.is_empty() {
        return Err("no address".to_owned());
    }
    check_address(address)?;
    let interval = time(labels, INTERVAL, "scrape interval")?;
    let timeout = time(labels, TIMEOUT, "scrape timeout")?;
    if timeout > interval {
        let (timeout, interval) = (go_quote(labels.get(TIMEOUT)), go_quote(labels.get(INTERVAL)));
        return Err(format!(
            "scrape timeout cannot be greater than scrape interval ({timeout} > {interval})"
        ));
    }
    for (label, what) in [CONVERTED_HISTOGRAMS, CLASSIC_HISTOGRAMS, NATIVE_HISTOGRAMS] {
        check_switch(labels.get(label), what)?;
    }
    Ok(())
}

/// A length of time that must not be zero.
fn time(labels: &Labels, label: &str, what: &str) -> Result<Duration, String> {
    let time =
        Duration::parse(labels.get(label)).map_err(|error| format!("error parsing {what}: {error}"))?;
    if time.is_zero() {
        return Err(format!("{what} cannot be 0"));
    }
    Ok(time)
}

/// What Go's `strconv.ParseBool` takes.
const TRUTH_VALUES: [&str; 12] =
    ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];

fn check_switch(value: &str, what: &str) -> Result<(), String> {
    if value.is_empty() || TRUTH_VALUES.contains(&value) {
        return Ok(());
    }
    Err(format!("error parsing {what}: strconv.ParseBool: parsing {}: invalid syntax", go_quote(value)))
}
