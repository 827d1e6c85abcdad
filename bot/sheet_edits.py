"""`tiendo import-sheet`: the differences of a tracking table in words, and making them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.commands.failing import CommandError
from bot.doors import report_office
from bot.settings import Settings
from bot.sheet_import import Outcome, actor, apply, outcomes
from bot.wiring import rules_of
from locales import words
from reports.columns import headings
from reports.read_back import Plain, ReadBack, SheetUnreadableError, read_back
from scheduler.gather import gather
from storage.db import transaction

UNREADABLE = {
    "damaged": "The file is damaged or no spreadsheet.",
    "too_large": "The file is too large.",
    "not_ours": "The file is no tracking table of this program.",
}
REFUSED = {
    "conflict": "not done: the store has changed since the table was made, it says now {now}",
    "not_allowed": "not done: this cell can't be changed in the table",
    "unknown_unit": "not done: no single unit has this name",
    "gone": "not done: the task is no longer in force",
}


@dataclass(frozen=True, slots=True)
class Edited:
    """One line an edit, and how many of them can't be made."""

    lines: list[str]
    refused: int


def edited(engine: Engine, settings: Settings, file: Path, now: datetime, *, by: str | None) -> Edited:
    """The differences; with `by` ("" = the first administrator or coordinator) they are made too. Raises CommandError."""
    rules = rules_of(settings)
    with transaction(engine) as session:
        facts = gather(session, rules.day(now), now, rules, report_office(session))
        try:
            back = read_back(file.read_bytes(), facts.tasks, settings.locale, str(settings.zone))
        except SheetUnreadableError as error:
            raise CommandError(UNREADABLE[error.code]) from error
        except OSError as error:
            raise CommandError(f"{file} can't be read.") from error
        if by is None:
            found = outcomes(session, back.edits)
        else:
            person = actor(session, by)
            if person is None:
                raise CommandError(f"Nobody here is called “{by}”." if by else "Nobody is linked yet in whose name it could be done.")
            found = apply(session, back.edits, {task.key: task for task in facts.tasks}, person, now, rules.day(now))
    return Edited(_lines(found, back, settings.locale), sum(one.why is not None for one in found))


def _lines(found: list[Outcome], back: ReadBack, language: str) -> list[str]:
    names = headings(words(language))
    lines = [_line(one, names[one.edit.column]) for one in found]
    return lines + [f"Row {number} belongs to no task and is left alone." for number in back.strange_rows]


def _line(one: Outcome, column: str) -> str:
    edit = one.edit
    line = f"{edit.code} {column}: {_shown(edit.before)} → {_shown(edit.after)}"
    return line if one.why is None else f"{line} ({REFUSED[one.why].format(now=_shown(edit.now))})"


def _shown(value: Plain) -> str:
    return "–" if value is None else str(value)
