"""The look ahead is what then happens."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from scheduler.preview import upcoming
from storage.office import Preview
from tests.scheduler_stage import Stage, at


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Monday in the office."""
    return Stage(tmp_path, "2024-03-18 09:00")


def ahead(stage: Stage, start: str, end: str) -> list[Preview]:
    with stage.store() as session:
        return upcoming(session, at(start), at(end), stage.rules, now=stage.now)


def test_two_weeks_ahead_are_what_then_goes_out(stage: Stage) -> None:
    """Every reminder and prompt foreseen for two weeks is sent at that moment, and nothing else is but the nudges to the silent."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-27")
    stage.task(unit, None, rrule="FREQ=WEEKLY;BYDAY=FR", due_time=time(10))
    stage.beat()
    foreseen = {row.at for row in ahead(stage, "2024-03-18 09:30", "2024-03-29 23:00") if row.stage != "escalation"}
    stage.deliver()
    sent = set()
    stage.now = at("2024-03-18 09:30")
    while stage.now < at("2024-03-29 23:00"):
        if stage.go():
            sent.add(stage.now)
        stage.now += timedelta(minutes=30)
    nudges = {at("2024-03-22 09:00"), at("2024-03-29 09:00")}
    assert sent - nudges == foreseen


def test_each_line_names_unit_people_tasks_and_stage(stage: Stage) -> None:
    """A reminder foreseen says which unit, who is told, which tasks, which stage; an escalation goes to the coordinator."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.person("dieu_phoi", "coordinator", None)
    stage.task(unit, "2024-03-20")
    stage.beat()
    rows = ahead(stage, "2024-03-20 00:00", "2024-03-21 09:00")
    assert [(row.unit, row.to, row.tasks, row.stage) for row in rows] == [
        ("UBND xã Hòa Cư", "an", ("#1",), "0"),
        ("UBND xã Hòa Cư", "dieu_phoi", ("#1",), "escalation"),
        ("UBND xã Hòa Cư", "an", ("#1",), "overdue"),
    ]
