//! Go takes the longest run of letters, digits and underscores behind a `$` for the group's name (`Regexp.Expand`).

use crate::config::Action;
use crate::finding::{Safety, short};
use crate::goregex::{Ast, Template};
use crate::rules::group::{is_ambiguous, meant_number};
use crate::rules::step::{ast, readable};
use crate::rules::{Chain, Cx, Repair, Run};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, action) in readable(chain.steps) {
        if !matches!(action, Action::Replace | Action::LabelMap) {
            continue;
        }
        let Some(ast) = ast(step) else { continue };
        for (field, key) in [(&step.replacement, "replacement"), (&step.target_label, "target_label")] {
            let Some(spanned) = field.spanned().filter(|spanned| !spanned.elsewhere) else { continue };
            let Some(text) = spanned.value() else { continue };
            let Some(braced) = braced(text, &ast) else { continue };
            let template = Template::parse(text);
            let Some(first) = template.references().find(|reference| is_ambiguous(reference, &ast)) else {
                continue;
            };
            let written = &text[first.span.range()];
            let number = meant_number(first).unwrap_or_default();
            let finding = cx
                .finding(spanned.span, format!("{} in {key} is not group {number}", short(written)))
                .with_label(format!("read as a group named {}", short(&written[1..])))
                .with_note(
                    "no group has that name, so it stands for nothing; a label set to nothing is removed",
                )
                .with_help(format!("put the number into braces: {}", short(&braced)))
                .with_job(chain.job.map(|job| job.name()));
            let plan =
                if spanned.borrowed { None } else { edit::set_scalar(cx.document, spanned.node, &braced) };
            let title = format!("write {}", short(&braced));
            let repair = plan.map(|plan| Repair { title, safety: Safety::Unsafe, plan });
            cx.report_with(finding, repair);
        }
    }
}

/// The text with the numbers of ambiguous references in braces; nothing if there are none.
fn braced(text: &str, ast: &Ast) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    for reference in Template::parse(text).references().filter(|reference| is_ambiguous(reference, ast)) {
        let written = &text[reference.span.range()];
        // What stands in braces was named so on purpose.
        let digits = written[1..].bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            continue;
        }
        let start = reference.span.start as usize;
        out.push_str(&text[copied..start]);
        out.push_str("${");
        out.push_str(&written[1..=digits]);
        out.push('}');
        copied = start + 1 + digits;
    }
    (copied > 0).then(|| out + &text[copied..])
}
