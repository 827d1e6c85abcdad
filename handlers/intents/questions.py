"""The coordinator's and the leader's questions: where things stand, what is late, what is due, who is silent."""

from datetime import date, timedelta

from handlers.desk import Desk
from handlers.intents.tasks import paged
from handlers.understanding import intents as i
from reports.lines import task_line
from storage import standing, units
from storage.messages import Reply, bold
from storage.models import Directive, Unit
from storage.standing import Line, Stand, stand

SHOWN = 5


def progress(desk: Desk, intent: i.Progress) -> list[Reply]:
    """Counts by state, overdue and due soon with code, unit and day, latest difficulties, and as of when."""
    if intent.kind == "unit":
        return [_of_unit(desk, intent)]
    if intent.kind == "directive":
        return [_of_directive(desk, intent)]
    lines = _visible(desk, standing.lines(desk.session))
    if intent.kind == "criterion":
        lines = [line for line in lines if intent.about in line.task.criteria]
        title = desk.words.text("criterion {number}", number=intent.about)
        return [Reply(answer_text(desk, title, lines))]
    return [Reply(answer_text(desk, desk.words.text("the whole programme"), lines))]


def _of_unit(desk: Desk, intent: i.Progress) -> Reply:
    said = desk.words
    found = units.Found(desk.session.get(Unit, intent.about_id)) if intent.about_id else units.find(desk.session, intent.about)
    if found.sure is None:
        return unit_question(desk, intent.about, found)
    unit = found.sure
    if not desk.may_see(units.unit_id(unit)):
        return Reply(said.text("You have no right to do this."))
    everything = standing.lines(desk.session)
    own = [line for line in everything if line.assignment.unit_id == unit.id and line.assignment.part == "lead"]
    text = answer_text(desk, unit.name, own)
    others = [line for line in everything if line.assignment.unit_id != unit.id and _concerns(line, unit)]
    if others:
        text += "\n\n" + _others_line(desk, others)
    return Reply(text)


def _concerns(line: Line, unit: Unit) -> bool:
    names = {units.fold_commune(name) for name in line.task.communes}
    return line.assignment.part == "lead" and unit.kind in units.COMMUNE_KINDS and units.fold_commune(unit.name) in names


def _others_line(desk: Desk, others: list[Line]) -> str:
    counted = stand(others, desk.today)
    return desk.words.text(
        "Other units' tasks for this commune: {all}, of them {done} done, {overdue} overdue.",
        all=len(others),
        done=counted.done_on_time + counted.done_late,
        overdue=counted.overdue,
    )


def _of_directive(desk: Desk, intent: i.Progress) -> Reply:
    row = desk.session.get(Directive, intent.about_id) if intent.about_id else standing.directive_called(desk.session, intent.about)
    if row is None:
        return Reply(desk.words.text("There is no directive “{name}” here.", name=intent.about))
    lines = _visible(desk, [line for line in standing.lines(desk.session) if line.task.directive_id == row.id])
    return Reply(answer_text(desk, desk.words.text("directive {name}", name=standing.label(row)), lines))


def unit_question(desk: Desk, asked: str, found: units.Found) -> Reply:
    """Two candidates are asked about; none offers the nearest names."""
    said = desk.words
    if found.candidates:
        names = "\n".join(f"• {unit.name}" for unit in found.candidates)
        return Reply(said.text("Which unit do you mean by “{name}”?", name=asked) + "\n" + names)
    if found.nearest:
        names = ", ".join(unit.name for unit in found.nearest)
        return Reply(said.text("There is no unit “{name}”. The nearest names: {names}.", name=asked, names=names))
    return Reply(said.text("There is no unit “{name}”.", name=asked))


def answer_text(desk: Desk, title: str, lines: list[Line]) -> str:
    """One phone screen: counts and rates first, then what is late, what is near, what is difficult, and as of when."""
    said = desk.words
    lead = [line for line in lines if line.assignment.part == "lead"]
    counted = stand(lead, desk.today)
    late = [line for line in lead if line.is_overdue(desk.today)]
    soon = [line for line in lead if line.is_open and line.occurrence.due_on and 0 <= (line.occurrence.due_on - desk.today).days <= 7]
    parts = [f"{said.text('Progress')} – {bold(title)}", *_counts(desk, counted)]
    for head, some in ((said.text("Overdue:"), late), (said.text("Due within 7 days:"), soon)):
        if some:
            parts += ["", head, *(_line(desk, line) for line in some[:SHOWN]), *_rest(desk, len(some) - SHOWN)]
    voices = [line for line in lead if line.is_open and line.report is not None and line.report.difficulty][:3]
    if voices:
        parts += ["", said.text("Difficulties:"), *(_voice(desk, line) for line in voices)]
    local = desk.now.astimezone(desk.office.zone)
    parts += ["", said.text("As of {hour} on {day}.", hour=said.time(local), day=said.date(local.date()))]
    return "\n".join(parts)


def _counts(desk: Desk, counted: Stand) -> list[str]:
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


def _line(desk: Desk, line: Line) -> str:
    return task_line(desk.words, line, desk.today, line.unit.name)


def _rest(desk: Desk, more: int) -> list[str]:
    return [desk.words.plural("… and {n} more", "… and {n} more", more)] if more > 0 else []


def _voice(desk: Desk, line: Line) -> str:
    report = line.report
    if report is None:
        return ""
    day = desk.words.date(desk.office.today(report.at))
    tail = f" → {report.proposal}" if report.proposal else ""
    return f"#{line.task.id} {line.unit.name} ({day}): “{report.difficulty}”{tail}"


def _visible(desk: Desk, lines: list[Line]) -> list[Line]:
    return [line for line in lines if desk.may_see(line.assignment.unit_id)]


def overdue(desk: Desk, intent: i.Overdue) -> list[Reply]:
    """Overdue tasks, the latest ones first in days."""
    return [page_of_overdue(desk, 1, intent.unit)]


def page_of_overdue(desk: Desk, page: int, unit: str = "") -> Reply:
    """One page of what is overdue."""
    late = [line for line in _wanted(desk, unit) if line.is_overdue(desk.today)]
    if not late:
        return Reply(desk.words.text("Nothing is overdue."))
    head = desk.words.plural("{n} task is overdue:", "{n} tasks are overdue:", len(late))
    return paged(desk, head, [line.duty for line in late], "late", page, with_unit=True)


def due_soon(desk: Desk, intent: i.DueSoon) -> list[Reply]:
    """What falls due in a span."""
    return [page_of_due(desk, 1, intent.span, intent.unit)]


def page_of_due(desk: Desk, page: int, span: str, unit: str = "") -> Reply:
    """One page of what falls due in a span, both ends included."""
    first, last = _span(desk.today, span)
    rows = [line for line in _wanted(desk, unit) if line.is_open and line.occurrence.due_on and first <= line.occurrence.due_on <= last]
    said = desk.words
    period = said.text("{first} to {last}", first=said.date(first), last=said.date(last))
    if not rows:
        return Reply(said.text("Nothing falls due from {period}.", period=period))
    head = said.plural("{n} task falls due from {period}:", "{n} tasks fall due from {period}:", len(rows), period=period)
    return paged(desk, head, [line.duty for line in rows], f"soon_{span}", page, with_unit=True)


def _span(today: date, span: str) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    following = (month + timedelta(days=32)).replace(day=1)
    after = (following + timedelta(days=32)).replace(day=1)
    spans = {
        "today": (today, today),
        "week": (monday, monday + timedelta(days=6)),
        "next_week": (monday + timedelta(days=7), monday + timedelta(days=13)),
        "month": (month, following - timedelta(days=1)),
        "next_month": (following, after - timedelta(days=1)),
    }
    return spans[span]


def _wanted(desk: Desk, unit: str) -> list[Line]:
    """Lead assignments that the asker may see, of one unit where one is named."""
    lines = [line for line in _visible(desk, standing.lines(desk.session)) if line.assignment.part == "lead"]
    found = units.find(desk.session, unit).sure if unit else None
    return [line for line in lines if found is None or line.assignment.unit_id == found.id]


def not_reported(desk: Desk, _intent: i.NotReported) -> list[Reply]:
    """Who has not reported this week: reached and silent apart from never reached."""
    said = desk.words
    monday = desk.today - timedelta(days=desk.today.weekday())
    silent, unreached = standing.silences(desk.session, _wanted(desk, ""), monday, desk.office.zone)
    if not silent and not unreached:
        return [Reply(said.text("Every unit with open tasks has reported this week."))]
    lines = []
    if silent:
        lines += [said.text("Reached, but silent this week:"), *(f"• {name}" for name in silent)]
    if unreached:
        lines += [said.text("Never reached (nobody linked, or the chat refuses):"), *(f"• {name}" for name in unreached)]
    return [Reply("\n".join(lines))]
