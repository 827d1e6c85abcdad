"""Who helps with a clause and who receives its report: "phối hợp với …", "Sở A chủ trì, Sở B phối hợp", "báo cáo về … (qua …)"."""

import re
from collections.abc import Iterator

from directives.cast import Cast
from directives.mention import all_names
from directives.units import read_unit, read_units

TOGETHER = re.compile(
    r"phối\s+hợp(?:\s+(?:chặt\s+chẽ|đồng\s+bộ|thường\s+xuyên|kịp\s+thời|tốt))?(?:\s*,?\s*(?:và\s+)?(?:đôn\s+đốc|hướng\s+dẫn|hỗ\s+trợ|giúp\s+đỡ|chỉ\s+đạo|"
    r"tham\s+mưu|thực\s+hiện|giúp))*(?:\s*,?\s*(?:cùng\s+với|với|cùng|của|giữa|từ))?\s+"
)
_JOINED = re.compile(
    r"(?:chủ\s+trì\s*,?\s*(?:cùng(?:\s+với)?|với|,)?|(?:có\s+)?sự\s+(?:tham\s+gia|phối\s+hợp|hỗ\s+trợ)"
    r"(?:\s+về\s+\w+\s+\w+)?\s+của|"
    r"(?:^|,\s+)cùng(?:\s+với)?)\s+"
)
_REPORT = re.compile(r"(?<!\w)(?:về|gửi|báo\s+cáo|với)\s+(?:cho\s+|về\s+|đến\s+|kết\s+quả\s+(?:về|cho)\s+)?")
_THROUGH = re.compile(r"(?:\(\s*)?(?:thông\s+)?qua\s+")
_OPENING = re.compile(r"[(;]\s*")
CHAIRED = re.compile(
    r"\s*(?:\(\s*)?(?:là\s+(?:cơ\s+quan|đơn\s+vị)\s+)?(?:làm\s+)?(?:chủ\s+trì|đầu\s+mối|chịu\s+trách\s+nhiệm|có\s+trách\s+nhiệm)"
)
HELPS = re.compile(
    r"\s*(?:\(\s*)?(?:cùng\s+)?(?:phối\s+hợp|tham\s+gia)(?!\s+(?:chặt\s+chẽ\s+|đồng\s+bộ\s+|tốt\s+|kịp\s+thời\s+)?(?:với|cùng))"
)


def helpers(clause: str, matched: str, cast: Cast) -> tuple[str, ...]:
    """The units that help: "phối hợp với …", "cùng với …", "Sở A chủ trì, Sở B phối hợp"; `matched` is the clause as `matchable`."""
    found: list[str] = []
    for pattern in (TOGETHER, _JOINED):
        for word in pattern.finditer(matched):
            named = word[0].rstrip().endswith(("với", "cùng")) and clause[word.end() : word.end() + 1].isupper()
            found += all_names(read_units(clause, matched, word.end(), cast, named=named)[0])
    return tuple(dict.fromkeys([*found, *_in_brackets(clause, matched, cast)])) or _helping(clause, matched, cast)


def _in_brackets(clause: str, matched: str, cast: Cast) -> Iterator[str]:
    """ "… trước ngày 30/9 (Sở A, Sở B phối hợp)"."""
    for opening in _OPENING.finditer(matched):
        mentions, end = read_units(clause, matched, opening.end(), cast)
        if mentions and HELPS.match(matched, end):
            yield from all_names(mentions)


def _helping(clause: str, matched: str, cast: Cast) -> tuple[str, ...]:
    """ "Sở A chủ trì, Sở B phối hợp"."""
    chair = CHAIRED.search(matched)
    if not chair:
        return ()
    start = chair.end() + len(matched[chair.end() :]) - len(matched[chair.end() :].lstrip(" ,;"))
    mentions, end = read_units(clause, matched, start, cast)
    return all_names(mentions) if mentions and HELPS.match(matched, end) else ()


def receiver(clause: str, matched: str, cast: Cast) -> str | None:
    """Who receives the report: "báo cáo về UBND tỉnh (qua Sở Nội vụ)" goes to the one that passes it on; None without."""
    for word in _REPORT.finditer(matched):
        mention = read_unit(clause, matched, word.end(), cast)
        if mention is None or (word[0].startswith("với") and matched.find("báo cáo", 0, word.start()) < 0):
            continue
        through = _THROUGH.search(matched, mention.end, mention.end + 12)
        held = read_unit(clause, matched, through.end(), cast) if through else None
        name = (held or mention).names[0]
        return cast.canonical((name,))[0]
    through = _THROUGH.search(matched) if _REPORT.search(matched) else None
    held = read_unit(clause, matched, through.end(), cast) if through else None
    return cast.canonical(held.names)[0] if held else None
