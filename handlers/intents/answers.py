"""One phone screen of where things stand: counts and rates first, then what is late, near and difficult, and as of when."""

from dataclasses import dataclass, field
from datetime import timedelta

from handlers.buttons import in_rows
from handlers.desk import Desk
from handlers.understand import value
from handlers.understanding import intents as i
from reports.answers import shortcuts
from reports.lines import task_line
from storage import scope
from storage.messages import Choice, Reply, bold
from storage.scope import Scope
from storage.standing import Line, Stand

SHOWN = 4
DIFFICULTIES = 3
NEAR_DAYS = 7
RED_LINES = 3
"""Late tasks that get the leader's choices under an answer: more would push the answer off the screen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer is about: its title, its duties, and the key under which its lists are paged ("" = the whole programme).

    `after` are sentences that go beneath the counts: criteria, other units' work.
    """

    title: str
    scope: Scope
    key: str = ""
    after: list[str] = field(default_factory=list)


def answered(desk: Desk, asked: Asked) -> Reply:
    """The answer with its buttons: whole lists, and the choices under each red line."""
    said, today = desk.words, desk.today
    near = today + timedelta(days=NEAR_DAYS)
    counted = scope.tally(desk.session, asked.scope, today, near)
    late = scope.late(desk.session, asked.scope, today, SHOWN) if counted.stand.overdue else []
    soon = scope.due(desk.session, asked.scope, today, near, SHOWN) if counted.soon else []
    parts = [f"{said.text('Progress')} – {bold(asked.title)}", *counts(desk, counted.stand), *asked.after]
    for head, some, every in ((said.text("Overdue:"), late, counted.stand.overdue), (said.text("Due within 7 days:"), soon, counted.soon)):
        if some:
            parts += ["", head, *lines_of(desk, some), *rest(desk, every - len(some))]
    voices = scope.difficulties(desk.session, asked.scope, DIFFICULTIES)
    if voices:
        parts += ["", said.text("Difficulties:"), *(_voice(desk, line) for line in voices)]
    return Reply("\n".join([*parts, "", as_of(desk)]), _buttons(desk, asked, counted.stand.overdue, counted.soon, late))


def _buttons(desk: Desk, asked: Asked, late: int, soon: int, red: list[Line]) -> tuple[tuple[Choice, ...], ...]:
    said = desk.words
    lists = []
    if late > SHOWN:
        lists.append(Choice(said.text("All overdue ({n})", n=late), value(i.Page(f"late{asked.key}", 1))))
    if soon > SHOWN:
        lists.append(Choice(said.text("All due soon ({n})", n=soon), value(i.Page(f"near{asked.key}", 1))))
    return red_choices(desk, red[:RED_LINES]) + in_rows(lists, 2)


def red_choices(desk: Desk, red: list[Line]) -> tuple[tuple[Choice, ...], ...]:
    """What can be done about late tasks with one tap, for those who may: remind, extend, hand over, praise."""
    if not desk.has("coordinator", "leader", "admin"):
        return ()
    numbers = dict.fromkeys(line.task.id or 0 for line in red)
    return tuple(tuple(Choice(*one) for one in row) for number in numbers for row in shortcuts(desk.words, number))


def counts(desk: Desk, counted: Stand) -> list[str]:
    """The four states and the two rates with their denominators."""
    said = desk.words
    if counted.all == 0:
        return [said.text("No tasks in force.")]
    return [
        said.text(
            "{all} tasks: {on_time} done on time, {late} done late, {open} open, {overdue} overdue.",
            all=counted.all,
            on_time=counted.done_on_time,
            late=counted.done_late,
            open=counted.open,
            overdue=counted.overdue,
        ),
        said.text(
            "Completion {completion} ({done}/{all}), on time {on_time} ({punctual}/{judged}).",
            completion=said.percent(counted.done, counted.all),
            done=counted.done,
            all=counted.all,
            on_time=said.percent(counted.done_on_time, counted.judged),
            punctual=counted.done_on_time,
            judged=counted.judged,
        ),
    ]


def lines_of(desk: Desk, lines: list[Line]) -> list[str]:
    """A line each duty with its unit; units whose lines would read the same share one, so that a group's task is told once."""
    units: dict[str, list[Line]] = {}
    for line in lines:
        units.setdefault(task_line(desk.words, line, desk.today), []).append(line)
    return [task_line(desk.words, same[0], desk.today, "; ".join(line.unit.name for line in same)) for same in units.values()]


def rest(desk: Desk, more: int) -> list[str]:
    """ "… and 3 more", or nothing."""
    return [desk.words.plural("… and {n} more", "… and {n} more", more)] if more > 0 else []


def as_of(desk: Desk) -> str:
    """The moment that the numbers stand for."""
    local = desk.now.astimezone(desk.office.zone)
    return desk.words.text("As of {hour} on {day}.", hour=desk.words.time(local), day=desk.words.date(local.date()))


def _voice(desk: Desk, line: Line) -> str:
    report = line.report
    if report is None:
        return ""
    day = desk.words.date(desk.office.today(report.at))
    tail = f" → {report.proposal}" if report.proposal else ""
    return f"#{line.task.id} {line.unit.name} ({day}): “{report.difficulty}”{tail}"
