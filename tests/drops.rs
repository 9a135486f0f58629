//! Whatever is proposed does what it says: for our own dumps, and for real ones where `SCRAPELINT_CORPUS_DIR` says.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use scrapelint::config::{Mode, load};
use scrapelint::evidence::{lost_bounds, observe};
use scrapelint::exposition::{Entry, Exposition};
use scrapelint::generate::{Kind, NewStep, Proposal, Proposals, Trial, append_steps, limits, propose};
use scrapelint::goregex::Wrapper;
use scrapelint::lint::{Options, check};
use scrapelint::relabel::{Labels, Passage, SampleStage};
use scrapelint::rules::{JobDump, NoFiles};
use scrapelint::source::Source;
use scrapelint::usage::Usage;
use scrapelint::yaml::parse;

/// A configuration against which nothing is to be said.
const MINIMAL: &str = "\
global:
  scrape_interval: 30s
  scrape_timeout: 10s
scrape_configs:
  - job_name: app
    sample_limit: 1000000
    static_configs:
      - targets: ['app:8080']
";

fn say(words: &str) {
    std::io::stderr().write_all(words.as_bytes()).expect("standard error");
}

/// Our dumps, and those of the corpus; those with no sample are left out.
fn dumps() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = ["django/web.prom", "cardinality/shop.prom", "relabel/web.prom"];
    let mut paths: Vec<PathBuf> = own.iter().map(|path| root.join("testdata").join(path)).collect();
    match std::env::var_os("SCRAPELINT_CORPUS_DIR") {
        Some(corpus) => {
            let folder = fs::read_dir(Path::new(&corpus).join("metrics")).expect("a folder of dumps");
            paths.extend(folder.map(|entry| entry.expect("an entry").path()));
        }
        None => say("SCRAPELINT_CORPUS_DIR is not set: real dumps are skipped\n"),
    }
    paths.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).ok()?;
        has_samples(&text).then(|| Source::new(path.to_string_lossy(), text))
    };
    paths.iter().filter_map(read).collect()
}

fn has_samples(text: &str) -> bool {
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        if matches!(entry, Entry::Sample(_)) {
            return true;
        }
    }
    false
}

fn options(version: &str) -> Options {
    Options { target_version: version.parse().expect("a version"), ..Options::default() }
}

fn proposals(dump: &Source, version: &str) -> Proposals {
    let dumps = [dump.clone()];
    let trial = Trial::without_configuration(&dumps, options(version)).expect("a trial");
    propose(&trial, None)
}

fn with(steps: &[&Proposal]) -> String {
    let steps: Vec<NewStep> = steps.iter().map(|proposal| proposal.step.clone()).collect();
    append_steps(MINIMAL, "app", &steps).expect("a place")
}

/// The names of what is kept, and how many samples are lost or of a histogram without its last bucket.
fn kept(config: &str, dump: &Source) -> (Vec<String>, u64) {
    let (document, _) = parse(config);
    let config = load(&document, Mode::Server).config;
    let job = config.jobs().next().expect("a job");
    let global = config.global.value().expect("global");
    let stage = SampleStage::new(job, global, Wrapper::Prometheus3).expect("a stage");
    let passage = Passage::Metric(stage, Labels::from_iter([("instance", "app:8080"), ("job", "app")]));
    let mut names = Vec::new();
    let observation = observe(&passage, &dump.text, |sample, relabeled| {
        if relabeled.dropped_by().is_none() {
            names.push(sample.name.to_string());
        }
    });
    let broken: u64 = lost_bounds(&passage, &dump.text).iter().map(|lost| lost.histograms).sum();
    (names, observation.lost() + broken)
}

#[test]
fn every_proposal_is_clean_and_does_what_it_says() {
    let (mut count, mut dumps_with) = (0, 0);
    for dump in dumps() {
        for version in ["2.42", "3.14"] {
            let all = proposals(&dump, version);
            let (before, lost_before) = kept(MINIMAL, &dump);
            // Each alone is tried for one version.
            let single = if version == "3.14" { &all.proposals[..] } else { &[] };
            let choices = single.iter().map(|proposal| vec![proposal]);
            let everything = (!all.proposals.is_empty()).then(|| all.proposals.iter().collect::<Vec<_>>());
            for chosen in choices.chain(everything) {
                let text = with(&chosen);
                let report = check(Source::new("prometheus.yml", text.as_str()), &options(version));
                let found: Vec<_> = report.findings.iter().map(|it| (it.rule, &it.message)).collect();
                assert!(report.refusals() == 0 && found.is_empty(), "{}: {found:?}\n{text}", dump.path);
                let dropped: BTreeSet<&str> = chosen
                    .iter()
                    .filter(|proposal| proposal.kind != Kind::Label)
                    .flat_map(|proposal| proposal.metrics.iter().map(|name| &**name))
                    .collect();
                let expected: Vec<&String> =
                    before.iter().filter(|name| !dropped.contains(&***name)).collect();
                let (after, lost) = kept(&text, &dump);
                assert_eq!(after.iter().collect::<Vec<_>>(), expected, "{}\n{text}", dump.path);
                assert!(lost <= lost_before, "{}: {lost} samples are lost\n{text}", dump.path);
                count += 1;
            }
            dumps_with += usize::from(!all.proposals.is_empty());
        }
    }
    say(&format!("{count} proposals for {dumps_with} dumps and versions\n"));
    assert!(dumps_with > 0, "nothing is proposed for any dump");
}

/// A dump's names, every third of which some rules read.
#[test]
fn nothing_that_is_read_is_dropped() {
    let mut count = 0;
    for dump in dumps() {
        let (names, _) = kept(MINIMAL, &dump);
        let names: BTreeSet<&str> = names.iter().map(|name| &**name).filter(|name| is_plain(name)).collect();
        let read: Vec<&str> = names.into_iter().step_by(3).collect();
        if read.is_empty() {
            continue;
        }
        let rules: Vec<String> =
            read.iter().map(|name| format!("{{record: 'r:{name}', expr: 'sum({name})'}}")).collect();
        let rules = format!("groups: [{{name: g, rules: [{}]}}]", rules.join(", "));
        let mut usage = Usage::default();
        usage.add(&Source::new("rules.yml", rules)).expect("rules");
        assert!(usage.all().iter().all(|reader| reader.unreadable.is_none()), "{}", dump.path);
        let dumps = [dump.clone()];
        let trial = Trial::without_configuration(&dumps, options("3.14")).expect("a trial");
        let all = propose(&trial, Some(&usage));
        let chosen: Vec<&Proposal> = all.proposals.iter().collect();
        let (after, _) = kept(&with(&chosen), &dump);
        let after: BTreeSet<&str> = after.iter().map(|name| &**name).collect();
        for name in &read {
            assert!(after.contains(name), "{}: {name} is gone", dump.path);
        }
        // With what is read of a histogram, all of it stays.
        let before: BTreeSet<String> = kept(MINIMAL, &dump).0.into_iter().collect();
        for base in read.iter().filter_map(|name| name.strip_suffix("_bucket")) {
            for end in ["_bucket", "_sum", "_count"] {
                let part = format!("{base}{end}");
                assert!(after.contains(&*part) || !before.contains(&part), "{}: {part} is gone", dump.path);
            }
        }
        count += chosen.len();
    }
    assert!(count > 5);
}

fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':')
}

#[test]
fn limits_are_clean_and_let_the_dumps_pass() {
    let mut count = 0;
    for dump in dumps() {
        for version in ["2.30", "2.42", "3.14"] {
            let dumps = [dump.clone()];
            let source = Source::new("prometheus.yml", MINIMAL.replace("    sample_limit: 1000000\n", ""));
            let trial = Trial::new(source, "app", &dumps, options(version), &NoFiles).expect("a trial");
            let (text, there) = trial.with_limits(&limits(&trial.extent, 2.0)).expect("a place");
            assert!(there.is_empty());
            let found = JobDump { job: None, source: Arc::new(dump.clone()) };
            let options = Options { dumps: [found].into_iter().collect(), ..options(version) };
            let report = check(Source::new("prometheus.yml", text.as_str()), &options);
            let of_limits = ["sample-limit-exceeded", "label-limit-exceeded", "tight-sample-limit"];
            let found: Vec<_> = report.findings.iter().map(|it| it.rule).collect();
            let others = found.iter().filter(|rule| !OF_DUMPS.contains(rule)).collect::<Vec<_>>();
            assert!(!found.iter().any(|rule| of_limits.contains(rule)), "{}: {found:?}\n{text}", dump.path);
            assert!(report.refusals() == 0 && others.is_empty(), "{}: {others:?}\n{text}", dump.path);
            count += 1;
        }
    }
    assert!(count > 8);
}

/// What dumps bring to light, whatever the limits are.
const OF_DUMPS: [&str; 2] = ["unguarded-id-label", "series-collision"];

/// The judge itself, where Debian's package `prometheus` is there.
#[test]
fn promtool_takes_proposals_and_limits() {
    if Command::new("promtool").arg("--version").output().is_err() {
        say("no promtool: skipped\n");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("prometheus.yml");
    let mut taken = 0;
    for dump in dumps() {
        let all = proposals(&dump, "2.42");
        let with_steps = with(&all.proposals.iter().collect::<Vec<_>>());
        let dumps = [dump.clone()];
        let source = Source::new("prometheus.yml", with_steps.replace("    sample_limit: 1000000\n", ""));
        let trial = Trial::new(source, "app", &dumps, options("2.42"), &NoFiles).expect("a trial");
        let (text, _) = trial.with_limits(&limits(&trial.extent, 2.0)).expect("a place");
        fs::write(&path, text).expect("a file");
        let output = Command::new("promtool").args(["check", "config"]).arg(&path).output().expect("a run");
        assert!(output.status.success(), "{}: {}", dump.path, String::from_utf8_lossy(&output.stderr));
        taken += 1;
    }
    say(&format!("promtool takes what is made for {taken} dumps\n"));
    assert!(taken >= 3);
}

#[test]
fn a_label_goes_only_where_it_is_no_loss() {
    let all = proposals(&dump_of("cardinality/shop.prom"), "3.14");
    let labels: Vec<&Proposal> =
        all.proposals.iter().filter(|proposal| proposal.kind == Kind::Label).collect();
    assert_eq!(labels.len(), 1);
    assert_eq!(labels[0].lines(), ["- regex: uid", "  action: labeldrop"]);
    assert!(labels[0].reason.contains("12 series with 12 values"), "{}", labels[0].reason);
    let ids: Vec<(&str, bool)> = all.ids.iter().map(|id| (&*id.label, id.lost > 0)).collect();
    assert_eq!(ids, [("path", true)]);
}

fn dump_of(path: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(path);
    Source::new(path.to_string_lossy(), fs::read_to_string(&path).expect("a dump"))
}
