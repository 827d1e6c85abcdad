"""Last Friday again: the numbers that were sent, whatever has happened since."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from reports.facts import Counts, Office, TaskLine, UnitFacts, WeekFacts
from reports.kept import to_json
from storage.db import transaction
from storage.messages import plain
from storage.models import KeptDigest
from tests.house import ZONE, House

SENT_AT = datetime(2024, 3, 15, 14, 0, tzinfo=ZONE)
LATE = TaskLine(
    "2-4-",
    "#2",
    "UBND xã Cao Lâu",
    "Đo lại đường thôn",
    "overdue",
    date(2024, 3, 10),
    deadline_text="trước ngày 11/3/2024",
    criteria=("2",),
    directive="12/UBND-VP",
)
DONE = TaskLine("3-5-", "#3", "UBND xã Gia Cát", "Tuyên truyền", "done_on_time", date(2024, 3, 12))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An office whose digest of the week before last Monday was kept; today its letter is in force anew."""
    built = House(tmp_path)
    built.in_force()
    facts = WeekFacts(
        "2024-W11",
        date(2024, 3, 11),
        date(2024, 3, 17),
        SENT_AT,
        Office("UBND huyện Cao Lộc"),
        units=(UnitFacts("UBND xã Cao Lâu", Counts(overdue=1)), UnitFacts("UBND xã Gia Cát", Counts(done_on_time=1))),
        tasks=(LATE, DONE),
    )
    text = to_json(facts)
    row = KeptDigest(
        week=facts.week,
        from_on=facts.from_on,
        to_on=facts.to_on,
        as_of=SENT_AT,
        facts={"json": text},
        facts_sha256=hashlib.sha256(text.encode()).hexdigest(),
        state="sent",
        sent_at=SENT_AT,
    )
    with transaction(built.engine) as session:
        session.add(row)
    yield built
    built.close()


@pytest.mark.parametrize(
    ("words", "shows", "hides"),
    [
        ("tiến độ Cao Lâu thứ sáu tuần trước", ["1 quá hạn", "#2", "14:00 ngày 15/3/2024"], ["Tuyên truyền", "2 đang thực hiện"]),
        ("tiến độ thứ sáu tuần trước", ["2 việc", "1 quá hạn", "#2"], []),
        ("tiến độ tiêu chí 2 thứ sáu tuần trước", ["1 quá hạn"], ["#3"]),
        ("tiến độ văn bản 12 thứ sáu tuần trước", ["1 quá hạn"], ["#3"]),
    ],
)
def test_last_friday_is_answered_from_what_was_kept(house: House, words: str, shows: list[str], hides: list[str]) -> None:
    """The store says two open tasks by now; the answer is the kept one."""
    answer = plain(house.says("Bình", words)[0].text)
    assert [part for part in shows if part not in answer] == [], answer
    assert [part for part in hides if part in answer] == [], answer


def test_a_week_without_a_digest_has_no_numbers(house: House) -> None:
    """Nothing is made up for a week that was never sent."""
    house.wait(days=14)
    assert "Không có bản tin nào được lưu" in plain(house.says("Bình", "tiến độ Cao Lâu thứ sáu tuần trước")[0].text)
