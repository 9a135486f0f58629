//! What is said between the server and its client.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Instant;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability,
    CompletionOptions, CompletionParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, FileEvent, HoverParams, HoverProviderCapability,
    InitializeParams, PublishDiagnosticsParams, SaveOptions, ServerCapabilities, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::action::{Checked, Deferred, FIX_ALL};
use super::client::Client;
use super::complete::completions;
use super::diagnose::{MAX_FINDINGS, diagnostics, shown};
use super::document::{MAX_SIZE, OpenDocument};
use super::frame::{self, Frame};
use super::hover::hover;
use super::place::Places;
use super::{Equipment, Ground, guarded};

/// Whether the conversation goes on.
pub(super) enum Flow {
    On,
    End { in_order: bool },
}

/// Why a request has no answer.
struct Failure {
    code: i32,
    message: String,
}

impl Failure {
    const PARSE_ERROR: i32 = -32700;
    const INVALID_REQUEST: i32 = -32600;
    const METHOD_NOT_FOUND: i32 = -32601;
    const INVALID_PARAMS: i32 = -32602;
    const INTERNAL_ERROR: i32 = -32603;
    const NOT_INITIALIZED: i32 = -32002;
    const CONTENT_MODIFIED: i32 = -32801;

    fn new(code: i32, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// How far the conversation is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Before,
    Open,
    ShutDown,
}

/// A conversation with a client.
pub(super) struct Session<'s> {
    out: &'s mut dyn Write,
    ground: &'s dyn Ground,
    client: Client,
    stage: Stage,
    /// By their URIs.
    documents: BTreeMap<String, OpenDocument>,
}

impl<'s> Session<'s> {
    pub(super) fn new(out: &'s mut dyn Write, ground: &'s dyn Ground) -> Self {
        Self { out, ground, client: Client::default(), stage: Stage::Before, documents: BTreeMap::new() }
    }

    /// When the next file is to be checked.
    pub(super) fn next_check(&self) -> Option<Instant> {
        self.documents.values().filter_map(|document| document.due).min()
    }

    /// Checks the files that are due.
    pub(super) fn check_due(&mut self) -> io::Result<Flow> {
        let now = Instant::now();
        let due = self.documents.values().filter(|document| document.due.is_some_and(|due| due <= now));
        let due: Vec<Uri> = due.map(|document| document.uri.clone()).collect();
        due.iter().try_for_each(|uri| self.check(uri))?;
        Ok(Flow::On)
    }

    /// Takes a message.
    pub(super) fn take(&mut self, frame: Frame) -> io::Result<Flow> {
        let message = match frame {
            Frame::Message(message) => message,
            Frame::Broken(why) => {
                return self.answer(&Value::Null, Err(Failure::new(Failure::PARSE_ERROR, why)));
            }
        };
        let id = message.get("id").filter(|id| id.is_number() || id.is_string()).cloned();
        let params = message.get("params").cloned().unwrap_or_default();
        match (message.get("method").and_then(Value::as_str), id) {
            (Some("exit"), None) => Ok(Flow::End { in_order: self.stage == Stage::ShutDown }),
            (Some(method), None) => self.notified(method, params),
            (Some(method), Some(id)) => {
                let outcome = self.requested(method, params);
                self.answer(&id, outcome)
            }
            // An answer: nothing was asked.
            (None, Some(_)) if message.get("result").or(message.get("error")).is_some() => Ok(Flow::On),
            (None, id) => {
                let failure = Failure::new(Failure::INVALID_REQUEST, "a message has a `method`");
                self.answer(&id.unwrap_or_default(), Err(failure))
            }
        }
    }

    fn answer(&mut self, id: &Value, outcome: Result<Value, Failure>) -> io::Result<Flow> {
        let answer = match outcome {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(Failure { code, message }) => {
                json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
            }
        };
        frame::write(self.out, &answer)?;
        Ok(Flow::On)
    }

    fn notify(&mut self, method: &str, params: impl Serialize) -> io::Result<()> {
        frame::write(self.out, &json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn requested(&mut self, method: &str, params: Value) -> Result<Value, Failure> {
        match (self.stage, method) {
            (Stage::Before, "initialize") => return self.initialize(params),
            (Stage::Before, _) => {
                return Err(Failure::new(Failure::NOT_INITIALIZED, "the first request is `initialize`"));
            }
            (Stage::ShutDown, _) => {
                return Err(Failure::new(Failure::INVALID_REQUEST, "only `exit` follows `shutdown`"));
            }
            (Stage::Open, _) => {}
        }
        let outcome = guarded(|| match method {
            "shutdown" => {
                self.stage = Stage::ShutDown;
                Ok(Value::Null)
            }
            "textDocument/codeAction" => self.code_actions(read(params)?),
            "codeAction/resolve" => self.resolve(read(params)?),
            "textDocument/hover" => self.hover(read(params)?),
            "textDocument/completion" => self.complete(read(params)?),
            _ => Err(Failure::new(Failure::METHOD_NOT_FOUND, format!("there is no method {method:?} here"))),
        });
        outcome.unwrap_or_else(|| {
            Err(Failure::new(
                Failure::INTERNAL_ERROR,
                format!("{method} failed; this is a bug of scrapelint"),
            ))
        })
    }

    fn initialize(&mut self, params: Value) -> Result<Value, Failure> {
        let params: InitializeParams = read(params)?;
        self.client = Client::new(&params.capabilities);
        self.stage = Stage::Open;
        let capabilities = ServerCapabilities {
            position_encoding: Some(self.client.encoding.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions::default())),
                ..TextDocumentSyncOptions::default()
            })),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, FIX_ALL]),
                resolve_provider: Some(true),
                ..CodeActionOptions::default()
            })),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(vec![" ".to_owned(), "_".to_owned()]),
                ..CompletionOptions::default()
            }),
            ..ServerCapabilities::default()
        };
        Ok(json!({
            "capabilities": capabilities,
            "serverInfo": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        }))
    }

    fn notified(&mut self, method: &str, params: Value) -> io::Result<Flow> {
        if self.stage != Stage::Open {
            return Ok(Flow::On);
        }
        match method {
            "initialized" if self.client.watches => frame::write(self.out, &watching())?,
            "textDocument/didOpen" => {
                if let Ok(DidOpenTextDocumentParams { text_document: it }) = serde_json::from_value(params) {
                    let key = it.uri.as_str().to_owned();
                    self.documents.insert(key, OpenDocument::new(it.uri, it.version, it.text));
                }
            }
            "textDocument/didChange" => {
                if let Ok(DidChangeTextDocumentParams { text_document: it, content_changes }) =
                    serde_json::from_value(params)
                    && let Some(document) = self.documents.get_mut(it.uri.as_str())
                {
                    document.change(it.version, content_changes, self.client.encoding);
                }
            }
            // It may be settings that were saved, or a file that another one names.
            "textDocument/didSave" => {
                self.documents.values_mut().for_each(|document| document.due = Some(Instant::now()));
            }
            "workspace/didChangeWatchedFiles" => {
                let changes =
                    serde_json::from_value(params).map(|it: DidChangeWatchedFilesParams| it.changes);
                // What is open is known, and saved with a word of its own.
                let is_open = |change: &FileEvent| self.documents.contains_key(change.uri.as_str());
                if !changes.is_ok_and(|changes| changes.iter().all(is_open)) {
                    self.documents.values_mut().for_each(OpenDocument::look_again);
                }
            }
            "textDocument/didClose" => {
                if let Ok(DidCloseTextDocumentParams { text_document: it }) = serde_json::from_value(params)
                    && self.documents.remove(it.uri.as_str()).is_some()
                {
                    let nothing = PublishDiagnosticsParams::new(it.uri, Vec::new(), None);
                    self.notify("textDocument/publishDiagnostics", nothing)?;
                }
            }
            _ => {}
        }
        Ok(Flow::On)
    }

    /// Checks a file and tells what was found.
    fn check(&mut self, uri: &Uri) -> io::Result<()> {
        let (ground, client) = (self.ground, self.client);
        let Some(document) = self.documents.get_mut(uri.as_str()) else { return Ok(()) };
        let outcome = guarded(|| document.check(ground));
        document.due = None;
        let mut remarks = Vec::new();
        match outcome {
            Some(outcome) => {
                let failures = outcome.unwrap_or_else(|failure| vec![failure]);
                remarks.extend(failures.iter().map(|it| format!("{}: {}", it.path, it.reason)));
            }
            None => remarks.push(format!("checking {} failed; this is a bug of scrapelint", uri.as_str())),
        }
        if document.is_too_large() {
            let name = document.path().display().to_string();
            remarks.push(format!(
                "{name} is larger than {} MiB, so it is not checked while you type; `scrapelint check` does it",
                MAX_SIZE >> 20
            ));
        }
        let places = Places::new(&document.text, client.encoding);
        let report = document.report.as_ref();
        if report.is_some_and(|report| shown(report).nth(MAX_FINDINGS).is_some()) {
            remarks.push(format!(
                "only the first {MAX_FINDINGS} findings are shown; `scrapelint check` shows all"
            ));
        }
        let found = report.map_or_else(Vec::new, |report| diagnostics(report, &places, uri, client));
        let params = PublishDiagnosticsParams::new(uri.clone(), found, Some(document.version));
        remarks.retain(|remark| !document.said.contains(remark));
        document.said.extend_from_slice(&remarks);
        self.notify("textDocument/publishDiagnostics", params)?;
        // 2: a warning.
        remarks
            .iter()
            .try_for_each(|it| self.notify("window/showMessage", json!({ "type": 2, "message": it })))
    }

    /// A file as it stands, with what is found in that.
    fn up_to_date(&mut self, uri: &Uri) -> Option<&OpenDocument> {
        if self.documents.get(uri.as_str())?.due.is_some() {
            self.check(uri).ok()?;
        }
        self.documents.get(uri.as_str())
    }

    /// Does something with a file that is open and checked, and what it was checked with.
    fn with_checked<T>(&mut self, uri: &Uri, run: impl FnOnce(Checked<'_>) -> T) -> Option<T> {
        let (client, ground) = (self.client, self.ground);
        let document = self.up_to_date(uri)?;
        let report = document.report.as_ref()?;
        let Equipment { options, .. } = ground.equipment(&document.path()).ok()??;
        Some(run(Checked { document, report, options: &options, client }))
    }

    fn code_actions(&mut self, params: CodeActionParams) -> Result<Value, Failure> {
        let CodeActionParams { text_document, range, context, .. } = params;
        let actions = self.with_checked(&text_document.uri, |checked| checked.actions(range, &context));
        Ok(json!(actions.unwrap_or_default()))
    }

    fn resolve(&mut self, mut action: CodeAction) -> Result<Value, Failure> {
        let Some(data) = action.data.take() else { return Ok(json!(action)) };
        let deferred: Deferred = read(data)?;
        let changed = || Failure::new(Failure::CONTENT_MODIFIED, "the file has changed meanwhile");
        let is_current = |document: &OpenDocument| document.version == deferred.version;
        if !self.documents.get(deferred.uri.as_str()).is_some_and(is_current) {
            return Err(changed());
        }
        action.edit = self.with_checked(&deferred.uri, |checked| checked.resolve(&deferred)).flatten();
        Ok(json!(action))
    }

    fn hover(&mut self, params: HoverParams) -> Result<Value, Failure> {
        let at = params.text_document_position_params;
        let client = self.client;
        let Some(document) = self.up_to_date(&at.text_document.uri) else { return Ok(Value::Null) };
        Ok(json!(hover(document, at.position, client)))
    }

    fn complete(&mut self, params: CompletionParams) -> Result<Value, Failure> {
        let at = params.text_document_position;
        let Some(document) = self.documents.get(at.text_document.uri.as_str()) else {
            return Ok(Value::Null);
        };
        Ok(json!(completions(document, at.position, self.client)))
    }
}

/// Files that others name, or that say how they are to be checked: settings, targets, scrape configs, packs, dumps.
const WATCHED: &str = "**/*.{yml,yaml,json,prom,txt,gz,zst}";

/// Asks the client to tell of files that change on disk.
fn watching() -> Value {
    let watchers = json!([{ "globPattern": WATCHED }]);
    let registration = json!({
        "id": "files",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": { "watchers": watchers },
    });
    let params = json!({ "registrations": [registration] });
    json!({ "jsonrpc": "2.0", "id": "watch-files", "method": "client/registerCapability", "params": params })
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Failure> {
    serde_json::from_value(params).map_err(|error| Failure::new(Failure::INVALID_PARAMS, error.to_string()))
}
