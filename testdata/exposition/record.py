#!/usr/bin/env python3
"""Asks a Prometheus 2.42 on this machine what it makes of small, often damaged texts of scrapes.

    record.py COUNT FILE

Serves COUNT texts of each format on the loopback interface, has `prometheus` scrape them, and writes one JSON object a
line: `format`, `text`, `error` (null where the scrape succeeded) and `series`, the stored labels and values.

Prometheus 3.14 reads the same, but for what is left out here: names in quotes; trailing commas in OpenMetrics; exemplars
of metrics that are neither counters nor buckets. Then, 3.14 takes any name and normalises `le` and `quantile`.
"""

import http.server
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

NAMES = ["a", "m", "b_total", "h_bucket", "_x", "c:d", "h_sum", "s"]
LABELS = ["le", "b", "quantile", "_c", "d9"]
VALUES = ["", "1", "+Inf", "x y", "\\\\", '\\"', "\\n", "é", "\\x", "a,b={}", "0.5", "# {"]
NUMBERS = ["1", "0", "-1.5", "+Inf", "-inf", "NaN", "1e3", ".5", "5."]
ODD_NUMBERS = ["1e400", "0x10", "1_000", "infinity", "+nan", "1e-400", "007", "1E5", "12345678901234567890", "0x1p-2",
               "e5", "+", "Inf"]
TIMES = [""] * 12 + ["1", "15", "1520879607789"] * 2 + ["-5", "1.5", "99999999999999999999", "1e3", "NaN"]
KINDS = ["counter", "gauge", "histogram", "summary", "untyped", "unknown", "info", "stateset", "gaugehistogram",
         "Counter", ""]
LINES = ["", " ", "#", "# comment", "#x", "\t#y", " a 1", "# EOF"]
JUNK = list('{}",=\\ \t\n#019a_+-.e:\r') + ["\0", "é", "\\n", "\n\n"]
# Prometheus 2.42 alone says this.
OLD = re.compile(r"does not support exemplars|expected label name, got \"BCLOSE\"")
QUOTED_NAME = re.compile(r'[{,]\s*"|(HELP|TYPE|UNIT)\s+"|"\s+"')

pick = random.choice


def sample(is_open):
    def gap():
        return "" if is_open else pick(["", "", "", " ", "\t"])

    name = pick(NAMES)
    labels = [f'{pick(LABELS)}{gap()}={gap()}"{pick(VALUES)}"' for _ in range(random.randrange(4))]
    line = name + gap()
    if labels or random.random() < 0.3:
        comma = "," if is_open or random.random() < 0.9 else pick([" ", ",,", ""])
        last = pick(["", "", ","]) if labels and not is_open else ""
        line += "{" + gap() + (gap() + comma + gap()).join(labels) + last + gap() + "}"
    line += pick([" "] * 8 + ["  ", "\t"]) if is_open else pick([" ", " ", " ", "\t", "  ", ""])
    line += pick(NUMBERS if random.random() < 0.9 else ODD_NUMBERS)
    stamp = pick(TIMES)
    line += f" {stamp}" if stamp else ""
    if is_open and name.endswith(("_total", "_bucket")) and random.random() < 0.5:
        labels = pick(["", 'id="x"', 'id="x",b="\\n"', "id", 'id="x",,', 'id="x"'])
        line += " # {" + labels + "} " + pick(["1", "0.5", "x"]) + pick(["", "", " 1.5", " NaN", " "])
    return line + gap()


def metadata(is_open):
    def gap():
        return " " if is_open or random.random() < 0.7 else pick(["\t", "  ", ""])

    word = pick(["HELP", "TYPE", "TYPE", "UNIT", "help", "HELPER"])
    words = ["words here", "", "back\\slash \\n", "total", "bucket", "a b\tc "]
    return "#" + gap() + word + gap() + pick(NAMES) + gap() + pick(KINDS if word == "TYPE" else words)


def damaged(text):
    at = random.randrange(len(text) + 1)
    cut = pick([0, 0, 1, 1, 1])
    return text[:at] + (pick(JUNK) if cut == 0 or random.random() < 0.5 else "") + text[at + cut:]


def document(is_open):
    lines = random.choices([sample, metadata, lambda _: pick(LINES)], [65, 25, 10], k=random.randrange(1, 4))
    text = "\n".join(line(is_open) for line in lines) + pick(["\n", "\n", "\n", ""])
    if is_open and random.random() < 0.95:
        text = text.removesuffix("\n") + "\n"
        text += pick(["# EOF", "# EOF\n\n", "# EOFx", "# EOF\r\n"]) if random.random() < 0.15 else "# EOF\n"
    for _ in range(pick([0, 0, 0, 1, 1, 2])):
        text = damaged(text)
    return text


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    documents = []
    types = {
        "text": "text/plain; version=0.0.4",
        "openmetrics": "application/openmetrics-text; version=1.0.0; charset=utf-8",
    }

    def log_message(self, *_):
        pass

    def do_GET(self):
        form, text = self.documents[int(self.path.rsplit("/", 1)[1])]
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", self.types[form])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


CONFIG = """
global: {scrape_interval: 15s, scrape_timeout: 10s}
scrape_configs:
- job_name: docs
  honor_timestamps: false
  file_sd_configs: [{files: [targets.json]}]
  relabel_configs: [{target_label: instance, replacement: i}]
"""


def ask(port, path, **query):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}?{urllib.parse.urlencode(query)}") as answer:
        return json.load(answer)["data"]


def scrape(documents, server_port, port=19191):
    """The error of each document, and the series that came of it."""
    folder = pathlib.Path(tempfile.mkdtemp())
    targets = [{"targets": [f"127.0.0.1:{server_port}"], "labels": {"__metrics_path__": f"/d/{at}", "doc": str(at)}}
               for at in range(len(documents))]
    (folder / "targets.json").write_text(json.dumps(targets))
    (folder / "prometheus.yml").write_text(CONFIG)
    command = ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
               f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]
    prometheus = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(60):
            time.sleep(2)
            try:
                if len(ask(port, "/api/v1/query", query='up{job="docs"}')["result"]) == len(documents):
                    break
            except OSError:
                pass
        time.sleep(3)
        active = ask(port, "/api/v1/targets", state="active")["activeTargets"]
        errors = {target["labels"]["doc"]: target["lastError"] or None for target in active}
        own = "up|scrape_.*"
        stored = ask(port, "/api/v1/query", query=f'{{job="docs",__name__!~"{own}"}}')["result"]
    finally:
        prometheus.terminate()
        prometheus.wait()
    series = {}
    for one in stored:
        labels = one["metric"]
        doc = labels.pop("doc")
        del labels["job"], labels["instance"]
        series.setdefault(doc, []).append([labels, one["value"][1]])
    return errors, series


def main(count, path):
    random.seed(7)
    documents = [("text", document(False)) for _ in range(count)]
    documents += [("openmetrics", document(True)) for _ in range(count)]
    documents = [one for one in dict.fromkeys(documents) if not QUOTED_NAME.search(one[1])]
    Handler.documents = documents
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    errors, series = scrape(documents, server.server_address[1])
    with open(path, "w", encoding="utf-8") as out:
        for at, (form, text) in enumerate(documents):
            error = errors[str(at)]
            if error and OLD.search(error):
                continue
            stored = sorted(series.get(str(at), []), key=json.dumps)
            case = {"format": form, "text": text, "error": error, "series": stored}
            out.write(json.dumps(case, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
