//! Relabeling exactly as Prometheus does it (model/relabel/relabel.go, scrape/target.go, scrape/scrape.go).

mod labels;

pub use labels::Labels;
