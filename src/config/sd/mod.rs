//! Service discoveries: a file for each of Prometheus's packages, and the one list of them all.

mod aws;
mod azure;
mod consul;
mod digitalocean;
mod dns;
mod docker;
mod eureka;
mod file;
mod gce;
mod hetzner;
mod http;
mod ionos;
mod kubernetes;
mod kuma;
mod label_selector;
mod linode;
mod marathon;
mod meta;
mod meta_labels;
mod nomad;
mod oci;
mod openstack;
mod outscale;
mod ovhcloud;
mod puppetdb;
mod scaleway;
mod selector;
mod stackit;
mod static_config;
mod triton;
mod uyuni;
mod vultr;
mod zookeeper;

use super::http::{HttpClient, TlsConfig};
use super::http_check::{check_nested, check_tls};
use super::{Refusal, Refusals};
use crate::source::Span;
use crate::yaml::{Field, Spanned};

pub use aws::*;
pub use azure::*;
pub use consul::*;
pub use digitalocean::*;
pub use dns::*;
pub use docker::*;
pub use eureka::*;
pub use file::*;
pub use gce::*;
pub use hetzner::*;
pub use http::*;
pub use ionos::*;
pub use kubernetes::*;
pub use kuma::*;
pub use linode::*;
pub use marathon::*;
pub(crate) use meta::Provider;
pub use nomad::*;
pub use oci::*;
pub use openstack::*;
pub use outscale::*;
pub use ovhcloud::*;
pub use puppetdb::*;
pub use scaleway::*;
pub use stackit::*;
pub(crate) use static_config::check_static_targets;
pub use static_config::{LabelSet, LabelValue, StaticConfig};
pub use triton::*;
pub use uyuni::*;
pub use vultr::*;
pub use zookeeper::*;

/// What every kind of service discovery has.
pub(crate) trait Discovery: Sized {
    /// Its HTTP client keys, if it has them.
    fn client(&self) -> Option<HttpClient<'_>> {
        None
    }

    /// Its TLS settings, if it has them without the other HTTP client keys.
    fn tls(&self) -> Option<&Field<TlsConfig>> {
        None
    }

    /// What its targets are, where there is a choice.
    fn role(&self) -> &str {
        ""
    }

    /// The labels that its targets may have beside `__address__`; `None` if they may have any. `key` is its own.
    fn provided(&self, key: &str) -> Option<Vec<&'static Provider>> {
        Some(vec![Provider::of(key, self.role())?])
    }

    /// The checks of its `UnmarshalYAML`, in their order.
    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals);
}

/// A required text is not there.
fn missing<S, T: AsRef<str>>(
    at: &Spanned<S>,
    field: &Field<T>,
    text: impl Into<String>,
    refusals: &mut Refusals,
) {
    if field.is_blank() {
        refusals.say(at, "missing-key", field.span(), text);
    }
}

/// A text is none of those it may be.
fn choice<S, T>(at: &Spanned<S>, field: &Field<T>, text: String, refusals: &mut Refusals) {
    // A value that does not even decode has been reported.
    if field.value().is_some() || !field.is_given() {
        refusals.say(at, "unknown-choice", field.span(), text);
    }
}

/// Two things exclude each other.
fn conflict<S>(at: &Spanned<S>, span: Option<Span>, text: &str, refusals: &mut Refusals) {
    refusals.say(at, "conflicting-keys", span, text);
}

/// The one list of service discoveries: key, type, the version that brought the key, and what it is. Sorted by key, the
/// order in which Prometheus walks them (discovery/registry.go).
macro_rules! for_all_discoveries {
    ($then:ident! $($rest:tt)*) => {
        $then! {
            [
                aws_sd_configs AwsSdConfig "3.8" "Targets found in AWS.",
                azure_sd_configs AzureSdConfig "2.0" "Targets found in Azure.",
                consul_sd_configs ConsulSdConfig "2.0" "Targets found in Consul.",
                digitalocean_sd_configs DigitalOceanSdConfig "2.20" "Targets found in DigitalOcean.",
                dns_sd_configs DnsSdConfig "2.0" "Targets found in DNS.",
                docker_sd_configs DockerSdConfig "2.27" "Targets found in Docker.",
                dockerswarm_sd_configs DockerSwarmSdConfig "2.20" "Targets found in Docker Swarm.",
                ec2_sd_configs Ec2SdConfig "2.0" "Targets found in AWS EC2.",
                ecs_sd_configs EcsSdConfig "3.8" "Targets found in AWS ECS.",
                elasticache_sd_configs ElasticacheSdConfig "3.11" "Targets found in AWS ElastiCache.",
                eureka_sd_configs EurekaSdConfig "2.21" "Targets found in Eureka.",
                file_sd_configs FileSdConfig "2.0" "Targets found in files.",
                gce_sd_configs GceSdConfig "2.0" "Targets found in Google Compute Engine.",
                hetzner_sd_configs HetznerSdConfig "2.21" "Targets found in Hetzner.",
                http_sd_configs HttpSdConfig "2.28" "Targets fetched from URLs.",
                ionos_sd_configs IonosSdConfig "2.36" "Targets found in IONOS Cloud.",
                kubernetes_sd_configs KubernetesSdConfig "2.0" "Targets found in Kubernetes.",
                kuma_sd_configs KumaSdConfig "2.29" "Targets found in Kuma.",
                lightsail_sd_configs LightsailSdConfig "2.27" "Targets found in AWS Lightsail.",
                linode_sd_configs LinodeSdConfig "2.28" "Targets found in Linode.",
                marathon_sd_configs MarathonSdConfig "2.0" "Targets found in Marathon.",
                msk_sd_configs MskSdConfig "3.10" "Targets found in AWS MSK.",
                nerve_sd_configs NerveSdConfig "2.0" "Targets found by Nerve in ZooKeeper.",
                nomad_sd_configs NomadSdConfig "2.37" "Targets found in Nomad.",
                oci_sd_configs OciSdConfig "3.14" "Targets found in Oracle Cloud.",
                openstack_sd_configs OpenStackSdConfig "2.0" "Targets found in OpenStack.",
                outscale_sd_configs OutscaleSdConfig "3.12" "Targets found in Outscale.",
                ovhcloud_sd_configs OvhcloudSdConfig "2.40" "Targets found in OVHcloud.",
                puppetdb_sd_configs PuppetDbSdConfig "2.31" "Targets found in PuppetDB.",
                rds_sd_configs RdsSdConfig "3.11" "Targets found in AWS RDS.",
                scaleway_sd_configs ScalewaySdConfig "2.26" "Targets found in Scaleway.",
                serverset_sd_configs ServersetSdConfig "2.0" "Targets found as serversets in ZooKeeper.",
                stackit_sd_configs StackitSdConfig "3.5" "Targets found in STACKIT.",
                static_configs StaticConfig "2.0" "Targets written down here.",
                triton_sd_configs TritonSdConfig "2.0" "Targets found in Triton.",
                uyuni_sd_configs UyuniSdConfig "2.31" "Targets found in Uyuni.",
                vultr_sd_configs VultrSdConfig "2.36" "Targets found in Vultr.",
            ]
            $($rest)*
        }
    };
}

/// Adds all service discoveries, and the HTTP client keys, to a section.
macro_rules! with_service_discovery {
    ([$($key:ident $type:ident $since:literal $doc:literal,)*]
        $(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        $crate::config::http::with_http_client! {
            $(#[$meta])*
            pub struct $name {
                $($body)*
                $(
                    #[doc = $doc]
                    #[schemars(extend("x-since" = $since))]
                    pub $key: $crate::yaml::Field<Vec<$crate::yaml::Spanned<$crate::config::sd::$type>>>,
                )*
            }
        }

        impl $name {
            /// The service discoveries of this section.
            pub(crate) fn discoveries(&self) -> $crate::config::sd::Discoveries<'_> {
                $crate::config::sd::Discoveries { $($key: &self.$key,)* }
            }
        }
    };
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        $crate::config::sd::for_all_discoveries! {
            with_service_discovery! $(#[$meta])* pub struct $name { $($body)* }
        }
    };
}
pub(crate) use {for_all_discoveries, with_service_discovery};

macro_rules! discoveries {
    ([$($key:ident $type:ident $since:literal $doc:literal,)*]) => {
        /// The service discoveries of some section.
        #[derive(Clone, Copy)]
        pub(crate) struct Discoveries<'c> {
            $(pub(crate) $key: &'c Field<Vec<Spanned<$type>>>,)*
        }

        impl Discoveries<'_> {
            /// Makes the checks of all of them, and of the sections within.
            fn check(&self, refusals: &mut Refusals) {
                $(for at in self.$key.items() {
                    let Some(config) = at.value() else { continue };
                    if let Some(client) = config.client() {
                        check_nested(&client, refusals);
                    }
                    if let Some(tls) = config.tls() {
                        check_tls(tls, refusals);
                    }
                    config.check(at, refusals);
                })*
            }

            /// The labels that targets may have from all of them beside `__address__`, and the keys that are given; `None`
            /// if targets may have any label.
            pub(crate) fn provided(&self) -> Option<Vec<&'static Provider>> {
                let mut all = Vec::new();
                $(
                    if self.$key.is_given() && self.$key.value().is_none() {
                        return None;
                    }
                    for at in self.$key.items() {
                        all.append(&mut at.value()?.provided(stringify!($key))?);
                    }
                )*
                Some(all)
            }

            /// Whether there is any of them.
            pub(crate) fn is_empty(&self) -> bool {
                true $(&& self.$key.items().is_empty())*
            }

            /// Whether there is none but `static_configs`.
            pub(crate) fn is_static(&self) -> bool {
                true $(&& (stringify!($key) == "static_configs" || !self.$key.is_given()))*
            }

            /// The first null item, with its key.
            fn first_null(&self) -> Option<(&'static str, Span)> {
                $(if let Some(item) = self.$key.items().iter().find(|item| item.is_null()) {
                    return Some((stringify!($key), item.span));
                })*
                None
            }
        }
    };
}

for_all_discoveries! { discoveries! }

/// Makes the checks of all service discoveries of the section `at`. Null items are found once the whole section is
/// decoded, before its own checks (discovery/registry.go, `readConfigs`).
pub(crate) fn check_discoveries<T>(at: &Spanned<T>, discoveries: Discoveries<'_>, refusals: &mut Refusals) {
    discoveries.check(refusals);
    if let Some((key, span)) = discoveries.first_null() {
        let refusal = Refusal::new("empty-section", span, format!("empty or null section in {key}"));
        refusals.add(at, refusal.help("remove the empty `-`"));
    }
}
