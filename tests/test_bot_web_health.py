"""The probes that monitoring asks."""

import asyncio

import httpx
from prometheus_client import CollectorRegistry, Counter
from starlette.applications import Starlette

from bot.web.health import health_routes


def get(path: str, checks: dict[str, bool], registry: CollectorRegistry | None = None) -> httpx.Response:
    """One request to a server whose checks answer as given."""
    app = Starlette(routes=health_routes(lambda: checks, registry or CollectorRegistry()))

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://probe") as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_the_process_is_alive_even_when_it_is_not_ready() -> None:
    """A failing check does not make monitoring restart a living process."""
    answer = get("/healthz", {"store": False})
    assert (answer.status_code, answer.text) == (200, "ok")


def test_the_service_is_ready_when_every_check_holds() -> None:
    """All checks true is 200, with each by name."""
    answer = get("/readyz", {"store": True, "scheduler": True})
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "checks": {"store": True, "scheduler": True}})


def test_one_failing_check_makes_the_service_not_ready() -> None:
    """One false check is 503 and is named."""
    answer = get("/readyz", {"store": True, "scheduler": False})
    assert (answer.status_code, answer.json()["checks"]["scheduler"]) == (503, False)


def test_metrics_are_those_of_the_registry_passed_in() -> None:
    """What was counted is told in Prometheus's text form."""
    registry = CollectorRegistry()
    Counter("tiendo_messages", "Messages.", registry=registry).inc(3)
    answer = get("/metrics", {}, registry)
    assert "tiendo_messages_total 3.0" in answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
