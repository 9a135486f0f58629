//! Values of a file within a message.

use std::borrow::Cow;

/// The longest a value may be in a headline.
const LONGEST: usize = 28;
/// The longest a series may be in a note.
const LONGEST_IN_NOTE: usize = 240;

/// A value in backticks: control characters escaped, the middle left out of a long one.
///
/// User and password of a URL go first: half a password would not be known for a secret afterwards.
pub(crate) fn short(value: &str) -> String {
    cut(value, LONGEST)
}

/// As [`short`], for a note: a whole series.
pub(crate) fn long(value: &str) -> String {
    cut(value, LONGEST_IN_NOTE)
}

fn cut(value: &str, longest: usize) -> String {
    let value = &*without_user(value);
    let count = value.chars().count();
    let escaped = |part: String| part.replace('`', "'").chars().flat_map(visible).collect::<String>();
    if count <= longest {
        return format!("`{}`", escaped(value.to_owned()));
    }
    let head: String = value.chars().take(longest * 2 / 3).collect();
    let tail: String = value.chars().skip(count - longest / 3).collect();
    format!("`{}…{}`", escaped(head), escaped(tail))
}

/// `1 series`, `2 steps`.
pub(crate) fn plural(count: u64, noun: &str) -> String {
    let is_one = count == 1 || noun.ends_with("series");
    format!("{count} {noun}{}", if is_one { "" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match &words[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `scheme://…@host` for `scheme://user:password@host`.
pub(crate) fn without_user(value: &str) -> Cow<'_, str> {
    let Some(start) = value.find("://").map(|at| at + 3) else { return Cow::Borrowed(value) };
    let authority = &value[start..];
    let authority = &authority[..authority.find(['/', '?', '#']).unwrap_or(authority.len())];
    match authority.rfind('@') {
        Some(at) => Cow::Owned(format!("{}…{}", &value[..start], &value[start + at..])),
        None => Cow::Borrowed(value),
    }
}

fn visible(c: char) -> Box<dyn Iterator<Item = char>> {
    // Unicode's direction marks would turn the words around them.
    let turns =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    if c.is_control() || turns { Box::new(c.escape_default()) } else { Box::new(std::iter::once(c)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_of_urls_are_not_shown() {
        assert_eq!(short("http://u:p@h/x"), "`http://…@h/x`");
        assert_eq!(short("http://user:correcthorsebatterystaple@host/path"), "`http://…@host/path`");
        assert_eq!(short("http://h/a@b"), "`http://h/a@b`");
    }
}
