"""Digests in the store: a week's states, the sendings that wait, and reading that holds nobody up."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from storage import digests
from storage.db import reading, transaction
from storage.models import Mark, Unit
from tests.scheduler_stage import Stage, at

NOW = datetime(2024, 3, 22, 7, tzinfo=UTC)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A store on a Friday, with a week whose digest was announced."""
    stage = Stage(tmp_path, "2024-03-22 12:00")
    with stage.store() as session:
        digests.announce(session, "2024-W12", date(2024, 3, 18), NOW)
    return stage


def test_reading_holds_up_nobody_who_writes(stage: Stage) -> None:
    """While somebody reads, a unit is added; the reader goes on seeing the store as it was."""
    with reading(stage.engine) as looking:
        assert looking.exec(select(Unit)).all() == []
        with transaction(stage.engine) as writing:
            writing.add(Unit(name="Xã A", name_key="xa a", kind="xã"))
        assert looking.exec(select(Unit)).all() == []
    with reading(stage.engine) as looking:
        assert [unit.name for unit in looking.exec(select(Unit))] == ["Xã A"]


def test_a_week_goes_one_way(stage: Stage) -> None:
    """Announced, put off, wanted, kept: each once, and nothing goes back once it has left."""
    with stage.store() as session:
        assert digests.put_off(session, "2024-W12")
        assert not digests.want(session, "2024-W12", NOW)
        assert digests.want(session, "2024-W12", NOW, put_off_too=True)
        assert [week.week for week in digests.due(session)] == ["2024-W12"]
        assert not digests.set_foreword(session, "2024-W12", "muộn rồi")
        assert digests.keep(session, "2024-W12", {"json": "{}", "past": "{}"}, "0" * 64, NOW)
        assert not digests.keep(session, "2024-W12", {"json": "anders"}, "1" * 64, NOW)
        assert not digests.put_off(session, "2024-W12")
        digests.announce(session, "2024-W12", date(2024, 3, 18), NOW)
        week = digests.week_named(session, "2024-W12")
    assert week is not None
    assert (week.state, week.sent_at) == ("sent", NOW)


def test_kept_facts_are_found_by_any_day_of_their_week(stage: Stage) -> None:
    """Monday and Sunday find them, the days beside the week do not; a week that was only announced is in no history."""
    with stage.store() as session:
        digests.announce(session, "2024-W11", date(2024, 3, 11), NOW)
        digests.want(session, "2024-W12", NOW)
        digests.keep(session, "2024-W12", {"json": "{1}", "past": "{2}"}, "0" * 64, NOW)
        days = [date(2024, 3, day) for day in (17, 18, 24, 25)]
        assert [digests.facts_json(session, day) for day in days] == [None, "{1}", "{1}", None]
        assert digests.past_weeks(session, date(2024, 3, 25), 12) == ["{2}"]
        assert digests.past_weeks(session, date(2024, 3, 18), 12) == []
        assert digests.last_before(session, date(2024, 3, 25)) == date(2024, 3, 18)


def test_a_sending_waits_once_and_is_given_up_after_five_failures(stage: Stage) -> None:
    """The same sending is not added twice; the fifth failure ends it."""
    with stage.store() as session:
        assert digests.add_job(session, "digest", "2024-W12", "7", NOW)
        assert not digests.add_job(session, "digest", "2024-W12", "7", NOW)
        session.add(Mark(name="digest", at=NOW))
        session.add(Mark(name="digester", at=NOW))
        ended = []
        for _ in range(5):
            (job,) = digests.jobs(session)
            ended.append(digests.failed(session, job))
            session.flush()
        assert ended == [False, False, False, False, True]
        assert digests.jobs(session) == []


def test_the_whole_is_every_unit_but_the_groups(stage: Stage) -> None:
    """Who answers for all units answers for all of them, groups apart; one unit short is a part."""
    first, second = stage.unit("Xã A"), stage.unit("Xã B")
    stage.unit("Các xã", "group")
    stage.now = at("2024-03-22 13:00")
    with stage.store() as session:
        assert digests.covers_all(session, None)
        assert digests.covers_all(session, {first, second})
        assert not digests.covers_all(session, {first})
