"""Duties without an end: "thường xuyên trong năm 2024", "Thường xuyên" in a field, "thường xuyên kiểm tra"."""

from dataclasses import replace

from directives.deadlines import dated, every, span
from directives.deadlines.model import Deadline
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

_ALWAYS = phrase(r"(?:thường xuyên|liên tục|cả(?= n[ăa]m)|trong suốt|suốt)(?:~(?:,|và|/)~(?:thường xuyên|liên tục|đột xuất))?(?![\w])")
_INTO = phrase(r"~[,(]?~(?:(?:trong suốt|trong cả|trong|suốt|cả|đến hết|đến|hết)~){0,2}")
_PERIODS = ("year", "half", "quarter", "month")
# The value of a field, or the end of one of its items: "tuyên truyền: thực hiện thường xuyên;"
_STANDS = phrase(r"(?:^|[;:,.(\n-]|và)~(?:(?:tổ chức |triển khai )?(?:thực hiện|triển khai|tổ chức|duy trì) )?$")
_PAUSE = phrase(r"~(?:$|[;,.)(\n-])")
# "thường xuyên kiểm tra", "Thường xuyên, liên tục tuyên truyền"; not "thường xuyên xảy ra"
_ALL_THE_TIME = phrase(
    r"\bthường xuyên(?:, liên tục)?(?! (?:xảy ra|bị|của|xuất hiện|phải|tiếp xúc|được|là|có mưa|ngập|vắng|cư trú|sinh sống))"
    r"(?P<verb> [^\W\d_])?"
)
# "chi thường xuyên", "đảm bảo hoạt động thường xuyên", "nhiệm vụ trọng tâm, thường xuyên": said of a thing
_THING = phrase(r"\b(?:chi|nguồn|kinh phí|ngân sách|hoạt động|dự toán|vốn|nhiệm vụ|chi phí|trọng tâm,?|công việc|sự nghiệp|phong trào) $")
# "trong dự toán chi thường xuyên năm 2024"
_SPENT = phrase(r"\b(?:chi|nguồn|kinh phí|ngân sách|dự toán|vốn) $")
_BEGINS = phrase(r"(?:^|[.;:\n+-])~$")
_ORDERED = phrase(r"\b(?:thực hiện|duy trì|tổ chức|triển khai|kiểm tra|cập nhật)(?: [^\W\d_]{1,12}){0,4} $")


def read(passage: Passage, position: int) -> list[Deadline]:
    """The ongoing duty that begins here: dated by its period, or without one as the value of a field."""
    match = _ALWAYS.match(passage.text, position)
    if not match or (match[0].startswith(("suốt", "trong", "cả")) and not passage.in_field(position)):
        return []
    period = _period(passage, match.end())
    if period is not None and not _SPENT.search(passage.left(position)):
        return [replace(period, start=position, ongoing=True)]
    if passage.in_field(position) and _PAUSE.match(passage.text, match.end()) and _STANDS.search(passage.left(position)):
        return [Deadline(position, match.end(), "", ongoing=True)]
    return []


def _period(passage: Passage, position: int) -> Deadline | None:
    into = _INTO.match(passage.text, position)
    begin = into.end() if into else position
    stretch = next(iter(span.read(passage, begin)), None) if passage.text.startswith("từ", begin) else None
    if isinstance(stretch, Deadline):
        return stretch
    cycles = every.read(passage, begin)
    if cycles:
        return Deadline(begin, cycles[0].end, "", rrule=cycles[0].rrule)
    moment = next((found for found in dated.moments_at(passage, begin) if found.kind in _PERIODS), None)
    if moment is None or begin == position:
        return None
    return Deadline(begin, moment.end, "", moment.last, warnings=moment.warnings)


def is_ongoing(passage: Passage) -> bool:
    """Whether the passage orders something to be done all the time, without saying until when."""
    return any(_is_order(passage.left(match.start()), match["verb"]) for match in _ALL_THE_TIME.finditer(passage.text))


def _is_order(left: str, verb: str | None) -> bool:
    return not _THING.search(left) and bool(verb or _BEGINS.search(left) or _ORDERED.search(left))
