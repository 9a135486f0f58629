//! Help, mistyped arguments, completions and man pages.

use std::path::Path;
use std::process::Command;

use crate::tools::target;
use crate::{HEALTHY, Run, folder, run};

/// All commands that do something, by their words: `check`, `config show`.
fn commands(above: &[String]) -> Vec<Vec<String>> {
    let help = help(above);
    let Some((_, listed)) = help.split_once("\nCommands:\n") else { return vec![above.to_vec()] };
    let lines = listed.lines().take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.flat_map(|name| commands(&[above, &[name.to_owned()]].concat())).collect()
}

fn help(command: &[String]) -> String {
    let arguments: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
    let run = run(Path::new("."), &arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    run.stdout
}

#[test]
fn each_command_shows_examples_that_it_takes() {
    let commands = commands(&[]);
    assert!(commands.len() >= 14, "{commands:?}");
    let folder = folder(&[]);
    let path = std::env::join_paths(
        [target().join("debug")]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").expect("a path"))),
    );
    let path = path.expect("a search path");
    for command in commands {
        let help = help(&command);
        let start = format!("scrapelint {}", command.join(" "));
        let (_, examples) =
            help.split_once("Examples:\n").unwrap_or_else(|| panic!("{start} shows no examples"));
        let examples: Vec<&str> = examples.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert!(examples.iter().any(|line| line.contains(&start)), "{start}: {examples:?}");
        for example in examples {
            let from = example.find("scrapelint").expect("the command");
            let line = [" >", " <", " |"]
                .iter()
                .fold(&example[from..], |line, end| line.split(end).next().unwrap_or(line));
            let line = format!("{line} --help");
            let output =
                Command::new("sh").args(["-c", &line]).current_dir(folder.path()).env("PATH", &path).output();
            let run = Run::from(output.expect("a shell"));
            assert_eq!(run.code, 0, "{line}: {}", run.stderr);
        }
    }
}

#[test]
fn mistyped_arguments_are_guessed() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    for (arguments, tip) in [
        (&["check", "--outptu-format", "json"][..], "'--output-format'"),
        (&["check", "--fxi", "prometheus.yml"], "a similar argument exists: '--fix'"),
        (&["generate", "job", "--prest", "redis"], "'--preset'"),
        (&["chekc"], "'check'"),
        (&["check", "--preset", "strikt"], "'strict'"),
        (&["generate", "drop-ruels"], "'drop-rules'"),
        (&["prometheus.yml"], "`scrapelint check prometheus.yml`"),
    ] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains("tip: ") && run.stderr.contains(tip), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn completions_are_for_each_shell() {
    let folder = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = run(folder.path(), &["completions", shell]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.contains("output-format") && run.stdout.contains("drop-rules"), "{shell}");
    }
    assert_eq!(run(folder.path(), &["completions", "tcsh"]).code, 2);
}

/// In the shell that is there everywhere that tests run.
#[test]
fn bash_completes_commands_and_options() {
    let script = "source /dev/stdin
        COMP_WORDS=(scrapelint che); COMP_CWORD=1; _scrapelint scrapelint che scrapelint; echo \"${COMPREPLY[@]}\"
        COMP_WORDS=(scrapelint check --wat); COMP_CWORD=2; _scrapelint scrapelint --wat check; echo \"${COMPREPLY[@]}\"";
    let completions = run(Path::new("."), &["completions", "bash"]).stdout;
    let mut child = Command::new("bash");
    child.args(["-c", script]).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = child.spawn().expect("bash");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), completions.as_bytes())
        .expect("read");
    let run = Run::from(child.wait_with_output().expect("it ends"));
    assert_eq!(run.stdout, "check\n--watch\n");
}

#[test]
fn man_pages_are_there_for_each_command() {
    let folder = folder(&[]);
    for command in commands(&[]) {
        let words: Vec<&str> = ["man"].into_iter().chain(command.iter().map(String::as_str)).collect();
        let run = run(folder.path(), &words);
        let title = format!(".TH scrapelint-{} 1", command.join("-"));
        assert!(run.stdout.contains(&title), "{title}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("Examples:"), "{title}");
    }
    let whole = run(folder.path(), &["man"]);
    assert!(
        whole.stdout.contains(".TH scrapelint 1") && whole.stdout.contains("scrapelint\\-check(1)"),
        "{}",
        whole.stdout
    );
    let unknown = run(folder.path(), &["man", "config", "shwo"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("has no command `shwo`; there are init, show, effective"),
        "{}",
        unknown.stderr
    );
}
