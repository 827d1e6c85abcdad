"""Long lists are paged in place: the next page takes the place of the one before, and there is a way back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from directives.model import DraftTask
from storage.messages import flat
from storage.models import Occurrence
from tests.house import LETTER, House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house whose commune holds twenty tasks."""
    tasks = tuple(
        DraftTask(str(n), ("UBND xã Cao Lâu",), f"Việc thứ {n}", "", due_on=date(2024, 3, 19) + timedelta(days=n)) for n in range(1, 21)
    )
    built = House(tmp_path)
    built.in_force(replace(LETTER, tasks=tasks))
    yield built
    built.close()


def labels(house: House, name: str) -> list[str]:
    """The buttons of somebody's newest message."""
    return [choice.label for choice in flat(house.inbox(name)[-1].choices)]


def test_pages_take_one_anothers_place(house: House) -> None:
    """Three pages of eight, eight and four stand one after the other in the same message; each task is on one of them."""
    house.says("Mai", "việc của tôi")
    pages = [house.inbox("Mai")[-1].text]
    for label in ("Xem tiếp (2/3)", "Xem tiếp (3/3)"):
        house.taps("Mai", label)
        pages.append(house.inbox("Mai")[-1].text)
    assert len(house.inbox("Mai")) == 1
    lines = [line for page in pages for line in page.splitlines() if line.startswith("#")]
    assert [len([line for line in page.splitlines() if line.startswith("#")]) for page in pages] == [8, 8, 4]
    assert len({line.split()[0] for line in lines}) == 20


def test_there_is_a_way_back(house: House) -> None:
    """The last page leads back only, the first on only."""
    house.says("Mai", "việc của tôi")
    assert labels(house, "Mai")[-1:] == ["Xem tiếp (2/3)"]
    house.taps("Mai", "Xem tiếp (2/3)")
    assert labels(house, "Mai")[-2:] == ["Quay lại (1/3)", "Xem tiếp (3/3)"]
    house.taps("Mai", "Quay lại (1/3)")
    assert "Việc thứ 1 " in house.inbox("Mai")[-1].text


def test_page_that_is_no_more_is_the_last_one(house: House) -> None:
    """A button of a longer list, or a forged one, shows the last page there is."""
    assert "Việc thứ 20" in house.presses("Mai", "pg mine 99")[0].text


def test_only_the_page_that_is_shown_is_loaded(house: House) -> None:
    """Of twenty open tasks eight are read from the store, and then the last four."""
    loaded: list[int] = []

    def note(row: Occurrence, _context: object) -> None:
        loaded.append(row.id or 0)

    event.listen(Occurrence, "load", note)
    try:
        assert "20 việc" in house.says("Mai", "việc của tôi")[0].text
        assert len(loaded) == 8
        house.presses("Mai", "pg mine 3")
        assert len(loaded) == 12
    finally:
        event.remove(Occurrence, "load", note)


def test_coordinators_lists_turn_both_ways(house: House) -> None:
    """Overdue tasks are paged in the same way."""
    house.until(date(2024, 4, 22))
    house.says("Bình", "quá hạn")
    house.taps("Bình", "Xem tiếp (2/3)")
    assert "Quay lại (1/3)" in labels(house, "Bình")


def test_weeks_list_longer_than_a_page_can_be_turned(house: House) -> None:
    """What falls due this month is more than a page, and its second page can be asked for."""
    house.says("Bình", "tháng này")
    turn = [label for label in labels(house, "Bình") if label.startswith("Xem tiếp")]
    house.taps("Bình", turn[0])
    assert any(label.startswith("Quay lại") for label in labels(house, "Bình"))


def test_task_of_several_units_is_one_line(tmp_path: Path) -> None:
    """What two communes have to do by the same day is told once, with both names; the count stays that of their duties."""
    letter = replace(
        LETTER, tasks=(DraftTask("1", ("UBND xã Cao Lâu", "UBND xã Gia Cát"), "Báo cáo tiến độ", "", due_on=date(2024, 3, 22)),)
    )
    built = House(tmp_path)
    built.in_force(letter)
    answer = built.says("Hà", "tuần này")[0].text
    lines = [line for line in answer.splitlines() if line.startswith("#")]
    assert len(lines) == 1
    assert "[UBND xã Cao Lâu; UBND xã Gia Cát]" in lines[0]
    assert answer.startswith("2 việc đến hạn")
    built.close()
