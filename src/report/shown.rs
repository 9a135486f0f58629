//! A file's text as it may be shown: secrets, control characters and the far parts of huge lines replaced.

use std::borrow::Cow;

use crate::lint::REDACTED;
use crate::source::{LineIndex, Span};

/// Bytes from which a line is shown in part.
const LONG_LINE: usize = 240;
/// Bytes shown before and after a place in a long line.
const MARGIN: usize = 60;

/// Text with some parts replaced, and the way from its offsets to those of the original and back. It has the lines of
/// the original.
pub(super) struct Shown<'t> {
    text: Cow<'t, str>,
    cuts: Vec<Cut>,
}

struct Cut {
    original: Span,
    shown: Span,
}

impl<'t> Shown<'t> {
    /// `secrets` must be sorted and apart; `places` are those that will be pointed at.
    pub(super) fn new(text: &'t str, index: &LineIndex, secrets: &[Span], places: &[Span]) -> Self {
        let mut parts: Vec<(Span, Cow<'static, str>)> =
            secrets.iter().map(|&secret| (secret, redacted(&text[secret.range()]))).collect();
        parts.extend(controls(text).map(|span| (span, Cow::Borrowed("\u{fffd}"))));
        parts.extend(far_parts(text, index, places).into_iter().map(|span| (span, Cow::Borrowed("…"))));
        parts.sort_by_key(|(span, _)| *span);
        Self::replaced(text, parts)
    }

    fn replaced(text: &'t str, parts: Vec<(Span, Cow<'static, str>)>) -> Self {
        if parts.is_empty() {
            return Self { text: Cow::Borrowed(text), cuts: Vec::new() };
        }
        let mut shown = String::with_capacity(text.len());
        let mut cuts: Vec<Cut> = Vec::with_capacity(parts.len());
        for (span, replacement) in parts {
            let from = cuts.last().map_or(0, |cut| cut.original.end);
            if span.start < from {
                // It begins within the one before: that one's replacement stands for both.
                if let Some(last) = cuts.last_mut() {
                    last.original.end = last.original.end.max(span.end);
                }
                continue;
            }
            shown.push_str(&text[from as usize..span.start as usize]);
            let start = shown.len();
            shown.push_str(&replacement);
            cuts.push(Cut { original: span, shown: Span::new(start, shown.len()) });
        }
        shown.push_str(&text[cuts.last().map_or(0, |cut| cut.original.end) as usize..]);
        Self { text: Cow::Owned(shown), cuts }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a place of the original is shown.
    pub(super) fn place(&self, span: Span) -> Span {
        let start = moved(&self.cuts, span.start, |cut| (cut.original, cut.shown), |cut| cut.start);
        let end = moved(&self.cuts, span.end, |cut| (cut.original, cut.shown), |cut| cut.end);
        Span { start, end: end.max(start) }
    }

    /// The offset in the original of an offset in the shown text.
    pub(super) fn original(&self, offset: usize) -> usize {
        moved(&self.cuts, offset as u32, |cut| (cut.shown, cut.original), |cut| cut.start) as usize
    }
}

/// The text with its secrets replaced, and nothing else. `secrets` must be sorted and apart.
pub(super) fn without_secrets<'t>(text: &'t str, secrets: &[Span]) -> Cow<'t, str> {
    let parts = secrets.iter().map(|&secret| (secret, redacted(&text[secret.range()]))).collect();
    Shown::replaced(text, parts).text
}

/// Carries an offset over the cuts; one within a cut comes out `at_cut`.
fn moved(cuts: &[Cut], offset: u32, direction: fn(&Cut) -> (Span, Span), at_cut: fn(Span) -> u32) -> u32 {
    let behind = cuts.partition_point(|cut| direction(cut).0.start < offset);
    let Some((from, to)) = behind.checked_sub(1).map(|at| direction(&cuts[at])) else { return offset };
    if offset < from.end { at_cut(to) } else { to.end + (offset - from.end) }
}

/// What is shown of a secret: that it is one, on as many lines as it has.
fn redacted(secret: &str) -> Cow<'static, str> {
    let lines = secret.bytes().filter(|&byte| byte == b'\n').count();
    if lines == 0 { Cow::Borrowed(REDACTED) } else { Cow::Owned(REDACTED.to_owned() + &"\n".repeat(lines)) }
}

/// Characters that would do something to a terminal.
fn controls(text: &str) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let is_harmful = move |at: usize| match bytes[at] {
        b'\n' | b'\t' => false,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        0xC2 => bytes.get(at + 1).is_some_and(|next| (0x80..0xA0).contains(next)),
        byte => byte < 0x20 || byte == 0x7F,
    };
    let width = move |at: usize| if bytes[at] == 0xC2 { 2 } else { 1 };
    (0..bytes.len()).filter(move |&at| is_harmful(at)).map(move |at| Span::new(at, at + width(at)))
}

/// The parts of long lines that are far from all places.
fn far_parts(text: &str, index: &LineIndex, places: &[Span]) -> Vec<Span> {
    let mut ends: Vec<usize> =
        places.iter().flat_map(|place| [place.start as usize, place.end as usize]).collect();
    ends.sort_unstable();
    let mut parts = Vec::new();
    for line in 0..index.line_count() {
        let start = index.line_start(text, line);
        let end = start + index.line_text(text, line).len();
        if end - start <= LONG_LINE {
            continue;
        }
        let mut from = start;
        let first = ends.partition_point(|&place| place < start);
        let near = ends[first..].iter().take_while(|&&place| place <= end);
        for &place in std::iter::once(&start).chain(near) {
            let until = text.floor_char_boundary(place.saturating_sub(MARGIN));
            if until > from {
                parts.push(Span::new(from, until));
            }
            from = from.max(text.ceil_char_boundary((place + MARGIN).min(end)));
        }
        if from < end {
            parts.push(Span::new(from, end));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, secrets: &[Span], places: &[Span]) -> (String, Vec<Span>) {
        let shown = Shown::new(text, &LineIndex::new(text), secrets, places);
        (shown.text().to_owned(), places.iter().map(|&place| shown.place(place)).collect())
    }

    #[test]
    fn secrets_go_and_places_behind_them_move() {
        let (text, places) = shown("a: pw\nb: c\n", &[Span::new(3, 5)], &[Span::new(3, 5), Span::new(9, 10)]);
        assert_eq!(text, "a: <redacted>\nb: c\n");
        assert_eq!(places, [Span::new(3, 13), Span::new(17, 18)]);
    }

    #[test]
    fn a_secret_of_several_lines_keeps_them() {
        let (text, _) = shown("a: |\n  x\n  y\nb: c\n", &[Span::new(3, 13)], &[]);
        assert_eq!(text.lines().count(), 4);
        assert!(!text.contains('x') && text.ends_with("b: c\n"));
    }

    #[test]
    fn a_long_line_is_shown_near_its_places() {
        let line = "é".repeat(5_000);
        let (text, places) = shown(&line, &[], &[Span::new(4_000, 4_002)]);
        assert!(text.len() < 500, "{text}");
        assert_eq!(&text[places[0].range()], "é");
    }

    #[test]
    fn the_way_back_is_the_way_there() {
        let text = "a: pw \u{1b}[31m\nb: c\n";
        let shown = Shown::new(text, &LineIndex::new(text), &[Span::new(3, 5)], &[]);
        assert!(!shown.text().contains('\u{1b}'));
        for offset in [0, 3, 6, 7, 12, text.len()] {
            assert_eq!(shown.original(shown.place(Span::at(offset)).start as usize), offset);
        }
    }
}
