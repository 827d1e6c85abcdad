"""The words before a date that make it a deadline: "trước", "chậm nhất", "xong trước", "đến hết", "trong", "vào" …"""

import re
from dataclasses import dataclass

from directives.deadlines import words
from directives.deadlines.words import phrase

_B = words.BEFORE
# "trước hoặc trong ngày", "trước, trong ngày": the day itself is still on time.
_INCLUSIVE = rf"{_B}(?: hoặc|,| và) trong|trong(?: hoặc|,) {_B}|{_B} hết|{_B} và đến hết|{_B} khi (?:hết|kết thúc)"
_STRONG = (
    rf"{words.AT_LATEST}(?:~:)?|không (?:được |để )?quá|không (?:muộn|chậm|trễ) hơn|(?:cho )?đến hết|đến trước|tới hết|"
    rf"hạn cuối(?: cùng)?|hạn chót|hạn định|thời hạn(?: cuối cùng)?|thời hạn (?:báo cáo|gửi|nộp|hoàn thành|thực hiện|trả lời)|"
    rf"(?<!quá )(?<!trung )(?<!dài )(?<!ngắn )hạn|"
    rf"hết|{_B} thời (?:điểm|hạn|gian)|{_B}"
)
_WEAK = (
    r"trong(?: khoảng| vòng)?(?: thời gian)?|vào lúc|vào hồi|vào|lúc|cho đến|đến|tới|thời gian|thời điểm|"
    r"đúng dịp|là|khoảng|dự kiến|cùng|muộn|mới|nhất"
)
_PIECE = rf"(?:(?:{_INCLUSIVE}|{_STRONG}|{_WEAK})(?!\w))"
# A colon after "thời gian" begins a field instead.
_GOVERNOR = phrase(rf"{_PIECE}(?:~[,(]?~{_PIECE}){{0,5}}~[,(]?~(?:(?:dịp lễ|dịp kỷ niệm|dịp|lễ) )?")
_INCLUSIVE_WORD, _BEFORE_WORD, _STRONG_WORD = phrase(_INCLUSIVE), phrase(rf"{_B}(?!\w)"), phrase(rf"(?:{_STRONG})(?!\w)")
# "tháng trước", "kỳ trước" go back in time, unless a day follows: "báo cáo tháng trước ngày 20".
_LAST = phrase(rf"(?:{words.MONTH}|năm|tuần|{words.QUARTER}|kỳ|khóa|lần) $")
# "các công trình từ năm 2018 trở về trước, chậm nhất ngày 31/7"
_BACKWARDS = phrase(r"\b(?:trở|đổ|[0-9]{4}) về~$")
_BEFORE_DAY = phrase(rf"{_B} (?:{words.DAY}|[0-9]|{words.MONTH} [0-9]|{words.QUARTER} [0-9i])")
_UNTIL = phrase(r"^(?:(?:cho )?(?:đến|tới) )?hết~$|^(?:cho )?(?:đến|tới)")
_FIRM = phrase(r"\b(?:đến|tới|vào|lúc|trong|hạn|thời gian)\b")
_HORIZON = phrase(r"^(?:cho )?(?:đến|tới)~$")
# Words that belong to the sentence, not to the deadline as it is shown.
_HOUR = phrase(r"[0-9]{1,2}~(?:giờ|h|g|:)")
_UNSHOWN = phrase(
    r"^(?:(?:thời gian|thời hạn(?: (?:báo cáo|gửi|nộp|hoàn thành|thực hiện|trả lời))?|là|"
    r"vào|khoảng|dự kiến|cùng|mới|thời điểm)~[,(]?~){1,6}"
    rf"(?={_B}|{words.AT_LATEST}|đến|trong|$)"
)


@dataclass(frozen=True, slots=True)
class Governor:
    """What stands before a date. `start` is where the words shown begin; `strong` ones make a deadline wherever they stand.

    `before` excludes the day itself; `horizon` is a bare "đến", which also tells the state on a day; so does
    any that says `until`. A `firm` one may stand before a day written as a fraction.
    """

    start: int
    end: int
    strong: bool
    before: bool
    horizon: bool
    until: bool
    firm: bool


def read(text: str, position: int) -> Governor | None:
    """The preposition that begins here, with all that piles up ("chậm nhất là trước")."""
    match = _GOVERNOR.match(text, position) if not _BACKWARDS.search(text, max(0, position - 9), position) else None
    if match and _BEFORE_WORD.match(text, position) and _LAST.search(text[max(0, position - 8) : position]):
        match = match if _BEFORE_DAY.match(text, position) else None
    return _governor(match) if match else None


def _governor(match: re.Match[str]) -> Governor:
    said = match[0]
    shown = _UNSHOWN.match(said)
    before = bool(_BEFORE_WORD.search(said)) and not _INCLUSIVE_WORD.search(said)
    start = match.start() + (shown.end() if shown and (shown.end() < len(said) or _HOUR.match(match.string, match.end())) else 0)
    strong, horizon = bool(_STRONG_WORD.search(said)), bool(_HORIZON.match(said))
    return Governor(start, match.end(), strong, before, horizon, bool(_UNTIL.match(said)), bool(_FIRM.search(said)))
