"""A passage cut into clauses, and a clause's words tidied into a task's short text."""

import re
from collections.abc import Sequence

from directives.spelling import capitalised, matchable

_CUT = re.compile(r"[.;](?=\s)|\n")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:TT|TP|Q|P|đ/c|Tp|tp|St|TX|BS|ThS|TS|[A-ZĐ])$")
_LEADING = re.compile(
    r"^(?:thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám)|(?:một|hai|ba|bốn|năm|sáu) là)\s*[,:]\s*|"
    r"^(?:và|đồng thời|trong đó|ngoài ra|bên cạnh đó|cụ thể(?! hóa)|riêng|hiện nay|trước mắt|tiếp đó|sau đó|trên cơ sở đó|từ đó|"
    r"theo đó)\s*[,:]?\s+|^[\s,;:.)\-–+]+",
    re.IGNORECASE,
)
_SINCE = re.compile(r"^(?:từ|kể từ) ngày [^,]{5,80},\s+", re.IGNORECASE)
_TIME_WORDS = re.compile(
    r"[\s,;(\-–]*(?:(?:và )?(?:đảm bảo |bảo đảm |phải )?(?:thời gian|thời hạn)?\s*(?:thực hiện|hoàn thành|xong|"
    r"hoàn thiện)?\s*(?:thực hiện|hoàn thành)?|"
    r"thời gian|thời hạn|chậm nhất|muộn nhất|vào|trong|định kỳ|nội dung này)\s*:?\s*$",
    re.IGNORECASE,
)
_MOST_WORDS = 30


def clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a passage begin and end: at full stops and semicolons outside brackets, and at line breaks."""
    cuts = [0]
    for found in _CUT.finditer(text):
        before = text[cuts[-1] : found.start()]
        if found[0] != "\n" and (before.count("(") > before.count(")") or (found[0] == "." and _ABBREVIATED.search(before))):
            continue
        cuts.append(found.end())
    return [(start, end) for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True) if text[start:end].strip(" .;:/")]


def clause_at(spans: Sequence[tuple[int, int]], place: int) -> int:
    """The index of the clause that holds a place of the passage."""
    return next((index for index, (_, end) in enumerate(spans) if place < end), len(spans) - 1)


def short_text(clause: str) -> str:
    """A task's words for a phone: without deadline words, at most some thirty words, from its verb on."""
    words = strip_start(_SINCE.sub("", strip_start(_TIME_WORDS.sub("", clause.strip(" .;:,/")))))
    words = re.sub(r"\s+([,;.])", r"\1", re.sub(r"\(\s*\)", "", words)).strip(" .;:,(-–")
    pieces = words.split()
    if len(pieces) > _MOST_WORDS:
        words = _cut_at_comma(" ".join(pieces[:_MOST_WORDS]))
    if words.count("(") > words.count(")"):
        words = words[: words.rindex("(")].rstrip(" ,;")
    return capitalised(words)


def _cut_at_comma(words: str) -> str:
    at = max(words.rfind(","), words.rfind(";"))
    return words[:at] if at > len(words) // 2 else f"{words.rstrip(' ,;')}…"


def strip_start(clause: str) -> str:
    """The clause without the words that only link it to the one before."""
    before = ""
    while before != clause:
        before, clause = clause, _LEADING.sub("", clause)
    return clause


_RHYTHM = re.compile(r"(?:định kỳ )?(?:(?:hằng|hàng|mỗi) \S+|\S+ lần)")
_EMPTY_VERBS = re.compile(r"(?:đảm bảo |bảo đảm )?(?:hoàn thành|thực hiện|xong|báo cáo|gửi|thời gian|thời hạn)(?: \S+){0,2}")


def says_little(clause: str, *, whole: bool = True) -> bool:
    """Whether only deadline words are left, so that the work stands elsewhere. `whole` says that nothing else stands before
    in the clause: "báo cáo quý" behind "báo cáo tháng trước ngày 20" says enough."""
    words = matchable(_TIME_WORDS.sub("", clause)).strip(" .;:,()")
    if len(words.split()) < 2 or _RHYTHM.fullmatch(words):
        return True
    return whole and bool(_EMPTY_VERBS.fullmatch(words))
