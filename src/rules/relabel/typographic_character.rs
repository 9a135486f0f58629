//! Characters that word processors and web pages put in place of plain ones.

use crate::finding::short;
use crate::rules::step::readable;
use crate::rules::{Chain, Cx, Run};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, _) in readable(chain.steps) {
        let labels = step
            .source_labels
            .items()
            .iter()
            .map(|label| (label.value().map_or("", |name| name), Some(label.span)));
        let texts = [
            (step.regex.text(), step.regex.span()),
            (step.separator.text(), step.separator.span()),
            (step.target_label.text(), step.target_label.span()),
        ];
        let found: Vec<(char, &str, Span)> = texts
            .into_iter()
            .chain(labels)
            .filter_map(|(text, span)| Some((text.chars().find(|&c| name(c).is_some())?, text, span?)))
            .collect();
        for (character, text, span) in found {
            let Some((name, plain)) = name(character) else { continue };
            let finding = cx
                .finding(span, format!("{name} (U+{:04X}) stands in {}", u32::from(character), short(text)))
                .with_label("looks like another character, and matches only itself")
                .with_note("such characters come along when text is copied from a page or a document")
                .with_help(plain)
                .with_job(chain.job.map(|job| job.name()));
            cx.report(finding);
        }
    }
}

/// What a character is called, and what to write instead.
fn name(character: char) -> Option<(&'static str, &'static str)> {
    Some(match character {
        '\u{2018}' | '\u{2019}' => {
            ("a typographic quote", "write `'`, or leave it out: the value may need no quotes")
        }
        '\u{201C}' | '\u{201D}' | '\u{201E}' => {
            ("a typographic quote", "write `\"`, or leave it out: the value may need no quotes")
        }
        '\u{A0}' => ("a no-break space", "write a plain space, or none"),
        '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}' => {
            ("an invisible character", "remove it")
        }
        '\u{2013}' | '\u{2014}' => ("a long dash", "write `-`"),
        '\u{2026}' => ("an ellipsis", "write `...`, or what it stands for"),
        _ => return None,
    })
}
