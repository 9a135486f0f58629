//! Whatever is generated loads, and nothing is to be said against it.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scrapelint::generate::{
    Compose, JobRequest, Preset, insert, job_tests, make, new_findings, plan, presets,
};
use scrapelint::lint::{FileError, FileKind, Options, Surroundings, check};
use scrapelint::reltest::{Material, Purpose, read};
use scrapelint::rules::NoFiles;
use scrapelint::source::Source;
use scrapelint::yaml::edit::{apply, remove_entry, remove_item};
use scrapelint::yaml::{Value, parse};

use crate::common::{corpus, say};

/// What has to be asked for beside the preset, for it to be a job.
fn request(preset: &Preset) -> JobRequest {
    let matches =
        if preset.name == "federation" { vec![r#"{__name__=~"job:.+"}"#.to_owned()] } else { Vec::new() };
    JobRequest { matches, ..JobRequest::default() }
}

/// All that may be asked for of any preset.
fn full_request(preset: &Preset) -> JobRequest {
    let labels = [("team", "yes"), ("cost", "1:30")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    JobRequest { name: Some("null".to_owned()), labels: labels.to_vec(), ..request(preset) }
}

fn text(preset: &Preset, request: &JobRequest) -> String {
    let made = make(preset, request).unwrap_or_else(|error| panic!("{}: {error}", preset.name));
    insert("", &made.job).unwrap_or_else(|error| panic!("{}: {error}", preset.name))
}

#[test]
fn every_preset_is_clean_for_every_version() {
    for preset in presets() {
        for version in ["2.45", "2.55", "3.14"] {
            for request in [request(preset), full_request(preset)] {
                let text = text(preset, &request);
                let target_version = version.parse().expect("a version");
                let kind = Some(FileKind::ScrapeConfigFile);
                let options = Options { kind, target_version, ..Options::default() };
                let report = check(Source::new("job.yml", text.as_str()), &options);
                let found: Vec<_> = report.findings.iter().map(|it| (it.rule, &it.message)).collect();
                assert!(
                    report.refusals() == 0 && found.is_empty(),
                    "{} for {version}: {found:?}\n{text}",
                    preset.name
                );
            }
        }
    }
}

#[test]
fn every_job_says_how_often_how_long_and_how_much() {
    for preset in presets() {
        let text = text(preset, &request(preset));
        for key in ["scrape_interval: ", "scrape_timeout: ", "sample_limit: "] {
            assert!(
                text.contains(key) || key == "metrics_path: " && preset.name == "python",
                "{key}\n{text}"
            );
        }
        assert!(text.lines().all(|line| line.len() <= 120), "{text}");
    }
}

#[test]
fn all_presets_go_into_one_configuration() {
    let mut text = "global: {scrape_interval: 20s, scrape_timeout: 10s}\n# jobs\n".to_owned();
    for preset in presets() {
        let made = make(preset, &request(preset)).expect("a job");
        text = insert(&text, &made.job).expect("a place");
    }
    let report = check(Source::new("prometheus.yml", text.as_str()), &Options::default());
    let found: Vec<_> = new_findings(None, &report).iter().map(|it| (it.rule, &it.message)).collect();
    assert!(found.is_empty(), "{found:?}\n{text}");
    assert_eq!(text.matches("job_name:").count(), presets().len());
}

/// The configurations of a folder and those below.
fn configurations(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.extension() {
            _ if path.is_dir() => configurations(&path, out),
            Some(extension) if extension == "yml" || extension == "yaml" => out.push(path),
            _ => {}
        }
    }
}

/// Whether a text is another one with something put in at one place.
fn is_put_in(old: &str, new: &str) -> bool {
    let same = |(a, b): &(u8, u8)| a == b;
    let before = old.bytes().zip(new.bytes()).take_while(same).count();
    let after = old.bytes().rev().zip(new.bytes().rev()).take_while(same).count();
    new.len() > old.len() && before + after >= old.len()
}

/// Our own configurations, and real ones.
#[test]
fn a_job_finds_its_place_and_nothing_else_changes() {
    let mut paths = Vec::new();
    configurations(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata"), &mut paths);
    if let Some(corpus) = corpus() {
        configurations(&corpus.join("configs"), &mut paths);
    }
    let preset = presets().iter().find(|preset| preset.name == "snmp").expect("the preset");
    let job = make(preset, &JobRequest { name: Some("scrapelint".to_owned()), ..request(preset) })
        .expect("a job")
        .job;
    let (mut placed, mut left) = (0, Vec::new());
    for path in &paths {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let source = Source::new(path.to_string_lossy(), text.as_str());
        let before = check(source.clone(), &Options::default());
        let is_ours =
            matches!(before.kind, FileKind::Prometheus | FileKind::ScrapeConfigFile | FileKind::JobList);
        if !is_ours || before.refusals() > 0 || before.skipped.is_some() {
            continue;
        }
        let Ok(with_job) = insert(&text, &job) else {
            left.push(path);
            continue;
        };
        placed += 1;
        let has_list = !text.contains("scrape_configs: []");
        assert!(is_put_in(&text, &with_job) || !has_list, "{}\n{with_job}", path.display());
        let after = check(Source { text: with_job, ..source }, &Options::default());
        let found: Vec<_> =
            new_findings(Some(&before), &after).iter().map(|it| (it.rule, &it.message)).collect();
        assert!(
            after.refusals() == 0 && found.is_empty(),
            "{}: {found:?}\n{}",
            path.display(),
            after.source.text
        );
    }
    let words = format!("a job was put into {placed} configurations; no place in {left:?}\n");
    say(&words);
    assert!(placed > 5 && left.len() * 100 <= placed, "{placed}, {left:?}");
}

/// The judge itself, where Debian's package `prometheus` is there. It has no Kubernetes discovery.
#[test]
fn promtool_takes_every_job() {
    if Command::new("promtool").arg("--version").output().is_err() {
        say("no promtool: skipped\n");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("prometheus.yml");
    let (mut taken, mut left_out) = (0, 0);
    for preset in presets() {
        let text = text(preset, &full_request(preset));
        if text.contains("kubernetes_sd_configs") {
            left_out += 1;
            continue;
        }
        fs::write(&path, &text).expect("a file");
        let output = Command::new("promtool").args(["check", "config"]).arg(&path).output().expect("a run");
        assert!(
            output.status.success(),
            "{}: {}\n{text}",
            preset.name,
            String::from_utf8_lossy(&output.stderr)
        );
        taken += 1;
    }
    say(&format!("promtool takes {taken} jobs; {left_out} with Kubernetes discovery were not asked about\n"));
    assert!(taken > 40);
}

/// Our own compose file, and real ones.
#[test]
fn jobs_of_compose_files_are_clean() {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/compose/docker-compose.yml");
    let mut paths = vec![ours];
    if let Some(corpus) = corpus() {
        configurations(&corpus.join("compose"), &mut paths);
    }
    let (mut read, mut written) = (0, 0);
    for path in &paths {
        let shown = path.display();
        let Ok(compose) =
            fs::read_to_string(path).map_err(|_| ()).and_then(|it| Compose::read(&it).map_err(drop))
        else {
            continue;
        };
        read += 1;
        let mut text = String::new();
        for job in plan(&compose).jobs {
            written += 1;
            let made = job.make(&JobRequest::default()).unwrap_or_else(|error| panic!("{shown}: {error}"));
            text = insert(&text, &made.job).unwrap_or_else(|error| panic!("{shown}: {error}"));
        }
        let options = Options { kind: Some(FileKind::ScrapeConfigFile), ..Options::default() };
        let report = check(Source::new("jobs.yml", text.as_str()), &options);
        let found: Vec<_> = report.findings.iter().map(|it| (it.rule, &it.message)).collect();
        assert!(text.is_empty() || report.refusals() == 0 && found.is_empty(), "{shown}: {found:?}\n{text}");
    }
    assert!(read * 10 >= paths.len() * 9 && written > read, "{read} of {} read, {written} jobs", paths.len());
}

/// Where the tests of a generated job find it.
struct Configured<'a>(&'a str);

impl Material for Configured<'_> {
    fn read(&self, path: &str) -> Result<Source, FileError> {
        Ok(Source::new(path, self.0))
    }

    fn around(&self, _: &str) -> Box<dyn Surroundings> {
        Box::new(NoFiles)
    }

    fn variable(&self, _: &str) -> Option<String> {
        None
    }
}

/// The tests that fail with this configuration.
fn failed(tests: &str, config: &str) -> Vec<String> {
    let suite = read(Source::new("x.test.yml", tests), &Configured(config), Purpose::Judge);
    let suite = suite.unwrap_or_else(|report| panic!("{:?}\n{tests}", report.findings));
    suite.run().into_iter().filter(|test| !test.passed()).map(|test| test.name).collect()
}

/// The configurations that lack one relabel step each.
fn without_a_step(config: &str) -> Vec<String> {
    let (document, _) = parse(config);
    let root = document.root().expect("a mapping");
    let (_, jobs) = document.entry(root, "scrape_configs").expect("jobs");
    let Value::Sequence(jobs) = document.value(jobs) else { panic!("no list\n{config}") };
    let Some((_, list)) = document.entry(jobs[0], "relabel_configs") else { return Vec::new() };
    let Value::Sequence(steps) = document.value(list) else { panic!("no list\n{config}") };
    let without = |step| match steps.len() {
        1 => remove_entry(&document, jobs[0], document.entry(jobs[0], "relabel_configs").expect("steps").0),
        _ => remove_item(&document, list, step),
    };
    let texts = steps.iter().map(|&step| apply(config, without(step).expect("a plan").edits()));
    texts.collect()
}

#[test]
fn tests_of_a_job_pass_and_need_each_of_its_steps() {
    let mut tested = 0;
    for preset in presets() {
        let several = JobRequest {
            targets: vec!["a.example:81".to_owned(), "b.example".to_owned()],
            ..full_request(preset)
        };
        let requests = if preset.discovers() {
            vec![request(preset), full_request(preset)]
        } else {
            vec![request(preset), several]
        };
        for request in requests {
            let made = make(preset, &request).expect("a job");
            let config = insert("", &made.job).expect("a place");
            let without = without_a_step(&config);
            let Some(tests) = job_tests(&[made], "prometheus.yml", &[]) else {
                assert!(without.is_empty(), "no tests of {}\n{config}", preset.name);
                continue;
            };
            assert_eq!(failed(&tests, &config), Vec::<String>::new(), "{}\n{tests}", preset.name);
            assert!(!without.is_empty(), "{}", preset.name);
            for less in without {
                assert_ne!(failed(&tests, &less), Vec::<String>::new(), "{}\n{less}\n{tests}", preset.name);
                tested += 1;
            }
        }
    }
    assert!(tested > 30, "{tested}");
}
