//! Credentials that are sent without encryption.

use crate::config::http::HttpClient;
use crate::finding::Finding;
use crate::rules::reach::{addresses, is_discovered, is_local, keeps};
use crate::rules::{Cx, Run};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    for job in config.jobs() {
        let Some((key, span)) = credentials(&job.http()) else { continue };
        let is_plain = job.scheme.text_or("http").eq_ignore_ascii_case("http");
        let stays = addresses(job).all(|(address, _)| is_local(address)) && !is_discovered(job);
        if !is_plain || stays || !keeps(job, "__scheme__") {
            continue;
        }
        let from = if job.scheme.is_present() { "`scheme: http`" } else { "no `scheme`, which is `http`" };
        let finding = finding(cx, key, span, &format!("sent to each target; the job has {from}"))
            .with_help("set `scheme: https`, with what it takes at the target")
            .with_job(Some(job.name()));
        cx.report(finding);
    }
    let written = config.remote_write.values().map(|write| (write.http(), write.url.text()));
    let read = config.remote_read.values().map(|read| (read.http(), read.url.text()));
    for (client, url) in written.chain(read) {
        let Some((key, span)) = credentials(&client) else { continue };
        let host =
            url.strip_prefix("http://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
        if host.is_some_and(|host| !is_local(host)) {
            let finding = finding(cx, key, span, "sent with each request to an `http://` URL")
                .with_help("use `https://`");
            cx.report(finding);
        }
    }
}

/// The key under which credentials are given, and where they stand.
fn credentials(client: &HttpClient<'_>) -> Option<(&'static str, Span)> {
    let keys = [
        ("basic_auth", client.basic_auth.span().filter(|_| client.basic_auth.is_given())),
        ("authorization", client.authorization.span().filter(|_| client.authorization.is_given())),
        ("bearer_token", client.bearer_token.span().filter(|_| !client.bearer_token.is_blank())),
        (
            "bearer_token_file",
            client.bearer_token_file.span().filter(|_| !client.bearer_token_file.is_blank()),
        ),
    ];
    keys.into_iter().find_map(|(key, span)| Some((key, span?)))
}

fn finding(cx: &Cx<'_>, key: &str, span: Span, label: &str) -> Finding {
    cx.finding(cx.first_line(span), format!("`{key}` is sent without encryption"))
        .with_label(label)
        .with_note("whoever is on the way can read and reuse the credentials")
}
