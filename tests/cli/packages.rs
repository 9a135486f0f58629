//! What users install: a wheel, a crate, an action, an archive.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

use crate::tools::{binary, program, target};
use crate::{HEALTHY, Run, folder};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs a program in the root of the repository, and gives what it prints.
fn successful(command: &mut Command) -> String {
    for name in ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "PYTHONHOME", "PYTHONPATH"] {
        command.env_remove(name);
    }
    let output = command.env("CARGO_TARGET_DIR", target()).output().expect("it runs");
    let run = Run::from(output);
    assert_eq!(run.code, 0, "{command:?}:\n{}{}", run.stdout, run.stderr);
    run.stdout
}

fn version() -> String {
    format!("scrapelint {}\n", env!("CARGO_PKG_VERSION"))
}

/// A wheel in a folder of its own, made as `pip install .` makes it, but in the profile that is built already and with the
/// maturin that is there.
fn wheel() -> Option<(tempfile::TempDir, PathBuf)> {
    let (pip, maturin) = (program("pip")?, program("maturin")?);
    let folder = folder(&[]);
    let mut path = maturin.parent().expect("a folder").as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let quiet = ["wheel", "--quiet", "--no-index", "--disable-pip-version-check"];
    let mut command = Command::new(pip);
    command.args(quiet).args(["--no-deps", "--no-build-isolation", "--wheel-dir"]).arg(folder.path());
    command.env("PATH", path).env("MATURIN_PEP517_ARGS", "--profile dev --strip");
    successful(command.arg(".").current_dir(root()));
    let files: Vec<PathBuf> =
        fs::read_dir(folder.path()).expect("the folder").map(|file| file.expect("a file").path()).collect();
    let [wheel] = &files[..] else { panic!("{files:?}") };
    let wheel = wheel.clone();
    Some((folder, wheel))
}

#[test]
fn a_wheel_is_installed_and_runs_and_so_does_the_action() {
    let Some(python) = program("python3") else { return };
    let Some((wheels, wheel)) = wheel() else { return };
    let place =
        folder(&[("conf/prometheus.yml", HEALTHY), ("conf/bad one.yml", "scrape_configs: [{job_nam: a}]\n")]);
    let place = place.path();
    let home = place.join("fresh");
    successful(Command::new(&python).args(["-m", "venv"]).arg(&home));
    let pip = ["-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check"];
    successful(Command::new(home.join("bin/python")).args(pip).arg(&wheel));
    assert_eq!(successful(Command::new(home.join("bin/scrapelint")).arg("--version")), version());
    let checked = successful(Command::new(home.join("bin/scrapelint")).arg("check").current_dir(place));
    assert_eq!(checked, "No problems in 1 file.\n");

    let action: serde_yaml::Value =
        serde_yaml::from_str(&fs::read_to_string(root().join("action.yml")).expect("the action"))
            .expect("YAML");
    let script = action["runs"]["steps"][0]["run"].as_str().expect("a script");
    let act = |version: &str, paths: &str, arguments: &str| {
        let mut command = Command::new("bash");
        // As GitHub runs it.
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(place);
        command.env("RUNNER_TEMP", place.join("temp")).env("GITHUB_ACTIONS", "true");
        command.env("GITHUB_STEP_SUMMARY", place.join("summary.md"));
        command.env("VERSION", version).env("PATHS", paths).env("ARGS", arguments);
        command.env("PIP_NO_INDEX", "1").env("PIP_FIND_LINKS", wheels.path());
        Run::from(command.output().expect("bash"))
    };
    let clean = act(env!("CARGO_PKG_VERSION"), "", "");
    assert_eq!((clean.code, clean.stdout.as_str()), (0, "No problems in 1 file.\n"), "{}", clean.stderr);
    let found = act("", "conf/bad one.yml\nconf/prometheus.yml\n", "--fail-on\nerror\n");
    assert_eq!(found.code, 1, "{}", found.stderr);
    assert!(found.stdout.starts_with("::error file=conf/bad one.yml,line=1,"), "{}", found.stdout);
    assert!(fs::read_to_string(place.join("summary.md")).expect("a summary").contains("unknown-key"));
    let unknown = act("0.0.0", "", "");
    assert_eq!(unknown.code, 1, "{}", unknown.stdout);
}

#[test]
fn cargo_installs_it() {
    let place = folder(&[]);
    let arguments = ["install", "--debug", "--locked", "--path", ".", "--root"];
    successful(Command::new(env!("CARGO")).args(arguments).arg(place.path()).current_dir(root()));
    assert_eq!(successful(Command::new(place.path().join("bin/scrapelint")).arg("--version")), version());
}

#[test]
fn an_archive_holds_all_that_belongs_to_the_binary() {
    let place = folder(&[]);
    let built = binary().parent().expect("a folder");
    let mut pack = Command::new(root().join(".github/pack"));
    successful(pack.arg("x86_64-unknown-linux-gnu").arg(built).env("DIST", place.path()).current_dir(root()));
    let archive = place.path().join("scrapelint-x86_64-unknown-linux-gnu.tar.gz");
    let listed = successful(Command::new("tar").arg("tzf").arg(archive));
    for name in [
        "scrapelint",
        "man/scrapelint.1",
        "man/scrapelint-check.1",
        "completions/scrapelint.bash",
        "LICENSE-MIT",
    ] {
        let name = format!("scrapelint-x86_64-unknown-linux-gnu/{name}");
        assert!(listed.lines().any(|line| line == name), "{name}: {listed}");
    }
}

#[test]
fn workflows_and_the_action_fit_their_schemas() {
    let Some(validator) = program("check-jsonschema") else { return };
    for (schema, file) in [
        ("vendor.github-workflows", ".github/workflows/ci.yml"),
        ("vendor.github-workflows", ".github/workflows/release.yml"),
        ("vendor.github-actions", "action.yml"),
    ] {
        successful(Command::new(&validator).args(["--builtin-schema", schema, file]).current_dir(root()));
    }
}

/// What may go wrong in them with each release, or open a door, as linters for them see it.
#[test]
fn linters_have_nothing_against_the_image_the_workflows_and_the_action() {
    for (name, arguments) in [("hadolint", "Dockerfile"), ("zizmor", "--offline --quiet .")] {
        let Some(linter) = program(name) else { continue };
        successful(Command::new(linter).args(arguments.split(' ')).current_dir(root()));
    }
}

/// What is said in several places, because each of them is read by another program.
#[test]
fn the_address_of_the_repository_is_the_same_everywhere() {
    let address = env!("CARGO_PKG_REPOSITORY");
    let read = |name: &str| fs::read_to_string(root().join(name)).expect("the file");
    for name in ["pyproject.toml", "docs/ci.md"] {
        assert!(read(name).contains(address), "{name} does not name {address}");
    }
    let page = read("docs/ci.md");
    let versions = Regex::new(r"(?:==|@v|rev: v|version: )(\d+\.\d+\.\d+)").expect("a regex");
    let versions: Vec<&str> =
        versions.captures_iter(&page).filter_map(|found| Some(found.get(1)?.as_str())).collect();
    assert!(versions.len() > 5, "{versions:?}");
    assert!(versions.iter().all(|version| *version == env!("CARGO_PKG_VERSION")), "{versions:?}");
}

/// `cargo publish` takes what `include` lists, and builds from that alone.
#[test]
fn the_crate_holds_what_the_code_includes() {
    let listed = successful(
        Command::new(env!("CARGO")).args(["package", "--list", "--allow-dirty"]).current_dir(root()),
    );
    for folder in ["src", "rules", "schema"] {
        for entry in walk(&root().join(folder)) {
            let path = entry.strip_prefix(root()).expect("below the root").to_string_lossy().into_owned();
            assert!(listed.lines().any(|line| line == path), "{path} is not in the package");
        }
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
