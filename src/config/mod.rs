//! Prometheus's configuration as typed structs that know where every value stands.
//!
//! The serde and schemars derives are the one definition of a section: they drive decoding, unknown keys and their
//! nearest known ones, and the JSON Schema. `check` functions beside them make the checks Prometheus makes at load.

mod alerting;
mod auth;
mod duration;
mod effective;
mod former;
mod global;
pub mod http;
mod http_check;
mod keys;
mod load;
mod naming;
mod origin;
mod refusal;
mod relabel;
mod remote;
mod root;
mod schema;
mod scrape;
pub mod sd;
mod secrets;
mod server;
mod since;
mod size;
mod url;
mod value;
mod version;

pub use alerting::{AlertingConfig, AlertmanagerConfig, ApiVersion};
pub use auth::{
    AzureAd, AzureCertificate, AzureOAuth, AzureSdk, GoogleIam, ManagedIdentity, SigV4, WorkloadIdentity,
};
pub use duration::Duration;
pub use effective::{EffectiveConfig, EffectiveValue, Redaction, ValueOrigin, effective_config};
pub use former::{ONLY_API_V2_SINCE, RENAMED_KEYS, RenamedKey, accepts, is_api_v1};
pub use global::{DEFAULT_INTERVAL, DEFAULT_TIMEOUT, GlobalConfig, RuntimeConfig};
pub(crate) use keys::{Key, KeyDocs, ValueType, keys, sections};
pub use load::{Loaded, Mode, load, load_job_list, load_jobs, prometheus_error};
pub use naming::{EscapingScheme, SCRAPE_PROTOCOLS, ScrapeProtocol, ValidationScheme};
pub use origin::{Effective, Origin};
pub use refusal::{Refusal, Refusals};
pub use relabel::{Action, NameScheme, Regex, RelabelConfig};
pub(crate) use relabel::{check_relabel, is_valid_template};
pub use remote::{MetadataConfig, QueueConfig, RemoteReadConfig, RemoteWriteConfig, WriteMessageType};
pub use root::{Config, ScrapeConfigs};
pub use schema::SchemaOf;
pub(crate) use schema::schema_of;
pub use scrape::{Params, ScrapeConfig};
pub(crate) use secrets::is_secret_key;
pub use secrets::secrets;
pub use server::{
    ChunkEncodingConfig, ClientType, ExemplarsConfig, OtlpConfig, RetentionConfig, StorageConfig,
    TracingConfig, TranslationStrategy, TsdbConfig,
};
pub use since::{Newer, NewerThing, newer_than};
pub use size::Size;
pub use url::{Url, UrlParts, parse_url};
pub(crate) use value::map_type;
pub use value::{Int, Int64, LabelName, Secret, Text, Uint, Uint64, is_legacy_label_name};
pub use version::Version;
