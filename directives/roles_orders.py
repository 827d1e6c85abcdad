"""Orders: "UBND tỉnh yêu cầu Sở Y tế …", "giao Phòng Nội vụ …", who may give them in a letter and who is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from directives.cast import Cast
from directives.mention import Mention, all_names
from directives.spelling import fold, matchable
from directives.units import read_unit, read_units
from directives.units_groups import is_general
from directives.units_places import COMMUNE_KINDS


@dataclass(frozen=True, slots=True)
class Told:
    """Whether somebody was told before the clause, and whether by name: then a general "các cơ quan, đơn vị" means those.

    `everybody` says that those named are themselves general ("Nhiệm vụ của các cơ quan, đơn vị").
    """

    inside: bool
    named: bool
    everybody: bool


Found = tuple[list[Mention], int] | None
"""Units and where their names end."""


# "giao ban" is a meeting, "giao Ban Tuyên giáo" and "giao ban quản lý" orders.
_NOT_GIVEN = r" (?:thông|lưu|dịch|mùa)"
_MEETING = re.compile(
    r"giao\s+ban(?!\s+(?:tuyên|tổ|dân|quản|chỉ|nội|xây|thường|văn|kinh|pháp|an|đô|tiếp|giám|chấp|phát|cán|bảo|cơ|kiểm|công))"
)
_ORDER = (
    r"(?:thống nhất |đồng ý |tiếp tục )?(?:"
    rf"(?:đồng ý|chấp thuận|thống nhất)(?: chủ trương)? (?:cho|để)(?! phép)|cho phép|giao(?!{_NOT_GIVEN})"
    r"(?: nhiệm vụ| trách nhiệm)?(?: cho)?|"
    r"yêu cầu|đề nghị|phân công|ủy quyền(?: cho)?|"
    r"trân trọng đề nghị|kính đề nghị|kính mời|chỉ đạo|đôn đốc)(?:\s*:)?"
).replace(" ", r"\s+")
SUBJECT_END = re.compile(r"\s*(?:$|[.)])")
"""Behind a name: nothing more is said of it."""

_ORDERED = re.compile(rf"(?<!\w){_ORDER}\s+")
_TELLS = re.compile(rf"(?!chỉ\s+đạo|đôn\s+đốc){_ORDER}\s+")
_ORDER_PLACE = re.compile(r"(?:^|[:,;.)]\s*|(?:^|\s)\"|(?:thì|cũng|và|do đó|vì vậy|nay)\s+)$")
_NOT_AN_ORDER = re.compile(r"tham mưu|(?<!công )(?<!chương )(?<!quy )(?<!lộ )(?<!quá )trình|kiến nghị|đề xuất|hồ sơ|văn bản|căn cứ|sau khi")


def _last_piece(before: str) -> str:
    """The words between the sign before an order and the one before that."""
    return re.split(r"[,;:.]\s", before.rstrip(" ,;:."))[-1]


# "Căn cứ Quyết định số …, đề nghị các đơn vị": what a letter rests on before it orders
_BASIS_FIRST = re.compile(r"^\s*(?:căn cứ|sau khi (?:xem xét|nghiên cứu|nghe|rà soát))\s[^;:]{0,300}?,\s+")
_CONTRACTORS = re.compile(
    r"(?:các\s+)?(?:nhà\s+thầu|chủ\s+(?:đầu\s+tư|hộ|phương\s+tiện|cơ\s+sở|nhà)|đơn\s+vị\s+(?:thi\s+công|tư\s+vấn)|hộ(?:\s+dân)?|người\s+dân|nhân\s+dân|doanh\s+nghiệp)(?!\w)"
)


# "UBND các xã phân công rõ người phụ trách": no other office is told
_OWN_PEOPLE = re.compile(
    r"(?:rõ|cụ\s+thể|cán\s+bộ|công\s+chức|người|lực\s+lượng|thành\s+viên|lãnh\s+đạo|(?:đảng|cấp)\s+ủy\s+viên|đảng\s+viên)(?!\w)"
)


def _directs(verb: re.Match[str]) -> bool:
    """Whether an order is to direct or urge others, which may itself be somebody's work."""
    return verb[0].startswith(("chỉ", "đôn"))


def ordered(clause: str, matched: str, cast: Cast, *, told: Told) -> Found:
    """Those whom an order in the clause tells, and where they end."""
    for verb in sorted(_ORDERED.finditer(matched), key=lambda found: not matched[: found.start()].endswith(": ")):
        if _MEETING.match(matched, verb.start()) and clause[verb.end()].islower():
            continue
        if not _may_order(clause, matched, verb.start(), cast, directs=_directs(verb), told=told):
            continue
        if told.inside and verb[0].startswith("phân") and _OWN_PEOPLE.match(matched, verb.end()):
            continue
        mentions, end = read_units(clause, matched, verb.end(), cast, named=_names_an_office(clause, matched, verb.end(), told=told))
        if not mentions or all_names(mentions) == (cast.own_committee(),) or SUBJECT_END.match(matched, end):
            continue
        if told.named and not told.everybody and _CONTRACTORS.match(matched, verb.end()):
            continue  # "Sở Xây dựng: Yêu cầu các nhà thầu …": to ask them is its work
        if told.named and all(mention.group and is_general(mention.names[0]) for mention in mentions):
            continue
        return mentions, end
    return None


def ends_with_names(clause: str, matched: str, cast: Cast) -> bool:
    """Whether the clause ends with those whom its last order tells, so that what they are told stands in the next one."""
    verb = next(reversed(list(_ORDERED.finditer(matched))), None)
    mentions, end = read_units(clause, matched, verb.end(), cast) if verb and not _directs(verb) else ([], 0)
    return bool(mentions) and not matched[end:].strip(" ,.:")


def _names_an_office(clause: str, matched: str, at: int, *, told: Told) -> bool:
    """Whether the words behind an order can be an office in no known form; under a heading "phân công cán bộ …" is its own work."""
    return not _CONTRACTORS.match(matched, at) and not (told.inside and clause[at : at + 1].islower())


# "Danh sách … được giao cho Phòng Nội vụ thẩm định"
_GIVEN_TO = re.compile(r"\sđược\s+$")
# "Công tác nhân sự khóa mới giao Tiểu ban Nhân sự chuẩn bị": what is given stands before
_WHAT = re.compile(r"(?:công\s+tác|việc|nội\s+dung|kịch\s+bản|báo\s+cáo|phần|nhiệm\s+vụ|khâu)\s[^.;:]{3,80}\s")
_SOON = re.compile(r"đã\s+được\s+$|(?:nhiệm\s+vụ|việc|chỉ\s+tiêu|kế\s+hoạch|vốn|đơn\s+vị|tiêu\s+chí|dự\s+toán)\s+được\s+$")


def _may_order(clause: str, matched: str, at: int, cast: Cast, *, directs: bool, told: Told) -> bool:
    """Whether an order can begin here: at the start, behind a comma or colon, or behind who gives it.

    To direct others ("chỉ đạo") is itself the work of whoever was named before.
    """
    before = matched[:at]
    if not directs and _GIVEN_TO.search(before) and not _NOT_AN_ORDER.search(before) and not _SOON.search(before):
        return True
    if (told.everybody or not told.named) and _WHAT.fullmatch(before) and matched.startswith("giao ", at):
        return clause[at + len("giao ")].isupper()
    if _ORDER_PLACE.search(before):
        return not (directs and told.inside) and not _NOT_AN_ORDER.search(_BASIS_FIRST.sub("", _last_piece(before)))
    giver = _giver(clause, matched, at, cast)
    if giver is None or not _may_give(giver, cast):
        return False
    return not directs or (not told.inside and giver.names in ((cast.own_committee(),), (f"UBND {cast.level}",)))


_COMMAS_IN_A_NAME = 3


def _giver(clause: str, matched: str, at: int, cast: Cast) -> Mention | None:
    """Whoever stands between the last sign, or a comma of his own name ("Sở Văn hóa, Thể thao và Du lịch"), and an order."""
    sign = at
    for _ in range(_COMMAS_IN_A_NAME):
        sign = max(matched.rfind(each, 0, sign) for each in (",", ":", ".", ";"))
        start = sign + 1 + len(matched[sign + 1 :]) - len(matched[sign + 1 :].lstrip())
        giver = read_unit(clause, matched, start, cast)
        if giver and _IN_WRITING.fullmatch(matched, giver.end, at):
            return giver
        if sign < 0 or matched[sign] != ",":
            break
    return None


# "Chủ tịch UBND tỉnh vừa có công văn giao Sở X"
_IN_WRITING = re.compile(
    r"\s*(?:(?:vừa|đã|cũng|tiếp\s+tục)\s+)*(?:(?:có|ban\s+hành)\s+(?:công\s+văn|văn\s+bản|ý\s+kiến|chỉ\s+thị|công\s+điện|thông\s+báo)"
    r"(?:\s+số\s+\S+)?(?:\s+ngày\s+\S+)?\s*,?\s+)?"
)
_ABOVE = re.compile(
    r"(?:Văn phòng (?:UBND|HĐND|Chính phủ|Đoàn|(?:Tỉnh|Huyện|Thành) ủy)|"
    r"Ban Chỉ đạo|Ban Chỉ huy|Thường trực|Ban Thường vụ|HĐND|UBND|Hội đồng|(?:Huyện|Tỉnh|Thành|Đảng|Thị|Quận) ủy)"
)


def _may_give(giver: Mention, cast: Cast) -> bool:
    """Whether those named can order others in this letter: who writes it or stands above; "Sở Xây dựng yêu cầu nhà thầu" is its work."""
    return not cast.issuer or bool(_ABOVE.match(giver.names[0])) or fold(giver.names[0]) in fold(cast.issuer)


def _tells_a_unit(matched: str, at: int) -> bool:
    """Whether an order to an office begins here; "yêu cầu nhà thầu …" is the work of whoever was named before."""
    verb = _TELLS.match(matched, at)
    return verb is not None and not _CONTRACTORS.match(matched, verb.end()) and not _OWN_PEOPLE.match(matched, verb.end())


# A party body tells the People's Committee too.
_PARTY_ISSUER = re.compile(r"(?:Ban Thường vụ |Thường trực )?(?:Huyện|Tỉnh|Thành|Thị|Quận|Đảng) ủy")


def _writes_for_itself(names: tuple[str, ...], cast: Cast) -> bool:
    """Whether the office that writes is named, and is one that does the work itself: a commune, a department, a union's board."""
    if cast.level in COMMUNE_KINDS and names == (cast.own_committee(),):
        return True
    if len(names) != 1 or not cast.issuer or cast.issuer.startswith(("UBND", "Chủ tịch")):
        return False
    own = read_unit(cast.issuer, matchable(cast.issuer), 0, cast)
    return fold(names[0]) in fold(cast.issuer) or (own is not None and own.names == names)


# "UBND xã báo cáo kết quả về UBND tỉnh trước ngày 10/12": what an office writes down for itself
_OWN_WORK = re.compile(
    r"\s+(?:sẽ\s+)?(?:khảo\s+sát|thẩm\s+định|cấp|khóa|kiểm\s+tra|phối\s+hợp|báo\s+cáo|hoàn\s+thành|hoàn\s+thiện|trình|gửi|nộp|lập|đăng\s+ký|tổng\s+hợp|niêm\s+yết|công\s+bố|tổ\s+chức(?!\s+thực)|họp)(?!\w)"
)


def gives_orders(mentions: Sequence[Mention], end: int, matched: str, cast: Cast) -> bool:
    """Whether those named are the office that writes: it orders, it is not told."""
    if _writes_for_itself(all_names(mentions), cast) and _OWN_WORK.match(matched, end):
        return False
    by_party = bool(_PARTY_ISSUER.match(cast.issuer))
    givers = ((cast.issuer,),) if by_party else ((cast.own_committee(),), (f"UBND {cast.level}",), (cast.issuer,))
    return all_names(mentions) in givers or (_tells_a_unit(matched, end + 1) and _may_give(mentions[0], cast))
