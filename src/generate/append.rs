//! Steps and keys written into a job that is there, with everything else left as it is.

use super::insert::{Jobs, jobs, proved};
use crate::yaml::edit::{Place, add_comment_above, append_item, insert_entry, remove_entry};
use crate::yaml::{Document, NodeId, Tree, Value, parse};

const STEPS: &str = "metric_relabel_configs";

/// A relabel step that is to be written, and what stands above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStep {
    /// The step.
    pub step: Tree,
    /// A comment of one line, without its `#`.
    pub remark: String,
}

impl NewStep {
    /// A step that is like those to come, to see whether there is a place for them.
    pub(super) fn any() -> Self {
        let keys = [("regex", "a"), ("action", "labeldrop")];
        let step = Tree::Map(keys.map(|(key, value)| (key.to_owned(), value.into())).to_vec());
        Self { step, remark: String::new() }
    }
}

/// The text with steps behind those that a job has in `metric_relabel_configs`.
///
/// # Errors
/// Why there is no place for them.
///
/// ```
/// use scrapelint::generate::{NewStep, append_steps};
/// use scrapelint::yaml::Tree;
///
/// let text = "scrape_configs:\n- job_name: web\n- job_name: db\n";
/// let step = Tree::Map(vec![("action".to_owned(), "labeldrop".into()), ("regex".to_owned(), "pod".into())]);
/// let steps = [NewStep { step, remark: "of each start".to_owned() }];
/// assert_eq!(
///     append_steps(text, "web", &steps).unwrap(),
///     "scrape_configs:\n- job_name: web\n  metric_relabel_configs:\n  # of each start\n  \
///      - action: labeldrop\n    regex: pod\n- job_name: db\n"
/// );
/// ```
pub fn append_steps(text: &str, job: &str, steps: &[NewStep]) -> Result<String, String> {
    steps.iter().try_fold(text.to_owned(), |text, new| {
        let with_step = with_step(&text, job, &new.step)?;
        with_remark(&with_step, job, &new.remark)
    })
}

/// The text with keys of a job that it does not have yet, in this order.
///
/// # Errors
/// Why there is no place for them.
pub fn add_keys(text: &str, job: &str, keys: &[(&str, Tree)]) -> Result<String, String> {
    // Each goes right behind the one before it.
    let mut behind = None;
    keys.iter().try_fold(text.to_owned(), |text, (key, value)| {
        let (document, _) = parse(&text);
        let mapping = mapping_of(&document, job)?;
        let before = [behind, Some("scrape_timeout"), Some("scrape_interval"), Some("job_name")];
        let place = Place::after_any(
            before.into_iter().flatten().map(|key| document.entry(mapping, key).map(|(key, _)| key)),
        );
        behind = Some(*key);
        proved(&document, insert_entry(&document, mapping, place, key, value))
    })
}

/// The keys of a job, merged ones among them.
///
/// # Errors
/// That there is no such job, or others share it.
pub(super) fn keys_of(text: &str, job: &str) -> Result<Vec<String>, String> {
    let (document, _) = parse(text);
    let mapping = mapping_of(&document, job)?;
    let entries = document.entries_in_force(mapping).into_iter();
    Ok(entries.filter_map(|(key, _)| document.scalar(key).map(str::to_owned)).collect())
}

fn with_step(text: &str, job: &str, step: &Tree) -> Result<String, String> {
    let (document, error) = parse(text);
    if let Some(error) = error {
        return Err(error.problem);
    }
    let mapping = mapping_of(&document, job)?;
    let Some((key, list)) = document.entry(mapping, STEPS) else {
        let is_merged = document
            .entries_in_force(mapping)
            .iter()
            .any(|(key, _)| document.scalar(*key).is_some_and(|key| key == STEPS));
        if is_merged {
            return Err(format!("`{STEPS}` of the job is merged from elsewhere; write the steps there"));
        }
        let list = Tree::List(vec![step.clone()]);
        return proved(&document, insert_entry(&document, mapping, Place::Last, STEPS, &list));
    };
    let is_shared = document.is_anchored(list) || matches!(document.value(list), Value::Alias(_));
    match document.value(list) {
        _ if is_shared => Err(format!("`{STEPS}` of the job is shared with others by an anchor")),
        Value::Sequence(items) if !items.is_empty() || document.is_flow(list) => {
            proved(&document, append_item(&document, list, step))
        }
        _ if document.is_null(list) => {
            let text = proved(&document, remove_entry(&document, mapping, key))?;
            with_step(&text, job, step)
        }
        _ => Err(format!("the value of `{STEPS}` is no list that a step could be added to")),
    }
}

/// The text with a comment above the last step of a job; without it where the layout leaves no place.
fn with_remark(text: &str, job: &str, remark: &str) -> Result<String, String> {
    let (document, _) = parse(text);
    let list = document.entry(mapping_of(&document, job)?, STEPS).map(|(_, list)| list);
    let last = list.and_then(|list| match document.value(list) {
        Value::Sequence(items) if !document.is_flow(list) => items.last().copied(),
        _ => None,
    });
    let Some(last) = last else { return Ok(text.to_owned()) };
    let offset = document.span(last).start as usize;
    let plan = add_comment_above(&document, offset, &format!("# {remark}"));
    Ok(proved(&document, Some(plan)).unwrap_or_else(|_| text.to_owned()))
}

/// The mapping of a job of this name.
fn mapping_of(document: &Document<'_>, job: &str) -> Result<NodeId, String> {
    let no_job = || format!("it has no job `{job}`");
    let Jobs::List(list) = jobs(document)? else { return Err(no_job()) };
    let Value::Sequence(items) = document.value(list) else { return Err(no_job()) };
    let is_named = |&item: &NodeId| {
        let mut entries = document.entries_in_force(item).into_iter();
        entries.any(|(key, value)| {
            document.scalar(key) == Some("job_name")
                && document.resolved(value).and_then(|value| document.scalar(value)) == Some(job)
        })
    };
    let item = items.iter().copied().find(is_named).ok_or_else(no_job)?;
    match document.value(item) {
        Value::Mapping(_) if document.is_anchored(item) => {
            Err(format!("the job `{job}` is shared with others by an anchor"))
        }
        Value::Mapping(_) => Ok(item),
        _ => Err(format!("the job `{job}` is an alias of another one")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appended(text: &str) -> Result<String, String> {
        let step =
            Tree::Map(vec![("regex".to_owned(), "a".into()), ("action".to_owned(), "labeldrop".into())]);
        append_steps(text, "web", &[NewStep { step, remark: "why".to_owned() }])
    }

    #[test]
    fn steps_are_laid_out_as_those_before() {
        for (text, expected) in [
            (
                "- job_name: web\n  metric_relabel_configs: # ours\n    - {regex: b, action: labeldrop}\n# end\n",
                "- job_name: web\n  metric_relabel_configs: # ours\n    - {regex: b, action: labeldrop}\n    # why\n    - regex: a\n      action: labeldrop\n# end\n",
            ),
            (
                "scrape_configs: [{job_name: web}]\n",
                "scrape_configs: [{job_name: web, metric_relabel_configs: [{regex: a, action: labeldrop}]}]\n",
            ),
            (
                "- job_name: web\n  metric_relabel_configs: []\n",
                "- job_name: web\n  metric_relabel_configs: [{regex: a, action: labeldrop}]\n",
            ),
            (
                "- job_name: web\n  metric_relabel_configs:\n  scheme: http\n",
                "- job_name: web\n  scheme: http\n  metric_relabel_configs:\n    # why\n    - regex: a\n      action: labeldrop\n",
            ),
        ] {
            assert_eq!(appended(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_others_share_is_left_alone() {
        for (text, told) in [
            ("- job_name: db\n", "no job `web`"),
            ("- &w\n  job_name: web\n- <<: *w\n  job_name: db\n", "shared with others"),
            (
                "- job_name: web\n  metric_relabel_configs: &s [{regex: b, action: labeldrop}]\n",
                "by an anchor",
            ),
            (
                "- &x\n  metric_relabel_configs: []\n  job_name: x\n- <<: *x\n  job_name: web\n",
                "merged from elsewhere",
            ),
            ("- job_name: web\n  metric_relabel_configs: 5\n", "no list"),
        ] {
            let error = appended(text).unwrap_err();
            assert!(error.contains(told), "{text}: {error}");
        }
    }

    #[test]
    fn keys_follow_one_another() {
        let text = "- job_name: web\n  scrape_interval: 5s\n  static_configs: []\n";
        let keys = [("sample_limit", 5u64.into()), ("label_limit", 7u64.into())];
        assert_eq!(
            add_keys(text, "web", &keys).unwrap(),
            "- job_name: web\n  scrape_interval: 5s\n  sample_limit: 5\n  label_limit: 7\n  static_configs: []\n"
        );
    }
}
