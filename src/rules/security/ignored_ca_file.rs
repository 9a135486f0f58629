//! `InsecureSkipVerify` of Go's crypto/tls takes any certificate, whatever authorities are given.

use crate::finding::Safety;
use crate::rules::security::unverified_certificate::each_unverified;
use crate::rules::{Cx, Repair, Run};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Document(check);

fn check(cx: &mut Cx<'_>) {
    each_unverified(cx, |cx, key, authority| {
        let Some(authority) = authority else { return };
        let document = cx.document;
        let name = document.scalar(authority).unwrap_or_default();
        let finding = cx
            .finding(document.span(key.node), format!("`insecure_skip_verify` makes `{name}` pointless"))
            .with_label("any certificate is taken")
            .with_related(document.span(authority), "no certificate is compared with it")
            .with_note(
                "with it the server's certificate is not checked at all, neither its authority nor its name",
            )
            .with_help(
                "remove `insecure_skip_verify`; if the name in the certificate is another, set `server_name`",
            );
        let plan = edit::remove_entry(document, key.mapping, key.node);
        let repair = plan.map(|plan| Repair {
            title: "remove `insecure_skip_verify`".to_owned(),
            safety: Safety::Unsafe,
            plan,
        });
        cx.report_with(finding, repair);
    });
}
