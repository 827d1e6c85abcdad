"""The weeks that the tests of `reports` look at: one written down, and random ones."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import strategies as st

from reports.facts import STATES, Counts, Office, PastWeek, Ratio, TaskLine, UnitFacts, Voice, WeekFacts
from reports.kept import from_json
from reports.numbers import counts_of, is_kept
from reports.pdf import can_convert
from reports.weeks import iso_week, week_of
from tests.conftest import IN_CI

needs_libreoffice = pytest.mark.skipif(not can_convert() and not IN_CI, reason="LibreOffice is not on this machine")
GOLDEN = Path(__file__).parent / "golden" / "reports"
HANOI = timezone(timedelta(hours=7))
OFFICE = Office(
    "UBND xã Bản Mới", "Bản Mới", addressee="Thường trực Đảng ủy xã", recipients=("Như trên", "Lưu: VT"), signer_title="CHỦ TỊCH"
)
UNIT_NAMES = ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Thôn Nà Pàn", "Trạm Y tế xã", "Công an xã")


def written_week() -> WeekFacts:
    """The week of 25 March 2024 as it was kept with its digest."""
    return from_json((GOLDEN / "week.json").read_text(encoding="utf-8"))


def empty_week(on: date = date(2024, 3, 29)) -> WeekFacts:
    """A week in which nothing has been assigned yet."""
    first, last = week_of(on)
    return WeekFacts(iso_week(on), first, last, datetime(on.year, on.month, on.day, 14, tzinfo=HANOI), OFFICE)


# Words as officers may write them: any sign, without lone surrogates.
spoken = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
days = st.one_of(
    st.dates(date(2023, 1, 1), date(2032, 12, 31)),
    st.sampled_from([date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 30), date(2024, 12, 31), date(2026, 12, 31), date(2027, 1, 3)]),
)


@st.composite
def tasks(draw: st.DrawFn, number: int, unit: str, on: date) -> TaskLine:
    """One task of a unit, in any of the four states, its deadline moved or not."""
    state = draw(st.sampled_from(STATES))
    due_on = on + timedelta(days=draw(st.integers(-40, -1) if state == "overdue" else st.integers(0, 40)))
    moved = draw(st.booleans())
    return TaskLine(
        f"a{number}",
        f"#{number}",
        unit,
        draw(spoken) or "việc",
        state,
        due_on,
        deadline_text=draw(spoken),
        original_due_on=due_on - timedelta(days=draw(st.integers(1, 60))) if moved else None,
        deadline_version=2 if moved else 1,
        percent=draw(st.none() | st.integers(0, 100)),
        report=draw(spoken),
        difficulty=draw(spoken),
        support=tuple(draw(st.lists(st.sampled_from(UNIT_NAMES), max_size=2))),
    )


@st.composite
def weeks(draw: st.DrawFn) -> WeekFacts:
    """A week with up to five units and twenty tasks, with or without a week before."""
    on = draw(days)
    first, last = week_of(on)
    names = UNIT_NAMES[: draw(st.integers(0, len(UNIT_NAMES)))]
    owners = draw(st.lists(st.sampled_from(names), max_size=20)) if names else []
    listed = tuple(draw(tasks(number, unit, on)) for number, unit in enumerate(owners, 1))
    as_of = datetime(on.year, on.month, on.day, 14, tzinfo=HANOI)
    units = tuple(draw(_unit(name, [task for task in listed if task.unit == name], on)) for name in names)
    before = PastWeek(
        iso_week(first - timedelta(days=1)), first - timedelta(days=7), last - timedelta(days=7), as_of - timedelta(days=7), units[:3]
    )
    voices = tuple(Voice(task.code, task.unit, "Bình", as_of, task.difficulty) for task in listed if task.difficulty)
    history = (before,) if draw(st.booleans()) else ()
    return WeekFacts(
        iso_week(on), first, last, as_of, OFFICE, units=units, tasks=listed, history=history, difficulties=voices, foreword=draw(spoken)
    )


@st.composite
def _unit(draw: st.DrawFn, name: str, own: list[TaskLine], on: date) -> UnitFacts:
    counts: Counts = counts_of(own)
    updated = draw(st.integers(0, counts.open))
    silence = draw(st.sampled_from(("answered", "silent", "unreached")))
    return UnitFacts(name, counts, silence, Ratio(updated, counts.open), sum(is_kept(task, on) for task in own))
