"""The built service on a Friday: the digest leaves while beats go on, and stopping in the middle loses nothing."""

import asyncio
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app as command
from bot.app import App
from bot.channels.memory import Memory
from bot.clock import DemoClock
from bot.settings import Settings
from storage.messages import Address, Incoming, plain
from tests.house import MONDAY, House


@pytest.fixture
def house(tmp_path: Path) -> House:
    """An office on a Monday; the memory channel stands for the demo's, which makes no PDF."""
    house = House(tmp_path, channel=Memory(name="web"))
    house.in_force()
    return house


def app_of(house: House, folder: Path) -> tuple[App, DemoClock]:
    """The service over the house's store, its clock on Monday morning."""
    clock = DemoClock(MONDAY.astimezone(UTC))
    settings = Settings(data_dir=folder, database_url=house.engine.url.render_as_string(hide_password=False))
    return App(settings, house.engine, clock, {"web": house.channel}), clock


async def played(app: App, clock: DemoClock, *moments: datetime) -> None:
    """The service at some moments: at each a beat with all its work, and delivery."""
    for moment in moments:
        clock.forward_to(moment.astimezone(UTC))
        await app.beat()
        await app.delivery.deliver_due()


def test_the_built_service_sends_the_digest_on_friday(house: House, tmp_path: Path) -> None:
    """From settings to the leader's chat: preview at noon, digest at two with its files, and once."""
    app, clock = app_of(house, tmp_path)
    friday = MONDAY + timedelta(days=4)
    asyncio.run(played(app, clock, MONDAY, *(friday.replace(hour=hour) for hour in (12, 14, 15))))
    assert "Bản xem trước" in plain(house.inbox("Bình")[-1].text)
    (digest,) = house.inbox("Hà")
    assert [Path(file.name).suffix for file in digest.files] == [".png", ".docx", ".xlsx"]
    assert all((tmp_path / file.path).is_file() for file in digest.files)


def test_a_digest_asked_for_comes_while_the_service_runs(house: House, tmp_path: Path) -> None:
    """A leader types, the running service answers at once, and the digest follows from its own loop."""
    app, _clock = app_of(house, tmp_path)

    async def asked() -> None:
        async with app.running():
            await app.receive(Incoming(Address("web", "Hà"), "m1", "Hà", "bản tin tuần này", person_name="Hà"))
            for _ in range(600):  # half a minute at the most
                if len(house.inbox("Hà")) == 2:
                    return
                await asyncio.sleep(0.05)

    asyncio.run(asked())
    assert "Tuần 12" in plain(house.inbox("Hà")[1].text)


def test_any_week_on_the_command_line(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A week that was sent comes from what was kept then, foreword and hour included; one that was not, from what is still known."""
    house.sends_digests()
    house.until(date(2024, 3, 22), time(12))
    house.taps("Bình", "Sửa lời dẫn")
    house.says("Bình", "Tuần này tốt.")
    house.until(date(2024, 3, 22), time(14))
    house.digests = None
    house.until(date(2024, 4, 2), time(9))
    house.says("Mai", "#2 xong rồi")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIENDO_DATABASE_URL", house.engine.url.render_as_string(hide_password=False))
    sent, unsent = (
        (CliRunner().invoke(command, ["digest", "--date", day, *more])) for day, *more in (["2024-03-20"], ["2024-03-29", "--json"])
    )
    assert "Tuần này tốt." in sent.stdout
    assert "tính đến 14:00 ngày 22/3/2024" in sent.stdout
    public = json.loads(unsent.stdout)
    assert (public["week"], public["counts"]["open"], public["previous"]["week"]) == ("2024-W13", 3, "2024-W12")
