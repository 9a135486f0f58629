//! What is set of a rule beside its level.

use super::{JobPattern, RuleTable};
use crate::yaml::{Field, Spanned};

/// The options of a rule in one file: tables of settings, those first that count first.
///
/// A rule asks for one of its options with [`RuleOptions::find`].
#[derive(Clone, Debug, Default)]
pub struct RuleOptions<'s> {
    tables: Vec<OfJobs<'s>>,
}

/// A table, and the jobs that it is for.
#[derive(Clone, Copy, Debug)]
struct OfJobs<'s> {
    jobs: Option<&'s Field<Vec<Spanned<JobPattern>>>>,
    table: &'s RuleTable,
}

impl<'s> RuleOptions<'s> {
    /// Adds a table behind those that are there. Without `jobs` it is for all of them.
    pub(crate) fn add(&mut self, jobs: Option<&'s Field<Vec<Spanned<JobPattern>>>>, table: &'s RuleTable) {
        self.tables.push(OfJobs { jobs: jobs.filter(|jobs| jobs.is_given()), table });
    }

    /// The value of an option in a job, or outside of jobs, if it is set.
    pub fn find<T>(
        &self,
        job: Option<&str>,
        option: impl Fn(&'s RuleTable) -> &'s Field<T>,
    ) -> Option<&'s T> {
        let fits = |of: &&OfJobs<'_>| {
            of.jobs
                .is_none_or(|jobs| job.is_some_and(|job| jobs.values().any(|pattern| pattern.matches(job))))
        };
        self.tables.iter().filter(fits).find_map(|of| option(of.table).value())
    }
}
