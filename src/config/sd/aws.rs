//! `ec2`, `ecs`, `elasticache`, `lightsail`, `msk`, `rds` and `aws` discovery (discovery/aws).

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Discovery, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::value::role_type;
use crate::config::{Duration, Int, Refusal, Refusals, Secret, Text};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Instances of AWS EC2.
    pub struct Ec2SdConfig {
        /// The access key.
        pub access_key: Field<Text>,
        /// Another address of the API.
        #[schemars(extend("x-since" = "2.4"))]
        pub endpoint: Field<Text>,
        /// The external id for assuming the role.
        #[schemars(extend("x-since" = "3.12"))]
        pub external_id: Field<Text>,
        /// Conditions that what is listed must meet.
        #[schemars(extend("x-since" = "2.3"))]
        pub filters: Field<Vec<Spanned<AwsFilter>>>,
        /// The port that targets get.
        #[schemars(extend("default" = 80))]
        pub port: Field<Int>,
        /// A named profile.
        pub profile: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        pub region: Field<Text>,
        /// The role to assume.
        pub role_arn: Field<Text>,
        /// The secret key.
        pub secret_key: Field<Secret>,
    }
}

with_http_client! {
    /// Tasks of AWS ECS.
    pub struct EcsSdConfig {
        /// The access key.
        #[schemars(extend("x-since" = "3.8"))]
        pub access_key: Field<Text>,
        /// The clusters to list; all without it.
        #[schemars(extend("x-since" = "3.8"))]
        pub clusters: Field<Vec<Spanned<Text>>>,
        /// Another address of the API.
        #[schemars(extend("x-since" = "3.8"))]
        pub endpoint: Field<Text>,
        /// The external id for assuming the role.
        #[schemars(extend("x-since" = "3.12"))]
        pub external_id: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "3.8", "default" = 80))]
        pub port: Field<Int>,
        /// A named profile.
        #[schemars(extend("x-since" = "3.8"))]
        pub profile: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "3.8", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "3.8"))]
        pub region: Field<Text>,
        /// The most requests at a time.
        #[schemars(extend("x-since" = "3.8", "default" = 20))]
        pub request_concurrency: Field<Int>,
        /// The role to assume.
        #[schemars(extend("x-since" = "3.8"))]
        pub role_arn: Field<Text>,
        /// The secret key.
        #[schemars(extend("x-since" = "3.8"))]
        pub secret_key: Field<Secret>,
    }
}

with_http_client! {
    /// Caches of AWS ElastiCache.
    pub struct ElasticacheSdConfig {
        /// The access key.
        #[schemars(extend("x-since" = "3.11"))]
        pub access_key: Field<Text>,
        /// The clusters to list; all without it.
        #[schemars(extend("x-since" = "3.11"))]
        pub clusters: Field<Vec<Spanned<Text>>>,
        /// Another address of the API.
        #[schemars(extend("x-since" = "3.11"))]
        pub endpoint: Field<Text>,
        /// The external id for assuming the role.
        #[schemars(extend("x-since" = "3.12"))]
        pub external_id: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "3.11", "default" = 80))]
        pub port: Field<Int>,
        /// A named profile.
        #[schemars(extend("x-since" = "3.11"))]
        pub profile: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "3.11", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "3.11"))]
        pub region: Field<Text>,
        /// The most requests at a time.
        #[schemars(extend("x-since" = "3.11", "default" = 10))]
        pub request_concurrency: Field<Int>,
        /// The role to assume.
        #[schemars(extend("x-since" = "3.11"))]
        pub role_arn: Field<Text>,
        /// The secret key.
        #[schemars(extend("x-since" = "3.11"))]
        pub secret_key: Field<Secret>,
    }
}

with_http_client! {
    /// Instances of AWS Lightsail.
    pub struct LightsailSdConfig {
        /// The access key.
        #[schemars(extend("x-since" = "2.27"))]
        pub access_key: Field<Text>,
        /// Another address of the API.
        #[schemars(extend("x-since" = "2.27"))]
        pub endpoint: Field<Text>,
        /// The external id for assuming the role.
        #[schemars(extend("x-since" = "3.12"))]
        pub external_id: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "2.27", "default" = 80))]
        pub port: Field<Int>,
        /// A named profile.
        #[schemars(extend("x-since" = "2.27"))]
        pub profile: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.27", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "2.27"))]
        pub region: Field<Text>,
        /// The role to assume.
        #[schemars(extend("x-since" = "2.27"))]
        pub role_arn: Field<Text>,
        /// The secret key.
        #[schemars(extend("x-since" = "2.27"))]
        pub secret_key: Field<Secret>,
    }
}

with_http_client! {
    /// Brokers of AWS MSK.
    pub struct MskSdConfig {
        /// The access key.
        #[schemars(extend("x-since" = "3.10"))]
        pub access_key: Field<Text>,
        /// The clusters to list; all without it.
        #[schemars(extend("x-since" = "3.10"))]
        pub clusters: Field<Vec<Spanned<Text>>>,
        /// Another address of the API.
        #[schemars(extend("x-since" = "3.10"))]
        pub endpoint: Field<Text>,
        /// The external id for assuming the role.
        #[schemars(extend("x-since" = "3.12"))]
        pub external_id: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "3.10", "default" = 80))]
        pub port: Field<Int>,
        /// A named profile.
        #[schemars(extend("x-since" = "3.10"))]
        pub profile: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "3.10", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "3.10"))]
        pub region: Field<Text>,
        /// The most requests at a time.
        #[schemars(extend("x-since" = "3.10", "default" = 10))]
        pub request_concurrency: Field<Int>,
        /// The role to assume.
        #[schemars(extend("x-since" = "3.10"))]
        pub role_arn: Field<Text>,
        /// The secret key.
        #[schemars(extend("x-since" = "3.10"))]
        pub secret_key: Field<Secret>,
    }
}

with_http_client! {
    /// Databases of AWS RDS.
    pub struct RdsSdConfig {
        /// The access key.
        #[schemars(extend("x-since" = "3.11"))]
        pub access_key: Field<Text>,
        /// The clusters to list; all without it.
        #[schemars(extend("x-since" = "3.11"))]
        pub clusters: Field<Vec<Spanned<Text>>>,
        /// Another address of the API.
        #[schemars(extend("x-since" = "3.11"))]
        pub endpoint: Field<Text>,
        /// The external id for assuming the role.
        #[schemars(extend("x-since" = "3.12"))]
        pub external_id: Field<Text>,
        /// Conditions that what is listed must meet.
        #[schemars(extend("x-since" = "3.13"))]
        pub filters: Field<Vec<Spanned<AwsFilter>>>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "3.11", "default" = 80))]
        pub port: Field<Int>,
        /// A named profile.
        #[schemars(extend("x-since" = "3.11"))]
        pub profile: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "3.11", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "3.11"))]
        pub region: Field<Text>,
        /// The most requests at a time.
        #[schemars(extend("x-since" = "3.11", "default" = 10))]
        pub request_concurrency: Field<Int>,
        /// The role to assume.
        #[schemars(extend("x-since" = "3.11"))]
        pub role_arn: Field<Text>,
        /// The secret key.
        #[schemars(extend("x-since" = "3.11"))]
        pub secret_key: Field<Secret>,
    }
}

with_http_client! {
    /// Any of AWS's, chosen by role.
    #[schemars(extend("required" = ["role"]))]
    pub struct AwsSdConfig {
        /// The access key.
        #[schemars(extend("x-since" = "3.8"))]
        pub access_key: Field<Text>,
        /// The clusters to list; all without it.
        #[schemars(extend("x-since" = "3.8"))]
        pub clusters: Field<Vec<Spanned<Text>>>,
        /// Another address of the API.
        #[schemars(extend("x-since" = "3.8"))]
        pub endpoint: Field<Text>,
        /// The external id for assuming the role.
        #[schemars(extend("x-since" = "3.12"))]
        pub external_id: Field<Text>,
        /// Conditions that what is listed must meet.
        #[schemars(extend("x-since" = "3.8"))]
        pub filters: Field<Vec<Spanned<AwsFilter>>>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "3.8"))]
        pub port: Field<Int>,
        /// A named profile.
        #[schemars(extend("x-since" = "3.8"))]
        pub profile: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "3.8"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "3.8"))]
        pub region: Field<Text>,
        /// What is listed.
        #[schemars(extend("x-since" = "3.8", "x-words-since" = { "msk": "3.10", "elasticache": "3.11", "rds": "3.11" }))]
        pub role: Field<AwsRole>,
        /// The role to assume.
        #[schemars(extend("x-since" = "3.8"))]
        pub role_arn: Field<Text>,
        /// The secret key.
        #[schemars(extend("x-since" = "3.8"))]
        pub secret_key: Field<Secret>,
    }
}

/// A condition on what is listed.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct AwsFilter {
    /// The name of the condition.
    #[schemars(extend("x-since" = "2.3"))]
    pub name: Field<Text>,
    /// The values that meet it.
    #[schemars(extend("x-since" = "2.3"))]
    pub values: Field<Vec<Spanned<Text>>>,
}

go_type! {
    Ec2SdConfig: "aws.plain", list "[]*aws.EC2SDConfig";
    EcsSdConfig: "aws.plain", list "[]*aws.ECSSDConfig";
    ElasticacheSdConfig: "aws.plain", list "[]*aws.ElasticacheSDConfig";
    LightsailSdConfig: "aws.plain", list "[]*aws.LightsailSDConfig";
    MskSdConfig: "aws.plain", list "[]*aws.MSKSDConfig";
    RdsSdConfig: "aws.plain", list "[]*aws.RDSSDConfig";
    AwsSdConfig: "aws.plain", list "[]*aws.SDConfig";
    AwsFilter: "aws.Filter", list "[]*aws.Filter";
}

role_type! {
    /// Which of AWS's services is listed.
    AwsRole ["ec2", "ecs", "elasticache", "lightsail", "msk", "rds"] "unknown AWS SD role {}"
}

impl Discovery for Ec2SdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        check_http(at, &self.http(), refusals);
        for filter in self.filters.items() {
            if filter.is_null() {
                // Measured on 3.14: a nil pointer while loading, and the process is gone.
                let text = "panic: runtime error: invalid memory address or nil pointer dereference";
                let refusal = Refusal::new("empty-section", filter.span, text)
                    .headline("an empty item in `filters` makes Prometheus crash")
                    .help("remove the empty `-`");
                refusals.add(at, refusal);
            }
            let Some(values) = filter.value().map(|filter| &filter.values) else { continue };
            if values.items().is_empty() && (values.value().is_some() || !values.is_given()) {
                let text = "EC2 SD configuration filter values cannot be empty";
                refusals.say(at, "missing-key", Some(filter.span), text);
            }
        }
    }
}

macro_rules! checks_http_alone {
    ($($name:ident)*) => {$(
        impl Discovery for $name {
            fn client(&self) -> Option<HttpClient<'_>> {
                Some(self.http())
            }

            fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
                check_http(at, &self.http(), refusals);
            }
        }
    )*};
}

checks_http_alone! { EcsSdConfig ElasticacheSdConfig LightsailSdConfig MskSdConfig RdsSdConfig }

/// Its HTTP settings are never validated, but their sections are as they are decoded (measured).
impl Discovery for AwsSdConfig {
    fn role(&self) -> &str {
        self.role.text()
    }

    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        missing(at, &self.role, "unknown AWS SD role \"\"", refusals);
    }
}
