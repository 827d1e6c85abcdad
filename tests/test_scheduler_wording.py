"""What a reminder says and which buttons it carries; every button is understood."""

from datetime import date
from pathlib import Path

import pytest

from handlers.understand import pressed
from handlers.understanding.intents import Unclear
from storage import duties
from storage.messages import flat
from storage.models import Outbox
from storage.outbox import decode
from tests.scheduler_stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Monday in the office, with one commune and its officer and a coordinator."""
    made = Stage(tmp_path, "2024-03-18 09:00")
    made.person("an", "officer", made.unit("UBND xã Hòa Cư"))
    made.person("dieu_phoi", "coordinator", None)
    return made


def newest(stage: Stage, number: int) -> tuple[str, list[str]]:
    """A queued message's text and the values of its buttons."""
    with stage.store() as session:
        message = decode(session.get_one(Outbox, number))
        return message.text, [choice.value for choice in flat(message.choices)]


def test_one_new_task_carries_every_answer(stage: Stage) -> None:
    """A single new task can be received, answered in every way, looked up, and asked why."""
    stage.task(1, "2024-04-29")
    stage.beat()
    _, values = newest(stage, 1)
    assert values == ["got 1", "done 1", "doing 1", "stuck 1", "none 1", "ext 1", "notmine 1", "see 1", "why 1"]


def test_every_button_is_understood(stage: Stage) -> None:
    """No button of a bundle, an escalation or a weekly prompt is unclear to those who answer."""
    for due in ("2024-03-19", "2024-03-20", None):
        stage.task(1, due)
    stage.go()
    stage.go("2024-03-20 08:00")
    stage.go("2024-03-21 15:00")
    for number in range(1, len(stage.outbox()) + 1):
        _, values = newest(stage, number)
        assert values
        assert not [value for value in values if isinstance(pressed(value), Unclear)]


def test_a_long_list_is_cut_and_counted(stage: Stage) -> None:
    """Sixty tasks at once fit one message; how many are not shown is said."""
    for _ in range(60):
        stage.task(1, "2024-04-29", text="Rà soát, tổng hợp, báo cáo kết quả thực hiện các nội dung được giao " * 3)
    stage.go()
    text = stage.channel.sent[0][1]
    assert len(text) <= 4096
    assert "việc nữa" in text


def test_an_extended_deadline_shows_the_first(stage: Stage) -> None:
    """After an extension the line shows the new day with the first one beside it."""
    task = stage.task(1, "2024-03-21", deadline_text="trước ngày 22/3")
    stage.go()
    with stage.store() as session:
        duty = duties.duty(session, stage.duty(task).occurrence.id or 0)
        assert duty is not None
        duties.move_deadline(session, duty, date(2024, 3, 25), stage.now, person_id=None, inbox_id=None, why="mưa")
    stage.go("2024-03-22 08:00")
    assert "#1 25/3/2024 (gia hạn từ 21/3/2024; văn bản ghi: trước ngày 22/3)" in stage.channel.sent[-1][1]
