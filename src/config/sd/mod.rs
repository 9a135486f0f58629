//! Service discoveries: one file each.

pub mod consul;

pub use consul::ConsulSdConfig;
