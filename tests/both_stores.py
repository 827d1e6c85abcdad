"""Every test that has opened a store on SQLite is run again with its stores on PostgreSQL, where TEST_ALSO_ON names a server.

What opens no store would only be the same twice. Tests of what only SQLite does say so with the fixture `on_sqlite`.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests import stores

ALSO_ON = os.environ.get("TEST_ALSO_ON", "")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """The second run follows the first at once, in the same process."""
    stores.opened_files.clear()
    done = yield
    if ALSO_ON and stores.opened_files and "on_sqlite" not in getattr(item, "fixturenames", ()):
        before, stores.SERVER = stores.SERVER, ALSO_ON
        try:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=nextitem)
        finally:
            stores.SERVER = before
    return done


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """A failure says that it was the second run's."""
    report: Any = yield
    if ALSO_ON and stores.SERVER == ALSO_ON:
        report.sections.append(("stores on PostgreSQL", f"Alone: TEST_DATABASE_URL={ALSO_ON} pytest '{report.nodeid}'"))
    return report
