"""Shares of the work in digits, words and halves, read from the rules' spelling."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

_MOST: Final = 30
"""Shares of one kind that are looked at: more in one message are a pasted table."""
_DIGITS: Final = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_ONE: Final = "(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)"
WORDS: Final = rf"(?:mot tram|(?:{_ONE} )?(?:muoi|chuc)(?: {_ONE})?|{_ONE} {_ONE}|{_ONE})"
"""A number up to a hundred in words: "bay muoi lam", "bay lam", "muoi"."""

_NUMBER: Final = r"\d{1,3}(?:[.,]\d{1,2})?"
_SIGN: Final = r"(?:%|phan tram\b|percent\b)"
_LOOSE: Final = r"(?P<loose>(?:hon|tren|gan|duoi|chua den|chua toi|chua duoc|chua dat|almost|nearly|over|about)(?: duoc| dat| khoang)? )?"

# Tried in order; the first that is found tells the share. Doubt is in what the words leave open, not in the digits.
_RULES: Final = (
    ("rise", re.compile(rf"\btu {_NUMBER} ?{_SIGN}? (?:len|thanh|tang len) (?P<n>{_NUMBER}) ?{_SIGN}")),
    ("range", re.compile(rf"\b(?P<n>{_NUMBER}) ?{_SIGN}? ?(?:-|den|toi) ?{_NUMBER} ?{_SIGN}")),
    ("left", re.compile(rf"\b(?:chi )?con (?:lai )?(?:khoang )?(?P<n>{_NUMBER}) ?{_SIGN}")),
    ("digits", re.compile(rf"{_LOOSE}(?<![\d/.,])(?P<n>{_NUMBER}) ?{_SIGN}")),
    ("words", re.compile(rf"{_LOOSE}\b(?P<w>{WORDS}) phan tram\b")),
    ("parts", re.compile(rf"{_LOOSE}\b(?P<a>{_ONE}) phan (?P<b>{_ONE})\b")),
    ("parts", re.compile(r"(?P<loose>\balmost |\bnearly )?\b(?P<a>two) (?P<b>thirds)\b")),
    (
        "over half",
        re.compile(
            r"\b(?:hon|qua|tren|gan|chua duoc|chua den|chua toi|more than|over|almost|nearly|about) (?:duoc )?(?:mot |1 |a )?(?:nua|half)\b"
        ),
    ),
    ("half", re.compile(r"\b(?:(?:mot|1) nua|(?:duoc|xong|dat) nua|nua chung|half)\b(?! (?:thang|ngay|tuan|nam|quy))")),
    ("fraction", re.compile(r"(?P<loose>\b(?:hon|gan) )?(?<![\d/.,-])(?P<x>\d{1,3})/(?P<y>\d{1,3})(?![\d/-])")),
    ("fraction", re.compile(r"(?P<loose>\b)(?<![\d/.,-])(?P<x>\d{1,3}) tren (?:tong (?:so )?)?(?P<y>\d{1,3})\b(?! ?%)")),
    (
        "bare",
        re.compile(
            r"\b(?:moi|duoc|dat)(?: (?:khoang|tam|co|duoc))? (?P<n>\d{1,3})(?P<loose>)(?=(?: (?:thoi|roi|a|anh|chi|em"
            r"|nhe)){0,8}[ .!]*(?:$|,(?!\d)))"
        ),
    ),
)
# A share that is a goal, not a state: "mục tiêu 80%", "phải đạt 80%".
_GOAL: Final = re.compile(
    r"\b(?:muc tieu|ke hoach|chi tieu|yeu cau|phai|can|phan dau|du kien|se)(?: la| dat| duoc| tren| len| hoan thanh| xong){0,8} $"
)
# A percentage of something else: "giá tăng 20%", "hộ nghèo còn 5%".
_OTHER: Final = re.compile(r"\b(?:gia|gia ca|vat tu|thue|ho ngheo|ty le|lai suat|luong mua|do am)\b[^,;.\n]{0,25}$")
_DAY_BEFORE: Final = re.compile(r"\b(?:ngay|hom|den|toi|tu|truoc|sang|han|het|qua|until|by|on|to|before|since) $")
_REACHED: Final = re.compile(r"\b(?:duoc|dat|lam|khoang|tam)(?: hon| gan)? $")
_FRACTIONS: Final = {"two": 2, "thirds": 3}


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage 0 to 100 and where it was said. `sure` False: about, at least, or what is left."""

    percent: int
    start: int
    end: int
    sure: bool = True


def number_in_words(words: str) -> int:
    """The number that matched `WORDS`."""
    if words == "mot tram":
        return 100
    parts = words.split()
    if "muoi" in parts or "chuc" in parts:
        place = parts.index("muoi" if "muoi" in parts else "chuc")
        tens = _DIGITS[parts[place - 1]] if place else 1
        return tens * 10 + (_DIGITS[parts[place + 1]] if place + 1 < len(parts) else 0)
    return _DIGITS[parts[0]] * 10 + _DIGITS[parts[1]] if len(parts) == 2 else _DIGITS[parts[0]]


def find_shares(said: str) -> list[Share]:
    """All shares that are told, in order; goals and impossible numbers are left out."""
    found: list[Share] = []
    for kind, pattern in _RULES:
        for match in islice(pattern.finditer(said), _MOST):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                share = _share(kind, match, said)
                if share is not None:
                    found.append(share)
    return sorted(found, key=lambda share: share.start)


def _share(kind: str, match: re.Match[str], said: str) -> Share | None:
    before = said[max(match.start() - 40, 0) : match.start()]
    percent, sure = _percent(kind, match, before)
    if percent is None or not 0 <= percent <= 100 or _GOAL.search(before) or _OTHER.search(before):
        return None
    return Share(round(percent), match.start(), match.end(), sure)


def _percent(kind: str, match: re.Match[str], before: str) -> tuple[float | None, bool]:
    groups = match.groupdict()
    if kind in ("half", "over half"):
        return 50, kind == "half"
    if kind == "fraction":
        return _fraction(int(groups["x"]), int(groups["y"]), before, groups["loose"] is not None)
    if kind == "parts":
        top, bottom = (_DIGITS.get(groups[name], _FRACTIONS.get(groups[name], 1)) for name in "ab")
        return (100 * top / bottom if top <= bottom else None), not groups["loose"]
    if kind == "words":
        return number_in_words(groups["w"]), not groups["loose"]
    number = float(groups["n"].replace(",", "."))
    return (100 - number, False) if kind == "left" else (number, kind not in ("range", "bare") and not groups.get("loose"))


def _fraction(top: int, bottom: int, before: str, loose: bool) -> tuple[float | None, bool]:
    """ "2/3" is a share unless it reads as a day; only after "được" it is surely one."""
    if bottom == 0 or top > bottom or _DAY_BEFORE.search(before):
        return None, False
    return 100 * top / bottom, bool(_REACHED.search(before)) and not loose
