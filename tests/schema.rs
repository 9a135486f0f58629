//! The committed JSON Schemas are those of the types.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use scrapelint::config::{SchemaOf, Version};
use scrapelint::generate;
use scrapelint::lint;
use scrapelint::reltest;
use scrapelint::settings;
use scrapelint::yaml::{Document, NodeId, Resolved, Style, Value, parse, resolve_plain};
use serde_json::Value as Json;

use crate::common::{corpus, say};

#[test]
fn committed_schemas_are_up_to_date() {
    let read_by_prometheus = SchemaOf::ALL.map(|of| (of.name(), of.schema()));
    let ours = [
        ("baseline", lint::baseline_schema()),
        ("job-preset", generate::job_preset_schema()),
        ("frameworks", generate::frameworks_schema()),
        ("pack", scrapelint::cardinality::pack_schema()),
        ("relabel-test", reltest::json_schema()),
        ("settings", settings::json_schema()),
    ];
    for (name, schema) in read_by_prometheus.into_iter().chain(ours) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schema/{name}.schema.json"));
        let text = format!("{schema:#}\n");
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path.parent().expect("a folder")).expect("schema/");
            fs::write(&path, text).expect("writable schema");
        } else {
            let committed = fs::read_to_string(&path).unwrap_or_default();
            assert!(
                committed == text,
                "{} is out of date: run UPDATE=1 cargo test --test schema",
                path.display()
            );
        }
    }
}

/// Accepted, but only because nothing looks at the value: the schema names the known words.
const STRICTER: [&str; 1] = ["global/escaping-bad-no-scrape"];

/// What a JSON Schema sees of a node, or why it cannot.
fn to_json(document: &Document<'_>, node: NodeId, depth: usize) -> Result<Json, &'static str> {
    if depth > 100 {
        return Err("too deep");
    }
    let node = document.resolved(node).ok_or("unknown alias")?;
    if document.tag(node).is_some() {
        return Err("tag");
    }
    Ok(match document.value(node) {
        Value::Scalar(Style::Plain, text) => match resolve_plain(text) {
            Resolved::Null => Json::Null,
            Resolved::Bool(value) => value.into(),
            Resolved::Int(value) => value.into(),
            Resolved::Uint(value) => value.into(),
            Resolved::Float(value) if value.is_finite() => value.into(),
            Resolved::Float(_) => return Err("infinity or NaN"),
            Resolved::Merge | Resolved::Timestamp(_) | Resolved::Text(_) => text.into(),
        },
        Value::Scalar(_, text) => text.into(),
        Value::Sequence(items) => items
            .iter()
            .map(|&item| to_json(document, item, depth + 1))
            .collect::<Result<Vec<_>, _>>()?
            .into(),
        Value::Mapping(_) => {
            let mut map = serde_json::Map::new();
            for (key, value) in document.entries_in_force(node) {
                let key =
                    document.resolved(key).and_then(|key| document.scalar(key)).ok_or("key is no scalar")?;
                if map.insert(key.to_owned(), to_json(document, value, depth + 1)?).is_some() {
                    return Err("key stands twice");
                }
            }
            map.into()
        }
        Value::Alias(_) => return Err("unknown alias"),
    })
}

/// The JSON of a text's first document; null for an empty one.
fn decoded(text: &str) -> Result<Json, &'static str> {
    let (document, error) = parse(text);
    if error.is_some() {
        return Err("no YAML");
    }
    document.root().map_or(Ok(Json::Null), |root| to_json(&document, root, 0))
}

fn validator(of: SchemaOf) -> jsonschema::Validator {
    jsonschema::draft202012::new(&of.schema()).expect("a valid schema")
}

/// What a schema has against a value, in short.
fn objections(validator: &jsonschema::Validator, value: &Json) -> Vec<String> {
    let errors = validator.iter_errors(value).take(3);
    errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
}

struct Case {
    id: String,
    yaml: String,
    ok: bool,
}

/// The recorded answers of Prometheus, as `tests/conformance_config.rs` reads them.
fn cases() -> Vec<Case> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/conformance");
    let folder = std::env::var_os("SCRAPELINT_CONFORMANCE_DIR").map_or(own, Into::into);
    let mut cases = Vec::new();
    for file in ["config-basic.jsonl", "config.jsonl"] {
        for line in fs::read_to_string(folder.join(file)).unwrap_or_default().lines() {
            let case: Json = serde_json::from_str(line).expect("one JSON object a line");
            let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
            cases.push(Case { id: text("id"), yaml: text("yaml"), ok: case["ok"] == true });
        }
    }
    cases
}

#[test]
fn what_prometheus_accepts_is_valid() {
    let validator = validator(SchemaOf::Prometheus);
    let mut skipped: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut valid, mut wrong) = (0, Vec::new());
    for case in cases().iter().filter(|case| case.ok && !STRICTER.contains(&case.id.as_str())) {
        match decoded(&case.yaml) {
            Err(reason) => *skipped.entry(reason).or_default() += 1,
            Ok(value) if validator.is_valid(&value) => valid += 1,
            Ok(value) => wrong.push(format!("{}: {:?}", case.id, objections(&validator, &value))),
        }
    }
    say(&format!(
        "{valid} accepted configurations are valid, {} are not; no JSON: {skipped:?}\n",
        wrong.len()
    ));
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), wrong.len() + valid, wrong.join("\n"));
}

/// Families of refused configurations whose defect is a matter of structure: the schema sees all of them.
const STRUCTURAL: [&str; 8] = [
    "unknown-key",
    "unknown-key-many",
    "sd-unknown-key",
    "wrong-type",
    "wrong-type-new",
    "sd-list-shape",
    "sd-null",
    "top-shape",
];

#[test]
fn what_prometheus_refuses_for_its_structure_is_invalid() {
    let validator = validator(SchemaOf::Prometheus);
    // Family to refused by Prometheus, and of these by the schema.
    let mut families: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    let cases = cases();
    for case in cases.iter().filter(|case| !case.ok) {
        let Ok(value) = decoded(&case.yaml) else { continue };
        let family = case.id.split('/').next().unwrap_or_default();
        let counts = families.entry(family.to_owned()).or_default();
        counts.0 += 1;
        if !validator.is_valid(&value) {
            counts.1 += 1;
        } else if STRUCTURAL.contains(&family) {
            missed.push(&case.id);
        }
    }
    let refused: usize = families.values().map(|(refused, _)| refused).sum();
    let invalid: usize = families.values().map(|(_, invalid)| invalid).sum();
    say(&format!("{invalid} of {refused} refused configurations are invalid; by family: {families:?}\n"));
    assert!(missed.is_empty(), "valid, though refused: {missed:?}");
    // 57 % when measured: the rest is about values and how they fit together.
    assert!(refused == 0 || invalid * 100 >= refused * 55, "{invalid} of {refused}");
}

#[test]
fn keys_are_those_of_prometheus_and_described() {
    let schema = SchemaOf::Prometheus.schema();
    let table = include_str!("../testdata/schema/keys.tsv");
    let mut expected: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let [section, key, _] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        expected.entry(section).or_default().insert(key);
    }
    assert!(expected.len() > 70);
    for (section, keys) in expected {
        let section_schema = if section == "Config" { &schema } else { &schema["$defs"][section] };
        assert_eq!(section_schema["additionalProperties"], false, "{section}");
        let properties = section_schema["properties"].as_object().expect(section);
        assert_eq!(properties.keys().map(String::as_str).collect::<BTreeSet<_>>(), keys, "{section}");
        for (key, property) in properties {
            assert!(property["description"].as_str().is_some_and(|text| text.len() > 5), "{section}.{key}");
        }
    }
}

#[test]
fn real_configurations_are_valid() {
    let Some(folder) = corpus() else { return };
    let verdicts = fs::read_to_string(folder.join("verdicts-prometheus-3.14.tsv")).expect("verdicts");
    let validator = validator(SchemaOf::Prometheus);
    let (mut valid, mut wrong) = (0, Vec::new());
    for line in verdicts.lines() {
        let [file, "raw", "OK", ..] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        let Ok(text) = fs::read_to_string(folder.join(file)) else { continue };
        let Ok(value) = decoded(&text) else { continue };
        let objections = objections(&validator, &value);
        valid += usize::from(objections.is_empty());
        if !objections.is_empty() {
            wrong.push(format!("{file}: {objections:?}"));
        }
    }
    say(&format!("{valid} real configurations are valid\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All mappings within a JSON value.
fn objects<'j>(json: &'j Json, out: &mut Vec<&'j serde_json::Map<String, Json>>) {
    match json {
        Json::Object(map) => {
            out.push(map);
            map.values().for_each(|value| objects(value, out));
        }
        Json::Array(items) => items.iter().for_each(|item| objects(item, out)),
        _ => {}
    }
}

#[test]
fn versions_of_keys_and_words_can_be_read() {
    let schema = SchemaOf::Prometheus.schema();
    let mut all = Vec::new();
    objects(&schema, &mut all);
    let version = |since: &Json| since.as_str().expect("a text").parse::<Version>().expect("a version");
    let keys: Vec<Version> = all.iter().filter_map(|object| object.get("x-since")).map(version).collect();
    assert!(keys.len() > 500, "{}", keys.len());
    assert!(keys.iter().all(|since| since.major == 2 && since.minor < 56 || since.major == 3));
    let mut words = 0;
    for object in all.iter().filter(|object| object.contains_key("x-words-since")) {
        // The words stand beside, or in the definition that is referred to.
        let choices = object.get("anyOf").and_then(Json::as_array).into_iter().flatten();
        let references = choices.filter_map(|choice| choice["$ref"].as_str());
        let definitions =
            references.filter_map(|reference| schema.pointer(reference.trim_start_matches('#'))?.as_object());
        let known: Vec<String> = definitions
            .chain([*object])
            .flat_map(|it| it.get("enum").or(it.get("examples")).and_then(Json::as_array).cloned())
            .flatten()
            .filter_map(|word| word.as_str().map(str::to_owned))
            .collect();
        for (word, since) in object["x-words-since"].as_object().expect("words") {
            assert!(known.contains(word), "{word} is none of {known:?}");
            assert!(version(since) > Version::new(2, 30));
            words += 1;
        }
    }
    assert!(words >= 10, "{words}");
}
