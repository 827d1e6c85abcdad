"""The words that deadline phrases are made of, as pattern pieces over folded text.

In a pattern a blank stands for one blank or line break and `~` for none or one.
"""

import re

BEFORE = r"tr(?:ước|uớc|ưóc|ươc|uóc|ưoc|uoc)"
DAY = r"ng[àaáảạ]y"
MONTH = r"th[áaàảạ]ng"
YEAR = r"n[ăaâ]m"
QUARTER = r"q(?:u[ýíìỳ]|ú[yi])"
EVERY = r"(?:h[ằàă]ng|m[ỗô]i|từng)"
PERIODIC = r"đ[ịi]nh k[ỳìy]"
AT_LATEST = r"(?:ch[aậâạ]m|muộn|trễ) nh[aấáâ]t"

# Figures as printed, and as OCR prints them: l, I and | for 1, O for 0 ("l5/O4/2024").
FIGURE = r"[0-9oil|]"
FULL_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
NUMBER_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười lăm": 15, "hai mươi": 20, "ba mươi": 30, "nửa": 0,
}  # fmt: skip
NUMBER = r"(?:[0-9]{1,3}|" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + r")"
WEEKDAYS = {
    "hai": "MO", "2": "MO", "ba": "TU", "3": "TU", "tư": "WE", "bốn": "WE", "4": "WE", "năm": "TH", "5": "TH",
    "sáu": "FR", "6": "FR", "bảy": "SA", "bẩy": "SA", "7": "SA",
}  # fmt: skip
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAY = r"(?:(?:(?:các )?ngày )?(?:thứ (?:hai|ba|tư|bốn|năm|sáu|bảy|bẩy|[2-7](?![0-9]))|chủ nhật|cn\b))"


_UNITS = (("năm", YEAR), ("quý", QUARTER), ("tháng", MONTH), ("tuần", "tuần"), ("ngày", DAY))


def phrase(pattern: str) -> re.Pattern[str]:
    """Compiles a pattern written with blanks and `~`. Quantifiers in it must be bounded: texts may be hostile."""
    return re.compile(re.sub(r"(?<!\\)~", "[ \\\\n]?", pattern.replace(" ", "[ \\n]")))


def number(words: str) -> int:
    """The value of a matched NUMBER or Roman figure."""
    plain = " ".join(words.split())
    return int(plain) if plain.isdecimal() else ROMAN.get(plain, NUMBER_WORDS.get(plain, 0))


def figures(printed: str) -> tuple[int, bool]:
    """The value of figures as OCR may have printed them, and whether letters stood among them."""
    plain = printed.translate(str.maketrans("oil|", "0111"))
    return int(plain), plain != printed


def unit_of(printed: str) -> str:
    """The plain name of a unit of time, however it was spelt."""
    return next(name for name, pattern in _UNITS if re.fullmatch(pattern, printed))


def weekday(words: str) -> str:
    """The RFC 5545 code of a matched WEEKDAY."""
    return WEEKDAYS.get(words.split()[-1], "SU")


_A_WEEKDAY = phrase(WEEKDAY)


def weekdays(printed: str) -> list[str]:
    """The codes of all weekdays in a matched list of them, in its order."""
    return [weekday(day) for day in _A_WEEKDAY.findall(printed)]


# What follows a fraction: "đạt 8/12 tiêu chí" is no 8 December.
COUNTED = phrase(
    r"~(?:tiêu chí|chỉ tiêu|nội dung|xã|phường|thị trấn|huyện|thôn|bản|ấp|khóm|tổ dân phố|hộ|người|trường|cơ quan|đơn vị|dự án|công trình|"
    r"nhiệm vụ|hồ sơ|thành viên|đại biểu|cán bộ|đảng viên|km|ha\b|m2|%)"
)
