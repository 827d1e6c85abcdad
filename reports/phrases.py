"""The small phrases that every rendering shares, so that a share, a deadline and a state read the same everywhere."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from locales import Words
from reports.facts import Counts, Ratio, SetName, Silence, State, TaskLine, WeekFacts
from reports.weeks import week_number, week_year


def whole_percent(ratio: Ratio) -> int | None:
    """A whole percentage, None with nothing to divide by. Never 100 unless all, never 0 unless none: rounding hides no lateness."""
    if not ratio.of:
        return None
    rounded = (200 * ratio.n + ratio.of) // (2 * ratio.of)
    if 0 < ratio.n < ratio.of:
        return min(max(rounded, 1), 99)
    return rounded


def percent(words: Words, whole: int) -> str:
    """A whole percentage as the language writes it."""
    return words.percent(whole, 100)


def share(words: Words, ratio: Ratio) -> str:
    """ "41/57 (72%)", or a dash where there is nothing to divide by."""
    whole = whole_percent(ratio)
    return "–" if whole is None else f"{words.number(ratio.n)}/{words.number(ratio.of)} ({percent(words, whole)})"


def state_name(words: Words, state: State) -> str:
    """One of the four states, for a table cell."""
    if state == "done_on_time":
        return words.text("Done on time")
    if state == "done_late":
        return words.text("Done late")
    return words.text("Overdue") if state == "overdue" else words.text("Still open")


def silence_name(words: Words, silence: Silence) -> str:
    """One of the three kinds of silence, for a table cell."""
    if silence == "answered":
        return words.text("Has reported")
    return words.text("Not reported") if silence == "silent" else words.text("Not reached")


def set_label(words: Words, name: SetName) -> str:
    """The criteria set; the two number their criteria differently, so the set is always said."""
    return words.text("new rural criteria") if name == "ntm" else words.text("advanced new rural criteria")


def four_states(words: Words, counts: Counts) -> str:
    """The four states in one clause."""
    return words.text(
        "{on_time} done on time, {late} done late, {open} open, {overdue} overdue",
        on_time=words.number(counts.done_on_time),
        late=words.number(counts.done_late),
        open=words.number(counts.open),
        overdue=words.number(counts.overdue),
    )


def week_label(words: Words, week: str) -> str:
    """ "13/2024": a week's number with its own year."""
    return words.text("{week}/{year}", week=week_number(week), year=week_year(week))


def as_of(words: Words, facts: WeekFacts) -> str:
    """The moment that the numbers hold for, in the office's zone."""
    return moment(words, facts.as_of, facts.zone)


def moment(words: Words, at: datetime, zone: str) -> str:
    """An aware instant as hour and day in the office's zone."""
    local = at.astimezone(ZoneInfo(zone))
    return words.text("{time} on {day}", time=words.time(local), day=words.date(local.date()))


def deadline(words: Words, task: TaskLine) -> str:
    """The day with the printed wording beside it; where the deadline moved, the original day and wording."""
    day = _day(words, task)
    if task.original_due_on and task.original_due_on != task.due_on:
        printed = _quoted(task.original_text or task.deadline_text)
        original = words.date(task.original_due_on) + (f" ({printed})" if printed else "")
        return words.text("{day}, extended from {original}", day=day, original=original)
    printed = _quoted(task.deadline_text)
    return f"{day} ({printed})" if printed else day


def _day(words: Words, task: TaskLine) -> str:
    if task.due_on:
        return _with_time(words, task.due_on, task.due_time)
    if task.rrule:
        return words.text("recurring")
    return words.text("ongoing") if task.ongoing else words.text("no deadline given")


def _with_time(words: Words, day: date, at: time | None) -> str:
    return words.text("{time} on {day}", time=words.time(at), day=words.date(day)) if at else words.date(day)


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat}”" if flat else ""


def days_late(task: TaskLine, today: date) -> int:
    """Whole days since the deadline in force; 0 where it has none or lies ahead."""
    return max((today - task.due_on).days, 0) if task.due_on else 0
