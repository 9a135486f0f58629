//! go-yaml reads a leading zero as octal (resolve.go), and a float into a whole number by Go's conversion (decode.go,
//! `scalar`): what stands behind the point is gone, and a negative one without room for a sign becomes huge.

use crate::config::{Key, ValueType, keys};
use crate::finding::{Safety, short};
use crate::rules::{Cx, Repair, Run};
use crate::yaml::{Document, NodeId, Resolved, Style, Tree, Value, edit, resolve_plain};

pub(in crate::rules) const RUN: Run = Run::Document(check);

/// How a number is read that its author will not have meant so.
#[derive(Clone, Copy)]
enum Reading {
    /// In base 8; in base 10 it would be the second.
    Octal(u64, u64),
    /// Without its fraction.
    Cut(i128),
    /// From the other end.
    Wrapped(u64),
}

fn check(cx: &mut Cx<'_>) {
    let document = cx.document;
    if document.nodes().all(|node| number(document, node).is_none()) {
        return;
    }
    keys(document, |key| {
        let Some((text, resolved)) = number(document, key.value) else { return };
        let Some(reading) = reading(text, resolved, key.value_type()) else { return };
        let (value, note) = match reading {
            Reading::Octal(value, _) => {
                (i128::from(value), "a leading zero makes a number octal, as in YAML 1.1")
            }
            Reading::Cut(0) => {
                (0, "what stands behind the point is cut off, and 0 mostly stands for no limit")
            }
            Reading::Cut(value) => {
                (value, "a whole number is expected here: what stands behind the point is cut off")
            }
            Reading::Wrapped(value) => (
                i128::from(value),
                "a number without a sign is expected here, and this one wraps around: no limit at all",
            ),
        };
        let help = match reading {
            Reading::Octal(_, plain) => format!("write {plain} if that is meant, or {value}"),
            Reading::Cut(_) | Reading::Wrapped(_) => "write a whole number".to_owned(),
        };
        let finding = cx
            .finding(document.span(key.value), format!("{} is read as {value}", short(text)))
            .with_label(format!("`{}` is {value}", key.name))
            .with_note(note)
            .with_help(help);
        cx.report_with(finding, without_zeros(document, &key, reading));
    });
}

/// A scalar that may be misread, and what YAML makes of it.
fn number<'d>(document: &'d Document<'_>, node: NodeId) -> Option<(&'d str, Resolved<'d>)> {
    let Value::Scalar(Style::Plain, text) = document.value(node) else { return None };
    if !text.starts_with(['+', '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) {
        return None;
    }
    match resolve_plain(text) {
        resolved @ Resolved::Float(value) if value.is_finite() && (value.fract() != 0.0 || value < 0.0) => {
            Some((text, resolved))
        }
        resolved @ Resolved::Int(_) if octal_digits(text).is_some() => Some((text, resolved)),
        _ => None,
    }
}

/// The digits behind the zeros of a number that begins with zeros and looks like one in base 10.
fn octal_digits(text: &str) -> Option<&str> {
    let digits = text.trim_start_matches('0');
    let is_plain = digits.len() > 1 && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_plain && digits.len() < text.len()).then_some(digits)
}

fn reading(text: &str, resolved: Resolved<'_>, kind: ValueType) -> Option<Reading> {
    match (resolved, kind) {
        (Resolved::Int(value), ValueType::Int | ValueType::Uint | ValueType::Float) => {
            let plain = octal_digits(text)?.parse().ok()?;
            Some(Reading::Octal(u64::try_from(value).ok()?, plain))
        }
        // Measured on 3.14 (amd64).
        (Resolved::Float(value), ValueType::Uint) if value <= -1.0 => {
            Some(Reading::Wrapped((value.trunc() as i64) as u64))
        }
        (Resolved::Float(value), ValueType::Int | ValueType::Uint) if value.fract() != 0.0 => {
            Some(Reading::Cut(value.trunc() as i128))
        }
        _ => None,
    }
}

/// Unsafe: that the zeros are for looks is only likely.
fn without_zeros(document: &Document<'_>, key: &Key, reading: Reading) -> Option<Repair> {
    let Reading::Octal(_, plain) = reading else { return None };
    let plan = edit::set_value(document, key.value, &Tree::from(plain))?;
    Some(Repair { title: format!("write {plain}"), safety: Safety::Unsafe, plan })
}
