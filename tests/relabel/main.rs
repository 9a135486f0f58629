//! Relabeling, compared with a plain second implementation on generated rules and labels.

mod choices;
mod generated;
mod naive;
