"""The tables of the weekly report: by unit, by task, by commune."""

from collections.abc import Sequence

from docx.document import Document

from locales import Words
from reports import styles
from reports.facts import Counts, TaskLine, UnitFacts, WeekFacts
from reports.letter import Column, add, add_table
from reports.numbers import programme, rates, worst_first
from reports.phrases import deadline, percent, set_label, share, silence_name

ROWS_SHOWN = 200
"""A report that people read and sign holds no more rows than this in a table; the sheet holds all."""


def by_unit(document: Document, said: Words, facts: WeekFacts) -> None:
    """The part with a row for each unit, worst first, and a row of totals."""
    add(document, styles.HEADING, said.text("II. RESULTS BY UNIT"))
    columns = [
        Column(said.text("No."), 1.0, centred=True),
        Column(said.text("Unit"), 4.5),
        Column(said.text("Done on time"), 1.6, centred=True),
        Column(said.text("Done late"), 1.6, centred=True),
        Column(said.text("Still open"), 1.7, centred=True),
        Column(said.text("Overdue"), 1.5, centred=True),
        Column(said.text("On-time rate"), 2.2, centred=True),
        Column(said.text("Reporting"), 1.9, centred=True),
    ]
    ordered = worst_first(facts.units)
    rows = [_unit_row(said, place, unit) for place, unit in enumerate(ordered[:ROWS_SHOWN], 1)]
    if rest := ordered[ROWS_SHOWN:]:
        rows.append(_sum_row(said, said.plural("One more unit", "{n} more units", len(rest)), rest))
    add_table(document, columns, [*rows, _sum_row(said, said.text("Total"), facts.units)])


def _unit_row(said: Words, place: int, unit: UnitFacts) -> list[str]:
    return [
        str(place),
        unit.unit,
        *figures(said, unit.counts).values(),
        share(said, rates((unit,)).on_time),
        silence_name(said, unit.silence),
    ]


def _sum_row(said: Words, name: str, units: Sequence[UnitFacts]) -> list[str]:
    answered = sum(unit.silence == "answered" for unit in units)
    return ["", name, *figures(said, programme(units)).values(), share(said, rates(units).on_time), f"{answered}/{len(units)}"]


def task_table(document: Document, said: Words, head: str, tasks: Sequence[TaskLine]) -> None:
    """A heading and a table of tasks; of a long list the first rows and how many more there are."""
    add(document, styles.HEADING, head)
    if not tasks:
        add(document, styles.BODY, said.text("None."))
        return
    columns = [
        Column(said.text("Code"), 1.3, centred=True),
        Column(said.text("Task"), 4.7),
        Column(said.text("Lead unit"), 3.0),
        Column(said.text("Deadline"), 3.6),
        Column(said.text("Last report"), 3.4),
    ]
    add_table(document, columns, [_task_row(said, task) for task in tasks[:ROWS_SHOWN]])
    if len(tasks) > ROWS_SHOWN:
        add(document, styles.BODY, said.text("{n} more tasks are in the tracking sheet.", n=said.number(len(tasks) - ROWS_SHOWN)))


def _task_row(said: Words, task: TaskLine) -> list[str]:
    last = said.text("Nothing reported")
    if task.report or task.percent is not None:
        last = ". ".join(part for part in (percent(said, task.percent) if task.percent is not None else "", task.report) if part)
    return [task.code, task.text, task.unit, deadline(said, task), last]


def by_commune(document: Document, said: Words, facts: WeekFacts) -> None:
    """The part with the criteria that each commune has met, the set named."""
    add(document, styles.HEADING, said.text("V. CRITERIA BY COMMUNE"))
    if not facts.criteria:
        add(document, styles.BODY, said.text("No criteria are tracked in this period."))
        return
    columns = [
        Column(said.text("Commune"), 3.4),
        Column(said.text("Criteria set"), 3.8),
        Column(said.text("Met"), 2.0, centred=True),
        Column(said.text("Period before"), 2.0, centred=True),
        Column(said.text("Not yet met"), 4.8),
    ]
    rows = [
        [
            commune.commune,
            set_label(said, commune.set_name),
            f"{commune.met}/{commune.total}",
            "–" if commune.before is None else str(commune.before),
            ", ".join(commune.missing),
        ]
        for commune in facts.criteria[:ROWS_SHOWN]
    ]
    add_table(document, columns, rows)
    if (rest := len(facts.criteria) - ROWS_SHOWN) > 0:
        add(document, styles.BODY, said.plural("One more commune is not listed here.", "{n} more communes are not listed here.", rest))


def figures(said: Words, counts: Counts) -> dict[str, str]:
    """The four states as figures, in the order of the columns."""
    return {
        "on_time": said.number(counts.done_on_time),
        "late": said.number(counts.done_late),
        "open": said.number(counts.open),
        "overdue": said.number(counts.overdue),
    }
