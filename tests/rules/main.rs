//! The rules' pages as tests, and the code generated from them.

mod examples;
mod page;
mod registry;
mod relabel_tests;
