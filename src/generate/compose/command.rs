//! What a container runs, as far as its command says.

use super::port::number;

/// A program that a command starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Runs {
    /// A server of a web application.
    Web { framework: &'static str, server: &'static str, listens: Listens },
    /// A Celery worker or scheduler.
    Celery,
    /// Something that ends.
    Task(String),
    /// The command does not say.
    Unknown,
}

/// Where a server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Listens {
    At(u16),
    /// For other containers it does not.
    OnlyLocally,
    /// That is said elsewhere.
    Unknown,
}

/// How a server is told where to listen.
struct Server {
    name: &'static str,
    framework: &'static str,
    hosts: &'static [&'static str],
    ports: &'static [&'static str],
    /// Options that name a file in which this may be said.
    files: &'static [&'static str],
    /// What holds without any of them.
    usual: (&'static str, u16),
}

const SERVERS: [Server; 7] = [
    server("gunicorn", "flask", &["-b", "--bind"], &[], &["-c", "--config"], 8000),
    server("uvicorn", "fastapi", &["--host"], &["--port"], &[], 8000),
    server("daphne", "django", &["-b", "--bind"], &["-p", "--port"], &[], 8000),
    server("hypercorn", "fastapi", &["-b", "--bind"], &[], &["-c", "--config"], 8000),
    server("granian", "fastapi", &["--host"], &["--port"], &[], 8000),
    server("flask", "flask", &["-h", "--host"], &["-p", "--port"], &[], 5000),
    Server { usual: ("0.0.0.0", 8000), ..server("fastapi", "fastapi", &["--host"], &["--port"], &[], 8000) },
];

const fn server(
    name: &'static str,
    framework: &'static str,
    hosts: &'static [&'static str],
    ports: &'static [&'static str],
    files: &'static [&'static str],
    port: u16,
) -> Server {
    Server { name, framework, hosts, ports, files, usual: ("127.0.0.1", port) }
}

/// Reads a command, which may be several for a shell: a server among them counts.
pub(super) fn read(command: &str) -> Runs {
    let is_between = |c: char| c.is_whitespace() || "&|;()\"'`[]".contains(c);
    let words: Vec<&str> = command.split(is_between).filter(|word| !word.is_empty()).collect();
    let program = |word: &str| word.rsplit('/').next().map(str::to_owned).unwrap_or_default();
    for (at, word) in words.iter().enumerate() {
        let rest = &words[at + 1..];
        let word = program(word);
        if word == "manage.py" && rest.first() == Some(&"runserver") {
            let address = rest.get(1).filter(|next| !next.starts_with('-'));
            return django(address.copied().unwrap_or_default());
        }
        let Some(server) = SERVERS.iter().find(|server| server.name == word) else { continue };
        let is_command = match server.name {
            "flask" | "fastapi" => rest.contains(&"run"),
            _ => true,
        };
        if is_command {
            let framework = framework(rest).unwrap_or(server.framework);
            return Runs::Web { framework, server: server.name, listens: server.listens(rest) };
        }
    }
    let is_one_command = !command.contains("&&") && !command.contains(';');
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        match program(word).as_str() {
            "celery" if words[at..].iter().any(|word| ["worker", "beat"].contains(word)) => {
                return Runs::Celery;
            }
            "manage.py" if !next.is_empty() && is_one_command => {
                return Runs::Task(format!("manage.py {next}"));
            }
            "alembic" if is_one_command => return Runs::Task("alembic".to_owned()),
            _ => {}
        }
    }
    Runs::Unknown
}

fn django(address: &str) -> Runs {
    let (host, port) = address.rsplit_once(':').unwrap_or_else(|| match number(address) {
        Some(_) => ("127.0.0.1", address),
        None => (address, ""),
    });
    let port = if port.is_empty() { Some(8000) } else { number(port) };
    let host = if host.is_empty() { "127.0.0.1" } else { host };
    Runs::Web { framework: "django", server: "runserver", listens: listens(host, port) }
}

fn listens(host: &str, port: Option<u16>) -> Listens {
    match port {
        _ if host == "localhost" || host == "[::1]" || host.starts_with("127.") => Listens::OnlyLocally,
        Some(port) => Listens::At(port),
        None => Listens::Unknown,
    }
}

/// The framework that a server's application says it is of: `shop.wsgi`, `shop.asgi:application`.
fn framework(words: &[&str]) -> Option<&'static str> {
    let module = |word: &&str| {
        let module = word.split(':').next().unwrap_or_default();
        [".wsgi", ".asgi"].iter().any(|end| module.ends_with(end))
    };
    if words.iter().any(module) {
        return Some("django");
    }
    words.iter().any(|word| word.contains("UvicornWorker")).then_some("fastapi")
}

impl Server {
    fn listens(&self, words: &[&str]) -> Listens {
        let of = |names: &[&str]| option(words, names);
        if of(self.files).is_some() && of(self.hosts).is_none() {
            return Listens::Unknown;
        }
        let (mut host, mut port) = (self.usual.0, Some(self.usual.1));
        if let Some(address) = of(self.hosts) {
            host = address;
            // An address of its own with a port, unless the server has an option for that.
            if let Some((before, after)) = address.rsplit_once(':').filter(|_| !address.ends_with(']')) {
                (host, port) = (before, number(after));
            }
        }
        if let Some(given) = of(self.ports) {
            port = number(given);
        }
        listens(host, port)
    }
}

/// The value of an option: `--bind X`, `--bind=X`, `-bX`.
fn option<'w>(words: &[&'w str], names: &[&str]) -> Option<&'w str> {
    words.iter().enumerate().find_map(|(at, word)| {
        names.iter().find_map(|name| {
            let rest = word.strip_prefix(name)?;
            match rest.strip_prefix('=') {
                Some(value) => Some(value),
                None if rest.is_empty() => words.get(at + 1).copied(),
                None if !name.starts_with("--") => Some(rest),
                None => None,
            }
        })
    })
}

/// The port in a flag such as `--web.listen-address=:9101`.
pub(super) fn listen_address(command: &str) -> Option<u16> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let address = option(&words, &["--web.listen-address", "-web.listen-address"])?;
    number(address.trim_matches(['"', '\'']).rsplit(':').next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web(framework: &'static str, server: &'static str, listens: Listens) -> Runs {
        Runs::Web { framework, server, listens }
    }

    #[test]
    fn servers_are_recognised_with_their_ports() {
        use Listens::{At, OnlyLocally, Unknown};
        for (command, expected) in [
            ("python manage.py runserver 0.0.0.0:8001", web("django", "runserver", At(8001))),
            (
                "sh -c \"python manage.py migrate && python3 ./manage.py runserver 0:80\"",
                web("django", "runserver", At(80)),
            ),
            ("manage.py runserver", web("django", "runserver", OnlyLocally)),
            ("manage.py runserver 8000", web("django", "runserver", OnlyLocally)),
            ("manage.py runserver 0.0.0.0:${PORT}", web("django", "runserver", Unknown)),
            ("gunicorn shop.wsgi -b 0.0.0.0:9000 -w 4", web("django", "gunicorn", At(9000))),
            ("gunicorn --bind=:9000 shop.wsgi:application", web("django", "gunicorn", At(9000))),
            ("/venv/bin/gunicorn app:app", web("flask", "gunicorn", OnlyLocally)),
            (
                "gunicorn -k uvicorn.workers.UvicornWorker app:app -c g.py",
                web("fastapi", "gunicorn", Unknown),
            ),
            ("uvicorn app.main:app --host 0.0.0.0 --port 8100", web("fastapi", "uvicorn", At(8100))),
            ("uvicorn shop.asgi:application --host 0.0.0.0", web("django", "uvicorn", At(8000))),
            ("daphne -b 0.0.0.0 -p 8002 shop.asgi:application", web("django", "daphne", At(8002))),
            ("flask --app x run --host=0.0.0.0", web("flask", "flask", At(5000))),
            ("fastapi run app.py", web("fastapi", "fastapi", At(8000))),
        ] {
            assert_eq!(read(command), expected, "{command}");
        }
    }

    #[test]
    fn what_serves_nothing_is_told() {
        assert_eq!(read("celery -A shop worker -l info"), Runs::Celery);
        assert_eq!(read("python -m celery -A shop beat"), Runs::Celery);
        assert_eq!(read("python manage.py migrate"), Runs::Task("manage.py migrate".to_owned()));
        assert_eq!(read("sh -c 'alembic upgrade head && python app.py'"), Runs::Unknown);
        assert_eq!(read("flask db upgrade"), Runs::Unknown);
        assert_eq!(read(""), Runs::Unknown);
    }

    #[test]
    fn a_listen_address_is_read() {
        assert_eq!(listen_address("--a --web.listen-address=0.0.0.0:9101"), Some(9101));
        assert_eq!(listen_address("--web.listen-address :9101"), Some(9101));
        assert_eq!(listen_address("--web.listen-address=unix.sock"), None);
    }
}
