//! Jobs on their way to the user.

use crate::cli::output::{Stop, to_stderr};
use crate::cli::{CLEAN, FINDINGS};
use crate::finding::{Finding, Severity};
use crate::generate::{Made, insert};

/// The jobs of a run, and what is to be said of it as a whole.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) made: Vec<Made>,
    /// What is to be known or done beside.
    pub(super) notes: Vec<String>,
    /// The metrics dumps that limits of the jobs were made of.
    pub(super) dumps: Vec<String>,
    /// What was left out, and why.
    pub(super) skipped: Vec<String>,
    /// Whether something that it rests on is not as it should be.
    pub(super) is_doubtful: bool,
}

impl From<Made> for Batch {
    fn from(made: Made) -> Self {
        Self { made: vec![made], ..Self::default() }
    }
}

impl Batch {
    /// A text with all jobs behind its own.
    pub(super) fn put_into(&self, text: &str) -> Result<String, String> {
        self.made.iter().try_fold(text.to_owned(), |text, made| insert(&text, &made.job))
    }

    /// The names of the jobs, for a sentence.
    pub(super) fn names(&self) -> String {
        let names: Vec<String> = self.made.iter().map(|made| format!("`{}`", made.job.name())).collect();
        match &names[..] {
            [one] => format!("job {one} was"),
            names => format!("jobs {} were", names.join(", ")),
        }
    }

    /// Says what is to be done elsewhere, and what is to be thought over. Gives the exit code.
    pub(super) fn say(&self, found: &[&Finding]) -> Result<u8, Stop> {
        let is_alone = self.made.len() == 1;
        to_stderr(|out| {
            self.skipped.iter().try_for_each(|why| writeln!(out, "skipped: {why}"))?;
            for made in &self.made {
                let of = if is_alone { String::new() } else { format!("job `{}`: ", made.job.name()) };
                made.notes.iter().try_for_each(|note| writeln!(out, "note: {of}{note}"))?;
            }
            self.notes.iter().try_for_each(|note| writeln!(out, "note: {note}"))?;
            found.iter().try_for_each(|finding| writeln!(out, "warning: {}", words(finding)))
        })?;
        Ok(if found.is_empty() && !self.is_doubtful { CLEAN } else { FINDINGS })
    }
}

/// Stops where what would be written is broken.
pub(super) fn refuse_broken(found: &[&Finding]) -> Result<(), Stop> {
    match found.iter().find(|finding| finding.severity == Severity::Error) {
        Some(finding) => Err(Stop::Said(format!("such a job would be broken: {}", words(finding)))),
        None => Ok(()),
    }
}

fn words(finding: &Finding) -> String {
    let help = finding.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}{help} ({})", finding.message, finding.rule)
}
