#!/usr/bin/env python3
"""Makes seeds for the fuzz targets from the conformance sets and the rules' pages."""

import hashlib
import json
import pathlib
import re

root = pathlib.Path(__file__).resolve().parent.parent


def seed(target, text):
    data = text.encode("utf-8", "surrogatepass")
    folder = root / "fuzz" / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


for file in (root / "testdata" / "conformance").glob("*.jsonl"):
    for line in file.read_text(encoding="utf-8").strip().split("\n"):
        case = json.loads(line)
        if "re" in case and len(case["re"]) < 1000:
            seed("regex", case["re"])
        if "yaml" in case and len(case["yaml"]) < 4000:
            seed("check", case["yaml"])
            seed("fix", case["yaml"])

for file in (root / "testdata" / "exposition").glob("*.jsonl"):
    for line in file.read_text(encoding="utf-8").strip().split("\n"):
        seed("exposition", json.loads(line)["text"])

for page in (root / "rules").glob("*/*.md"):
    for block in re.findall(r"^```yaml[^\n]*\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S):
        seed("check", block)
        seed("fix", block)
