"""Looking at tasks: one's own list, a card with the exact clause, and why a message came."""

from handlers.buttons import Rows, in_rows, report_choices
from handlers.desk import Desk
from handlers.intents import proof, reminding
from handlers.intents.draft_reminding import days_line
from handlers.tasks import no_such_task
from handlers.understand import value
from handlers.understanding import intents as i
from reports.lines import code, deadline, marked_quote, standing, task_line
from storage import duties
from storage.directives import label
from storage.duties import Duty
from storage.messages import Choice, Reply
from storage.models import Directive, Task, Unit

LINES_A_PAGE = 8


def my_tasks(desk: Desk, _intent: i.MyTasks) -> list[Reply]:
    """The unit's open tasks, overdue ones first, nearest deadline next, a page at a time."""
    return [page_of_mine(desk, 1)]


def page_of_mine(desk: Desk, page: int) -> Reply:
    """One page of the asker's open tasks, with a button for each and for the next page; a page that is no more is the last one."""
    said = desk.words
    every = duties.count_open(desk.session, desk.own_units)
    if not every:
        return Reply(said.text("Your unit has no open tasks."))
    last = -(-every // LINES_A_PAGE)
    page = min(max(page, 1), last)
    start = (page - 1) * LINES_A_PAGE
    shown = duties.open_duties(desk.session, unit_ids=desk.own_units, limit=LINES_A_PAGE, offset=start)
    head = said.plural(
        "Your unit has {n} open task, nearest deadline first:", "Your unit has {n} open tasks, nearest deadline first:", every
    )
    with_unit = len(desk.own_units) > 1
    lines = [task_line(said, duty, desk.today, _unit(desk, duty) if with_unit else "") for duty in shown]
    choices = [Choice(code(duty.task), value(i.Show(duty.task.id))) for duty in _each_task_once(shown)]
    return Reply("\n".join([head, *lines]), in_rows(choices, 4) + page_turns(desk, "mine", page, last))


def page_turns(desk: Desk, of: str, page: int, last: int) -> Rows:
    """The way back and on from a page: a tap puts the other page in its place."""
    turns = []
    if page > 1:
        turns.append(Choice(desk.words.text("Back ({page}/{last})", page=page - 1, last=last), value(i.Page(of, page - 1))))
    if page < last:
        turns.append(Choice(desk.words.text("More ({page}/{last})", page=page + 1, last=last), value(i.Page(of, page + 1))))
    return (tuple(turns),) if turns else ()


def _each_task_once(rows: list[Duty]) -> list[Duty]:
    return list({duty.task.id: duty for duty in rows}.values())


def _unit(desk: Desk, duty: Duty) -> str:
    return desk.session.get_one(Unit, duty.assignment.unit_id).name


def show(desk: Desk, intent: i.Show) -> list[Reply]:
    """A task's card: where it stands, and the exact clause with its place and the deadline's words marked."""
    task = desk.session.get(Task, intent.task) if intent.task is not None else None
    if intent.task is None:
        return my_tasks(desk, i.MyTasks())
    if task is None:
        return [no_such_task(desk, intent.task)]
    held = [duty for duty in duties.of_task(desk.session, intent.task) if desk.may_see(duty.assignment.unit_id)]
    once = duties.ever_held(desk.session, intent.task)
    if not held and not (any(desk.may_see(unit_id) for unit_id in once) or (not once and desk.oversees_all)):
        return [no_such_task(desk, intent.task)]
    own = any(duty.assignment.unit_id in desk.own_units for duty in held)
    files = proof.files(desk, held)
    answers = report_choices(desk.words, task)[:-1] if own else ()
    return [Reply(card(desk, task, held), (*answers, *reminding.choices(desk, task)), files)]


def card(desk: Desk, task: Task, held: list[Duty]) -> str:
    """The whole of a task for one screen."""
    said = desk.words
    directive = desk.session.get(Directive, task.directive_id) if task.directive_id is not None else None
    place = said.text("Clause {ref}, paragraph {paragraph}", ref=task.ref, paragraph=task.paragraph) if task.paragraph else ""
    lines = [f"{code(task)} {deadline(said, task, held[0].occurrence if len(held) == 1 else None)}", task.text]
    for duty in held:
        lines += [_holder(desk, duty), *proof.lines(desk, duty)]
    lines += proof.received(desk, task, held)
    if task.support_names:
        lines.append(said.text("Support: {units}", units="; ".join(task.support_names)))
    lines += days_line(desk, task)
    if task.report_to:
        lines.append(said.text("Report to: {unit}", unit=task.report_to))
    lines += ["", " · ".join(part for part in (label(directive), directive.issuer if directive else "", place) if part)]
    if task.quote:
        lines.append(f"“{marked_quote(task)}”")
    return "\n".join(lines).rstrip()


def _holder(desk: Desk, duty: Duty) -> str:
    state = standing(desk.words, duty.occurrence, desk.today) or desk.words.text("open")
    part = desk.words.text("lead") if duty.assignment.part == "lead" else desk.words.text("support")
    when = f" {desk.words.date(duty.occurrence.due_on)}" if duty.occurrence.period and duty.occurrence.due_on else ""
    return f"• {_unit(desk, duty)} ({part}){when}: {state}"


def why_me(desk: Desk, intent: i.WhyMe) -> list[Reply]:
    """Why these messages come: which unit the asker answers for, and which letter gave the task."""
    said = desk.words
    names = [desk.session.get_one(Unit, unit_id).name for unit_id in sorted(desk.own_units)]
    if not names:
        return [Reply(said.text("You get messages here because you coordinate or lead the programme."))]
    text = said.text("You get these messages because you are linked here as an officer of {units}.", units=", ".join(names))
    task = desk.session.get(Task, intent.task) if intent.task is not None else None
    if task is not None and task.directive_id is not None:
        directive = desk.session.get(Directive, task.directive_id)
        text += " " + said.text("{code} was given by {directive}, clause {ref}.", code=code(task), directive=label(directive), ref=task.ref)
    return [Reply(f"{text} {said.text('To stop all messages: /dung.')}")]


def why_day_before(desk: Desk, _intent: i.WhyDayBefore) -> list[Reply]:
    """Why "trước ngày 30/4" is due on 29/4."""
    text = desk.words.text(
        "“Trước ngày D” means that the work must be finished before day D begins, so the last day on time is the day before. "
        "The printed words always stand beside the date."
    )
    return [Reply(text)]
