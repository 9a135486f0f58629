//! Programs of others that tests drive. `.ci/run` installs them; where one is missing, its tests say so and do nothing.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;
use std::{env, fs};

/// A program: beside the build, where `.ci/run` puts it, or on the search path.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let beside = target().join("tools/bin");
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(beside).chain(env::split_paths(&path));
    let found = folders.map(|folder| folder.join(name)).find(|path| path.is_file());
    if found.is_none() {
        skip(&format!("{name} is not installed"));
    }
    found
}

/// The JSON Schema of SARIF 2.1.0, from the sources of a crate that cargo has fetched.
pub(crate) fn sarif_schema() -> Option<PathBuf> {
    let home =
        env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    let registries = std::fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
    let schema = "serde-sarif-0.8.0/src/schema.json";
    let found = registries.map(|registry| registry.path().join(schema)).find(|path| path.is_file());
    if found.is_none() {
        skip(
            "the schema of SARIF is not there; `cargo fetch --manifest-path tests/sarif/Cargo.toml` brings it",
        );
    }
    found
}

/// The folder that cargo builds in.
pub(crate) fn target() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_scrapelint")).ancestors().nth(2).expect("the target folder")
}

/// The command under test, under a name of its own: tests that build packages put another binary in the place of cargo's, and for a
/// moment there is none.
pub(crate) fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
        fs::create_dir_all(&folder).expect("a folder");
        let own = folder.join("scrapelint");
        let is_there = || {
            _ = fs::remove_file(&own);
            fs::hard_link(env!("CARGO_BIN_EXE_scrapelint"), &own).is_ok()
        };
        let waits = std::iter::repeat_n(Duration::from_millis(10), 100);
        assert!(
            is_there()
                || waits.into_iter().any(|wait| {
                    std::thread::sleep(wait);
                    is_there()
                }),
            "{own:?}"
        );
        own
    })
}

/// Says past the test harness that something is not tested here.
pub(crate) fn skip(why: &str) {
    std::io::stderr().write_all(format!("skipped: {why}\n").as_bytes()).expect("standard error");
}
