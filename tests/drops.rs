//! Whatever is proposed does what it says, for our own dumps and for real ones.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;

use scrapelint::config::{Mode, load};
use scrapelint::evidence::{lost_bounds, observe};
use scrapelint::exposition::{Entry, Exposition};
use scrapelint::generate::{Kind, Limit, NewStep, Proposal, Proposals, Trial, append_steps, limits, propose};
use scrapelint::goregex::Wrapper;
use scrapelint::lint::{Options, check};
use scrapelint::relabel::{Labels, Passage, SampleStage};
use scrapelint::rules::{JobDump, NoFiles};
use scrapelint::source::Source;
use scrapelint::usage::Usage;
use scrapelint::yaml::parse;

use crate::common::{corpus, say};

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

/// Our dumps, and those of the corpus; those with no sample are left out.
fn dumps() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = ["django/web.prom", "cardinality/shop.prom", "relabel/web.prom"];
    let mut paths: Vec<PathBuf> = own.iter().map(|path| root.join("testdata").join(path)).collect();
    if let Some(corpus) = corpus() {
        let folder = fs::read_dir(corpus.join("metrics")).expect("a folder of dumps");
        paths.extend(folder.map(|entry| entry.expect("an entry").path()));
    }
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

/// The versions that proposals are made for.
const VERSIONS: [&str; 2] = ["2.42", "3.14"];

/// A dump, and what is proposed for it.
struct Tried {
    dump: Source,
    /// What is kept as it is.
    before: (Vec<String>, u64),
    /// By version.
    proposals: [Proposals; 2],
    limits: Vec<Limit>,
    /// Names of metrics, and what is proposed where these are read.
    read: Vec<String>,
    unread: Proposals,
}

impl Tried {
    fn of(dump: &Source) -> Self {
        let dumps = [dump.clone()];
        let before = kept(MINIMAL, dump);
        let read = every_third(&before.0);
        let [old, new] =
            VERSIONS.map(|version| Trial::without_configuration(&dumps, options(version)).expect("a trial"));
        Self {
            proposals: [propose(&old, None), propose(&new, None)],
            limits: limits(&new.extent, 2.0),
            unread: propose(&new, Some(&usage(&read))),
            read,
            before,
            dump: dump.clone(),
        }
    }
}

/// Every third of some names.
fn every_third(names: &[String]) -> Vec<String> {
    let is_plain =
        |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':');
    let names: BTreeSet<&String> = names.iter().filter(|name| is_plain(name)).collect();
    names.into_iter().step_by(3).cloned().collect()
}

/// Rules that read metrics.
fn usage(names: &[String]) -> Usage {
    let rules: Vec<String> =
        names.iter().map(|name| format!("{{record: 'r:{name}', expr: 'sum({name})'}}")).collect();
    let rules = format!("groups: [{{name: g, rules: [{}]}}]", rules.join(", "));
    let mut usage = Usage::default();
    usage.add(&Source::new("rules.yml", rules)).expect("rules");
    assert!(usage.all().iter().all(|reader| reader.unreadable.is_none()), "{names:?}");
    usage
}

/// All dumps, each tried once for all tests.
static TRIED: LazyLock<Vec<Tried>> = LazyLock::new(|| {
    let mut dumps = dumps();
    // The longest first, so that threads end together.
    dumps.sort_by_key(|dump| std::cmp::Reverse(dump.text.len()));
    let (next, tried) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(dump) = dumps.get(next.fetch_add(1, Ordering::Relaxed)) {
            let one = Tried::of(dump);
            tried.lock().expect("no panic").push(one);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let mut tried = tried.into_inner().expect("no panic");
    tried.sort_by(|a, b| a.dump.path.cmp(&b.dump.path));
    tried
});

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
    for Tried { dump, before: (before, lost_before), proposals, .. } in TRIED.iter() {
        for (version, all) in VERSIONS.iter().zip(proposals) {
            // Each alone is tried for one version.
            let single = if *version == "3.14" { &all.proposals[..] } else { &[] };
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
                let (after, lost) = kept(&text, dump);
                assert_eq!(after.iter().collect::<Vec<_>>(), expected, "{}\n{text}", dump.path);
                assert!(lost <= *lost_before, "{}: {lost} samples are lost\n{text}", dump.path);
                count += 1;
            }
            dumps_with += usize::from(!all.proposals.is_empty());
        }
    }
    say(&format!("{count} proposals for {dumps_with} dumps and versions\n"));
    assert!(dumps_with > 0, "nothing is proposed for any dump");
}

#[test]
fn nothing_that_is_read_is_dropped() {
    let mut count = 0;
    for Tried { dump, before: (names, _), read, unread, .. } in TRIED.iter() {
        let names: BTreeSet<&str> = names.iter().map(|name| &**name).collect();
        let chosen: Vec<&Proposal> = unread.proposals.iter().collect();
        let (after, _) = kept(&with(&chosen), dump);
        let after: BTreeSet<&str> = after.iter().map(|name| &**name).collect();
        for name in read {
            assert!(after.contains(&**name), "{}: {name} is gone", dump.path);
        }
        // With what is read of a histogram, all of it stays.
        for base in read.iter().filter_map(|name| name.strip_suffix("_bucket")) {
            for end in ["_bucket", "_sum", "_count"] {
                let part = format!("{base}{end}");
                assert!(after.contains(&*part) || !names.contains(&*part), "{}: {part} is gone", dump.path);
            }
        }
        count += chosen.len();
    }
    assert!(count > 5);
}

/// A configuration with limits in the place of its one.
fn with_limits(text: &str, limits: &[Limit], version: &str) -> String {
    let source = Source::new("prometheus.yml", text.replace("    sample_limit: 1000000\n", ""));
    let trial = Trial::new(source, "app", &[], options(version), &NoFiles).expect("a trial");
    let (text, there) = trial.with_limits(limits).expect("a place");
    assert!(there.is_empty());
    text
}

#[test]
fn limits_are_clean_and_let_the_dumps_pass() {
    let mut count = 0;
    for Tried { dump, limits, .. } in TRIED.iter() {
        let text = with_limits(MINIMAL, limits, "3.14");
        let found = JobDump { job: None, source: Arc::new(dump.clone()) };
        let with_dump = Options { dumps: [found].into_iter().collect(), ..options("3.14") };
        for options in [options("2.30"), options("2.42"), with_dump] {
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
    for Tried { dump, proposals: [all, _], limits, .. } in TRIED.iter() {
        let with_steps = with(&all.proposals.iter().collect::<Vec<_>>());
        fs::write(&path, with_limits(&with_steps, limits, "2.42")).expect("a file");
        let output = Command::new("promtool").args(["check", "config"]).arg(&path).output().expect("a run");
        assert!(output.status.success(), "{}: {}", dump.path, String::from_utf8_lossy(&output.stderr));
        taken += 1;
    }
    say(&format!("promtool takes what is made for {taken} dumps\n"));
    assert!(taken >= 3);
}

#[test]
fn a_label_goes_only_where_it_is_no_loss() {
    let [_, all] = Tried::of(&dump_of("cardinality/shop.prom")).proposals;
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
