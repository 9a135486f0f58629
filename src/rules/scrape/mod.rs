//! Rules of category `scrape`. Generated from `rules/scrape/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod clamped_scrape_timeout;
pub(super) mod colliding_targets;
pub(super) mod duplicate_target;
pub(super) mod job_without_targets;
pub(super) mod missing_honor_labels;
pub(super) mod missing_scrape_timeout;
pub(super) mod path_with_query;
pub(super) mod scrape_interval_beyond_staleness;
pub(super) mod scrape_interval_too_long;
pub(super) mod scrape_interval_too_short;
pub(super) mod timeout_without_slack;
