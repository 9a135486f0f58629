//! From the tree and the schema to values in force, but for what sections take from each other.

use serde_json::Value as Json;

use super::{Node, Redaction, Section, ValueOrigin};
use crate::config::schema::Kind;
use crate::config::value::{Int64, Text, Uint64};
use crate::config::{Action, Duration, Size, secrets};
use crate::source::{LineIndex, Span};
use crate::yaml::{Document, GoType, NodeId, Resolved, Style, Tree, Value, decode_at, resolve_plain};

/// Values that one configuration may come to. Aliases of aliases could make it endless.
const MAX_VALUES: usize = 1_000_000;
/// Levels that values are followed into each other: an alias may stand within its own anchor.
const MAX_DEPTH: usize = crate::yaml::MAX_DEPTH;

/// What stands for a secret.
const REDACTED: &str = "<redacted>";

pub(super) struct Walk<'d> {
    document: &'d Document<'d>,
    schema: &'d Json,
    lines: LineIndex,
    secrets: Vec<Span>,
    left: usize,
    depth: usize,
}

impl<'d> Walk<'d> {
    pub(super) fn new(document: &'d Document<'d>, schema: &'d Json, redaction: Redaction) -> Self {
        let secrets = match redaction {
            Redaction::Redacted => secrets(document),
            Redaction::Shown => Vec::new(),
        };
        Self { document, schema, lines: LineIndex::new(document.text()), secrets, left: MAX_VALUES, depth: 0 }
    }

    pub(super) fn root(mut self) -> Section {
        let root = self.document.root().filter(|&root| !self.document.is_null(root));
        self.section(Kind { name: "Config", schema: self.schema }, root)
    }

    fn kind(&self, property: &'d Json) -> Kind<'d> {
        Kind::of(self.schema, property)
    }

    /// A section: its keys as written, then defaults of the others.
    fn section(&mut self, kind: Kind<'d>, mapping: Option<NodeId>) -> Section {
        let Some(properties) = kind.schema["properties"].as_object() else { return Section::new() };
        let mut section = Section::new();
        let mut given = Vec::new();
        for (key, value) in mapping.map(|mapping| self.document.entries_in_force(mapping)).unwrap_or_default()
        {
            let Some((name, property)) = self.key(key).and_then(|key| properties.get_key_value(&key)) else {
                continue;
            };
            given.push(name.as_str());
            if let Some(node) = self.value(self.kind(property), value) {
                section.push((name.clone(), node));
            } else if property["default"].is_object() && name != "metadata_config" {
                given.pop(); // null leaves these sections as they are without it
            }
        }
        for (key, property) in properties {
            if !given.contains(&key.as_str())
                && !is_from_the_future(property)
                && let Some(default) = property.get("default")
            {
                section.push((key.clone(), self.default(self.kind(property), default)));
            }
        }
        section
    }

    fn key(&self, key: NodeId) -> Option<String> {
        decode_at::<Text>(self.document, key).map(|text| text.0)
    }

    fn default(&mut self, kind: Kind<'d>, default: &Json) -> Node {
        if let Some(entries) = default.as_object() {
            let mut section = self.section(kind, None);
            for (key, node) in &mut section {
                if let Some(value) = entries.get(key) {
                    *node = self.default(self.kind(&kind.schema["properties"][&*key]), value);
                }
            }
            return Node::Section(section);
        }
        let scalar = match (kind.name, default) {
            ("Duration", Json::String(text)) => {
                Duration::parse(text).map_or_else(|_| text.as_str().into(), |value| printed(&value))
            }
            ("Size", Json::Number(number)) => printed(&Size(number.as_i64().unwrap_or_default())),
            (_, Json::String(text)) => text.as_str().into(),
            (_, other) => Tree::Bare(other.to_string()),
        };
        Node::Scalar(scalar, ValueOrigin::Default)
    }

    fn value(&mut self, kind: Kind<'d>, at: NodeId) -> Option<Node> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.left = self.left.checked_sub(1)?;
        self.depth += 1;
        let value = self.value_within(kind, at);
        self.depth -= 1;
        value
    }

    fn value_within(&mut self, kind: Kind<'d>, at: NodeId) -> Option<Node> {
        let node = self.document.resolved(at)?;
        if self.document.is_null(node) {
            return self.null(kind, at);
        }
        let schema = kind.schema;
        match self.document.value(node) {
            Value::Mapping(_) if schema.get("properties").is_some() => {
                Some(Node::Section(self.section(kind, Some(node))))
            }
            Value::Mapping(_) => {
                let values = schema.get("additionalProperties").unwrap_or(schema);
                let values = self.kind(values);
                let mut section = Section::new();
                for (key, value) in self.document.entries_in_force(node) {
                    if let (Some(key), Some(value)) = (self.key(key), self.value(values, value)) {
                        section.push((key, value));
                    }
                }
                Some(Node::Section(section))
            }
            Value::Sequence(items) => {
                let kind = self.kind(schema.get("items").unwrap_or(schema));
                Some(Node::List(items.iter().filter_map(|&item| self.item(kind, item)).collect()))
            }
            // `Null`, which is not skipped but empty all the same.
            Value::Scalar(..) if kind.is("object") || kind.is("array") => None,
            Value::Scalar(..) => {
                let tree = self.scalar(kind, node)?;
                Some(Node::Scalar(
                    self.redacted(kind, node, tree),
                    ValueOrigin::Written { line: self.line(at) },
                ))
            }
            Value::Alias(_) => None,
        }
    }

    /// A null item is an empty one.
    fn item(&mut self, kind: Kind<'d>, at: NodeId) -> Option<Node> {
        self.value(kind, at).or_else(|| kind.schema.get("properties").map(|_| Node::Section(Section::new())))
    }

    /// What null comes to: Go's zero value.
    fn null(&mut self, kind: Kind<'d>, at: NodeId) -> Option<Node> {
        let origin = ValueOrigin::Null { line: self.line(at) };
        let is = |word| kind.is(word);
        let zero = match kind.name {
            // Go keeps this one by value.
            "MetadataConfig" => {
                let mut section = self.section(kind, None);
                for (_, node) in &mut section {
                    let Node::Scalar(Tree::Bare(text), _) = node else {
                        *node = Node::Scalar(printed(&Duration::ZERO), origin);
                        continue;
                    };
                    *node = Node::Scalar(if text == "true" { false.into() } else { 0i64.into() }, origin);
                }
                return Some(Node::Section(section));
            }
            "Duration" => printed(&Duration::ZERO),
            "Size" => printed(&Size(0)),
            "Url" => return None,
            "Regex" | "Secret" => "".into(),
            _ if is("object") || is("array") => return None,
            // Words with a check of their own, which an empty text would not pass.
            name if !name.is_empty() => Tree::null(),
            _ if is("boolean") => false.into(),
            _ if is("number") => 0i64.into(),
            _ => "".into(),
        };
        Some(Node::Scalar(zero, origin))
    }

    fn scalar(&self, kind: Kind<'d>, node: NodeId) -> Option<Tree> {
        let format = kind.schema["format"].as_str().unwrap_or_default();
        match (kind.name, format) {
            ("Duration", _) => self.decoded::<Duration>(node).map(|value| printed(&value)),
            ("Size", _) => self.decoded::<Size>(node).map(|value| printed(&value)),
            ("Action", _) => self.decoded::<Action>(node).map(|action| action.as_str().into()),
            ("Anything", _) => self.anything(node),
            (_, "int64") => self.decoded::<Int64>(node).map(|value| value.0.into()),
            (_, "uint64") => self.decoded::<Uint64>(node).map(|value| value.0.into()),
            (_, "double") => self.decoded::<f64>(node).map(Into::into),
            _ if kind.is("boolean") => self.decoded::<bool>(node).map(Into::into),
            _ => self.decoded::<Text>(node).map(|text| text.0.as_str().into()),
        }
    }

    fn decoded<T: serde::Deserialize<'d> + GoType>(&self, node: NodeId) -> Option<T> {
        decode_at(self.document, node)
    }

    /// A value whose type nobody asks.
    fn anything(&self, node: NodeId) -> Option<Tree> {
        let Value::Scalar(style, text) = self.document.value(node) else { return None };
        let is_text = style != Style::Plain
            || matches!(resolve_plain(text), Resolved::Text(_) | Resolved::Timestamp(_));
        Some(if is_text { text.into() } else { Tree::Bare(text.to_owned()) })
    }

    fn redacted(&self, kind: Kind<'d>, node: NodeId, tree: Tree) -> Tree {
        let span = self.document.span(node);
        let first = self.secrets.partition_point(|secret| secret.end <= span.start);
        let Some(secret) = self.secrets.get(first).filter(|secret| secret.start < span.end) else {
            return tree;
        };
        let text = match &tree {
            Tree::Scalar(text) | Tree::Bare(text) => text,
            _ => return tree,
        };
        if text.is_empty() {
            return tree;
        }
        if kind.name == "Secret" || secret.contains(span) {
            return REDACTED.into();
        }
        // The user information of a URL.
        let inner = text.find("://").and_then(|scheme| {
            let from = scheme + 3;
            let authority = text[from..].split(['/', '?', '#']).next()?;
            Some(format!("{}{REDACTED}{}", &text[..from], &text[from + authority.rfind('@')?..]))
        });
        inner.map_or_else(|| REDACTED.into(), Tree::Scalar)
    }

    fn line(&self, node: NodeId) -> usize {
        self.lines.line(self.document.span(node).start as usize) + 1
    }
}

fn printed(value: &impl ToString) -> Tree {
    Tree::Scalar(value.to_string())
}

/// Whether a key is newer than the Prometheus whose defaults these are: it would refuse it.
fn is_from_the_future(property: &Json) -> bool {
    let since = property["x-since"].as_str().and_then(|since| since.split_once('.'));
    since.and_then(|(major, minor)| Some((major.parse::<u32>().ok()?, minor.parse::<u32>().ok()?)))
        > Some((3, 14))
}
