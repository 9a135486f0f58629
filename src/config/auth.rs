//! Authentication of the clouds: `sigv4` (prometheus/sigv4), `azuread` (storage/remote/azuread), `google_iam`
//! (storage/remote/googleiam).

use schemars::JsonSchema;
use serde::Deserialize;

use super::Refusals;
use super::http::go_type;
use super::value::{Secret, Text};
use crate::yaml::{Field, Spanned};

/// AWS Signature Version 4.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct SigV4 {
    /// The AWS region; found out if it is not given.
    #[schemars(extend("x-since" = "2.26"))]
    pub region: Field<Text>,
    /// The access key. Needs the secret key.
    #[schemars(extend("x-since" = "2.26"))]
    pub access_key: Field<Text>,
    /// The secret key. Needs the access key.
    #[schemars(extend("x-since" = "2.26"))]
    pub secret_key: Field<Secret>,
    /// A named profile.
    #[schemars(extend("x-since" = "2.26"))]
    pub profile: Field<Text>,
    /// The role to assume.
    #[schemars(extend("x-since" = "2.26"))]
    pub role_arn: Field<Text>,
    /// The external id for assuming the role.
    #[schemars(extend("x-since" = "3.11"))]
    pub external_id: Field<Text>,
    /// Whether FIPS endpoints are used.
    pub use_fips_sts_endpoint: Field<bool>,
    /// The service to sign for.
    pub service_name: Field<Text>,
}

/// Azure Active Directory.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct AzureAd {
    /// The cloud.
    #[schemars(extend("x-since" = "2.45", "default" = "AzurePublic", "examples" = ["AzurePublic", "AzureChina", "AzureGovernment"]))]
    pub cloud: Field<Text>,
    /// A managed identity.
    #[schemars(extend("x-since" = "2.45"))]
    pub managed_identity: Field<ManagedIdentity>,
    /// A workload identity.
    #[schemars(extend("x-since" = "3.7"))]
    pub workload_identity: Field<WorkloadIdentity>,
    /// OAuth client credentials.
    #[schemars(extend("x-since" = "2.48"))]
    pub oauth: Field<AzureOAuth>,
    /// The Azure SDK's default credentials.
    #[schemars(extend("x-since" = "2.52"))]
    pub sdk: Field<AzureSdk>,
    /// A client certificate.
    #[schemars(extend("x-since" = "3.13"))]
    pub certificate: Field<AzureCertificate>,
    /// The scope of the token.
    #[schemars(extend("x-since" = "3.9"))]
    pub scope: Field<Text>,
}

/// A managed identity.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct ManagedIdentity {
    /// The client id of a user-assigned identity.
    #[schemars(extend("x-since" = "2.45"))]
    pub client_id: Field<Text>,
}

/// A workload identity.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct WorkloadIdentity {
    /// The client id. Required.
    #[schemars(extend("x-since" = "3.7"))]
    pub client_id: Field<Text>,
    /// The tenant id. Required.
    #[schemars(extend("x-since" = "3.7"))]
    pub tenant_id: Field<Text>,
    /// The file with the token.
    #[schemars(extend("x-since" = "3.7"))]
    pub token_file_path: Field<Text>,
}

/// OAuth client credentials of Azure.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct AzureOAuth {
    /// The client id. Required.
    #[schemars(extend("x-since" = "2.48"))]
    pub client_id: Field<Text>,
    /// The client secret. Required.
    #[schemars(extend("x-since" = "2.48"))]
    pub client_secret: Field<Secret>,
    /// The tenant id. Required.
    #[schemars(extend("x-since" = "2.48"))]
    pub tenant_id: Field<Text>,
}

/// The Azure SDK's default credentials.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct AzureSdk {
    /// The tenant id.
    #[schemars(extend("x-since" = "2.52"))]
    pub tenant_id: Field<Text>,
}

/// A client certificate of Azure.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct AzureCertificate {
    /// The client id. Required.
    #[schemars(extend("x-since" = "3.13"))]
    pub client_id: Field<Text>,
    /// The tenant id. Required.
    #[schemars(extend("x-since" = "3.13"))]
    pub tenant_id: Field<Text>,
    /// The file with the certificate. Required.
    #[schemars(extend("x-since" = "3.13"))]
    pub certificate_path: Field<Text>,
    /// The file with its key.
    #[schemars(extend("x-since" = "3.13"))]
    pub certificate_key_path: Field<Text>,
    /// The certificate's password.
    #[schemars(extend("x-since" = "3.13"))]
    pub certificate_password: Field<Secret>,
    /// Whether the whole chain is sent.
    #[schemars(extend("x-since" = "3.13"))]
    pub send_certificate_chain: Field<bool>,
}

/// Google Cloud's IAM.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct GoogleIam {
    /// A file with credentials; Google's default ones without it.
    #[schemars(extend("x-since" = "2.55"))]
    pub credentials_file: Field<Text>,
}

go_type! {
    SigV4: "sigv4.plain";
    AzureAd: "azuread.plain";
    ManagedIdentity: "azuread.ManagedIdentityConfig";
    WorkloadIdentity: "azuread.WorkloadIdentityConfig";
    AzureOAuth: "azuread.OAuthConfig";
    AzureSdk: "azuread.SDKConfig";
    AzureCertificate: "azuread.CertificateConfig";
    GoogleIam: "googleiam.Config";
}

/// `SigV4Config.Validate`
pub(super) fn check_sigv4(field: &Field<SigV4>, refusals: &mut Refusals) {
    let Some(at) = field.spanned() else { return };
    let Some(config) = at.value() else { return };
    if config.access_key.is_blank() != config.secret_key.is_blank() {
        let text = "must provide a AWS SigV4 Access key and Secret Key if credentials are specified in the SigV4 config";
        refusals.say(at, "missing-key", config.access_key.span(), text);
    }
    if !config.external_id.is_blank() && config.role_arn.is_blank() {
        refusals.say(
            at,
            "missing-key",
            config.external_id.span(),
            "external_id can only be used with role_arn",
        );
    }
}

/// `AzureADConfig.Validate`
pub(super) fn check_azure_ad(field: &Field<AzureAd>, refusals: &mut Refusals) {
    let Some(at) = field.spanned() else { return };
    let Some(config) = at.value() else { return };
    if !matches!(config.cloud.text(), "" | "AzurePublic" | "AzureChina" | "AzureGovernment") {
        refusals.say(
            at,
            "unknown-choice",
            config.cloud.span(),
            "must provide a cloud in the Azure AD config",
        );
    }
    let methods = [
        config.managed_identity.span().filter(|_| config.managed_identity.is_given()),
        config.workload_identity.span().filter(|_| config.workload_identity.is_given()),
        config.oauth.span().filter(|_| config.oauth.is_given()),
        config.sdk.span().filter(|_| config.sdk.is_given()),
        config.certificate.span().filter(|_| config.certificate.is_given()),
    ];
    match methods.into_iter().flatten().collect::<Vec<_>>()[..] {
        [] => {
            let text = "must provide an Azure Managed Identity, Azure Workload Identity, Azure OAuth, Azure Certificate or Azure SDK in the Azure AD config";
            refusals.say(at, "missing-key", None, text);
        }
        [_] => {}
        [_, second, ..] => {
            let text = "cannot provide multiple authentication methods in the Azure AD config";
            refusals.say(at, "conflicting-keys", Some(second), text);
        }
    }
    let is_uuid = |text: &Field<Text>| text.is_blank() || is_uuid(text.text());
    let invalid = |field: &Field<Text>, what: &str, refusals: &mut Refusals| {
        refusals.say(at, "invalid-value", field.span(), format!("the provided Azure {what} is invalid"));
    };
    if let Some(identity) = config.managed_identity.value()
        && !is_uuid(&identity.client_id)
    {
        invalid(&identity.client_id, "Managed Identity client_id", refusals);
    }
    if let Some(identity) = config.workload_identity.value() {
        require(at, &identity.client_id, "Workload Identity client_id", refusals);
        require(at, &identity.tenant_id, "Workload Identity tenant_id", refusals);
        if !is_uuid(&identity.client_id) {
            invalid(&identity.client_id, "Workload Identity client_id", refusals);
        }
        if !is_uuid(&identity.tenant_id) {
            invalid(&identity.tenant_id, "Workload Identity tenant_id", refusals);
        }
    }
    if let Some(oauth) = config.oauth.value() {
        require(at, &oauth.client_id, "OAuth client_id", refusals);
        require(at, &oauth.client_secret, "OAuth client_secret", refusals);
        require(at, &oauth.tenant_id, "OAuth tenant_id", refusals);
        if !is_uuid(&oauth.client_id) {
            invalid(&oauth.client_id, "OAuth client_id", refusals);
        }
    }
    if let Some(certificate) = config.certificate.value() {
        require(at, &certificate.client_id, "Certificate client_id", refusals);
        require(at, &certificate.tenant_id, "Certificate tenant_id", refusals);
        require(at, &certificate.certificate_path, "Certificate certificate_path", refusals);
        if !is_uuid(&certificate.client_id) {
            invalid(&certificate.client_id, "Certificate client_id", refusals);
        }
    }
    let is_scope = |c: char| c.is_ascii_alphanumeric() || "_\t\n\x0c\r :/.-".contains(c);
    if !config.scope.text().chars().all(is_scope) {
        refusals.say(
            at,
            "invalid-value",
            config.scope.span(),
            "the provided scope contains invalid characters",
        );
    }
}

fn require<T: AsRef<str>>(at: &Spanned<AzureAd>, field: &Field<T>, what: &str, refusals: &mut Refusals) {
    if field.is_blank() {
        let text = format!("must provide an Azure {what} in the Azure AD config");
        refusals.say(at, "missing-key", field.span(), text);
    }
}

/// What google/uuid's `Parse` takes: with dashes, in braces, as `urn:uuid:`, or 32 digits.
fn is_uuid(text: &str) -> bool {
    let dashed = |text: &str| {
        text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    };
    match text.len() {
        36 => dashed(text),
        // The library looks at the length alone here, not at which characters embrace the rest.
        38 => text.get(1..37).is_some_and(dashed),
        45 => {
            text.get(..9).is_some_and(|urn| urn.eq_ignore_ascii_case("urn:uuid:"))
                && text.get(9..).is_some_and(dashed)
        }
        32 => text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        _ => false,
    }
}
