//! Values that stand for others, to be filled in by some tool or person.

/// Whether a value is a placeholder that something fills in before Prometheus reads the file.
pub(crate) fn is_placeholder(value: &str) -> bool {
    let value = value.trim_matches(['"', '\'']);
    value.contains("{{")
        || value.contains("<%")
        || value.contains("${")
        || (value.starts_with("$$") && value.ends_with("$$"))
        || (value.starts_with('<') && value.ends_with('>'))
        || (value.starts_with("__") && value.ends_with("__") && value.to_ascii_uppercase() == value)
        || (value.starts_with('%') && value.ends_with('%') && value.len() > 2)
        || (value.starts_with('@') && value.ends_with('@') && value.len() > 2)
}

/// Words that stand in examples where a secret is to be filled in.
const STAND_INS: [&str; 20] = [
    "changeme",
    "change_me",
    "change-me",
    "change this",
    "redacted",
    "placeholder",
    "example",
    "your",
    "xxx",
    "todo",
    "dummy",
    "insert",
    "replace",
    "fixme",
    "fill",
    "***",
    "...",
    "secret_here",
    "token_here",
    "password_here",
];

/// Words that name what is to be filled in, and are that themselves in no place that matters.
const NAMES: [&str; 10] = [
    "secret",
    "password",
    "passwd",
    "token",
    "bearer_token",
    "api_key",
    "apikey",
    "key",
    "credentials",
    "pass",
];

/// What stands before such a word where it is made up: `my-secret`.
const MADE_UP: [&str; 10] = ["", "a", "an", "my", "the", "some", "fake", "fancy", "test", "sample"];

/// Whether a secret is none: a placeholder, or a word that asks for it.
pub(super) fn stands_for_secret(value: &str) -> bool {
    let lower = value.trim_matches(['"', '\'']).trim().to_ascii_lowercase();
    let mut characters = lower.chars();
    let first = characters.next();
    let is_one_character = characters.all(|c| Some(c) == first);
    is_one_character
        || is_placeholder(value)
        || lower.contains(['<', '>', '{', '}', '$', '%'])
        || is_made_up(&lower)
        || STAND_INS.iter().any(|word| lower.contains(word))
}

fn is_made_up(lower: &str) -> bool {
    NAMES.iter().any(|name| {
        lower.strip_suffix(name).is_some_and(|rest| MADE_UP.contains(&rest.trim_end_matches(['-', '_', ' '])))
    })
}
