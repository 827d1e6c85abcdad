"""One passage → its duties: who does what by when, clause by clause."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from directives.cast import Cast
from directives.clauses import clause_at, clauses, says_little, short_text
from directives.deadlines import Deadline, Frame
from directives.duty import Context, Duty, dated, merged, passage_deadlines
from directives.headings import addressed
from directives.pointing import those_meant
from directives.roles import Roles, read_roles, refers_back
from directives.roles_orders import ends_with_names
from directives.spelling import matchable
from directives.units import read_unit
from directives.units_committees import communes_in
from directives.units_groups import is_general


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    text: str
    roles: Roles
    lead: tuple[str, ...]
    support: tuple[str, ...]
    group: int
    ordered: bool


def passage_duties(text: str, context: Context, cast: Cast, frame: Frame) -> list[Duty]:
    """The duties of a paragraph: one a deadline, and one for each unit that is given an order without any."""
    parts = _clauses(text, context, cast)
    if not parts:
        return []
    found = [deadline for deadline in passage_deadlines(text, frame) if not _is_purpose(deadline, parts)]
    with_day = merged([deadline for deadline in found if dated(deadline)], text)
    before = [None, *_lists_begun(with_day, text)]
    duties = [_dated_duty(text, deadline, earlier, parts, context, cast) for earlier, deadline in zip(before, with_day, strict=False)]
    timed = {parts[clause_at([(part.start, part.end) for part in parts], deadline.start)].group for deadline in with_day}
    if not all(duty.lead for duty in duties) and (actor := _charge(parts) or _only_actor(parts, timed)):
        duties = [duty if duty.lead else replace(duty, lead=actor.roles.lead, support=actor.roles.support) for duty in duties]
        timed.add(actor.group)
    loose = next((deadline for deadline in found if not dated(deadline)), None)
    return duties + _undated(parts, timed, loose, cast, any_dated=bool(with_day))


_LISTED = re.compile(r"\s*(?:[,;]|và)?\s*(?:và\s+)?")


def _lists_begun(found: Sequence[Deadline], text: str) -> list[Deadline]:
    """The deadlines, each reaching back to the first of the list it stands in: "lúc 6h, 11h và 17h hằng ngày"."""
    result: list[Deadline] = []
    for one in found:
        listed = result and _LISTED.fullmatch(text, result[-1].end, one.start)
        result.append(replace(one, start=result[-1].start) if listed else one)
    return result


# What still belongs to the deadline before: "trước ngày 20/6 (báo cáo 6 tháng) và …".
_BRACKET_BEHIND = re.compile(r"^\s*\([^()]*\)\s*(?:và|,)?\s*")
_NO_VERB = re.compile(r"\s*,?\s*(?:tại|trên|ở|và|cho|với|đối với|trong)\s", re.IGNORECASE)
_ONLY_RHYTHM = re.compile(r"(?:và|đồng thời|định kỳ|hằng|hàng|mỗi|ngày|tuần|tháng|quý|năm|\W)*", re.IGNORECASE)
# "phấn đấu đến 30/9 có 60% hộ …", "chậm nhất 30/6 toàn bộ công trình phải khởi công": what is to be done stands behind the day.
_AIM = re.compile(r"(?:phấn đấu|đảm bảo|bảo đảm|,)\s*$", re.IGNORECASE)
_WHAT = re.compile(r"\s*,?\s*(?:có|đạt|phải|toàn bộ|tất cả|hoàn thành|100%|\d+%?)\s[^.;]*")
_ENOUGH_WORDS = 3  # fewer ("khởi công", "đợt 2") are said together with what they belong to
_ITS_DAY = re.compile(r"[\s,]*(?:xong |hoàn thành )?(?:chậm nhất|trước|từ|trong|đến)\s[^,;:]{0,40}\d[^,;:]{0,20}$", re.IGNORECASE)
_PURPOSE = re.compile(
    r"(?:để|nhằm|với mục tiêu|phấn đấu|căn cứ|thực hiện (?:kế hoạch|công văn|chỉ thị|công điện|thông báo|quyết định)\b)\s?", re.IGNORECASE
)


def _is_purpose(deadline: Deadline, parts: Sequence[_Clause]) -> bool:
    """Whether the day only says what an order is for: "Để xã về đích trong năm 2024, UBND huyện yêu cầu …"."""
    part = parts[clause_at([(part.start, part.end) for part in parts], deadline.start)]
    return part.roles.ordered and bool(_PURPOSE.match(part.text)) and deadline.start - part.start < part.roles.action


_IN_CHARGE = re.compile(
    r"thực hiện (?:các )?(?:nội dung|nhiệm vụ|việc|công việc) (?:này|trên|nêu trên)|việc này|nhiệm vụ này|"
    r"chủ trì|chịu trách nhiệm|đảm nhận|đảm nhiệm",
    re.IGNORECASE,
)


# "Treo cờ xong trước ngày 08/02; tháo dỡ trong ngày 24/02 (giao Phòng Kinh tế)."
_GIVEN_AT_LAST = re.compile(r"\((?:giao|do)\s[^()]{4,120}\)\s*\.?$", re.IGNORECASE)


def _charge(parts: Sequence[_Clause]) -> _Clause | None:
    """ "Ba trạm bơm phải vận hành trước 25/2. Giao Sở A chủ trì thực hiện việc này": who acts is said behind the day."""
    charged = [part for part in parts if part.roles.lead and (_IN_CHARGE.search(part.text) or _GIVEN_AT_LAST.search(part.text))]
    return charged[0] if len(charged) == 1 else None


def _only_actor(parts: Sequence[_Clause], timed: set[int]) -> _Clause | None:
    """ "Phúc tra nguồn: từ 01/9 đến 30/9. UBND các xã gọi phúc tra …": the only one named, without a day of his own."""
    acting = [part for part in parts if part.roles.lead and part.group not in timed]
    return acting[0] if len({part.roles.lead for part in acting}) == 1 else None


_BARE_POST = re.compile(
    r"(?:giao\s+)?(?:các\s+)?(?:đồng chí|đ/c|ông|bà)\s+(?:[^,;:.]{3,40}(?:,|\s[-–])\s+)?(?:phó\s+)?"
    r"(?:trưởng phòng|trưởng ban|chánh văn phòng|giám đốc|(?:công chức|chuyên viên|cán bộ|viên chức) (?:phòng|ban|văn phòng|trung tâm))"
)


def _of_the_same_office(words: str, roles: Roles, context: Context) -> bool:
    """Whether somebody is named whose post alone says that he is of the office above: "Đồng chí A, Trưởng phòng làm việc với …"."""
    person = len(roles.lead) == 1 and roles.lead[0].startswith("Đồng chí ")
    words = words.strip()
    post = _BARE_POST.match(matchable(words)) if person and context.told and not context.wide and len(context.actors) == 1 else None
    return post is not None and not words[post.end() :].lstrip()[:1].isupper()


_DIRECTS = re.compile(
    r"[\s,;]*(?:(?:đồng thời|và)\s+)?(?:chỉ đạo|đôn đốc|"
    r"phân công(?=\s+(?:cán bộ|công chức|lực lượng|người|thành viên|đoàn thể|cấp ủy)\s))\s",
    re.IGNORECASE,
)


def _is_everybody(name: str) -> bool:
    return is_general(name) or name.startswith(("Các ", "Trưởng các "))


def _roles(words: str, context: Context, cast: Cast) -> Roles:
    told = bool(context.actors) and context.told
    return read_roles(words, cast, inside=told, wide=context.wide, everybody=told and all(map(_is_everybody, context.actors)))


def _clauses(text: str, context: Context, cast: Cast) -> list[_Clause]:
    parts: list[_Clause] = []
    lead, support, group, ordered = context.actors, context.support, 0, False
    for start, end in _whole(clauses(text), text, cast):
        words = text[start:end]
        indent = len(words) - len(words.lstrip())
        roles = _roles(words.strip(), context, cast)
        if any(part.roles.lead for part in parts) and _DIRECTS.match(words):
            roles = replace(roles, lead=(), ordered=False)  # to direct others is the work of whoever was named before
        roles = replace(roles, lead=those_meant(roles.lead, words, text[:start], cast))
        if roles.lead:
            if _of_the_same_office(words, roles, context):
                roles = replace(roles, lead=context.actors)
            if refers_back(roles.lead, lead):
                roles = replace(roles, lead=lead)
            if roles.lead != lead and parts:
                group += 1
            lead, support, ordered = roles.lead, roles.support, ordered or roles.ordered
        support = roles.support or support
        parts.append(_Clause(start + indent, end, words.strip(), roles, lead, support, group, ordered))
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
        pending = begin if text[start:end].rstrip().endswith(";") and _only_names(text[start:end].strip(" ;"), cast) else None
        if pending is None:
            whole.append((begin, end))
    return [*whole, (pending, len(text))] if pending is not None else whole


def _only_names(words: str, cast: Cast) -> bool:
    """Whether a clause names units and no more, or ends so behind an order: "Để …, UBND huyện đề nghị các phòng, ban"."""
    named = addressed(words, cast)
    return bool(named and not named[1]) or ends_with_names(words, matchable(words), cast)


def _dated_duty(text: str, deadline: Deadline, earlier: Deadline | None, parts: Sequence[_Clause], context: Context, cast: Cast) -> Duty:
    since, since_start = (earlier.end, earlier.start) if earlier else (0, 0)
    index = clause_at([(part.start, part.end) for part in parts], deadline.start)
    part = parts[index]
    start = max(since, part.start)
    segment = text[start : deadline.start]
    roles, lead, support = part.roles, part.lead, part.support
    if start > part.start:
        roles = _roles(segment.strip(" ,;"), context, cast)
        if lead and _DIRECTS.match(segment):
            roles = replace(roles, lead=())  # to direct others is the work of whoever was named before
        elif receiver := _whom_it_is_sent_to(segment, part.roles.report_to, cast):
            roles = replace(roles, lead=receiver)
        lead, support = roles.lead or lead, roles.support or support
    words = _words(text, deadline, parts, index, (start, since_start), roles)
    report_to = roles.report_to or read_roles(part.text, cast, inside=True).report_to
    return Duty(
        lead,
        support,
        short_text(words),
        deadline,
        _communes(text, start, deadline.end, cast),
        report_to,
        bool(part.roles.lead),
        part.ordered,
    )


_SO_THAT = re.compile(
    r"[\s,;]*để\s+(?:(?P<bare>sở|phòng|ban|văn phòng|chi cục|trung tâm)\s+)?(?=tổ chức|tổng hợp|thẩm định|tham mưu|báo cáo|trình|hoàn|"
    r"(?:sở|phòng|ban|văn phòng|chi cục|trung tâm)\s)",
    re.IGNORECASE,
)


def _whom_it_is_sent_to(segment: str, report_to: str | None, cast: Cast) -> tuple[str, ...]:
    """ "… gửi Sở X trước ngày 20/4 để sở thẩm định, trình UBND tỉnh trước ngày 30/4": the second day is for whoever is sent the first."""
    found = _SO_THAT.match(segment)
    if not found:
        return ()
    named = read_unit(segment, matchable(segment), found.end(), cast)
    if named:
        return named.names
    return (report_to,) if found["bare"] and report_to else ()


_LOOK_BACK = 2000
_OTHERS = re.compile(r"(?:các|những)\s+(?:xã|phường|thị trấn|địa phương)|còn lại|(?:xã|phường|nơi)\s+khác", re.IGNORECASE)


def _communes(text: str, start: int, end: int, cast: Cast) -> tuple[str, ...]:
    """The communes that a deadline's own words name, else those named before in its passage, unless it speaks of others."""
    segment = text[start:end]
    return communes_in(segment, cast) or (() if _OTHERS.search(segment) else communes_in(text[max(start - _LOOK_BACK, 0) : start], cast))


def _words(text: str, deadline: Deadline, parts: Sequence[_Clause], index: int, since: tuple[int, int], roles: Roles) -> str:
    """The words of the work: those before the deadline, with what is to be reached by it; else the fuller ones nearby."""
    part, start = parts[index], since[0]
    segment = text[start : deadline.start]
    words = _work(segment, roles, part, start)
    if _AIM.search(segment) and (aim := _WHAT.match(text, deadline.end)):
        return f"{words.strip()} {aim[0].strip()}"
    words = words if start == part.start else _BRACKET_BEHIND.sub("", words)
    little = says_little(words, whole=start == part.start) or (start > part.start and bool(_NO_VERB.match(words)))
    if not little and len(words.split()) > _ENOUGH_WORDS:
        return words
    fuller = _fuller(text, deadline, parts, index, since)
    if little:
        return fuller
    topic, own = _ITS_DAY.sub("", fuller.strip(" ,;.:")), words.strip(" ,;")
    return words if not topic or own in topic else f"{topic}: {own}"


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


def _undated(parts: Sequence[_Clause], timed: set[int], loose: Deadline | None, cast: Cast, *, any_dated: bool) -> list[Duty]:
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
        communes = communes_in(" ".join(part.text for part in members), cast)
        ordered = any(part.ordered for part in members)
        duties.append(Duty(members[-1].lead, support, short_text(words), loose, communes, report_to, explicit, ordered))
    return duties
