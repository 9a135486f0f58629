//! Prometheus's texts that name a value, and ours, beside each other.

use super::fixed_words::FIXED;
use super::shown::short;

/// What we say in place of one of Prometheus's texts.
pub(super) struct Said {
    pub(super) headline: String,
    /// What to write instead; empty where the rule's own words do.
    pub(super) help: String,
}

/// Our words for a text of Prometheus, if there are any.
pub(super) fn said(text: &str) -> Option<Said> {
    let fixed = FIXED.iter().find(|(prometheus, ..)| *prometheus == text);
    if let Some((_, headline, help)) = fixed {
        return Some(Said { headline: (*headline).to_owned(), help: (*help).to_owned() });
    }
    relabel(text).or_else(|| with_name(text))
}

fn say(headline: String, help: impl Into<String>) -> Option<Said> {
    Some(Said { headline, help: help.into() })
}

/// Go's quotes around a value, and the value.
fn quoted(text: &str) -> Option<&str> {
    text.trim().strip_prefix('"')?.strip_suffix('"')
}

/// Relabel steps (model/relabel/relabel.go, `Validate`).
fn relabel(text: &str) -> Option<Said> {
    if let Some(action) = between(text, "relabel configuration for ", " action requires 'target_label' value")
    {
        return say(
            format!("`{action}` needs a `target_label`"),
            "add `target_label`, the label to write or compare",
        );
    }
    if let Some(action) = between(text, "'replacement' can not be set for ", " action") {
        let help = match action {
            "lowercase" | "uppercase" => {
                "remove `replacement`: the joined source labels are written as they are"
            }
            _ => "remove `replacement`: nothing is written, two values are compared",
        };
        return say(format!("`{action}` takes no `replacement`"), help);
    }
    if let Some((value, action)) =
        text.strip_suffix(" action").and_then(|text| text.split_once(" is invalid 'target_label' for "))
    {
        let value = short(quoted(value)?);
        let help = "use ASCII letters, digits and underscores, or allow all names: `metric_name_validation_scheme: utf8`";
        let help = if action == "replace" {
            format!("{help}; a group is written `$1` or `${{1}}`")
        } else {
            format!("{help}; `{action}` fills in no groups")
        };
        return say(format!("`target_label` {value} is not a valid label name"), help);
    }
    if let Some(value) = text.strip_suffix(" is invalid 'replacement' for labelmap action") {
        return match quoted(value)? {
            "" => say(
                "`labelmap` would make labels without a name".to_owned(),
                "remove `replacement` for the first group of `regex`, or write a template such as `k8s_$1`",
            ),
            value => say(
                format!("`replacement` {} makes no valid label name", short(value)),
                "use ASCII letters, digits, underscores and groups such as `$1`, or allow all names: `metric_name_validation_scheme: utf8`",
            ),
        };
    }
    if let Some(action) = text.strip_suffix(" action requires only 'regex', and no other fields") {
        return say(format!("`{action}` takes `regex` only"), "remove this key");
    }
    let action =
        text.strip_suffix(" action requires only 'source_labels' and `target_label`, and no other fields")?;
    say(format!("`{action}` takes `source_labels` and `target_label` only"), "remove this key")
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    text.strip_prefix(before)?.strip_suffix(after)
}

/// Texts that hold a name or value.
fn with_name(text: &str) -> Option<Said> {
    if let Some(key) = text.strip_prefix("empty or null section in ") {
        return say(format!("an empty item in `{key}`"), "");
    }
    if let Some(roles) = between(text, "role missing (one of: ", ")") {
        let roles: Vec<&str> = roles.split(", ").collect();
        return say(
            "this discovery has no `role`".to_owned(),
            format!("add `role`: {}", super::alternatives(&roles)),
        );
    }
    if let Some(header) = between(text, "setting header ", " is not allowed") {
        let header = quoted(header)?;
        let help = match header {
            "Authorization" => "remove it; use `authorization`, `basic_auth` or `oauth2`",
            _ => "remove this header: Prometheus sets it itself",
        };
        return say(format!("header {} cannot be set", short(header)), help);
    }
    if let Some(header) = text.strip_suffix(" is a reserved header. It must not be changed") {
        return say(
            format!("header {} cannot be set", short(header)),
            "remove this header: Prometheus sets it itself",
        );
    }
    if let Some(name) = text.strip_prefix("found multiple remote ") {
        let (direction, name) = name.split_once(" configs with job name ")?;
        let name = short(quoted(name)?);
        return say(format!("two sections of `remote_{direction}` have the name {name}"), "");
    }
    if let Some(field) = between(text, "field ", " is not allowed in agent mode") {
        return say(format!("an agent cannot have `{field}`"), "remove it, or run Prometheus as a server");
    }
    if let Some(value) = text.strip_suffix(" is not a valid hostname") {
        return say(
            format!("target {} is a URL or holds a path", short(quoted(value)?)),
            "write host and port only; the scheme goes into `scheme`, the path into `metrics_path`",
        );
    }
    if let Some(value) = text.strip_suffix(" is not a valid label name") {
        let value = quoted(value)?;
        if value.is_empty() {
            return say("a label has an empty name".to_owned(), "write a name, or remove the label");
        }
        return say(
            format!("{} is not a valid label name in scheme `legacy`", short(value)),
            "use ASCII letters, digits and underscores, or allow all names: `metric_name_validation_scheme: utf8`",
        );
    }
    for (before, key) in [
        ("invalid rule file path ", "rule_files"),
        ("invalid scrape config file path ", "scrape_config_files"),
    ] {
        if let Some(path) = text.strip_prefix(before) {
            return say(format!("{} in `{key}` has a `*` before its last part", short(quoted(path)?)), "");
        }
    }
    if let Some(path) = between(text, "path name ", " is not valid for file discovery") {
        return say(format!("{} cannot name files of targets", short(quoted(path)?)), "");
    }
    others(text)
}

fn others(text: &str) -> Option<Said> {
    if text.starts_with("scrape_protocols cannot be empty") {
        return say(
            "`scrape_protocols` is an empty list".to_owned(),
            "remove the key for Prometheus's own order, or name at least one protocol",
        );
    }
    if text.starts_with("duplicated protocol in scrape_protocols") {
        return say(
            "a protocol stands twice in `scrape_protocols`".to_owned(),
            "remove it here; capitals do not count",
        );
    }
    let protocol = text.strip_prefix("scrape_protocols: ").or_else(|| {
        let rest = text.strip_prefix("invalid fallback_scrape_protocol for scrape config with job name ")?;
        rest.find("unknown scrape protocol ").map(|at| &rest[at..])
    });
    if let Some(words) = protocol.and_then(super::choice::unknown_choice) {
        return Some(Said { headline: words.headline, help: words.help });
    }
    if let Some(rest) = text.strip_prefix("remote write queue ") {
        let (key, limit) = rest.split_once(" must ")?;
        let limit = match limit {
            "be positive" => "be 1 or more",
            "not be greater than max_shards" => "not exceed `max_shards`",
            _ => "not be shorter than `min_backoff`",
        };
        return say(
            format!("`{key}` of a remote write queue must {limit}"),
            "set another value, or remove the key to have its default; unless set, `max_shards` is 50 and `min_backoff` 30ms, but an empty `queue_config` sets all to 0",
        );
    }
    if let Some(key) = between(text, "must provide an Azure ", " in the Azure AD config") {
        let (method, key) = key.rsplit_once(' ')?;
        return say(format!("`azuread` has no `{key}`"), format!("add `{key}` to the section of {method}"));
    }
    if let Some(key) = between(text, "the provided Azure ", " is invalid") {
        let (_, key) = key.rsplit_once(' ')?;
        return say(format!("`{key}` of `azuread` is not a UUID"), "write a UUID: `8-4-4-4-12` hex digits");
    }
    if let Some(rest) = text.strip_prefix("kuma SD server must not be empty") {
        let help = "write the whole URL: `http://kuma-control-plane:5676`";
        let headline = if rest.starts_with(" and") { "has no scheme or host" } else { "is empty" };
        return say(format!("`server` of Kuma discovery {headline}"), help);
    }
    if text.contains(" SD config paths must begin with '/': ") {
        return say("a path in ZooKeeper begins with `/`".to_owned(), "put a `/` before the path");
    }
    if let Some(key) = text.strip_prefix("oci_sd: api_key auth requires ") {
        return say(format!("OCI discovery by API key has no `{key}`"), format!("add `{key}`"));
    }
    if text.starts_with("oci_sd: compartments[") {
        return say(
            "an empty item in `compartments`".to_owned(),
            "write the compartment's OCID, or remove the item",
        );
    }
    if let Some(attribute) = text.strip_prefix("invalid '").and_then(|rest| rest.split_once("': ")) {
        return say(
            format!("`{}` has an empty or repeated item", attribute.0),
            "name each attribute once; blanks around it do not count",
        );
    }
    if text.starts_with("'storage.tsdb.retention.size'") {
        return say(
            "`retention.size` is negative".to_owned(),
            "write a size such as `50GB`, or 0 for no limit",
        );
    }
    if text.starts_with("'storage.tsdb.retention.percentage'") {
        return say(
            "`retention.percentage` is not within 0 and 100".to_owned(),
            "write a percentage of the disk",
        );
    }
    if text.starts_with("OTLP translation strategy") {
        return say(
            "this translation strategy needs UTF-8 names".to_owned(),
            "write `UnderscoreEscapingWithSuffixes`, or remove `metric_name_validation_scheme: legacy`",
        );
    }
    kubernetes(text).or_else(|| cloud(text))
}

fn kubernetes(text: &str) -> Option<Said> {
    if let Some(role) = text.strip_prefix("duplicated selector role: ") {
        return say(
            format!("two selectors for role {}", short(role)),
            "put them into one: `label` and `field` take several terms, separated by commas",
        );
    }
    if let Some((role, allowed)) =
        text.strip_suffix(" selectors").and_then(|text| text.split_once(" role supports only "))
    {
        return say(
            format!("a discovery of role `{role}` cannot select by this object"),
            format!("select by {}", super::alternatives(&allowed.split(", ").collect::<Vec<_>>())),
        );
    }
    let is_selector =
        text.starts_with("invalid selector: ") || text.starts_with("unable to parse requirement: ");
    let help = "write terms such as `app=web` or, for labels, `tier in (a, b)`, separated by commas";
    is_selector
        .then(|| Said { headline: "Kubernetes cannot read this selector".to_owned(), help: help.to_owned() })
}

/// Clouds whose libraries word what they miss.
fn cloud(text: &str) -> Option<Said> {
    if let Some(problem) = text.strip_prefix("scaleway-sdk-go: ") {
        return match problem {
            _ if problem.starts_with("invalid secret key") => {
                say("`secret_key` is not one of Scaleway".to_owned(), "it is a UUID: `8-4-4-4-12` hex digits")
            }
            _ if problem.starts_with("invalid access key") => {
                say("`access_key` is not one of Scaleway".to_owned(), "it is `SCW` and 17 capitals or digits")
            }
            _ if problem.starts_with("invalid project ID") => {
                say("`project_id` is not a UUID".to_owned(), "it is a UUID: `8-4-4-4-12` hex digits")
            }
            _ if problem.starts_with("invalid API url") => {
                say("`api_url` is not a URL".to_owned(), "begin with `https://`, or remove the key")
            }
            _ => say("`zone` is not one of Scaleway".to_owned(), "write a zone such as `fr-par-1`"),
        };
    }
    for (before, after, name) in [
        ("azure SD configuration requires a ", "", "Azure"),
        ("GCE SD configuration requires a ", "", "Google Cloud"),
        ("Uyuni SD configuration requires a ", "", "Uyuni"),
        ("openstack SD configuration requires a ", "", "OpenStack"),
        ("outscale SD configuration requires a ", "", "Outscale"),
        ("outscale SD configuration requires ", "", "Outscale"),
        ("triton SD configuration requires an ", "", "Triton"),
        ("triton SD configuration requires a ", "", "Triton"),
        ("", " is mandatory", "Scaleway"),
    ] {
        if let Some(key) = between(text, before, after).filter(|key| !key.contains(' ')) {
            return say(format!("{name} discovery has no `{key}`"), format!("add `{key}`"));
        }
    }
    None
}
