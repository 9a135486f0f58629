//! Values of a file within a message.

/// The longest a value may be in a headline.
const LONGEST: usize = 28;

/// A value in backticks: control characters escaped, the middle left out of a long one.
pub(crate) fn short(value: &str) -> String {
    let count = value.chars().count();
    let escaped = |part: String| part.replace('`', "'").chars().flat_map(visible).collect::<String>();
    if count <= LONGEST {
        return format!("`{}`", escaped(value.to_owned()));
    }
    let head: String = value.chars().take(LONGEST * 2 / 3).collect();
    let tail: String = value.chars().skip(count - LONGEST / 3).collect();
    format!("`{}…{}`", escaped(head), escaped(tail))
}

fn visible(c: char) -> Box<dyn Iterator<Item = char>> {
    // Unicode's direction marks would turn the words around them.
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    if c.is_control() || turns { Box::new(c.escape_default()) } else { Box::new(std::iter::once(c)) }
}
