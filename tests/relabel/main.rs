//! Relabeling, compared with a plain second implementation on generated rules and labels.

mod bounds;
mod choices;
mod collisions;
mod generated;
mod naive;
