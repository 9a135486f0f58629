//! Compares what came out of a test with what it expects.

use super::expectation::{Expectation, Expected, Outcomes};
use super::observation::{Failure, Observation};
use super::result::{DiffLine, Mismatch, TestResult};
use super::shown::of_all;
use super::subject::{End, Kept};
use super::suite::Test;
use super::why::{Why, dropped_by_steps};
use crate::finding::plural;
use crate::relabel::Labels;
use crate::source::Span;
use crate::yaml::go_quote;

/// Mismatches of one kind that are told.
const TOLD: usize = 3;

/// Runs a test.
pub(super) fn judge(test: &Test) -> TestResult {
    let mut judge =
        Judge { test, expectation: &test.expectation, mismatches: Vec::new(), kept: 0, untold: 0 };
    let seen = test.observe(|input, kept| judge.compare(input, kept));
    judge.count(&seen);
    let mismatches = judge.mismatches;
    let configured = test.subject.configured.clone();
    TestResult { name: test.name.clone(), span: test.span, mismatches, configured }
}

struct Judge<'t> {
    test: &'t Test,
    expectation: &'t Expectation,
    mismatches: Vec<Mismatch>,
    /// How many have been kept so far.
    kept: usize,
    /// Results with a mismatch beyond those that are told.
    untold: usize,
}

impl Judge<'_> {
    /// Compares one result with what is expected of each.
    fn compare(&mut self, input: &Labels, kept: &Kept) {
        let found = self.test.expectation.differences(self.kept, kept);
        self.kept += 1;
        if self.mismatches.len() < TOLD {
            self.mismatches.extend(found.into_iter().map(|difference| difference.told(self.test, input)));
        } else {
            self.untold += usize::from(!found.is_empty());
        }
    }

    fn why<'i>(&'i self, input: &'i Labels) -> Why<'i> {
        Why::new(&self.test.subject, input)
    }

    fn say(&mut self, span: Span, message: String, why: Option<String>) {
        let why = why.into_iter().collect();
        self.mismatches.push(Mismatch { span, message, diff: Vec::new(), why });
    }

    /// Compares what is expected of all together.
    fn count(&mut self, seen: &Observation) {
        if self.untold > 0 {
            let message = format!("{} are not as expected either", plural(self.untold as u64, "more result"));
            self.say(self.test.span, message, None);
        }
        self.compare_errors(seen);
        self.compare_counts(seen);
        self.compare_steps(seen);
        self.compare_collisions(seen);
        // One that is dropped although it should not be has been told above.
        if seen.kept == 0 && self.mismatches.is_empty() {
            self.want_results(seen);
        } else if let Some(Expected { span, value: Outcomes::InOrder(list) }) = &self.expectation.result
            && list.len() as u64 != seen.kept
        {
            let message = format!("{} came out, expected {}", plural(seen.kept, "label set"), list.len());
            self.say(*span, message, None);
        }
    }

    fn compare_errors(&mut self, seen: &Observation) {
        match (&self.expectation.error, &seen.error) {
            (Some(expected), Some(failure)) if !failure.error.contains(&expected.value) => {
                let wanted = go_quote(&expected.value);
                let message =
                    format!("the error is {}, expected one with {wanted}", go_quote(&failure.error));
                self.say(expected.span, message, None);
            }
            (Some(expected), None) => {
                let message = format!("there is no error, expected one with {}", go_quote(&expected.value));
                let why = self.first_input().map(|input| self.why(&input).fate());
                self.say(expected.span, message, why);
            }
            (None, Some(Failure { input, error })) => {
                let about =
                    input.as_ref().map(|input| format!(" about {}", input.to_series())).unwrap_or_default();
                let message = format!("Prometheus would report an error{about}: {error}");
                self.say(self.test.span, message, None);
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    fn compare_counts(&mut self, seen: &Observation) {
        let expectation = self.expectation;
        for (expected, got, done) in
            [(&expectation.kept, seen.kept, "kept"), (&expectation.dropped, seen.dropped, "dropped")]
        {
            let Some(Expected { span, value }) = expected else { continue };
            let wanted = value.of(seen.inputs);
            if wanted == got {
                continue;
            }
            let why = match seen.inputs {
                1 => self.first_input().map(|input| self.why(&input).fate()),
                _ => Some(dropped_by_steps(&self.test.subject, &seen.dropped_by)),
            };
            self.say(*span, of_all(done, got, wanted, seen.inputs), why);
        }
    }

    fn compare_steps(&mut self, seen: &Observation) {
        let Some(Expected { span, value: wanted }) = self.expectation.dropped_by else { return };
        if seen.dropped == 0 {
            let why = self.first_input().map(|input| self.why(&input).passed(wanted));
            return self.say(span, format!("nothing was dropped, expected that step {wanted} drops it"), why);
        }
        let step = usize::try_from(wanted).ok().and_then(|step| step.checked_sub(1));
        let other = self.first_input_that(|end| matches!(end, End::Dropped(by) if *by != step));
        if let Some(input) = other {
            let why = self.why(&input).fate();
            self.say(span, format!("expected that step {wanted} drops {}", self.one(&input)), Some(why));
        }
    }

    fn one(&self, input: &Labels) -> String {
        if self.test.inputs.is_single() { "it".to_owned() } else { input.to_series() }
    }

    fn compare_collisions(&mut self, seen: &Observation) {
        let Some(Expected { span, value: wanted }) = self.expectation.collisions else { return };
        let got = seen.collisions.len() as u64;
        if got == wanted {
            return;
        }
        let label_sets = plural(got, "label set");
        self.say(span, format!("{label_sets} came out of more than one input, expected {wanted}"), None);
        for collision in seen.collisions.iter().take(TOLD) {
            let inputs = collision.inputs.iter().map(|input| DiffLine::Got(input.to_series()));
            let message = format!("{} comes out of", collision.labels.to_series());
            self.mismatches.push(Mismatch { span, message, diff: inputs.collect(), why: Vec::new() });
        }
    }

    /// Says that nothing is kept, if something is expected of what is.
    fn want_results(&mut self, seen: &Observation) {
        let expectation = self.expectation;
        let spans = [
            expectation.result.as_ref().filter(|result| !result.value.is_none()).map(|it| it.span),
            expectation.has.as_ref().map(|it| it.span),
            expectation.lacks.as_ref().map(|it| it.span),
            expectation.url.as_ref().map(|it| it.span),
        ];
        let Some(span) = spans.into_iter().flatten().next() else { return };
        let message = match seen.inputs {
            1 => "it was dropped, expected to be kept",
            _ => "nothing was kept that this could be expected of",
        };
        let why = self.first_input().map(|input| self.why(&input).fate());
        self.say(span, message.to_owned(), why);
    }

    fn first_input(&self) -> Option<Labels> {
        self.first_input_that(|_| true)
    }

    fn first_input_that(&self, is_meant: impl Fn(&End) -> bool) -> Option<Labels> {
        let mut first = None;
        self.test.each(|input, end| {
            if first.is_none() && is_meant(&end) {
                first = Some(input.clone());
            }
        });
        first
    }
}

impl Outcomes {
    /// Whether nothing is expected to come out.
    fn is_none(&self) -> bool {
        matches!(self, Self::InOrder(list) if list.is_empty())
    }
}
