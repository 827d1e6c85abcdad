"""Spans counted from an event: "trong 05 ngày làm việc kể từ ngày ban hành", "sau 10 ngày", "02 ngày sau khi …", "trong 24 giờ"."""

import re
from datetime import date, timedelta
from functools import lru_cache

from directives.deadlines import day, words
from directives.deadlines.model import AMBIGUOUS, Deadline
from directives.deadlines.moments import days_later, later_month, month_end
from directives.deadlines.passage import Passage
from directives.deadlines.words import number, phrase

_N = words.NUMBER
_WITHIN = (
    rf"(?P<within>(?:{words.AT_LATEST}|không quá|tối đa|sớm nhất)(?: là)?(?: sau| trong)?(?: vòng| thời hạn| thời gian)?|"
    r"(?:chỉ )?trong(?: vòng| thời hạn| thời gian| khoảng)(?: không quá| tối đa)?|trong|sau(?: thời hạn)?|thời hạn(?: là)?|trước)"
)
# "chậm nhất 17 giờ ngày 12/9" names an hour, not how many.
_OF_DAY = r"(?!~,?~[(]?~(?:[0-9]|phút|ng[àa]y|thứ|chủ nhật|sáng|trưa|chiều|tối|hôm|mai|h[ằà]ng|các|cùng))"
_UNIT = (
    rf"(?P<unit>ngày|(?:giờ|h\b){_OF_DAY}|tuần|tháng|năm)(?P<work> làm việc)?(?! ?[0-9]|~\(~[0-9]{{1,2}}~[-/]| (?:đầu|cuối|qua|gần|tuổi))"
)
_SPAN = phrase(rf"(?:{_WITHIN}~:?~)?(?P<count>{_N})~(?:\([^()\n]{{1,20}}\)~)?{_UNIT}(?P<next> tới| tiếp theo)?")
_ANCHOR = phrase(
    r"~,?~(?:,~)?(?:(?:kể|tính|được tính)(?: kể)? từ(?: sau)?(?P<from> (?:ngày|khi|thời điểm|lúc))?|từ(?P<from2> (?:ngày|khi|thời điểm))|"
    r"sau (?:khi|ngày)|trước (?:khi|ngày)|so với)(?![\w])~"
)
_LETTER = r"(?:văn bản|công văn|thông báo|kế hoạch|chỉ thị|quyết định|công điện|kết luận|hướng dẫn)"
# The letter itself: "kể từ ngày ban hành", "kể từ ngày ký Kế hoạch này"
_ITSELF = phrase(
    rf"(?:(?:ký|ra|có|phát hành|ban hành)(?:,? ?(?:ký|ban hành))?(?: {_LETTER})?(?: này)?|"
    rf"{_LETTER} này(?: được)?(?: ban hành| ký| có hiệu lực| phát hành)+)"
    r"(?=~(?:$|[;,.:)(\n]|và|phải|các|ubnd|đề nghị|giao))"
)
_WORDS = phrase(r"[^;,.:()\n]{0,90}")
_TO = phrase(r"~,?~(?:cho )?(?:đến|tới|-)")
_NAMED = phrase(r"~(?:[,:]~\(?|\()~(?:từ )?(?=ngày|[0-9])")
_HISTORY = phrase(r"~(?:qua|triển khai|thực hiện|thi hành|hoạt động|đi vào|tổ chức|sắp xếp|vận hành|nỗ lực)\b")
_LONG = ("tháng", "năm", "tuần")
_LIMIT = 1000
# The years whose lunar holidays are certain.
_FIRST_LUNAR_YEAR, _LAST_LUNAR_YEAR = 2000, 2099


def read(passage: Passage, position: int) -> list[Deadline]:
    """The span that begins here, computed where its anchor is a day or the letter itself, else kept as words."""
    match = _SPAN.match(passage.text, position)
    if not match or ((match["within"] or "").startswith("trước") and match["unit"] not in ("ngày", "giờ")):
        return []
    anchor = _ANCHOR.match(passage.text, match.end())
    if not _is_span(passage.text, match, anchor):
        return []
    if match["next"]:
        return [_count(position, match, match.end(), passage.frame.issued_on)]
    if anchor is None:
        return [_named_days(passage, position, match) or Deadline(position, match.end(), "", warnings=(AMBIGUOUS,))]
    if _stretches(passage, anchor):
        return []
    counted = anchor["from"] or anchor["from2"] or "từ" in anchor[0]
    if counted and (printed := day.read(passage, _date_place(anchor))):
        return [_count(position, match, printed[0].end, printed[0].last)]
    itself = _ITSELF.match(passage.text, anchor.end()) if "trước" not in anchor[0] else None
    if itself:
        return [_count(position, match, itself.end(), passage.frame.issued_on)]
    rest = _WORDS.match(passage.text, anchor.end())
    return [Deadline(position, _word_end(passage.text, rest.end() if rest else anchor.end()), "", warnings=(AMBIGUOUS,))]


def _named_days(passage: Passage, position: int, match: re.Match[str]) -> Deadline | None:
    """ "trong 02 ngày, 22 - 23/10/2025": exactly as many days as are counted stand behind; the last of them holds."""
    opening = _NAMED.match(passage.text, match.end())
    printed = day.read(passage, opening.end()) if opening and match["unit"] == "ngày" else []
    first, last = (printed[0].first, printed[-1].last) if printed else (None, None)
    if first is None or last is None:
        return None
    counted = len(printed) if len(printed) > 1 else (last - first).days + 1
    return Deadline(position, printed[-1].end, "", last) if counted == number(match["count"]) else None


def _stretches(passage: Passage, anchor: re.Match[str]) -> bool:
    """ "05 ngày, từ ngày 27/01 đến ngày 31/01/2025" is a stretch of days that names its length."""
    printed = day.read(passage, _date_place(anchor)) if anchor["from2"] else []
    return bool(printed) and (printed[0].first != printed[0].last or _TO.match(passage.text, printed[-1].end) is not None)


def _date_place(anchor: re.Match[str]) -> int:
    """Where a date may stand: its own word "ngày" belongs to the anchor's."""
    return anchor.start() + anchor[0].rfind("ngày") if "ngày" in anchor[0] else anchor.end()


def _is_span(text: str, match: re.Match[str], anchor: re.Match[str] | None) -> bool:
    within = match["within"] or ""
    if not within:
        return anchor is not None and match["unit"] in ("ngày", "giờ")
    if anchor is not None:
        return within != "trước" or "so với" in anchor[0]
    if within in ("trước", "thời hạn") or _HISTORY.match(text, match.end()):
        return False
    # "trong 3 tháng", "sau 5 năm": how long something lasts, not until when.
    return match["unit"] not in _LONG or bool(match["next"]) or within.startswith(("trong vòng", "trong thời hạn"))


def _count(position: int, match: re.Match[str], end: int, anchor: date | None) -> Deadline:
    count, unit = number(match["count"]), match["unit"]
    if anchor is None or not 0 < count <= _LIMIT or not 1 < anchor.year < 9900:
        return Deadline(position, end, "", warnings=(AMBIGUOUS,))
    return Deadline(position, end, "", _later(anchor, count, unit, working=match["work"] is not None))


def _later(anchor: date, count: int, unit: str, *, working: bool) -> date:
    if unit in ("giờ", "h"):
        return days_later(anchor, -(-count // 24))
    if unit in ("tháng", "năm"):
        year, month = later_month(anchor.year, anchor.month, count * (12 if unit == "năm" else 1))
        return month_end(year, month) if anchor.day > month_end(year, month).day else date(year, month, anchor.day)
    if working and unit == "ngày":
        return working_days_later(anchor, count)
    return days_later(anchor, count * (7 if unit == "tuần" else 1))


def working_days_later(anchor: date, count: int) -> date:
    """The day so many working days after the anchor, which itself does not count; weekends and Vietnam's holidays are skipped."""
    found = anchor
    while count > 0:
        found += timedelta(days=1)
        count -= found.weekday() < 5 and found not in _closed(found.year)
    return found


@lru_cache(maxsize=16)
def _closed(year: int) -> frozenset[date]:
    import holidays  # 50 ms, for letters that count working days only

    return frozenset(holidays.country_holidays("VN", years=year)) if _FIRST_LUNAR_YEAR <= year <= _LAST_LUNAR_YEAR else frozenset()


def _word_end(text: str, end: int) -> int:
    """Back to the last whole word where the words were cut."""
    if end < len(text) and text[end].isalnum():
        end = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
    while text[end - 1] in " \n":
        end -= 1
    return end
