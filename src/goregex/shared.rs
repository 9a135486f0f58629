//! Trees of patterns that come again and again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::{Ast, Error, parse_anchored};

/// How many trees are kept; when there are more, all are let go.
const MOST: usize = 1024;
/// Longer patterns do not come again.
const LONGEST: usize = 1024;

thread_local! {
    static RECENT: RefCell<HashMap<Box<str>, Arc<Ast>, FixedState>> = RefCell::default();
}

/// Reads a pattern as [`parse_anchored`] does, but the same pattern only once in a while: a configuration has the same
/// few patterns in many jobs.
///
/// # Errors
///
/// When Go refuses the pattern.
pub fn parse_shared(pattern: &str) -> Result<Arc<Ast>, Error> {
    if pattern.len() > LONGEST {
        return parse_anchored(pattern).map(Arc::new);
    }
    RECENT.with_borrow_mut(|recent| {
        if let Some(known) = recent.get(pattern) {
            return Ok(Arc::clone(known));
        }
        let ast = Arc::new(parse_anchored(pattern)?);
        if recent.len() >= MOST {
            recent.clear();
        }
        recent.insert(pattern.into(), Arc::clone(&ast));
        Ok(ast)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_patterns_share_a_tree() {
        let first = parse_shared("(shared)").unwrap();
        assert!(Arc::ptr_eq(&first, &parse_shared("(shared)").unwrap()));
        for number in 0..=MOST {
            assert_eq!(
                parse_shared(&format!("pattern{number}")).unwrap().pattern(),
                format!("pattern{number}")
            );
        }
        assert!(!Arc::ptr_eq(&first, &parse_shared("(shared)").unwrap()), "kept for ever");
    }
}
