//! Files that use metrics, and what they use.

use std::collections::BTreeSet;

use super::dashboard::{self, Dashboard};
use super::need::Needs;
use super::query::{Read, read};
use super::rules;
use super::template::Variables;
use super::words::needs_of_words;
use crate::source::Source;

/// What some files use.
///
/// ```
/// use scrapelint::source::Source;
/// use scrapelint::usage::Usage;
///
/// let mut usage = Usage::default();
/// let rules = "groups: [{name: g, rules: [{alert: Down, expr: 'rate(errors_total[5m]) > 0'}]}]";
/// usage.add(&Source::new("rules.yml", rules)).unwrap();
/// let readers = usage.readers("errors_total", |_| false);
/// assert_eq!(readers[0].place, "rules.yml: alert `Down`");
/// assert!(usage.readers("requests_total", |_| false).is_empty());
/// ```
#[derive(Debug, Default)]
pub struct Usage {
    files: Vec<String>,
    readers: Vec<Reader>,
    unseen: Vec<String>,
}

/// Something that reads metrics.
#[derive(Debug)]
pub struct Reader {
    /// The file, and what it is there.
    pub place: String,
    /// The series that it records, if it is a recording rule.
    pub records: Option<String>,
    /// Its query, if that cannot be read as PromQL, so that it reads whatever it could name.
    pub unreadable: Option<String>,
    needs: Needs,
}

impl Reader {
    /// Whether it reads a metric; `has_label` says which labels that has of its own.
    pub fn reads(&self, metric: &str, has_label: impl Fn(&str) -> bool) -> bool {
        self.needs.metrics.iter().any(|need| need.is_met(metric, &has_label))
    }
}

/// Something in a file that reads metrics.
#[derive(Debug)]
pub(super) struct Found {
    /// What it is there.
    pub(super) place: String,
    pub(super) records: Option<String>,
    pub(super) text: Text,
}

#[derive(Debug)]
pub(super) enum Text {
    /// A query in PromQL.
    Query(String),
    /// Words of which some may be names of metrics.
    Words(String),
    /// A regex for names.
    Names(String),
    /// A name of a label, whose values are asked for.
    Label(String),
    /// A name of a label that is written beside curves.
    Legend(String),
    /// A query, and a name of a label whose values are asked for.
    QueryAndLabel(String, String),
}

impl Usage {
    /// Adds what a file uses.
    ///
    /// # Errors
    /// That it is neither a file of rules nor a dashboard.
    pub fn add(&mut self, source: &Source) -> Result<(), String> {
        let Dashboard { found, variables, unseen } = match source.text.trim_start().starts_with(['{', '[']) {
            true => dashboard::read(&source.text)?,
            false => {
                let found = rules::read(&source.text)?;
                Dashboard { found, ..Dashboard::default() }
            }
        };
        let path = &source.path;
        self.files.push(path.clone());
        self.unseen.extend(unseen.iter().map(|unseen| format!("{path}: {unseen}")));
        for found in found {
            self.note(path, found, &variables);
        }
        Ok(())
    }

    fn note(&mut self, path: &str, found: Found, variables: &Variables) {
        let mut unreadable = None;
        let mut of_query = |query: String| {
            let Read { needs, is_guessed } = read(&query, variables);
            unreadable = is_guessed.then_some(query);
            needs
        };
        let needs = match found.text {
            Text::Query(query) => of_query(query),
            Text::Words(words) => needs_of_words(&words, variables),
            Text::Names(regex) => Needs::of_names(&regex),
            Text::Label(label) => Needs::of_label(&label),
            Text::Legend(label) => Needs { metrics: Vec::new(), labels: BTreeSet::from([label]) },
            Text::QueryAndLabel(query, label) => {
                let mut needs = of_query(query);
                needs.labels.insert(label);
                needs
            }
        };
        let place = format!("{path}: {}", found.place);
        self.readers.push(Reader { place, records: found.records, unreadable, needs });
    }

    /// The files.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// How many readers there are in them.
    pub fn len(&self) -> usize {
        self.readers.len()
    }

    /// Whether nothing in them reads metrics.
    pub fn is_empty(&self) -> bool {
        self.readers.is_empty()
    }

    /// All that reads metrics.
    pub fn all(&self) -> &[Reader] {
        &self.readers
    }

    /// What the files point at that is not in them.
    pub fn unseen(&self) -> &[String] {
        &self.unseen
    }

    /// What reads a metric; `has_label` says which labels it has of its own.
    pub fn readers(&self, metric: &str, has_label: impl Fn(&str) -> bool) -> Vec<&Reader> {
        let reads =
            |reader: &&Reader| reader.needs.metrics.iter().any(|need| need.is_met(metric, &has_label));
        self.readers.iter().filter(reads).collect()
    }

    /// What speaks of a label.
    pub fn readers_of_label(&self, label: &str) -> Vec<&Reader> {
        self.readers.iter().filter(|reader| reader.needs.labels.contains(label)).collect()
    }

    /// Names that are read just so.
    pub fn names(&self) -> BTreeSet<&str> {
        self.readers.iter().flat_map(|reader| &reader.needs.metrics).filter_map(|need| need.exact()).collect()
    }

    /// Whether all metrics that are read are read by name.
    pub fn has_only_names(&self) -> bool {
        self.readers.iter().flat_map(|reader| &reader.needs.metrics).all(|need| need.exact().is_some())
    }
}
