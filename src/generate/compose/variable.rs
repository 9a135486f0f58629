//! Variables in the values of a compose file.

/// A text with its variables filled in where the file itself says with what; others stay as `${NAME}`.
///
/// An environment and `.env` are not asked: they differ from machine to machine, and hold secrets.
pub(super) fn filled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        rest = if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            after
        } else if let Some((variable, after)) = braced(after) {
            match default(variable) {
                Some(default) => out.push_str(&filled_once(default)),
                None => out.push_str(&format!("${{{}}}", name(variable))),
            }
            after
        } else {
            let name = name(after);
            match name {
                "" => out.push('$'),
                _ => out.push_str(&format!("${{{name}}}")),
            }
            &after[name.len()..]
        };
    }
    out + rest
}

/// A default may hold one more variable; deeper ones are left as they are.
fn filled_once(default: &str) -> String {
    match default.strip_prefix('$').and_then(braced) {
        Some((inner, "")) => {
            self::default(inner).map_or_else(|| format!("${{{}}}", name(inner)), str::to_owned)
        }
        _ => default.to_owned(),
    }
}

/// What stands in braces, and what behind them.
fn braced(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('{')?;
    let mut depth = 1;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], &inner[at + 1..]));
        }
    }
    None
}

fn name(text: &str) -> &str {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = text.find(|c| !is_of_name(c)).unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_digit()) { "" } else { &text[..end] }
}

/// The default of `NAME:-default` and `NAME-default`.
fn default(variable: &str) -> Option<&str> {
    let rest = &variable[name(variable).len()..];
    rest.strip_prefix(":-").or_else(|| rest.strip_prefix('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_filled_in_and_nothing_else() {
        for (text, expected) in [
            ("a", "a"),
            ("${PORT:-8000}:80", "8000:80"),
            ("${PORT-8000}", "8000"),
            ("${PORT:-}", ""),
            ("${A:-${B:-7}}", "7"),
            ("${A:-${B}}", "${B}"),
            ("$TAG-x ${TAG} ${TAG:?needed}", "${TAG}-x ${TAG} ${TAG}"),
            ("$$HOME 5$ $1 ${open", "$HOME 5$ $1 ${open"),
        ] {
            assert_eq!(filled(text), expected, "{text}");
        }
    }
}
