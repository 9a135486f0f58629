//! The language server, as a client speaks with it.

#[path = "cli/tools.rs"]
#[allow(dead_code)] // other tests use the rest
mod tools;

#[path = "server/client.rs"]
mod client;
#[path = "server/editor.rs"]
mod editor;

use std::fs;
use std::time::{Duration, Instant};

use client::{Client, uri};
use serde_json::{Value, json};

const JOB: &str = "scrape_configs:\n- job_name: node\n  scrape_interval: 30s\n  metrics_path: /metrics?a=b\n  static_configs:\n  - targets: [a:9100]\n";

fn codes(diagnostics: &Value) -> Vec<&str> {
    let diagnostics = diagnostics["diagnostics"].as_array().expect("diagnostics");
    diagnostics.iter().map(|it| it["code"].as_str().expect("a code")).collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().expect("a number") as usize
}

/// A text with the edits of an action made, which come last first here.
fn edited(text: &str, action: &Value) -> String {
    let edit = &action["edit"];
    let edits = match edit["changes"].as_object() {
        Some(changes) => changes.values().next().expect("a file").clone(),
        None => edit["documentChanges"][0]["edits"].clone(),
    };
    let mut edits: Vec<(usize, usize, String)> = edits
        .as_array()
        .expect("edits")
        .iter()
        .map(|edit| {
            let at = |end: &str| {
                let place = &edit["range"][end];
                let (line, column) = (number(&place["line"]), number(&place["character"]));
                let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
                start + column
            };
            (at("start"), at("end"), edit["newText"].as_str().expect("text").to_owned())
        })
        .collect();
    edits.sort();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, &new);
    }
    text
}

fn labels(items: &Value) -> Vec<&str> {
    items.as_array().expect("items").iter().map(|item| item["label"].as_str().expect("a label")).collect()
}

#[test]
fn findings_come_while_a_file_is_typed() {
    let mut client = Client::start();
    client.initialize(json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } }));
    let file = uri("prometheus.yml");
    client.open(&file, "scrape_configs:\n- job_nam: 'ä𝄞'\n");
    let found = client.diagnostics();
    assert!(codes(&found).contains(&"unknown-key"), "{found}");
    let unknown =
        &found["diagnostics"].as_array().unwrap().iter().find(|it| it["code"] == "unknown-key").unwrap();
    assert_eq!(unknown["range"]["start"], json!({ "line": 1, "character": 2 }));
    assert_eq!((&unknown["severity"], &unknown["source"]), (&json!(1), &json!("scrapelint")));
    assert!(unknown["codeDescription"]["href"].as_str().unwrap().ends_with("/rules/load/unknown-key.md"));
    assert!(unknown["message"].as_str().unwrap().contains("did you mean `job_name`?"), "{unknown}");

    // Columns count halves of UTF-16: the name is four of them with its quotes, and one more.
    client.change(
        &file,
        2,
        json!([
            { "range": range(1, 9, 1, 9), "text": "e" },
            { "range": range(1, 12, 1, 17), "text": "'ä', metrics_path: /a?b=c" }
        ]),
    );
    let found = client.diagnostics();
    assert_eq!(found["version"], 2);
    client.change(&file, 3, json!([{ "text": JOB }]));
    let found = client.diagnostics();
    assert!(codes(&found).contains(&"path-with-query"), "{found}");
    assert!(!codes(&found).contains(&"unknown-key"), "{found}");

    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": file } }));
    assert_eq!(client.diagnostics()["diagnostics"], json!([]));
    client.end();
}

fn range(line: u32, column: u32, end_line: u32, end_column: u32) -> Value {
    json!({
        "start": { "line": line, "character": column },
        "end": { "line": end_line, "character": end_column },
    })
}

#[test]
fn columns_are_those_that_were_agreed_on() {
    let text = "global: {external_labels: {a: 'ä𝄞'}, x: 1}\n";
    for (offered, chosen) in [(json!(["utf-16"]), "utf-16"), (json!(["utf-16", "utf-8"]), "utf-8")] {
        let mut client = Client::start();
        let answer = client.initialize(json!({ "general": { "positionEncodings": offered } }));
        assert_eq!(answer["result"]["capabilities"]["positionEncoding"], chosen);
        let file = uri("prometheus.yml");
        client.open(&file, text);
        let found = client.diagnostics();
        let unknown = found["diagnostics"].as_array().unwrap().iter().find(|it| it["code"] == "unknown-key");
        let before = &text[..text.find("x:").unwrap()];
        let column = if chosen == "utf-8" { before.len() } else { before.encode_utf16().count() };
        assert_eq!(unknown.expect("the finding")["range"]["start"]["character"], column);
        client.end();
    }
}

#[test]
fn repairs_are_offered() {
    for resolves in [false, true] {
        let mut client = Client::start();
        let support = json!({ "dataSupport": true, "resolveSupport": { "properties": ["edit"] } });
        let action = if resolves { support } else { json!({}) };
        client.initialize(json!({
            "textDocument": { "codeAction": action },
            "workspace": { "workspaceEdit": { "documentChanges": resolves } },
        }));
        let file = uri("prometheus.yml");
        client.open(&file, JOB);
        client.diagnostics();
        let mut ask = |line: u32, only: Value| {
            let params = json!({
                "textDocument": { "uri": file }, "range": range(line, 0, line, 0),
                "context": { "diagnostics": [], "only": only },
            });
            let actions = client.request("textDocument/codeAction", params)["result"].clone();
            let actions: Vec<Value> = actions.as_array().expect("actions").clone();
            let resolved = actions.into_iter().map(|action| match action.get("data") {
                Some(_) => client.request("codeAction/resolve", action)["result"].clone(),
                None => action,
            });
            resolved.collect::<Vec<Value>>()
        };
        let actions = ask(3, Value::Null);
        let titles: Vec<&str> = actions.iter().map(|it| it["title"].as_str().unwrap()).collect();
        let repair = actions
            .iter()
            .find(|it| it["edit"].is_object() && it["title"].as_str().unwrap().contains("params"));
        let repair = repair.unwrap_or_else(|| panic!("{titles:?}"));
        assert!(edited(JOB, repair).contains("  metrics_path: /metrics\n"), "{titles:?}");
        let ignore =
            actions.iter().find(|it| it["title"] == "Hold `path-with-query` back with a comment").unwrap();
        assert_eq!(
            edited(JOB, ignore),
            JOB.replace("/metrics?a=b", "/metrics?a=b  # scrapelint: ignore[path-with-query]")
        );
        let all = ask(0, json!(["source.fixAll"]));
        let [all] = &all[..] else { panic!("{all:?}") };
        assert_eq!(all["kind"], "source.fixAll.scrapelint");
        assert!(edited(JOB, all).contains("  scrape_timeout: "), "{}", edited(JOB, all));
        assert!(ask(0, json!(["refactor"])).is_empty());
        client.end();
    }
}

#[test]
fn keys_and_steps_are_explained() {
    let mut client = Client::start();
    client.initialize(json!({}));
    let file = uri("prometheus.yml");
    let text = format!(
        "{JOB}  relabel_configs:\n  - source_labels: [__address__]\n    regex: a.*\n    action: keep\n"
    );
    client.open(&file, &text);
    client.diagnostics();
    let mut hover = |line: u32, column: u32| {
        let place = json!({ "line": line, "character": column });
        let params = json!({ "textDocument": { "uri": file }, "position": place });
        client.request("textDocument/hover", params)["result"]["contents"]["value"].clone()
    };
    let path = hover(3, 4);
    assert!(
        path.as_str().unwrap().contains("**`metrics_path`**: ")
            && path.as_str().unwrap().contains("Default: `/metrics`."),
        "{path}"
    );
    let value = hover(3, 18);
    assert!(value.as_str().unwrap().contains("path-with-query"), "{value}");
    let step = hover(8, 13);
    assert!(step.as_str().unwrap().contains("Step 1 of 1: keep if __address__ matches `a.*`"), "{step}");
    assert_eq!(hover(99, 99), Value::Null);
    client.end();
}

#[test]
fn keys_words_and_labels_are_completed() {
    let mut client = Client::start();
    client.initialize(json!({}));
    let file = uri("prometheus.yml");
    client.open(&file, JOB);
    client.diagnostics();
    let mut version = 1;
    let mut complete = |text: &str| {
        version += 1;
        let at = text.find('|').expect("a cursor");
        let line = text[..at].matches('\n').count();
        let column = at - text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        client.change(&file, version, json!([{ "text": text.replacen('|', "", 1) }]));
        let place = json!({ "line": line, "character": column });
        client
            .request("textDocument/completion", json!({ "textDocument": { "uri": file }, "position": place }))
            ["result"]
            .clone()
    };
    let items = complete("|");
    assert!(labels(&items).contains(&"scrape_configs"), "{items}");
    let items = complete("global:\n  scr|\nscrape_configs:\n- job_name: a\n");
    assert!(labels(&items).contains(&"scrape_timeout") && !labels(&items).contains(&"job_name"), "{items}");
    let timeout = items.as_array().unwrap().iter().find(|item| item["label"] == "scrape_timeout").unwrap();
    assert_eq!(timeout["textEdit"], json!({ "range": range(1, 2, 1, 5), "newText": "scrape_timeout: " }));
    let items = complete("scrape_configs:\n- job_name: a\n  |\n");
    assert!(labels(&items).contains(&"relabel_configs") && !labels(&items).contains(&"job_name"), "{items}");
    let items = complete("scrape_configs:\n- job_name: a\n  relabel_configs:\n  - act|\n");
    assert!(labels(&items).contains(&"action"), "{items}");
    let items = complete("scrape_configs:\n- job_name: a\n  relabel_configs:\n  - action: |\n");
    assert!(labels(&items).contains(&"labelmap"), "{items}");
    let items = complete("scrape_configs:\n- job_name: a\n  honor_labels: t|\n");
    assert_eq!(labels(&items), ["true", "false"]);
    let job = "scrape_configs:\n- job_name: a\n  kubernetes_sd_configs: [{role: pod}]\n  relabel_configs:\n  - {target_label: x, replacement: y}\n";
    for written in [
        "  - source_labels: [__meta|]\n",
        "  - source_labels:\n    - __meta|\n",
        "  - source_labels: [job, \"|\"]\n",
    ] {
        let items = complete(&format!("{job}{written}"));
        let labels = labels(&items);
        for label in ["__meta_kubernetes_pod_name", "__meta_kubernetes_pod_label_", "__address__", "x"] {
            assert!(labels.contains(&label), "{written}{labels:?}");
        }
        assert!(!labels.contains(&"__meta_kubernetes_service_name"), "{written}");
    }
    assert_eq!(complete("# comment |\nscrape_configs: []\n"), json!([]));
    client.end();
}

#[test]
fn settings_count_and_other_files_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let settings = folder.path().join("scrapelint.yaml");
    fs::write(&settings, "ignore: [path-with-query]\nexclude: [old/**]\n").unwrap();
    let mut client = Client::start();
    client.initialize(json!({}));
    let at = |name: &str| format!("file://{}", folder.path().join(name).display());
    client.open(&at("prometheus.yml"), JOB);
    assert!(!codes(&client.diagnostics()).contains(&"path-with-query"));
    fs::write(&settings, "").unwrap();
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": at("scrapelint.yaml") } }));
    assert!(codes(&client.diagnostics()).contains(&"path-with-query"));
    fs::write(&settings, "exclude: ['old/**']\n").unwrap();
    for (name, text) in [
        ("old/prometheus.yml", JOB),
        ("compose.yaml", "services: {a: {image: b}}\nscrape_interval: 1\n"),
        ("notes.yaml", "a: [\n"),
        ("values.yaml", "{{- if .x }}\na: b\n{{- end }}\n"),
    ] {
        client.open(&at(name), text);
        assert_eq!(client.diagnostics()["diagnostics"], json!([]), "{name}");
    }
    client.end();
}

/// Dumps that settings name count, as for `check`, and what changes on disk is looked at again.
#[test]
fn files_beside_it_count_and_are_watched() {
    const CONFIGURATION: &str = "global: {scrape_interval: 15s, scrape_timeout: 10s}\nscrape_configs:\n- job_name: web\n  static_configs: [{targets: [web:80]}]\n  metric_relabel_configs: [{regex: user, action: labeldrop}]\n";
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let at = |name: &str| format!("file://{}", folder.path().join(name).display());
    write("scrapelint.yaml", "metrics: {web: [web.prom]}\n");
    write("web.prom", "a{user=\"1\"} 1\na{user=\"2\"} 2\n");
    let changed = |client: &mut Client, name: &str| {
        let changes = json!([{ "uri": at(name), "type": 2 }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    };
    let mut client = Client::start();
    let watches = json!({ "didChangeWatchedFiles": { "dynamicRegistration": true } });
    client.initialize(json!({ "workspace": watches }));
    let asked = client.notification("client/registerCapability");
    let asked = &asked["registrations"][0];
    assert_eq!(asked["method"], "workspace/didChangeWatchedFiles");
    let pattern = asked["registerOptions"]["watchers"][0]["globPattern"].as_str().unwrap();
    assert_eq!(pattern, "**/*.{yml,yaml,json,prom,txt,gz,zst}");

    client.open(&at("prometheus.yml"), CONFIGURATION);
    let found = client.diagnostics();
    assert!(codes(&found).contains(&"series-collision"), "{found}");
    write("web.prom", "a{user=\"1\"} 1\nb{user=\"2\"} 2\n");
    changed(&mut client, "web.prom");
    let found = client.diagnostics();
    assert!(!codes(&found).contains(&"series-collision"), "{found}");

    fs::remove_file(folder.path().join("web.prom")).unwrap();
    changed(&mut client, "web.prom");
    client.diagnostics();
    let said = client.notification("window/showMessage");
    assert!(said["message"].as_str().unwrap().contains("web.prom: cannot be read"), "{said}");
    write("web.prom", &"a 1\n".repeat(5 << 20));
    for _ in 0..100 {
        changed(&mut client, "web.prom");
    }
    client.diagnostics();
    let said = client.notification("window/showMessage");
    let words = "scrapelint.yaml: names more than 16 MiB of metrics dumps";
    assert!(said["message"].as_str().unwrap().contains(words), "{said}");
    // What is open is in the editor, whatever lies on the disk; and many changes cost one check, or two.
    changed(&mut client, "prometheus.yml");
    std::thread::sleep(Duration::from_millis(500));
    assert!(client.said("textDocument/publishDiagnostics") <= 2);
    client.end();
}

#[test]
fn what_cannot_be_done_is_said_once() {
    let mut client = Client::start();
    client.initialize(json!({}));
    let file = uri("prometheus.yml");
    client.open(&file, &"# a comment\n".repeat(400_000));
    assert_eq!(client.diagnostics()["diagnostics"], json!([]));
    let said = client.notification("window/showMessage");
    assert!(said["message"].as_str().unwrap().contains("is larger than 4 MiB"), "{said}");
    client.change(&file, 2, json!([{ "range": range(0, 0, 0, 0), "text": "#" }]));
    assert_eq!(client.diagnostics()["version"], 2);
    client.change(&file, 3, json!([{ "text": JOB }]));
    assert!(codes(&client.diagnostics()).contains(&"path-with-query"));
    assert_eq!(client.said("window/showMessage"), 1);
    client.end();
}

#[test]
fn typing_in_a_long_file_costs_one_check() {
    let mut client = Client::start();
    client.initialize(json!({}));
    let file = uri("prometheus.yml");
    let job = |at: usize| {
        format!(
            "- job_name: job{at}\n  static_configs:\n  - targets:\n    - host{at}:9100\n    labels:\n      number: '{at}'\n  scrape_timeout: 5s\n  relabel_configs: []\n"
        )
    };
    let text = format!("scrape_configs:\n{}", (0..1_250).map(job).collect::<String>());
    client.open(&file, &text);
    client.diagnostics();
    let start = Instant::now();
    for version in 2..202 {
        client.change(&file, version, json!([{ "range": range(1, 2, 1, 2), "text": "x" }]));
    }
    let found = client.diagnostics();
    assert_eq!(found["version"], 201, "no check before the last letter");
    assert!(codes(&found).contains(&"unknown-key"));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    client.end();
}

#[test]
fn no_message_ends_the_server() {
    let mut client = Client::start();
    // Before it is asked to begin.
    assert_eq!(client.request("textDocument/hover", json!({}))["error"]["code"], -32002);
    client.initialize(json!({}));
    client.write(b"Content-Length: 4\r\n\r\n{x}}");
    assert_eq!(client.answer()["error"]["code"], -32700);
    client.write(b"nonsense\r\n\r\n");
    assert_eq!(client.answer()["error"]["code"], -32700);
    for (message, code) in [
        ("[]", -32600),
        ("{}", -32600),
        ("{\"id\":7}", -32600),
        ("null", -32600),
        ("{\"id\":\"a\",\"method\":\"no/such\"}", -32601),
        ("{\"id\":8,\"method\":\"textDocument/hover\"}", -32602),
        ("{\"id\":9,\"method\":\"textDocument/codeAction\",\"params\":[1]}", -32602),
        (
            "{\"id\":10,\"method\":\"codeAction/resolve\",\"params\":{\"title\":\"x\",\"data\":{\"y\":1}}}",
            -32602,
        ),
        ("{\"id\":11,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}", -32601),
    ] {
        client.write(format!("Content-Length: {}\r\n\r\n{message}", message.len()).as_bytes());
        assert_eq!(client.answer()["error"]["code"], code, "{message}");
    }
    // Nothing is open, and nothing is said of what cannot be read.
    client.notify("textDocument/didOpen", json!({ "textDocument": 1 }));
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri("x.yml"), "version": 1 }, "contentChanges": [] }),
    );
    client.notify("$/cancelRequest", json!({ "id": 1 }));
    let file = uri("prometheus.yml");
    client.open(&file, "a: 𝄞\n");
    client.diagnostics();
    // Ranges that lie outside, in the middle of a character, or the wrong way round.
    client.change(
        &file,
        2,
        json!([
            { "range": range(99, 99, 0, 4), "text": "é" },
            { "range": range(0, 4_000_000_000, 4_000_000_000, 0), "text": "\r\n- {" },
            { "range": range(0, 0, 0, 1), "text": "" },
        ]),
    );
    assert_eq!(client.diagnostics()["version"], 2);
    for method in ["textDocument/hover", "textDocument/completion"] {
        let params = json!({ "textDocument": { "uri": file }, "position": { "line": 7, "character": 7 } });
        assert!(client.request(method, params).get("error").is_none(), "{method}");
    }
    client.end();
}

#[test]
fn it_ends_as_the_protocol_says() {
    let mut client = Client::start();
    client.initialize(json!({}));
    assert_eq!(client.request("shutdown", Value::Null)["result"], Value::Null);
    assert_eq!(client.request("shutdown", Value::Null)["error"]["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), Some(0));

    let mut client = Client::start();
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), Some(1));
    let mut client = Client::start();
    client.hang_up();
    assert_eq!(client.status(), Some(1));
}
