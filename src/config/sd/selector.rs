//! Kubernetes' selectors of fields and labels (k8s.io/apimachinery, pkg/fields and pkg/labels): which Prometheus
//! accepts, and what it says of the others.

/// `fields.ParseSelector`: terms `name=value`, `name==value` or `name!=value` between commas.
pub(super) fn check_fields(selector: &str) -> Result<(), String> {
    for term in split_terms(selector) {
        if term.is_empty() {
            continue;
        }
        if find_operator(term).is_none() {
            return Err(format!("invalid selector: '{selector}'; can't understand '{term}'"));
        }
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

fn find_operator(term: &str) -> Option<usize> {
    let mut escaped = false;
    term.char_indices().find_map(|(at, c)| {
        let found = !escaped && (c == '=' || (c == '!' && term[at..].starts_with("!=")));
        escaped = c == '\\' && !escaped;
        found.then_some(at)
    })
}

/// `labels.Parse`, as far as requirements of the common forms go: `k`, `!k`, `k=v`, `k==v`, `k!=v`, `k in (a,b)`,
/// `k notin (a,b)`.
pub(super) fn check_labels(selector: &str) -> Result<(), String> {
    let unable = |problem: String| format!("unable to parse requirement: {problem}");
    for requirement in split_requirements(selector) {
        let requirement = requirement.trim();
        if requirement.is_empty() {
            continue;
        }
        let key_end = requirement.find([' ', '=', '!', '(', '<', '>']).filter(|&at| at > 0).unwrap_or(requirement.len());
        let (key, rest) = requirement.split_at(key_end);
        let rest = rest.trim();
        let value = rest.strip_prefix("==").or_else(|| rest.strip_prefix("!=")).or_else(|| rest.strip_prefix('='));
        let values: Vec<&str> = match value {
            Some(value) => vec![value.trim()],
            None => match rest.split_once('(') {
                Some((_, list)) => list.trim_end_matches(')').split(',').map(str::trim).collect(),
                None => Vec::new(),
            },
        };
        for (at, value) in values.iter().enumerate() {
            if !is_label_value(value) {
                return Err(unable(format!(
                    "values[{at}][{key}]: Invalid value: {}: a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
                    crate::yaml::go_quote(value)
                )));
            }
        }
    }
    Ok(())
}

/// Splits at commas outside of parentheses.
fn split_requirements(selector: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    selector.split(move |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    })
}

fn is_label_value(value: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let edge = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    let bytes = value.as_bytes();
    bytes.iter().all(|&byte| inner(byte)) && edge(bytes.first()) && edge(bytes.last()) && bytes.len() <= 63
}
