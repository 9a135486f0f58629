//! `src/rules/registry.rs`, the category modules and `rules/README.md` are what the pages make of them.
//!
//! `UPDATE=1 cargo test --test rules` writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::page::{Page, pages, root};

#[test]
fn generated_files_are_up_to_date() {
    let pages = pages();
    let mut files = BTreeMap::new();
    files.insert("src/rules/registry.rs".to_owned(), registry(&pages));
    files.insert("rules/README.md".to_owned(), index(&pages));
    for (category, names) in coded(&pages) {
        files.insert(format!("src/rules/{category}/mod.rs"), module(&category, &names));
    }
    let mut stale = Vec::new();
    for (path, expected) in files {
        let full = root().join(&path);
        if fs::read_to_string(&full).ok().as_deref() == Some(&expected) {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&full, expected).expect("writable file");
        } else {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "not what the pages say: {stale:?}; run `UPDATE=1 cargo test --test rules`");
}

#[test]
fn every_rule_file_has_a_page() {
    let pages = pages();
    let coded = coded(&pages);
    for folder in fs::read_dir(root().join("src/rules")).expect("src/rules") {
        let folder = folder.expect("entry").path();
        if !folder.is_dir() {
            continue;
        }
        let category = folder.file_name().expect("name").to_string_lossy().into_owned();
        for file in fs::read_dir(&folder).expect("readable folder") {
            let stem =
                file.expect("entry").path().file_stem().expect("name").to_string_lossy().replace('_', "-");
            let known = stem == "mod" || coded.get(&category).is_some_and(|names| names.contains(&stem));
            assert!(known, "src/rules/{category}/{stem}: write its page rules/{category}/{stem}.md");
        }
    }
}

#[test]
fn pages_are_complete() {
    for page in pages() {
        let name = &page.name;
        for heading in ["## What it does", "## Why is this bad?", "## Example", "## References"] {
            assert!(page.body.contains(heading), "{name}: no `{heading}`");
        }
        assert!(page.front.summary.len() <= 100, "{name}: summary of more than 100 characters");
        assert!(["error", "warning", "info"].contains(&page.front.severity.as_str()), "{name}: severity");
        assert!(page.front.status == "stable" || page.front.status == "nursery", "{name}: status");
        assert!(page.front.prometheus.starts_with(">="), "{name}: prometheus");
        assert!(page.front.aliases.is_empty(), "{name}: not supported yet");
        let has = |word: &str| page.blocks.iter().any(|block| block.words.iter().any(|it| it == word));
        if page.front.kind.as_deref() != Some("runner") {
            assert!(has("bad") && has("good"), "{name}: a bad and a good example");
            assert_eq!(
                has("fixed"),
                page.front.fix != "none",
                "{name}: a fixed example, and `fix` that says so"
            );
        }
        assert!(
            page.front.fix == "none" || page.body.contains("## Fix safety"),
            "{name}: argue the fix's safety"
        );
    }
}

/// Names of the rules that have code, by category.
fn coded(pages: &[Page]) -> BTreeMap<String, Vec<String>> {
    let mut categories: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.front.kind.is_none()) {
        categories.entry(page.category.clone()).or_default().push(page.name.clone());
    }
    categories
}

fn module(category: &str, names: &[String]) -> String {
    let mut text = format!(
        "//! Rules of category `{category}`. Generated from `rules/{category}/` by `UPDATE=1 cargo test --test rules`.\n\n"
    );
    for name in names {
        _ = writeln!(text, "pub(super) mod {};", name.replace('-', "_"));
    }
    text
}

fn registry(pages: &[Page]) -> String {
    let mut text = String::from(
        "//! All rules, sorted by name. Generated from `rules/` by `UPDATE=1 cargo test --test rules`.\n\n\
         use super::rule::{FixKind, Preset, Rule, Run};\n\
         use crate::finding::{Confidence, Severity};\n\n\
         /// All rules, sorted by name.\n",
    );
    _ = writeln!(text, "#[rustfmt::skip]\npub static RULES: [Rule; {}] = [", pages.len());
    for page in pages {
        let front = &page.front;
        let run = match front.kind.as_deref() {
            Some("load") => "Run::Load".to_owned(),
            Some("runner") => "Run::Runner".to_owned(),
            Some(other) => panic!("{}: unknown kind {other}", page.name),
            None => format!("super::{}::{}::RUN", page.category, page.name.replace('-', "_")),
        };
        _ = writeln!(
            text,
            "    Rule {{\n        name: {:?},\n        category: {:?},\n        summary: {:?},\n        severity: Severity::{},\n        confidence: Confidence::{},\n        preset: Preset::{},\n        fix: FixKind::{},\n        options: &{:?},\n        since: {:?},\n        page: include_str!(\"../../rules/{}/{}.md\"),\n        run: {run},\n    }},",
            page.name,
            page.category,
            front.summary,
            camel(&front.severity),
            camel(&front.confidence),
            camel(&front.preset),
            camel(&front.fix),
            front.options.keys().collect::<Vec<_>>(),
            front.since,
            page.category,
            page.name,
        );
    }
    text.push_str("];\n");
    text
}

fn camel(word: &str) -> String {
    word.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

fn index(pages: &[Page]) -> String {
    let mut text = String::from(
        "# Rules\n\nOne page per rule. Generated by `UPDATE=1 cargo test --test rules`; `scrapelint explain RULE` shows a page.\n",
    );
    let mut categories: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in pages {
        categories.entry(&page.category).or_default().push(page);
    }
    for (category, pages) in categories {
        _ = writeln!(
            text,
            "\n## {category}\n\n| rule | what | severity | preset | fix |\n|---|---|---|---|---|"
        );
        for page in pages {
            let front = &page.front;
            _ = writeln!(
                text,
                "| [{name}]({category}/{name}.md) | {} | {} | {} | {} |",
                front.summary.replace('|', "\\|"),
                front.severity,
                front.preset,
                front.fix,
                name = page.name,
            );
        }
    }
    text
}

/// Whatever is reported can be looked up.
#[test]
fn every_finding_has_a_page() {
    let folder = root().join("testdata/conformance");
    let preset = scrapelint::lint::Selection::new(scrapelint::rules::Preset::All, Vec::new(), Vec::new());
    let options =
        scrapelint::lint::Options { selection: preset.expect("no selectors"), ..Default::default() };
    let mut seen = std::collections::BTreeSet::new();
    for name in ["config.jsonl", "config-basic.jsonl"] {
        for line in fs::read_to_string(folder.join(name)).expect("recorded cases").lines() {
            let case: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = case["yaml"].as_str().expect("a text");
            let source = scrapelint::source::Source::new("prometheus.yml", text);
            for finding in scrapelint::lint::check(source, &options).findings {
                let rule = scrapelint::rules::find(finding.rule);
                let rule = rule.unwrap_or_else(|| panic!("no page for {}: {text}", finding.rule));
                assert_eq!(rule.severity, finding.severity, "{}", finding.rule);
                assert!(finding.message.chars().count() <= 80, "{}: {}", finding.rule, finding.message);
                assert!(finding.help.is_some(), "{}: no help: {}", finding.rule, finding.message);
                seen.insert(finding.rule);
            }
        }
    }
    assert!(seen.len() > 20, "{seen:?}");
}
