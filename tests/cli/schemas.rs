//! The JSON Schemas, judged by check-jsonschema: a validator that is not ours, with a reader of YAML that is not ours either.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::common::corpus;
use crate::tools::program;
use crate::{HEALTHY, folder, run};

/// The schemas of what people write. An unknown key is a mistake in all of it.
const WRITTEN: [&str; 8] = [
    "prometheus",
    "scrape-config-file",
    "file-sd",
    "settings",
    "relabel-test",
    "job-preset",
    "frameworks",
    "pack",
];

/// A key that nothing has.
const UNKNOWN: &str = "no_such_key";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(name: &str) -> PathBuf {
    root().join(format!("schema/{name}.schema.json"))
}

/// Files to be judged by one schema, in a folder of their own.
struct Judged {
    validator: PathBuf,
    schema: &'static str,
    folder: tempfile::TempDir,
    /// Those that lie elsewhere.
    others: Vec<PathBuf>,
}

/// What the validator said: the files that fit, and what it has against each of the others.
struct Verdicts {
    valid: BTreeSet<String>,
    objections: BTreeMap<String, Vec<Value>>,
}

impl Judged {
    /// Nothing without the validator.
    fn by(schema: &'static str) -> Option<Self> {
        Some(Self {
            validator: program("check-jsonschema")?,
            schema,
            folder: folder(&[]),
            others: Vec::new(),
        })
    }

    fn add(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("a file");
    }

    /// One process for all files: it takes half a second to start.
    fn judge(&self) -> Verdicts {
        let mut command = Command::new(&self.validator);
        command.args(["--verbose", "--output-format", "json", "--schemafile"]).arg(schema(self.schema));
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .expect("the folder")
            .map(|file| file.expect("a file").file_name().into_string().expect("UTF-8"))
            .collect();
        names.sort();
        let output =
            command.args(names).args(&self.others).current_dir(self.folder.path()).output().expect("it runs");
        let said: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        let list = |name: &str| said[name].as_array().cloned().unwrap_or_default();
        let mut objections: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for objection in list("errors").into_iter().chain(list("parse_errors")) {
            let file = objection["filename"].as_str().expect("a file").to_owned();
            objections.entry(file).or_default().push(objection);
        }
        // The second name is that of a run in which all is well.
        let valid = [list("successes"), list("checked_paths")].concat();
        let valid = valid.iter().filter_map(|file| Some(file.as_str()?.to_owned())).collect();
        Verdicts { valid, objections }
    }
}

impl Verdicts {
    fn are_good(&self, schema: &str, count: usize) {
        assert!(self.objections.is_empty(), "{schema}: {:#?}", self.objections);
        assert_eq!(self.valid.len(), count, "{schema}: {:?}", self.valid);
    }
}

#[test]
fn schemas_are_schemas() {
    let Some(validator) = program("check-jsonschema") else { return };
    let files =
        fs::read_dir(root().join("schema")).expect("schemas").map(|file| file.expect("a file").path());
    let output = Command::new(validator).arg("--check-metaschema").args(files).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Configurations that Prometheus accepts and the validator does not, each with the reason. None is known.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// All of the corpus that Prometheus 3.14 accepts.
#[test]
fn real_configurations_fit() {
    let Some(corpus) = corpus() else { return };
    let verdicts = fs::read_to_string(corpus.join("verdicts-prometheus-3.14.tsv")).expect("verdicts");
    let Some(mut judged) = Judged::by("prometheus") else { return };
    for line in verdicts.lines().skip(1) {
        let [file, mode, "OK", ..] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        if EXCEPTIONS.iter().any(|(known, _)| *known == file) {
            continue;
        }
        match mode {
            "raw" => judged.others.push(corpus.join(file)),
            // Prometheus was given a list of jobs as those of a configuration.
            _ => {
                let text = fs::read_to_string(corpus.join(file)).expect("a file of the corpus");
                judged.add(&file.replace('/', "_"), &format!("scrape_configs:\n{text}"));
            }
        }
    }
    let lists = fs::read_dir(judged.folder.path()).expect("the folder").count();
    let count = judged.others.len() + lists;
    assert!(count > 400 && lists > 10, "{count}, {lists}");
    judged.judge().are_good("prometheus", count);
}

/// Where an object with keys of its own stands: the keys that lead there, and nothing for an item of a list.
type Place = Vec<Option<String>>;

/// The places of a schema's objects, each definition at the first place where it is met.
struct Places<'s> {
    schema: &'s Value,
    met: BTreeSet<&'s str>,
    found: Vec<Place>,
}

impl<'s> Places<'s> {
    fn of(schema: &'s Value) -> Vec<Place> {
        let mut places = Self { schema, met: BTreeSet::new(), found: Vec::new() };
        places.visit(schema, &mut Vec::new());
        places.found
    }

    fn visit(&mut self, at: &'s Value, way: &mut Place) {
        if let Some(reference) = at["$ref"].as_str()
            && self.met.insert(reference)
        {
            self.visit(self.schema.pointer(&reference[1..]).expect("a definition"), way);
        }
        for choice in ["anyOf", "oneOf", "allOf"] {
            at[choice].as_array().into_iter().flatten().for_each(|choice| self.visit(choice, way));
        }
        if let Some(keys) = at["properties"].as_object() {
            self.found.push(way.clone());
            keys.iter().for_each(|(key, value)| self.step(Some(key), value, way));
        }
        self.step(None, &at["items"], way);
        self.step(Some("any"), &at["additionalProperties"], way);
    }

    fn step(&mut self, key: Option<&str>, value: &'s Value, way: &mut Place) {
        if value.is_object() {
            way.push(key.map(str::to_owned));
            self.visit(value, way);
            way.pop();
        }
    }
}

/// What has the key that nothing has at a place, and no other keys than those that lead there.
fn with_unknown_key(place: &Place) -> Value {
    place.iter().rev().fold(json!({ UNKNOWN: 1 }), |inner, step| match step {
        Some(key) => json!({ key: inner }),
        None => json!([inner]),
    })
}

#[test]
fn unknown_keys_are_refused_at_every_level() {
    for name in WRITTEN {
        let Some(judged) = Judged::by(name) else { return };
        let text = fs::read_to_string(schema(name)).expect("the schema");
        let schema = serde_json::from_str(&text).expect("JSON");
        let places = Places::of(&schema);
        assert!(places.len() > if name == "prometheus" { 70 } else { 0 }, "{name}: {places:?}");
        for (number, place) in places.iter().enumerate() {
            judged.add(&format!("{number}.json"), &with_unknown_key(place).to_string());
        }
        let verdicts = judged.judge();
        for (number, place) in places.iter().enumerate() {
            let objections = verdicts.objections.get(&format!("{number}.json"));
            let said = format!("{objections:?}");
            let refuses = format!("('{UNKNOWN}' was unexpected)");
            assert!(said.contains(&refuses), "{name}: {place:?}: {said}");
        }
    }
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder").map(|it| it.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// What the project itself has of each format that people write.
#[test]
fn what_the_project_holds_fits() {
    let is_frameworks = |path: &PathBuf| path.ends_with("frameworks.yaml");
    let (frameworks, packs): (Vec<_>, Vec<_>) = files("rules/packs").into_iter().partition(is_frameworks);
    let accepted =
        ["django", "fixing", "old", "relabel"].map(|name| format!("testdata/{name}/prometheus.yml"));
    let accepted = accepted.iter().map(|path| root().join(path)).chain(files("testdata/healthy"));
    for (name, files) in [
        ("prometheus", accepted.collect()),
        ("file-sd", vec![root().join("testdata/relabel/workers.json")]),
        ("relabel-test", vec![root().join("testdata/relabel/prometheus.test.yml")]),
        ("job-preset", files("rules/packs/jobs")),
        ("frameworks", frameworks),
        ("pack", packs),
    ] {
        let Some(mut judged) = Judged::by(name) else { return };
        assert!(!files.is_empty(), "{name}");
        judged.others = files;
        judged.judge().are_good(name, judged.others.len());
    }
}

#[test]
fn settings_and_jobs_that_are_shown_and_written_fit() {
    let page = fs::read_to_string(root().join("docs/settings.md")).expect("the page");
    let fresh = folder(&[("prometheus.yml", HEALTHY)]);
    let init = run(fresh.path(), &["config", "init"]);
    assert_eq!(init.code, 0, "{}", init.stderr);
    let Some(settings) = Judged::by("settings") else { return };
    let init = fs::read_to_string(fresh.path().join("scrapelint.yaml")).expect("the settings");
    let shown = page.split("```yaml settings\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let shown: Vec<&str> = shown.collect();
    for (number, text) in shown.iter().chain([&&*init]).enumerate() {
        settings.add(&format!("{number}.yaml"), text);
    }
    settings.judge().are_good("settings", shown.len() + 1);
    let Some(jobs) = Judged::by("scrape-config-file") else { return };
    jobs.add("django.yml", &run(fresh.path(), &["generate", "job", "--preset", "django"]).stdout);
    jobs.judge().are_good("scrape-config-file", 1);
}

/// What commands write for programs.
#[test]
fn what_is_written_for_programs_fits() {
    let old = folder(&[("prometheus.yml", crate::formats::MISTAKES)]);
    run(old.path(), &["check", "--baseline", "baseline.json", "--write-baseline"]);
    let baseline = fs::read_to_string(old.path().join("baseline.json")).expect("a baseline");
    let output = |folder: &str, arguments: &str| {
        let arguments: Vec<&str> = arguments.split(' ').chain(["--output-format", "json"]).collect();
        run(&root().join("testdata").join(folder), &arguments).stdout
    };
    let lines = run(old.path(), &["check", "--output-format", "json-lines", ".", "gone.yml"]).stdout;
    let lines = lines.lines().map(str::to_owned).collect();
    for (name, texts) in [
        (
            "report",
            vec![
                run(old.path(), &["check", "--preset", "all", "--output-format", "json", ".", "gone.yml"])
                    .stdout,
            ],
        ),
        ("report-line", lines),
        ("baseline", vec![baseline]),
        (
            "relabel",
            vec![
                output("relabel", "relabel --job django --metrics web.prom"),
                output(
                    "relabel",
                    "relabel --job celery --labels __address__=worker-1:1234,__meta_scrape=true",
                ),
            ],
        ),
        ("cardinality", vec![output("cardinality", "cardinality shop.prom")]),
        ("drop-rules", vec![output("django", "generate drop-rules --metrics web.prom --config start.yml")]),
    ] {
        let Some(judged) = Judged::by(name) else { return };
        texts.iter().enumerate().for_each(|(number, text)| judged.add(&format!("{number}.json"), text));
        judged.judge().are_good(name, texts.len());
        // A schema that takes anything would be of no use.
        let Some(empty) = Judged::by(name) else { return };
        empty.add("empty.json", "{}");
        assert!(empty.judge().valid.is_empty(), "{name} takes an empty object");
    }
}
