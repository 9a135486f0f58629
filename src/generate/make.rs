//! A preset and what is asked for, put together.

use super::job::{Job, entry_mut};
use super::job_tests::{TargetTest, target_tests};
use super::limits::Limit;
use super::preset::Preset;
use super::rhythm::{Rhythm, Said};
use super::target::{address, host, is_local, port};
use crate::config::Duration;
use crate::yaml::Tree;

/// What is asked for beside the preset.
#[derive(Clone, Debug, Default)]
pub struct JobRequest {
    /// The job's name.
    pub name: Option<String>,
    /// What is scraped: `HOST[:PORT]`, or what is probed.
    pub targets: Vec<String>,
    /// `http` or `https`.
    pub scheme: Option<String>,
    /// The path of the metrics.
    pub metrics_path: Option<String>,
    /// How often to scrape.
    pub interval: Option<Duration>,
    /// How long to wait.
    pub timeout: Option<Duration>,
    /// The interval of the configuration that the job comes to; it counts where nothing else says one.
    pub usual_interval: Option<Duration>,
    /// Labels of all series.
    pub labels: Vec<(String, String)>,
    /// The address of the exporter that probes.
    pub exporter: Option<String>,
    /// The module with which it probes.
    pub module: Option<String>,
    /// Which series to fetch from another Prometheus.
    pub matches: Vec<String>,
}

/// A job, and what is to be said of it.
#[derive(Clone, Debug)]
pub struct Made {
    /// The job.
    pub job: Job,
    /// What is to be done elsewhere for it to work.
    pub notes: Vec<String>,
    pub(super) tests: Vec<TargetTest>,
}

impl Made {
    /// Puts limits in the place of those that the job has, with their reasons.
    pub fn limit(&mut self, limits: &[Limit]) {
        for Limit { key, value, reason } in limits {
            self.job.set(key, value.clone());
            self.job.remark_anew(key, reason);
        }
        self.job.sort();
    }

    /// Interval and timeout of the job, as they are written.
    pub fn rhythm(&self) -> (&str, &str) {
        let text = |key| self.job.text(key).unwrap_or_default();
        (text("scrape_interval"), text("scrape_timeout"))
    }
}

/// Samples beyond which a scrape fails, where the preset says nothing: several times what a program has.
const SAMPLE_LIMIT: u64 = 10_000;

/// Makes the job of a preset.
///
/// # Errors
/// What does not go with the preset, or is none of what it should be.
pub fn make(preset: &Preset, request: &JobRequest) -> Result<Made, String> {
    let mut job = preset.job.clone();
    job.set("job_name", request.name.as_deref().unwrap_or(preset.name));
    set_rhythm(&mut job, request)?;
    if let Some(scheme) = request.scheme.as_deref() {
        job.set("scheme", scheme);
    }
    if let Some(path) = request.metrics_path.as_deref() {
        job.set("metrics_path", path);
    }
    if job.get("sample_limit").is_none() {
        job.set("sample_limit", SAMPLE_LIMIT);
    }
    job.remark("sample_limit", "a scrape with more fails as a whole: a guard against labels without bounds");
    set_probe(&mut job, preset, request)?;
    set_matches(&mut job, preset, request)?;
    let targets = set_targets(&mut job, preset, request)?;
    job.sort();
    let tests = target_tests(preset, request, &job, &targets);
    Ok(Made { notes: notes(preset, request, &targets), tests, job })
}

fn set_rhythm(job: &mut Job, request: &JobRequest) -> Result<(), String> {
    let said = |key| job.text(key).and_then(|text| Duration::parse(text).ok());
    let preset = Said { interval: said("scrape_interval"), timeout: said("scrape_timeout") };
    let asked = Said { interval: request.interval, timeout: request.timeout };
    let Rhythm { interval, timeout } = Rhythm::of(asked, preset, request.usual_interval)?;
    job.set("scrape_interval", &*interval.to_string());
    job.set("scrape_timeout", &*timeout.to_string());
    Ok(())
}

/// The step that sends scrapes to the exporter instead of the target.
fn exporter_step(job: &mut Job) -> Option<&mut Tree> {
    let Some(Tree::List(steps)) = job.get_mut("relabel_configs") else { return None };
    let step = steps.iter_mut().find(|step| {
        let Tree::Map(keys) = step else { return false };
        let says = |name: &str, value: &Tree| keys.iter().any(|(key, it)| key == name && it == value);
        says("target_label", &"__address__".into()) && !keys.iter().any(|(key, _)| key == "source_labels")
    })?;
    entry_mut(step, "replacement")
}

impl Job {
    /// The exporter that it asks about its targets.
    pub(super) fn exporter(&self) -> Option<String> {
        match exporter_step(&mut self.clone()) {
            Some(Tree::Scalar(exporter)) => Some(exporter.replace("$$", "$")),
            _ => None,
        }
    }
}

impl Preset {
    /// Whether an exporter is asked about targets, instead of the targets themselves.
    pub fn probes(&self) -> bool {
        self.exporter().is_some()
    }

    /// The exporter that is asked, for presets that probe.
    pub fn exporter(&self) -> Option<String> {
        self.job.exporter()
    }

    /// Whether it has to be said which series to fetch.
    pub fn asks_for_series(&self) -> bool {
        matches!(self.job.get("params"), Some(Tree::Map(params)) if params.iter().any(|(key, _)| key == "match[]"))
    }

    /// Whether it finds its targets itself.
    pub fn discovers(&self) -> bool {
        self.job.discovers()
    }

    /// The path of the metrics.
    pub fn metrics_path(&self) -> &str {
        self.job.text("metrics_path").unwrap_or("/metrics")
    }
}

fn set_probe(job: &mut Job, preset: &Preset, request: &JobRequest) -> Result<(), String> {
    let no_probe = |option: &str| {
        format!(
            "--{option} is for presets that probe, such as `blackbox` and `snmp`; `{}` does not",
            preset.name
        )
    };
    if let Some(exporter) = &request.exporter {
        let Some(Tree::Scalar(known)) = exporter_step(job) else { return Err(no_probe("exporter")) };
        // In a replacement, `$` begins the name of a group.
        *known = address(exporter, port(known))?.replace('$', "$$");
    }
    if let Some(module) = &request.module {
        let module_of = job.get_mut("params").and_then(|params| entry_mut(params, "module"));
        *module_of.ok_or_else(|| no_probe("module"))? = Tree::List(vec![module.as_str().into()]);
    }
    Ok(())
}

fn set_matches(job: &mut Job, preset: &Preset, request: &JobRequest) -> Result<(), String> {
    let matches = job.get_mut("params").and_then(|params| entry_mut(params, "match[]"));
    match (matches, &request.matches[..]) {
        (None, []) => Ok(()),
        (None, _) => Err(format!("--match is for federation; `{}` has no use for it", preset.name)),
        (Some(_), []) => {
            let example = r#"--match '{__name__=~"job:.+"}'"#;
            Err(format!("which series? Say it with --match, once or more: {example}"))
        }
        (Some(old), selectors) => {
            *old = Tree::List(selectors.iter().map(|selector| selector.as_str().into()).collect());
            Ok(())
        }
    }
}

/// Writes the targets and their labels into the job, and gives the targets.
fn set_targets(job: &mut Job, preset: &Preset, request: &JobRequest) -> Result<Vec<String>, String> {
    if job.discovers() {
        if !request.targets.is_empty() {
            return Err(format!("`{}` finds its targets itself; leave --target away", preset.name));
        }
        // In a replacement, `$` begins the name of a group.
        let step = |(name, value): &(String, String)| {
            let replacement = value.replace('$', "$$");
            Tree::Map(vec![entry("target_label", name.as_str()), entry("replacement", &*replacement)])
        };
        if !request.labels.is_empty() {
            job.relabel_steps().extend(request.labels.iter().map(step));
        }
        return Ok(Vec::new());
    }
    let probes = exporter_step(job).is_some();
    let typed = if request.targets.is_empty() { &preset.targets } else { &request.targets };
    let usual = preset.targets.first().and_then(|target| port(target));
    let target = |typed: &String| match probes {
        true if typed.trim().is_empty() => Err("a target without any text is none".to_owned()),
        true => Ok(typed.clone()),
        false => address(typed, usual),
    };
    let targets: Vec<String> = typed.iter().map(target).collect::<Result<_, _>>()?;
    let list = targets.iter().map(|target| target.as_str().into()).collect();
    let mut group = vec![("targets".to_owned(), Tree::List(list))];
    if !request.labels.is_empty() {
        let labels = request.labels.iter().map(|(name, value)| entry(name, value.as_str())).collect();
        group.push(("labels".to_owned(), Tree::Map(labels)));
    }
    job.set("static_configs", Tree::List(vec![Tree::Map(group)]));
    Ok(targets)
}

fn entry(key: &str, value: impl Into<Tree>) -> (String, Tree) {
    (key.to_owned(), value.into())
}

/// What stands for the hosts in a note of a preset.
const HOSTS: &str = "{hosts}";

fn notes(preset: &Preset, request: &JobRequest, targets: &[String]) -> Vec<String> {
    let mut hosts: Vec<&str> = targets.iter().map(|target| host(target)).collect();
    hosts.dedup();
    let mut notes = Vec::new();
    if request.targets.is_empty() && !targets.is_empty() && !hosts.iter().all(|host| is_local(host)) {
        notes.push(format!("`{}` is only an example; say with --target what to scrape", targets[0]));
    }
    let (refused, known): (Vec<&str>, Vec<&str>) =
        hosts.iter().partition(|host| preset.refuses_underscore && host.contains('_'));
    for host in refused {
        notes.push(format!(
            "`{host}` has an underscore: the target answers 400 to such a host, whatever it is told to allow; reach it \
             under another name"
        ));
    }
    let is_meant = |target: &&String| is_local(host(target)) && !preset.targets.contains(target);
    if let Some(local) = targets.iter().find(is_meant).map(|target| host(target)) {
        notes.push(format!("`{local}` is the machine or container that Prometheus itself runs in"));
    }
    let known: Vec<String> = known.iter().map(|host| format!("\"{host}\"")).collect();
    let rest = preset.notes.iter().filter(|note| !known.is_empty() || !note.contains(HOSTS));
    notes.extend(rest.map(|note| note.replace(HOSTS, &known.join(", "))));
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{insert, preset};

    fn made(name: &str, request: &JobRequest) -> Result<Made, String> {
        make(preset(name).unwrap(), request)
    }

    #[test]
    fn options_that_do_not_fit_the_preset_are_told() {
        let with = |change: fn(&mut JobRequest)| {
            let mut request = JobRequest::default();
            change(&mut request);
            request
        };
        for (name, request, told) in [
            ("redis", with(|it| it.exporter = Some("a:1".into())), "--exporter is for presets that probe"),
            ("redis", with(|it| it.module = Some("a".into())), "--module is for presets that probe"),
            ("redis", with(|it| it.matches = vec!["a".into()]), "--match is for federation"),
            ("federation", JobRequest::default(), "which series?"),
            ("kubelet", with(|it| it.targets = vec!["a".into()]), "finds its targets itself"),
            ("blackbox", with(|it| it.targets = vec![" ".into()]), "without any text"),
            ("blackbox", with(|it| it.exporter = Some("http://a".into())), "is a URL"),
        ] {
            let error = made(name, &request).unwrap_err();
            assert!(error.contains(told), "{name}: {error}");
        }
    }

    #[test]
    fn an_exporter_is_written_as_a_replacement() {
        let request = JobRequest { exporter: Some("probe$1".into()), ..JobRequest::default() };
        let job = made("blackbox", &request).unwrap().job;
        assert_eq!(job.exporter().as_deref(), Some("probe$1:9115"));
        assert!(insert("", &job).unwrap().contains("replacement: probe$$1:9115\n"));
    }

    #[test]
    fn what_a_host_name_brings_is_told() {
        let request = JobRequest {
            targets: vec!["my_app".into(), "my_app:81".into(), "web".into()],
            ..JobRequest::default()
        };
        let notes = made("django", &request).unwrap().notes;
        assert!(notes[0].contains("`my_app` has an underscore"), "{notes:?}");
        assert!(notes[1].contains("put \"web\" into ALLOWED_HOSTS"), "{notes:?}");
        let request = JobRequest { targets: vec!["localhost:80".into()], ..JobRequest::default() };
        assert!(made("go", &request).unwrap().notes[0].contains("that Prometheus itself runs in"));
        assert!(made("prometheus", &JobRequest::default()).unwrap().notes.is_empty());
    }
}
