"""What everybody may ask: help, language, leaving a dialogue, unlinking, one's own data."""

from handlers.desk import Desk
from handlers.understand import value
from handlers.understanding import intents as i
from locales import LANGUAGES, Words, words
from storage.messages import Choice, Reply, bold
from storage.models import Person, Unit


def menu(said: Words, roles: set[str]) -> tuple[tuple[Choice, ...], ...]:
    """The buttons that somebody with these roles starts from."""
    rows: list[tuple[Choice, ...]] = []
    if "officer" in roles:
        rows.append((Choice(said.text("My tasks"), value(i.MyTasks())),))
    if roles - {"officer"}:
        rows.append((Choice(said.text("Progress"), value(i.Progress())), Choice(said.text("Overdue"), value(i.Overdue()))))
        rows.append((Choice(said.text("This week"), value(i.DueSoon("week"))), Choice(said.text("Not reported"), value(i.NotReported()))))
    rows.append((Choice(said.text("Help"), value(i.Help())),))
    return tuple(rows)


def welcome(said: Words, person: Person, role: str, unit: Unit | None) -> Reply:
    """The first words after linking: to which unit, in which role, and where to start."""
    place = unit.name if unit is not None else said.text("the whole programme")
    text = said.text("Linked: {name}, {role}, {unit}.", name=person.name or "–", role=role_name(said, role), unit=bold(place))
    return Reply(f"{text}\n\n{guide(said, {role})}", menu(said, {role}))


def role_name(said: Words, role: str) -> str:
    """A role in words."""
    names = {
        "officer": said.text("officer"),
        "coordinator": said.text("coordinator"),
        "leader": said.text("leader"),
        "admin": said.text("administrator"),
    }
    return names.get(role, role)


def guide(said: Words, roles: set[str]) -> str:
    """What somebody with these roles can say, an example a line."""
    lines = []
    if "officer" in roles:
        lines += [
            said.text("“my tasks” – your unit's open tasks"),
            said.text("“#27 done”, “#27 70%”, “#27 stuck: land clearance, please help” – report in one line"),
            said.text("a photo or file with “#27 done” – evidence"),
            said.text("“extend #27 to 15/5 because of floods” – ask for more time"),
        ]
    if roles - {"officer"}:
        lines += [
            said.text("“progress Cao Lâu” – any unit, commune, criterion or directive"),
            said.text("“overdue”, “this week”, “not reported” – lists"),
        ]
    if roles & {"coordinator", "admin"}:
        lines += [
            said.text("send a .docx, .pdf or photo of a directive – read into tasks"),
            said.text("“extend #27 to 15/5”, “give #27 to <unit>”, “remind Cao Lâu” – steer"),
        ]
    lines.append(said.text("/help, /huy (cancel), /ngonngu (language), /dulieu (my data), /dung (unlink)"))
    return "\n".join(f"• {line}" for line in lines)


def help_(desk: Desk, _intent: i.Help) -> list[Reply]:
    """Help for the asker's roles."""
    roles = {membership.role for membership in desk.roles}
    return [Reply(f"{desk.words.text('You can say:')}\n{guide(desk.words, roles)}", menu(desk.words, roles))]


def cancel_dialogue(desk: Desk, _intent: i.CancelDialogue) -> list[Reply]:
    """Leaves the open question; nothing that was saved changes."""
    had = desk.question is not None
    desk.answered()
    text = desk.words.text("Stopped. Nothing more was saved.") if had else desk.words.text("There was no open question.")
    return [Reply(text)]


def language(desk: Desk, intent: i.Language) -> list[Reply]:
    """Changes the asker's language, or asks which."""
    if intent.language is None:
        choices = tuple(Choice({"vi": "Tiếng Việt", "en": "English"}[code], value(i.Language(code))) for code in ("vi", "en"))
        return [Reply(desk.words.text("Which language?"), (choices,))]
    desk.asker.language = intent.language if intent.language in LANGUAGES else desk.asker.language
    desk.session.add(desk.asker)
    desk.later("menu")
    return [Reply(words(desk.asker.language).text("The language is now English."))]


def thanks(desk: Desk, _intent: i.Thanks) -> list[Reply]:
    """A short word back."""
    return [Reply(desk.words.text("You are welcome."))]


def unclear(desk: Desk, _intent: i.Intent) -> list[Reply]:
    """Not understood: says so, changes nothing, and offers the ways on."""
    roles = {membership.role for membership in desk.roles}
    if desk.message.choice is not None:
        return [
            Reply(desk.words.text("This button is no longer in use; nothing was changed. Please choose anew:"), menu(desk.words, roles))
        ]
    text = desk.words.text("Sorry, I did not understand that, so nothing was saved. For example, you can say:")
    return [Reply(f"{text}\n{guide(desk.words, roles)}", menu(desk.words, roles))]
