//! The `scrapelint` command.

fn main() {}
