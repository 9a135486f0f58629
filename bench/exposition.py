#!/usr/bin/env python3
"""Times the reading of metrics dumps beside Prometheus's parser, and the cardinality report beside promtool's.

    cargo build --release --bins --example exposition_speed
    go build -o prometheus-exposition bench/exposition/main.go     (with Prometheus's source on the GOPATH)
    bench/exposition.py --rival ./prometheus-exposition [--runs 5] [--large 10000000]

Three shapes: long lists of labels as of kube-state-metrics, histograms by endpoint, and a million series of ten labels of
which three have hundreds of thousands of values. Readers are timed within their processes, reports from start to exit;
runs alternate. What the readers counted must be equal.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "target" / "bench"


def states(count: int):
    families = ["info", "status_phase", "container_status_ready", "owner", "labels"]
    for family in families:
        yield f"# HELP kube_pod_{family} About pods.\n# TYPE kube_pod_{family} gauge\n"
        for at in range(count // len(families)):
            pod = at // 5
            yield (
                f'kube_pod_{family}{{namespace="ns-{pod % 60}",pod="app-{pod % 500}-{pod:05x}",'
                f'uid="{pod:08x}-0000-4000-8000-{pod * 7919:012x}",node="ip-10-0-{pod % 8}-{pod % 250}.internal",'
                f'phase="{["Pending", "Running", "Succeeded", "Failed", "Unknown"][at % 5]}",container="c{at % 5}"}} 1\n'
            )


def requests(count: int):
    chance = random.Random(7)
    name = "http_requests_latency_seconds"
    yield f"# HELP {name} Latency.\n# TYPE {name} histogram\n"
    bounds = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf"]
    for at in range(count // (len(bounds) + 2)):
        labels = f'view="shop.user",method="{["GET", "POST"][at % 2]}",endpoint="/api/user/{at}",status="{[200, 404][at % 2]}"'
        total = 0
        for bound in bounds:
            total += chance.randrange(9)
            yield f'{name}_bucket{{{labels},le="{bound}"}} {total}.0\n'
        yield f"{name}_count{{{labels}}} {total}.0\n{name}_sum{{{labels}}} {chance.random() * 100!r}\n"


def wide(count: int):
    chance = random.Random(7)
    yield "# HELP wide_requests_total Requests.\n# TYPE wide_requests_total counter\n"
    endpoints = max(1, count * 34 // 100)
    for at in range(count):
        yield (
            f'wide_requests_total{{cluster="c{chance.randrange(3)}",namespace="ns-{chance.randrange(40)}",'
            f'pod="web-{at * 2654435761 & 0xFFFFFFFF:08x}-{at % 99991:05}",node="node-{chance.randrange(200)}",'
            f'endpoint="/api/user/{chance.randrange(endpoints)}",method="{["GET", "POST", "PUT"][at % 3]}",'
            f'code="{[200, 404, 500][at % 7 % 3]}",version="v1.{at % 9}",zone="eu-{chance.randrange(4)}",'
            f'trace="{chance.getrandbits(64):016x}"}} {chance.randrange(100000)}\n'
        )


def written(shape, count: int) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{shape.__name__}-{count}.prom"
    if not path.exists():
        with path.open("w") as out:
            out.writelines(shape(count))
    return path


def report(command: list[str], stdin: Path | None = None) -> tuple[float, float, float]:
    """Wall and processor seconds, and peak memory in MiB, of a command whose output is thrown away."""
    start = time.perf_counter()
    with open(stdin or os.devnull) as source:
        child = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def medians(runs: list[tuple[float, ...]]) -> list[float]:
    return [statistics.median(run[at] for run in runs) for at in range(len(runs[0]))]


def readers(options: argparse.Namespace, dumps: list[Path]) -> None:
    turns = []
    for _ in range(options.runs):
        commands = ([tool, "1", *map(str, dumps)] for tool in (options.reader, options.rival))
        turns.append([json.loads(subprocess.check_output(command)) for command in commands])
    print("| dump | series | MB | scrapelint MB/s | Prometheus MB/s | ratio | line breaks alone, times as fast | counting too, s |")
    print("|---|---|---|---|---|---|---|---|")
    for at, dump in enumerate(dumps):
        ours, theirs = turns[0][0][at], turns[0][1][at]
        # The sums are of floating point numbers, added in the same order.
        if any(ours[key] != theirs[key] for key in ("Series", "LabelBytes", "Sum")):
            sys.exit(f"{dump}: the readers differ: {ours} and {theirs}")
        size = dump.stat().st_size / 1e6
        each = [[turn[tool][at][key][0] for turn in turns] for tool, key in ((0, "Seconds"), (1, "Seconds"), (0, "LineSeconds"))]
        our, their, lines = each
        survey = statistics.median(turn[0][at]["SurveySeconds"][0] for turn in turns)
        ratio = statistics.median(b / a for a, b in zip(our, their))
        room = statistics.median(a / b for a, b in zip(our, lines))
        print(
            f"| {dump.stem} | {ours['Series']:,} | {size:.0f} | {size / statistics.median(our):.0f} "
            f"| {size / statistics.median(their):.0f} | {ratio:.1f} | {room:.1f} | {survey:.2f} |"
        )


def reports(options: argparse.Namespace, dumps: list[Path]) -> None:
    print("\n| whole command | wall s | processor s | peak MiB | of it beyond the file |\n|---|---|---|---|---|")
    for dump in dumps:
        command = [options.scrapelint, "cardinality", "--max-file-size", "8192", str(dump)]
        wall, cpu, memory = medians([report(command) for _ in range(options.runs)])
        size = dump.stat().st_size / (1 << 20)
        print(f"| scrapelint cardinality, {dump.stem} | {wall:.2f} | {cpu:.2f} | {memory:.0f} | {memory - size:.0f} |")


def beside_promtool(options: argparse.Namespace) -> None:
    if not shutil.which("promtool"):
        print("\npromtool is not installed.")
        return
    print("\n| series | scrapelint cardinality, s | promtool check metrics --extended, s | ratio |\n|---|---|---|---|")
    for count in (2_800, 5_600, 11_200):
        dump = written(requests, count)
        ours, theirs = [], []
        for _ in range(options.runs):
            ours.append(report([options.scrapelint, "cardinality", str(dump)])[0])
            theirs.append(report(["promtool", "check", "metrics", "--extended"], dump)[0])
        ratio = statistics.median(b / a for a, b in zip(ours, theirs))
        print(f"| {count:,} | {statistics.median(ours):.3f} | {statistics.median(theirs):.2f} | {ratio:.0f} |")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rival", required=True, help="what main.go was built to")
    arguments.add_argument("--reader", default=str(ROOT / "target/release/examples/exposition_speed"))
    arguments.add_argument("--scrapelint", default=str(ROOT / "target/release/scrapelint"))
    arguments.add_argument("--large", type=int, default=0, help="series of a dump that is reported on, too")
    arguments.add_argument("--runs", type=int, default=5)
    options = arguments.parse_args()
    dumps = [written(states, 421_000), written(requests, 575_000), written(wide, 1_000_000)]
    readers(options, dumps)
    reports(options, dumps + ([written(wide, options.large)] if options.large else []))
    beside_promtool(options)


if __name__ == "__main__":
    main()
