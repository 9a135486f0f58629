//! Relabeling, compared with a plain second implementation on generated rules and labels.

mod generated;
mod naive;
