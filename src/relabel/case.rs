//! Upper and lower case as Go maps them: character by character.

/// `strings.ToLower`.
pub(super) fn lowercase(text: &str) -> String {
    text.chars().map(to_lower).collect()
}

/// `strings.ToUpper`.
pub(super) fn uppercase(text: &str) -> String {
    text.chars().map(to_upper).collect()
}

/// `unicode.ToLower`: the simple mapping of Unicode, where Rust has the full one.
fn to_lower(char: char) -> char {
    if char == '\u{130}' { 'i' } else { only(char.to_lowercase()).unwrap_or(char) }
}

/// `unicode.ToUpper`. Greek letters with an iota below have a title case of one character, which is their simple upper
/// case; their full one has two.
fn to_upper(char: char) -> char {
    let shift = match char {
        '\u{1F80}'..='\u{1F87}' | '\u{1F90}'..='\u{1F97}' | '\u{1FA0}'..='\u{1FA7}' => 8,
        '\u{1FB3}' | '\u{1FC3}' | '\u{1FF3}' => 9,
        _ => return only(char.to_uppercase()).unwrap_or(char),
    };
    char::from_u32(u32::from(char) + shift).unwrap_or(char)
}

/// The one character of a mapping that has no more.
fn only(mut mapped: impl Iterator<Item = char>) -> Option<char> {
    let first = mapped.next()?;
    mapped.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_map_one_to_one() {
        assert_eq!(uppercase("straße ﬁ ŉ ᾳ ᾀ ᾧ"), "STRAßE ﬁ ŉ ᾼ ᾈ ᾯ");
        assert_eq!(lowercase("İΣAS ΌΔΟΣ"), "iσas όδοσ");
    }
}
