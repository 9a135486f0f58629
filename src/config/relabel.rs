//! Relabel rules (model/relabel/relabel.go).

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use super::Refusal;
use super::http::go_type;
use super::value::{LabelName, Text, Uint64, is_legacy_label_name};
use crate::goregex::{self, Ast};
use crate::yaml::{Field, Given, GoType, Spanned, go_quote};

/// One step of relabeling.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct RelabelConfig {
    /// Labels whose values are joined and matched against the regex.
    pub source_labels: Field<Vec<Spanned<LabelName>>>,
    /// What is put between the joined values.
    #[schemars(extend("default" = ";"))]
    pub separator: Field<Text>,
    /// The regular expression (RE2 syntax) that the whole joined value must match.
    #[schemars(extend("default" = "(.*)"))]
    pub regex: Field<Regex>,
    /// The modulus of `hashmod`.
    pub modulus: Field<Uint64>,
    /// The label that is set or compared; `replace` fills in groups of the regex.
    pub target_label: Field<Text>,
    /// The new value; groups of the regex as `$1` or `${1}`.
    #[schemars(extend("default" = "$1"))]
    pub replacement: Field<Text>,
    /// What the step does.
    #[schemars(extend("default" = "replace", "x-words-since" = {
        "lowercase": "2.36", "uppercase": "2.36", "keepequal": "2.41", "dropequal": "2.41"
    }))]
    pub action: Field<Action>,
}

go_type! { RelabelConfig: "relabel.plain", list "[]*relabel.Config"; }

/// What a relabel step does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the reference explains each
pub enum Action {
    #[default]
    Replace,
    Keep,
    Drop,
    KeepEqual,
    DropEqual,
    HashMod,
    LabelMap,
    LabelDrop,
    LabelKeep,
    Lowercase,
    Uppercase,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 11] = [
        Self::Replace,
        Self::Keep,
        Self::Drop,
        Self::KeepEqual,
        Self::DropEqual,
        Self::HashMod,
        Self::LabelMap,
        Self::LabelDrop,
        Self::LabelKeep,
        Self::Lowercase,
        Self::Uppercase,
    ];

    /// The word in the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Keep => "keep",
            Self::Drop => "drop",
            Self::KeepEqual => "keepequal",
            Self::DropEqual => "dropequal",
            Self::HashMod => "hashmod",
            Self::LabelMap => "labelmap",
            Self::LabelDrop => "labeldrop",
            Self::LabelKeep => "labelkeep",
            Self::Lowercase => "lowercase",
            Self::Uppercase => "uppercase",
        }
    }
}

impl GoType for Action {
    const NAME: &'static str = "string";
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::value::own_text(deserializer, "string")?;
        let known = Self::ALL.into_iter().find(|action| action.as_str() == text.to_lowercase());
        known.ok_or_else(|| de::Error::custom(format!("unknown relabel action {}", go_quote(&text))))
    }
}

impl JsonSchema for Action {
    fn schema_name() -> Cow<'static, str> {
        "Action".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // Any mix of capitals is accepted.
        let any_case =
            |word: &str| word.chars().map(|c| format!("[{c}{}]", c.to_ascii_uppercase())).collect::<String>();
        let pattern = Self::ALL.map(|action| any_case(action.as_str())).join("|");
        let words = Self::ALL.map(Self::as_str);
        json_schema!({ "type": "string", "pattern": format!("^({pattern})$"), "examples": words })
    }
}

/// A regular expression that Go accepts within the anchors Prometheus puts around it.
#[derive(Clone, Debug)]
pub struct Regex(Arc<Ast>);

impl Regex {
    /// What it is made of.
    pub fn ast(&self) -> &Ast {
        &self.0
    }

    /// The same, to be kept.
    pub fn shared_ast(&self) -> Arc<Ast> {
        Arc::clone(&self.0)
    }
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.as_ref() == other.as_ref()
    }
}

impl Eq for Regex {}

impl FromStr for Regex {
    type Err = goregex::Error;

    fn from_str(pattern: &str) -> Result<Self, Self::Err> {
        goregex::parse_shared(pattern).map(Self)
    }
}

impl AsRef<str> for Regex {
    fn as_ref(&self) -> &str {
        self.0.pattern()
    }
}

impl GoType for Regex {
    const NAME: &'static str = "string";
}

impl<'de> Deserialize<'de> for Regex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::value::text(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Regex {
    fn schema_name() -> Cow<'static, str> {
        "Regex".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A regular expression in RE2 syntax, anchored at both ends.", "type": ["string", "number", "boolean"] })
    }
}

/// Which characters names may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameScheme {
    /// Any UTF-8 text.
    #[default]
    Utf8,
    /// ASCII letters, digits and underscores.
    Legacy,
}

impl RelabelConfig {
    /// The action in force; `None` for null, which Prometheus refuses, and for what is none.
    pub fn action(&self) -> Option<Action> {
        match self.action.spanned().map(|spanned| &spanned.given) {
            Some(Given::Value(action)) => Some(*action),
            Some(Given::Null | Given::Invalid) => None,
            None => Some(Action::Replace),
        }
    }
}

/// `Config.Validate`, made once the whole file is decoded: gives the first objection to a rule and its place.
pub(crate) fn check_relabel(rule: &Spanned<RelabelConfig>, scheme: NameScheme) -> Option<Refusal> {
    let config = rule.value()?;
    // An action that does not decode has been reported; what it needs is not known.
    if config.action.spanned().is_some_and(|action| matches!(action.given, Given::Invalid)) {
        return None;
    }
    let key = |field: Option<crate::source::Span>| field.unwrap_or(rule.span);
    let refuse = |name: &'static str, span: Option<crate::source::Span>, text: String| {
        Some(Refusal::new(name, key(span), text))
    };
    let Some(action) = config.action() else {
        return refuse("missing-key", config.action.span(), "relabel action cannot be empty".to_owned())
            .map(|refusal| refusal.help("write the action, or leave the key out for `replace`"));
    };
    let word = action.as_str();
    let target = config.target_label.text();
    let target_span = config.target_label.span();
    let invalid_target = || {
        let text = format!("{} is invalid 'target_label' for {word} action", go_quote(target));
        refuse("invalid-relabel-rule", target_span, text)
    };
    if action == Action::HashMod && config.modulus.or(Uint64(0)).0 == 0 {
        let text = "relabel configuration for hashmod requires non-zero modulus".to_owned();
        return refuse("invalid-relabel-rule", config.modulus.span(), text)
            .map(|refusal| refusal.help("add `modulus`, the number of shards"));
    }
    let wants_target = matches!(
        action,
        Action::Replace
            | Action::HashMod
            | Action::Lowercase
            | Action::Uppercase
            | Action::KeepEqual
            | Action::DropEqual
    );
    if wants_target && config.target_label.is_blank() {
        let text = format!("relabel configuration for {word} action requires 'target_label' value");
        return refuse("missing-key", target_span, text)
            .map(|refusal| refusal.help("add `target_label`, the label to write or compare"));
    }
    let valid_name = |name: &str| match scheme {
        NameScheme::Utf8 => !name.is_empty(),
        NameScheme::Legacy => is_legacy_label_name(name),
    };
    if action == Action::Replace {
        let plain = !target.contains('$') && !valid_name(target);
        let template = target.contains('$') && !is_valid_template(target, scheme);
        if plain || template {
            return invalid_target();
        }
    }
    let compares_or_folds =
        matches!(action, Action::Lowercase | Action::Uppercase | Action::KeepEqual | Action::DropEqual);
    if compares_or_folds && !valid_name(target) {
        return invalid_target();
    }
    let replacement_set = config.replacement.text_or("$1") != "$1";
    if compares_or_folds && replacement_set {
        let text = format!("'replacement' can not be set for {word} action");
        return refuse("invalid-relabel-rule", config.replacement.span(), text);
    }
    let replacement = config.replacement.text_or("$1");
    if action == Action::LabelMap && !is_valid_template(replacement, scheme) {
        let text = format!("{} is invalid 'replacement' for labelmap action", go_quote(replacement));
        return refuse("invalid-relabel-rule", config.replacement.span(), text);
    }
    if action == Action::HashMod && !valid_name(target) {
        return invalid_target();
    }
    let separator_set = config.separator.text_or(";") != ";";
    let modulus_set = config.modulus.or(Uint64(0)).0 != 0;
    // Prometheus compares pointers: any regex that is written counts, even the default one.
    let regex_set = config.regex.is_present();
    let first = |places: &[(bool, Option<crate::source::Span>)]| {
        places.iter().find(|(set, _)| *set).and_then(|(_, span)| *span)
    };
    let (separator, regex) = (config.separator.span(), config.regex.span());
    match action {
        Action::KeepEqual | Action::DropEqual => {
            let places = [
                (regex_set, regex),
                (modulus_set, config.modulus.span()),
                (separator_set, separator),
                (replacement_set, config.replacement.span()),
            ];
            if places.iter().any(|(set, _)| *set) {
                let text = format!(
                    "{word} action requires only 'source_labels' and `target_label`, and no other fields"
                );
                return refuse("invalid-relabel-rule", first(&places), text)
                    .map(|refusal| refusal.help("remove this key"));
            }
        }
        Action::LabelDrop | Action::LabelKeep => {
            let places = [
                (config.source_labels.is_given(), config.source_labels.span()),
                (!config.target_label.is_blank(), target_span),
                (modulus_set, config.modulus.span()),
                (separator_set, separator),
                (replacement_set, config.replacement.span()),
            ];
            if places.iter().any(|(set, _)| *set) {
                let text = format!("{word} action requires only 'regex', and no other fields");
                return refuse("invalid-relabel-rule", first(&places), text).map(|refusal| {
                    refusal.help(format!("remove this key: {word} matches label names, not values"))
                });
            }
        }
        _ => {}
    }
    None
}

/// Whether a template may become a label name: anything in UTF-8, in the legacy scheme
/// `^(?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+$`.
pub(crate) fn is_valid_template(template: &str, scheme: NameScheme) -> bool {
    if scheme == NameScheme::Utf8 {
        return !template.is_empty();
    }
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let bytes = template.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'$' {
            let braced = bytes.get(at + 1) == Some(&b'{');
            let from = at + 1 + usize::from(braced);
            let length = bytes[from.min(bytes.len())..].iter().take_while(|&&byte| is_word(byte)).count();
            if length == 0 || (braced && bytes.get(from + length) != Some(&b'}')) {
                return false;
            }
            at = from + length + usize::from(braced);
        } else if is_word(bytes[at]) && (at > 0 || !bytes[at].is_ascii_digit()) {
            at += 1;
        } else {
            return false;
        }
    }
    !bytes.is_empty()
}
