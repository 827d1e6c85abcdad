"""The columns of the tracking sheet: what each holds, how wide it is, and which of them a person may fill in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from locales import Words
from reports.facts import TaskLine
from reports.phrases import moment, state_name

Value = str | int | float | date | None
Kind = Literal["text", "day", "percent"]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. `name` stands still across languages and versions; only `editable` ones are read back into the store."""

    name: str
    kind: Kind
    width: int
    value: Callable[[Words, TaskLine, str], Value]
    editable: bool = False


COLUMNS = (
    SheetColumn("code", "text", 8, lambda _words, task, _zone: task.code),
    SheetColumn("directive", "text", 24, lambda _words, task, _zone: task.directive),
    SheetColumn("ref", "text", 9, lambda _words, task, _zone: task.ref),
    SheetColumn("text", "text", 48, lambda _words, task, _zone: task.text),
    SheetColumn("unit", "text", 26, lambda _words, task, _zone: task.unit, editable=True),
    SheetColumn("support", "text", 24, lambda _words, task, _zone: "; ".join(task.support), editable=True),
    SheetColumn("deadline_text", "text", 24, lambda _words, task, _zone: task.deadline_text),
    SheetColumn("due_on", "day", 12, lambda _words, task, _zone: task.due_on, editable=True),
    SheetColumn("due_time", "text", 8, lambda words, task, _zone: words.time(task.due_time) if task.due_time else ""),
    SheetColumn("original_due_on", "day", 12, lambda _words, task, _zone: task.original_due_on or task.due_on),
    SheetColumn("state", "text", 15, lambda words, task, _zone: state_name(words, task.state)),
    SheetColumn("done_on", "day", 12, lambda _words, task, _zone: task.done_on, editable=True),
    SheetColumn("percent", "percent", 9, lambda _words, task, _zone: task.percent, editable=True),
    SheetColumn("report", "text", 36, lambda _words, task, _zone: task.report, editable=True),
    SheetColumn("reported", "text", 26, lambda words, task, zone: _reported(words, task, zone)),
    SheetColumn("difficulty", "text", 30, lambda _words, task, _zone: task.difficulty, editable=True),
    SheetColumn("proposal", "text", 30, lambda _words, task, _zone: task.proposal, editable=True),
    SheetColumn("criteria", "text", 10, lambda _words, task, _zone: ", ".join(task.criteria)),
    SheetColumn("evidence", "text", 30, lambda _words, task, _zone: "\n".join(task.evidence)),
    SheetColumn("quote", "text", 48, lambda _words, task, _zone: task.quote),
)


def headings(words: Words) -> Mapping[str, str]:
    """What stands at the head of each column."""
    return {
        "code": words.text("Code"),
        "directive": words.text("Directive"),
        "ref": words.text("Clause"),
        "text": words.text("Task"),
        "unit": words.text("Lead unit"),
        "support": words.text("Supporting units"),
        "deadline_text": words.text("Deadline as printed"),
        "due_on": words.text("Last day on time"),
        "due_time": words.text("Hour"),
        "original_due_on": words.text("Original last day"),
        "state": words.text("State"),
        "done_on": words.text("Done on"),
        "percent": words.text("Progress"),
        "report": words.text("Last report"),
        "reported": words.text("Who reported, when"),
        "difficulty": words.text("Difficulty"),
        "proposal": words.text("Proposal"),
        "criteria": words.text("Criterion"),
        "evidence": words.text("Evidence"),
        "quote": words.text("Text of the clause"),
    }


def _reported(words: Words, task: TaskLine, zone: str) -> str:
    if task.reported_at is None:
        return ""
    said_at = moment(words, task.reported_at, zone)
    return f"{task.reporter}, {said_at}" if task.reporter else said_at
