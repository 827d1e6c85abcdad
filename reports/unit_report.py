"""A unit's own report, drafted from what it said in chat, for its head to correct, sign and send: nothing is entered twice."""

from collections.abc import Sequence

from docx.document import Document

from locales import Words, words
from reports import styles
from reports.facts import Office, TaskLine, UnitFacts, WeekFacts
from reports.fit import Line, Lines, Section, fit, one_line
from reports.letter import Column, add, add_table, close, new_letter, saved
from reports.numbers import counts_of, due_next_week, due_this_week, rates
from reports.phrases import as_of, deadline, four_states, percent, share, state_name, week_label
from reports.weeks import week_number, week_year


def unit_tasks(facts: WeekFacts, unit: str) -> tuple[TaskLine, ...]:
    """The unit's own tasks, in the order of the facts."""
    return tuple(task for task in facts.tasks if task.unit == unit)


def unit_message(facts: WeekFacts, unit: str, language: str = "vi", limit: int = 4096) -> Lines:
    """The unit's report as lines to read and copy."""
    said, tasks = words(language), unit_tasks(facts, unit)
    title = said.text("{unit}: report for week {week}", unit=unit, week=week_number(facts.week))
    top = (Line(title, strong=True), Line(_standing(said, facts, unit)))
    items = tuple(Line(_told(said, task)) for task in tasks)
    head = Line(said.text("Results by task ({n})", n=said.number(len(tasks))), strong=True)
    section = Section(head, items, lambda n: said.plural("… and one more task", "… and {n} more tasks", n), most=40)
    return fit(top, [section] if items else [], (), limit)


def unit_report(facts: WeekFacts, unit: str, office: Office, language: str = "vi") -> bytes:
    """The same as .docx in the official form. `office` is the unit itself as its letters have it, its addressee who assigned the tasks."""
    said, tasks = words(language), unit_tasks(facts, unit)
    title = said.text("Results of the tasks assigned, week {week}", week=week_label(said, facts.week))
    note = said.text("(Draft drawn up from what the unit reported; number, date and signature are the unit's)")
    document = new_letter(office, said.text("REPORT"), title, week_year(facts.week), note)
    add(document, styles.HEADING, said.text("1. Results"))
    add(document, styles.BODY, _standing(said, facts, unit))
    if tasks:
        _table(document, said, tasks)
    add(document, styles.HEADING, said.text("2. Difficulties and proposals"))
    _difficulties(document, said, tasks)
    add(document, styles.HEADING, said.text("3. Tasks for the coming week"))
    _ahead(document, said, facts, unit)
    add(document, styles.BODY, said.text("The above is the unit's report./."))
    close(document, office)
    return saved(document, title, facts.as_of)


def _standing(said: Words, facts: WeekFacts, unit: str) -> str:
    counts = counts_of(unit_tasks(facts, unit))
    own = next((row for row in facts.units if row.unit == unit), UnitFacts(unit, counts))
    return said.text(
        "As of {as_of}: {states}. On-time rate {on_time}.",
        as_of=as_of(said, facts),
        states=four_states(said, counts),
        on_time=share(said, rates((own,)).on_time),
    )


def _told(said: Words, task: TaskLine) -> str:
    parts = [f"{task.code} {one_line(task.text)} – {deadline(said, task)}: {state_name(said, task.state)}", _last(said, task)]
    if task.difficulty:
        parts.append(said.text("difficulty: “{words}”", words=one_line(task.difficulty)))
    if task.proposal:
        parts.append(said.text("proposal: “{words}”", words=one_line(task.proposal)))
    return "; ".join(part for part in parts if part)


def _last(said: Words, task: TaskLine) -> str:
    if not task.report and task.percent is None:
        return said.text("nothing reported")
    return ", ".join(part for part in ("" if task.percent is None else percent(said, task.percent), one_line(task.report)) if part)


def _table(document: Document, said: Words, tasks: Sequence[TaskLine]) -> None:
    columns = [
        Column(said.text("Code"), 1.3, centred=True),
        Column(said.text("Task"), 5.3),
        Column(said.text("Deadline"), 3.6),
        Column(said.text("State"), 2.2, centred=True),
        Column(said.text("Results reported"), 3.6),
    ]
    rows = [[task.code, task.text, deadline(said, task), state_name(said, task.state), _last(said, task)] for task in tasks]
    add_table(document, columns, rows)


def _difficulties(document: Document, said: Words, tasks: Sequence[TaskLine]) -> None:
    stuck = [task for task in tasks if task.difficulty or task.proposal]
    for task in stuck:
        sentence = f"- {task.code}: {task.difficulty or '–'}".rstrip(". ") + "."
        if task.proposal:
            sentence += " " + said.text("Proposal: {words}", words=task.proposal).rstrip(". ") + "."
        add(document, styles.ITEM, sentence)
    if not stuck:
        add(document, styles.BODY, said.text("None."))


def _ahead(document: Document, said: Words, facts: WeekFacts, unit: str) -> None:
    ahead = [task for task in (*due_this_week(facts), *due_next_week(facts)) if task.unit == unit]
    for task in ahead:
        add(
            document,
            styles.ITEM,
            "- "
            + said.text("{code}: {text} – due {deadline}.", code=task.code, text=task.text.rstrip(". "), deadline=deadline(said, task)),
        )
    if not ahead:
        add(document, styles.BODY, said.text("None."))
