"""The draft of the official weekly report as .docx: prose, a table by unit, tables by task, difficulties, criteria, next week."""

from collections.abc import Sequence

from docx.document import Document

from locales import Words, words
from reports import styles
from reports.facts import TaskLine, UnitFacts, Voice, WeekFacts
from reports.letter import add, close, new_letter, saved
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
)
from reports.phrases import as_of, moment, share, week_label
from reports.weeks import week_year
from reports.word_tables import ROWS_SHOWN, by_commune, by_unit, figures, task_table


def weekly_report(facts: WeekFacts, language: str = "vi") -> bytes:
    """The .docx. The form around it is Vietnamese by law; the same facts give the same bytes."""
    said = words(language)
    title = facts.title or said.text("Results of the tasks assigned, week {week}", week=week_label(said, facts.week))
    note = said.text("(Draft drawn up from the progress reported; number, date and signature are the office's)")
    document = new_letter(facts.office, said.text("REPORT"), title, week_year(facts.week), note)
    _overall(document, said, facts)
    by_unit(document, said, facts)
    _by_task(document, said, facts)
    _voices(document, said, facts)
    by_commune(document, said, facts)
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
            **figures(said, counts),
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


def _by_task(document: Document, said: Words, facts: WeekFacts) -> None:
    add(document, styles.HEADING, said.text("III. RESULTS BY TASK"))
    task_table(document, said, said.text("1. Overdue tasks ({n})", n=said.number(len(overdue(facts)))), overdue(facts))
    kept = kept_by_extension(facts)
    task_table(document, said, said.text("2. Tasks past the original deadline, kept by extension ({n})", n=said.number(len(kept))), kept)


def _voices(document: Document, said: Words, facts: WeekFacts) -> None:
    add(document, styles.HEADING, said.text("IV. DIFFICULTIES AND PROPOSALS"))
    for voice in facts.difficulties[:ROWS_SHOWN]:
        add(document, styles.ITEM, "- " + _voice(said, voice, facts.zone))
    if not facts.difficulties:
        add(document, styles.BODY, said.text("No unit has reported difficulties."))
    if (rest := len(facts.difficulties) - ROWS_SHOWN) > 0:
        add(document, styles.BODY, said.text("{n} more difficulties are in the tracking sheet.", n=said.number(rest)))


def _voice(said: Words, voice: Voice, zone: str) -> str:
    parts = [f"{voice.unit} ({voice.code}): {voice.difficulty or '–'}"]
    if voice.proposal:
        parts.append(said.text("Proposal: {words}", words=voice.proposal))
    who = said.text("{who} reported at {moment}", who=voice.who, moment=moment(said, voice.at, zone))
    return ". ".join(part.rstrip(". ") for part in parts) + f" ({who})."


def _ahead(document: Document, said: Words, facts: WeekFacts) -> None:
    add(document, styles.HEADING, said.text("VI. TASKS FOR THE COMING WEEK"))
    tasks = (*due_this_week(facts), *due_next_week(facts))
    task_table(document, said, said.text("Tasks due by the end of next week ({n})", n=said.number(len(tasks))), tasks)


def _ending(said: Words, facts: WeekFacts) -> str:
    if name := facts.office.addressee:
        return said.text("The above is the report on the week's tasks; respectfully submitted to {addressee}./.", addressee=name)
    return said.text("The above is the report on the week's tasks./.")
