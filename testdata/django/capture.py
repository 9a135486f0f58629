#!/usr/bin/env python3
"""Makes the metrics beside it: a Django service with Celery, as prometheus_client exposes it.

    python3 -m venv venv && venv/bin/pip install django prometheus_client celery
    venv/bin/python testdata/django/capture.py

The service counts requests by their path, as many do: each user's page is a series of its own. Requests go through
Django's test client and tasks through an eager Celery, so nothing is started and nothing is sent; the numbers of
requests and their durations are made up, so that a run gives the same counters each time. What Python, the platform and
the process say of themselves is from the machine at hand.
"""

import pathlib
import random

import django
from celery import Celery, signals
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.test import Client
from django.urls import path
from prometheus_client import Counter, Histogram, generate_latest

HERE = pathlib.Path(__file__).parent
USERS = 40

REQUESTS = Counter("http_requests_total", "Requests by endpoint.", ["method", "endpoint", "status"])
DURATION = Histogram(
    "http_request_duration_seconds",
    "Durations of requests.",
    ["method", "endpoint"],
    buckets=(0.05, 0.1, 0.5, 1, 5),
)
TASKS = Counter("celery_tasks_total", "Tasks by name and state.", ["task_name", "state"])
TASK_DURATION = Histogram(
    "celery_task_duration_seconds", "Durations of tasks.", ["task_name"], buckets=(0.1, 1, 10)
)

made_up = random.Random(7)


def counting(get_response):
    """A middleware that counts each request by its path: the mistake of the guide."""

    def count(request):
        response = get_response(request)
        REQUESTS.labels(request.method, request.path, response.status_code).inc()
        DURATION.labels(request.method, request.path).observe(made_up.choice((0.02, 0.07, 0.3, 0.8)))
        return response

    return count


def user(_, number):
    return JsonResponse({"user": number}) if number <= USERS else HttpResponse(status=404)


def metrics(_):
    return HttpResponse(generate_latest(), content_type="text/plain; version=0.0.4")


urlpatterns = [
    path("", lambda _: HttpResponse("welcome")),
    path("health/", lambda _: HttpResponse("ok")),
    path("api/user/<int:number>", user),
    path("metrics/", metrics),
]

settings.configure(
    ALLOWED_HOSTS=["web", "testserver"],
    MIDDLEWARE=[f"{__name__}.counting"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="only for this run",
)

tasks = Celery("shop", broker="memory://", backend="cache+memory://")
tasks.conf.task_always_eager = True


@tasks.task(name="shop.tasks.send_receipt")
def send_receipt(order):
    if order % 9 == 0:
        raise ValueError(order)
    return order


@signals.task_postrun.connect
def count_task(task=None, state=None, **_):
    TASKS.labels(task.name, state.lower()).inc()
    TASK_DURATION.labels(task.name).observe(made_up.choice((0.05, 0.4, 2)))


def main():
    django.setup()
    client = Client(headers={"host": "web"})
    for _ in range(5):
        client.get("/")
        client.get("/health/")
    for number in range(1, USERS + 3):
        for _ in range(1 + number % 4):
            client.get(f"/api/user/{number}")
    for order in range(1, 30):
        send_receipt.apply(args=[order], throw=False)
    text = client.get("/metrics/").content.decode()
    (HERE / "web.prom").write_text(text)
    print(f"{len(text.splitlines())} lines")


if __name__ == "__main__":
    main()
