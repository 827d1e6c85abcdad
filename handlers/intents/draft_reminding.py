"""On which days before a deadline a drafted task is reminded of, or the whole letter, where not as the office usually does.

What is typed is read here for duties in force as well (`reminding`)."""

import re

from handlers.desk import Desk
from handlers.intents.acts import actor
from reports.lines import code
from storage import drafts
from storage.messages import Reply
from storage.models import Directive, Task
from storage.text import fold

MOST_DAYS = 365
USUAL = "usual"
_WHOLE = re.compile(r"^(?:tat ca|ca van ban|toan van ban|all)\b[ :,-]*")
_DAYS = re.compile(r"(?:truoc )?(\d{1,3}(?:(?: ?[,;.] ?| va | and | )\d{1,3})*)(?: ?(?:ngay|days?))?(?: truoc(?: han)?)?")
_USUAL = frozenset({"khong", "no", "nhu thuong", "nhu thuong le", "thuong le", "binh thuong", "mac dinh", USUAL})


def read_days(text: str) -> str | None:
    """The days that typed words say as they are stored ("10,5,1"), "" for the office's usual ones; None where they say none."""
    key = fold(text)
    if key in _USUAL:
        return ""
    found = _DAYS.fullmatch(key)
    days = sorted({int(one) for one in re.findall(r"\d+", found[1])}, reverse=True) if found else []
    return ",".join(str(day) for day in days) if days and days[0] <= MOST_DAYS else None


def question(desk: Desk, task: Task) -> str:
    """What is asked for, with what may be answered."""
    return desk.words.text(
        "{code}: how many days before the deadline shall the unit be reminded? For example “10, 5, 1”; “all 10, 5, 1” for the whole "
        "letter; “no” for the usual days.",
        code=code(task),
    )


def read_order(text: str) -> tuple[bool, str | None]:
    """Whether the whole letter is meant, and its days as `read_days` has them."""
    whole = _WHOLE.match(fold(text))
    return whole is not None, read_days(fold(text)[whole.end() :] if whole else text)


def ask_again(desk: Desk, text: str, item: int | None, number: str = "") -> Reply:
    """What was typed says no days."""
    again = desk.words.text("“{words}” are no days that I can read. Please type numbers, for example “10, 5, 1”.", words=text)
    return desk.ask("draft", again, part="remind", item=item, number=number)


def set_days(desk: Desk, task: Task, text: str) -> Reply | None:
    """Keeps the days typed for a drafted task or its whole letter; asks again where they cannot be read, else None."""
    whole, days = read_order(text)
    if days is None:
        return ask_again(desk, text, task.id)
    letter = desk.session.get(Directive, task.directive_id)
    if whole and letter is not None:
        drafts.remind_of_all(desk.session, letter, days or None, desk.now, actor(desk))
    else:
        drafts.correct(desk.session, task, desk.now, actor(desk), remind_days=days or None)
    return None


def days_line(desk: Desk, task: Task) -> list[str]:
    """The days set for the task, or else for its letter; nothing where they are the office's."""
    letter = desk.session.get(Directive, task.directive_id) if task.directive_id is not None else None
    days = task.remind_days or (letter.remind_days if letter is not None else None)
    return [desk.words.text("Reminded {days} days before the deadline", days=listed(days))] if days else []


def listed(days: str) -> str:
    """Stored days as people write them."""
    return days.replace(",", ", ")
