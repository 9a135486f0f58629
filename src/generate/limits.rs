//! Limits of a scrape, from what targets have answered.

use super::append::{add_keys, keys_of};
use super::trial::Trial;
use crate::finding::plural;
use crate::yaml::Tree;
use crate::yaml::emit::flow;

/// How much of something a scrape had at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Samples of a scrape, behind relabeling.
    pub samples: u64,
    /// Labels of a series, those of the target and the name of the metric among them.
    pub labels: u64,
    /// Bytes of a label's name.
    pub name_length: u64,
    /// Bytes of a label's value.
    pub value_length: u64,
    /// Bytes of the text.
    pub body: u64,
}

/// A limit that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its key in a job.
    pub key: &'static str,
    /// What it is set to.
    pub value: Tree,
    /// What it is made of.
    pub reason: String,
}

impl Limit {
    /// As a line of YAML, without its reason.
    pub fn line(&self) -> String {
        format!("{}: {}", self.key, flow(&self.value))
    }
}

/// Below these a limit would fail a scrape for a single new label, or for a handful of samples.
const LEAST: Extent =
    Extent { samples: 100, labels: 20, name_length: 100, value_length: 200, body: 100 << 10 };

/// Limits with room for so many times what a scrape had, rounded up to numbers that one remembers.
///
/// ```
/// use scrapelint::generate::{Extent, limits};
/// let extent = Extent { samples: 511, labels: 6, name_length: 14, value_length: 38, body: 42_000 };
/// let lines: Vec<String> = limits(&extent, 2.0).iter().map(|limit| limit.line()).collect();
/// assert_eq!(lines[..2], ["sample_limit: 1500", "label_limit: 20"]);
/// assert_eq!(lines[4], "body_size_limit: 100KB");
/// ```
pub fn limits(extent: &Extent, headroom: f64) -> Vec<Limit> {
    let with_room = |number: u64| (number as f64 * headroom).ceil() as u64;
    let room = |number, least| friendly(with_room(number)).max(least);
    let limit = |key, value, reason| Limit { key, value, reason };
    vec![
        limit(
            "sample_limit",
            room(extent.samples, LEAST.samples).into(),
            format!("a scrape has {}", plural(extent.samples, "sample")),
        ),
        limit(
            "label_limit",
            room(extent.labels, LEAST.labels).into(),
            format!("a series has {}, those of its target counted", plural(extent.labels, "label")),
        ),
        limit(
            "label_name_length_limit",
            room(extent.name_length, LEAST.name_length).into(),
            format!("the longest name of a label has {}", plural(extent.name_length, "byte")),
        ),
        limit(
            "label_value_length_limit",
            room(extent.value_length, LEAST.value_length).into(),
            format!("the longest value has {}", plural(extent.value_length, "byte")),
        ),
        limit(
            "body_size_limit",
            Tree::Scalar(size(with_room(extent.body))),
            format!("the text of a scrape has {}, uncompressed", plural(extent.body, "byte")),
        ),
    ]
}

/// A size in the largest unit that leaves a number to read.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    match bytes.max(LEAST.body) {
        bytes if bytes > 512 * KIB => format!("{}MB", friendly(bytes.div_ceil(MIB))),
        bytes => format!("{}KB", friendly(bytes.div_ceil(KIB))),
    }
}

/// The next number of one or two digits and zeroes behind, of those that one would choose.
fn friendly(number: u64) -> u64 {
    const STEPS: [u64; 10] = [10, 15, 20, 25, 30, 40, 50, 60, 80, 100];
    if number < STEPS[0] {
        return number;
    }
    let mut unit = 1;
    while number > unit * 100 {
        unit *= 10;
    }
    STEPS.iter().map(|step| step * unit).find(|&it| it >= number).unwrap_or(number)
}

impl Trial<'_> {
    /// The configuration with limits, those left out that the job has.
    ///
    /// # Errors
    /// Why there is no place for them.
    pub fn with_limits(&self, limits: &[Limit]) -> Result<(String, Vec<&'static str>), String> {
        let text = &self.report().source.text;
        let there = keys_of(text, self.job())?;
        let (there, new): (Vec<&Limit>, Vec<&Limit>) =
            limits.iter().partition(|limit| there.iter().any(|key| key == limit.key));
        let keys: Vec<(&str, Tree)> = new.iter().map(|limit| (limit.key, limit.value.clone())).collect();
        Ok((add_keys(text, self.job(), &keys)?, there.iter().map(|limit| limit.key).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Size;

    #[test]
    fn numbers_are_such_as_one_would_choose() {
        for (number, expected) in
            [(1, 1), (12, 15), (41, 50), (99, 100), (101, 150), (1022, 1500), (5000, 5000), (8001, 10_000)]
        {
            assert_eq!(friendly(number), expected, "{number}");
        }
    }

    #[test]
    fn sizes_are_read_by_prometheus() {
        for (bytes, expected) in [(0, "100KB"), (120_000, "150KB"), (600_000, "1MB"), (90 << 20, "100MB")] {
            assert_eq!(size(bytes), expected);
            assert!(Size::parse(expected).is_ok_and(|size| size.0 as u64 >= bytes));
        }
    }
}
