//! Where libyaml could judge differently than granit.

use crate::yaml::node::{Document, Kind, NodeId, Style, Text};

/// Whether libyaml could refuse a text that granit accepts. Every way in which they are known to differ needs one of the
/// things looked for here; that it changes nothing not to ask about other texts is tested over the recorded answers of
/// Prometheus and mutations of them.
pub(super) fn needs_second_opinion(text: &str, document: &Document<'_>) -> bool {
    document.ignored().is_some()
        || has_odd_bytes(text.as_bytes())
        || document.nodes().any(|node| is_odd_scalar(document, node))
}

/// A scalar over several lines, which libyaml takes for no key; one that begins with a colon, and a key whose colon
/// stands close to the next thing, both of which it refuses in brackets.
fn is_odd_scalar(document: &Document<'_>, node: NodeId) -> bool {
    let Kind::Scalar { style, text } = document.data(node).kind else { return false };
    let span = document.span(node);
    let bytes = document.text().as_bytes();
    match style {
        // Only at the root may its text stand in the first column.
        Style::Literal | Style::Folded => document.root() == Some(node),
        _ if matches!(text, Text::Owned(_)) && memchr::memchr(b'\n', &bytes[span.range()]).is_some() => true,
        Style::Plain => {
            let flow = |bytes: &[u8]| matches!(bytes, [b':', b',' | b'?' | b'[' | b']' | b'{' | b'}', ..]);
            bytes.get(span.start as usize) == Some(&b':') || flow(&bytes[span.end as usize..])
        }
        Style::Single | Style::Double => false,
    }
}

fn has_odd_bytes(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut begun = false;
    for (at, &byte) in bytes.iter().enumerate() {
        if at == 0 || bytes[at - 1] == b'\n' {
            match line_marker(&bytes[at..]) {
                Some(Marker::Start) if !begun => begun = true,
                Some(_) => return true,
                None => begun |= !matches!(byte, b'#' | b'\n' | b'\r'),
            }
        }
        if !PLAIN[byte as usize] && is_odd(bytes, at) {
            return true;
        }
    }
    false
}

enum Marker {
    /// `---` alone on its line, as many files begin.
    Start,
    /// Anything else that has a meaning at the start of a line.
    Other,
}

fn line_marker(line: &[u8]) -> Option<Marker> {
    match line {
        [b'-', b'-', b'-', b'\n' | b'\r', ..] => Some(Marker::Start),
        [b'-', b'-', b'-', ..] | [b'.', b'.', b'.', ..] | [b'%', ..] => Some(Marker::Other),
        _ => None,
    }
}

/// Bytes that never matter. The others are `\t`, control characters, `! & * : ? \` and the first bytes of longer
/// characters.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        let matters = byte < 0x20 || byte == 0x7F || byte >= 0xC0;
        plain[byte] = !matters || byte == b'\n' as usize;
        byte += 1;
    }
    let marks = b"!&*:?\\";
    let mut at = 0;
    while at < marks.len() {
        plain[marks[at] as usize] = false;
        at += 1;
    }
    plain
};

fn is_odd(bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at + 1..];
    let next = rest.first().copied().unwrap_or(b'\n');
    let before = at.checked_sub(1).map_or(b'\n', |at| bytes[at]);
    let begins_token = is_blank(before) || b"[]{},:?-\"'".contains(&before);
    match bytes[at] {
        b'\r' => next != b'\n',
        b'!' => begins_token,
        b'&' | b'*' => begins_token && !is_name(rest),
        // An empty key, or a key where a value is.
        b':' => (is_blank(before) || matches!(before, b'[' | b'{' | b',')) && is_blank(next),
        b'?' => begins_token,
        b'\\' => matches!(next, b'x' | b'u' | b'U'),
        // U+0080 to U+00A0; U+2028 and U+2029; U+FEFF, U+FFFE and U+FFFF.
        0xC2 => next <= 0xA0,
        0xE2 => matches!(rest, [0x80, 0xA8 | 0xA9, ..]),
        0xEF => matches!(rest, [0xBB, 0xBF, ..] | [0xBF, 0xBE | 0xBF, ..]),
        byte => byte < 0x20 || byte == 0x7F,
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// Whether an anchor's name stands here that both read alike.
fn is_name(rest: &[u8]) -> bool {
    let length =
        rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let end = rest.get(length).copied().unwrap_or(b'\n');
    length > 0 && (is_blank(end) || matches!(end, b',' | b']' | b'}'))
}
