"""The beat goes on whatever the wall clock does."""

import asyncio
from datetime import UTC, datetime, timedelta

import apscheduler.schedulers.base
import pytest

from scheduler.jobs import Beater, FromNow

NOON = datetime(2024, 3, 18, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("previous", "now", "expected"),
    [
        (None, NOON, NOON),
        (NOON, NOON, NOON + timedelta(seconds=15)),
        (NOON, NOON + timedelta(seconds=14), NOON + timedelta(seconds=15)),
        (NOON, NOON + timedelta(days=30), NOON + timedelta(days=30, seconds=15)),  # one run is caught up, not 172,800
        (NOON, NOON - timedelta(hours=3), NOON - timedelta(hours=3) + timedelta(seconds=15)),
    ],
)
def test_the_next_run_is_reckoned_from_the_present(previous: datetime | None, now: datetime, expected: datetime) -> None:
    """However far the clock jumped, the next run is at most one interval away."""
    assert FromNow(15).get_next_fire_time(previous, now) == expected


class JumpingClock(datetime):
    """APScheduler's clock, moved by the test."""

    ahead = timedelta(0)

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.now(UTC) + cls.ahead  # noqa: TID251 - the test stands in for the machine's clock


async def _beats_over_a_jump(jump: timedelta, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many beats of 0.2 s there are in the 3.5 s after the clock jumped."""
    count = 0

    async def beat() -> None:
        nonlocal count
        count += 1

    monkeypatch.setattr(JumpingClock, "ahead", timedelta(0))
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", JumpingClock)
    beater = Beater(beat, 0.2)
    beater.start()
    await asyncio.sleep(0.5)
    monkeypatch.setattr(JumpingClock, "ahead", jump)
    before = count
    await asyncio.sleep(3.5)
    await beater.stop()
    return count - before


@pytest.mark.parametrize("jump", [timedelta(hours=-3), timedelta(days=30)])
def test_beats_go_on_after_a_jump(jump: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hours back or thirty days ahead, the beats go on within seconds."""
    assert asyncio.run(_beats_over_a_jump(jump, monkeypatch)) >= 5


def test_a_beat_that_fails_is_followed_by_another() -> None:
    """An exception in one beat does not end the others."""

    async def scenario() -> int:
        count = 0

        async def beat() -> None:
            nonlocal count
            count += 1
            raise RuntimeError("the store is locked")

        beater = Beater(beat, 0.05)
        beater.start()
        await asyncio.sleep(0.4)
        await beater.stop()
        return count

    assert asyncio.run(scenario()) >= 2


def test_stopping_waits_for_the_beat_under_way() -> None:
    """A beat that has begun ends before `stop` returns."""

    async def scenario() -> list[str]:
        told = []

        async def beat() -> None:
            await asyncio.sleep(0.3)
            told.append("ended")

        beater = Beater(beat, 60)
        beater.start()
        await asyncio.sleep(0.1)
        await beater.stop()
        return told

    assert asyncio.run(scenario()) == ["ended"]


def test_a_beat_that_falls_due_while_stopping_is_not_cancelled(caplog: pytest.LogCaptureFixture) -> None:
    """Due at any turn of the loop in which the beater stops: what has begun has ended, and no error is logged."""

    async def scenario(turns: int) -> list[str]:
        told = []

        async def beat() -> None:
            told.append("began")
            await asyncio.sleep(0.02)
            told.append("ended")

        beater = Beater(beat, 60)
        beater.start()
        await asyncio.sleep(0.1)
        stopping = asyncio.create_task(beater.stop())
        for _ in range(turns):
            await asyncio.sleep(0)
        if beater._job is not None:
            beater._job.reschedule(FromNow(60))
        await stopping
        await asyncio.sleep(0.05)
        return told

    told = [asyncio.run(scenario(turns)) for turns in range(6)]
    assert all(one.count("began") == one.count("ended") for one in told)
    assert ["began", "ended"] * 2 in told
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
