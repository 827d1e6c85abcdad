"""Taking back that a letter was put in force: it is a draft again, and who was told of it hears so once."""

from handlers.desk import Desk
from handlers.intents.acts import actor
from handlers.understand import value
from handlers.understanding import intents as i
from locales import words
from storage import directives, taking_back, withdrawing
from storage.directives import label
from storage.messages import Choice, Outgoing, Reply
from storage.models import Directive, Event, Person
from storage.outbox import address_of, queue
from storage.withdrawing import Obstacle, Told


def take_back(desk: Desk, event: Event, *, sure: bool) -> Reply:
    """Done at once while nobody has been told, else after a yes; where something has come of it, why it cannot be."""
    said = desk.words
    row = desk.session.get_one(Directive, event.directive_id)
    against = withdrawing.obstacle(desk.session, event)
    if against is not None:
        return Reply(_why_not(desk, row, against))
    told = [one for one in withdrawing.told(desk.session, row) if one.chat.person_id != desk.asker_id]
    tasks = said.plural("{n} task", "{n} tasks", len(directives.tasks_of(desk.session, row.id or 0)))
    if told and not sure:
        text = said.plural(
            "Withdraw {name}? {tasks} become a draft again; {n} chat that was told of them hears so once.",
            "Withdraw {name}? {tasks} become a draft again; {n} chats that were told of them hear so once.",
            len(told),
            name=label(row),
            tasks=tasks,
        )
        choices = ((Choice(said.text("Yes, withdraw it"), value(i.Yes())), Choice(said.text("No"), value(i.No()))),)
        return desk.ask("order", text, choices, value=value(i.Undo(event.id)))
    if not taking_back.take_back(desk.session, event, desk.now, desk.today, actor(desk)):
        return Reply(said.text("This was already undone, or something newer stands on it."))
    for one in told:
        _tell(desk, row, one)
    look = Choice(said.text("Look through: {name}", name=label(row)[:30]), value(i.Page(f"draft{row.id}", 1)))
    return Reply(
        said.text("Withdrawn: {name}. {tasks} are a draft again; nobody is reminded of them.", name=label(row), tasks=tasks), ((look,),)
    )


def _tell(desk: Desk, row: Directive, told: Told) -> None:
    """One message to a chat, with the tasks that it was told of."""
    person = desk.session.get(Person, told.chat.person_id) if told.chat.person_id is not None else None
    said = words((person.language if person is not None else "") or desk.office.language)
    text = said.text(
        "The coordinator has withdrawn {name}: {codes} need not be done for now. Sorry for the trouble.",
        name=label(row),
        codes=", ".join(f"#{number}" for number in told.tasks),
    )
    queue(
        desk.session,
        Outgoing(address_of(told.chat), text),
        key=f"withdrawn:{desk.inbox.id}:{told.chat.id}",
        kind="notice",
        now=desk.now,
        address_id=told.chat.id,
        person_id=told.chat.person_id,
        inbox_id=desk.inbox.id,
    )


def _why_not(desk: Desk, row: Directive, against: Obstacle) -> str:
    said, name = desk.words, label(row)
    code = f"#{against.task}" if against.task is not None else name
    text = said.text
    sentences = {
        "gone": text("This was already undone, or something newer stands on it."),
        "carried": text("{name} cannot be withdrawn: duties in force already follow it. Please cancel single tasks.", name=name),
        "answered": text("{name} cannot be withdrawn: {code} has been answered. Please cancel single tasks.", name=name, code=code),
        "changed": said.text(
            "{name} cannot be withdrawn: {code} has been changed since. Please cancel single tasks.", name=name, code=code
        ),
    }
    return sentences[against.why]
