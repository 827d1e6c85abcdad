"""Who is in charge of a clause: "Giao Sở X chủ trì, phối hợp với Sở Y", "UBND các xã …", "Đối với UBND xã …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from directives.cast import Cast
from directives.clauses import strip_start
from directives.mention import Mention, all_names
from directives.roles_chair import chaired
from directives.roles_others import HELPS, TOGETHER, helpers, receiver
from directives.spelling import fold, matchable
from directives.units import read_unit, read_units
from directives.units_committees import communes_led
from directives.units_open import acts, begins_with_verb, is_body, is_proper


@dataclass(frozen=True, slots=True)
class Roles:
    """`lead` is empty where the clause names nobody in charge; `action` is where its work begins."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    report_to: str | None = None
    action: int = 0
    ordered: bool = False


# "giao ban" is a meeting, "giao Ban Tuyên giáo" an order.
_NOT_GIVEN = (
    r" (?:thông|lưu|dịch|mùa)| ban(?! (?:tuyên|tổ|dân|quản|chỉ|nội|xây|thường|văn|kinh|"
    r"pháp|an|đô|tiếp|giám|chấp|phát|cán|bảo|cơ|kiểm|công))"
)
_ORDER = (
    r"(?:thống nhất |đồng ý |tiếp tục )?(?:"
    rf"giao(?!{_NOT_GIVEN})(?: nhiệm vụ| trách nhiệm)?(?: cho)?|yêu cầu|đề nghị|phân công|ủy quyền(?: cho)?|"
    r"trân trọng đề nghị|kính đề nghị|kính mời|chỉ đạo)(?:\s*:)?"
).replace(" ", r"\s+")
_ORDERED = re.compile(rf"(?<!\w){_ORDER}\s+")
_TELLS = re.compile(rf"(?!chỉ\s+đạo){_ORDER}\s+")
_ORDER_PLACE = re.compile(r"(?:^|[:,;.)]\s*|(?:thì|cũng|và|do đó|vì vậy|nay)\s+)$")
_NOT_AN_ORDER = re.compile(r"tham mưu|trình|kiến nghị|đề xuất|hồ sơ|văn bản|căn cứ|sau khi")
_CONTRACTORS = re.compile(
    r"(?:các\s+)?(?:nhà\s+thầu|đơn\s+vị\s+(?:thi\s+công|tư\s+vấn)|hộ(?:\s+dân)?|người\s+dân|nhân\s+dân|doanh\s+nghiệp)(?!\w)"
)
_TOWARDS = re.compile(
    r"(?:^|[,;]\s*)(?:(?:riêng\s+)?(?:đối với|về phía)|riêng(?=\s+(?:các\s+)?(?:huyện|xã|phường|thị|thành|ubnd)(?!\w)))\s+"
)
_CHAIRING = re.compile(
    r"[\s,:]*(?:\([^()]*\)\s*)?(?:có\s+trách\s+nhiệm\s+)?(?:chủ\s+động\s*,?\s+)?(?:(?:làm\s+)?chủ\s+trì\s*(?:,|và)?\s*)?(?:chủ\s+động\s*,?\s+)?"
)
_VILLAGE_NAME = re.compile(r"(?:Thôn|Bản|Xóm|Ấp|Buôn|Khu|Tổ) ")
_NOTHING = re.compile(r"(?:cùng(?:\s+với)?\s+|với\s+)?")
_ADVERBIAL = re.compile(
    r"(?:(?P<time>từ ngày|trước|hằng|hàng|mỗi|định kỳ|chậm nhất|vào|cuối|đầu|hết|tháng|quý|tuần|ngày|từ \d)|"
    r"(?:từ|trong|đến|sau|ngay|khi|căn cứ|trên cơ sở|để|nhằm|theo|qua))(?!\w)"
)
_LABEL = re.compile(r"(?:về\s+)?[^.;:()]{3,80}(?:\([^()]{2,80}\)\s*)?:\s+")
_PAUSE = re.compile(r"[,:]\s+")
_NEXT_WORD = re.compile(r"\s+\w")
_WITH_OTHERS = re.compile(r"phối\s+hợp|\scùng\s|chủ\s+trì|tham\s+mưu|trình|báo\s+cáo")
_LATEST_SUBJECT = 260
_DUTY = re.compile(r"\s*(?:có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|chủ\s+trì|làm\s+đầu\s+mối|:)")
_SUBJECT_END = re.compile(r"\s*(?:$|[.)])")


@dataclass(frozen=True, slots=True)
class _Told:
    """Whether somebody was told before the clause, and whether by name: then a general "các cơ quan, đơn vị" means those."""

    inside: bool
    named: bool


def read_roles(clause: str, cast: Cast, *, inside: bool, wide: bool = False) -> Roles:
    """The roles that one clause gives. `inside` says that those addressed were named before; unless the letter as a whole
    names them (`wide`), a general "các cơ quan, đơn vị" then means them, and "chỉ đạo các thôn" is their work and no order to others."""
    matched = matchable(clause)
    told = _Told(inside, inside and not wide)
    skipped = len(clause) - len(strip_start(clause))
    order = _ordered(clause, matched, cast, told=told)
    found = order or _subject(clause, matched, skipped, cast, told=told) or _towards(clause, matched, cast, told=told)
    found = found or _late_subject(clause, matched, cast, told=told) or _labelled(clause, matched, cast, told=told)
    mentions, action = found or ([], 0)
    meant = _towards(clause, matched, cast, told=told) if order and _is_bare(all_names(mentions)) else None
    if meant and refers_back(all_names(mentions), all_names(meant[0])):
        mentions = meant[0]
    mentions, beside = _with_company(mentions, matched)
    lead = all_names(mentions) or chaired(clause, matched, cast, told=told.named)
    helping = tuple(dict.fromkeys(name for name in (*beside, *helpers(clause, matched, cast)) if name not in lead))
    return Roles(
        cast.canonical(lead),
        cast.canonical(helping),
        receiver(clause, matched, cast),
        _work_start(clause, matched, max(action, skipped), cast),
        order is not None,
    )


_BESIDE = re.compile(r"\scùng(?:\s+với)?\s")


def _with_company(mentions: list[Mention], matched: str) -> tuple[list[Mention], tuple[str, ...]]:
    """Those named before "cùng", who act, and those behind it, who help."""
    for at in range(1, len(mentions)):
        if _BESIDE.search(matched, mentions[at - 1].end, mentions[at].start):
            return mentions[:at], all_names(mentions[at:])
    return mentions, ()


_RANK = re.compile(r"UBND cấp (huyện|xã)")
_BARE_COMMITTEE = re.compile(r"UBND (?:xã|phường|các xã|huyện|các huyện)")
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


Found = tuple[list[Mention], int] | None


def _ordered(clause: str, matched: str, cast: Cast, *, told: _Told) -> Found:
    for verb in sorted(_ORDERED.finditer(matched), key=lambda found: not matched[: found.start()].endswith(": ")):
        before = matched[: verb.start()]
        if not _may_order(clause, before, cast, directs="chỉ đạo" in verb[0], told=told):
            continue
        mentions, end = read_units(clause, matched, verb.end(), cast, named=_names_an_office(clause, matched, verb.end(), told=told))
        if not mentions or all_names(mentions) == (cast.own_committee(),) or _SUBJECT_END.match(matched, end):
            continue
        if told.named and all(mention.group and _is_general(mention.names[0]) for mention in mentions):
            continue
        return mentions, end
    return None


def _names_an_office(clause: str, matched: str, at: int, *, told: _Told) -> bool:
    """Whether the words behind an order can be an office in no known form; under a heading "phân công cán bộ …" is its own work."""
    return not _CONTRACTORS.match(matched, at) and not (told.inside and clause[at : at + 1].islower())


def _may_order(clause: str, before: str, cast: Cast, *, directs: bool, told: _Told) -> bool:
    """Whether an order can begin here: at the start, behind a comma or colon, or behind who gives it.

    To direct others ("chỉ đạo") is itself the work of whoever was named before.
    """
    if _ORDER_PLACE.search(before):
        return not (directs and told.inside) and not _NOT_AN_ORDER.search(before.rsplit(":", 1)[-1])
    start = max(before.rfind(sign) for sign in (",", ":", ".", ";")) + 1
    start += len(before[start:]) - len(before[start:].lstrip())
    matched = matchable(clause)
    giver = read_unit(clause, matched, start, cast)
    if giver is None or matched[giver.end : len(before)].strip() or not _may_give(giver, cast):
        return False
    return not directs or (not told.inside and giver.names in ((cast.own_committee(),), (f"UBND {cast.level}",)))


_ABOVE = re.compile(r"(?:Ban Chỉ đạo|Ban Chỉ huy|Thường trực|Ban Thường vụ|HĐND|UBND|Hội đồng|(?:Huyện|Tỉnh|Thành|Đảng|Thị|Quận) ủy)")


def _may_give(giver: Mention, cast: Cast) -> bool:
    """Whether those named can order others in this letter: who writes it or stands above; "Sở Xây dựng yêu cầu nhà thầu" is its work."""
    return not cast.issuer or bool(_ABOVE.match(giver.names[0])) or fold(giver.names[0]) in fold(cast.issuer)


def _subject(clause: str, matched: str, at: int, cast: Cast, *, told: _Told) -> Found:
    mentions, end = read_units(clause, matched, at, cast)
    if not mentions:
        mentions, end = _by_its_duty(clause, matched, at, cast, told=told)
    if not mentions or _SUBJECT_END.match(matched, end) or (told.inside and _only_helps(clause, matched, end, cast)):
        return None
    if _gives_orders(mentions, end, matched, cast):
        return None
    duty = bool(_DUTY.match(matched, end))
    if told.inside and not duty and all(_VILLAGE_NAME.match(name) for name in all_names(mentions)):
        return None
    if told.named and not duty and all(mention.group and _is_general(mention.names[0]) for mention in mentions):
        return None
    if not duty and matched[end : end + 1] not in " ,":
        return None
    return mentions, end


_ITS_DUTY = re.compile(
    r"\s+(?:có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|chủ\s+trì|làm\s+đầu\s+mối|chủ\s+động|khẩn\s+trương|phối\s+hợp)(?!\w)"
)


def _by_its_duty(clause: str, matched: str, at: int, cast: Cast, *, told: _Told) -> tuple[list[Mention], int]:
    """Offices in no known form, told by what is said of them: "Bến xe Phía Đông chủ trì …".

    Under a heading "cán bộ địa bàn chủ động …" is the work of those whom it names, so there a proper name is asked for.
    """
    mentions, end = read_units(clause, matched, at, cast, named=True)
    if not mentions:
        return [], at
    duty = _ITS_DUTY.match(matched, end) and (not told.inside or is_proper(mentions[0].names[0]))
    body = not told.named and is_body(clause, matched, at) and begins_with_verb(matched, end + 1)
    name = is_proper(mentions[0].names[0]) and clause[at].isupper() and acts(matched, end + 1)
    return (mentions, end) if duty or body or name else ([], at)


def _late_subject(clause: str, matched: str, cast: Cast, *, told: _Told) -> Found:
    """Who acts behind a time, a basis or an aim: "Trước ngày 30/6, Sở Y tế trình …", "Tháng 4: Các thôn họp dân"."""
    opening = _ADVERBIAL.match(matched)
    if not opening or (told.inside and not opening["time"]):
        return None
    for pause in _PAUSE.finditer(matched, 0, _LATEST_SUBJECT):
        if _WITH_OTHERS.search(matched, 0, pause.start()):
            return None
        found = _subject(clause, matched, pause.end(), cast, told=told)
        if found and _NEXT_WORD.match(matched, found[1]) and not found[0][0].names[0].startswith(("Cơ quan", "Phòng, ")):
            return found
    return None


def _labelled(clause: str, matched: str, cast: Cast, *, told: _Told) -> Found:
    """Who acts behind a short label: "Chế độ báo cáo: Các đơn vị báo cáo …"."""
    label = _LABEL.match(matched)
    found = _subject(clause, matched, label.end(), cast, told=told) if label else None
    return found if found and _NEXT_WORD.match(matched, found[1]) else None


def _tells_a_unit(matched: str, at: int) -> bool:
    """Whether an order to an office begins here; "yêu cầu nhà thầu …" is the work of whoever was named before."""
    verb = _TELLS.match(matched, at)
    return bool(verb) and not _CONTRACTORS.match(matched, verb.end() if verb else at)


# A party body tells the People's Committee too.
_PARTY_ISSUER = re.compile(r"(?:Ban Thường vụ |Thường trực )?(?:Huyện|Tỉnh|Thành|Thị|Quận|Đảng) ủy")


def _only_helps(clause: str, matched: str, end: int, cast: Cast) -> bool:
    """Whether those named help others ("Sở B phối hợp"); "Hội Nông dân phối hợp Ngân hàng … rà soát" says who acts and with whom."""
    helps = HELPS.match(matched, end)
    return bool(helps) and read_unit(clause, matched, helps.end() + 1 if helps else end, cast) is None


def _gives_orders(mentions: Sequence[Mention], end: int, matched: str, cast: Cast) -> bool:
    """Whether those named are the office that writes: it orders, it is not told."""
    by_party = bool(_PARTY_ISSUER.match(cast.issuer))
    givers = ((cast.issuer,),) if by_party else ((cast.own_committee(),), (f"UBND {cast.level}",), (cast.issuer,))
    return all_names(mentions) in givers or (_tells_a_unit(matched, end + 1) and _may_give(mentions[0], cast))


def _is_general(name: str) -> bool:
    """Whether a group's name only points back at those addressed: "các cơ quan, đơn vị"."""
    return "phụ trách" not in name and bool(
        re.match(r"các (?:cơ quan|đơn vị|phòng|ban|ngành|địa phương|sở|thành viên|đồng chí|thôn|bản|xã|phường|thị trấn)", name.lower())
    )


def _towards(clause: str, matched: str, cast: Cast, *, told: _Told) -> Found:
    """ "Đối với UBND xã …": the ones meant are in charge; "Đối với nguồn vốn …, UBND các xã …": whoever follows the comma."""
    found = _TOWARDS.search(matched)
    if not found or found.start() > 3:
        return None
    mentions, end = read_units(clause, matched, found.end(), cast)
    comma = matched.find(",", end if mentions else found.end())
    if comma >= 0:
        after = comma + 1 + len(clause[comma + 1 :]) - len(clause[comma + 1 :].lstrip())
        second, far = read_units(clause, matched, after, cast)
        if second and _gives_orders(second, far, matched, cast):
            return None
        if second and (not told.inside or not all(mention.group for mention in second)) and re.match(r"\s+\w", matched[far:]):
            return second, far
    if not mentions or (told.named and all(_is_general(mention.names[0]) for mention in mentions)):
        return None
    return mentions, end
