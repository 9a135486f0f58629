#!/usr/bin/env python3
"""Writes shop.prom: what a web shop exposes whose metrics carry IDs. No service, user or order in it is real."""

import pathlib
import uuid

BUCKETS = ["0.1", "0.5", "1.0", "+Inf"]
NODES = ["node-a", "node-b", "node-c"]


def order(number):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"https://shop.example/order/{number}")


def lines():
    yield "# HELP shop_requests_total Requests, by path as it was asked for."
    yield "# TYPE shop_requests_total counter"
    for user in range(30):
        yield f'shop_requests_total{{method="GET",path="/api/user/{1000 + 7 * user}",status="200"}} {user + 1}'
    for number in range(10):
        yield f'shop_requests_total{{method="POST",path="/api/order/{order(number)}",status="201"}} 1'
    yield 'shop_requests_total{method="GET",path="/health",status="200"} 900'
    yield "# TYPE shop_requests_created gauge"
    for user in range(30):
        yield f'shop_requests_created{{method="GET",path="/api/user/{1000 + 7 * user}",status="200"}} 1.7e+09'
    yield "# HELP shop_latency_seconds How long users waited."
    yield "# TYPE shop_latency_seconds histogram"
    for user in range(30):
        labels = f'path="/api/user/{1000 + 7 * user}",user_id="{1000 + 7 * user}"'
        for count, bound in enumerate(BUCKETS):
            yield f'shop_latency_seconds_bucket{{{labels},le="{bound}"}} {count}'
        yield f"shop_latency_seconds_sum{{{labels}}} 1.5"
        yield f"shop_latency_seconds_count{{{labels}}} 3"
    yield "# TYPE shop_worker_info gauge"
    for worker in range(12):
        pod = f"worker-{worker}"
        yield f'shop_worker_info{{pod="{pod}",uid="{uuid.uuid5(uuid.NAMESPACE_DNS, pod)}",node="{NODES[worker % 3]}"}} 1'
    yield "# TYPE shop_worker_tasks gauge"
    for worker in range(12):
        for state in ("waiting", "running"):
            yield f'shop_worker_tasks{{pod="worker-{worker}",node="{NODES[worker % 3]}",state="{state}"}} {worker}'
    yield "# TYPE shop_shard_items gauge"
    for shard in range(64):
        yield f'shop_shard_items{{lane="{shard}"}} 5'
    yield "# TYPE go_goroutines gauge"
    yield "go_goroutines 42"
    yield "# TYPE process_open_fds gauge"
    yield "process_open_fds 12"


folder = pathlib.Path(__file__).parent
(folder / "shop.prom").write_text("".join(line + "\n" for line in lines()))
