//! Kubernetes' selectors of fields (k8s.io/apimachinery, pkg/fields/selector.go), and which names and values of labels it
//! takes (pkg/util/validation).

/// `fields.ParseSelector`: terms `name=value`, `name==value` or `name!=value` between commas.
pub(super) fn check_fields(selector: &str) -> Result<(), String> {
    for term in split_terms(selector).filter(|term| !term.is_empty()) {
        let Some(value) = value_of(term) else {
            return Err(format!("invalid selector: '{selector}'; can't understand '{term}'"));
        };
        check_escapes(value)?;
    }
    Ok(())
}

/// Splits at commas without a backslash before them.
fn split_terms(selector: &str) -> impl Iterator<Item = &str> {
    let mut escaped = false;
    selector.split(move |c: char| {
        let splits = c == ',' && !escaped;
        escaped = c == '\\' && !escaped;
        splits
    })
}

/// What stands behind the first operator of a term.
fn value_of(term: &str) -> Option<&str> {
    let at = term
        .char_indices()
        .map(|(at, _)| &term[at..])
        .find(|rest| rest.starts_with('=') || rest.starts_with("!="))?;
    at.strip_prefix("!=").or_else(|| at.strip_prefix("==")).or_else(|| at.strip_prefix('='))
}

/// `UnescapeValue`: a backslash stands before `\`, `,` and `=` alone, and these never stand without one.
fn check_escapes(value: &str) -> Result<(), String> {
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('\\' | ',' | '=') => {}
                other => {
                    let sequence: String = std::iter::once('\\').chain(other).collect();
                    return Err(format!("invalid field selector: invalid escape sequence: {sequence}"));
                }
            },
            ',' | '=' => {
                return Err(format!("invalid field selector: unescaped character in value: {}", c as u32));
            }
            _ => {}
        }
    }
    Ok(())
}

const MAX_LABEL: usize = 63;
const MAX_SUBDOMAIN: usize = 253;

/// `IsQualifiedName`: the name of a label, with an optional domain and a slash before it.
pub(super) fn check_qualified_name(name: &str) -> Result<(), String> {
    let rule = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    let mut problems = Vec::new();
    let parts: Vec<&str> = name.split('/').collect();
    let own = match parts[..] {
        [own] => own,
        [prefix, own] => {
            problems
                .extend(check_subdomain(prefix).into_iter().map(|problem| format!("prefix part {problem}")));
            own
        }
        _ => {
            let place = "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            return Err(format!("a qualified name {rule} {place}"));
        }
    };
    if own.is_empty() {
        problems.push("name part must be non-empty".to_owned());
    } else if own.len() > MAX_LABEL {
        problems.push(format!("name part must be no more than {MAX_LABEL} bytes"));
    }
    if own.is_empty() || !is_label_value(own) {
        problems.push(format!("name part {rule}"));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("; ")) }
}

/// `IsDNS1123Subdomain`
fn check_subdomain(prefix: &str) -> Vec<String> {
    if prefix.is_empty() {
        return vec!["must be non-empty".to_owned()];
    }
    let mut problems = Vec::new();
    if prefix.len() > MAX_SUBDOMAIN {
        problems.push(format!("must be no more than {MAX_SUBDOMAIN} bytes"));
    }
    let is_edge = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_segment = |segment: &str| {
        let bytes = segment.as_bytes();
        bytes.first().is_some_and(is_edge)
            && bytes.last().is_some_and(is_edge)
            && bytes.iter().all(|byte| is_edge(byte) || *byte == b'-')
    };
    if !prefix.split('.').all(is_segment) {
        problems.push("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')".to_owned());
    }
    problems
}

/// `IsValidLabelValue`
pub(super) fn check_label_value(value: &str) -> Result<(), String> {
    let mut problems = Vec::new();
    if value.len() > MAX_LABEL {
        problems.push(format!("must be no more than {MAX_LABEL} bytes"));
    }
    if !is_label_value(value) {
        problems.push("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')".to_owned());
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("; ")) }
}

fn is_label_value(value: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let edge = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    let bytes = value.as_bytes();
    bytes.iter().all(|&byte| inner(byte)) && edge(bytes.first()) && edge(bytes.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_selectors_follow_kubernetes() {
        for selector in ["", "a=b", "a==b,c!=d", "a=", "a=b\\,c", ",a=b,"] {
            assert_eq!(check_fields(selector), Ok(()), "{selector}");
        }
        for (selector, problem) in [
            ("a", "invalid selector: 'a'; can't understand 'a'"),
            ("a===b", "invalid field selector: unescaped character in value: 61"),
            ("a=\\b", "invalid field selector: invalid escape sequence: \\b"),
        ] {
            assert_eq!(check_fields(selector), Err(problem.to_owned()), "{selector}");
        }
    }

    #[test]
    fn names_of_labels_follow_kubernetes() {
        for name in ["a", "app.kubernetes.io/name", "A-b_c.d"] {
            assert_eq!(check_qualified_name(name), Ok(()), "{name}");
        }
        for name in ["", "-a", "a/", "A.b/c", "a/b/c", &"x".repeat(64)] {
            assert!(check_qualified_name(name).is_err(), "{name}");
        }
    }
}
