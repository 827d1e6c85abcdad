"""When something about a digest fails, or the service stops in the middle of one."""

from pathlib import Path

import pytest
from sqlmodel import select

from reports.facts import WeekFacts
from scheduler import digest_sending
from scheduler.digest_sending import send_waiting
from storage import digests, people
from storage.models import Event, Person
from tests.digest_stage import Weekly


@pytest.fixture
def weekly(tmp_path: Path) -> Weekly:
    """A district on a Monday, with a coordinator and a leader."""
    return Weekly.open(tmp_path)


def test_a_part_that_fails_is_named_and_stops_nothing(weekly: Weekly, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its picture the digest still goes out, says so, and carries the other files."""

    def broken(_facts: WeekFacts, _language: str) -> bytes:
        raise RuntimeError("no typst today")

    monkeypatch.setattr("reports.chart.picture", broken)
    weekly.friday()
    message = next(one for one in weekly.messages("digest") if one.to.chat == "ha")
    assert "Bản này còn thiếu hình ảnh do lỗi khi lập tệp." in message.text
    assert [Path(file.name).suffix for file in message.files] == [".docx", ".xlsx"]


def test_a_reader_that_fails_stops_no_other_and_is_tried_again(weekly: Weekly, monkeypatch: pytest.MonkeyPatch) -> None:
    """One leader's digest fails; the other has theirs at once, the first at a later beat."""
    weekly.stage.person("hai", "leader", weekly.top)
    weekly.friday("2024-03-22")
    reader, failing = digest_sending.reader, ["2"]

    def sometimes(session: object, person_id: int, kind: str) -> object:
        if str(person_id) in failing:
            raise RuntimeError("no such luck")
        return reader(session, person_id, kind)  # type: ignore[arg-type]

    monkeypatch.setattr(digest_sending, "reader", sometimes)
    weekly.go("2024-03-29 14:00")
    assert (len(weekly.told("ha")), len(weekly.told("hai"))) == (1, 2)
    failing.clear()
    weekly.go("2024-03-29 14:01")
    assert (len(weekly.told("ha")), len(weekly.told("hai"))) == (2, 2)


def test_a_digest_that_never_works_is_given_up_and_in_the_trail(weekly: Weekly, monkeypatch: pytest.MonkeyPatch) -> None:
    """After five failures nothing waits any more, and the trail says whose digest failed."""
    weekly.friday()

    def never(*_: object, **__: object) -> None:
        raise RuntimeError("never")

    monkeypatch.setattr(digest_sending, "write_files", never)
    for minute in range(7):
        weekly.go(f"2024-03-29 14:0{minute}")
    with weekly.stage.store() as session:
        assert digests.jobs(session) == []
        failed = session.exec(select(Event).where(Event.kind == "digest_failed")).all()
    assert {event.after["who"] for event in failed} >= {"2"}


def test_stopped_in_the_middle_it_goes_on_and_sends_nothing_twice(weekly: Weekly) -> None:
    """A service stopped after the first of two readers sends the second one's at its next start, and the first one's not again."""
    weekly.stage.person("hai", "leader", weekly.top)
    weekly.friday()
    weekly.stage.now = weekly.moment("2024-03-29 14:00")
    weekly.decide()
    answers = iter([True, False, False, False, False, False])
    send_waiting(weekly.stage.engine, weekly.digests, weekly.stage.now, lambda: next(answers))
    weekly.go()
    weekly.go()
    assert len(weekly.told("ha")) == len(weekly.told("hai")) == 2


def test_a_reader_who_lost_the_role_gets_nothing(weekly: Weekly) -> None:
    """Between the decision and the sending a leader left: nothing is sent to them, and nothing waits."""
    weekly.stage.now = weekly.moment("2024-03-22 14:00")
    weekly.decide()
    with weekly.stage.store() as session:
        people.leave(session, session.get_one(Person, 2), weekly.stage.now)
    weekly.go()
    assert weekly.told("ha") == []
    with weekly.stage.store() as session:
        assert not digest_sending.has_work(session)
