"""Who is in charge of a clause: "Giao Sở X chủ trì, phối hợp với Sở Y", "UBND các xã …", "Đối với UBND xã …"."""

import re
from dataclasses import dataclass

from directives.cast import Cast
from directives.clauses import strip_start
from directives.mention import Mention, all_names
from directives.roles_chair import chaired
from directives.roles_orders import SUBJECT_END, Found, Told, gives_orders, ordered
from directives.roles_others import HELPS, TOGETHER, helpers, receiver
from directives.spelling import matchable
from directives.units import find_units, read_unit, read_units
from directives.units_committees import bodies_of, communes_led
from directives.units_groups import is_general
from directives.units_open import acts, begins_with_verb, is_body, is_proper


@dataclass(frozen=True, slots=True)
class Roles:
    """`lead` is empty where the clause names nobody in charge; `action` is where its work begins."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    report_to: str | None = None
    action: int = 0
    ordered: bool = False


_TOWARDS = re.compile(
    r"(?:^|[,;]\s*)(?:(?:riêng\s+)?(?:đối với|về phía)|riêng(?=\s+(?:các\s+)?(?:huyện|xã|phường|thị|thành|ubnd|"
    r"thôn|bản|xóm|ấp|buôn|làng)(?!\w)))\s+"
)
_CHAIRING = re.compile(
    r"[\s,:]*(?:\([^()]*\)\s*)?(?:có\s+trách\s+nhiệm\s+)?(?:chủ\s+động\s*,?\s+)?(?:(?:làm\s+)?chủ\s+trì\s*(?:,|và)?\s*)?(?:chủ\s+động\s*,?\s+)?"
)
_MARKED_CHAIR = re.compile(r"\s*\((?:cơ\s+quan\s+|đơn\s+vị\s+)?(?:chủ\s+trì|đầu\s+mối)\)\s*(?:,|và)\s*(?:và\s+)?")
_VILLAGE_NAME = re.compile(r"(?:Thôn|Bản|Xóm|Ấp|Buôn|Khu|Tổ(?: (?:dân phố|nhân dân))?(?= \d|$)|Tổ (?:dân phố|nhân dân)) ?")
_NOTHING = re.compile(r"(?:cùng(?:\s+với)?\s+|với\s+)?")
_ADVERBIAL = re.compile(
    r"(?:(?P<time>kết thúc|từ ngày|trước|hằng|hàng|mỗi|định kỳ|chậm nhất|vào|cuối|đầu|hết|tháng|quý|tuần|ngày|từ \d|kể từ|bắt đầu từ|"
    r"quá thời hạn|quá hạn|quá ngày|riêng)|"
    r"(?:từ|trong|đến|sau|ngay|khi|căn cứ|trên cơ sở|để|nhằm|theo|qua|về|liên quan|toàn bộ|tổng))(?!\w)"
)
_LABEL = re.compile(r"(?:về\s+)?[^.;:()]{3,140}(?:\([^()]{2,80}\)\s*)?:\s+")
_PAUSE = re.compile(r",\s+trong\s+đó\s+(?:có\s+)?|[,:]\s+|\sthì\s+")
_NEXT_WORD = re.compile(r"\s+\w")
_WITH_OTHERS = re.compile(r"phối\s+hợp|\scùng\s|chủ\s+trì|tham\s+mưu|(?<!chương )(?<!công )(?<!quy )(?<!lộ )(?<!quá )trình|báo\s+cáo")
_LATEST_SUBJECT = 260
_DUTY = re.compile(r"\s*(?:có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|chủ\s+trì|(?:làm|là)\s+đầu\s+mối|:)")


def read_roles(clause: str, cast: Cast, *, inside: bool, wide: bool = False, everybody: bool = False) -> Roles:
    """The roles that one clause gives. `inside` says that those addressed were named before; unless the letter as a whole
    names them (`wide`), a general "các cơ quan, đơn vị" then means them, and "chỉ đạo các thôn" is their work and no order to others."""
    matched = matchable(clause)
    told = Told(inside, inside and not wide, everybody)
    skipped = len(clause) - len(strip_start(clause))
    order, subject = ordered(clause, matched, cast, told=told), None
    if not order or _directed(matched[: order[0][0].start]):
        subject = _subject(clause, matched, skipped, cast, told=told)
    if subject:
        order = None  # "Phòng Nội vụ biên soạn tài liệu; chỉ đạo các trường …": whoever directs others acts
    found = order or subject or _towards(clause, matched, cast, told=told)
    found = found or _late_subject(clause, matched, cast, told=told) or _labelled(clause, matched, cast, told=told)
    mentions, action = found or ([], 0)
    meant = _towards(clause, matched, cast, told=told) if order and _is_bare(all_names(mentions)) else None
    if meant and refers_back(all_names(mentions), all_names(meant[0])):
        mentions = meant[0]
    mentions, beside = _with_company(mentions, matched)
    if mentions and (marked := _MARKED_CHAIR.match(matched, action)):  # "Sở A (chủ trì), UBND huyện B …": the others help
        others, action = read_units(clause, matched, marked.end(), cast)
        beside = (*beside, *all_names(others))
    lead = all_names(mentions) or chaired(clause, matched, cast, told=told.named and not everybody)
    helping = tuple(dict.fromkeys(name for name in (*beside, *helpers(clause, matched, cast)) if name not in lead))
    return Roles(
        cast.canonical(lead),
        cast.canonical(helping),
        receiver(clause, matched, cast),
        _work_start(clause, matched, max(action, skipped), cast),
        order is not None,
    )


def _directed(before: str) -> bool:
    """Whether something and then "chỉ đạo" stand before a name."""
    found = _DIRECTING.search(before)
    return found is not None and before[: found.start()].strip() != ""


_DIRECTING = re.compile(r"(?:chỉ\s+đạo|đôn\s+đốc)\s+$")
_BESIDE = re.compile(r"\scùng(?:\s+với)?\s")


def _with_company(mentions: list[Mention], matched: str) -> tuple[list[Mention], tuple[str, ...]]:
    """Those named before "cùng", who act, and those behind it, who help."""
    for at in range(1, len(mentions)):
        if _BESIDE.search(matched, mentions[at - 1].end, mentions[at].start):
            return mentions[:at], all_names(mentions[at:])
    return mentions, ()


_RANK = re.compile(r"UBND cấp (huyện|xã)")
_BARE_COMMITTEE = re.compile(r"UBND (?:xã|phường|các xã|huyện|các huyện|xã, phường|phường, xã|xã, thị trấn)")
_DISTRICT = re.compile(r"UBND (?:huyện|thị xã|thành phố|quận) ")


def _is_bare(named: tuple[str, ...]) -> bool:
    return len(named) == 1 and (_BARE_COMMITTEE.fullmatch(named[0]) or _RANK.fullmatch(named[0])) is not None


def refers_back(named: tuple[str, ...], before: tuple[str, ...]) -> bool:
    """Whether a bare "Chủ tịch UBND xã" means those named just before: one unit, or the committees of certain communes."""
    if not _is_bare(named) or not before:
        return False
    if rank := _RANK.fullmatch(named[0]):
        return any(rank[1] in name for name in before)
    if "huyện" in named[0]:
        return all(_DISTRICT.match(name) for name in before)
    return (len(before) == 1 and named[0] != "UBND các xã") or len(communes_led(before)) == len(before)


def _work_start(clause: str, matched: str, at: int, cast: Cast) -> int:
    """Where the work itself begins, behind "có trách nhiệm chủ trì, phối hợp với …"."""
    start = _CHAIRING.match(matched, at)
    after = start.end() if start else at
    together = TOGETHER.match(matched, after) or (_NOTHING.match(matched, after) if "chủ" in matched[at:after] else None)
    if together:
        mentions, end = read_units(clause, matched, together.end(), cast)
        helping = HELPS.match(matched, end)
        after = (helping.end() if helping else end) if mentions else after
    return after if len(clause[after:].split()) > 2 else at


def _subject(clause: str, matched: str, at: int, cast: Cast, *, told: Told) -> Found:
    mentions, end = read_units(clause, matched, at, cast)
    if not mentions:
        mentions, end = _by_its_duty(clause, matched, at, cast, told=told)
    if not mentions or SUBJECT_END.match(matched, end) or (told.inside and _only_helps(clause, matched, end, cast)):
        return None
    if gives_orders(mentions, end, matched, cast):
        return None
    if mentions[-1].group and (listed := _LISTED.match(matched, end)):
        members, far = read_units(clause, matched, listed.end(), cast)
        if members and len(communes_led(all_names(members))) == len(all_names(members)):
            mentions, end = members, far
        elif not members and (places := _places_listed(clause, matched, listed.end(), mentions[-1], cast)):
            mentions, end = places
    duty = bool(_DUTY.match(matched, end))
    if told.inside and not told.everybody and not duty and all(_VILLAGE_NAME.match(name) for name in all_names(mentions)):
        return None
    if told.named and not duty and all(_points_back(mention, told) for mention in mentions):
        return None
    if not duty and matched[end : end + 1] not in " ,":
        return None
    return mentions, end


# "Các đơn vị đạt tỷ lệ dưới 50% gồm xã A, xã B phải …": those listed are told
_LISTED = re.compile(r"[^,;.:]{0,80}\s(?:bao\s+)?gồm(?:\s+có)?:?\s+(?:các\s+)?(?=\w)")


def _places_listed(clause: str, matched: str, at: int, group: Mention, cast: Cast) -> Found:
    """ "Các xã dọc sông gồm A, B, C vận động …": the committees of the places listed behind a group of communes."""
    if not group.names[0].startswith("UBND các xã"):
        return None
    names, end = bodies_of(clause, matched, at, "xã", cast)
    return ([Mention(group.start, end, tuple(names))], end) if names else None


_ITS_DUTY = re.compile(
    r"\s+(?:có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|chủ\s+trì|(?:làm|là)\s+đầu\s+mối|chủ\s+động|khẩn\s+trương|phối\s+hợp)(?!\w)"
)


def _by_its_duty(clause: str, matched: str, at: int, cast: Cast, *, told: Told) -> tuple[list[Mention], int]:
    """Offices in no known form, told by what is said of them: "Bến xe Phía Đông chủ trì …".

    Under a heading "cán bộ địa bàn chủ động …" is the work of those whom it names, so there a proper name is asked for.
    """
    mentions, end = read_units(clause, matched, at, cast, named=True)
    if not mentions:
        return [], at
    duty = _ITS_DUTY.match(matched, end) and (not told.inside or is_proper(mentions[0].names[0]))
    body = not told.named and is_body(clause, matched, at) and begins_with_verb(matched, end + 1)
    name = is_proper(mentions[0].names[0]) and (clause[at].isupper() or matched.startswith("bộ phận", at)) and acts(matched, end + 1)
    return (mentions, end) if duty or body or name else ([], at)


def _late_subject(clause: str, matched: str, cast: Cast, *, told: Told) -> Found:
    """Who acts behind a time, a basis or an aim: "Trước ngày 30/6, Sở Y tế trình …", "Tháng 4: Các thôn họp dân"."""
    label = _LABEL.match(matched)
    opening = _ADVERBIAL.match(matched) or (_ADVERBIAL.match(matched, label.end()) if label else None)
    if not opening:
        return None
    certain = not told.inside or told.everybody or opening["time"]
    for pause in _PAUSE.finditer(matched, opening.start(), _LATEST_SUBJECT):
        if not certain and "trong" not in pause[0]:
            continue
        if _WITH_OTHERS.search(matched, 0, pause.start()) or _in_a_list(clause, pause.start(), cast):
            return None
        found = _subject(clause, matched, pause.end(), cast, told=told)
        if found and _NEXT_WORD.match(matched, found[1]) and not found[0][0].names[0].startswith(("Cơ quan", "Phòng, ")):
            return found
    return None


def _in_a_list(clause: str, comma: int, cast: Cast) -> bool:
    """Whether a comma stands between units: "… đến Hội Nông dân huyện, Hội Liên hiệp Phụ nữ huyện để cùng đôn đốc"."""
    before = find_units(clause[:comma], cast)
    return clause[comma] == "," and any(
        mention.end == comma and not _VILLAGE_NAME.match(mention.names[0]) and not clause[: mention.start].endswith("của ")
        for mention in before
    )


def _labelled(clause: str, matched: str, cast: Cast, *, told: Told) -> Found:
    """Who acts behind a short label: "Chế độ báo cáo: Các đơn vị báo cáo …"."""
    label = _LABEL.match(matched)
    found = _subject(clause, matched, label.end(), cast, told=told) if label else None
    if found and told.named and all(mention.group for mention in found[0]):
        return None
    return found if found and _NEXT_WORD.match(matched, found[1]) else None


def _only_helps(clause: str, matched: str, end: int, cast: Cast) -> bool:
    """Whether those named help others ("Sở B phối hợp"); "Hội Nông dân phối hợp Ngân hàng … rà soát" says who acts and with whom."""
    helps = HELPS.match(matched, end)
    return bool(helps) and read_unit(clause, matched, helps.end() + 1 if helps else end, cast) is None


def _points_back(mention: Mention, told: Told) -> bool:
    """Whether a general group means those named before; members of a committee are others than "các cơ quan, đơn vị"."""
    name = mention.names[0]
    general = is_general(name) and (mention.group or name == "Chủ đầu tư")
    return general and not (told.everybody and name.startswith(("Các đồng chí", "Các thành viên")))


def are_places(names: tuple[str, ...]) -> bool:
    """Whether only communes or villages are named."""
    return len(communes_led(names)) == len(names) or all(map(_VILLAGE_NAME.match, names))


def _pause(matched: str, at: int) -> int:
    """Where the comma or colon stands behind which who is meant may follow; -1 without one."""
    return min((place for sign in (",", ": ") if (place := matched.find(sign, at)) >= 0), default=-1)


_BRACKETED = re.compile(r"\([^()]*\)")


def _towards(clause: str, matched: str, cast: Cast, *, told: Told) -> Found:
    """ "Đối với UBND xã …": the ones meant are in charge; "Đối với nguồn vốn …, UBND các xã …": whoever follows the comma."""
    found = _TOWARDS.search(matched)
    if not found or found.start() > 3:
        return None
    mentions, end = read_units(clause, matched, found.end(), cast)
    if told.named and cast.level == "tỉnh" and cast.districts and mentions and len(communes_led(all_names(mentions))) == len(mentions):
        mentions = []  # told are the districts: the communes are what the work is about
    elif told.inside and not told.everybody and mentions and matched.startswith(":", end) and are_places(all_names(mentions)):
        mentions = []  # "Phòng Nội vụ", then "- Đối với xã A: …": the heading's unit acts there
    comma = _pause(_BRACKETED.sub(lambda bracket: " " * len(bracket[0]), matched), end if mentions else found.end())
    if comma >= 0:
        after = comma + 1 + len(clause[comma + 1 :]) - len(clause[comma + 1 :].lstrip())
        second, far = read_units(clause, matched, after, cast)
        if not second:
            second, far = _by_its_duty(clause, matched, after, cast, told=told)
        if second and gives_orders(second, far, matched, cast):
            return None
        if second and (not told.inside or not all(mention.group for mention in second)) and re.match(r"\s+\w", matched[far:]):
            return second, far
    if not mentions or (told.named and all(is_general(mention.names[0]) for mention in mentions)):
        return None
    return mentions, end
