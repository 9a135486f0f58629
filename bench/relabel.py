#!/usr/bin/env python3
"""Times twenty relabel steps on a metrics dump, beside Prometheus's own packages.

    cargo build --release
    go build -o prometheus-relabel bench/relabel/main.go     (with Prometheus's source on the GOPATH)
    bench/relabel.py --rival ./prometheus-relabel [--series 1000000] [--runs 5]

Both read the dump from a file, run each series through bench/relabel/rules.yml and count. The counts must be equal. Runs
alternate, so that a busy machine slows both.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "target" / "bench"


def series(number: int) -> str:
    """The shape of benches/relabel.rs: histograms of a web service by endpoint, metrics of containers, runtime metrics."""
    pod = f"api-7d9f8b6c5d-{number // 500 % 0xFFFFF:05x}"
    host = f"10.0.{number // 4000 % 250}.{number // 500 % 250}:8000"
    kind = number % 10
    if kind < 6:
        le = ["0.005", "0.01", "0.1", "0.5", "1.0", "+Inf"][number % 6]
        method = ["GET", "POST"][number // 6 % 2]
        status = ["200", "404", "500"][number // 60 % 3]
        return (
            f'http_request_duration_seconds_bucket{{endpoint="/api/v1/users/{number // 12 % 50_000}/orders",'
            f'instance="{host}",job="api",le="{le}",method="{method}",namespace="shop",pod="{pod}",status="{status}"}}'
        )
    if kind < 9:
        container = ["app", "POD", "sidecar"][number % 3]
        namespace = ["shop", "kube-system", "billing"][number // 30 % 3]
        pod = f"api-7d9f8b6c5d-{number // 10:05x}"
        return (
            f'container_memory_working_set_bytes{{container="{container}",instance="{host}",job="kubelet",'
            f'label_app="shop",namespace="{namespace}",pod="{pod}",uid="{number:032x}"}}'
        )
    return f'go_gc_duration_seconds_{number % 7}{{instance="{host}",job="api"}}'


def write_inputs(count: int) -> tuple[Path, Path]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    dump = FOLDER / f"relabel-{count}.prom"
    if not dump.exists():
        with dump.open("w") as out:
            for number in range(count):
                out.write(f"{series(number)} {number % 1000}\n")
    rules = (ROOT / "bench/relabel/rules.yml").read_text()
    indented = "".join(f"    {line}\n" for line in rules.splitlines() if not line.startswith("#"))
    config = FOLDER / "relabel.yml"
    # The series bring job and instance along; nothing is added to them.
    head = "scrape_configs:\n- job_name: bench\n  honor_labels: true\n  metric_relabel_configs:\n"
    config.write_text(head + indented)
    return config, dump


def run(command: list[str]) -> tuple[float, float, int, dict]:
    """Wall and processor seconds, peak memory in MiB, and the JSON that was printed."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, json.loads(output)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rival", required=True, help="what main.go was built to")
    arguments.add_argument("--scrapelint", default=str(ROOT / "target/release/scrapelint"))
    arguments.add_argument("--series", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=5)
    options = arguments.parse_args()
    config, dump = write_inputs(options.series)
    ours = [options.scrapelint, "relabel", str(config), "--metrics", str(dump), "--output-format", "json"]
    ours += ["--max-file-size", "8192"]
    theirs = [options.rival, str(ROOT / "bench/relabel/rules.yml"), str(dump)]
    results = {"scrapelint": [], "Prometheus": []}
    for _ in range(options.runs):
        results["scrapelint"].append(run(ours))
        results["Prometheus"].append(run(theirs))
    our_counts = [(d["series"], d["kept"], d["changed"]) for d in results["scrapelint"][0][3]["dumps"]]
    their = results["Prometheus"][0][3]
    if our_counts != [(their["Series"], their["Kept"], their["Changed"])]:
        sys.exit(f"the counts differ: {our_counts} and {their}")
    print(f"{options.series:,} series, {dump.stat().st_size / 1e6:.0f} MB, 20 steps, median of {options.runs} runs\n")
    print("| | wall s | processor s | peak MiB |\n|---|---|---|---|")
    for name, runs in results.items():
        wall, cpu, memory = (statistics.median(run[at] for run in runs) for at in range(3))
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {memory:.0f} |")
    ratio = [statistics.median(b[at] / a[at] for a, b in zip(*results.values())) for at in range(3)]
    print(f"| ratio, pair by pair | {ratio[0]:.1f} | {ratio[1]:.1f} | {ratio[2]:.1f} |")
    parse, relabel = (statistics.median(run[3][key] for run in results["Prometheus"]) for key in ("ParseSeconds", "RelabelSeconds"))
    print(f"\nOf Prometheus's time, {parse:.2f} s is parsing and {relabel:.2f} s relabeling.")


if __name__ == "__main__":
    main()
