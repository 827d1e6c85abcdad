"""Whose progress is asked for, and as of when: "tiến độ Cao Lâu thứ sáu tuần trước"."""

import re
from datetime import date, timedelta
from typing import Final

from handlers.understanding import intents as i
from handlers.understanding.days import find_day
from handlers.understanding.numbers import find_shares
from handlers.understanding.phrases import TASK, Core

_ALL: Final = re.compile(
    r"(?:|chung|chung ca|toan (?:huyen|xa|tinh|bo|chuong trinh)|ca (?:huyen|xa|tinh)|tong the|tat ca|all|overall"
    r"|(?:ca )?chuong trinh(?: ntm| nong thon moi)?|ntm|nong thon moi"
    r"|cac (?:don vi|xa)|everything)"
)
_ASIDE: Final = re.compile(
    r"(?:^| )(?:(?:thuc hien )?(?:the nao|ra sao|den dau|toi dau|sao)(?: roi)?|hien nay|hien tai|bay gio|den nay|tinh den nay"
    r"|den (?:hien nay|thoi diem nay)|hom nay|tuan nay|now|so far|roi|di|voi)[ ?]*$"
)
_LAST_FRIDAY: Final = re.compile(
    r"(?:^| )(?:(?:thu 6|thu sau|hom thu 6|ban tin|cuoi|cua) ?){0,8}(?:tuan truoc|tuan roi|tuan vua roi|tuan qua)[ ?]*$|(?:^"
    r"| )last (?:friday|week)[ ?]*$"
)
_WEEK_BEFORE_LAST: Final = re.compile(r"(?:^| )(?:(?:thu 6|thu sau|cua) )?tuan truoc (?:nua|nữa)[ ?]*$")
_ON_DAY: Final = re.compile(
    r"(?:^| )(?:(?:vao|tai|hom|ngay|luc|tinh den|den|as of|on) ?){1,8}(?=\d|thu)|(?:^| )(?:hom qua|hom kia|yesterday)\b"
)
_CRITERION: Final = re.compile(r"(?:tieu chi|criterion)(?: so)? (?P<name>.+)")
_DIRECTIVE: Final = re.compile(
    r"(?:van ban|cong van|thong bao|ke hoach|chi thi|cong dien|quyet dinh|directive|letter)(?: so| no)? (?P<name>.*\d.*)"
    r"|(?P<symbol>\d{1,5}[-/][a-z]+\S*)"
)
_NO_NAME: Final = re.compile(
    r"\b(?:xong|hoan thanh|vuong|dang|duoc|cham|tot|binh thuong|dung|chua|khong|nham|kem|nhu|giu nguyen|thay doi|lam|nop|gui"
    r"|bao cao|xin|phai|viec)\b"
)


def progress(match: re.Match[str], core: Core) -> i.Intent | None:
    """The question of a "tiến độ …"; None where what follows tells progress instead of asking for it."""
    return _asked(match, core, all_allowed=True)


def progress_of(match: re.Match[str], core: Core) -> i.Intent | None:
    """The question of a "… thế nào rồi", which needs a name in front."""
    return _asked(match, core, all_allowed=False)


def _asked(match: re.Match[str], core: Core, *, all_allowed: bool) -> i.Intent | None:
    said, start = core.reading.said, match.start("about")
    end = match.end("about")
    about = said[start:end]
    if find_shares(about) or _NO_NAME.search(about):
        return None
    task = re.fullmatch(TASK, about.strip(" ?"))
    if task:
        return i.Show(int(task["task"]))
    when, on, end = _as_of(said, start, end, core.today)
    for _ in range(2):
        aside = _ASIDE.search(said[start:end])
        end = start + aside.start() if aside else end
    name = said[start:end].strip(" ?.,:")
    if _ALL.fullmatch(name):
        return i.Progress("", "all", when, on) if all_allowed or name else None
    return _named(name, start + said[start:end].index(name), core, when, on)


def _named(name: str, start: int, core: Core, when: i.When, on: date | None) -> i.Progress:
    def typed(of: re.Match[str], group: str) -> str:
        return core.reading.words_as_typed(start + of.start(group), start + of.end(group))

    criterion, directive = _CRITERION.fullmatch(name), _DIRECTIVE.fullmatch(name)
    if criterion:
        return i.Progress(typed(criterion, "name"), "criterion", when, on)
    if directive:
        return i.Progress(typed(directive, "name" if directive["name"] else "symbol"), "directive", when, on)
    return i.Progress(core.reading.words_as_typed(start, start + len(name)), "unit", when, on)


def _as_of(said: str, start: int, end: int, today: date) -> tuple[i.When, date | None, int]:
    """Of which time, its day, and where the words for it begin."""
    about = said[start:end]
    monday = today - timedelta(days=today.weekday())
    earlier = _WEEK_BEFORE_LAST.search(about)
    if earlier:
        return "day", monday - timedelta(days=10), start + earlier.start()
    last = _LAST_FRIDAY.search(about)
    if last:
        return "last_friday", monday - timedelta(days=3), start + last.start()
    on = _ON_DAY.search(about)
    day = find_day(about[on.start() :], today, "past") if on else None
    return ("day", day.on, start + on.start()) if on and day else ("now", None, end)
