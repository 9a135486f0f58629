//! The short way reads as the long way and libyaml do.

use super::*;
use crate::yaml::mutations::for_each_text;

fn long_way(text: &str) -> Result<Document<'_>, String> {
    let mut builder = Builder::new(text);
    match builder.run() {
        Ok(()) => Ok(builder.finish().0),
        Err(failure) => Err(failure.message),
    }
}

/// Whether the short way took the text; panics if it read it otherwise than the long way does.
fn agrees(text: &str) -> bool {
    let Some(short) = short_way(text) else { return false };
    let long = long_way(text).unwrap_or_else(|error| panic!("accepted {text:?}: {error}"));
    assert!(matches!(gate::ask(text), gate::Verdict::Accepted), "libyaml refuses {text:?}");
    let own = [gate::question_mark_in_flow(text, &long), gate::escaped_slash(text, &long)];
    assert_eq!(own, [None, None], "{text}");
    let (short, long) = (format!("{short:#?}"), format!("{long:#?}"));
    if short != long {
        let at = short.lines().zip(long.lines()).position(|(short, long)| short != long).unwrap_or(0);
        let around =
            |text: &str| text.lines().skip(at.saturating_sub(6)).take(30).collect::<Vec<_>>().join("\n");
        panic!("{text}\n--- short\n{}\n--- long\n{}", around(&short), around(&long));
    }
    true
}

#[test]
fn the_short_way_reads_what_it_is_for() {
    for text in [
        "a: 1\n",
        "a:\n- b\n- c: d\n  e: f\ng:\n",
        "# x\na: # y\n  b: 'it''s' # z\n  c: [1, \"t\\\\w\", {d: e}]\n",
        "---\na:\n  -\n    b: c\n  - - d\n    - e:\n        f\n",
        "- a\n- b:\n  c: []\n- \"x\": {}\n",
    ] {
        assert!(agrees(text), "{text}");
    }
}

#[test]
fn the_short_way_agrees_with_the_long_way() {
    let (mut all, mut taken) = (0, 0);
    for_each_text(|text| {
        all += 1;
        taken += usize::from(agrees(text));
    });
    assert!(taken * 10 > all, "only {taken} of {all} were taken");
}
