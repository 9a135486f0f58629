//! Rules of category `security`. Generated from `rules/security/` by `UPDATE=1 cargo test --test rules`.
