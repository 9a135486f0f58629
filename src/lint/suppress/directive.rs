//! What a comment asks for: `# scrapelint: ignore[rule, …] until=2027-01-31 reason`.

use super::Date;
use crate::finding::short;
use crate::source::Span;

/// What marks a comment as one for us.
pub(super) const MARK: &str = "scrapelint:";

/// Where a comment holds findings back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// On its line, or if it stands alone, in what begins on the next line.
    Ignore,
    /// In the whole file.
    IgnoreFile,
    /// From here on.
    Disable,
    /// Up to here.
    Enable,
}

/// A rule that a comment names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named<'t> {
    pub(super) name: &'t str,
    pub(super) span: Span,
}

/// What a comment asks for.
#[derive(Debug)]
pub(super) struct Directive<'t> {
    pub(super) form: Form,
    /// The whole comment.
    pub(super) comment: Span,
    /// The part that asks for this; a comment may say something else before and behind.
    pub(super) span: Span,
    /// Between the brackets.
    pub(super) list: Span,
    pub(super) rules: Vec<Named<'t>>,
    /// The last day on which it counts.
    pub(super) until: Option<(Date, Span)>,
}

/// A comment for us that cannot be understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: &'static str,
}

const FORMS: [(&str, Form); 4] = [
    ("ignore", Form::Ignore),
    ("ignore-file", Form::IgnoreFile),
    ("disable", Form::Disable),
    ("enable", Form::Enable),
];

/// Reads a comment. It may ask for several things, each behind a mark of its own; nothing if it is none for us.
pub(super) fn read(
    text: &str,
    comment: Span,
) -> impl DoubleEndedIterator<Item = Result<Directive<'_>, Malformed>> {
    let words = &text[comment.range()];
    let start = comment.start as usize;
    let hash = |at: usize| {
        let before = words[..at].trim_end_matches([' ', '\t']);
        before.ends_with('#').then(|| start + before.len() - 1)
    };
    let marks: Vec<(usize, usize)> = memchr::memmem::find_iter(words.as_bytes(), MARK)
        .filter_map(|at| Some((hash(at)?, start + at + MARK.len())))
        .collect();
    let ends: Vec<usize> =
        marks.iter().skip(1).map(|&(hash, _)| hash).chain([comment.end as usize]).collect();
    marks.into_iter().zip(ends).map(move |((hash, at), end)| {
        let end = hash + text[hash..end].trim_end().len();
        Reader { text, comment, span: Span::new(hash, end), at }.directive()
    })
}

struct Reader<'t> {
    text: &'t str,
    comment: Span,
    span: Span,
    at: usize,
}

impl<'t> Reader<'t> {
    fn directive(mut self) -> Result<Directive<'t>, Malformed> {
        self.skip_blanks();
        let word = self.take_while(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let Some(&(_, form)) = FORMS.iter().find(|(name, _)| *name == word) else {
            let message = match word {
                "" => "a comment for scrapelint that asks for nothing".to_owned(),
                _ => format!("a comment cannot ask for {}", short(word)),
            };
            return Err(self.malformed(
                message,
                "write `ignore[rule]`, `ignore-file[rule]`, `disable[rule]` or `enable[rule]`",
            ));
        };
        self.skip_blanks();
        if !self.rest().starts_with('[') {
            let message = format!("`{word}` names no rule");
            return Err(self.malformed(message, "name the rules in brackets: `ignore[path-with-query]`"));
        }
        self.at += 1;
        let Some(length) = self.rest().find(']') else {
            return Err(
                self.malformed(format!("`{word}` without a closing `]`"), "close the list of rules with `]`")
            );
        };
        let list = Span::new(self.at, self.at + length);
        let rules = named(self.text, list);
        if rules.iter().any(|rule| rule.name.is_empty()) {
            return Err(self.malformed(
                format!("`{word}` with an empty name in its list"),
                "name the rules in brackets, with commas between: `ignore[path-with-query]`",
            ));
        }
        self.at = list.end as usize + 1;
        let until = self.until()?;
        Ok(Directive { form, comment: self.comment, span: self.span, list, rules, until })
    }

    /// `until=2027-01-31` among the words behind the list.
    fn until(&mut self) -> Result<Option<(Date, Span)>, Malformed> {
        let rest = self.rest();
        let Some(word) = rest.split_whitespace().find(|word| word.starts_with("until=")) else {
            return Ok(None);
        };
        let start = self.at + (word.as_ptr() as usize - rest.as_ptr() as usize);
        let span = Span::new(start, start + word.len());
        match word["until=".len()..].parse() {
            Ok(date) => Ok(Some((date, span))),
            Err(_) => Err(Malformed {
                span,
                message: format!("{} is not a day", short(&word["until=".len()..])),
                help: "write the last day on which the comment counts as `until=2027-01-31`",
            }),
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..self.span.end as usize]
    }

    fn skip_blanks(&mut self) {
        self.take_while(|c| c == ' ' || c == '\t');
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn malformed(&self, message: impl Into<String>, help: &'static str) -> Malformed {
        Malformed { span: self.span, message: message.into(), help }
    }
}

/// The names of a list, with their places.
fn named(text: &str, list: Span) -> Vec<Named<'_>> {
    let mut at = list.start as usize;
    let parts = text[list.range()].split(',');
    parts
        .map(|part| {
            let name = part.trim();
            let start = at + (part.len() - part.trim_start().len());
            at += part.len() + 1;
            Named { name, span: Span::new(start, start + name.len()) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(comment: &str) -> Option<Result<Directive<'_>, Malformed>> {
        read(comment, Span::new(0, comment.len())).next()
    }

    #[test]
    fn comments_for_us_are_read() {
        let text = "# why # scrapelint: ignore[ a-b,c ] until=2027-01-31 because # it is so";
        let directive = of(text).unwrap().unwrap();
        assert_eq!(directive.form, Form::Ignore);
        let names: Vec<_> =
            directive.rules.iter().map(|rule| (rule.name, &text[rule.span.range()])).collect();
        assert_eq!(names, [("a-b", "a-b"), ("c", "c")]);
        assert_eq!(&text[directive.span.range()], &text[6..]);
        let (date, span) = directive.until.unwrap();
        assert_eq!((date.to_string().as_str(), &text[span.range()]), ("2027-01-31", "until=2027-01-31"));
        for (text, form) in [
            ("#scrapelint:ignore-file[a]", Form::IgnoreFile),
            ("#\tscrapelint:  disable [a]", Form::Disable),
            ("# scrapelint: enable[a]ü", Form::Enable),
        ] {
            assert_eq!(of(text).unwrap().unwrap().form, form, "{text}");
        }
    }

    #[test]
    fn a_comment_may_ask_for_several_things() {
        let text = "# scrapelint: ignore[a] x # scrapelint: what # scrapelint:enable[b]";
        let all: Vec<_> = read(text, Span::new(0, text.len())).collect();
        let spans: Vec<&str> = all
            .iter()
            .map(|read| match read {
                Ok(directive) => &text[directive.span.range()],
                Err(malformed) => &text[malformed.span.range()],
            })
            .collect();
        assert_eq!(spans, ["# scrapelint: ignore[a] x", "# scrapelint: what", "# scrapelint:enable[b]"]);
        assert!(all[0].is_ok() && all[1].is_err() && all[2].is_ok());
    }

    #[test]
    fn other_comments_are_left_alone() {
        for text in ["# see scrapelint: it says so", "# a", "#", "# scrapelint ignore[a]"] {
            assert!(of(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_understood_is_told() {
        for (text, message) in [
            ("# scrapelint:", "a comment for scrapelint that asks for nothing"),
            ("# scrapelint: ignor[a]", "a comment cannot ask for `ignor`"),
            ("# scrapelint: ignore", "`ignore` names no rule"),
            ("# scrapelint: ignore a", "`ignore` names no rule"),
            ("# scrapelint: ignore[a", "`ignore` without a closing `]`"),
            ("# scrapelint: disable[]", "`disable` with an empty name in its list"),
            ("# scrapelint: ignore[a,,b]", "`ignore` with an empty name in its list"),
            ("# scrapelint: ignore[a] until=tomorrow", "`tomorrow` is not a day"),
        ] {
            assert_eq!(of(text).unwrap().unwrap_err().message, message, "{text}");
        }
    }
}
