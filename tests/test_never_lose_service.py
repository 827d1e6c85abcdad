"""The real process over Telegram's wire: killed while receiving, its disk full, its store locked or damaged."""

import random
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel, Person
from tests.botapi_world import TOKEN
from tests.service import ROOT, Service
from tests.test_bot_command import tiendo

SAMPLES = ROOT / "samples"
UNLIMITED = resource.RLIM_INFINITY


@pytest.fixture
def panel() -> Iterator[ControlPanel]:
    """A strict Bot API server and its control panel."""
    with BotApi() as api, ControlPanel(api.url) as controls:
        yield controls


@pytest.fixture
def service(tmp_path: Path, panel: ControlPanel) -> Iterator[Service]:
    """The service with a letter in force, talking to the server."""
    built = Service(tmp_path, TIENDO_TELEGRAM_TOKEN=TOKEN, TIENDO_TELEGRAM_API_URL=panel.url)
    built.tiendo("units", "import", str(SAMPLES / "roster.csv"))
    built.tiendo("import", str(SAMPLES / "directives" / "cao_lau.txt"), "--activate")
    with built:
        yield built


@pytest.fixture
def code(service: Service) -> str:
    """The code of a task that UBND xã Cao Lâu leads: which one it is depends on the sample letter."""
    query = (
        "SELECT min(task_id) FROM assignment JOIN unit ON unit.id = assignment.unit_id "
        "WHERE unit.name = 'UBND xã Cao Lâu' AND assignment.part = 'lead'"
    )
    return f"#{asked(service, query)[0][0]}"


def linked(service: Service, panel: ControlPanel) -> Person:
    mai = panel.person(202, "Mai")
    mai.says(service.invite("Cao Lâu", "officer"))
    assert "Đã liên kết" in mai.hears(15)
    return mai


def asked(service: Service, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{service.folder}/data/tiendo.db?mode=ro", uri=True)) as store:
        return store.execute(query).fetchall()


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_killed_again_and_again_while_receiving(service: Service, panel: ControlPanel, code: str) -> None:
    """Every update is taken exactly once, however often the process dies in between: each report stands once, in the order it was sent."""
    mai, dice = linked(service, panel), random.Random(7)
    said = []
    for round_number in range(4):
        for number in range(4):
            said.append(10 + 4 * round_number + number)
            mai.says(f"{code} được {said[-1]}%")
        time.sleep(dice.uniform(0, 0.3))
        service.kill()
        service.start()
    panel.until(lambda: len(asked(service, "SELECT 1 FROM report")) >= len(said), 30)
    panel.until(lambda: not asked(service, "SELECT 1 FROM outbox WHERE state = 'pending'"), 20)
    assert [percent for (percent,) in asked(service, "SELECT percent FROM report ORDER BY id")] == said
    assert len(asked(service, f"SELECT 1 FROM inbox WHERE text LIKE '{code} được%'")) == len(said)
    answered = asked(service, "SELECT DISTINCT inbox_id FROM outbox WHERE kind = 'reply' AND inbox_id IN (SELECT inbox_id FROM report)")
    assert len(answered) == len(said)


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_full_disk_is_waited_for(service: Service, panel: ControlPanel, code: str) -> None:
    """While no file can grow nothing is confirmed and the process lives; with room again, what was sent meanwhile is answered once."""
    mai = linked(service, panel)
    assert service.process is not None
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (1024, UNLIMITED))
    mai.says(f"{code} được 41%")
    mai.hears_nothing(2)
    assert asked(service, "SELECT 1 FROM report") == []
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))
    assert f"Đã ghi nhận {code}" in mai.hears(20)
    mai.hears_nothing(1)
    assert asked(service, "SELECT percent FROM report") == [(41,)]


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_store_that_another_program_locks_is_waited_for(service: Service, panel: ControlPanel, code: str) -> None:
    """Longer than SQLite's own patience: the update is not confirmed, and answered once when the lock is gone."""
    mai = linked(service, panel)
    with closing(sqlite3.connect(service.folder / "data" / "tiendo.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        mai.says(f"{code} được 42%")
        mai.hears_nothing(7)
        other.execute("ROLLBACK")
    assert f"Đã ghi nhận {code}" in mai.hears(30)
    mai.hears_nothing(1)
    assert service.ready(30)
    assert asked(service, "SELECT percent FROM report") == [(42,)]


@pytest.mark.parametrize("harm", ["head", "middle"])
def test_a_damaged_store_stops_the_start_untouched(tmp_path: Path, harm: str) -> None:
    """One sentence that says what to do, the file as it was, and the doctor finds the same."""
    tiendo(tmp_path, "units", "import", str(SAMPLES / "roster.csv"))
    store = tmp_path / "data" / "tiendo.db"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # what stands in no other file can be compared
    content = bytearray(store.read_bytes())
    at = 0 if harm == "head" else len(content) // 2
    content[at : at + 40_000] = b"\x5a" * len(content[at : at + 40_000])
    store.write_bytes(content)
    said = tiendo(tmp_path, "run", code=1, TIENDO_WEB_PORT="0").stderr.strip()
    assert len(said.splitlines()) == 1
    assert "damaged" in said
    assert "restore" in said
    assert "damaged" in tiendo(tmp_path, "doctor", code=1).stdout
    assert store.read_bytes() == content
