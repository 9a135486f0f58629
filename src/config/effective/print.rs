//! The configuration in force as YAML with origins in comments, and as a list of values.

use serde_json::{Value as Json, json};

use super::{EffectiveConfig, EffectiveValue, Node, Section, ValueOrigin};
use crate::yaml::{Tree, emit};

impl EffectiveConfig {
    /// As YAML. A comment behind each value says where it comes from.
    pub fn to_yaml(&self) -> String {
        let lines = section_lines(&self.sections);
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// Every value with its path.
    pub fn values(&self) -> Vec<EffectiveValue> {
        let mut values = Vec::new();
        for (key, node) in &self.sections {
            push_values(key.clone(), node, &mut values);
        }
        values
    }
}

fn section_lines(section: &Section) -> Vec<String> {
    section.iter().flat_map(|(key, node)| entry_lines(key, node)).collect()
}

fn entry_lines(key: &str, node: &Node) -> Vec<String> {
    if let Some(line) = on_one_line(node) {
        return vec![format!("{}: {line}", emit::scalar(key))];
    }
    let inner = node_lines(node).into_iter().map(|line| format!("  {line}"));
    std::iter::once(format!("{}:", emit::scalar(key))).chain(inner).collect()
}

fn node_lines(node: &Node) -> Vec<String> {
    if let Some(line) = on_one_line(node) {
        return vec![line];
    }
    match node {
        Node::Section(section) => section_lines(section),
        Node::List(items) => items.iter().flat_map(item_lines).collect(),
        Node::Scalar(..) => Vec::new(),
    }
}

fn item_lines(item: &Node) -> Vec<String> {
    let mut lines = node_lines(item);
    for (at, line) in lines.iter_mut().enumerate() {
        line.insert_str(0, if at == 0 { "- " } else { "  " });
    }
    lines
}

/// A scalar, an empty collection, or a list of scalars from one line, with its comment.
fn on_one_line(node: &Node) -> Option<String> {
    match node {
        Node::Scalar(tree, origin) => Some(format!("{}  # {}", emit::flow(tree), comment(*origin))),
        Node::Section(section) => section.is_empty().then(|| "{}".to_owned()),
        Node::List(items) => {
            let Some(Node::Scalar(_, origin)) = items.first() else {
                return items.is_empty().then(|| "[]".to_owned());
            };
            let same = |item: &Node| match item {
                Node::Scalar(tree, of) if of == origin => Some(tree.clone()),
                _ => None,
            };
            let trees: Vec<Tree> = items.iter().map(same).collect::<Option<_>>()?;
            Some(format!("{}  # {}", emit::flow(&Tree::List(trees)), comment(*origin)))
        }
    }
}

fn comment(origin: ValueOrigin) -> String {
    match origin {
        ValueOrigin::Written { line } => format!("line {line}"),
        ValueOrigin::Null { line } => format!("line {line}: null, which makes it empty"),
        ValueOrigin::Global { line } => format!("from global, line {line}"),
        ValueOrigin::MainFile => "from global of the main file".to_owned(),
        ValueOrigin::Default => "default".to_owned(),
        ValueOrigin::Clamped => "default, cut to the interval".to_owned(),
    }
}

fn push_values(path: String, node: &Node, out: &mut Vec<EffectiveValue>) {
    match node {
        Node::Scalar(tree, origin) => {
            out.push(EffectiveValue { path, value: to_json(tree), origin: *origin })
        }
        Node::List(items) => {
            for (at, item) in items.iter().enumerate() {
                push_values(format!("{path}[{at}]"), item, out);
            }
        }
        Node::Section(section) => {
            for (key, value) in section {
                let is_name = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                let path = if is_name { format!("{path}.{key}") } else { format!("{path}[{}]", json!(key)) };
                push_values(path, value, out);
            }
        }
    }
}

fn to_json(tree: &Tree) -> Json {
    match tree {
        Tree::Bare(text) => serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into()),
        Tree::Scalar(text) => text.as_str().into(),
        Tree::List(items) => items.iter().map(to_json).collect(),
        Tree::Map(entries) => entries.iter().map(|(key, value)| (key.clone(), to_json(value))).collect(),
    }
}
