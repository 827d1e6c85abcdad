"""The draft of the official weekly report as .docx: prose, a table by unit, tables by task, difficulties, criteria, next week."""

from collections.abc import Sequence

from docx.document import Document

from locales import Words, words
from reports import styles
from reports.facts import Counts, TaskLine, UnitFacts, Voice, WeekFacts
from reports.letter import Column, add, add_table, close, new_letter, saved
from reports.numbers import (
    due_next_week,
    due_this_week,
    kept_by_extension,
    nobody_to_tell,
    overdue,
    previous,
    programme,
    rates,
    silent,
    total,
    unreached,
    worst_first,
)
from reports.phrases import as_of, deadline, moment, percent, set_label, share, silence_name, week_label
from reports.weeks import week_year

ROWS_SHOWN = 200
"""A report that people read and sign holds no more rows than this in a table; the sheet holds all."""


def weekly_report(facts: WeekFacts, language: str = "vi") -> bytes:
    """The .docx. The form around it is Vietnamese by law; the same facts give the same bytes."""
    said = words(language)
    title = facts.title or said.text("Results of the tasks assigned, week {week}", week=week_label(said, facts.week))
    note = said.text("(Draft drawn up from the progress reported; number, date and signature are the office's)")
    document = new_letter(facts.office, said.text("REPORT"), title, week_year(facts.week), note)
    _overall(document, said, facts)
    _by_unit(document, said, facts)
    _by_task(document, said, facts)
    _voices(document, said, facts)
    _criteria(document, said, facts)
    _ahead(document, said, facts)
    add(document, styles.BODY, _ending(said, facts))
    close(document, facts.office)
    return saved(document, title, facts.as_of)


def _overall(document: Document, said: Words, facts: WeekFacts) -> None:
    add(document, styles.HEADING, said.text("I. OVERALL RESULTS"))
    for sentence in overall(said, facts):
        add(document, styles.BODY, sentence)


def overall(said: Words, facts: WeekFacts) -> list[str]:
    """The paragraphs of the report's first part, with every number of the week."""
    counts, every = programme(facts.units), rates(facts.units)
    if not total(counts):
        return [said.text("As of {as_of}, no task has been assigned.", as_of=as_of(said, facts))]
    sentences = [
        said.text(
            "As of {as_of}, {units} units lead {total} tasks, of which {on_time} were done on time, {late} done late, "
            "{open} are being carried out and {overdue} are overdue.",
            as_of=as_of(said, facts),
            units=said.number(len(facts.units)),
            total=said.number(total(counts)),
            **_figures(said, counts),
        ),
        said.text(
            "Completion rate {completion}; on-time rate against the original deadlines {on_time}; update rate in the week {update}.",
            completion=share(said, every.completion),
            on_time=share(said, every.on_time),
            update=share(said, every.update),
        ),
        _compared(said, facts),
    ]
    return [*sentences, *_gaps(said, facts)]


def _figures(said: Words, counts: Counts) -> dict[str, str]:
    return {
        "on_time": said.number(counts.done_on_time),
        "late": said.number(counts.done_late),
        "open": said.number(counts.open),
        "overdue": said.number(counts.overdue),
    }


def _compared(said: Words, facts: WeekFacts) -> str:
    past = previous(facts)
    if past is None:
        return said.text("There is no earlier period to compare with.")
    return said.text(
        "In the period before (week {week}) the on-time rate was {on_time}; {overdue} tasks were overdue.",
        week=week_label(said, past.week),
        on_time=share(said, rates(past.units).on_time),
        overdue=said.number(programme(past.units).overdue),
    )


def _gaps(said: Words, facts: WeekFacts) -> list[str]:
    gaps = []
    if units := silent(facts.units):
        gaps.append(said.text("Units that have not reported ({n}): {units}.", **_named(said, units)))
    if units := unreached(facts.units):
        gaps.append(said.text("Units not yet connected to receive reminders ({n}): {units}.", **_named(said, units)))
    if tasks := nobody_to_tell(facts):
        gaps.append(said.text("Due tasks with nobody to remind ({n}): {tasks}.", n=said.number(len(tasks)), tasks=_codes(said, tasks)))
    return gaps


def _named(said: Words, units: Sequence[UnitFacts]) -> dict[str, str]:
    return {"n": said.number(len(units)), "units": _shortened(said, [unit.unit for unit in units])}


def _codes(said: Words, tasks: Sequence[TaskLine]) -> str:
    return _shortened(said, [f"{task.code} ({task.unit})" for task in tasks])


def _shortened(said: Words, names: list[str], limit: int = 40) -> str:
    shown = "; ".join(names[:limit])
    return shown if len(names) <= limit else said.text("{names} and {n} more", names=shown, n=said.number(len(names) - limit))


def _by_unit(document: Document, said: Words, facts: WeekFacts) -> None:
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
        *_figures(said, unit.counts).values(),
        share(said, rates((unit,)).on_time),
        silence_name(said, unit.silence),
    ]


def _sum_row(said: Words, name: str, units: Sequence[UnitFacts]) -> list[str]:
    answered = sum(unit.silence == "answered" for unit in units)
    return ["", name, *_figures(said, programme(units)).values(), share(said, rates(units).on_time), f"{answered}/{len(units)}"]


def _by_task(document: Document, said: Words, facts: WeekFacts) -> None:
    add(document, styles.HEADING, said.text("III. RESULTS BY TASK"))
    _tasks(document, said, said.text("1. Overdue tasks ({n})", n=said.number(len(overdue(facts)))), overdue(facts))
    kept = kept_by_extension(facts)
    _tasks(document, said, said.text("2. Tasks past the original deadline, kept by extension ({n})", n=said.number(len(kept))), kept)


def _tasks(document: Document, said: Words, head: str, tasks: Sequence[TaskLine]) -> None:
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


def _voices(document: Document, said: Words, facts: WeekFacts) -> None:
    add(document, styles.HEADING, said.text("IV. DIFFICULTIES AND PROPOSALS"))
    for voice in facts.difficulties[:ROWS_SHOWN]:
        add(document, styles.ITEM, "- " + _voice(said, voice, facts.zone))
    if not facts.difficulties:
        add(document, styles.BODY, said.text("No unit has reported difficulties."))


def _voice(said: Words, voice: Voice, zone: str) -> str:
    parts = [f"{voice.unit} ({voice.code}): {voice.difficulty or '–'}"]
    if voice.proposal:
        parts.append(said.text("Proposal: {words}", words=voice.proposal))
    who = said.text("{who} reported at {moment}", who=voice.who, moment=moment(said, voice.at, zone))
    return ". ".join(part.rstrip(". ") for part in parts) + f" ({who})."


def _criteria(document: Document, said: Words, facts: WeekFacts) -> None:
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


def _ahead(document: Document, said: Words, facts: WeekFacts) -> None:
    add(document, styles.HEADING, said.text("VI. TASKS FOR THE COMING WEEK"))
    tasks = (*due_this_week(facts), *due_next_week(facts))
    _tasks(document, said, said.text("Tasks due by the end of next week ({n})", n=said.number(len(tasks))), tasks)


def _ending(said: Words, facts: WeekFacts) -> str:
    if facts.office.addressee:
        return said.text(
            "The above is the report on the week's tasks; respectfully submitted to {addressee}./.", addressee=facts.office.addressee
        )
    return said.text("The above is the report on the week's tasks./.")
