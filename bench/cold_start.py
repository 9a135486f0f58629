#!/usr/bin/env python3
"""Times the start of `scrapelint check` beside ruff's, each on a healthy file of a hundred lines.

    cargo build --release
    python3 -m venv target/ruff && target/ruff/bin/pip install ruff
    bench/cold_start.py [--scrapelint PATH] [--ruff PATH] [--runs N]

The two run in turn, so that what else the machine does falls on both. ruff runs with `--no-cache`, or it would look at
nothing but its cache. A run counts from before the program is started until it has ended; `--version` beside it shows what
of that is the start of the program itself. The least of all runs is nearest to what an idle machine shows. Output is Markdown.
"""

import argparse
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import tempfile

from check import configuration, run

# Seven lines each, and nothing that ruff's default rules find.
FUNCTION = '''\
def area_{n}(width: float, height: float) -> float:
    """The area of a rectangle, rounded."""
    area = width * height
    return round(area, {n})


'''


def main() -> None:
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scrapelint", default=str(root / "target/release/scrapelint"))
    parser.add_argument("--ruff", default=shutil.which("ruff") or str(root / "target/ruff/bin/ruff"))
    parser.add_argument("--runs", type=int, default=300)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        config, module = pathlib.Path(folder) / "prometheus.yml", pathlib.Path(folder) / "areas.py"
        config.write_text(configuration(4))
        module.write_text("".join(FUNCTION.format(n=n) for n in range(17)).rstrip() + "\n")
        commands = {
            "`scrapelint check`": [arguments.scrapelint, "check", str(config)],
            "`ruff check --no-cache`": [arguments.ruff, "check", "--no-cache", str(module)],
            "`scrapelint --version`": [arguments.scrapelint, "--version"],
            "`ruff --version`": [arguments.ruff, "--version"],
        }
        walls: dict[str, list[float]] = {name: [] for name in commands}
        cpus: dict[str, list[float]] = {name: [] for name in commands}
        for attempt in range(arguments.runs + 5):
            for name, command in commands.items():
                wall, cpu, code = run(command)
                if code != 0:
                    raise SystemExit(f"{name} ended with {code} on a healthy file")
                if attempt >= 5:  # the first ones warm the caches
                    walls[name].append(wall * 1e3)
                    cpus[name].append(cpu * 1e3)
        version = subprocess.run([arguments.ruff, "--version"], capture_output=True, text=True).stdout.strip()
        lines = [len(path.read_text().splitlines()) for path in (config, module)]

    print(f"{version}; files of {lines[0]} and {lines[1]} lines")
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores; {arguments.runs} runs in turn; milliseconds\n")
    print("| | least wall | median wall | median cpu |")
    print("|---|---|---|---|")
    for name in commands:
        row = (min(walls[name]), statistics.median(walls[name]), statistics.median(cpus[name]))
        print(f"| {name} | {' | '.join(f'{value:.1f}' for value in row)} |")
    ours, theirs = list(walls.values())[:2]
    ratios = [their / our for our, their in zip(ours, theirs)]
    print(f"\nruff's time over ours, pair by pair: {statistics.median(ratios):.1f} (median)")


if __name__ == "__main__":
    main()
