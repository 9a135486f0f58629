//! Names of container images.

/// An image's name without registry, tag and digest: `prom/prometheus` of `docker.io/prom/prometheus:v3`.
pub(super) fn name(image: &str) -> String {
    let image = image.split('@').next().unwrap_or_default();
    let start = image.rfind('/').map_or(0, |at| at + 1);
    let end = image[start..].find(':').map_or(image.len(), |at| start + at);
    let parts: Vec<&str> = image[..end].split('/').collect();
    let is_registry = |part: &str| part.contains(['.', ':']) || part == "localhost";
    let parts = match &parts[..] {
        [first, rest @ ..] if !rest.is_empty() && is_registry(first) => rest,
        parts => parts,
    };
    // Behind a registry there may be a project before the usual two.
    let parts = &parts[parts.len().saturating_sub(2)..];
    match parts {
        ["library", name] => (*name).to_owned(),
        ["bitnamilegacy", name] => format!("bitnami/{name}"),
        parts => parts.join("/"),
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn registry_and_tag_do_not_count() {
        for (image, expected) in [
            ("redis", "redis"),
            ("redis:7-alpine", "redis"),
            ("docker.io/library/redis:7", "redis"),
            ("localhost:5000/redis", "redis"),
            ("quay.io/prometheus/node-exporter:v1@sha256:ab", "prometheus/node-exporter"),
            ("prom/prometheus:${VERSION}", "prom/prometheus"),
            ("docker.io/bitnamilegacy/kafka:3", "bitnami/kafka"),
            ("nvcr.io/nvidia/k8s/dcgm-exporter:4", "k8s/dcgm-exporter"),
            ("", ""),
        ] {
            assert_eq!(name(image), expected, "{image}");
        }
    }
}
