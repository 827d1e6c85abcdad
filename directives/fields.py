"""Labelled facts of a task: "Thời gian: …", "Đơn vị chủ trì: …", "Đơn vị phối hợp: …", on lines of their own or in one line."""

import re
from dataclasses import dataclass

from directives.spelling import matchable

Kind = str  # "time" | "lead" | "support" | "content" | "other"

_WHO = (
    r"(?:(?:các )?(?:cơ quan|đơn vị|tổ chức|bộ phận|phòng|địa phương|cán bộ|công chức|người|đồng chí|thành viên)"
    r"(?:\s*[,/]\s*(?:cơ quan|đơn vị|cá nhân|bộ phận|địa phương))?)"
)
_LABELS: tuple[tuple[Kind, str], ...] = (
    ("lead", rf"{_WHO} (?:được giao )?(?:chủ trì|thực hiện|đầu mối|chịu trách nhiệm(?: chính)?|phụ trách|tham mưu|triển khai|tổ chức)"
             r"(?:(?:\s*[,/]| và)? (?:thực hiện|tham mưu|triển khai|chính|báo cáo|tổng hợp))*"),
    ("lead", rf"{_WHO} (?:được )?giao(?: nhiệm vụ)?|phụ trách(?: chính| thực hiện)?"),
    ("lead", r"(?:phân công|giao)(?: nhiệm vụ)?(?: thực hiện| chủ trì)?|chủ trì(?: thực hiện)?|trách nhiệm(?: thực hiện)?|"
        r"đầu mối thực hiện|đầu mối"),
    ("lead", r"thực hiện(?=\s*:\s*(?:phòng|ban|sở|ubnd|công an|trung tâm|văn phòng|các|chi cục|hội|đoàn|đồng chí|hạt|trường|trạm|đài)\s)"),
    ("support", rf"(?:{_WHO} )?(?:cùng )?(?:phối hợp|tham gia)(?: thực hiện| triển khai)?"),
    ("both", rf"(?:{_WHO} )?chủ trì(?:\s*[,/]| và)\s*(?:{_WHO} )?phối hợp"),
    ("time", r"(?:thời gian|thời hạn|tiến độ|lộ trình|thời điểm|hạn)(?: (?:thực hiện|hoàn thành|triển khai|báo cáo|trình|gửi|"
        r"gửi báo cáo|tổ chức|bắt đầu|giám sát|kiểm tra|khảo sát|tiến hành|"
             r"kết thúc|xong|dự kiến|nộp|cần))*(?:(?:\s*[,/]| và) ?(?:hoàn thành|địa điểm|thời hạn|kết thúc|tiến độ))?"),
    ("time", r"(?:dự kiến|yêu cầu|mốc|ngày|kế hoạch) (?:thời gian|hoàn thành|xong|kết thúc)|kỳ hạn|hạn (?:chót|cuối)|"
             r"(?:thời hạn|thời gian) (?:xử lý|giải quyết|trả lời)"),
    ("time", r"(?:thực hiện|hoàn thành|xong)(?: xong)?(?=\s*:\s*(?:trước|trong|tháng|quý|ngày|chậm|năm|\d))"),
    ("content", r"(?:nội dung|nhiệm vụ|công việc|yêu cầu)(?: (?:thực hiện|công việc|nhiệm vụ|cụ thể|triển khai|chủ yếu))?"),
    ("other", r"(?:sản phẩm|kết quả|ghi chú|kinh phí|nguồn (?:lực|vốn|kinh phí)|địa điểm|đối tượng|số lượng|hình thức|"
        r"thành phần|mục tiêu|chỉ tiêu|"
              rf"lãnh đạo (?:phụ trách|chỉ đạo|theo dõi)|{_WHO} (?:theo dõi|giám sát|chỉ đạo|kiểm tra|nhận)|sản phẩm đầu ra|căn cứ)"
              r"(?: (?:thực hiện|đầu ra|dự kiến|đạt được|hoàn thành|tham gia|tổ chức|phải đạt))*"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(rf"(?:về )?(?:{label})(?:\s*\([^)]*\))?".replace(" ", r"\s+"))) for kind, label in _LABELS)
# On a line of its own it stands over orders and asks for nobody's name.
_OVER_ORDERS = re.compile(r"tổ chức (?:thực hiện|triển khai)\s*:?")
# "+ Hoàn thành trước 01/6/2024" among facts: a time without its label
_DUE = re.compile(r"(?:hoàn thành|xong)(?: xong)? (?:trước|trong|chậm nhất|vào) [^.;:]{2,28}\.?".replace(" ", r"\s+"))
_INLINE_START = re.compile(r"(?:^|[(.;,\n]\s*|\s[-–]\s)(?=\w)")

SAME_AS_ABOVE = re.compile(r"^[\s\-–]*(?:nt|như trên|nêu trên|như trên\.|\"|''|”|〃|//)[\s\-–.]*$", re.IGNORECASE)
"""What a table writes for "the same as in the row above"."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One fact: its kind, its value, and where its label begins in the text."""

    kind: Kind
    value: str
    start: int


def label_kind(words: str) -> Kind | None:
    """The kind of fact that a column's head or a whole line names; None for other words."""
    matched = " ".join(matchable(words).strip(" .:*()").split())
    return next((kind for kind, pattern in _COMPILED if pattern.fullmatch(matched)), None)


def block_field(text: str) -> Labelled | None:
    """The fact that a paragraph states if it begins with a label; its value may follow in the next paragraphs ("")."""
    found = _label_at(matchable(text), 0)
    if found:
        return Labelled(found[0], text[found[1] :].strip(), 0)
    if _DUE.fullmatch(matchable(text)):
        return Labelled("time", text, 0)
    kind = label_kind(text) if len(text) < 60 and not _OVER_ORDERS.fullmatch(matchable(text)) else None
    return Labelled(kind, "", 0) if kind in ("time", "lead", "support", "both") and not text.isupper() else None


def inline_fields(text: str) -> list[Labelled]:
    """The facts stated inside a paragraph, in order; empty where there are fewer than the time or the unit in charge."""
    matched = matchable(text)
    starts = [(place.end(), *found) for place in _INLINE_START.finditer(matched) if (found := _label_at(matched, place.end()))]
    if not any(kind in ("time", "lead", "both", "support") for _, kind, _ in starts):
        return []
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    labelled = [Labelled(kind, _value(text[after:end]), start) for (start, kind, after), end in zip(starts, ends, strict=True)]
    return [each for fact in labelled for each in _with_bare_time(fact)]


# "(chủ trì: Phòng Y tế; phối hợp: UBND các phường; hoàn thành trước ngày 20/3)": a time that lost its label
_BARE_TIME = re.compile(
    r";\s*(?=(?:hoàn thành|xong|đưa vào|kết thúc|trước|chậm nhất|mỗi|trong|từ|thường xuyên|hằng|hàng|vào|đến hết|đến|định kỳ|quý|tháng)\s)",
    re.IGNORECASE,
)


def _with_bare_time(fact: Labelled) -> list[Labelled]:
    cut = _BARE_TIME.search(fact.value) if fact.kind in ("lead", "support", "both") else None
    if cut is None:
        return [fact]
    return [Labelled(fact.kind, fact.value[: cut.start()], fact.start), Labelled("time", fact.value[cut.end() :], fact.start + 1)]


def _value(raw: str) -> str:
    value = raw.strip(" ;,.–-\n")
    return value[:-1].rstrip(" ;,.") if value.endswith(")") and value.count(")") > value.count("(") else value


def _label_at(matched: str, at: int) -> tuple[Kind, int] | None:
    """The label that begins at a place and its colon: (kind, where the value begins)."""
    best: tuple[Kind, int] | None = None
    if _OVER_ORDERS.fullmatch(matched, at):
        return None
    for kind, pattern in _COMPILED:
        found = pattern.match(matched, at)
        colon = re.compile(r"\s*:\s*").match(matched, found.end()) if found else None
        if colon and (best is None or colon.end() > best[1]):
            best = (kind, colon.end())
    return best
