#!/usr/bin/env python3
"""Times regular expressions of relabel steps, beside the engine that Prometheus uses.

    cargo build --release --example regex_speed
    go build -o prometheus-regex bench/regex/main.go     (with github.com/grafana/regexp on the GOPATH)
    bench/regex.py --rival ./prometheus-regex [--runs 3]

Both match the same values and find their groups; how many match must be equal. Runs alternate. Output is Markdown:
nanoseconds a value, the median of all runs.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

METRICS = [
    f"{subject}{ending}"
    for subject in ["go_gc_duration", "process_cpu", "http_request_duration", "container_cpu_usage_seconds", "node_load1"]
    for ending in ["_total", "_seconds_bucket", "_seconds_sum", "_created", ""]
]
PODS = [f"{word}-{n * 2654435761 % 0xFFFFFFFFF:09x}-x2x9k" for n in range(20) for word in ["checkout", "mailer", "web"]]
ADDRESSES = [f"10.{n}.{n * 7 % 256}.{n * 13 % 256}:{port}" for n in range(20) for port in [9100, 8080, 443]]
TWO_PORTS = [f"10.0.{n}.7{port};9102" for n in range(30) for port in ["", ":8080"]]
PATHS = [f"/api/v1/users/{n}" for n in range(20)] + ["/healthz", "/static/app.js", "/metrics"] * 5
META = [f"__meta_kubernetes_pod_{kind}_{name}" for kind in ["label", "annotation", "labelpresent"] for name in ["app", "team"]]
NAMESPACES = ["kube-system", "monitoring", "prod-eu", "Prod-us", "staging", "default"]

CASES = [
    ("(.*)", PODS),
    ("(.+)", PATHS),
    ("kube-system|monitoring|ingress", NAMESPACES),
    ("(?i)prod.*", NAMESPACES),
    ("go_.*", METRICS),
    ("go_(gc|info|memstats|threads)_.*", METRICS),
    (".+_(bucket|sum|count)", METRICS),
    (".*request.*", METRICS),
    ("|".join(f"metric_{n}_total" for n in range(60)), METRICS),
    ("__meta_kubernetes_pod_label_(.+)", META),
    ("/api/v[0-9]+/.*", PATHS),
    ("([^:]+)(?::\\d+)?", ADDRESSES),
    ("([^:]+)(?::\\d+)?;(\\d+)", TWO_PORTS),
    ("(.+?)(\\:\\d+)?;(\\d+)", TWO_PORTS),
    ("(.*)-[a-z0-9]{8,10}-[a-z0-9]{5}", PODS),
]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rival", required=True, help="what bench/regex/main.go was built to")
    arguments.add_argument("--ours", default=str(ROOT / "target/release/examples/regex_speed"))
    arguments.add_argument("--runs", type=int, default=3)
    options = arguments.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([{"pattern": pattern, "values": values} for pattern, values in CASES], file)
        file.flush()
        runs = [
            [json.loads(subprocess.check_output([tool, file.name])) for tool in (options.ours, options.rival)]
            for _ in range(options.runs)
        ]
    print("| pattern | is_match ns | Prometheus | ratio | captures ns | Prometheus | ratio |\n|---|---|---|---|---|---|---|")
    ratios = {"is_match": [], "captures": []}
    for at, (pattern, _) in enumerate(CASES):
        cells = []
        for what, all_ratios in ratios.items():
            ours, theirs = ([run[tool][at][what] for run in runs] for tool in (0, 1))
            if runs[0][0][at]["matching"] != runs[0][1][at]["matching"]:
                sys.exit(f"{pattern}: the tools differ in what matches")
            ratio = statistics.median(b / a for a, b in zip(ours, theirs))
            all_ratios.append(ratio)
            cells += [f"{statistics.median(ours):.0f}", f"{statistics.median(theirs):.0f}", f"{ratio:.1f}"]
        shown = (pattern if len(pattern) < 45 else "sixty names").replace("|", "\\|")
        print(f"| `{shown}` | {' | '.join(cells)} |")
    means = [math.exp(statistics.mean(map(math.log, values))) for values in ratios.values()]
    print(f"\nRatios, geometric mean: {means[0]:.1f} for is_match, {means[1]:.1f} for captures.")


if __name__ == "__main__":
    main()
