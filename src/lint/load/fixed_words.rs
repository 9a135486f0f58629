//! Texts of Prometheus that name no value, and ours, beside each other.

/// Texts that are always the same, our headline, and what to write instead.
pub(super) const FIXED: &[(&str, &str, &str)] = &[
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
