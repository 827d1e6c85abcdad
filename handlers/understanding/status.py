"""How far a task is, added up from the signs in free words, and how sure that is."""

import re
from datetime import date
from typing import Final

from handlers.understanding.days import Day, find_day
from handlers.understanding.evidence import find_evidence
from handlers.understanding.intents import Report, Status
from handlers.understanding.reading import Reading
from handlers.understanding.signs import Signs, signs_of, takes_back

_HEDGE: Final = re.compile(
    r"\b(?:khong phai (?:la )?(?:chua|khong)|chac|hinh nhu|co le|chac la|hinh nhu la|khong biet|co the|khong ro|nghe noi|hoac"
    r"|hay la|maybe|i think|probably)\b"
)
_REST: Final = re.compile(
    r"\b(?:chi con|con (?:lai|thieu|moi|mot it|chut)|tru|ngoai tru|nhung(?: ma)? (?:con|chua)|(?:nhung )?chua (?:nop|gui|ky"
    r"|duoc ky|bao cao|nghiem thu))\b"
)
_OWN_WORDS: Final = re.compile(
    r"\b(?:da|lam|ok|thuc hien|trien khai|deu|co|cung|vua|moi|toan bo|tat ca|het|viec|nhiem vu|cong viec|bao cao|nay|do|em|toi"
    r"|xa|phong|don vi|roi|minh|chung em|chung toi|vang|la|e|duoc|xu ly|giai quyet|va|ca|no|thi|nop|gui|all|is|it|we|i|have"
    r"|has|just|already|a|ben em|u|thua|anh|chi|sep|luon|~+)$"
)
# "không ai nói là xong", "còn 2 hộ nữa là xong"
_DENIED: Final = re.compile(r"\b(?:khong|chua|chang|con|ai|neu|dau|gi)\b")
_NOW: Final = re.compile(r"\b(?:hom nay|bay gio|gio|hien|hien tai|nay|len|now|today)\b[^,;]{0,12}$")

State = tuple[Status, int | None, bool]


def find_report(reading: Reading, today: date, task: int | None = None) -> Report | None:
    """What a stretch of text tells about one task; None where it tells no state, no difficulty and no evidence."""
    signs = signs_of(reading, today)
    state = _state(signs)
    if state is None and not signs.evidence:
        return None
    status, percent, sure = state or ("done", None, False)
    day = _day_of(signs, today, reading) if status == "done" else None
    if _HEDGE.search(signs.said) or (day is not None and (day.on > today or not day.sure)):
        sure = False
    done_on = day.on if day is not None and day.on <= today else None
    difficulty = signs.trouble.difficulty if status != "done" or signs.trouble.named else ""
    if not difficulty and status in ("stuck", "not_started", "doing"):
        difficulty = signs.trouble.cause
    return Report(
        task=task,
        status=status,
        percent=percent,
        done_on=done_on,
        difficulty=difficulty,
        proposal=signs.trouble.proposal,
        evidence=signs.evidence if status == "done" else None,
        correction=takes_back(reading.said),
        sure=sure,
    )


def _state(signs: Signs) -> State | None:
    """The state that the signs add up to, its percentage and whether it is sure; None where they tell nothing."""
    if signs.shares:
        return _with_share(signs)
    if signs.trouble.named:
        overcome = signs.done and signs.said.rfind("xong") > signs.said.find("vuong")
        return ("done", None, False) if overcome else ("stuck", None, signs.done is None)
    if signs.done:
        return _finished(signs)
    rules: tuple[tuple[bool, State], ...] = (
        (signs.undone or signs.nearly or signs.later, ("doing", None, False)),
        (signs.trouble.waits, ("stuck", None, False)),
        (signs.not_started, ("not_started", None, True)),
        (signs.not_yet, ("not_started", None, False)),
        (signs.doing, ("doing", None, True)),
        (signs.busy, ("doing", None, False)),
        (signs.evidence is not None and not signs.trouble.cause, ("done", None, False)),
        (signs.maybe_done, ("done", None, False)),
        (signs.well, ("doing", None, False)),
        (signs.asks, ("stuck", None, False)),
    )
    return next((state for holds, state in rules if holds), None)


def _with_share(signs: Signs) -> State:
    last = signs.shares[-1]
    different = {share.percent for share in signs.shares}
    if len(different) > 1:
        # "hôm qua 50%, hôm nay 70%"
        newer = _NOW.search(signs.said[: last.start]) is not None
        return "doing", last.percent if newer else None, False
    sure = last.sure and not signs.later and not signs.nearly
    if signs.trouble.named:
        return "stuck", last.percent, sure
    if last.percent == 100:
        return ("doing", None, False) if signs.undone else ("done", 100, sure)
    if last.percent == 0:
        return "not_started", 0, sure
    # "xong 50%" is half done; "đã xong, giải ngân 80%" says two things.
    apart = signs.done is not None and last.start - signs.done.end() > 12
    return "doing", last.percent, sure and not apart


def _finished(signs: Signs) -> State:
    done = signs.done
    if (
        done is None
        or signs.part
        or signs.busy
        or _REST.search(signs.said)
        or signs.not_started
        or signs.undone
        or signs.nearly
        or signs.later
    ):
        return "doing", None, False
    before = re.sub(r"[#\d/,;:.!?()~\s-]+$", "", re.sub(r"#\s?\d+", "", signs.said[: done.start()]))
    clause = re.split(r"[,;.\n]", signs.said[: done.start()])[-1]
    if _DENIED.search(clause):
        return "done", None, False
    return "done", None, not before or _OWN_WORDS.search(before) is not None


def _day_of(signs: Signs, today: date, reading: Reading) -> Day | None:
    """The day on which it was done: not the day of the document that proves it."""
    if signs.evidence:
        found = find_evidence(reading.typed, today)
        cut = len(reading.typed) if found is None else found[1]
        words = [start for start, place in zip(reading.starts, reading.places, strict=True) if place[0] >= cut]
        return find_day(signs.said[: words[0]] if words else signs.said, today, "past")
    return find_day(signs.said, today, "past")
