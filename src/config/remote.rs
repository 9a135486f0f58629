//! `remote_write` and `remote_read` (config/config.go).

use schemars::JsonSchema;
use serde::Deserialize;

use super::auth::{AzureAd, GoogleIam, SigV4, check_azure_ad, check_sigv4};
use super::http::{go_type, with_http_client};
use super::http_check::{check_http, check_nested};
use super::relabel::RelabelConfig;
use super::sd::LabelSet;
use super::value::{Int, Text, Uint64, free_text_type};
use super::{Duration, Refusal, Refusals, Url};
use crate::yaml::{Field, Map, Spanned};

free_text_type! {
    /// The format in which samples are sent.
    WriteMessageType as "remote.WriteMessageType", "[]remote.WriteMessageType", "map[string]remote.WriteMessageType"
}

with_http_client! {
    /// One place that samples are sent to.
    #[schemars(extend("required" = ["url"]))]
    pub struct RemoteWriteConfig {
        /// Where samples are sent. Required.
        pub url: Field<Url>,
        /// How long one request may take.
        #[schemars(extend("default" = "30s"))]
        pub remote_timeout: Field<Duration>,
        /// Further headers of each request.
        #[schemars(extend("x-since" = "2.25"))]
        pub headers: Field<Map<Text, Text>>,
        /// Steps that choose samples and set their labels before they are sent.
        pub write_relabel_configs: Field<Vec<Spanned<RelabelConfig>>>,
        /// A name for metrics and logs; unique.
        #[schemars(extend("x-since" = "2.15"))]
        pub name: Field<Text>,
        /// Whether exemplars are sent.
        #[schemars(extend("x-since" = "2.27", "default" = false))]
        pub send_exemplars: Field<bool>,
        /// Whether native histograms are sent.
        #[schemars(extend("x-since" = "2.40", "default" = false))]
        pub send_native_histograms: Field<bool>,
        /// Whether each connection goes to another address of the host.
        #[schemars(extend("x-since" = "3.1", "default" = false))]
        pub round_robin_dns: Field<bool>,
        /// The message that is sent.
        #[schemars(extend(
            "x-since" = "2.54",
            "default" = "prometheus.WriteRequest",
            "enum" = ["prometheus.WriteRequest", "io.prometheus.write.v2.Request"]
        ))]
        pub protobuf_message: Field<WriteMessageType>,
        /// Whether failed requests are logged.
        #[schemars(extend("x-since" = "3.15", "default" = false))]
        pub failed_request_logging: Field<bool>,
        /// The queue between storage and the receiver.
        #[schemars(extend("default" = {}))]
        pub queue_config: Field<QueueConfig>,
        /// Sending of metadata.
        #[schemars(extend("x-since" = "2.23", "default" = {}))]
        pub metadata_config: Field<MetadataConfig>,
        /// AWS Signature Version 4.
        #[schemars(extend("x-since" = "2.26"))]
        pub sigv4: Field<SigV4>,
        /// Azure Active Directory.
        #[schemars(extend("x-since" = "2.45"))]
        pub azuread: Field<AzureAd>,
        /// Google Cloud's IAM.
        #[schemars(extend("x-since" = "2.55"))]
        pub google_iam: Field<GoogleIam>,
    }
}

/// The queue of remote write.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct QueueConfig {
    /// Samples held per shard.
    #[schemars(extend("default" = 10000, "minimum" = 1))]
    pub capacity: Field<Int>,
    /// The most shards.
    #[schemars(extend("default" = 50, "minimum" = 1))]
    pub max_shards: Field<Int>,
    /// The fewest shards.
    #[schemars(extend("x-since" = "2.6", "default" = 1, "minimum" = 1))]
    pub min_shards: Field<Int>,
    /// The most samples of one request.
    #[schemars(extend("default" = 2000, "minimum" = 1))]
    pub max_samples_per_send: Field<Int>,
    /// How long a sample waits for a full request.
    #[schemars(extend("default" = "5s"))]
    pub batch_send_deadline: Field<Duration>,
    /// The first pause after a failure.
    #[schemars(extend("default" = "30ms"))]
    pub min_backoff: Field<Duration>,
    /// The longest pause after failures.
    #[schemars(extend("default" = "5s"))]
    pub max_backoff: Field<Duration>,
    /// Whether a request is repeated after status 429.
    #[schemars(extend("x-since" = "2.26", "default" = false))]
    pub retry_on_http_429: Field<bool>,
    /// Samples older than this are not sent.
    #[schemars(extend("x-since" = "2.50", "default" = "0s"))]
    pub sample_age_limit: Field<Duration>,
}

/// Sending of metadata.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct MetadataConfig {
    /// Whether metadata is sent.
    #[schemars(extend("x-since" = "2.23", "default" = true))]
    pub send: Field<bool>,
    /// How often it is sent.
    #[schemars(extend("x-since" = "2.23", "default" = "1m"))]
    pub send_interval: Field<Duration>,
    /// The most entries of one request.
    #[schemars(extend("x-since" = "2.29", "default" = 2000))]
    pub max_samples_per_send: Field<Int>,
}

with_http_client! {
    /// One place that samples are read from.
    #[schemars(extend("required" = ["url"]))]
    pub struct RemoteReadConfig {
        /// Where samples are read. Required.
        pub url: Field<Url>,
        /// How long one request may take.
        #[schemars(extend("default" = "1m"))]
        pub remote_timeout: Field<Duration>,
        /// The largest frame of a streamed response, in bytes.
        #[schemars(extend("x-since" = "2.55", "default" = 50000000))]
        pub chunked_read_limit: Field<Uint64>,
        /// Further headers of each request.
        #[schemars(extend("x-since" = "2.26"))]
        pub headers: Field<Map<Text, Text>>,
        /// Whether it is asked for times that local storage should have.
        #[schemars(extend("default" = false))]
        pub read_recent: Field<bool>,
        /// A name for metrics and logs; unique.
        #[schemars(extend("x-since" = "2.15"))]
        pub name: Field<Text>,
        /// Labels that a query must ask for.
        #[schemars(extend("x-since" = "2.1"))]
        pub required_matchers: Field<LabelSet>,
        /// Whether external labels are left out of queries.
        #[schemars(extend("x-since" = "2.34", "default" = true))]
        pub filter_external_labels: Field<bool>,
    }
}

go_type! {
    RemoteWriteConfig: "config.plain", list "[]*config.RemoteWriteConfig";
    RemoteReadConfig: "config.plain", list "[]*config.RemoteReadConfig";
    QueueConfig: "config.QueueConfig";
    MetadataConfig: "config.MetadataConfig";
}

/// Headers that Prometheus sets itself, in lower case.
pub(super) const RESERVED_HEADERS: [&str; 17] = [
    "host",
    "content-encoding",
    "content-length",
    "content-type",
    "user-agent",
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "www-authenticate",
    "accept-encoding",
    "x-prometheus-remote-write-version",
    "x-prometheus-remote-read-version",
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-content-sha256",
    "x-prometheus-scrape-timeout-seconds",
];

/// Checks a `headers` map; `authorization` is what Prometheus says of that header.
pub(super) fn check_headers<T>(
    at: &Spanned<T>,
    headers: &Field<Map<Text, Text>>,
    authorization: &str,
    refusals: &mut Refusals,
) {
    for (name, _) in headers.value().into_iter().flat_map(|headers| headers.entries()) {
        let Some(word) = name.value() else { continue };
        let lower = word.to_lowercase();
        if lower == "authorization" {
            refusals.say(at, "reserved-header", Some(name.span), authorization);
        } else if RESERVED_HEADERS[..16].contains(&lower.as_str()) {
            let text = format!("{word} is a reserved header. It must not be changed");
            refusals.say(at, "reserved-header", Some(name.span), text);
        }
    }
}

const AUTHORIZATION: &str = "authorization header must be changed via the basic_auth, authorization, oauth2, sigv4, azuread or google_iam parameter";

/// `RemoteWriteConfig.UnmarshalYAML`
pub(super) fn check_write(at: &Spanned<RemoteWriteConfig>, refusals: &mut Refusals) {
    let Some(write) = at.value() else { return };
    check_nested(&write.http(), refusals);
    check_sigv4(&write.sigv4, refusals);
    check_azure_ad(&write.azuread, refusals);
    // An empty URL is one; only none at all is refused.
    if !write.url.is_given() {
        let refusal =
            Refusal::new("missing-key", write.url.span().unwrap_or(at.span), "url for remote_write is empty");
        refusals.add(at, refusal.help("add `url`, where samples are sent"));
    }
    for rule in write.write_relabel_configs.items().iter().filter(|rule| rule.is_null()) {
        refusals.say(
            at,
            "empty-section",
            Some(rule.span),
            "empty or null relabeling rule in remote write config",
        );
    }
    check_headers(at, &write.headers, AUTHORIZATION, refusals);
    let message = write.protobuf_message.text_or("prometheus.WriteRequest");
    if !matches!(message, "prometheus.WriteRequest" | "io.prometheus.write.v2.Request") {
        let text = format!(
            "invalid protobuf_message value: unknown type for remote write protobuf message {message}, supported: prometheus.WriteRequest, io.prometheus.write.v2.Request"
        );
        refusals.say(at, "unknown-choice", write.protobuf_message.span(), text);
    }
    check_http(at, &write.http(), refusals);
    check_queue(at, &write.queue_config, refusals);
    check_one_auth(at, write, refusals);
}

/// `QueueConfig.Validate`, in Prometheus since 3.12.
fn check_queue(at: &Spanned<RemoteWriteConfig>, field: &Field<QueueConfig>, refusals: &mut Refusals) {
    // Null makes all of it zero.
    let zero = QueueConfig::default();
    let (queue, is_null) = match field.spanned() {
        None => return,
        Some(spanned) if spanned.is_null() => (&zero, true),
        Some(spanned) => match spanned.value() {
            Some(queue) => (queue, false),
            None => return,
        },
    };
    let int = |field: &Field<Int>, default: i64| if is_null { 0 } else { field.or(Int(default)).0 };
    let duration = |field: &Field<Duration>, default: Duration| {
        if is_null { Duration::ZERO } else { field.or(default) }
    };
    let max_shards = int(&queue.max_shards, 50);
    let min_shards = int(&queue.min_shards, 1);
    let here = field.span();
    let mut refuse = |failed: bool, span: Option<crate::source::Span>, text: &str| {
        if failed {
            refusals.say(at, "invalid-value", span.or(here), format!("remote write queue {text}"));
        }
    };
    refuse(max_shards <= 0, queue.max_shards.span(), "max_shards must be positive");
    refuse(min_shards <= 0, queue.min_shards.span(), "min_shards must be positive");
    let span = queue.min_shards.span().or(queue.max_shards.span());
    refuse(min_shards > max_shards, span, "min_shards must not be greater than max_shards");
    let samples = int(&queue.max_samples_per_send, 2000);
    refuse(samples <= 0, queue.max_samples_per_send.span(), "max_samples_per_send must be positive");
    refuse(int(&queue.capacity, 10_000) <= 0, queue.capacity.span(), "capacity must be positive");
    let max_backoff = duration(&queue.max_backoff, Duration::from_secs(5));
    let min_backoff = duration(&queue.min_backoff, Duration::from_millis(30));
    let span = queue.max_backoff.span().or(queue.min_backoff.span());
    refuse(max_backoff < min_backoff, span, "max_backoff must not be less than min_backoff");
}

/// `validateAuthConfigs`
fn check_one_auth(at: &Spanned<RemoteWriteConfig>, write: &RemoteWriteConfig, refusals: &mut Refusals) {
    // A bearer token counts as authorization: it was converted before.
    let authorization = write.authorization.span().filter(|_| write.authorization.is_given());
    let token = write.bearer_token.span().filter(|_| !write.bearer_token.is_blank());
    let token_file = write.bearer_token_file.span().filter(|_| !write.bearer_token_file.is_blank());
    let methods = [
        ("basic_auth", write.basic_auth.span().filter(|_| write.basic_auth.is_given())),
        ("authorization", authorization.or(token).or(token_file)),
        ("oauth2", write.oauth2.span().filter(|_| write.oauth2.is_given())),
        ("sigv4", write.sigv4.span().filter(|_| write.sigv4.is_given())),
        ("azuread", write.azuread.span().filter(|_| write.azuread.is_given())),
        ("google_iam", write.google_iam.span().filter(|_| write.google_iam.is_given())),
    ];
    let given: Vec<_> =
        methods.into_iter().filter_map(|(name, span)| span.map(|span| (name, span))).collect();
    if let [(_, first), (_, second), ..] = given[..] {
        let names: Vec<_> = given.iter().map(|(name, _)| *name).collect();
        let text = format!(
            "at most one of basic_auth, authorization, oauth2, sigv4, azuread or google_iam must be configured. Currently configured: [{}]",
            names.join(" ")
        );
        let refusal =
            Refusal::new("conflicting-keys", second, text).related(Some(first), "the other one is here");
        refusals.add(at, refusal);
    }
}

/// `RemoteReadConfig.UnmarshalYAML`
pub(super) fn check_read(at: &Spanned<RemoteReadConfig>, refusals: &mut Refusals) {
    let Some(read) = at.value() else { return };
    check_nested(&read.http(), refusals);
    if !read.url.is_given() {
        let refusal =
            Refusal::new("missing-key", read.url.span().unwrap_or(at.span), "url for remote_read is empty");
        refusals.add(at, refusal.help("add `url`, where samples are read"));
    }
    check_headers(at, &read.headers, AUTHORIZATION, refusals);
    check_http(at, &read.http(), refusals);
}
