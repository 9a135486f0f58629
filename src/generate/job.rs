//! A scrape job before it is text.

use crate::yaml::{Document, NodeId, Resolved, Style, Tree, Value, resolve_plain};

/// A scrape job to be written: its keys, and remarks that stand above some places of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Job {
    keys: Vec<(String, Tree)>,
    remarks: Vec<Remark>,
}

/// A comment of one line, without its `#`, and the place above which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remark {
    pub(super) path: Vec<Part>,
    pub(super) text: String,
}

/// A step on the way from a job to a place of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Key(String),
    Item(usize),
}

/// The order in which keys of a job are written; others come behind.
const ORDER: [&str; 18] = [
    "job_name",
    "honor_labels",
    "scrape_interval",
    "scrape_timeout",
    "metrics_path",
    "scheme",
    "params",
    "authorization",
    "tls_config",
    "sample_limit",
    "label_limit",
    "label_name_length_limit",
    "label_value_length_limit",
    "body_size_limit",
    "kubernetes_sd_configs",
    "static_configs",
    "relabel_configs",
    "metric_relabel_configs",
];

impl Job {
    /// Reads a job in block style with the comments above its keys and items.
    pub(super) fn read(document: &Document<'_>, mapping: NodeId) -> Self {
        let mut job = Self::default();
        if let Tree::Map(keys) = tree(document, mapping) {
            job.keys = keys;
        }
        read_remarks(document, mapping, &mut Vec::new(), &mut job.remarks);
        job
    }

    pub(super) fn get(&self, key: &str) -> Option<&Tree> {
        self.keys.iter().find_map(|(name, value)| (name == key).then_some(value))
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Tree> {
        self.keys.iter_mut().find_map(|(name, value)| (name == key).then_some(value))
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Tree::Scalar(text) | Tree::Bare(text) => Some(text),
            _ => None,
        }
    }

    /// Gives a key a value, which takes the place of the one it has.
    pub(super) fn set(&mut self, key: &str, value: impl Into<Tree>) {
        let value = value.into();
        match self.get_mut(key) {
            Some(old) => *old = value,
            None => self.keys.push((key.to_owned(), value)),
        }
    }

    /// Says something above a key, unless something is said there.
    pub(super) fn remark(&mut self, key: &str, text: &str) {
        let path = vec![Part::Key(key.to_owned())];
        if !self.remarks.iter().any(|remark| remark.path == path) {
            self.remarks.push(Remark { path, text: text.to_owned() });
        }
    }

    /// Says something above a key, whatever was said there.
    pub(super) fn remark_anew(&mut self, key: &str, text: &str) {
        let path = vec![Part::Key(key.to_owned())];
        self.remarks.retain(|remark| remark.path != path);
        self.remark(key, text);
    }

    pub(super) fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// Whether it finds its targets by service discovery.
    pub(super) fn discovers(&self) -> bool {
        self.keys.iter().any(|(key, _)| key.ends_with("_sd_configs"))
    }

    /// Its relabel steps, to be changed or added to.
    pub(super) fn relabel_steps(&mut self) -> &mut Vec<Tree> {
        if !matches!(self.get("relabel_configs"), Some(Tree::List(_))) {
            self.set("relabel_configs", Tree::List(Vec::new()));
        }
        match self.get_mut("relabel_configs") {
            Some(Tree::List(steps)) => steps,
            _ => unreachable!("it was just made a list"),
        }
    }

    /// Brings keys into the order in which they are written.
    pub(super) fn sort(&mut self) {
        let rank = |key: &str| ORDER.iter().position(|name| *name == key).unwrap_or(ORDER.len());
        self.keys.sort_by_key(|(key, _)| rank(key));
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.text("job_name").unwrap_or_default()
    }

    /// The job as a list item.
    pub(super) fn tree(&self) -> Tree {
        Tree::Map(self.keys.clone())
    }
}

/// A value of a tree's mapping, to be changed.
pub(super) fn entry_mut<'t>(tree: &'t mut Tree, key: &str) -> Option<&'t mut Tree> {
    match tree {
        Tree::Map(entries) => entries.iter_mut().find_map(|(name, value)| (name == key).then_some(value)),
        _ => None,
    }
}

/// What stands at a node, as new content. Presets have no aliases, and nest a few levels.
pub(super) fn tree(document: &Document<'_>, node: NodeId) -> Tree {
    match document.value(node) {
        Value::Scalar(Style::Plain, text) if !matches!(resolve_plain(text), Resolved::Text(_)) => {
            Tree::Bare(text.to_owned())
        }
        Value::Scalar(_, text) => text.into(),
        Value::Sequence(items) => Tree::List(items.iter().map(|&item| tree(document, item)).collect()),
        Value::Mapping(pairs) => {
            let entry =
                |(key, value)| (document.scalar(key).unwrap_or_default().to_owned(), tree(document, value));
            Tree::Map(pairs.iter().map(entry).collect())
        }
        Value::Alias(_) => Tree::null(),
    }
}

fn read_remarks(document: &Document<'_>, node: NodeId, path: &mut Vec<Part>, out: &mut Vec<Remark>) {
    let mut visit = |part: Part, at: NodeId, value: NodeId, before: &str| {
        path.push(part);
        if let Some(text) = remark_above(document, at, before) {
            out.push(Remark { path: path.clone(), text: text.to_owned() });
        }
        read_remarks(document, value, path, out);
        path.pop();
    };
    match document.value(node) {
        Value::Mapping(pairs) => {
            for (key, value) in pairs.iter() {
                visit(Part::Key(document.scalar(key).unwrap_or_default().to_owned()), key, value, "");
            }
        }
        Value::Sequence(items) => {
            for (at, &item) in items.iter().enumerate() {
                visit(Part::Item(at), item, item, "-");
            }
        }
        _ => {}
    }
}

/// The comment on the line above a node, if only `before` stands before the node on its own line.
fn remark_above<'d>(document: &'d Document<'_>, node: NodeId, before: &str) -> Option<&'d str> {
    let text = &document.text()[..document.span(node).start as usize];
    let (above, line) = text.rsplit_once('\n')?;
    let comment = above.rsplit('\n').next()?.trim_start().strip_prefix('#')?;
    (line.trim() == before).then_some(comment.trim())
}
