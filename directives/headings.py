"""Headings: which units a heading addresses, and which headings stand over reports instead of orders."""

import re

from directives.cast import Cast
from directives.spelling import matchable
from directives.units import read_units
from directives.units_forms import TITLES
from directives.units_groups import group_name
from directives.units_open import begins_with_act, open_name
from directives.units_places import read_places

_BEFORE_UNITS = re.compile(
    r"^(?:về\s+)?(?:đề nghị|kính đề nghị|yêu cầu|(?:các )?(?:nhiệm vụ|nội dung|công việc) (?:được )?giao(?: cho)?|"
    r"phân công nhiệm vụ(?: cho)?|giao(?: nhiệm vụ)?(?: cho)?|(?:riêng )?đối với|riêng|về phía|"
    r"(?:trách nhiệm|nhiệm vụ|công việc)(?: (?:chung|cụ thể|chủ yếu|trọng tâm))? của|việc của|"
    r"chỉ đạo(?= (?:các|ubnd|công an|phòng|trung tâm|trạm) )|"
    r"phân công|trách nhiệm|nhiệm vụ|"
    r"các nội dung giao|nội dung giao|chủ trì)\s*:?\s+".replace(" ", r"\s+")
)
# "Đồng chí A, Trưởng phòng X, Phó Trưởng ban: …": a second post says nothing of who acts.
_SECOND_POST = re.compile(
    r"\s*(?:,|-|–)\s*(?:ủy viên|phó trưởng ban|phó ban|trưởng ban|thành viên|tổ trưởng|tổ phó)(?!\w)[^:.;,]{0,60}(?=:|$)", re.IGNORECASE
)
# "Phòng Nội vụ - Cơ quan thường trực Ban Chỉ đạo:", "Phòng Y tế là cơ quan thường trực, có trách nhiệm:"
_STANDING = re.compile(
    r"\s*(?:,|-|–|là|\()?\s*(?:cơ quan|đơn vị|bộ phận)\s+(?:thường trực|đầu mối|chủ trì|tham mưu)(?!\w)[^:.;]{0,80}(?=:|$)", re.IGNORECASE
)
# "Trung tâm Y tế huyện có trách nhiệm:"
_CHARGED = re.compile(
    r"\s*,?\s*(?:có (?:trách nhiệm|nhiệm vụ)|chịu trách nhiệm|chủ trì|thực hiện)(?: (?:chủ trì|thực hiện|triển khai|tổ chức))?"
    r"(?: (?:các|những|một số) (?:nội dung|nhiệm vụ|công việc|việc))?(?: (?:sau|sau đây|như sau|cụ thể))?\s*(?=:|$)".replace(" ", r"\s+"),
    re.IGNORECASE,
)
# "Thủ trưởng các sở, ngành theo chức năng, nhiệm vụ được giao:"
_IN_ITS_FIELD = re.compile(
    r"\s*,?\s*(?:trong phạm vi|theo|căn cứ|trên cơ sở)\s(?:chức năng|nhiệm vụ|quyền hạn|phạm vi|lĩnh vực|thẩm quyền|quy định)[^:.;]{0,90}"
    r"(?=:|$)",
    re.IGNORECASE,
)
# "6. Phòng Quản lý đất đai thuộc Sở"
_OF_THE_OFFICE = re.compile(
    r"\s+(?:trực )?thuộc\s+(?:sở|ban|chi cục|cục|ubnd (?:huyện|tỉnh|xã|phường|thành phố)|huyện|tỉnh|xã|phường)(?=\s*(?::|$))", re.IGNORECASE
)
# "Phòng Nội vụ tiếp tục:"
_LEADS_IN = re.compile(r"\s+\w+(?:\s+\w+){0,3}\s*:\s*")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_REPORTS = re.compile(
    r"^(?:về (?=đánh giá|kết quả|tình hình))?"
    r"(?:đánh giá(?!,? (?:xếp loại|phân loại|phân hạng|chất lượng|công nhận|cán bộ|tiêu chí|sản phẩm)|, xếp loại)|"
    r"kết quả|tình hình|tồn tại|hạn chế|khó khăn|nguyên nhân|mục đích|mục tiêu|quan điểm|căn cứ|phạm vi|"
    r"đối tượng(?!, thời gian)|"
    r"khái quát|thực trạng|ưu điểm|"
    r"bối cảnh|đặc điểm|sự cần thiết|yêu cầu$|chỉ tiêu|nhận định|thời gian qua|công tác đã|những kết quả|một số kết quả|bài học|"
    r"(?:công )?việc (?:đã làm|(?:trong )?(?:tuần|tháng) (?:qua|trước))|cơ sở pháp lý|thành phần|thời gian\s*(?:,|và|-)\s*địa điểm|"
    r"kinh phí|nguồn vốn|giải thích|định hướng|nội dung cuộc họp|dự báo)"
)
# Of these only who does what stands apart from orders; nothing in them lies in the past.
_MEANS = re.compile(r"(?:phạm vi|đối tượng|thành phần|thời gian\s*(?:,|và|-)\s*địa điểm|kinh phí|nguồn vốn)")
_ORDERS = re.compile(r"nhiệm vụ|giải pháp|tổ chức thực hiện|phân công|trách nhiệm|thời gian tới|kết luận|chỉ đạo|triển khai")
_LONGEST_NAME = 220


def addressed(text: str, cast: Cast) -> tuple[tuple[str, ...], str] | None:
    """The units that a heading addresses and the words behind it ("Phòng X: Rà soát …" → the work); None if it names none."""
    if text.isupper():
        text = _usual_capitals(text)
    matched = matchable(text)
    prefix = _BEFORE_UNITS.match(matched)
    at = prefix.end() if prefix else 0
    if found := _provinces(text, matched, at):
        return found
    mentions, end = read_units(text, matched, at, cast, named=_BODY.match(text, at) is not None)
    if not mentions:
        return None
    rest = text[end:]
    without = _EXCEPT.match(rest.lstrip()) if mentions[-1].group else None
    rest = _BRACKETS.sub("", rest, count=1) if rest.lstrip().startswith("(") else rest
    for words in (_SECOND_POST, _STANDING, _OF_THE_OFFICE, _IN_ITS_FIELD, _CHARGED):
        rest = words.sub("", rest, count=1) if words.match(rest) else rest
    names = cast.canonical(name for mention in mentions for name in mention.names)
    if without:  # "Các đơn vị (trừ Văn phòng)" are others than "Các đơn vị"
        names = (*names[:-1], f"{names[-1]} {without[0]}")
    if not rest.strip(" .;:") or rest.lstrip().startswith(":"):
        return names, rest.lstrip(" :.;")
    if _LEADS_IN.fullmatch(rest) and begins_with_act(matchable(rest), len(rest) - len(rest.lstrip())):
        return names, ""
    if mentions[-1].group:
        return _described(text, _behind_title(matched, mentions[-1].start), end, names[:-1])
    return None


_PROVINCE = re.compile(r"(?:các\s+)?tỉnh:?\s+")


def _provinces(text: str, matched: str, at: int) -> tuple[tuple[str, ...], str] | None:
    """Provinces that stand for their committees in a letter from the centre: "Các tỉnh Hà Tĩnh, Quảng Bình: …"."""
    head = _PROVINCE.match(matched, at)
    places, end = read_places(text, matched, head.end()) if head else ([], at)
    rest = text[end:].lstrip()
    return (tuple(f"UBND tỉnh {place}" for place in places), rest.lstrip(" :")) if places and (not rest or rest.startswith(":")) else None


# Bodies that are read in a heading though their name is in no known form: "2. Ban Quản lý chợ".
_BODY = re.compile(r"(?:Ban(?! hành)|Tổ(?! chức)|Tiểu ban|Bộ phận|Đội|Kế toán) \w+(?:,? [^\W\d]\w*){0,7}\s*[:.]?\s*$")
_PLACE = re.compile(
    r"(?<=\bkhu vực )[^;.:]+|(?<=\bxã )[^;.:]+|(?<=\bhuyện )[^;.:]+|(?<=\bphường )[^;.:]+|(?<=\btỉnh )[^;.:]+|(?<=\bthành phố )[^;.:]+|"
    r"(?<=\bthị trấn )[^;.:]+"
)
_SHORTS = re.compile(r"\b(?:ubnd|hđnd|mttq|htx|thcs|thpt|ntm|gd&đt|vh|tt&tt)\b")


def _usual_capitals(text: str) -> str:
    """A heading in capitals as it would stand in a sentence: "UBND CÁC XÃ TÂN AN" → "UBND các xã Tân An"."""
    words = _PLACE.sub(lambda found: found[0].title(), text.lower())
    words = _SHORTS.sub(lambda found: found[0].upper(), words)
    return re.sub(r"(^|[,;]\s*|\svà\s)(phòng|sở|ban) (\w)", lambda found: f"{found[1]}{found[2].capitalize()} {found[3].upper()}", words)


def _behind_title(matched: str, start: int) -> int:
    """Where the group itself begins behind its heads: "Thủ trưởng | các phòng, ban"."""
    title = TITLES.match(matched, start)
    return title.end() if title else start


# "Các sở, ngành được giao chủ trì tiêu chí: …"
_ENTRUSTED = re.compile(
    r"\b(?:được giao|được phân công)(?: nhiệm vụ)?(?: chủ trì| phụ trách| theo dõi)"
    r"(?: thực hiện)?(?: (?:các|từng))? (?:tiêu chí|chỉ tiêu|nội dung|nhiệm vụ)"
)
_BY_PAPER = re.compile(r"\s+(?:tại|theo)\s+(?:Quyết định|Thông báo|Kế hoạch|Công văn|Văn bản|Phụ lục|Biểu)\s[^:]*", re.IGNORECASE)


def _described(text: str, at: int, end: int, names: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
    """A group described at length: "Các phòng, ban trực tiếp phụ trách các tiêu chí", "Các đồng chí trong Tổ công tác …: Theo dõi …"."""
    colon = _BRACKETS.sub(lambda found: " " * len(found[0]), text).find(":", end)
    name = text[at:colon] if colon >= 0 else text[at:]
    name = _BY_PAPER.sub("", _BRACKETS.sub("", name)).strip(" .;:")
    if len(name) > _LONGEST_NAME or (colon < 0 and (len(name.split()) > 22 or re.search(r"[.;,]$", text))) or re.search(r"[.;]\s", name):
        return None
    if colon < 0 and re.search(
        r"\b(?:chủ trì|phối hợp|khẩn trương|chủ động|tiếp tục|tăng cường|căn cứ|tập trung|báo cáo|có trách nhiệm|hoàn thành|quán triệt|"
        r"chậm nhất|trước ngày)\b",
        name,
    ):
        return None
    if name.lower().startswith("các xã") and (listed := _in_brackets(text[end : colon if colon >= 0 else None])):
        return (*names, *listed), text[colon + 1 :].strip() if colon >= 0 else ""
    if (
        colon >= 0
        and not _ENTRUSTED.search(name)
        and re.search(
            r"\b(?:chủ trì|phối hợp|yêu cầu|cụ thể|như sau|sau đây|có trách nhiệm|thực hiện|tập trung|triển khai|báo cáo|gửi|rà soát|"
            r"ra quân|đồng loạt|(?<!các )tổ chức|hoàn thành|vận động|xây dựng|kiểm tra|làm)\b",
            name,
        )
    ):
        return None
    return (*names, group_name(name)), text[colon + 1 :].strip() if colon >= 0 else ""


_ASSIGNS = re.compile(r"^(?:công tác )?(?:tổ chức thực hiện|phân công|trách nhiệm|giao nhiệm vụ|tổ chức triển khai)")
_LIKE_A_UNIT = re.compile(
    r"(?:chủ đầu tư|chủ rừng|hộ kinh doanh|cơ sở|"
    r"các|ông|bà|đồng chí|công chức|cán bộ|bí thư|trưởng|phó|ban(?! hành)|"
    r"tiểu ban|tổ(?! chức)|khoa|bộ môn|đội|hội|trường|trạm|chi|văn phòng|bộ phận|nhóm|câu lạc bộ|khối|"
    r"hợp tác xã|"
    r"htx|doanh nghiệp|công ty|nhà trường|viện|trung tâm|phòng|đơn vị|thành viên|đại diện|thường trực|đoàn|lực lượng|kế toán|hiệu trưởng|"
    r"bệnh viện)(?:\s|$)"
)
_EXCEPT = re.compile(r"\(trừ [^()]{2,30}\)", re.IGNORECASE)
# Initials of what letters are about, not of an office.
_TOPICS = re.compile(
    r"NTM|CCHC|CĐS|CNTT|OCOP|BH(?:YT|TN)|TTHC|KTXH|(?:TT)?ATGT|PCCC|CNCH|GPMB|AT(?:TP|VSTP|VSLĐ)|VSMT|PCTT|TKCN|QPAN|ANTT|CSDL|DVC(?:TT)?|"
    r"ĐTC|XDCB|MTQG|NSNN|PCTN|KNTC|GR?DP|TDTT|VHVN|SXKD|KHKT|GIS"
)


def assigns(text: str) -> bool:
    """Whether a heading stands over a part that hands out work unit by unit ("Tổ chức thực hiện")."""
    return bool(_ASSIGNS.match(matchable(text)))


def unit_by_place(text: str, cast: Cast, *, has_more: bool, among_units: bool) -> tuple[tuple[str, ...], str] | None:
    """In such a part, or among headings that are units, a short heading is one even if its name is in no known form; None for others."""
    name, colon, rest = text.partition(":")
    if (not colon and not has_more) or len(_BRACKETS.sub("", name).split()) > 20 or re.search(r"[.;]$", name):
        return None
    matched = matchable(name)
    mentions, end = read_units(name, matched, 0, cast)
    if mentions and begins_with_act(matched, end + 1) and matched[end:].strip():
        return None  # "Phòng Nội vụ chủ trì, phối hợp với …:" announces what it is told
    if not _LIKE_A_UNIT.match(matched) and not (among_units and (_is_a_name(name) or is_initials(name))):
        return None
    without = _EXCEPT.search(name)
    return (f"{group_name(_BRACKETS.sub('', name))}{f' {without[0]}' if without else ''}",), rest.strip()


def is_initials(heading: str) -> bool:
    """Whether a heading is nothing but the initials of an office that the letter spells out nowhere: "3. KHoPC:"."""
    name = heading.strip(" .:")
    return name.isalnum() and sum(map(str.isupper, name)) > 2 and not name.isdecimal() and len(name) < 10 and not _TOPICS.fullmatch(name)


_HAVING_PARTS = re.compile(r"các (?:\w+(?: \w+){0,2}, )*(?:tổ|ban|đội|phòng|đơn vị|bộ phận|cơ quan|trạm)(?!\w)")


def is_part(text: str, above: tuple[str, ...]) -> bool:
    """Whether a point is headed by one of the parts that the group above it consists of: "Các tổ thuộc Chi cục", then "Tổ Nghiệp vụ: …"."""
    name = matchable(text.partition(":")[0])
    return (
        ":" in text
        and len(above) == 1
        and bool(_HAVING_PARTS.match(above[0].lower()) and _LIKE_A_UNIT.match(name) and not name.startswith("các "))
    )


def _is_a_name(heading: str) -> bool:
    words = _BRACKETS.sub("", heading).strip()
    found = open_name(words, matchable(words), 0)
    return found is not None and found[1] == len(words)


def _in_brackets(words: str) -> tuple[str, ...]:
    """The communes that a description lists: "Các xã về đích năm 2022 (Nam Tuấn, Dân Chủ)"."""
    opening = words.find("(")
    places, _ = read_places(words, matchable(words), opening + 1) if opening >= 0 else ([], 0)
    return tuple(f"UBND xã {place}" for place in places)


def is_report(text: str) -> bool:
    """Whether a heading stands over what was done or is aimed at, not over orders."""
    words = matchable(text).strip(" .:")
    return bool(_REPORTS.match(words)) and not _ORDERS.search(words)


def is_of_means(text: str) -> bool:
    """Whether a heading stands over where, when and by what means something is done: whoever is named there is told to do it."""
    return bool(_MEANS.match(matchable(text).strip(" .:")))


def is_order_heading(text: str) -> bool:
    """Whether a heading stands over orders, whatever the part above it was."""
    return bool(_ORDERS.search(matchable(text)))
