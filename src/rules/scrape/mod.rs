//! Rules of category `scrape`. Generated from `rules/scrape/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod clamped_scrape_timeout;
pub(super) mod colliding_targets;
pub(super) mod database_port;
pub(super) mod duplicate_pod_scrape;
pub(super) mod duplicate_target;
pub(super) mod federation_of_everything;
pub(super) mod federation_without_match;
pub(super) mod frequent_evaluation;
pub(super) mod health_endpoint;
pub(super) mod http_on_tls_port;
pub(super) mod incomplete_probe;
pub(super) mod ineffective_zero;
pub(super) mod job_without_targets;
pub(super) mod label_outside_legacy_scheme;
pub(super) mod missing_honor_labels;
pub(super) mod missing_sample_limit;
pub(super) mod missing_scrape_timeout;
pub(super) mod path_with_query;
pub(super) mod port_out_of_range;
pub(super) mod probe_without_instance;
pub(super) mod scrape_interval_beyond_staleness;
pub(super) mod scrape_interval_too_long;
pub(super) mod scrape_interval_too_short;
pub(super) mod target_in_two_jobs;
pub(super) mod timeout_without_slack;
pub(super) mod unknown_scheme;
