# A static binary and nothing else: no shell, no C library, no root.
#
#   docker build -t scrapelint .
#   docker run --rm -v "$PWD:/work:ro" scrapelint check prometheus.yml

FROM rust:1-alpine AS build
# hadolint ignore=DL3018
RUN apk add --no-cache musl-dev
WORKDIR /src
COPY . .
# Alpine's toolchain links against musl, statically.
RUN cargo build --release --locked --bin scrapelint && strip target/release/scrapelint

FROM scratch
COPY --from=build /src/target/release/scrapelint /usr/bin/scrapelint
COPY --from=build /src/LICENSE-APACHE /src/LICENSE-MIT /usr/share/doc/scrapelint/
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/bin/scrapelint"]
CMD ["check"]
