//! The HTTP client settings that stand inline in scrape configs, Alertmanagers, remote read and write, and most service
//! discoveries (prometheus/common v0.70, config/http_config.go).

use schemars::JsonSchema;
use serde::Deserialize;

use super::url::Url;
use super::value::{Secret, Text, map_type};
use crate::yaml::{Field, GoType, Map, Spanned};

/// Gives a struct Go's names for itself and for a list of it.
macro_rules! go_type {
    ($($type:ty: $name:literal $(, list $list:literal)? $(, map $map:literal)?;)*) => {$(
        impl $crate::yaml::GoType for $type {
            const NAME: &'static str = $name;
            $(const LIST: &'static str = $list;)?
            $(const MAP: &'static str = $map;)?
        }
    )*};
}
pub(crate) use go_type;

/// Adds the HTTP client keys to a section. serde's `flatten` would lose the places of values.
macro_rules! with_http_client {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        #[derive(Debug, Default, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default)]
        #[schemars(deny_unknown_fields)]
        $(#[$meta])*
        pub struct $name {
            $($body)*
            /// User name and password sent with each request.
            pub basic_auth: $crate::yaml::Field<$crate::config::http::BasicAuth>,
            /// The Authorization header sent with each request.
            #[schemars(extend("x-since" = "2.26"))]
            pub authorization: $crate::yaml::Field<$crate::config::http::Authorization>,
            /// OAuth 2.0 client credentials.
            #[schemars(extend("x-since" = "2.27"))]
            pub oauth2: $crate::yaml::Field<$crate::config::http::OAuth2>,
            /// A bearer token. Deprecated: write `authorization: {credentials: …}`.
            #[schemars(extend("deprecated" = true))]
            pub bearer_token: $crate::yaml::Field<$crate::config::Secret>,
            /// A file with a bearer token. Deprecated: write `authorization: {credentials_file: …}`.
            #[schemars(extend("deprecated" = true))]
            pub bearer_token_file: $crate::yaml::Field<$crate::config::Text>,
            /// TLS settings of the connection.
            pub tls_config: $crate::yaml::Field<$crate::config::http::TlsConfig>,
            /// Whether redirects are followed.
            #[schemars(extend("x-since" = "2.26", "default" = true))]
            pub follow_redirects: $crate::yaml::Field<bool>,
            /// Whether HTTP/2 may be used.
            #[schemars(extend("x-since" = "2.35", "default" = true))]
            pub enable_http2: $crate::yaml::Field<bool>,
            /// The proxy to connect through.
            pub proxy_url: $crate::yaml::Field<$crate::config::Url>,
            /// Hosts that are reached without the proxy, separated by commas.
            #[schemars(extend("x-since" = "2.43"))]
            pub no_proxy: $crate::yaml::Field<$crate::config::Text>,
            /// Whether HTTP_PROXY, HTTPS_PROXY and NO_PROXY of Prometheus's environment are used.
            #[schemars(extend("x-since" = "2.43"))]
            pub proxy_from_environment: $crate::yaml::Field<bool>,
            /// Headers sent to the proxy in CONNECT requests.
            #[schemars(extend("x-since" = "2.41"))]
            pub proxy_connect_header: $crate::yaml::Field<$crate::config::http::ProxyHeader>,
            /// Further headers sent with each request.
            #[schemars(extend("x-since" = "2.53"))]
            pub http_headers: $crate::yaml::Field<$crate::config::http::Headers>,
        }

        impl $name {
            /// The HTTP client keys of this section.
            pub fn http(&self) -> $crate::config::http::HttpClient<'_> {
                $crate::config::http::HttpClient {
                    basic_auth: &self.basic_auth,
                    authorization: &self.authorization,
                    oauth2: &self.oauth2,
                    bearer_token: &self.bearer_token,
                    bearer_token_file: &self.bearer_token_file,
                    tls_config: &self.tls_config,
                    follow_redirects: &self.follow_redirects,
                    enable_http2: &self.enable_http2,
                    proxy: $crate::config::http::Proxy {
                        proxy_url: &self.proxy_url,
                        no_proxy: &self.no_proxy,
                        proxy_from_environment: &self.proxy_from_environment,
                        proxy_connect_header: &self.proxy_connect_header,
                    },
                    http_headers: &self.http_headers,
                }
            }
        }
    };
}
pub(crate) use with_http_client;

/// The HTTP client keys of some section.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // named as the keys are, which their section documents
pub struct HttpClient<'c> {
    pub basic_auth: &'c Field<BasicAuth>,
    pub authorization: &'c Field<Authorization>,
    pub oauth2: &'c Field<OAuth2>,
    pub bearer_token: &'c Field<Secret>,
    pub bearer_token_file: &'c Field<Text>,
    pub tls_config: &'c Field<TlsConfig>,
    pub follow_redirects: &'c Field<bool>,
    pub enable_http2: &'c Field<bool>,
    pub proxy: Proxy<'c>,
    pub http_headers: &'c Field<Headers>,
}

impl HttpClient<'_> {
    /// Whether all of them have their default (`reflect.DeepEqual` with `DefaultHTTPClientConfig`).
    pub fn is_default(&self) -> bool {
        let tls = self.tls_config.value();
        let no_tls = tls.is_none_or(TlsConfig::is_zero);
        let no_headers =
            self.proxy.proxy_connect_header.value().is_none_or(|headers| headers.entries().is_empty());
        let no_auth = !self.basic_auth.is_given()
            && !self.authorization.is_given()
            && !self.oauth2.is_given()
            && self.bearer_token.is_blank()
            && self.bearer_token_file.is_blank();
        let no_proxy = !self.proxy.proxy_url.is_given()
            && self.proxy.no_proxy.is_blank()
            && !self.proxy.proxy_from_environment.or(false)
            && no_headers;
        no_auth
            && no_tls
            && no_proxy
            && !self.http_headers.is_given()
            && self.follow_redirects.or(true)
            && self.enable_http2.or(true)
    }
}

/// The proxy keys of some section.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // as above
pub struct Proxy<'c> {
    pub proxy_url: &'c Field<Url>,
    pub no_proxy: &'c Field<Text>,
    pub proxy_from_environment: &'c Field<bool>,
    pub proxy_connect_header: &'c Field<ProxyHeader>,
}

/// Basic authentication.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct BasicAuth {
    /// The user's name.
    pub username: Field<Text>,
    /// A file with the user's name.
    #[schemars(extend("x-since" = "2.49"))]
    pub username_file: Field<Text>,
    /// A reference to a secret manager, which Prometheus has not.
    #[schemars(extend("x-since" = "2.53"))]
    pub username_ref: Field<Text>,
    /// The password.
    pub password: Field<Secret>,
    /// A file with the password.
    pub password_file: Field<Text>,
    /// A reference to a secret manager, which Prometheus has not.
    #[schemars(extend("x-since" = "2.53"))]
    pub password_ref: Field<Text>,
}

/// The Authorization header.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Authorization {
    /// The scheme of the credentials.
    #[serde(rename = "type")]
    #[schemars(extend("x-since" = "2.26", "default" = "Bearer"))]
    pub scheme: Field<Text>,
    /// The credentials.
    #[schemars(extend("x-since" = "2.26"))]
    pub credentials: Field<Secret>,
    /// A file with the credentials.
    #[schemars(extend("x-since" = "2.26"))]
    pub credentials_file: Field<Text>,
    /// A reference to a secret manager, which Prometheus has not.
    #[schemars(extend("x-since" = "2.53"))]
    pub credentials_ref: Field<Text>,
}

/// OAuth 2.0 settings.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct OAuth2 {
    /// The client's id. Required.
    #[schemars(extend("x-since" = "2.27"))]
    pub client_id: Field<Text>,
    /// The client's secret.
    #[schemars(extend("x-since" = "2.27"))]
    pub client_secret: Field<Secret>,
    /// A file with the client's secret.
    #[schemars(extend("x-since" = "2.27"))]
    pub client_secret_file: Field<Text>,
    /// A reference to a secret manager, which Prometheus has not.
    #[schemars(extend("x-since" = "2.53"))]
    pub client_secret_ref: Field<Text>,
    /// The id of the key that signs the token request.
    #[schemars(extend("x-since" = "3.8"))]
    pub client_certificate_key_id: Field<Text>,
    /// The key that signs the token request.
    #[schemars(extend("x-since" = "3.8"))]
    pub client_certificate_key: Field<Secret>,
    /// A file with the key that signs the token request.
    #[schemars(extend("x-since" = "3.8"))]
    pub client_certificate_key_file: Field<Text>,
    /// A reference to a secret manager, which Prometheus has not.
    #[schemars(extend("x-since" = "3.8"))]
    pub client_certificate_key_ref: Field<Text>,
    /// `client_credentials` or `urn:ietf:params:oauth:grant-type:jwt-bearer`.
    #[schemars(extend("x-since" = "3.8", "default" = "client_credentials"))]
    pub grant_type: Field<Text>,
    /// The algorithm of the signature.
    #[schemars(extend("x-since" = "3.8", "default" = "RS256", "examples" = ["RS256", "RS384", "RS512"]))]
    pub signature_algorithm: Field<Text>,
    /// The issuer claim.
    #[schemars(extend("x-since" = "3.8"))]
    pub iss: Field<Text>,
    /// The audience claim.
    #[schemars(extend("x-since" = "3.8"))]
    pub audience: Field<Text>,
    /// Further claims.
    #[schemars(extend("x-since" = "3.8"))]
    pub claims: Field<Claims>,
    /// The scopes to ask for.
    #[schemars(extend("x-since" = "2.27"))]
    pub scopes: Field<Vec<Spanned<Text>>>,
    /// Where tokens are fetched. Required.
    #[schemars(extend("x-since" = "2.27"))]
    pub token_url: Field<Text>,
    /// Parameters added to the token URL.
    #[schemars(extend("x-since" = "2.27"))]
    pub endpoint_params: Field<Map<Text, Text>>,
    /// TLS settings of the connection to the token URL.
    #[schemars(extend("x-since" = "2.31"))]
    pub tls_config: Field<TlsConfig>,
    /// The proxy to connect through.
    #[schemars(extend("x-since" = "2.35"))]
    pub proxy_url: Field<Url>,
    /// Hosts that are reached without the proxy, separated by commas.
    #[schemars(extend("x-since" = "2.43"))]
    pub no_proxy: Field<Text>,
    /// Whether the proxy settings of Prometheus's environment are used.
    #[schemars(extend("x-since" = "2.43"))]
    pub proxy_from_environment: Field<bool>,
    /// Headers sent to the proxy in CONNECT requests.
    #[schemars(extend("x-since" = "2.43"))]
    pub proxy_connect_header: Field<ProxyHeader>,
}

impl OAuth2 {
    /// Its own proxy keys.
    pub fn proxy(&self) -> Proxy<'_> {
        Proxy {
            proxy_url: &self.proxy_url,
            no_proxy: &self.no_proxy,
            proxy_from_environment: &self.proxy_from_environment,
            proxy_connect_header: &self.proxy_connect_header,
        }
    }
}

/// TLS settings of a client.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct TlsConfig {
    /// Certificates of the authorities that may sign the server's, as text.
    #[schemars(extend("x-since" = "2.45"))]
    pub ca: Field<Text>,
    /// A file with the certificates of the authorities.
    pub ca_file: Field<Text>,
    /// A reference to a secret manager, which Prometheus has not.
    #[schemars(extend("x-since" = "2.53"))]
    pub ca_ref: Field<Text>,
    /// The client's certificate, as text.
    #[schemars(extend("x-since" = "2.45"))]
    pub cert: Field<Text>,
    /// A file with the client's certificate.
    pub cert_file: Field<Text>,
    /// A reference to a secret manager, which Prometheus has not.
    #[schemars(extend("x-since" = "2.53"))]
    pub cert_ref: Field<Text>,
    /// The client's key, as text.
    #[schemars(extend("x-since" = "2.45"))]
    pub key: Field<Secret>,
    /// A file with the client's key.
    pub key_file: Field<Text>,
    /// A reference to a secret manager, which Prometheus has not.
    #[schemars(extend("x-since" = "2.53"))]
    pub key_ref: Field<Text>,
    /// The name the server's certificate must carry.
    pub server_name: Field<Text>,
    /// Whether the server's certificate is taken unchecked.
    pub insecure_skip_verify: Field<bool>,
    /// The lowest version of TLS that is accepted.
    #[schemars(extend("x-since" = "2.35"))]
    pub min_version: Field<TlsVersion>,
    /// The highest version of TLS that is accepted.
    #[schemars(extend("x-since" = "2.41"))]
    pub max_version: Field<TlsVersion>,
}

impl TlsConfig {
    /// Whether nothing is set.
    pub(crate) fn is_zero(&self) -> bool {
        let texts = [
            &self.ca,
            &self.ca_file,
            &self.ca_ref,
            &self.cert,
            &self.cert_file,
            &self.cert_ref,
            &self.key_file,
            &self.key_ref,
            &self.server_name,
        ];
        texts.iter().all(|text| text.is_blank())
            && self.key.is_blank()
            && !self.insecure_skip_verify.or(false)
            && !self.min_version.is_given()
            && !self.max_version.is_given()
    }
}

/// A version of TLS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsVersion(pub String);

impl<'de> Deserialize<'de> for TlsVersion {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::value::own_text(deserializer, <Self as GoType>::NAME)?;
        if matches!(text.as_str(), "TLS10" | "TLS11" | "TLS12" | "TLS13") {
            return Ok(Self(text));
        }
        Err(serde::de::Error::custom(format!("unknown TLS version: {text}")))
    }
}

impl JsonSchema for TlsVersion {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TlsVersion".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "enum": ["TLS10", "TLS11", "TLS12", "TLS13"] })
    }
}

map_type! {
    /// Headers of CONNECT requests: name to values.
    ProxyHeader(Text => Vec<Spanned<Secret>>) as "config.ProxyHeader";
    /// Further headers: name to where the values come from.
    Headers(Text => Header) as "config.Headers";
    /// Claims of a token request: name to anything.
    Claims(Text => Anything) as "map[string]interface {}";
}

/// Where a header's values come from.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Header {
    /// Values.
    #[schemars(extend("x-since" = "2.53"))]
    pub values: Field<Vec<Spanned<Text>>>,
    /// Values that must not be shown.
    #[schemars(extend("x-since" = "2.53"))]
    pub secrets: Field<Vec<Spanned<Secret>>>,
    /// Files with values.
    #[schemars(extend("x-since" = "2.53"))]
    pub files: Field<Vec<Spanned<Text>>>,
}

/// Any YAML at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(from = "serde::de::IgnoredAny")]
#[schemars(with = "serde_json::Value")]
pub struct Anything;

impl From<serde::de::IgnoredAny> for Anything {
    fn from(_: serde::de::IgnoredAny) -> Self {
        Self
    }
}

go_type! {
    BasicAuth: "config.plain";
    Authorization: "config.Authorization";
    OAuth2: "config.plain";
    TlsConfig: "config.plain";
    TlsVersion: "config.TLSVersion";
    Header: "config.Header";
    Anything: "interface {}";
}

impl<V: GoType> GoType for Map<Text, V> {
    const NAME: &'static str = V::MAP;
}
