"""One passage → its duties: who does what by when, clause by clause."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from directives.assignments import Assignment
from directives.cast import Cast
from directives.clauses import clause_at, clauses, says_little, short_text
from directives.deadlines import Deadline, Frame, deadlines, field_deadlines
from directives.headings import addressed
from directives.roles import Roles, read_roles
from directives.spelling import matchable
from directives.units import find_units, read_units
from directives.units_committees import communes_in


@dataclass(frozen=True, slots=True)
class Context:
    """What headings above a passage say: those addressed, whether it is a report, whether no order was given yet.

    `told` says that the ones addressed were named by an order or heading, not only as the letter's addressees; `assigning`
    that the part of the letter hands out work unit by unit.
    """

    actors: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    told: bool = False
    report: bool = False
    preamble: bool = False
    assigning: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One order with at most one deadline; `communes` are those that its own words name."""

    lead: tuple[str, ...]
    support: tuple[str, ...]
    text: str
    deadline: Deadline | None
    communes: tuple[str, ...] = ()
    report_to: str | None = None
    explicit: bool = False
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    text: str
    roles: Roles
    lead: tuple[str, ...]
    support: tuple[str, ...]
    group: int


def dated(deadline: Deadline) -> bool:
    """Whether a deadline names a day or a rhythm, not only an event or "thường xuyên"."""
    return bool(deadline.due_on or deadline.rrule)


def passage_duties(text: str, context: Context, cast: Cast, frame: Frame) -> list[Duty]:
    """The duties of a paragraph: one a deadline, and one for each unit that is given an order without any."""
    parts = _clauses(text, context, cast)
    if not parts:
        return []
    found = [deadline for deadline in _deadlines(text, frame) if not _is_purpose(deadline, parts)]
    with_day = merged([deadline for deadline in found if dated(deadline)], text)
    before = [None, *with_day]
    duties = [_dated_duty(text, deadline, earlier, parts, context, cast) for earlier, deadline in zip(before, with_day, strict=False)]
    timed = {parts[clause_at([(part.start, part.end) for part in parts], deadline.start)].group for deadline in with_day}
    loose = next((deadline for deadline in found if not dated(deadline)), None)
    return duties + _undated(parts, timed, loose, bool(with_day))


# What still belongs to the deadline before: "trước ngày 20/6 (báo cáo 6 tháng) và …".
_BRACKET_BEHIND = re.compile(r"^\s*\([^()]*\)\s*(?:và|,)?\s*")
_NO_VERB = re.compile(r"\s*,?\s*(?:tại|trên|ở|và|cho|với|đối với|trong)\s", re.IGNORECASE)
_ONLY_RHYTHM = re.compile(r"(?:và|đồng thời|định kỳ|hằng|hàng|mỗi|ngày|tuần|tháng|quý|năm|\W)*", re.IGNORECASE)
_PURPOSE = re.compile(r"(?:để|nhằm|với mục tiêu|phấn đấu)\s", re.IGNORECASE)


def _is_purpose(deadline: Deadline, parts: Sequence[_Clause]) -> bool:
    """Whether the day only says what an order is for: "Để xã về đích trong năm 2024, UBND huyện yêu cầu …"."""
    part = parts[clause_at([(part.start, part.end) for part in parts], deadline.start)]
    return part.roles.ordered and bool(_PURPOSE.match(part.text)) and deadline.start - part.start < part.roles.action


_TIME_FIRST = re.compile(
    r"(?:(?:trong|từ|trước|đến|cuối|đầu|giữa)\s+)?(?:ngày|tháng|quý|tuần|năm|\d{1,2}[/.])[^:;]{0,45}:\s", re.IGNORECASE
)


def _deadlines(text: str, frame: Frame) -> list[Deadline]:
    """The deadlines of a paragraph; a time before its first colon ("Tháng 6/2024: Tổ chức …") is one as in a field."""
    head = _TIME_FIRST.match(text)
    first = field_deadlines(head[0], frame) if head else []
    return [*first, *(deadline for deadline in deadlines(text, frame) if not first or deadline.start >= first[-1].end)]


_MEASURE = re.compile(r"(?:chi tiết|cụ thể|theo|cho|của|lộ trình|tiến độ)\s+$", re.IGNORECASE)


def merged(found: Sequence[Deadline], text: str) -> list[Deadline]:
    """Deadlines without those that a following one only makes exact: "hàng tuần … vào 10h00 sáng thứ 6 hàng tuần",
    "hằng ngày … từ ngày 01/5 đến ngày 30/9", and without what only divides a plan ("tiến độ chi tiết từng tuần")."""
    kept: list[Deadline] = []
    for deadline in found:
        before = kept[-1] if kept else None
        if deadline.rrule and deadline.text.lower().startswith("từng") and _MEASURE.search(text[: deadline.start]):
            continue
        if (
            before
            and before.rrule
            and deadline.starts_on
            and deadline.due_on
            and not re.search(r"[.;,]\s", text[before.end : deadline.start])
        ):
            kept[-1] = replace(before, starts_on=deadline.starts_on, rrule=f"{before.rrule};UNTIL={deadline.due_on:%Y%m%d}")
            continue
        if before and before.rrule and deadline.rrule and deadline.rrule.startswith(f"{before.rrule};BY"):
            between = text[before.end : deadline.start]
            if not re.search(r"[.;]\s|\bvà\s+(?:báo cáo|gửi|tổng hợp|đăng ký|cập nhật)\b", between):
                kept[-1] = replace(deadline, starts_on=deadline.starts_on or before.starts_on)
                continue
        kept.append(deadline)
    return kept


def _clauses(text: str, context: Context, cast: Cast) -> list[_Clause]:
    parts: list[_Clause] = []
    lead, support, group = context.actors, context.support, 0
    for start, end in _whole(clauses(text), text, cast):
        words = text[start:end]
        indent = len(words) - len(words.lstrip())
        roles = read_roles(words.strip(), cast, inside=bool(context.actors) and context.told)
        if roles.lead:
            if roles.lead in (("UBND xã",), ("UBND phường",)) and len(context.actors) == 1:
                roles = replace(roles, lead=context.actors)
            if roles.lead != lead and parts:
                group += 1
            lead, support = roles.lead, roles.support
        support = roles.support or support
        parts.append(_Clause(start + indent, end, words.strip(), roles, lead, support, group))
    return parts


def _whole(spans: Sequence[tuple[int, int]], text: str, cast: Cast) -> list[tuple[int, int]]:
    """The clauses, with those that only name units ("Đề nghị Đảng ủy xã; UBMTTQ xã …") joined to the one behind."""
    whole: list[tuple[int, int]] = []
    pending: int | None = None
    for start, end in spans:
        if whole and text[start:end].lstrip().startswith("(") and pending is None:
            whole[-1] = (whole[-1][0], end)
            continue
        begin = start if pending is None else pending
        named = addressed(text[start:end].strip(" ;"), cast) if text[start:end].rstrip().endswith(";") else None
        pending = begin if named and not named[1] else None
        if pending is None:
            whole.append((begin, end))
    return [*whole, (pending, len(text))] if pending is not None else whole


def _dated_duty(text: str, deadline: Deadline, earlier: Deadline | None, parts: Sequence[_Clause], context: Context, cast: Cast) -> Duty:
    since, since_start = (earlier.end, earlier.start) if earlier else (0, 0)
    index = clause_at([(part.start, part.end) for part in parts], deadline.start)
    part = parts[index]
    start = max(since, part.start)
    segment = text[start : deadline.start]
    roles, lead, support = part.roles, part.lead, part.support
    if start > part.start:
        roles = read_roles(segment.strip(" ,;"), cast, inside=bool(context.actors) and context.told)
        lead, support = roles.lead or lead, roles.support or support
    words = _work(segment, roles, part, start)
    if start > part.start:
        words = _BRACKET_BEHIND.sub("", words)
    if (says_little(words) and not (start > part.start and len(words.strip(" ,;").split()) > 2)) or (
        start > part.start and _NO_VERB.match(words)
    ):
        words = _fuller(text, deadline, parts, index, (start, since_start))
    report_to = roles.report_to or read_roles(part.text, cast, inside=True).report_to
    return Duty(
        lead,
        support,
        short_text(words),
        deadline,
        communes_in(text[start : deadline.end], cast),
        report_to,
        bool(part.roles.lead),
        part.roles.ordered,
    )


def _work(segment: str, roles: Roles, part: _Clause, start: int) -> str:
    """The words of a segment behind those who are to do it."""
    return segment[roles.action :] if start == part.start and roles.action < len(segment) else segment


def _fuller(text: str, deadline: Deadline, parts: Sequence[_Clause], index: int, since: tuple[int, int]) -> str:
    """Where the work stands if the deadline's own words do not say it: behind the deadline, before the one in front of it,
    or in the clause before. `since` is where these words begin and where the deadline in front of them does."""
    start, earlier = since
    part = parts[index]
    behind = text[deadline.end : part.end].strip(" ,;./:")
    if len(behind.split()) > 3 and start == part.start and _ONLY_RHYTHM.fullmatch(text[start : deadline.start]):
        return behind
    if start > part.start:
        return text[part.start + part.roles.action : max(earlier, part.start)]
    first = index
    while first and parts[first - 1].group == part.group and (first == index or parts[first - 1].text.endswith(";")):
        first -= 1
    return parts[first].text[parts[first].roles.action :]


def _undated(parts: Sequence[_Clause], timed: set[int], loose: Deadline | None, any_dated: bool) -> list[Duty]:
    duties: list[Duty] = []
    for group in dict.fromkeys(part.group for part in parts):
        members = [part for part in parts if part.group == group]
        explicit = any(part.roles.lead for part in members)
        if group in timed or (any_dated and not explicit):
            continue
        support = tuple(dict.fromkeys(name for part in members for name in part.support if name not in members[0].lead))
        first = members[0]
        words = first.text[first.roles.action :]
        report_to = next((part.roles.report_to for part in members if part.roles.report_to), None)
        duties.append(
            Duty(members[-1].lead, support, short_text(words), loose, (), report_to, explicit, any(part.roles.ordered for part in members))
        )
    return duties


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
    found = merged([deadline for deadline in field_deadlines(time, frame) if dated(deadline)], time) if time else []
    source, spans = (time, found) if found else (text, merged([each for each in deadlines(text, frame) if dated(each)], text))
    if time and not found:
        loose = next(iter(field_deadlines(time, frame)), None)
        return [Duty(lead, support, short_text(_title(text)), loose, communes_in(text, cast), None, True)]
    if not spans:
        loose = next(iter(deadlines(text, frame)), None)
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
        mentions, end = read_units(line, matched, start, cast)
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
