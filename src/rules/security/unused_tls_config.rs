//! TLS settings say how to connect, not that TLS is used: that is up to the scheme.

use crate::rules::reach::keeps;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let config = job.config;
    let Some(tls) = config.tls_config.spanned().filter(|tls| !tls.elsewhere) else { return };
    let is_plain = config.scheme.text_or("http").eq_ignore_ascii_case("http");
    if !is_plain || tls.value().is_none_or(|tls| tls.is_zero()) {
        return;
    }
    // A proxy may be spoken to with these settings.
    if config.proxy_url.is_given() || config.proxy_from_environment.is_given() || !keeps(config, "__scheme__")
    {
        return;
    }
    let key = tls.key.map_or(tls.span, |key| cx.document.span(key));
    let label = if config.scheme.is_present() {
        "the job sets `scheme: http`"
    } else {
        "the job sets no `scheme`, which is `http`"
    };
    let finding = cx
        .finding(key, "`tls_config` has no effect: targets are scraped without TLS")
        .with_label(label)
        .with_note("the settings count only where a target redirects to `https`; credentials of the job go out unencrypted")
        .with_help("set `scheme: https`, or remove `tls_config`")
        .with_job(Some(config.name()));
    let finding = match config.scheme.span() {
        Some(scheme) => finding.with_related(scheme, "set here"),
        None => finding,
    };
    cx.report(finding);
}
