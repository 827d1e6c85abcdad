"""A button's value and the intent it stands for, from one table, so that buttons and reading cannot drift apart."""

from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final

from handlers.understanding import intents as i
from storage.messages import CHOICE_BYTES

Argument = int | str | date | bool | None


@dataclass(frozen=True, slots=True)
class Form:
    """`verb arg…` stands for `kind(**fixed, args…)`; all other fields keep their defaults. Absent trailing arguments are None."""

    verb: str
    kind: type[i.Intent]
    arguments: tuple[str, ...] = ()
    fixed: dict[str, Any] = field(default_factory=dict)


FORMS: Final = (
    Form("done", i.Report, ("task",), {"status": "done"}),
    Form("doing", i.Report, ("task",), {"status": "doing"}),
    Form("pct", i.Report, ("task", "percent"), {"status": "doing"}),
    Form("stuck", i.Report, ("task",), {"status": "stuck"}),
    Form("none", i.Report, ("task",), {"status": "not_started"}),
    Form("ext", i.Extension, ("task", "until", "was")),
    Form("extd", i.Extension, ("task", "days", "was")),
    Form("notmine", i.NotMine, ("task",)),
    Form("got", i.Received, ("task",)),
    Form("same", i.NoChange, ("task",)),
    Form("mine", i.MyTasks),
    Form("see", i.Show, ("task",)),
    Form("hist", i.History, ("task",)),
    Form("who", i.WhoHas, ("task",)),
    Form("why", i.WhyMe, ("task",)),
    Form("whyday", i.WhyDayBefore, ("task",)),
    Form("whynot", i.WhyNot, ("task",)),
    Form("prog", i.Progress),
    Form("progu", i.Progress, ("about_id",), {"kind": "unit"}),
    Form("progd", i.Progress, ("about_id",), {"kind": "directive"}),
    Form("progc", i.Progress, ("about",), {"kind": "criterion"}),
    Form("late", i.Overdue),
    Form("soon", i.DueSoon, ("span",)),
    Form("silent", i.NotReported),
    Form("stmt", i.Statement),
    Form("digest", i.Digest),
    Form("dgsend", i.SteerDigest, ("week",), {"act": "send"}),
    Form("dgword", i.SteerDigest, ("week",), {"act": "foreword"}),
    Form("dgoff", i.SteerDigest, ("week",), {"act": "put_off"}),
    Form("dirs", i.Directives),
    Form("unlinked", i.Units, (), {"unlinked": True}),
    Form("units", i.Units),
    Form("export", i.Export, ("kind",)),
    Form("nudge", i.Nudge, ("task",)),
    Form("nudgeu", i.Nudge, ("unit_id",)),
    Form("extend", i.Extend, ("task", "until", "was")),
    Form("extendd", i.Extend, ("task", "days", "was")),
    Form("assign", i.Assign, ("task", "unit_id")),
    Form("approve", i.Approve, ("task",)),
    Form("return", i.Return, ("task",)),
    Form("grant", i.Decide, ("task",), {"granted": True}),
    Form("refuse", i.Decide, ("task",), {"granted": False}),
    Form("passup", i.PassUp, ("request",)),
    Form("drop", i.Cancel, ("task",)),
    Form("star", i.Star, ("task",), {"on": True}),
    Form("unstar", i.Star, ("task",), {"on": False}),
    Form("praise", i.Praise, ("task",)),
    Form("praiseu", i.Praise, ("unit_id",)),
    Form("act", i.Activate, ("directive",)),
    Form("draft", i.Draft, ("part", "item")),
    Form("usual", i.Draft, ("item",), {"part": "remind", "text": "usual"}),
    Form("invite", i.Invite, ("unit_id", "role")),
    Form("start", i.Start),
    Form("help", i.Help),
    Form("cancel", i.CancelDialogue),
    Form("lang", i.Language, ("language",)),
    Form("unlink", i.Unlink),
    Form("data", i.MyData, ("what",)),
    Form("chat", i.AnotherChat),
    Form("handover", i.HandOver),
    Form("n", i.Number, ("n", "task")),
    Form("pick", i.Pick, ("task",)),
    Form("ofunit", i.OfUnit, ("unit_id",)),
    Form("ok", i.Yes, ("about",)),
    Form("no", i.No, ("about",)),
    Form("undo", i.Undo, ("event",)),
    Form("skip", i.Skip),
    Form("pg", i.Page, ("of", "page")),
)
_BY_VERB: Final = {form.verb: form for form in FORMS}

_NUMBERS: Final = frozenset(
    {"task", "percent", "days", "about_id", "unit_id", "directive", "item", "n", "about", "event", "page", "request", "week"}
)
_DAYS: Final = frozenset({"until", "was"})
_WORDS: Final = {
    "span": ("today", "week", "next_week", "month", "next_month"),
    "kind": ("xlsx", "ics"),
    "part": ("show", "unit", "support", "deadline", "remind", "text", "split", "drop", "add"),
    "role": ("officer", "coordinator", "leader", "admin"),
    "language": ("vi", "en"),
    "what": ("export", "erase"),
}
_LARGEST: Final = 2**63 - 1


def value(intent: i.Intent) -> str:
    """The button's value of an intent. Raises ValueError where no form holds all that the intent says, or it is over 64 bytes."""
    for form in FORMS:
        parts = _write(form, intent)
        if parts is not None:
            text = " ".join([form.verb, *parts])
            if len(text.encode()) <= CHOICE_BYTES and pressed(text) == intent:
                return text
    raise ValueError(f"no button can say {intent!r}")


def pressed(text: str) -> i.Intent:
    """The intent of a button's value. Never raises: what is forged, damaged or of an older version is `Unclear`."""
    words = text.split(" ")
    form = _BY_VERB.get(words[0])
    if form is None or len(words) - 1 > len(form.arguments) or not text.isascii():
        return i.Unclear(text)
    arguments: dict[str, Any] = dict(form.fixed)
    for name, word in zip(form.arguments, words[1:], strict=False):
        argument = _read(form, name, word)
        if argument is None and word != "-":
            return i.Unclear(text)
        arguments[name] = argument
    if any(arguments.get(one.name) is None for one in fields(form.kind) if _is_required(one)):
        return i.Unclear(text)
    return form.kind(**{name: argument for name, argument in arguments.items() if argument is not None})


def _is_required(one: Any) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _read(form: Form, name: str, word: str) -> Argument:
    """The argument that a word stands for; None where it is "-" or not allowed there."""
    if form.kind is i.Progress and name == "about":
        return word if word.replace(".", "", 1).isdigit() and len(word) <= 5 else None
    if name in _NUMBERS:
        return _read_number(name, word)
    if name in _DAYS:
        return _read_day(word)
    if name in _WORDS:
        return word if word in _WORDS[name] else None
    return word if word.replace("_", "").isalnum() and len(word) <= 32 else None


def _read_number(name: str, word: str) -> int | None:
    if not word.isdigit() or len(word) > 19:
        return None
    number = int(word)
    return number if number <= (100 if name == "percent" else _LARGEST) else None


def _read_day(word: str) -> date | None:
    if len(word) != 8 or not word.isdigit():
        return None
    try:
        return datetime.strptime(word, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _write(form: Form, intent: i.Intent) -> list[str] | None:
    if type(intent) is not form.kind or any(getattr(intent, name) != wanted for name, wanted in form.fixed.items()):
        return None
    parts = [_word(getattr(intent, name)) for name in form.arguments]
    while parts and parts[-1] == "-":
        parts.pop()
    return parts


def _word(argument: Argument) -> str:
    if argument is None or argument == "":
        return "-"
    return argument.strftime("%Y%m%d") if isinstance(argument, date) else str(argument)
