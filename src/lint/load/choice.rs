//! Words that are none of those a key may be.

use super::shown::short;
use super::{Words, alternatives};
use crate::config::Action;
use crate::config::SCRAPE_PROTOCOLS;
use crate::finding::nearest;

/// How Prometheus words one of these objections: before the value and after it, what the value should be, and the words
/// that it knows.
struct Choice {
    before: &'static str,
    after: &'static str,
    what: &'static str,
    words: &'static [&'static str],
}

const fn choice(
    before: &'static str,
    after: &'static str,
    what: &'static str,
    words: &'static [&'static str],
) -> Choice {
    Choice { before, after, what, words }
}

const ESCAPING: &[&str] = &["allow-utf-8", "underscores", "dots", "values"];

const CHOICES: &[Choice] = &[
    choice("unknown relabel action ", "", "a relabel action", &ACTIONS),
    choice(
        "unknown Kubernetes SD role ",
        "",
        "a role of Kubernetes discovery",
        &["pod", "service", "endpoints", "endpointslice", "node", "ingress"],
    ),
    choice(
        "unknown DigitalOcean SD role ",
        "",
        "a role of DigitalOcean discovery",
        &["droplets", "databases"],
    ),
    choice(
        "unknown OpenStack SD role ",
        "",
        "a role of OpenStack discovery",
        &["instance", "hypervisor", "loadbalancer"],
    ),
    choice(
        "unknown AWS SD role ",
        "",
        "a role of AWS discovery",
        &["ec2", "ecs", "elasticache", "lightsail", "msk", "rds"],
    ),
    choice("unknown role ", "", "a role of this discovery", &["robot", "hcloud", "instance", "baremetal"]),
    choice(
        "invalid role ",
        ", expected",
        "a role of Docker Swarm discovery",
        &["tasks", "services", "nodes"],
    ),
    choice("unknown service: ", "", "a service of OVHcloud", &["vps", "dedicated_server"]),
    choice(
        "unknown availability ",
        ", must",
        "an availability of OpenStack",
        &["public", "admin", "internal"],
    ),
    choice("invalid DNS-SD records type ", "", "a type of DNS record", &["SRV", "A", "AAAA", "MX", "NS"]),
    choice(
        "unknown authentication_type ",
        ". Supported",
        "a way to authenticate with Azure",
        &["OAuth", "ManagedIdentity", "SDK", "WorkloadIdentity"],
    ),
    choice(
        "oci_sd: unknown auth method ",
        ", expected",
        "a way to authenticate with OCI",
        &["api_key", "instance_principal"],
    ),
    choice("unknown TLS version: ", "", "a TLS version", &["TLS10", "TLS11", "TLS12", "TLS13"]),
    choice("unrecognized ValidationScheme: ", "", "a validation scheme", &["utf8", "legacy"]),
    choice(
        "unknown global name escaping method specified, must be one of 'allow-utf-8', 'underscores', 'dots', or 'values', got ",
        "",
        "an escaping scheme",
        ESCAPING,
    ),
    choice(
        "unknown scrape config name escaping method specified, must be one of 'allow-utf-8', 'underscores', 'dots', or 'values', got ",
        "",
        "an escaping scheme",
        ESCAPING,
    ),
    choice(
        "expected Alertmanager api version to be one of [v2] but got ",
        "",
        "a version of Alertmanager's API",
        &["v2"],
    ),
    choice(
        "expected tracing client type to be to be http or grpc, but got ",
        "",
        "a type of tracing client",
        &["grpc", "http"],
    ),
    choice("invalid compression type ", " provided", "a compression of traces", &["gzip"]),
    choice(
        "invalid protobuf_message value: unknown type for remote write protobuf message ",
        ", supported",
        "a message of remote write",
        &["prometheus.WriteRequest", "io.prometheus.write.v2.Request"],
    ),
    choice(
        "unsupported OTLP translation strategy ",
        "",
        "a translation strategy",
        &[
            "UnderscoreEscapingWithSuffixes",
            "UnderscoreEscapingWithoutSuffixes",
            "NoUTF8EscapingWithSuffixes",
            "NoTranslation",
        ],
    ),
    choice(
        "'storage.tsdb.chunk_encoding.floats' must be 'xor' or 'xor2', or the field must be omitted entirely, got ",
        "",
        "an encoding of floats",
        &["xor", "xor2"],
    ),
    choice(
        "scrape_protocols: unknown scrape protocol ",
        ", supported",
        "a scrape protocol",
        &SCRAPE_PROTOCOLS,
    ),
    choice("unknown scrape protocol ", ", supported", "a scrape protocol", &SCRAPE_PROTOCOLS),
];

const ACTIONS: [&str; 11] = {
    let mut words = [""; 11];
    let mut at = 0;
    while at < words.len() {
        words[at] = Action::ALL[at].as_str();
        at += 1;
    }
    words
};

/// What to say of a word that is none of those it may be; nothing if Prometheus's text is another one.
pub(super) fn unknown_choice(text: &str) -> Option<Words> {
    let (choice, rest) =
        CHOICES.iter().find_map(|choice| Some((choice, text.strip_prefix(choice.before)?)))?;
    let value = if choice.after.is_empty() { rest } else { rest.rsplit_once(choice.after)?.0 };
    let value = unquoted(value);
    let allowed = alternatives(choice.words);
    if value.is_empty() {
        let headline = format!("{} is missing", choice.what);
        return Some(Words::new(headline, "empty", format!("write {allowed}")));
    }
    let help = match (elsewhere(choice, value), nearest(value, choice.words)) {
        (Some(help), _) => help.to_owned(),
        (None, Some(near)) => format!("write `{near}`"),
        (None, None) => format!("write {allowed}"),
    };
    let headline = format!("{} is not {}", short(value), choice.what);
    Some(Words::new(headline, format!("not {}", choice.what), help))
}

/// Go's quotes around a value taken off.
fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

/// Words of older versions, and of other programs.
fn elsewhere(choice: &Choice, value: &str) -> Option<&'static str> {
    Some(match (choice.what, value) {
        ("a relabel action", "keep_if_equal") => {
            "write `keepequal`: `keep_if_equal` is VictoriaMetrics's word"
        }
        ("a relabel action", "drop_if_equal") => {
            "write `dropequal`: `drop_if_equal` is VictoriaMetrics's word"
        }
        (
            "a relabel action",
            "replace_all" | "labelmap_all" | "keep_metrics" | "drop_metrics" | "keep_if_contains"
            | "drop_if_contains" | "graphite",
        ) => {
            "rewrite this step with `replace`, `keep`, `drop` or `labelmap`: the action is VictoriaMetrics's own"
        }
        ("a role of Kubernetes discovery", "container" | "containers" | "pods") => {
            "write `pod`, which gives a target for each port of each container"
        }
        ("a role of Kubernetes discovery", "endpointslices") => {
            "write `endpointslice`: `endpointslices` is VictoriaMetrics's word"
        }
        ("a role of this discovery", _) => {
            "write `robot` or `hcloud` for Hetzner, `instance` or `baremetal` for Scaleway"
        }
        ("a version of Alertmanager's API", "v1") => {
            "remove the line, or write `v2`: Prometheus 3.0 dropped v1, and Alertmanager has v2 since 0.16"
        }
        ("a TLS version", "1.0" | "TLSv1.0" | "TLS1.0" | "TLS_10" | "TLS1") => "write `TLS10`",
        ("a TLS version", "1.1" | "TLSv1.1" | "TLS1.1" | "TLS_11") => "write `TLS11`",
        ("a TLS version", "1.2" | "TLSv1.2" | "TLS1.2" | "TLS_12") => "write `TLS12`",
        ("a TLS version", "1.3" | "TLSv1.3" | "TLS1.3" | "TLS_13") => "write `TLS13`",
        _ => return None,
    })
}
