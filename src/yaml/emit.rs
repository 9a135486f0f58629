//! The printer: text that go-yaml v2 reads back as what was meant, and other readers of YAML 1.1 and 1.2 as well.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::scalar::{Resolved, resolve_plain};
use super::tree::Tree;

/// How block collections are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Columns by which a section is indented within another.
    pub step: usize,
    /// Where the dashes of a list stand under its key.
    pub dashes: Dashes,
    /// How lists of nothing but scalars are written.
    pub scalar_lists: ScalarLists,
}

impl Default for Layout {
    fn default() -> Self {
        Self { step: 2, dashes: Dashes::Indented, scalar_lists: ScalarLists::Flow }
    }
}

/// Where the dashes of a list stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dashes {
    /// As far in as any other section.
    Indented,
    /// Right under the key.
    UnderKey,
}

/// How lists of nothing but scalars are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarLists {
    /// `[a, b]`
    Flow,
    /// An item a line.
    Block,
}

/// A text as a scalar, in block and flow collections alike: without quotes if it stays a string so, else in single
/// quotes, else in double quotes.
///
/// ```
/// use scrapelint::yaml::emit::scalar;
/// assert_eq!(scalar("localhost:9090"), "localhost:9090");
/// assert_eq!(scalar("yes"), "'yes'");
/// assert_eq!(scalar("it's {a}"), "'it''s {a}'");
/// assert_eq!(scalar("a\nb"), r#""a\nb""#);
/// ```
pub fn scalar(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(single_quoted(text).unwrap_or_else(|| double_quoted(text)))
}

/// A text in single quotes, if they can hold it.
pub fn single_quoted(text: &str) -> Option<String> {
    text.chars().all(is_printable).then(|| format!("'{}'", text.replace('\'', "''")))
}

/// A text in double quotes.
///
/// ```
/// use scrapelint::yaml::emit::double_quoted;
/// assert_eq!(double_quoted("\\d\t\u{feff}"), r#""\\d\t\uFEFF""#);
/// ```
pub fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if is_printable(c) => quoted.push(c),
            c if (c as u32) < 0x100 => _ = write!(quoted, "\\x{:02X}", c as u32),
            c if (c as u32) < 0x1_0000 => _ = write!(quoted, "\\u{:04X}", c as u32),
            c => _ = write!(quoted, "\\U{:08X}", c as u32),
        }
    }
    quoted.push('"');
    quoted
}

/// A character that may stand for itself within a line: YAML 1.1's printable ones without tabs, line breaks and the
/// byte-order mark, and without the invisible ones that an editor would not show.
fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFFE}'..='\u{FFFF}')
}

/// Whether a text without quotes is read back as this text and as nothing else.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    // `-`, `?` and `:` begin scalars only in some places; before a letter `-` always does.
    let begins = match first {
        '-' => {
            text[1..].starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '/')
                && !text.starts_with("---")
        }
        '.' => !text.starts_with("..."),
        _ => !"?:,[]{}#&*!|>'\"%@` ".contains(first),
    };
    // In flow collections these end a plain scalar; `?` does for go-yaml alone.
    let has_ends = text.contains([',', '[', ']', '{', '}', '?']);
    let has_marks = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    begins && !has_ends && !has_marks && text.chars().all(is_printable) && is_text(text)
}

/// Whether no reader takes a plain text for anything but a string.
fn is_text(text: &str) -> bool {
    resolve_plain(text) == Resolved::Text(text) && text != "=" && !looks_numeric(text)
}

/// Whether some reader could take a text for a number: YAML 1.1's base 60, and numbers too large for go-yaml.
fn looks_numeric(text: &str) -> bool {
    let digits = text.replace('_', "");
    let digits = digits.trim_start_matches(['-', '+']);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return false;
    }
    let in_base = |prefix: &str, radix| {
        let rest = digits.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.chars().all(|c| c.is_digit(radix)))
    };
    digits.parse::<f64>().is_ok()
        || in_base("0x", 16)
        || in_base("0o", 8)
        || in_base("0b", 2)
        || is_base_60(digits)
}

/// `1:30` or `190:20:30.15`: all parts but the first below 60.
fn is_base_60(digits: &str) -> bool {
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let Some((first, rest)) = whole.split_once(':') else { return false };
    let is_part = |part: &str| are_digits(part) && part.parse::<u8>().is_ok_and(|part| part < 60);
    are_digits(first) && are_digits(fraction) && rest.split(':').all(is_part)
}

/// A tree on one line.
///
/// ```
/// use scrapelint::yaml::{emit::flow, Tree};
/// let tree = Tree::Map(vec![("a".to_owned(), Tree::List(vec!["x".into(), 5u64.into()]))]);
/// assert_eq!(flow(&tree), "{a: [x, 5]}");
/// ```
pub fn flow(tree: &Tree) -> String {
    match tree {
        Tree::Scalar(text) => scalar(text).into_owned(),
        Tree::Bare(text) => text.clone(),
        Tree::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Tree::Map(entries) => {
            let entries: Vec<String> = entries.iter().map(|(key, value)| flow_entry(key, value)).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// An entry of a mapping on one line.
pub fn flow_entry(key: &str, value: &Tree) -> String {
    format!("{}: {}", flow_key(key), flow(value))
}

/// A key may be longer than 1024 characters only behind `? `.
const LONGEST_KEY: usize = 1000;

fn flow_key(key: &str) -> Cow<'_, str> {
    let written = scalar(key);
    if written.len() > LONGEST_KEY { format!("? {written} ").into() } else { written }
}

/// A tree as a block, line by line, not indented and without line ends.
///
/// ```
/// use scrapelint::yaml::{emit::{block, Layout}, Tree};
/// let step = Tree::Map(vec![("action".to_owned(), "drop".into()), ("regex".to_owned(), "a|b".into())]);
/// let tree = Tree::Map(vec![("relabel_configs".to_owned(), Tree::List(vec![step]))]);
/// assert_eq!(block(&tree, Layout::default()), ["relabel_configs:", "  - action: drop", "    regex: a|b"]);
/// ```
pub fn block(tree: &Tree, layout: Layout) -> Vec<String> {
    match tree {
        Tree::Map(entries) if !entries.is_empty() => {
            entries.iter().flat_map(|(key, value)| block_entry(key, value, layout)).collect()
        }
        Tree::List(items) if is_block_list(items, layout) => {
            items.iter().flat_map(|item| block_item(item, layout)).collect()
        }
        _ => vec![flow(tree)],
    }
}

/// An entry of a mapping as a block.
pub fn block_entry(key: &str, value: &Tree, layout: Layout) -> Vec<String> {
    let written = scalar(key);
    let is_long = written.len() > LONGEST_KEY;
    let inner = match value {
        Tree::Map(entries) if !entries.is_empty() => indented(block(value, layout), layout.step),
        Tree::List(items) if is_block_list(items, layout) => match layout.dashes {
            Dashes::Indented => indented(block(value, layout), layout.step),
            Dashes::UnderKey => block(value, layout),
        },
        _ if is_long => return vec![format!("? {written}"), format!(": {}", flow(value))],
        _ => return vec![format!("{written}: {}", flow(value))],
    };
    let head =
        if is_long { vec![format!("? {written}"), ":".to_owned()] } else { vec![format!("{written}:")] };
    head.into_iter().chain(inner).collect()
}

/// An item of a list as a block.
pub fn block_item(item: &Tree, layout: Layout) -> Vec<String> {
    let mut lines = block(item, layout);
    for (at, line) in lines.iter_mut().enumerate() {
        line.insert_str(0, if at == 0 { "- " } else { "  " });
    }
    lines
}

fn is_block_list(items: &[Tree], layout: Layout) -> bool {
    let is_scalar = |item: &Tree| matches!(item, Tree::Scalar(_) | Tree::Bare(_));
    !items.is_empty() && (layout.scalar_lists == ScalarLists::Block || !items.iter().all(is_scalar))
}

fn indented(lines: Vec<String>, columns: usize) -> Vec<String> {
    let indent = " ".repeat(columns);
    lines.into_iter().map(|line| format!("{indent}{line}")).collect()
}
