"""The criteria of new-style communes: which ones a passage names, and statements of how many a commune has met."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from directives.cast import Cast
from directives.layout import Block
from directives.model import CriteriaStatus
from directives.spelling import matchable
from directives.units_committees import communes_in

_SHARED = {
    "quy hoạch": "1", "giao thông": "2", "thủy lợi": "3", "điện": "4", "cơ sở hạ tầng thương mại nông thôn": "7", "hạ tầng thương mại": "7",
    "thông tin và truyền thông": "8",
    "thông tin truyền thông": "8", "nhà ở dân cư": "9", "nhà ở": "9", "thu nhập": "10", "nghèo đa chiều": "11", "hộ nghèo": "11",
    "lao động": "12", "tổ chức sản xuất": "13", "quốc phòng và an ninh": "19", "quốc phòng an ninh": "19", "quốc phòng, an ninh": "19",
}  # fmt: skip
_SETS = {
    "ntm": {
        **_SHARED, "trường học": "5", "cơ sở vật chất văn hóa": "6", "giáo dục và đào tạo": "14", "giáo dục": "14",
        "y tế": "15", "văn hóa": "16",
        "môi trường và an toàn thực phẩm": "17", "môi trường": "17", "hệ thống chính trị và tiếp cận pháp luật": "18",
        "hệ thống chính trị": "18",
        "hành chính công": "15", "tiếp cận pháp luật": "16", "chất lượng môi trường sống": "18",
    },
    "ntm_nang_cao": {
        **_SHARED, "giáo dục": "5", "giáo dục và đào tạo": "5", "văn hóa": "6", "y tế": "14", "hành chính công": "15",
        "tiếp cận pháp luật": "16",
        "môi trường": "17", "chất lượng môi trường sống": "18", "trường học": "5", "cơ sở vật chất văn hóa": "6",
    },
}  # fmt: skip
"""Names of the commune criteria, set by set (2021–2025); the same number means different things in the two."""

_NAMES = {
    key: re.compile("|".join(sorted((re.escape(name).replace(r"\ ", r"\s+") for name in names), key=len, reverse=True)))
    for key, names in _SETS.items()
}
_LISTS = re.compile(r"(?<!\w)(?:các\s+)?tiêu\s+chí(?!\s+(?:đã|chưa|này|theo|nông))(?P<list>[^.;:]{0,260})")
_NUMBERED = re.compile(r"tiêu\s+chí(?:\s+số)?\s+(\d{1,2})(?![\d./])")
_INDICATORS = re.compile(r"chỉ\s+tiêu(?:\s+số)?\s+((?:\d{1,2}\.\d{1,2}(?:\s*(?:,|-|và|đến)\s*)?)+)")
_RANGE = re.compile(r"(\d{1,2})\.(\d{1,2})\s*(?:-|đến)\s*(\d{1,2})\.(\d{1,2})")
_ONLY_NAMES = re.compile(
    r"[\s,()\-]*(?:và|về|số|các|tiêu\s+chí|phát\s+triển\s+kinh\s+tế\s+nông\s+thôn|phòng,?\s+chống\s+thiên\s+tai|\d{1,2})?[\s,()\-]*(?:và|về|là)?[\s,]*"
)


def criteria_set(text: str) -> str:
    """Which of the two sets a letter speaks of where it does not say: the higher one if it hardly names the other."""
    words = matchable(text)
    higher = len(re.findall(r"nông thôn mới nâng cao|ntm nâng cao", words))
    return "ntm_nang_cao" if higher * 2 > len(re.findall(r"nông thôn mới|ntm", words)) and higher > 2 else "ntm"


def criteria_in(text: str, criteria: str) -> tuple[str, ...]:
    """The numbers of criteria ("9") and indicators ("17.6") that a passage names, ranges spelled out."""
    matched = matchable(text)
    found = [number.lstrip("0") for number in _NUMBERED.findall(matched)]
    for listed in _LISTS.finditer(matched):
        found += _named(listed["list"], criteria)
    indicators = [each for listed in _INDICATORS.finditer(matched) for each in _spelled_out(listed[1])]
    wholes = {each.split(".")[0] for each in indicators}
    return tuple(dict.fromkeys([number for number in found if number not in wholes] + indicators))


def _named(listed: str, criteria: str) -> list[str]:
    """The criteria named one behind the other from the start of a text."""
    numbers: list[str] = []
    at = 0
    while True:
        gap = _ONLY_NAMES.match(listed, at)
        name = _NAMES[criteria].match(listed, gap.end() if gap else at)
        if not name:
            return numbers
        numbers.append(_SETS[criteria][" ".join(name[0].split())])
        at = name.end()


def _spelled_out(listed: str) -> list[str]:
    spelled = _RANGE.sub(
        lambda found: ", ".join(f"{found[1]}.{minor}" for minor in range(int(found[2]), min(int(found[4]), 40) + 1)), listed
    )
    return re.findall(r"\d{1,2}\.\d{1,2}", spelled)


_MET = re.compile(
    r"(?:đã\s+|mới\s+|đến\s+nay\s+)?(?:đạt|có)\s+(?P<claimed>\d{1,2})\s*/\s*(?P<total>\d{1,2})\s+tiêu\s+chí(?P<rest>[^:;.(]{0,160}?)(?P<list>gồm\s*:?|:|\()"
)
_APPRAISED = re.compile(
    r"(?:đánh\s+giá|thẩm\s+định|công\s+nhận)\s+đạt\s+(?P<claimed>\d{1,2})\s+tiêu\s+chí(?:\s+và\s+(?P<parts>\d{1,2})\s+chỉ\s+tiêu)?"
)
_BARE = re.compile(r"(?P<claimed>\d{1,2})\s*/\s*(?P<total>\d{1,2})\s+tiêu\s+chí[^.;]{0,80}?(?<!chưa )(?:đã\s+đạt|đạt\s+chuẩn)")
_ANY_COUNT = re.compile(r"(?:xã\s+[^;.:()]{2,40}\s)?(?:đã\s+|mới\s+)?đạt\s+\d{1,2}\s*/\s*\d{1,2}\s+tiêu\s+chí")
_NOT_MET = re.compile(r"(?<!\w)(?:chưa\s+đạt|còn(?:\s+lại)?|thiếu|không\s+đạt)(?!\w)")
# "số: 1, 3, 4 và 7"
_RUN = re.compile(r"(?<![\d./])\d{1,2}(?:\s*(?:,\s*và|,|và)\s*(?:số\s*)?\d{1,2}(?![\d./%])){1,18}")
_DAY = re.compile(r"ngày\s+(\d{1,2})/(\d{1,2})/(\d{4})")
_FULL_SET = 19


def status_statements(blocks: Sequence[Block], cast: Cast, communes: Sequence[str]) -> list[tuple[CriteriaStatus, int | None, int]]:
    """What the letter says communes have reached, with the number of indicators it claims and the paragraph it stands in."""
    found = [(*statement, block.paragraph) for block in blocks for statement in _statements(block.text, cast, communes)]
    listed = {statement.commune for statement, _, _ in found if statement.met}
    unique: dict[tuple[str, int | None, bool], tuple[CriteriaStatus, int | None, int]] = {}
    for statement, parts, paragraph in found:
        if statement.met or statement.commune not in listed:
            unique.setdefault((statement.commune, statement.claimed, bool(statement.met)), (statement, parts, paragraph))
    return list(unique.values())


def _statements(text: str, cast: Cast, communes: Sequence[str]) -> Iterable[tuple[CriteriaStatus, int | None]]:
    matched = matchable(text)
    if found := _APPRAISED.search(matched):
        place = communes_in(text[found.end() : found.end() + 80], cast) or communes
        met, indicators = _listed(text[found.end() :], "ntm")
        if place:
            status = CriteriaStatus(
                place[0],
                _set_of(matched[found.start() :][:200]),
                met,
                int(found["claimed"]),
                _FULL_SET,
                "appraised",
                _on(matched),
                indicators,
            )
            yield status, int(found["parts"]) if found["parts"] else None
    elif own := list(_own_statements(text, matched, cast, communes)):
        yield from ((status, None) for status in own)
    elif (found := _BARE.search(matched)) and len(communes) == 1:
        yield CriteriaStatus(communes[0], _set_of(matched[:400]), (), int(found["claimed"]), int(found["total"])), None


def _own_statements(text: str, matched: str, cast: Cast, communes: Sequence[str]) -> Iterable[CriteriaStatus]:
    """What communes say of themselves, one behind the other: "xã A đạt 12/19 tiêu chí (số 1, 3, …); xã B đạt 9/19 tiêu chí gồm …"."""
    ends = [found.start() for found in _ANY_COUNT.finditer(matched)]
    before = 0
    for found in _MET.finditer(matched):
        end = next((place for place in ends if place > found.end()), len(text))
        end = matched.find(")", found.end(), end) if found["list"] == "(" and ")" in matched[found.end() : end] else end
        missing = _NOT_MET.search(matched, found.end(), end)
        kept = _set_of(found["rest"])
        met, indicators = _listed(text[found.end() : missing.start() if missing else end], kept)
        told = text[before : found.start()]
        place = max(communes_in(told, cast) or communes, key=told.rfind, default="")
        before = found.end()
        if place and (met or indicators or found["list"] != "("):
            yield CriteriaStatus(place, kept, met, int(found["claimed"]), int(found["total"]), "self", None, indicators)


def _set_of(matched: str) -> str:
    return "ntm_nang_cao" if "nâng cao" in matched else "ntm"


def _on(matched: str) -> date | None:
    found = _DAY.search(matched)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _listed(text: str, criteria: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The criteria and the single indicators of a list; an indicator "in criterion 13" is not the whole criterion."""
    met: list[str] = []
    indicators: list[str] = []
    for part in matchable(text).split(";"):
        if "chỉ tiêu" in part:
            indicators += _spelled_out(part)
        else:
            run = _RUN.search(part)
            numbers = re.findall(r"\d+", run[0]) if run else re.findall(r"số\s*(\d{1,2})(?![\d.])", part)
            met += [number.lstrip("0") for number in numbers] or _named(part, criteria)
    return tuple(dict.fromkeys(met)), tuple(dict.fromkeys(indicators))
