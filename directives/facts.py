"""A passage with labelled facts → its duties, and the units that such a fact lists."""

import re
from collections.abc import Sequence

from directives.assignments import Assignment
from directives.cast import Cast
from directives.clauses import clauses, short_text
from directives.deadlines import Frame, deadlines, field_deadlines
from directives.duty import Context, Duty, dated, merged
from directives.roles import read_roles
from directives.spelling import matchable
from directives.units import find_units, read_units
from directives.units_committees import communes_in

_MANY_COMMUNES = re.compile(r"^UBND các xã(?:,.*)?$")
_GOES_ON = re.compile(r"\s+[^\W\d_][^,;.:()]{1,40}\.?\s*")
_LIST_SIGNS = re.compile(r"\n|;")


def assignment_duties(assignment: Assignment, context: Context, cast: Cast, frame: Frame) -> list[Duty]:
    """The duties of a passage with labelled facts: one for each deadline of its time, else one."""
    facts, text = assignment.facts, assignment.block.text
    lead, support = _facts_units(facts, cast)
    if not lead:
        roles = [read_roles(text[start:end].strip(), cast, inside=bool(context.actors)) for start, end in clauses(text)]
        lead = next((each.lead for each in roles if each.lead), context.actors)
        support = support or next((each.support for each in roles if each.support), context.support)
    time = facts.get("time", "")
    said_times = field_deadlines(time, frame) if time else []
    found = merged([each for each in said_times if dated(each)], time)
    source, spans = (time, found) if found else (text, merged([each for each in deadlines(text, frame) if dated(each)], text))
    if not found and (said_times or not spans):
        loose = next(iter(said_times or ([] if time else deadlines(text, frame))), None)
        return [Duty(lead, support, short_text(_title(text)), loose, communes_in(text, cast), None, True)]
    duties = []
    for index, deadline in enumerate(spans):
        segment = source[spans[index - 1].end if index else 0 : deadline.end]
        communes = communes_in(segment, cast)
        words = segment[: len(segment) - (deadline.end - deadline.start)]
        said = short_text(f"{_name(text)}{words.strip(' ,;:.')}") if len(words.split()) > 3 and source is time else short_text(_title(text))
        duties.append(Duty(_named(lead, communes, cast), support, said, deadline, communes, None, True))
    return duties


def _facts_units(facts: dict[str, str], cast: Cast) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lead, support = units_of(facts.get("lead", ""), cast), units_of(facts.get("support", ""), cast)
    both = facts.get("both", "")
    if both:
        split = re.split(r"phối hợp\s*:?", both, maxsplit=1, flags=re.IGNORECASE)
        names = units_of(split[0], cast)
        more = units_of(split[1], cast) if len(split) > 1 else ()
        lead, support = (names, more) if more else (names[:1], names[1:])
    elif (cut := re.search(r"[,;.\n(]?\s*phối hợp(?: với| cùng)?\s*:?", facts.get("lead", ""), re.IGNORECASE)) and not support:
        lead, support = units_of(facts["lead"][: cut.start()], cast), units_of(facts["lead"][cut.end() :], cast)
    return cast.canonical(lead), cast.canonical(support)


def units_of(value: str, cast: Cast) -> tuple[str, ...]:
    """All units of a list such as a table's cell; a name in no known form is kept as printed."""
    names: list[str] = []
    for line in _LIST_SIGNS.split(value):
        matched = matchable(line)
        start = len(line) - len(line.lstrip(" -+•*.–"))
        mentions, end = read_units(line, matched, start, cast, named=line[start : start + 1].isupper())
        found = [name for mention in mentions for name in mention.names]
        found += [name for mention in find_units(line[end:], cast) for name in mention.names] if mentions else []
        if not found:
            found = [name for mention in find_units(line, cast) for name in mention.names]
        if not found and 0 < len(line.strip(" .-")) < 80:
            found = [line.strip(" .-–+")]
        if mentions and mentions[-1].group and _GOES_ON.fullmatch(line[end:]):
            found[-1] = f"{found[-1]}{line[end:].rstrip(' .')}"
        names += found
    return tuple(dict.fromkeys(names))


def _named(lead: tuple[str, ...], communes: Sequence[str], cast: Cast) -> tuple[str, ...]:
    """The communes named in a time's own words instead of "UBND các xã"."""
    if not communes:
        return lead
    names: list[str] = []
    for name in lead:
        names += [f"UBND {cast.commune_kind(place, 'xã')} {place}" for place in communes] if _MANY_COMMUNES.match(name) else [name]
    return tuple(dict.fromkeys(names))


def _name(text: str) -> str:
    """A criterion's name before its colon, as the start of a task's text."""
    head, colon, _ = text.partition(":")
    return f"{head.strip()}: " if colon and len(head) < 90 else ""


def _title(text: str) -> str:
    spans = clauses(text)
    return text[slice(*spans[0])] if spans else text
