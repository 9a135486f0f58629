//! A job written into a configuration, as its jobs are written, with everything else left as it is.

use super::job::{Job, Part};
use crate::finding::Edit;
use crate::source::Span;
use crate::yaml::edit::{
    Place, Plan, add_comment_above, append_item, apply, insert_entry, remove_entry, verified,
};
use crate::yaml::emit::{Layout, block_entry};
use crate::yaml::{Document, NodeId, Tree, Value, parse};

const JOBS: &str = "scrape_configs";

/// The text with a job behind its others: of a configuration, a file of jobs, a bare list of jobs, or of nothing.
///
/// # Errors
/// Why there is no place for it.
///
/// ```
/// use scrapelint::generate::{JobRequest, insert, make, preset};
/// let made = make(preset("redis").unwrap(), &JobRequest::default()).unwrap();
/// let text = insert("scrape_configs:\n- job_name: web # ours\n", &made.job).unwrap();
/// assert!(text.starts_with("scrape_configs:\n- job_name: web # ours\n- job_name: redis-exporter\n"));
/// ```
pub fn insert(text: &str, job: &Job) -> Result<String, String> {
    let (document, error) = parse(text);
    if let Some(error) = error {
        return Err(error.problem);
    }
    let with_job = match jobs(&document)? {
        Jobs::List(list) => proved(&document, append_item(&document, list, &job.tree()))?,
        Jobs::None(root) => with_section(&document, root, Place::Last, job)?,
        Jobs::Empty { root, key } => {
            let before = before(&document, root, key);
            let text = without(&document, root, key)?;
            let (document, _) = parse(&text);
            match document.root().filter(|&root| !document.is_null(root)) {
                Some(root) => {
                    let before = before.and_then(|key| document.entry(root, key));
                    let place = before.map_or(Place::First, |(key, _)| Place::After(key));
                    with_section(&document, root, place, job)?
                }
                None => with_only_section(&text, job),
            }
        }
        Jobs::NoText => with_only_section(text, job),
    };
    Ok(set_apart(&with_remarks(&with_job, job)))
}

/// The text with a section of one job in its mapping.
fn with_section(document: &Document<'_>, root: NodeId, place: Place, job: &Job) -> Result<String, String> {
    proved(document, insert_entry(document, root, place, JOBS, &Tree::List(vec![job.tree()])))
}

/// A text of nothing but comments, with a section of one job behind it.
fn with_only_section(text: &str, job: &Job) -> String {
    let lines = block_entry(JOBS, &Tree::List(vec![job.tree()]), Layout::default());
    let before = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{before}{}\n", lines.join("\n"))
}

/// The key before another one.
fn before<'d>(document: &'d Document<'_>, root: NodeId, key: NodeId) -> Option<&'d str> {
    let Value::Mapping(pairs) = document.value(root) else { return None };
    let (before, _) = pairs.iter().take_while(|&(it, _)| it != key).last()?;
    document.scalar(before)
}

/// Where the jobs of a document stand.
pub(super) enum Jobs {
    List(NodeId),
    /// The key is there, and nothing behind it.
    Empty {
        root: NodeId,
        key: NodeId,
    },
    /// The key is not there.
    None(NodeId),
    /// Nothing is there but comments.
    NoText,
}

pub(super) fn jobs(document: &Document<'_>) -> Result<Jobs, String> {
    let Some(root) = document.root().filter(|&root| !document.is_null(root)) else { return Ok(Jobs::NoText) };
    match document.value(root) {
        Value::Sequence(_) => return Ok(Jobs::List(root)),
        Value::Mapping(pairs) if pairs.is_empty() && !document.is_flow(root) => return Ok(Jobs::NoText),
        _ => {}
    }
    let Some((key, value)) = document.entry(root, JOBS) else { return Ok(Jobs::None(root)) };
    match document.value(value) {
        Value::Sequence(items) if !items.is_empty() => Ok(Jobs::List(value)),
        Value::Sequence(_) => Ok(Jobs::Empty { root, key }),
        _ if document.is_null(value) => Ok(Jobs::Empty { root, key }),
        _ => Err(format!("the value of `{JOBS}` is no list that an item could be added to")),
    }
}

/// The text with a plan's edits, if they do what they are meant to.
pub(super) fn proved(document: &Document<'_>, plan: Option<Plan>) -> Result<String, String> {
    let plan = plan.filter(|plan| verified(document, &[plan]) == [true]);
    let plan = plan.ok_or("its layout leaves no place where that could be added safely")?;
    Ok(apply(document.text(), plan.edits()))
}

/// The text without a key that has no value.
fn without(document: &Document<'_>, root: NodeId, key: NodeId) -> Result<String, String> {
    let is_only = matches!(document.value(root), Value::Mapping(pairs) if pairs.len() == 1);
    if !is_only || document.is_flow(root) {
        return proved(document, remove_entry(document, root, key));
    }
    let text = document.text();
    let from = document.outer_span(key).start as usize;
    let to = text[from..].find('\n').map_or(text.len(), |at| from + at + 1);
    let rest = format!("{}{}", &text[..from], &text[to..]);
    let is_empty = parse(&rest).0.root().is_none_or(|root| parse(&rest).0.is_null(root));
    if is_empty { Ok(rest) } else { Err(format!("the value of `{JOBS}` spans lines")) }
}

/// The job that was added: the last one.
fn added(document: &Document<'_>) -> Option<NodeId> {
    let Ok(Jobs::List(list)) = jobs(document) else { return None };
    let Value::Sequence(items) = document.value(list) else { return None };
    items.last().copied().filter(|&job| !document.is_flow(job))
}

fn with_remarks(text: &str, job: &Job) -> String {
    let (document, _) = parse(text);
    let Some(root) = added(&document) else { return text.to_owned() };
    let plans: Vec<Plan> = job
        .remarks()
        .iter()
        .filter_map(|remark| {
            let place = place(&document, root, &remark.path)?;
            let offset = document.span(place).start as usize;
            Some(add_comment_above(&document, offset, &format!("# {}", remark.text)))
        })
        .collect();
    let verdicts = verified(&document, &plans.iter().collect::<Vec<_>>());
    let proved = plans.iter().zip(verdicts).filter_map(|(plan, holds)| holds.then_some(plan));
    let mut edits: Vec<&Edit> = proved.flat_map(Plan::edits).collect();
    edits.sort();
    apply(text, edits)
}

/// The node at which a place begins: the key's for a key.
fn place(document: &Document<'_>, job: NodeId, path: &[Part]) -> Option<NodeId> {
    let (last, before) = path.split_last()?;
    let mut node = job;
    for part in before {
        node = match part {
            Part::Key(key) => document.entry(node, key)?.1,
            Part::Item(at) => item(document, node, *at)?,
        };
    }
    match last {
        Part::Key(key) => document.entry(node, key).map(|(key, _)| key),
        Part::Item(at) => item(document, node, *at),
    }
}

fn item(document: &Document<'_>, list: NodeId, at: usize) -> Option<NodeId> {
    match document.value(list) {
        Value::Sequence(items) => items.get(at).copied(),
        _ => None,
    }
}

/// Puts an empty line before the new job where the job before it has one.
fn set_apart(text: &str) -> String {
    let (document, _) = parse(text);
    let starts = || {
        let Ok(Jobs::List(list)) = jobs(&document) else { return None };
        let Value::Sequence(items) = document.value(list) else { return None };
        let [.., before, last] = items else { return None };
        let start = |&node: &NodeId| first_line(text, document.span(node).start as usize);
        (items.len() > 2 && !document.is_flow(list)).then(|| (start(before), start(last)))
    };
    match starts() {
        Some((before, last)) if is_empty_line_above(text, before) && !is_empty_line_above(text, last) => {
            let newline = if text[..last].ends_with("\r\n") { "\r\n" } else { "\n" };
            apply(text, [&Edit { span: Span::at(last), text: newline.to_owned() }])
        }
        _ => text.to_owned(),
    }
}

/// Where the line of an offset begins, or the first of the comment lines above it.
fn first_line(text: &str, offset: usize) -> usize {
    let start_of_line = |at: usize| text[..at].rfind('\n').map_or(0, |at| at + 1);
    let mut line = start_of_line(offset);
    while line > 0 {
        let above = start_of_line(line - 1);
        if !text[above..line].trim_start().starts_with('#') {
            break;
        }
        line = above;
    }
    line
}

fn is_empty_line_above(text: &str, line: usize) -> bool {
    text[..line]
        .strip_suffix('\n')
        .is_some_and(|above| above.rsplit('\n').next().is_some_and(|it| it.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{JobRequest, make, preset};

    /// The text with a job for Redis, and that with `JOB` for the job's lines.
    fn inserted(text: &str) -> Result<String, String> {
        let made = make(preset("redis").unwrap(), &JobRequest::default()).unwrap();
        insert(text, &made.job)
    }

    #[test]
    fn a_job_is_laid_out_as_its_neighbours_are() {
        let text = "# a\r\nscrape_configs:\r\n- job_name: a\r\n\r\n- job_name: b # x\r\n# end\r\n";
        let expected = "# a\r\nscrape_configs:\r\n- job_name: a\r\n\r\n- job_name: b # x\r\n\r\n\
            - job_name: redis-exporter\r\n  scrape_interval: 15s\r\n  scrape_timeout: 10s\r\n  metrics_path: /metrics\r\n  \
            # a scrape with more fails as a whole: a guard against labels without bounds\r\n  sample_limit: 10000\r\n  \
            static_configs:\r\n  - targets: [redis-exporter:9121]\r\n# end\r\n";
        assert_eq!(inserted(text).unwrap(), expected);
        let flow = inserted("scrape_configs: [{job_name: a}] # x\n").unwrap();
        assert!(flow.starts_with("scrape_configs: [{job_name: a}, {job_name: redis-exporter, "), "{flow}");
        assert!(flow.ends_with("}] # x\n") && flow.lines().count() == 1, "{flow}");
    }

    #[test]
    fn a_list_that_is_not_there_yet_is_made() {
        let job = inserted("").unwrap();
        for (text, before, after) in [
            ("# x", "# x\n", ""),
            ("scrape_configs:\n", "", ""),
            ("scrape_configs: []\n# x\n", "# x\n", ""),
            ("global: {}\nscrape_configs: []\nrule_files: []\n", "global: {}\n", "rule_files: []\n"),
            ("scrape_configs: ~\nrule_files: []\n", "", "rule_files: []\n"),
            ("global:\n  scrape_interval: 5s\n", "global:\n  scrape_interval: 5s\n", ""),
        ] {
            assert_eq!(inserted(text).unwrap(), format!("{before}{job}{after}"), "{text}");
        }
        let list = inserted("- job_name: a\n").unwrap();
        assert!(list.starts_with("- job_name: a\n- job_name: redis-exporter\n"), "{list}");
    }

    #[test]
    fn where_there_is_no_place_nothing_is_written() {
        for text in ["a: [1", "a: &j []\nscrape_configs: *j\n", "scrape_configs: 5\n", "5\n"] {
            assert!(inserted(text).is_err(), "{text}");
        }
    }
}
