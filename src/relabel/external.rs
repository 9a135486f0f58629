//! External labels, which everything that leaves a Prometheus server gets.

use super::Labels;
use crate::config::GlobalConfig;

/// The external labels in force. `variable` gives the value of an environment variable; one that it does not know is
/// empty, as Prometheus has it (config/config.go, `Load`).
///
/// ```
/// use scrapelint::config::{Mode, load};
/// use scrapelint::relabel::external_labels;
///
/// let (document, _) = scrapelint::yaml::parse("global: {external_labels: {zone: 'eu-$ZONE', cost: 5$$}}");
/// let config = load(&document, Mode::Server).config;
/// let labels = external_labels(config.global.value().unwrap(), |name| (name == "ZONE").then(|| "1".to_owned()));
/// assert_eq!(labels.to_string(), r#"{cost="5$", zone="eu-1"}"#);
/// ```
pub fn external_labels(global: &GlobalConfig, variable: impl Fn(&str) -> Option<String>) -> Labels {
    let written = global.external_labels.value().into_iter().flat_map(|labels| labels.entries());
    written
        .map(|(name, value)| {
            let name = name.value().map_or("", |name| name);
            (name.to_owned(), expand(value.value().map_or("", |value| value), &variable))
        })
        .collect()
}

/// The names of the environment variables that stand for themselves no more in the value of an external label; empty for
/// braces without a name.
///
/// ```
/// use scrapelint::relabel::external_variables;
/// assert_eq!(external_variables("$A-${B:-c}-$$D-${").collect::<Vec<_>>(), ["A", "B:-c", ""]);
/// ```
pub fn external_variables(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (reference, behind) = reference(rest.split_once('$')?.1);
            rest = behind;
            match reference {
                Reference::Dollar => {}
                Reference::Nothing => return Some(""),
                Reference::Variable(name) => return Some(name),
            }
        }
    })
}

/// Go's `os.Expand`, with `$$` for a dollar sign as Prometheus adds it.
fn expand(text: &str, variable: &impl Fn(&str) -> Option<String>) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        expanded.push_str(before);
        let (reference, behind) = reference(after);
        match reference {
            Reference::Dollar => expanded.push('$'),
            Reference::Nothing => {}
            Reference::Variable(name) => expanded.push_str(&variable(name).unwrap_or_default()),
        }
        rest = behind;
    }
    expanded + rest
}

/// What stands behind a dollar sign.
enum Reference<'t> {
    /// A dollar sign, or none of the others, so that the one before stands for itself.
    Dollar,
    /// Broken off braces, which go.
    Nothing,
    Variable(&'t str),
}

/// The reference at the start of `text`, and what follows it (os/env.go, `getShellName`).
fn reference(text: &str) -> (Reference<'_>, &str) {
    let named = |name, behind| match name {
        "$" => (Reference::Dollar, behind),
        _ => (Reference::Variable(name), behind),
    };
    let is_special = |c: char| "*#$@!?-".contains(c) || c.is_ascii_digit();
    if let Some(inside) = text.strip_prefix('{') {
        // `${}}` is no special variable, but `${$}` is one.
        return match inside.split_once('}') {
            Some(("", behind)) => (Reference::Nothing, behind),
            Some((name, behind)) => named(name, behind),
            None => (Reference::Nothing, inside),
        };
    }
    if text.starts_with(is_special) {
        let (name, behind) = text.split_at(1);
        return named(name, behind);
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    match text.split_at(end) {
        ("", behind) => (Reference::Dollar, behind),
        (name, behind) => named(name, behind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_expanded_as_go_expands_them() {
        let variable = |name: &str| match name {
            "A" => Some("x".to_owned()),
            "A B" => Some("braced".to_owned()),
            "1" => Some("digit".to_owned()),
            _ => None,
        };
        for (text, expanded) in [
            ("plain", "plain"),
            ("$A-${A}", "x-x"),
            ("$AB.$A", ".x"),
            ("$$A", "$A"),
            ("${$}A", "$A"),
            ("5$", "5$"),
            ("$.", "$."),
            ("$é", "$é"),
            ("${}a", "a"),
            ("${a", "a"),
            ("${A B}", "braced"),
            ("$12", "digit2"),
            ("$*!", "!"),
        ] {
            assert_eq!(expand(text, &variable), expanded, "{text}");
        }
    }
}
