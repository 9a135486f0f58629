//! Relabeling, compared with a plain second implementation on generated rules and labels.

mod choices;
mod collisions;
mod generated;
mod naive;
