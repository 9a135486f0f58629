//! The short way reads as the long way and libyaml do.

use super::*;

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
        let around = |text: &str| text.lines().skip(at.saturating_sub(6)).take(30).collect::<Vec<_>>().join("\n");
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

/// Texts to hold the two ways against each other: recorded configurations, and rule pages with all that is in them.
fn texts() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for name in ["config.jsonl", "config-basic.jsonl"] {
        let lines = std::fs::read_to_string(root.join("testdata/conformance").join(name)).expect("recorded cases");
        for line in lines.lines() {
            let case: serde_json::Value = serde_json::from_str(line).expect("JSON");
            texts.push(case["yaml"].as_str().expect("a text").to_owned());
        }
    }
    texts.push(std::fs::read_to_string(root.join("testdata/demo/prometheus.yml")).expect("the demo"));
    texts
}

#[test]
fn the_short_way_agrees_with_the_long_way() {
    let texts = texts();
    let taken = texts.iter().filter(|text| agrees(text)).count();
    assert!(taken * 2 > texts.len(), "{taken} of {}", texts.len());
}

#[test]
fn the_short_way_agrees_on_damaged_texts() {
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |limit: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % limit.max(1) as u64) as usize
    };
    const PIECES: [&str; 40] = [
        " ", "  ", "\n", ":", ": ", "-", "- ", "#", " #", "'", "\"", "[", "]", "{", "}", ",", ", ", "?", "? ", "&a ", "*a",
        "!", "|", ">", "%", "@", "`", "~", "<<: ", "---\n", "...\n", "a: ", "a", "\\", "\n\n", "\n  ", "\n- ", ":\n", "[]", "{}",
    ];
    let mut taken = 0;
    let rounds = 6;
    for text in texts().iter().filter(|text| text.is_ascii() && text.len() < 4_000) {
        for _ in 0..rounds {
            let mut damaged = text.clone();
            for _ in 0..=below(3) {
                let at = below(damaged.len() + 1);
                match below(4) {
                    0 => damaged.insert_str(at, PIECES[below(PIECES.len())]),
                    1 if at < damaged.len() => _ = damaged.remove(at),
                    2 => {
                        let end = (at + below(30)).min(damaged.len());
                        damaged.replace_range(at..end, PIECES[below(PIECES.len())]);
                    }
                    _ => {
                        let end = (at + below(60)).min(damaged.len());
                        let copied = damaged[at..end].to_owned();
                        damaged.insert_str(below(damaged.len() + 1), &copied);
                    }
                }
            }
            taken += usize::from(agrees(&damaged));
        }
    }
    assert!(taken > 1_000, "{taken}");
}
