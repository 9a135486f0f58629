//! stub
use crate::config::http::{go_type, HttpClient};
use crate::config::value::{LabelName, Text, map_type};
use crate::config::Refusals;
use crate::yaml::{Field, Spanned};
use serde::Deserialize;
use schemars::JsonSchema;
macro_rules! with_service_discovery {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        $crate::config::http::with_http_client! { $(#[$meta])* pub struct $name { $($body)*
            /// s
            pub static_configs: $crate::yaml::Field<Vec<$crate::yaml::Spanned<$crate::config::sd::TargetGroup>>>,
        } }
        impl $name { pub fn discoveries(&self) -> $crate::config::sd::Discoveries { $crate::config::sd::Discoveries } }
    };
}
pub(crate) use with_service_discovery;
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TargetGroup { pub targets: Field<Vec<Spanned<Text>>>, pub labels: Field<LabelSet> }
map_type! { 
/// x
LabelSet(LabelName => Text) as "model.LabelSet"; }
go_type!{ TargetGroup: "struct", list "[]*targetgroup.Group"; }
pub struct Discoveries;
impl Discoveries { pub fn for_each_http(&self, _: &mut dyn FnMut(HttpClient<'_>)) {} }
pub fn check_discoveries<T>(_: &Spanned<T>, _: Discoveries, _: &mut Refusals) {}
pub fn check_static_targets<T>(_: &Spanned<T>, _: &Field<Vec<Spanned<TargetGroup>>>, _: &mut Refusals) {}
