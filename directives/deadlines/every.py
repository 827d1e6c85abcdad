"""How often: "hằng tháng", "định kỳ hàng tháng, quý", "định kỳ 6 tháng, 1 năm", "01 lần/tuần", "2 tháng một lần"."""

from directives.deadlines import words
from directives.deadlines.passage import Passage
from directives.deadlines.rrule import Cycle, every, times_per, weekly
from directives.deadlines.words import number, phrase

_U = rf"(?P<unit>{words.DAY}|tuần|{words.MONTH}|{words.QUARTER}|{words.YEAR})"
_N = words.NUMBER
# No numbered or qualified period: "định kỳ quý III", "hằng tháng, ngày cuối tuần", "tháng thanh niên".
_COUNTED = r"(?:lần|buổi|cuộc|bài|tin|lượt|đợt|chuyên|phóng|kỳ|phiên|hội)"
_NOT_NAMED = (
    rf"(?![\w])(?!~(?:[0-9]{{1,3}}(?![0-9]|~{_COUNTED}\b)|[0-9]{{4}}|i{{1,3}}\b|iv\b)"
    r"| (?:cuối|đầu|thứ|(?<=y )làm việc|nghỉ|lễ|học|thanh niên|hành động)\b)"
)
_NEXT = rf"(?=(?:{_N}~)?(?:tu|th|q|n))"
_HEAD = phrase(rf"(?:theo )?(?:{words.PERIODIC}~,?~)(?:theo )?(?:{words.EVERY} )?{_NEXT}|{words.EVERY} {_NEXT}")
_UNIT = phrase(rf"(?:(?P<count>{_N})~)?{_U}{_NOT_NAMED}(?P<times>~(?:/|,)?~(?:(?:ít nhất|tối thiểu|không quá|là) )?(?:{_N}~)?lần\b)?")
_JOINT = phrase(rf"(?P<and>~(?:,~và|,|và|hoặc|/|&)~)(?:(?:{words.PERIODIC} )?{words.EVERY} )?")
_LEAST = r"(?:(?:tối thiểu|ít nhất|không quá|trung bình|bình quân) )?"
# "01 lần/tuần", "ít nhất 2 lần một tháng"
_TIMES = phrase(
    rf"{_LEAST}(?:{words.PERIODIC} )?(?P<count>{_N})~lần~"
    rf"(?:/|trong |trên |mỗi |một )~(?:(?:một|01|1)~)?{_U}(?![\w])(?!~(?:i{{1,3}}|iv|[0-9]))"
)
# "02 tháng/lần", "ba tháng một lần"
_GAP = phrase(rf"{_LEAST}(?P<count>{_N})~{_U}~(?:/~(?:{_N}~)?|-|(?P<often>{_N}) )~lần\b")
# "giao ban 02 kỳ/tháng", "ra quân 2 ngày/tuần", "phát 01 số/tuần"; "2 buổi/ngày" only with "ít nhất", since it also says how long
_MEETINGS = phrase(
    rf"(?:(?:tối thiểu|ít nhất) (?P<least>{_N})~(?:ngày|buổi|cuộc|kỳ|phiên|đợt|lượt|lần)|"
    rf"(?P<count>{_N})~(?:kỳ|cuộc|phiên|ngày|số|tin|bài|tin,? bài|chuyên mục|phóng sự|buổi(?=~/~(?:{_N}~)?(?:tu|th))))"
    rf"~/~(?:{_N}~)?{_U}(?![\w])"
)
# "Các tháng trong năm" of a timetable
_EACH = phrase(rf"các {_U} trong (?:năm|tháng|tuần)(?![\w])")
_LIST_LIMIT = 6


# "mỗi tuần 01 lần vào chiều thứ Năm", "7 ngày/lần vào thứ Tư"
_ON_WEEKDAYS = phrase(
    rf"~,?~(?:vào )?(?:(?:sáng|chiều|tối) )?(?P<days>{words.WEEKDAY}(?:~(?:,|và)~(?:(?:sáng|chiều) )?{words.WEEKDAY}){{0,4}})(?![\w])"
    r"(?!~,?~(?:ngày|[0-9]))"
)
_WEEKLY = ("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2")


def read(passage: Passage, position: int) -> list[Cycle]:
    """The frequencies that begin here; one each where several are named ("hàng tháng, quý"), a weekly one with its days."""
    found = _cycles(passage, position)
    last = found[-1] if found else None
    days = _ON_WEEKDAYS.match(passage.text, last.end) if last and last.rrule in _WEEKLY else None
    if last is None or days is None:
        return found
    rule = weekly(words.weekdays(days["days"]), before=False).replace("FREQ=WEEKLY", last.rrule, 1)
    return [*found[:-1], Cycle(last.start, days.end(), rule)]


def _cycles(passage: Passage, position: int) -> list[Cycle]:
    text = passage.text
    if match := _TIMES.match(text, position):
        return [Cycle(position, match.end(), times_per(words.unit_of(match["unit"]), number(match["count"])))]
    if match := _GAP.match(text, position):
        unit, count, often = words.unit_of(match["unit"]), number(match["count"]), number(match["often"] or "1")
        return [Cycle(position, match.end(), times_per(unit, often) if often > 1 and count == 1 else every(unit, count))]
    if match := _MEETINGS.match(text, position):
        return [Cycle(position, match.end(), times_per(words.unit_of(match["unit"]), number(match["least"] or match["count"])))]
    if passage.in_field(position) and (match := _EACH.match(text, position)):
        return [Cycle(position, match.end(), every(words.unit_of(match["unit"])))]
    head = _HEAD.match(text, position)
    found: list[Cycle] = []
    start, match = position, _UNIT.match(text, head.end()) if head else None
    while match and len(found) < _LIST_LIMIT:
        count = number(match["count"]) if match["count"] else 1
        found.append(Cycle(start, match.end(), every(words.unit_of(match["unit"]), count)))
        joint = _JOINT.match(text, match.end())
        match = _UNIT.match(text, joint.end()) if joint else None
        start = joint.end("and") if joint else start
    return found
