"""A drafted letter on a phone: head and check-up, its tasks a page at a time, the preview of what it would send."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from handlers.buttons import in_rows
from handlers.understand import value
from handlers.understanding import intents as i
from locales import Words
from reports.lines import code, deadline, short
from storage import comparing, directives, naming
from storage.comparing import Match
from storage.messages import Choice, Reply, bold
from storage.models import Directive, Task
from storage.office import Office, Preview

LINES_A_PAGE = 6
WARNINGS = 6
PREVIEW_DAYS = 5
UNITS_NAMED = 3


def draft_page(session: Session, office: Office, said: Words, row: Directive, now: datetime, page: int = 1, *, new: bool = True) -> Reply:
    """One page of a draft; the first carries the head and the check-up, the last the preview. Every page can put it in force."""
    tasks = directives.tasks_of(session, row.id or 0)
    last = max(1, -(-len(tasks) // LINES_A_PAGE))
    page = min(max(page, 1), last)
    shown = tasks[(page - 1) * LINES_A_PAGE : page * LINES_A_PAGE]
    lines = _head(session, office, said, row, tasks, now, new=new) if page == 1 else [bold(directives.label(row))]
    lines += [draft_line(said, task, naming.stand_for(session, task, office.today(now))) for task in shown]
    if last > 1:
        lines.append(said.text("Page {page} of {last}.", page=page, last=last))
    if row.state == "draft":
        lines += ["", *preview_lines(said, office, office.preview(session, row.id or 0, now))]
    return Reply("\n".join(lines), _choices(said, row, shown, page, last))


def _head(session: Session, office: Office, said: Words, row: Directive, tasks: Sequence[Task], now: datetime, *, new: bool) -> list[str]:
    lines = [said.text("Letter: {name}", name=bold(directives.label(row))), f"{row.issuer} – {short(row.subject, 160)}"]
    if not new:
        lines.append(said.text("This file was read before; nothing was changed."))
    check = [str(warning["text"]) for warning in row.warnings[:WARNINGS]] + list(row.unread)
    if row.state == "draft":
        check += _doubts(session, said, row, office.today(now))
    if check:
        lines += [said.text("Please check:"), *(f"• {sentence}" for sentence in check)]
    return [*lines, said.plural("{n} task was read:", "{n} tasks were read:", len(tasks))]


def _doubts(session: Session, said: Words, row: Directive, today: date) -> list[str]:
    """What the store knows against the draft: twins in force, groups that stand for nobody."""
    found = []
    if comparing.decision(session, row) is None:
        older = comparing.corrects(session, row)
        if older is not None:
            found.append(
                said.text("{name} of the same office is in force already; this may be its correction.", name=directives.label(older))
            )
        twins = comparing.matches(session, row, today)
        if twins:
            found.append(said.plural("{n} task is in force already.", "{n} tasks are in force already.", len(twins)))
    groups = naming.open_groups(session, row, today)
    if groups:
        found.append(said.text("Not clear which units these are: {names}.", names="; ".join(groups)))
    return found


def draft_line(said: Words, task: Task, groups: Mapping[str, int]) -> str:
    """A drafted task on one line, beginning with its code."""
    lead = short(named(said, task.lead_names, groups), 60) or said.text("no unit")
    doubt = " ⚠" if task.warnings else ""
    return f"{code(task)} {deadline(said, task)} [{lead}]: {short(task.text, 70)}{doubt}"


def named(said: Words, names: Sequence[str], groups: Mapping[str, int]) -> str:
    """Units as read, a group with how many it stands for."""
    counted = {name: said.plural("{n} unit", "{n} units", count) for name, count in groups.items()}
    return "; ".join(f"{name} ({counted[name]})" if name in counted else name for name in names)


def preview_lines(said: Words, office: Office, rows: Sequence[Preview]) -> list[str]:
    """How many messages would go to whom and when in the first 14 days; nothing has gone out.

    What goes only if nobody has answered by then, and the digests of those Fridays, are named below the units' messages.
    """
    about_units = [row for row in rows if row.unit and not row.only_if]
    if not about_units:
        return [said.text("In the next 14 days nothing would go out.")]
    told = {row.unit for row in about_units if row.to}
    untold = sorted({row.unit for row in about_units if not row.to})
    messages = Counter((office.today(row.at), row.unit) for row in about_units if row.to)
    head = said.text("Preview of the next 14 days (nothing is sent yet): {n} messages to {units} units.", n=len(messages), units=len(told))
    lines = [head]
    days = sorted({day for day, _ in messages})
    for day in days[:PREVIEW_DAYS]:
        names = sorted(unit for one, unit in messages if one == day)
        shown = ", ".join(names[:UNITS_NAMED]) + ("…" if len(names) > UNITS_NAMED else "")
        lines.append(f"• {said.date(day)}: {said.plural('{n} message', '{n} messages', len(names))} – {shown}")
    if len(days) > PREVIEW_DAYS:
        lines.append(said.plural("… and {n} more day", "… and {n} more days", len(days) - PREVIEW_DAYS))
    lines += _other_lines(said, office, rows)
    if untold:
        lines.append(said.text("Nobody linked, so nobody is told: {names}.", names=short("; ".join(untold), 160)))
    return lines


def _other_lines(said: Words, office: Office, rows: Sequence[Preview]) -> list[str]:
    """What goes out besides, each with its days."""

    def days(stage: str) -> str:
        return ", ".join(said.date(day) for day in sorted({office.today(row.at) for row in rows if row.stage == stage}))

    sentences = (
        ("received", said.text("If not answered by then: asked whether the task was received on {days}.", days=days("received"))),
        ("nudge", said.text("If not answered by then: reminded of the weekly report on {days}.", days=days("nudge"))),
        ("morning", said.text("If nobody is linked by then: the coordinator is told on {days}.", days=days("morning"))),
        ("preview", said.text("The digest is shown to the coordinator before it leaves on {days}.", days=days("preview"))),
        ("digest", said.text("The digest goes to the leaders on {days}.", days=days("digest"))),
    )
    return [f"• {text}" for stage, text in sentences if days(stage)]


def _choices(said: Words, row: Directive, shown: Sequence[Task], page: int, last: int) -> tuple[tuple[Choice, ...], ...]:
    if row.state != "draft":
        return ()
    turn = []
    if page > 1:
        turn.append(Choice(said.text("Back"), value(i.Page(f"draft{row.id}", page - 1))))
    if page < last:
        turn.append(Choice(said.text("More ({page}/{last})", page=page + 1, last=last), value(i.Page(f"draft{row.id}", page + 1))))
    act = [Choice(said.text("Put in force"), value(i.Activate(row.id))), Choice(said.text("Add a task"), value(i.Draft("add", row.id)))]
    return ((act[0],), *in_rows([Choice(code(task), value(i.Draft("show", task.id))) for task in shown], 4), *in_rows(turn, 2), (act[1],))


def match_lines(said: Words, found: Sequence[Match]) -> list[str]:
    """Each task in force beside its drafted twin, with what differs."""
    lines = []
    for match in found:
        lines.append(f"{code(match.standing)} {deadline(said, match.standing)}: {short(match.standing.text, 70)}")
        if match.moved:
            lines.append("   " + said.text("new: {deadline}", deadline=deadline(said, match.draft)))
        else:
            lines.append("   " + said.text("the same deadline"))
    return lines
