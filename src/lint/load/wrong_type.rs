//! Values of the wrong type.

use super::Words;
use super::decode::Decoding;
use crate::yaml::{DecodeError, Document, NodeId, Style, Value};

/// What a key takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Boolean,
    Integer,
    Natural,
    Number,
    Text,
    TextList,
    List,
    Labels,
    ListsByName,
    Section,
}

impl Wanted {
    /// From go-yaml's name of the type.
    fn of(go_type: &str) -> Self {
        match go_type {
            "bool" => Self::Boolean,
            "int" | "int64" => Self::Integer,
            "uint" | "uint64" => Self::Natural,
            "float64" => Self::Number,
            "string"
            | "model.LabelValue"
            | "config.Secret"
            | "config.ScrapeProtocol"
            | "config.TLSVersion"
            | "config.AlertmanagerAPIVersion"
            | "otlptranslator.TranslationStrategyOption"
            | "remote.WriteMessageType"
            | "units.Base2Bytes"
            | "*config.URL" => Self::Text,
            "[]string" | "model.LabelNames" | "[]config.Secret" | "[]config.ScrapeProtocol" => Self::TextList,
            "map[string]string" | "model.LabelSet" => Self::Labels,
            "url.Values" | "config.ProxyHeader" => Self::ListsByName,
            name if name.starts_with("[]") || name.ends_with("Configs") => Self::List,
            _ => Self::Section,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Boolean => "`true` or `false`",
            Self::Integer => "a whole number",
            Self::Natural => "a whole number of 0 or more",
            Self::Number => "a number",
            Self::Text => "a single value",
            Self::TextList | Self::List => "a list",
            Self::Labels => "a mapping of names to values",
            Self::ListsByName => "a mapping of names to lists",
            Self::Section => "a mapping of keys",
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Natural | Self::Number)
    }
}

pub(super) fn wrong_type(decoding: &Decoding<'_>, error: &DecodeError, found: &str) -> Words {
    let wanted = Wanted::of(error.go_type);
    let document = decoding.document;
    let what = match document.value(error.node) {
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "a mapping".to_owned(),
        Value::Scalar(..) | Value::Alias(_) => decoding.text.shown(error.span),
    };
    let is_item = matches!(wanted, Wanted::Section | Wanted::Text) && is_item(decoding, error.node);
    let name = match decoding.key(error.node) {
        Some(_) if is_item => format!("an item of {}", decoding.name(error.node)),
        Some(_) => decoding.name(error.node),
        None if document.root() == Some(error.node) => "the file".to_owned(),
        None => "this value".to_owned(),
    };
    let says = |what: &str| format!("{name} must be {}, not {what}", wanted.words());
    let headline = Some(says(&what)).filter(|headline| headline.chars().count() <= super::LONGEST);
    let headline = headline.unwrap_or_else(|| says("text"));
    Words::new(headline, label(document, error.node, found), help(document, error.node, wanted, found))
}

/// Whether a node stands in a list.
fn is_item(decoding: &Decoding<'_>, node: NodeId) -> bool {
    // A key's own value has the key right before it; an item has a dash, a bracket or a comma.
    let before = decoding.document.text()[..decoding.document.outer_span(node).start as usize].trim_end();
    before.ends_with(['-', '[', ','])
}

fn label(document: &Document<'_>, node: NodeId, found: &str) -> &'static str {
    match document.value(node) {
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Scalar(Style::Single | Style::Double, _) => "text, because it is quoted",
        Value::Scalar(Style::Literal | Style::Folded, _) => "text of several lines",
        Value::Scalar(Style::Plain, _) | Value::Alias(_) => match found {
            "!!bool" => "read as a boolean",
            "!!int" => "read as a whole number",
            "!!float" => "read as a number with a fraction",
            "!!null" => "nothing",
            "!!timestamp" => "read as a date",
            _ => "read as text",
        },
    }
}

fn help(document: &Document<'_>, node: NodeId, wanted: Wanted, found: &str) -> String {
    let text = document.scalar(node).map(str::trim).filter(|text| text.len() < 60 && !text.contains('\n'));
    match (wanted, text) {
        (Wanted::Boolean, Some(text)) => boolean_help(text),
        (_, Some(text)) if wanted.is_number() => number_help(text, wanted, found),
        (Wanted::TextList, Some(text)) if is_plain_item(text) => format!("write a list: `[{text}]`"),
        (Wanted::TextList, None) if found == "!!map" => {
            "begin each item with `- `, and give text alone".to_owned()
        }
        (Wanted::TextList | Wanted::List, _) if found == "!!map" => {
            "begin each item with `- `: the first key behind the dash, the others below it".to_owned()
        }
        (Wanted::TextList | Wanted::List, _) => {
            "write a list: each item on a line that begins with `- `".to_owned()
        }
        (Wanted::Text, _) if found == "!!seq" => "give one value instead of a list".to_owned(),
        (Wanted::Text, _) => "give one value instead of a mapping; quote a value that holds `: `".to_owned(),
        (Wanted::Labels, _) if found == "!!seq" => "remove the dashes: write `name: value` lines".to_owned(),
        (Wanted::Labels, _) => {
            "write `name: value` lines below the key, a space behind each colon".to_owned()
        }
        (Wanted::ListsByName, _) => "write a name and a list for each: `name: [value]`".to_owned(),
        (Wanted::Section, _) if found == "!!seq" => {
            "remove the dashes: this is one mapping of keys".to_owned()
        }
        (Wanted::Section, _) => "write `key: value` lines, indented, a space behind each colon".to_owned(),
        (Wanted::Boolean, None) => "write `true` or `false`".to_owned(),
        _ => format!("write {}", wanted.words()),
    }
}

fn is_plain_item(text: &str) -> bool {
    !text.is_empty() && !text.contains([',', '[', ']', '{', '}', '#', '\'', '"', '?', ':', ' '])
        || text.split_once(':').is_some_and(|(host, port)| {
            !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) && is_plain_item(host)
        })
}

/// YAML 1.1's booleans (yaml.v2, resolve.go) are all fine unquoted.
fn boolean_help(text: &str) -> String {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" | "t" | "enabled" | "enable" => "write `true`, without quotes",
        "false" | "no" | "off" | "n" | "0" | "f" | "disabled" | "disable" => "write `false`, without quotes",
        _ => "write `true` or `false`, without quotes",
    }
    .to_owned()
}

fn number_help(text: &str, wanted: Wanted, found: &str) -> String {
    let digits: String = text.chars().filter(|c| !matches!(c, '_' | ',' | ' ')).collect();
    let whole = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole(&digits) && found == "!!str" {
        return format!("write `{digits}`, without quotes or separators");
    }
    if text.starts_with('-') && wanted == Wanted::Natural {
        return "write 0 for no limit".to_owned();
    }
    let (number, unit) = digits.split_at(digits.len().saturating_sub(1));
    let zeros = match unit {
        "k" | "K" => "000",
        "m" | "M" => "000000",
        _ => "",
    };
    if whole(number) && !zeros.is_empty() {
        return format!("write the number in full: `{number}{zeros}`");
    }
    format!("write {} in digits, without unit or quotes", wanted.words())
}
