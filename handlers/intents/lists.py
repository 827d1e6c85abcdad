"""Lists that a coordinator or leader asks for: overdue, due in a span, who has not reported; a page at a time."""

import re
from dataclasses import replace
from datetime import date, timedelta

from handlers.buttons import in_rows
from handlers.desk import Desk
from handlers.intents import everyone, letters, tasks
from handlers.intents.answers import NEAR_DAYS, as_of, lines_of, red_choices
from handlers.intents.questions import units_meant, visible
from handlers.intents.unit_asking import unit_named
from handlers.understand import value
from handlers.understanding import intents as i
from reports.lines import code
from storage import scope, standing
from storage.messages import Choice, Reply
from storage.scope import Scope
from storage.standing import Line

LINES_A_PAGE = 8
NAMES_SHOWN = 25
_PAGE = re.compile(r"(?P<span>late|near|today|week|nextweek|month|nextmonth)(?:(?P<kind>[ud])(?P<id>\d{1,18}))?")
"""What a page button names: the list, and the unit or directive that it is limited to."""


def page(desk: Desk, intent: i.Page) -> list[Reply]:
    """Another page of a list that a button names."""
    if intent.of == "mine":
        return [tasks.page_of_mine(desk, intent.page)]
    if drafted := re.fullmatch(r"draft(\d{1,18})", intent.of):
        return [letters.page_of_draft(desk, int(drafted[1]), intent.page)]
    named = _PAGE.fullmatch(intent.of)
    if named is None or not desk.has("coordinator", "leader", "admin"):
        return everyone.unclear(desk, intent)
    limits = visible(desk)
    if named["kind"] == "u":
        unit = unit_named(desk, "", int(named["id"]))
        if unit.unit is None:
            return [unit.reply or Reply("")]
        limits = Scope(units_meant(desk, unit.unit))
    elif named["kind"] == "d":
        limits = replace(limits, directive_ids=frozenset({int(named["id"])}))
    return [_page(desk, named["span"], limits, intent.of, intent.page)]


def overdue(desk: Desk, intent: i.Overdue) -> list[Reply]:
    """Overdue tasks, the longest overdue first."""
    return _listed(desk, "late", intent.unit)


def due_soon(desk: Desk, intent: i.DueSoon) -> list[Reply]:
    """What falls due in a span."""
    return _listed(desk, intent.span.replace("_", ""), intent.unit)


def _listed(desk: Desk, span: str, unit: str) -> list[Reply]:
    """The first page of all that the asker may see, or of one unit; an officer without another role sees the own units'."""
    if not desk.has("coordinator", "leader", "admin"):
        return [_page(desk, span, Scope(frozenset(desk.own_units)), span, 1)]
    if not unit:
        return [_page(desk, span, visible(desk), span, 1)]
    named = unit_named(desk, unit, None)
    if named.unit is None:
        return [named.reply or Reply("")]
    return [_page(desk, span, Scope(units_meant(desk, named.unit)), f"{span}u{named.unit.id}", 1)]


def _page(desk: Desk, span: str, limits: Scope, of: str, number: int) -> Reply:
    said = desk.words
    start = (max(number, 1) - 1) * LINES_A_PAGE
    if span == "late":
        every = scope.count_late(desk.session, limits, desk.today)
        rows = scope.late(desk.session, limits, desk.today, LINES_A_PAGE, start)
        head = said.plural("{n} task is overdue:", "{n} tasks are overdue:", every)
        empty = said.text("Nothing is overdue.")
    else:
        first, last = _span(desk.today, span)
        every = scope.count_due(desk.session, limits, first, last)
        rows = scope.due(desk.session, limits, first, last, LINES_A_PAGE, start)
        period = said.text("{first} to {last}", first=said.date(first), last=said.date(last))
        head = said.plural("{n} task falls due from {period}:", "{n} tasks fall due from {period}:", every, period=period)
        empty = said.text("Nothing falls due from {period}.", period=period)
    if not rows:
        return Reply(f"{empty}\n{as_of(desk)}")
    text = "\n".join([head, *lines_of(desk, rows), "", as_of(desk)])
    return Reply(text, _choices(desk, rows, of, max(number, 1), -(-every // LINES_A_PAGE), red=span == "late"))


def _choices(desk: Desk, rows: list[Line], of: str, number: int, last: int, *, red: bool) -> tuple[tuple[Choice, ...], ...]:
    codes = {line.task.id: Choice(code(line.task), value(i.Show(line.task.id))) for line in rows}
    turns = tasks.page_turns(desk, of, number, last)
    if red and len(codes) <= 3:
        return red_choices(desk, rows) + turns
    return in_rows(list(codes.values()), 4) + turns


def _span(today: date, span: str) -> tuple[date, date]:
    """The first and the last day of a span, both included."""
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    following = (month + timedelta(days=32)).replace(day=1)
    after = (following + timedelta(days=32)).replace(day=1)
    spans = {
        "today": (today, today),
        "near": (today, today + timedelta(days=NEAR_DAYS)),
        "week": (monday, monday + timedelta(days=6)),
        "nextweek": (monday + timedelta(days=7), monday + timedelta(days=13)),
        "month": (month, following - timedelta(days=1)),
        "nextmonth": (following, after - timedelta(days=1)),
    }
    return spans[span]


def not_reported(desk: Desk, _intent: i.NotReported) -> list[Reply]:
    """Who has not reported this week: reached and silent apart from never reached."""
    said = desk.words
    monday = desk.today - timedelta(days=desk.today.weekday())
    silent, unreached = standing.silences(desk.session, visible(desk).unit_ids, monday, desk.office.zone)
    if not silent and not unreached:
        return [Reply(f"{said.text('Every unit with open tasks has reported this week.')}\n{as_of(desk)}")]
    lines = []
    if silent:
        lines += [said.text("Reached, but silent this week:"), *_names(desk, silent)]
    if unreached:
        lines += [said.text("Never reached (nobody linked, or the chat refuses):"), *_names(desk, unreached)]
    return [Reply("\n".join([*lines, "", as_of(desk)]))]


def _names(desk: Desk, names: list[str]) -> list[str]:
    more = len(names) - NAMES_SHOWN
    tail = [desk.words.plural("… and {n} more", "… and {n} more", more)] if more > 0 else []
    return [*(f"• {name}" for name in names[:NAMES_SHOWN]), *tail]
