//! One relabel step, compiled (model/relabel/relabel.go, `relabel`).

use std::sync::Arc;

use md5::{Digest, Md5};

use super::case::{lowercase, uppercase};
use super::chain::Dialect;
use crate::config::{Action, NameScheme, RelabelConfig, Uint64, is_legacy_label_name};
use crate::goregex::{Captures, Matcher, Template, TooLarge, parse_anchored_in};

/// A compiled step.
#[derive(Debug)]
pub(super) enum Step {
    /// The joined values of labels decide.
    Value(Sources, ValueStep),
    /// The joined values are compared with a label.
    Equal(Sources, EqualStep),
    /// The names of labels decide.
    Name(NameStep),
}

/// The labels whose values are joined.
#[derive(Debug)]
pub(super) struct Sources {
    pub(super) names: Vec<String>,
    pub(super) separator: String,
}

/// What to do with the joined value.
#[derive(Debug)]
pub(super) enum ValueStep {
    Keep(Matcher),
    Drop(Matcher),
    Replace(Box<Replace>),
    HashMod { modulus: u64, target: String },
    Lowercase { target: String },
    Uppercase { target: String },
}

#[derive(Debug)]
pub(super) struct Replace {
    pub(super) matcher: Matcher,
    target: Template,
    replacement: Template,
    scheme: NameScheme,
}

/// `keepequal` and `dropequal`.
#[derive(Debug)]
pub(super) struct EqualStep {
    pub(super) target: String,
    /// Whether equal ones are kept, or others.
    pub(super) keeps_equal: bool,
}

/// `labelmap`, `labeldrop` and `labelkeep`.
#[derive(Debug)]
pub(super) enum NameStep {
    Map { matcher: Matcher, replacement: Template },
    Drop(Matcher),
    Keep(Matcher),
}

/// What a step does with a joined value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// Nothing.
    Pass,
    /// The series or target is dropped.
    Drop,
    /// A label is set; [`Made`] holds it.
    Set,
}

/// A label that a step sets, and room to work in. An empty value removes the label.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) captures: Captures,
}

impl Made {
    fn set(&mut self, name: &str, value: &str) -> Decision {
        self.name.clear();
        self.name.push_str(name);
        self.value.clear();
        self.value.push_str(value);
        Decision::Set
    }
}

/// What becomes of a label because of its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NameDecision {
    Pass,
    Remove,
    /// Its value is copied to a label of this name.
    CopyTo(String),
}

impl Step {
    /// Compiles a rule that Prometheus takes.
    pub(super) fn compile(rule: &RelabelConfig, action: Action, dialect: Dialect) -> Result<Self, TooLarge> {
        let sources = || Sources {
            names: rule
                .source_labels
                .items()
                .iter()
                .map(|name| name.value().map_or_else(String::new, |name| name.as_ref().to_owned()))
                .collect(),
            separator: rule.separator.text_or(";").to_owned(),
        };
        let target = || rule.target_label.text().to_owned();
        let value = |step| Ok(Self::Value(sources(), step));
        let equal = |keeps_equal| Ok(Self::Equal(sources(), EqualStep { target: target(), keeps_equal }));
        match action {
            Action::Keep => value(ValueStep::Keep(matcher(rule, dialect)?)),
            Action::Drop => value(ValueStep::Drop(matcher(rule, dialect)?)),
            Action::Replace => value(ValueStep::Replace(Box::new(Replace {
                matcher: matcher(rule, dialect)?,
                target: Template::parse(rule.target_label.text()),
                replacement: Template::parse(rule.replacement.text_or("$1")),
                scheme: dialect.scheme,
            }))),
            Action::HashMod => {
                let modulus = rule.modulus.or(Uint64(0)).0.max(1);
                value(ValueStep::HashMod { modulus, target: target() })
            }
            Action::Lowercase => value(ValueStep::Lowercase { target: target() }),
            Action::Uppercase => value(ValueStep::Uppercase { target: target() }),
            Action::KeepEqual => equal(true),
            Action::DropEqual => equal(false),
            Action::LabelMap => Ok(Self::Name(NameStep::Map {
                matcher: matcher(rule, dialect)?,
                replacement: Template::parse(rule.replacement.text_or("$1")),
            })),
            Action::LabelDrop => Ok(Self::Name(NameStep::Drop(matcher(rule, dialect)?))),
            Action::LabelKeep => Ok(Self::Name(NameStep::Keep(matcher(rule, dialect)?))),
        }
    }

    /// The labels whose values it reads.
    pub(super) fn sources(&self) -> Option<&Sources> {
        match self {
            Self::Value(sources, _) | Self::Equal(sources, _) => Some(sources),
            Self::Name(_) => None,
        }
    }
}

/// The regex in force. A null is the empty pattern (`Config.UnmarshalYAML`), a missing one matches everything.
fn matcher(rule: &RelabelConfig, dialect: Dialect) -> Result<Matcher, TooLarge> {
    let ast = match (rule.regex.value(), dialect.wrapper) {
        (Some(regex), crate::goregex::Wrapper::Prometheus3) => regex.shared_ast(),
        (regex, wrapper) => {
            let default = if rule.regex.is_null() { "" } else { "(.*)" };
            let pattern = regex.map_or(default, AsRef::as_ref);
            // What is accepted does not depend on the wrapper.
            Arc::new(parse_anchored_in(pattern, wrapper).map_err(|_| TooLarge)?)
        }
    };
    Matcher::new(ast)
}

impl ValueStep {
    /// What to do with this joined value.
    pub(super) fn decide(&self, value: &str, made: &mut Made) -> Decision {
        let drop_if = |drops: bool| if drops { Decision::Drop } else { Decision::Pass };
        match self {
            Self::Keep(matcher) => drop_if(!matcher.is_match(value)),
            Self::Drop(matcher) => drop_if(matcher.is_match(value)),
            Self::Replace(replace) => replace.decide(value, made),
            Self::HashMod { modulus, target } => {
                let hash = Md5::digest(value.as_bytes());
                // Only the last 8 of 16 bytes count.
                let number = hash[8..].iter().fold(0u64, |number, &byte| number << 8 | u64::from(byte));
                made.set(target, &(number % modulus).to_string())
            }
            Self::Lowercase { target } => made.set(target, &lowercase(value)),
            Self::Uppercase { target } => made.set(target, &uppercase(value)),
        }
    }
}

impl Replace {
    fn decide(&self, value: &str, made: &mut Made) -> Decision {
        if !self.matcher.captures(value, &mut made.captures) {
            return Decision::Pass;
        }
        made.name.clear();
        self.target.expand(&self.matcher, value, &made.captures, &mut made.name);
        if !self.is_valid(&made.name) {
            return Decision::Pass;
        }
        made.value.clear();
        self.replacement.expand(&self.matcher, value, &made.captures, &mut made.value);
        Decision::Set
    }

    fn is_valid(&self, name: &str) -> bool {
        match self.scheme {
            NameScheme::Utf8 => !name.is_empty(),
            NameScheme::Legacy => is_legacy_label_name(name),
        }
    }

    /// The name that the template comes to for a value, if no label can have it.
    pub(super) fn invalid_target(&self, value: &str) -> Option<String> {
        let mut captures = Captures::default();
        if !self.matcher.captures(value, &mut captures) {
            return None;
        }
        let mut name = String::new();
        self.target.expand(&self.matcher, value, &captures, &mut name);
        (!self.is_valid(&name)).then_some(name)
    }
}

impl NameStep {
    /// What becomes of a label of this name.
    pub(super) fn decide(&self, name: &str) -> NameDecision {
        let remove_if = |removed: bool| if removed { NameDecision::Remove } else { NameDecision::Pass };
        match self {
            Self::Map { matcher, .. } if !matcher.is_match(name) => NameDecision::Pass,
            Self::Map { matcher, replacement } => {
                let mut new = String::new();
                matcher.replace_all(name, replacement, &mut Captures::new(), &mut new);
                NameDecision::CopyTo(new)
            }
            Self::Drop(matcher) => remove_if(matcher.is_match(name)),
            Self::Keep(matcher) => remove_if(!matcher.is_match(name)),
        }
    }
}
