//! What a service is, as far as scraping goes.

use super::command::{self, Listens, Runs};
use super::image;
use super::port::number;
use super::service::Service;
use crate::generate::preset::{Preset, preset, presets};
use crate::generate::target::port as port_of;

/// What is known of a service.
pub(super) enum Program {
    /// It serves metrics, as everything of its image does.
    Known { preset: &'static Preset, port: u16 },
    /// It is a web application, which may serve metrics.
    Application { preset: &'static Preset, port: u16, path: Option<String>, because: String },
    /// It serves none itself; this exporter does.
    Watched(&'static Preset),
    /// It serves none that could be scraped, for this reason.
    Silent(String),
}

/// Finds out what a service is, by its image, its command, and what else it says.
pub(super) fn program(service: &Service) -> Program {
    let image = service.image.as_deref().map(image::name).unwrap_or_default();
    let has = |list: &[String]| list.contains(&image);
    for preset in presets().iter().filter(|_| !image.is_empty()) {
        let images = &preset.images;
        let usual = preset.targets.first().and_then(|target| number(port_of(target)?));
        let port = configured_port(service, &images.port_settings).or(usual);
        let address = || format!("{}:{}", service.name, port.map_or("PORT".to_owned(), |it| it.to_string()));
        if has(&images.serving) {
            return match port {
                _ if preset.probes() => Program::Silent(format!(
                    "it probes what it is asked to: `scrapelint generate job --preset {} --target WHAT --exporter {}`",
                    preset.name, service.name
                )),
                Some(port) => Program::Known { preset, port },
                None => Program::Silent("its port is unknown".to_owned()),
            };
        }
        if has(&images.silent) {
            return match port {
                Some(port) if is_switched_on(service, &images.switch, port) => {
                    Program::Known { preset, port }
                }
                _ => Program::Silent(format!(
                    "metrics are off unless switched on, and nothing here shows that they are; when they are: \
                     `scrapelint generate job --preset {} --target {}`",
                    preset.name,
                    address()
                )),
            };
        }
        if has(&images.watched) {
            return Program::Watched(preset);
        }
    }
    application(service)
}

fn configured_port(service: &Service, settings: &[String]) -> Option<u16> {
    let variables = settings.iter().filter_map(|name| service.variable(name));
    let from_variable = variables.filter_map(|value| number(value.rsplit(':').next()?)).next();
    command::listen_address(&service.command).or(from_variable)
}

fn is_switched_on(service: &Service, switch: &[String], port: u16) -> bool {
    if switch.is_empty() {
        return service.ports.iter().any(|it| it.container == port);
    }
    let words = service.command.split_whitespace().chain(service.environment.iter().map(String::as_str));
    let mut words = words.map(|word| word.trim_matches(['"', '\'']));
    words.any(|word| switch.iter().any(|switch| switch == word))
        || switch.iter().any(|switch| !switch.starts_with('-') && service.command.contains(switch.as_str()))
}

fn application(service: &Service) -> Program {
    let probed = probed_metrics(&service.healthcheck);
    let (framework, server, listens) = match command::read(&service.command) {
        Runs::Web { framework, server, listens } => (framework, server, listens),
        Runs::Celery => {
            return Program::Silent(
                "a Celery process serves no HTTP; celery-exporter, or Flower, tells of tasks".to_owned(),
            );
        }
        Runs::Task(task) => return Program::Silent(format!("`{task}` serves nothing")),
        Runs::Unknown => return unknown(service, probed),
    };
    let port = match listens {
        Listens::At(port) => Some(port),
        Listens::OnlyLocally => {
            return Program::Silent(format!(
                "`{server}` listens on 127.0.0.1 alone here, where no other container reaches it; let it listen on 0.0.0.0"
            ));
        }
        Listens::Unknown => only_port(service),
    };
    let Ok(preset) = preset(framework) else { return unknown(service, probed) };
    let usual = preset.targets.first().and_then(|target| number(port_of(target)?));
    let because = match &probed {
        Some(_) => "its health check asks for metrics".to_owned(),
        None => format!("its command starts {}", if server == "runserver" { "Django" } else { server }),
    };
    match port.or(probed.as_ref().map(|(port, _)| *port)).or(usual) {
        Some(port) => Program::Application { preset, port, path: probed.map(|(_, path)| path), because },
        None => Program::Silent("its port is unknown".to_owned()),
    }
}

fn unknown(service: &Service, probed: Option<(u16, String)>) -> Program {
    let of_django = service.variable("DJANGO_SETTINGS_MODULE").is_some();
    let framework = preset(if of_django { "django" } else { "generic" }).ok();
    let listed = only_port(service);
    match (framework, probed, listed) {
        (Some(preset), Some((port, path)), _) => Program::Application {
            preset,
            port,
            path: Some(path),
            because: "its health check asks for metrics".to_owned(),
        },
        (Some(preset), None, Some(port)) if of_django => Program::Application {
            preset,
            port,
            path: None,
            because: "its environment has DJANGO_SETTINGS_MODULE".to_owned(),
        },
        _ => Program::Silent(
            "nothing here says that metrics are served; where they are: `scrapelint generate job --preset generic \
             --target HOST:PORT`"
                .to_owned(),
        ),
    }
}

/// The port of a service that lists one alone.
fn only_port(service: &Service) -> Option<u16> {
    match &service.ports[..] {
        [port] => Some(port.container),
        _ => None,
    }
}

/// Port and path of a health check that asks for metrics.
fn probed_metrics(healthcheck: &str) -> Option<(u16, String)> {
    let (_, rest) = healthcheck.split_once("http://")?;
    let url = rest.split(|c: char| c.is_whitespace() || "'\")|&;".contains(c)).next()?;
    let (address, path) = url.split_at(url.find('/')?);
    let is_of_metrics = path.split('/').any(|part| part == "metrics" || part == "prometheus");
    let port = address.rsplit_once(':').map_or(Some(80), |(_, port)| number(port))?;
    (is_of_metrics && path.len() <= 200).then(|| (port, path.to_owned()))
}
