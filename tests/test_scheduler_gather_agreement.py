"""Right to the digit: a random store counted by hand, and every rendering of the week that is gathered from it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.facts import STATES, WeekFacts
from reports.kept import digest_json, from_json, to_json
from storage.progress import Said
from tests.digest_stage import Weekly
from tests.scheduler_stage import HANOI
from tests.test_reports_agreement import in_message, in_picture, in_sheet, in_word

UNITS = ("Xã A", "Xã B", "Xã C")
MONDAYS = [date(2020, 12, 28), date(2024, 6, 24), date(2024, 12, 30), date(2026, 12, 28), date(2025, 4, 28), date(2026, 2, 16)]
"""The turns of years with 52 and 53 weeks, a half-year, and weeks of holidays."""


@dataclass(frozen=True)
class Planned:
    """A duty as it will be lived: all days counted from the week's Monday."""

    unit: int
    due: int | None
    extended: tuple[int, int] | None
    done: tuple[int, int] | None
    """(on which day it is said, how many days before that it was done)"""

    def state(self, friday: int) -> str:
        """Where it stands on Friday, by hand."""
        if self.done is not None and self.done[0] <= friday:
            return "done_late" if self.due is not None and self.done[0] - self.done[1] > self.due else "done_on_time"
        extended = self.extended is not None and self.extended[0] <= friday
        last = self.extended[1] if extended and self.extended else self.due
        return "overdue" if last is not None and last < friday else "open"

    def is_kept(self, friday: int) -> bool:
        """Whether only an extension keeps it from being overdue."""
        return self.state(friday) == "open" and self.due is not None and self.due < friday


@st.composite
def planned(draw: st.DrawFn) -> Planned:
    """Any duty: due before, in or after the week, extended or not, done before, in or after it, or never."""
    due = draw(st.none() | st.integers(-9, 12))
    extended = draw(st.none() | st.tuples(st.integers(-6, 7), st.integers(8, 20))) if due is not None else None
    return Planned(draw(st.integers(0, 2)), due, extended, draw(st.none() | st.tuples(st.integers(-5, 9), st.integers(0, 4))))


def lived(folder: Path, monday: date, plans: list[Planned]) -> tuple[Weekly, WeekFacts]:
    """A store in which all that happened, and the week as it stood on Friday 14:00, gathered a month later."""
    weekly = Weekly.open(folder, f"{monday - timedelta(days=14)} 09:00")
    units = [weekly.commune(name, f"officer {name}") for name in UNITS]
    acts: list[tuple[int, int, Planned]] = []
    for plan in plans:
        due = str(monday + timedelta(days=plan.due)) if plan.due is not None else None
        number = weekly.stage.task(units[plan.unit], due)
        acts += [(plan.extended[0], number, plan)] if plan.extended else []
        acts += [(plan.done[0], -number, plan)] if plan.done else []
    for day, number, plan in sorted(acts, key=lambda act: act[:2]):
        when = f"{monday + timedelta(days=day)} 10:00"
        if number < 0 and plan.done is not None:
            weekly.reports(-number, Said("done", done_on=monday + timedelta(days=day - plan.done[1])), when)
        elif plan.extended is not None and weekly.stage.duty(number).occurrence.state == "open":
            weekly.extends(number, str(monday + timedelta(days=plan.extended[1])), when)
    friday = datetime.combine(monday + timedelta(days=4), time(14), HANOI)
    return weekly, weekly.facts(str(monday), f"{friday:%Y-%m-%d %H:%M}")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(MONDAYS), st.lists(planned(), max_size=7))
def test_message_picture_word_sheet_json_and_store_agree(monday: date, plans: list[Planned]) -> None:
    """Whatever was given, extended and done when, the week says what counting by hand says, in every rendering, kept or fresh."""
    with TemporaryDirectory() as folder:
        weekly, facts = lived(Path(folder), monday, plans)
        weekly.stage.engine.dispose()
    by_hand = Counter(plan.state(4) for plan in plans)
    expected = [by_hand[state] for state in STATES]
    facts = from_json(to_json(facts))
    word, on_time_word = in_word(facts)
    sheet, on_time_sheet = in_sheet(facts)
    public = digest_json(facts)
    assert facts.week == f"{monday.isocalendar()[0]}-W{monday.isocalendar()[1]:02}"
    assert [public["counts"][state] for state in STATES] == expected
    assert [*in_picture(facts), *word, *sheet] == [expected] * 6
    if plans:
        assert in_message(facts) == expected
    kept = sum(plan.is_kept(4) for plan in plans)
    of = by_hand["done_on_time"] + by_hand["done_late"] + by_hand["overdue"] + kept
    share = f"{by_hand['done_on_time']}/{of}" if of else "–"
    assert public["kept_by_extension"] == kept
    assert [text.split(" ")[0] for text in (on_time_word, on_time_sheet)] == [share] * 2
