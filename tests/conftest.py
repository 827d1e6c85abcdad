"""Fixtures for every test: where the real directives are, and what this machine must have in CI."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stores

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
IN_CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def shared_path() -> Path:
    """The folder of real directives beside the checkout; a run in CI without it fails instead of skipping."""
    if not SHARED.is_dir():
        if IN_CI:
            pytest.fail("the folder of real directives is missing in CI")
        pytest.skip("the folder of real directives is not on this machine")
    return SHARED


@pytest.fixture(autouse=True)
def _no_connection_outlives_its_test() -> Iterator[None]:
    yield
    stores.close_all()


@pytest.fixture
def on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what only SQLite does: their stores are SQLite's also where the suite runs on PostgreSQL."""
    monkeypatch.setattr(stores, "SERVER", "")
