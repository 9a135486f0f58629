#!/usr/bin/env python3
"""Times `scrapelint check` beside `promtool check config --syntax-only` on generated configurations.

    cargo build --release
    bench/check.py [--scrapelint PATH] [--promtool PATH] [--jobs 1,1000,10000,100000] [--runs N]

Both tools read the same files in turn, in one run, so that what else the machine does falls on both. For each tool:
the median of wall time and CPU time (user and system), and the peak memory of one more run, which GNU time measures
(a process that Python starts begins with Python's own peak). promtool is left out, with a word, where there is none;
Debian's package `prometheus` has it. Output is Markdown.
"""

import argparse
import math
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import tempfile
import time

JOB = """\
  # Team {team}, service {n}.
  - job_name: service-{n}
    scrape_interval: 30s
    scrape_timeout: 10s
    metrics_path: /metrics
    scheme: https
    static_configs:
      - targets: ["app-{n}-a.example.com:8080", "app-{n}-b.example.com:8080"]
        labels:
          team: team-{team}
          env: production
    relabel_configs:
      - source_labels: [__address__]
        regex: '([^:]+)(?::\\d+)?'
        target_label: host
        replacement: $1
      - source_labels: [env, team]
        separator: /
        target_label: owner
    metric_relabel_configs:
      - source_labels: [__name__]
        regex: 'go_gc_.*|process_virtual_.*|service_{pattern}_debug_.*'
        action: drop

"""


def configuration(jobs: int) -> str:
    """A configuration of so many jobs, 24 lines each; a tenth of the patterns differ."""
    head = "global:\n  scrape_interval: 1m\n  scrape_timeout: 10s\nscrape_configs:\n"
    return head + "".join(JOB.format(n=n, team=n % 17, pattern=n % max(1, jobs // 10)) for n in range(jobs))


def run(command: list[str]) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds and exit code of a command."""
    began = time.perf_counter()
    with open(os.devnull, "wb") as devnull:
        process = subprocess.Popen(command, stdout=devnull, stderr=devnull)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    return wall, usage.ru_utime + usage.ru_stime, process.returncode


def peak_memory(command: list[str]) -> float:
    """Peak MiB of a command; NaN where GNU time is missing."""
    try:
        timed = subprocess.run(["/usr/bin/time", "-f", "%M", *command], capture_output=True, text=True)
        return int(timed.stderr.split()[-1]) / 1024
    except (OSError, ValueError):
        return math.nan


def main() -> None:
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scrapelint", default=str(root / "target/release/scrapelint"))
    parser.add_argument("--promtool", default=shutil.which("promtool"))
    parser.add_argument("--jobs", default="1,1000,10000,100000")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()

    tools = {"scrapelint": [arguments.scrapelint, "check"]}
    if arguments.promtool:
        tools["promtool"] = [arguments.promtool, "check", "config", "--syntax-only"]
        version = subprocess.run([arguments.promtool, "--version"], capture_output=True, text=True)
        print(f"promtool: {(version.stdout + version.stderr).splitlines()[0]}")
    else:
        print("promtool: none found, so nothing is compared")
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores; medians of {arguments.runs} runs in turn\n")
    print("| jobs | MB | tool | wall ms | cpu ms | peak MiB | wall ratio | cpu ratio | memory ratio |")
    print("|---|---|---|---|---|---|---|---|---|")

    with tempfile.TemporaryDirectory() as folder:
        for jobs in map(int, arguments.jobs.split(",")):
            path = pathlib.Path(folder) / "prometheus.yml"
            path.write_text(configuration(jobs))
            size = path.stat().st_size / 1e6
            samples: dict[str, list[tuple[float, float]]] = {tool: [] for tool in tools}
            for attempt in range(arguments.runs + 1):
                for tool, command in tools.items():
                    wall, cpu, code = run([*command, str(path)])
                    if code != 0:
                        raise SystemExit(f"{tool} ended with {code} on a healthy file of {jobs} jobs")
                    if attempt > 0:  # the first warms the caches
                        samples[tool].append((wall, cpu))
            medians = {tool: [statistics.median(column) for column in zip(*rows)] for tool, rows in samples.items()}
            for tool, command in tools.items():
                medians[tool].append(peak_memory([*command, str(path)]))
            ours = medians["scrapelint"]
            for tool, (wall, cpu, peak) in medians.items():
                ratios = ["" if tool == "scrapelint" else f"{theirs / mine:.1f}" for theirs, mine in zip((wall, cpu, peak), ours)]
                print(f"| {jobs:,} | {size:.2f} | {tool} | {wall * 1e3:.1f} | {cpu * 1e3:.1f} | {peak:.1f} | {' | '.join(ratios)} |", flush=True)


if __name__ == "__main__":
    main()
