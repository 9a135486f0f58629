//! Prometheus's texts and ours, beside each other.

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

/// Texts that are always the same, our headline, and what to write instead.
const FIXED: &[(&str, &str, &str)] = &[
    ("job_name is empty", "a job has no `job_name`", "give the job a `job_name`, unique in this file"),
    (
        "relabel action cannot be empty",
        "`action` is empty",
        "write the action, or remove the key for `replace`",
    ),
    (
        "relabel configuration for hashmod requires non-zero modulus",
        "`hashmod` needs a `modulus` above 0",
        "add `modulus`, the number of shards",
    ),
    ("url for remote_write is empty", "a section of `remote_write` has no `url`", ""),
    ("url for remote_read is empty", "a section of `remote_read` has no `url`", ""),
    ("tracing endpoint must be set", "`tracing` has no `endpoint`", ""),
    (
        "global scrape timeout greater than scrape interval",
        "`scrape_timeout` in `global` is longer than the scrape interval",
        "",
    ),
    (
        "utf8 metric names requested but validation scheme is not set to UTF8",
        "`allow-utf-8` does not go with validation scheme `legacy`",
        "write `metric_name_escaping_scheme: underscores`, or `metric_name_validation_scheme: utf8`",
    ),
    // Null items.
    ("empty or null scrape config section", "an empty item in `scrape_configs`", ""),
    ("empty or null target relabeling rule in scrape config", "an empty step in `relabel_configs`", ""),
    (
        "empty or null metric relabeling rule in scrape config",
        "an empty step in `metric_relabel_configs`",
        "",
    ),
    ("empty or null relabeling rule in remote write config", "an empty step in `write_relabel_configs`", ""),
    ("empty or null alert relabeling rule", "an empty step in `alert_relabel_configs`", ""),
    ("empty or null Alertmanager target relabeling rule", "an empty step in `relabel_configs`", ""),
    ("empty or null Alertmanager alert relabeling rule", "an empty step in `alert_relabel_configs`", ""),
    ("empty or null remote write config section", "an empty item in `remote_write`", ""),
    ("empty or null remote read config section", "an empty item in `remote_read`", ""),
    ("eureka_sd: empty or null eureka server", "Eureka discovery has no `server`", "add `server`, its URL"),
    // HTTP client.
    (
        "at most one of bearer_token & bearer_token_file must be configured",
        "both `bearer_token` and `bearer_token_file` are set",
        "keep one of them; better, write `authorization` with `credentials_file`",
    ),
    (
        "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured",
        "a bearer token is set beside `basic_auth` or `oauth2`",
        "keep one way to authenticate and remove the others",
    ),
    (
        "at most one of basic_auth username, username_file & username_ref must be configured",
        "`basic_auth` has more than one user name",
        "",
    ),
    (
        "at most one of basic_auth password, password_file & password_ref must be configured",
        "`basic_auth` has more than one password",
        "",
    ),
    (
        "authorization is not compatible with bearer_token & bearer_token_file",
        "`authorization` is set beside a bearer token",
        "",
    ),
    (
        "at most one of authorization credentials & credentials_file must be configured",
        "`authorization` has more than one source of credentials",
        "",
    ),
    (
        "authorization type cannot be set to \"basic\", use \"basic_auth\" instead",
        "`authorization` cannot be of type `Basic`",
        "write `basic_auth` with `username` and `password_file` instead",
    ),
    (
        "at most one of basic_auth, oauth2 & authorization must be configured",
        "more than one of `basic_auth`, `oauth2` and `authorization` is set",
        "keep one way to authenticate and remove the others",
    ),
    (
        "at most one of basic_auth, authorization, oauth2, & sigv4 must be configured",
        "`sigv4` is set beside another way to authenticate",
        "keep one way to authenticate and remove the others",
    ),
    ("oauth2 client_id must be configured", "`oauth2` has no `client_id`", "add `client_id`"),
    (
        "oauth2 token_url must be configured",
        "`oauth2` has no `token_url`",
        "add `token_url`, where tokens are fetched",
    ),
    (
        "at most one of oauth2 client_secret, client_secret_file & client_secret_ref must be configured using grant-type=client_credentials",
        "`oauth2` has more than one client secret",
        "",
    ),
    (
        "at most one of oauth2 client_certificate_key, client_certificate_key_file & client_certificate_key_ref must be configured using grant-type=urn:ietf:params:oauth:grant-type:jwt-bearer",
        "`oauth2` has more than one certificate key",
        "",
    ),
    (
        "valid signature algorithms are RS256, RS384 and RS512",
        "`signature_algorithm` is none that Prometheus knows",
        "write `RS256`, `RS384` or `RS512`",
    ),
    (
        "if proxy_connect_header is configured, proxy_url or proxy_from_environment must also be configured",
        "`proxy_connect_header` without a proxy",
        "add `proxy_url` or `proxy_from_environment: true`, or remove the headers",
    ),
    (
        "if proxy_from_environment is configured, proxy_url must not be configured",
        "`proxy_url` is set beside `proxy_from_environment`",
        "",
    ),
    (
        "if proxy_from_environment is configured, no_proxy must not be configured",
        "`no_proxy` is set beside `proxy_from_environment`",
        "remove `no_proxy`: the environment variable NO_PROXY is used",
    ),
    (
        "if no_proxy is configured, proxy_url must also be configured",
        "`no_proxy` without `proxy_url`",
        "add `proxy_url`, or remove `no_proxy`",
    ),
    ("at most one of ca, ca_file & ca_ref must be configured", "`tls_config` has more than one CA", ""),
    (
        "at most one of cert, cert_file & cert_ref must be configured",
        "`tls_config` has more than one certificate",
        "",
    ),
    ("at most one of key and key_file must be configured", "`tls_config` has more than one key", ""),
    (
        "exactly one of key or key_file must be configured when a client certificate is configured",
        "`tls_config` has a client certificate without its key",
        "",
    ),
    (
        "exactly one of cert or cert_file must be configured when a client key is configured",
        "`tls_config` has a client key without its certificate",
        "",
    ),
    (
        "authorization header must be changed via the basic_auth, authorization, oauth2, sigv4, azuread or google_iam parameter",
        "header `Authorization` cannot be set",
        "remove it; use `authorization`, `basic_auth`, `oauth2`, `sigv4`, `azuread` or `google_iam`",
    ),
    (
        "custom authorization header configuration is not yet supported",
        "header `Authorization` cannot be set",
        "remove it: `tracing` cannot authenticate by header; use a client certificate in `tls_config`",
    ),
    // Clouds.
    (
        "must provide a AWS SigV4 Access key and Secret Key if credentials are specified in the SigV4 config",
        "`sigv4` has only one of `access_key` and `secret_key`",
        "set both, or neither to have the SDK find credentials",
    ),
    (
        "external_id can only be used with role_arn",
        "`external_id` without `role_arn`",
        "add `role_arn`, the role to assume, or remove `external_id`",
    ),
    (
        "must provide a cloud in the Azure AD config",
        "`cloud` is none that Prometheus knows",
        "write `AzurePublic`, `AzureChina` or `AzureGovernment`",
    ),
    (
        "must provide an Azure Managed Identity, Azure Workload Identity, Azure OAuth, Azure Certificate or Azure SDK in the Azure AD config",
        "`azuread` says no way to authenticate",
        "add one of `managed_identity`, `workload_identity`, `oauth`, `certificate` and `sdk`",
    ),
    (
        "cannot provide multiple authentication methods in the Azure AD config",
        "`azuread` says more than one way to authenticate",
        "",
    ),
    (
        "the provided scope contains invalid characters",
        "`scope` of `azuread` holds a character that none can",
        "use letters, digits, blanks and `_ : / . -`",
    ),
    // OTLP.
    (
        "'promote_all_resource_attributes' and 'promote_resource_attributes' cannot be configured simultaneously",
        "`promote_resource_attributes` beside `promote_all_resource_attributes`",
        "remove one of the two",
    ),
    (
        "'ignore_resource_attributes' cannot be configured unless 'promote_all_resource_attributes' is true",
        "`ignore_resource_attributes` without `promote_all_resource_attributes`",
        "add `promote_all_resource_attributes: true`, or remove the list",
    ),
    // Service discoveries.
    ("URL is missing", "this discovery has no `url`", "add `url`, where targets are fetched"),
    (
        "URL scheme must be 'http' or 'https'",
        "`url` begins with neither `http://` nor `https://`",
        "write the whole URL: `http://host:port/path`",
    ),
    ("host is missing in URL", "`url` has no host", "write the whole URL: `http://host:port/path`"),
    ("query missing", "PuppetDB discovery has no `query`", "add `query`, in PQL"),
    ("host missing", "Docker discovery has no `host`", "add `host`: `unix:///var/run/docker.sock`"),
    (
        "file service discovery config must contain at least one path name",
        "file discovery has no `files`",
        "add `files`, a list of paths such as `targets/*.yml`",
    ),
    (
        "DNS-SD config must contain at least one SRV record name",
        "DNS discovery has no `names`",
        "add `names`, a list of names to look up",
    ),
    (
        "a port is required in DNS-SD configs for all record types except SRV",
        "DNS discovery by this record type needs a `port`",
        "add `port`, or look up SRV records, which name one",
    ),
    (
        "consul SD configuration requires a server address",
        "Consul discovery has an empty `server`",
        "write `host:port`, or remove the key for `localhost:8500`",
    ),
    (
        "at most one of consul SD configuration username and password and basic auth can be configured",
        "Consul discovery has a user name beside `basic_auth`",
        "keep `basic_auth`",
    ),
    (
        "at most one of consul SD token, authorization, or oauth2 can be configured",
        "Consul discovery has a `token` beside `authorization` or `oauth2`",
        "keep one of them",
    ),
    (
        "EC2 SD configuration filter values cannot be empty",
        "a filter of EC2 discovery has no `values`",
        "add `values`, a list, or remove the filter",
    ),
    (
        "cannot use 'kubeconfig_file' and 'api_server' simultaneously",
        "`kubeconfig_file` is set beside `api_server`",
        "remove `api_server`: the kubeconfig file names the server",
    ),
    (
        "cannot use a custom HTTP client configuration together with 'kubeconfig_file'",
        "`kubeconfig_file` is set beside HTTP client settings",
        "remove the HTTP client settings: the kubeconfig file has its own",
    ),
    (
        "to use custom HTTP client configuration please provide the 'api_server' URL explicitly",
        "HTTP client settings of Kubernetes discovery without `api_server`",
        "add `api_server`, or move the settings beside `kubernetes_sd_configs` if they are meant for the scrapes",
    ),
    (
        "cannot use 'api_server' and 'namespaces.own_namespace' simultaneously",
        "`own_namespace` is set beside `api_server`",
        "list the namespace under `names`: only within a cluster is there an own one",
    ),
    (
        "cannot use 'kubeconfig_file' and 'namespaces.own_namespace' simultaneously",
        "`own_namespace` is set beside `kubeconfig_file`",
        "list the namespace under `names`: only within a cluster is there an own one",
    ),
    ("datacenter id can't be empty", "IONOS discovery has no `datacenter_id`", "add `datacenter_id`"),
    (
        "nomad SD configuration requires a server address",
        "Nomad discovery has an empty `server`",
        "write the URL, or remove the key for `http://localhost:4646`",
    ),
    (
        "application key can not be empty",
        "OVHcloud discovery has no `application_key`",
        "add `application_key`",
    ),
    (
        "application secret can not be empty",
        "OVHcloud discovery has no `application_secret`",
        "add `application_secret`",
    ),
    ("consumer key can not be empty", "OVHcloud discovery has no `consumer_key`", "add `consumer_key`"),
    (
        "endpoint can not be empty",
        "OVHcloud discovery has an empty `endpoint`",
        "write one such as `ovh-eu`, or remove the key",
    ),
    (
        "Uyuni SD configuration requires server host",
        "Uyuni discovery has no `server`",
        "add `server`, its URL",
    ),
    (
        "stackit_sd: endpoint and region missing",
        "STACKIT discovery has neither `endpoint` nor `region`",
        "set one of them",
    ),
    ("oci_sd: region is required", "OCI discovery has no `region`", "add `region`"),
    (
        "oci_sd: instance_principal auth must not have tenancy, user, fingerprint, key_file, key_passphrase, or key_passphrase_file set",
        "OCI discovery by instance principal takes no user or key",
        "remove these keys, or write `auth: api_key`",
    ),
    (
        "oci_sd: at most one of key_passphrase and key_passphrase_file must be configured",
        "OCI discovery has more than one passphrase",
        "",
    ),
    (
        "oci_sd: refresh_interval must be positive, got 0s",
        "`refresh_interval` of OCI discovery is 0",
        "write one such as `60s`",
    ),
    (
        "triton SD configuration requires RefreshInterval to be a positive integer",
        "`refresh_interval` of Triton discovery is 0",
        "write one such as `60s`",
    ),
    (
        "triton SD configuration requires role to be 'container' or 'cn'",
        "`role` of Triton discovery is none that it knows",
        "write `container` or `cn`",
    ),
    (
        "one of secret_key & secret_key_file must be configured",
        "this discovery has no `secret_key`",
        "add `secret_key_file`, or `secret_key`",
    ),
    (
        "at most one of secret_key & secret_key_file must be configured",
        "both `secret_key` and `secret_key_file` are set",
        "",
    ),
    (
        "marathon_sd: must contain at least one Marathon server",
        "Marathon discovery has no `servers`",
        "add `servers`, a list of URLs",
    ),
    (
        "nerve SD config must contain at least one Zookeeper server",
        "Nerve discovery has no `servers`",
        "add `servers`, a list of `host:port`",
    ),
    (
        "nerve SD config must contain at least one path",
        "Nerve discovery has no `paths`",
        "add `paths`, each beginning with `/`",
    ),
    (
        "serverset SD config must contain at least one Zookeeper server",
        "serverset discovery has no `servers`",
        "add `servers`, a list of `host:port`",
    ),
    (
        "serverset SD config must contain at least one path",
        "serverset discovery has no `paths`",
        "add `paths`, each beginning with `/`",
    ),
    (
        "eureka_sd: invalid eureka server URL",
        "`server` of Eureka discovery has no scheme or host",
        "write the whole URL: `http://eureka:8761/eureka`",
    ),
    (
        "marathon_sd: at most one of auth_token & auth_token_file must be configured",
        "both `auth_token` and `auth_token_file` are set",
        "",
    ),
    (
        "marathon_sd: at most one of basic_auth, auth_token & auth_token_file must be configured",
        "`basic_auth` is set beside a token of Marathon",
        "",
    ),
    (
        "marathon_sd: at most one of bearer_token, bearer_token_file, auth_token & auth_token_file must be configured",
        "a bearer token is set beside a token of Marathon",
        "",
    ),
    (
        "marathon_sd: at most one of auth_token, auth_token_file & authorization must be configured",
        "`authorization` is set beside a token of Marathon",
        "",
    ),
];
