//! The text of a scrape: Prometheus text 0.0.4 and OpenMetrics 1.0, as series with their labels.
//!
//! [`Exposition`] takes what Prometheus 3.14 takes (its package model/textparse). Where Prometheus would refuse the whole
//! scrape, it gives a [`Problem`] with its place and reads on. Nothing is copied from the text but what holds escapes.
//!
//! ```
//! use scrapelint::exposition::{Entry, Exposition};
//!
//! let text = "# TYPE requests counter\nrequests{path=\"/\"} 3\nrequests{path=/} 4\n";
//! let mut exposition = Exposition::new(text);
//! let mut series = 0;
//! let mut problems = Vec::new();
//! while let Some(entry) = exposition.next_entry() {
//!     match entry {
//!         Entry::Sample(sample) => {
//!             assert_eq!((&*sample.name, &*sample.labels[0].value, sample.value), ("requests", "/", 3.0));
//!             series += 1;
//!         }
//!         Entry::Problem(problem) => problems.push(problem),
//!         _ => {}
//!     }
//! }
//! assert_eq!(series, 1);
//! assert_eq!(problems[0].message, "expected a label value in double quotes, found `/`");
//! assert_eq!(&text[problems[0].span.range()], "/");
//! ```

mod bounds;
mod braces;
mod buffer;
mod cursor;
mod entry;
mod float;
mod format;
mod meta;
mod problem;
mod quote;
mod reader;
mod sample;
mod series;
#[cfg(test)]
mod tests;

pub use bounds::BucketBounds;
pub use entry::{Entry, Exemplar, Family, Kind, Label, Part, Sample};
pub use format::Format;
pub use problem::{Outcome, Problem};
pub use reader::{Exposition, has_samples};
pub use series::{parse_label_list, parse_series};
