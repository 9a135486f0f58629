//! Go regular expression syntax on Rust's engine.
