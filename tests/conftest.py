"""Fixtures for every test: where the real directives are, and what this machine must have in CI."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from tests import postgres_stores, stores

pytest_plugins = ["tests.both_stores"]
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
IN_CI = os.environ.get("CI") == "true"
LOCAL = "postgresql:///postgres"
GARBAGE_IS_LOOKED_FOR_AFTER = 50_000
"""New objects. A store's rows come and go by the thousand, and looking through them all the time takes a tenth of the whole run."""


def pytest_configure() -> None:
    """Each worker looks for garbage less often than Python does by itself; no example fails for being slow, in CI or elsewhere."""
    gc.set_threshold(GARBAGE_IS_LOOKED_FOR_AFTER, 20, 20)
    settings.register_profile("untimed", settings.default, deadline=None)
    settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores: many tests wait for a process, a browser or a clock."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is allowed the most time begins first: at the end nobody waits for a year that one worker has just begun to play."""
    items.sort(key=_allowed_s, reverse=True)


def _allowed_s(item: pytest.Item) -> float:
    marker = item.get_closest_marker("timeout")
    return float(marker.args[0]) if marker is not None else float(item.config.getini("timeout"))


@pytest.fixture(scope="session")
def shared_path() -> Path:
    """The folder of real directives beside the checkout; a run in CI without it fails instead of skipping."""
    if not SHARED.is_dir():
        if IN_CI:
            pytest.fail("the folder of real directives is missing in CI")
        pytest.skip("the folder of real directives is not on this machine")
    return SHARED


@pytest.fixture(autouse=True)
def _no_connection_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    stores.close_all(request.node.funcargs.get("tmp_path"))


def pytest_sessionfinish() -> None:
    """Drops the databases that the tests had: a worker that does so only as it ends may be ended before."""
    postgres_stores.drop_all()


@pytest.fixture
def on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what only SQLite does: their stores are SQLite's also where the suite runs on PostgreSQL."""
    monkeypatch.setattr(stores, "SERVER", "")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PostgreSQL server: the one named in the environment, or this machine's own. In CI there must be one."""
    address = stores.SERVER or LOCAL
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.OperationalError:
        if IN_CI:
            pytest.fail("no PostgreSQL server answers in CI")
        pytest.skip("no PostgreSQL server answers here")
    monkeypatch.setattr(stores, "SERVER", address)
