"""Other days of reminding for a task or a letter in force: from now on, and nobody is told but who asked for it."""

from handlers.desk import Desk
from handlers.intents import draft_reminding
from handlers.intents.acts import actor, held, receipt
from handlers.intents.draft_reminding import USUAL, ask_again, listed, read_order
from handlers.intents.letters import may_steer
from handlers.understand import value
from handlers.understanding import intents as i
from reports.lines import code
from storage import drafts, reminding, standing
from storage.directives import label
from storage.messages import Choice, Reply
from storage.models import Directive, Task

Rows = tuple[tuple[Choice, ...], ...]


def of_task(desk: Desk, number: int | None, text: str) -> list[Reply] | None:
    """Sets what was typed for a task in force, or with "all" for its letter; asks for it where nothing was. None: no such task."""
    task = desk.session.get(Task, number) if number is not None else None
    if task is None or task.state != "active":
        return None
    whole, days = read_order(text)
    letter = desk.session.get(Directive, task.directive_id) if whole and task.directive_id is not None else None
    _, refused = held(desk, number)
    if refused is not None or not _oversees(desk, letter or task):
        return [refused or _not_all(desk)]
    if not text:
        return [desk.ask("draft", draft_reminding.question(desk, task), part="remind", item=number)]
    if days is None:
        return [ask_again(desk, text, number)]
    return [_set(desk, letter or task, days)]


def of_letter(desk: Desk, number: str, text: str) -> list[Reply]:
    """The same for a letter by its number, also while it is under review."""
    said = desk.words
    letter = standing.directive_called(desk.session, number)
    if letter is None or letter.state not in ("draft", "in_force"):
        return [Reply(said.text("There is no directive “{name}” here.", name=number))]
    if not _oversees(desk, letter):
        return [_not_all(desk)]
    if not text:
        question = said.text(
            "{name}: how many days before the deadline? For example “10, 5, 1”; “no” for the usual days.", name=label(letter)
        )
        return [desk.ask("draft", question, part="remind", item=None, number=number)]
    _, days = read_order(text)
    if days is None:
        return [ask_again(desk, text, None, number)]
    return [_set(desk, letter, days)]


def choices(desk: Desk, task: Task) -> Rows:
    """The buttons of a task's card for who may change its days: others, and where it has its own, the usual ones."""
    if task.state != "active" or not desk.has("coordinator", "admin") or not _oversees(desk, task):
        return ()
    row = [Choice(desk.words.text("Reminders"), value(i.Draft("remind", task.id)))]
    if task.remind_days:
        row.append(Choice(desk.words.text("The usual reminders"), value(i.Draft("remind", task.id, USUAL))))
    return (tuple(row),)


def _oversees(desk: Desk, row: Task | Directive) -> bool:
    if isinstance(row, Directive) and row.state == "draft":
        return may_steer(desk, row)
    return all(desk.may_see(unit_id) for unit_id in reminding.holders(desk.session, row))


def _set(desk: Desk, row: Task | Directive, days: str) -> Reply:
    desk.answered()
    text = _recorded(desk, row, days)
    if (row.remind_days or "") == days:
        return Reply(text)
    if isinstance(row, Directive) and row.state == "draft":
        drafts.remind_of_all(desk.session, row, days or None, desk.now, actor(desk))
        return Reply(text)
    return receipt(desk, text, [reminding.set_days(desk.session, row, days or None, desk.now, actor(desk))])


def _recorded(desk: Desk, row: Task | Directive, days: str) -> str:
    """What holds from now on: the days typed, else the letter's, else the office's."""
    said = desk.words
    letter = desk.session.get(Directive, row.directive_id) if isinstance(row, Task) and row.directive_id is not None else None
    name = code(row) if isinstance(row, Task) else label(row)
    if days:
        text = said.text("Recorded {name}: reminded {days} days before the deadline.", name=name, days=listed(days))
    elif letter is not None and letter.remind_days:
        text = said.text(
            "Recorded {name}: reminded as its letter is, {days} days before the deadline.", name=name, days=listed(letter.remind_days)
        )
    else:
        text = said.text("Recorded {name}: reminded on the office's usual days.", name=name)
    own = [f"#{number}" for number in reminding.tasks_with_own_days(desk.session, row)] if isinstance(row, Directive) else []
    if own:
        text += " " + said.text("With days of their own: {codes}.", codes=", ".join(own))
    return f"{text} {said.text('Days that are past are not made up for.')}" if days else text


def _not_all(desk: Desk) -> Reply:
    return Reply(desk.words.text("Units outside your part also hold this; only who oversees them all can change its reminders."))
