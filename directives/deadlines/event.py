"""Deadlines that only an event sets: "ngay khi …", "ngay sau khi …", "sau khi có …": kept as words."""

from directives.deadlines import day
from directives.deadlines.model import AMBIGUOUS, Deadline
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

_EVENT = phrase(
    r"(?:chậm nhất )?(?:ngay (?:sau )?khi|ngay sau(?= (?:hội nghị|cuộc họp|khi|ngày|đợt|kỳ|tết|bão|kết thúc))|"
    r"(?:chậm nhất )?trước(?: dịp| kỳ nghỉ| ngày| lễ)?(?= (?:tết|khai giảng|mùa (?:mưa|bão|lũ|khô)|kỳ họp|đại hội))|"
    r"sau khi(?: (?:có|nhận được|ban hành|được ban hành|được phê duyệt|được giao))(?![\w]))"
    # a day behind the event is a deadline of its own: "tình hình trước Tết … trước 11 giờ ngày 12/02"
    r"(?:(?! (?:trước|chậm nhất|muộn nhất|đến|vào|trong)(?: [^\W\d_]{1,8}){0,2} [0-9])[^;,.:()\n]){0,90}"
)
_DATED = phrase(r" (?:\(~)?(?:ngày )?(?=[0-3]?[0-9]~[/.]~[01]?[0-9]~[/.]~20[0-9]{2})")
_PAST = phrase(r"[^.;]{0,120}?\b(?:đã|kết luận như sau|thống nhất kết luận)\b")


def read(passage: Passage, position: int) -> list[Deadline]:
    """The event that begins here."""
    match = _EVENT.match(passage.text, position)
    if not match or _PAST.match(passage.right(match.start())):
        return []
    if (dated := _DATED.search(passage.text, position, match.end())) and (days := day.read(passage, dated.end())):
        # "trước ngày khai giảng 05/9/2021": the day that the event falls on is said
        return [Deadline(position, days[0].end, "", days[0].due_on(match[0].startswith("trước")))]
    end = match.end()
    if end < len(passage.text) and passage.text[end].isalnum():
        end = max(passage.text.rfind(" ", position, end), passage.text.rfind("\n", position, end))
    return [Deadline(position, position + len(passage.text[position:end].rstrip(" \n")), "", warnings=(AMBIGUOUS,))]
